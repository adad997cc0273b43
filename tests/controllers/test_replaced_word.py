import pytest

from elmo_explorer.controllers.replaced_word import with_word, without_word
from elmo_explorer.session.session import Sentence


def sentence(text, *tokens, **others):
    return Sentence(text, tokens or tuple(text.split()), **others)


def test_one_word_changes_and_all_else_stays():
    old = sentence(
        "The bank, the bank.", "The", "bank", ",", "the", "bank", ".", senses={1: "money", 4: "river"}
    )
    new = with_word(old, 4, "shore")
    assert new.text == "The bank, the shore."
    assert new.tokens == ("The", "bank", ",", "the", "shore", ".")
    assert dict(new.senses) == {1: "money"}
    assert new.id == old.id


def test_chinese_keeps_the_words_that_were_cut():
    old = sentence("我去银行取钱", "我", "去", "银行", "取钱", language="zh")
    new = with_word(old, 2, "商店")
    assert (new.text, new.tokens) == ("我去商店取钱", ("我", "去", "商店", "取钱"))


@pytest.mark.parametrize(
    ("index", "word", "text"),
    [(1, "not", "We do not go"), (0, "ca", "We can't go"), (2, ",", "We don't ,")],
)
def test_words_do_not_grow_together(index, word, text):
    old = sentence("We don't go", "We", "do", "n't", "go")
    new = with_word(old, index + 1, word)
    assert new.text == text


def test_tokens_that_are_not_in_the_text_make_a_new_one():
    new = with_word(sentence("wanna go", "want", "to", "go"), 1, "not")
    assert new.text == "want not go"


def test_there_is_no_such_token():
    with pytest.raises(IndexError):
        with_word(sentence("The bank"), 2, "x")


@pytest.mark.parametrize(
    ("text", "tokens", "index", "expected"),
    [
        ("The boat of the river.", ("The", "boat", "of", "the", "river", "."), 4, "The boat of the."),
        ("The boat of the river.", ("The", "boat", "of", "the", "river", "."), 0, "boat of the river."),
        ("The boat of the river.", ("The", "boat", "of", "the", "river", "."), 5, "The boat of the river"),
        ("The boat of the river.", ("The", "boat", "of", "the", "river", "."), 1, "The of the river."),
        ("潮水退了就知道", ("潮水", "退", "了", "就", "知道"), 1, "潮水了就知道"),
        ("潮水 退了 就", ("潮水", "退了", "就"), 1, "潮水 就"),
    ],
)
def test_a_word_is_taken_out_of_its_sentence(text, tokens, index, expected):
    old = sentence(text, *tokens, senses={len(tokens) - 1: "last", 0: "first"})
    made = without_word(old, index)
    assert made.text == expected
    assert made.tokens == tokens[:index] + tokens[index + 1 :]
    senses = {tokens[at]: sense for at, sense in old.senses.items() if at != index}
    assert {made.tokens[at]: sense for at, sense in made.senses.items()} == senses
