from elmo_explorer.workers.freed_memory import give_back_memory


def test_memory_can_be_given_back_anywhere():
    give_back_memory()
    give_back_memory()
