import pytest

from elmo_explorer.text.letters import letters


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("colur", ["c", "o", "l", "u", "r"]),
        ("银行", ["银", "行"]),
        ("cafe\u0301s", ["c", "a", "f", "e\u0301", "s"]),
        ("🙂", ["🙂"]),
        ("❤\ufe0f!", ["❤\ufe0f", "!"]),
        ("👍\U0001f3fd", ["👍\U0001f3fd"]),
        ("👩\u200d👧x", ["👩\u200d👧", "x"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("", []),
    ],
)
def test_letters_are_what_a_person_counts(word: str, expected: list[str]) -> None:
    assert list(letters(word)) == expected
    assert "".join(letters(word)) == word
