from elmo_explorer.text.alignment import AlignedWords, aligned


def test_one_word_differs() -> None:
    found = aligned(["we", "sat", "on", "the", "bank"], ["we", "sat", "on", "the", "shore"])
    assert [column.same for column in found] == [True, True, True, True, False]
    assert found[4] == AlignedWords(4, 4, False)


def test_the_word_beside_an_equal_one_is_the_one_that_differs() -> None:
    """An alignment by longest blocks alone would shift the words against each other."""
    found = aligned(("the", "the", "bank"), ("the", "bank", "bank"))
    assert found == ((0, 0, True), (1, 1, False), (2, 2, True))


def test_words_more_and_less_stand_alone() -> None:
    found = aligned(
        ["a", "big", "dog", "barked", "at", "me"], ["a", "dog", "barked", "so", "loudly", "at", "me"]
    )
    assert [(c.a, c.b) for c in found if not c.same] == [(1, None), (None, 3), (None, 4)]
    assert [c.a for c in found if c.a is not None] == list(range(6))
    assert [c.b for c in found if c.b is not None] == list(range(7))


def test_equal_nothing_and_everything() -> None:
    assert all(column.same for column in aligned(("a", "b"), ("a", "b")))
    assert aligned((), ()) == ()
    assert aligned(("a",), ()) == ((0, None, False),)
    assert aligned(("a", "a"), ("a",)) == ((0, 0, True), (1, None, False))
