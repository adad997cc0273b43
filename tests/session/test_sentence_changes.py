from dataclasses import replace

from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import Sentence

A, B, C, D = (Sentence(text, (text,)) for text in "abcd")


def test_added_at_the_end():
    assert sentence_changes((A, B), (A, B, C, D)) == (2, (), (C, D))


def test_removed_in_the_middle():
    assert sentence_changes((A, B, C), (A, C)) == (1, (B,), ())


def test_changed():
    hidden = replace(B, hidden=True)
    assert sentence_changes((A, B, C), (A, hidden, C)) == (1, (B,), (hidden,))


def test_moved():
    assert sentence_changes((A, B, C, D), (A, C, B, D)) == (1, (B, C), (C, B))


def test_the_same_twice_counts_once():
    assert sentence_changes((A, A), (A,)) == (1, (A,), ())


def test_nothing():
    assert sentence_changes((A, B), (A, B)) == (2, (), ())
    assert sentence_changes((), ()) == (0, (), ())
