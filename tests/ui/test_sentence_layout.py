"""Breaking a sentence into two lines, with words of ten pixels a letter."""

from elmo_explorer.ui.token_spans import token_spans
from elmo_explorer.ui.widgets.sentence_layout import SentenceLayout, gaps_before, lay_out


class Tens:
    """Each letter is 10 wide, a bold one 12."""

    space = 10.0

    def of(self, word: str, bold: bool = False) -> float:
        return len(word) * (12.0 if bold else 10.0)

    def elided(self, word: str, width: float, bold: bool = False) -> str:
        n = int(width / (12.0 if bold else 10.0)) - 1
        return word[:n] + "…"


def lines(text: str, width: float, chips: tuple[int, ...] = (), tokens: list[str] | None = None) -> list[str]:
    tokens = tokens or text.split()
    layout = lay_out(tokens, gaps_before(text, tokens, 10.0, 4.0), chips, width, Tens(), 5.0)
    return shown(layout)


def shown(layout: SentenceLayout) -> list[str]:
    return [" ".join(p.text for p in layout.pieces if p.line == n) for n in range(layout.n_lines)]


def test_short_sentence_is_one_line() -> None:
    assert lines("My bank is far", 140) == ["My bank is far"]


def test_it_wraps_between_words() -> None:
    assert lines("My bank is far", 139) == ["My bank is", "far"]


def test_chip_needs_its_padding_and_bold_letters() -> None:
    assert lines("My bank is far", 157, chips=(1,)) == ["My bank is", "far"]
    assert lines("My bank is far", 158, chips=(1,)) == ["My bank is far"]


def test_third_line_becomes_an_ellipsis() -> None:
    assert lines("one two three four five six", 90) == ["one two", "three …"]


def test_marks_stay_with_their_word() -> None:
    assert lines("far, far", 40, tokens=["far", ",", "far"]) == ["far ,", "far"]


def test_beginning_is_left_out_for_the_focus_word() -> None:
    text = "a b c d e f g h i j k bank l m"
    assert lines(text, 70, chips=(11,)) == ["… i j k", "bank …"]
    assert lines(text, 110, chips=(11,)) == ["… g h i j k", "bank l m"]


def test_word_longer_than_a_line_is_cut() -> None:
    assert lines("a verylongwordindeed b", 100) == ["a", "verylongw…"]
    assert lines("verylongwordindeed b c", 100) == ["verylongw…", "b c"]


def test_chinese_breaks_between_its_words_and_shows_them() -> None:
    tokens = ["潮水", "退了", "就", "知道"]
    assert gaps_before("潮水退了就知道", tokens, 10.0, 4.0) == [0.0, 4.0, 4.0, 4.0]
    assert lines("潮水退了就知道", 50, tokens=tokens) == ["潮水 退了", "就 知道"]


def test_mixed_text_shows_its_segments() -> None:
    assert gaps_before("我用Python写。", ["我", "用", "Python", "写", "。"], 10.0, 4.0) == [
        0.0,
        4.0,
        4.0,
        4.0,
        0.0,
    ]


def test_tokens_that_are_not_in_the_text_are_joined_by_spaces() -> None:
    assert token_spans("a b", ["a", "x"]) is None
    assert gaps_before("a b", ["a", "x"], 10.0, 4.0) == [0.0, 10.0]


def test_no_tokens_make_one_empty_line() -> None:
    assert lines(" ", 100, tokens=[""]) == [""]
