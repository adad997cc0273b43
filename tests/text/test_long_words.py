"""Words that are read in part: 48 bytes of UTF-8 count."""

import pytest

from elmo_explorer.bilm import characters
from elmo_explorer.text.long_words import MAX_WORD_BYTES, count_long, is_long, long_words

TOWN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.mark.parametrize(
    ("word", "long"), [("x" * 48, False), ("x" * 49, True), ("潮" * 16, False), ("潮" * 17, True)]
)
def test_forty_eight_bytes_are_read(word: str, long: bool) -> None:
    assert is_long(word) is long


def test_it_is_the_model_s_own_limit() -> None:
    assert MAX_WORD_BYTES == characters.MAX_CHARACTERS - 2


def test_long_word_in_a_sentence_is_found_with_what_is_cut() -> None:
    (found,) = long_words(f"The village of {TOWN}, in Wales")
    assert (found.number, found.start, found.word) == (4, 15, TOWN)
    assert found.kept + found.cut == TOWN
    assert len(found.cut) == 10


def test_cut_falls_between_characters() -> None:
    (found,) = long_words("é" * 23 + "x" + "é" * 3)
    assert found.kept == "é" * 23 + "x"


def test_chinese_without_spaces_and_hyphens_are_no_long_words() -> None:
    assert long_words("潮水退了就知道谁没穿裤子" * 3) == []
    assert long_words("-".join(["state"] * 20)) == []


def test_count_over_sentences() -> None:
    assert count_long([("a", TOWN), (), (TOWN, TOWN), ("b",)]) == 3
