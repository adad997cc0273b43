import pytest

from elmo_explorer.text.sentences import split_sentences
from elmo_explorer.text.tokens import language_of, tokenize, words


def test_english_words_and_marks_are_tokens() -> None:
    assert words('Mr. Lee didn\'t say "no".') == ["Mr.", "Lee", "did", "n't", "say", '"', "no", '"', "."]


@pytest.mark.parametrize(
    ("text", "language"),
    [("  Two  words\tand a tab ", "en"), ("我用 Python 写，很好。", "zh"), ("naïve 😀 ok", "en")],
)
def test_tokens_know_their_place(text: str, language: str) -> None:
    tokens = tokenize(text, language)
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert "".join(token.text for token in tokens) == "".join(text.split())


def test_chinese_is_segmented_into_words() -> None:
    assert words("潮水退了就知道谁没穿裤子", "zh") == [
        "潮水",
        "退",
        "了",
        "就",
        "知道",
        "谁",
        "没",
        "穿",
        "裤子",
    ]


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en or zh, got 'fr'"):
        tokenize("oui", "fr")


def test_a_han_character_makes_a_text_chinese() -> None:
    assert (language_of("我用 Python 写"), language_of("I use Python")) == ("zh", "en")


def test_abbreviations_do_not_end_sentences() -> None:
    text = 'He met Mr. Ito in the U.S. capital. "Who?" she asked!\nA heading\n\nThe end.'
    assert split_sentences(text) == [
        "He met Mr. Ito in the U.S. capital.",
        '"Who?" she asked!',
        "A heading",
        "The end.",
    ]


def test_chinese_sentences_keep_their_closing_quotes() -> None:
    assert split_sentences("你好。我是谁？“好！”他说。") == ["你好。", "我是谁？", "“好！”", "他说。"]


def test_latin_words_in_a_chinese_sentence_stay_whole():
    assert words("我去café喝naïve牌Überkaffee", "zh")[-1] == "Überkaffee"
    assert {"café", "naïve"} <= set(words("我去café喝naïve牌Überkaffee", "zh"))
    assert "café" in [t.text for t in tokenize("去 café 了", "zh")]
    for token in tokenize("他说 naïve！", "zh"):
        assert "他说 naïve！"[token.start : token.end] == token.text
