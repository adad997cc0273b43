import gc
import threading

from PySide6.QtCore import QObject

from elmo_explorer.workers import garbage
from elmo_explorer.workers.garbage import MainThreadCollector


class Knot(QObject):
    """A QObject in a cycle of its own, which says where it is destroyed."""

    def __init__(self, seen):
        super().__init__()
        self.me = self
        self.seen = seen

    def __del__(self):
        self.seen.append(threading.current_thread())


def test_a_worker_never_destroys_what_belongs_to_the_main_thread(qtbot):
    collector = MainThreadCollector()
    seen = []
    Knot(seen)

    kept = []

    def make_much():
        kept.extend([k] for k in range(15_000))  # automatic collection would run here many times

    worker = threading.Thread(target=make_much)
    worker.start()
    worker.join()
    assert not seen
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    assert seen == [threading.main_thread()]
    collector.close()


def test_collection_is_left_as_it_was_found(qtbot):
    gc.enable()
    collector = MainThreadCollector()
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()


def test_what_has_settled_is_not_looked_at_again(qtbot):
    kept = [[k] for k in range(1000)]
    collector = MainThreadCollector()
    collector.settle()
    assert not any(kept is item for item in gc.get_objects())
    collector.close()
    assert any(kept is item for item in gc.get_objects())


def test_a_full_collection_leaves_out_what_would_hold_up_the_window(qtbot, monkeypatch):
    monkeypatch.setattr(garbage, "MOST_LOOKED_AT", 1000)
    collector = MainThreadCollector()
    collector.settle()
    kept = [[k] for k in range(5000)]
    gc.collect()  # they are old now
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 99))  # as after many young ones
    collector.collect()
    assert not any(kept is item for item in gc.get_objects())
    collector.close()


def test_what_an_import_brings_is_not_looked_at(qtbot, monkeypatch):
    monkeypatch.setattr(garbage, "MOST_LOOKED_AT", 1000)
    collector = MainThreadCollector()
    kept = [[k] for k in range(5000)]
    collector.collect()
    assert not any(kept is item for item in gc.get_objects())
    collector.close()
