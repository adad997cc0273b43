import pytest

from elmo_explorer.text.lemmas import lemma


@pytest.mark.parametrize(
    ("word", "expected"),
    [("banks", "bank"), ("Banks", "bank"), ("BANK", "bank"), ("mice", "mouse"), ("went", "go")],
)
def test_forms_of_a_word_share_a_lemma(word, expected):
    assert lemma(word) == expected


def test_unknown_words_and_marks_stay():
    assert lemma("Xqzt") == "xqzt"
    assert lemma("...") == "..."


def test_chinese_words_have_one_form():
    assert lemma("潮水", "zh") == "潮水"
