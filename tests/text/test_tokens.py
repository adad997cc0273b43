import pytest

from elmo_explorer.text.sentences import split_sentences
from elmo_explorer.text.spacing import keeps_spaces, spaced_words
from elmo_explorer.text.tokens import language_of, tokenize, words
from elmo_explorer.text.traditional import has_traditional, simplified


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我用 Python 写", "我用|Python|写"),
        ("２０１５年，ＧＤＰ增长７．５％。", "２０１５|年|，|ＧＤＰ|增长|７．５|％|。"),
        ("价格为￥1,234.50元", "价格|为|￥|1,234.50|元"),
        ("一共1,2,3三个", "一共|1|,|2|,|3|三个"),
        ("邮箱是abc.def@qq.com。", "邮箱|是|abc.def@qq.com|。"),
        ("见https://example.com/a?b=1，谢谢", "见|https://example.com/a?b=1|，|谢谢"),
        ("他说Привет，然后走了", "他|说|Привет|，|然后|走|了"),
        ("日本の東京へ行きます", "日本|の|東京|へ|行|きます"),
        ("今天很开心👍🏽", "今天|很|开心|👍🏽"),
        ("今天\u200b很\ufeff好", "今天|很|好"),
        ("「你去哪里？」", "「|你|去|哪里|？|」"),
    ],
)
def test_mixed_chinese_text_keeps_foreign_words_and_numbers_whole(text: str, expected: str) -> None:
    assert "|".join(words(text, "zh")) == expected
    for token in tokenize(text, "zh"):
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好。再见！真的吗？！走吧。", ["你好。", "再见！", "真的吗？！", "走吧。"]),
        ("天快黑了……大家都回家了。", ["天快黑了……", "大家都回家了。"]),
        ("我……我不知道。", ["我……我不知道。"]),
        ("等等……我……我不知道。走吧。", ["等等……我……我不知道。", "走吧。"]),
        ("他问：「你去哪里？」我没有回答。", ["他问：「你去哪里？」", "我没有回答。"]),
        ("请看https://example.com/a?b=1的说明。", ["请看https://example.com/a?b=1的说明。"]),
        ("版本是Python3.11!很好?是的", ["版本是Python3.11!", "很好?", "是的"]),
        ("白日依山尽，\n黄河入海流。\n\n欲穷千里目，", ["白日依山尽，", "黄河入海流。", "欲穷千里目，"]),
        ("【公告】今天放假。】", ["【公告】今天放假。】"]),
    ],
)
def test_chinese_paragraphs_are_cut_at_their_marks(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("潮水 退了 就 知道 谁 没穿 裤子", True),
        ("潮水 退了 ， 就 知道 了 。", True),
        ("我用 Python 写", False),
        ("床前明月光 疑是地上霜", False),
        ("关关雎鸠 在河之洲 窈窕淑女 君子好逑", False),
        ("他在微博@小明 #话题# 发了https://example.com/a?b=1 的链接", False),
        ("今天很好", False),
    ],
)
def test_spaces_are_word_boundaries_only_between_short_words(text: str, kept: bool) -> None:
    assert keeps_spaces(text) is kept


def test_marks_stand_alone_between_spaced_words() -> None:
    assert (
        " ".join(spaced_words("潮水 退了，就 知道 谁 “没穿” 裤子……"))
        == "潮水 退了 ， 就 知道 谁 “ 没穿 ” 裤子 … …"
    )
    assert (
        " ".join(spaced_words("他 用 C++ 和 iPad-mini 写 了 3.5 页。"))
        == "他 用 C++ 和 iPad-mini 写 了 3.5 页 。"
    )


def test_traditional_text_is_segmented_like_simplified_and_stays_as_typed() -> None:
    assert words("蘋果發佈了新手機，頭髮太長了。", "zh") == [
        "蘋果",
        "發佈",
        "了",
        "新手機",
        "，",
        "頭髮",
        "太長",
        "了",
        "。",
    ]
    assert simplified("蘋果發佈了新手機") == "苹果发布了新手机"
    assert simplified("苹果 and α，乾隆著名") == "苹果 and α，乾隆著名"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蘋果", True),
        ("苹果", False),
        ("我用 Python 写 😀", False),
        ("他喜歡", True),
        ("naïve", False),
        ("", False),
    ],
)
def test_traditional_characters_are_noticed(text: str, expected: bool) -> None:
    assert has_traditional(text) is expected
