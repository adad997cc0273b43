import pytest

from elmo_explorer.session.axis_text import axis_from_ends, axis_from_text, axis_name, ends_as_text
from elmo_explorer.session.session import SemanticAxis, Sentence, TokenRef


@pytest.fixture
def sentences():
    texts = ("the bank lent money", "We sat on the Bank of the river", "the bank beside the bank")
    return tuple(Sentence(text, tuple(text.split())) for text in texts)


@pytest.mark.parametrize("typed", ["he, him his", " he,him;his,", "he，him、his", "he him HE his"])
def test_words_stand_between_commas_or_spaces_each_once(typed):
    assert axis_from_ends(typed, "she", ()) == SemanticAxis(("he", "him", "his"), ("she",))


def test_a_word_with_the_number_of_its_sentence_is_one_token(sentences):
    axis = axis_from_ends("bank@1, cash", "bank@2", sentences)
    assert axis.low == ("cash",)
    assert axis.low_tokens == (TokenRef(sentences[0].id, 1),)
    assert axis.high_tokens == (TokenRef(sentences[1].id, 4),)
    assert ends_as_text(axis, sentences) == ("cash, bank@1", "Bank@2")
    assert ends_as_text(axis, sentences[1:]) == ("cash, ?", "Bank@1")


def test_the_second_use_in_a_sentence_has_a_number_too(sentences):
    axis = axis_from_ends("bank@3", "bank@3#2", sentences)
    assert [token.index for token in (*axis.low_tokens, *axis.high_tokens)] == [1, 4]
    assert ends_as_text(axis, sentences) == ("bank@3", "bank@3#2")
    assert axis_from_ends(*ends_as_text(axis, sentences), sentences) == axis


@pytest.mark.parametrize("typed", ["bank@9", "river@1", "bank@0", "bank@1#2", "@1"])
def test_what_is_no_token_is_a_word(sentences, typed):
    assert axis_from_ends(typed, "", sentences).low == (typed,)


def test_an_axis_is_called_by_its_first_words(sentences):
    assert axis_name(SemanticAxis(("he", "him"), ("she", "her")), sentences) == "he – she"
    assert axis_name(SemanticAxis((), ("she",)), sentences) == "… – she"


def test_the_command_line_has_a_colon_between_the_ends():
    assert axis_from_text("he,him:she") == SemanticAxis(("he", "him"), ("she",))
    assert axis_from_text("他：她") == SemanticAxis(("他",), ("她",))
    for text in ("he", "he:", ":she", "a:b:c"):
        with pytest.raises(ValueError, match="with a colon between"):
            axis_from_text(text)
