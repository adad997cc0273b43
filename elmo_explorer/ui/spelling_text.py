"""What the spelling lab says of a word, in sentences and marks."""

from __future__ import annotations

import math
from difflib import SequenceMatcher

from elmo_explorer.session.spelling import Encoding, Letter, Spelling, SpeltWord
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.letter_strip import LetterMark

ENGLISH: tuple[tuple[str, str], ...] = (
    ("Misspelt", "colour colur coulor color"),
    ("Endings", "walk walks walked walker"),
    ("Invented", "unfriendable blorp googling covfefe"),
    ("Emoji", "🙂 :) ☕ 123"),
)
CHINESE: tuple[tuple[str, str], ...] = (
    ("Misspelt", "银行 银航 很行"),
    ("Doubled", "高兴 高高兴兴 高不高兴"),
    ("New words", "躺平 内卷 绝绝子 打工人"),
    ("Traditional", "银行 銀行 电脑 電腦"),
)
"""Name and words of examples to begin with."""


def letter_marks(word: SpeltWord, largest: float) -> list[LetterMark]:
    """The word's letters, shaded by how far the vector moves without each.

    Args:
        word: what was found.
        largest: the shift that is shaded fully.
    """
    return [
        LetterMark(
            letter.text,
            _letter_tip(letter),
            letter.shift / largest if math.isfinite(letter.shift) and largest > 0 else math.nan,
            letter.n_read == len(letter.code),
        )
        for letter in word.letters
    ]


def largest_shift(found: Spelling) -> float:
    """Of all letters of all words: shades can be compared."""
    shifts = [letter.shift for word in found.words for letter in word.letters if math.isfinite(letter.shift)]
    return max(shifts, default=0.0)


def facts(word: SpeltWord) -> str:
    """One line: its size as the model sees it, and whether the output vocabulary has it."""
    if word.n_read < word.n_bytes:
        return f"{word.n_bytes} bytes, the model reads the first {word.n_read}"
    n = len(word.letters)
    size = f"{n} character{'s' if n != 1 else ''}, {word.n_bytes} byte{'s' if word.n_bytes != 1 else ''}"
    if word.known is None:
        return size
    return f"{size} · {'in vocabulary' if word.known else 'not in vocabulary'}"


def facts_tip(word: SpeltWord, model: str) -> str:
    """The bytes, what is cut, and what the vocabulary is for."""
    code = b"".join(letter.code for letter in word.letters)
    lines = [f"UTF-8, as the model reads it: {code[: word.n_read].hex(' ').upper()}"]
    if word.n_read < word.n_bytes:
        cut = "".join(letter.text for letter in word.letters if letter.n_read < len(letter.code))
        lines.append(
            f"Not read: {cut}. Words that begin alike for {word.n_read} bytes have the same vectors."
        )
    if word.known is None:
        lines.append(f"{model} has no output vocabulary; it reads every word by its bytes.")
    elif word.known:
        lines.append(f"{model} can predict it; it is read by its bytes like every word.")
    else:
        lines.append(f"{model} cannot predict it, but reads it by its bytes like every word.")
    return "\n".join(lines)


def different_letters(word: str, other: str) -> frozenset[int]:
    """The characters of ``other`` that are not the word's, by their place."""
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    return frozenset(
        place
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind != "equal"
        for place in range(start, end)
    )


def types_name(found: Spelling) -> str:
    """What layer 0 is compared with."""
    n = f"{found.n_types:,} word types"
    return f"{n} of {found.model}’s vocabulary" if found.from_vocabulary else f"{n} of the loaded sentences"


def comparison_text(found: Spelling, corrected: bool) -> tuple[str, str]:
    """What is compared with what, and what random pairs have there; in full, and shorter."""
    parts, short = [], []
    if found.n_types:
        baseline = f" ({CosineScale(found.baseline, corrected).remark})"
        parts.append(f"layer 0, from the letters alone, with the {types_name(found)}{baseline}")
        short.append(f"layer 0 with {found.n_types:,} word types{baseline}")
    contexts = found.words[0].contexts if found.words else ()
    if contexts:
        layers = " and ".join(str(near.layer) for near in contexts)
        where = "in the sentence" if len(found.carrier) > 1 else "alone in a sentence"
        scales = [CosineScale(near.baseline, corrected) for near in contexts]
        known = ", ".join(figure(scale.baseline) for scale in scales if scale.is_known)
        baseline = f" ({known or scales[0].remark})"
        parts.append(f"layers {layers}, read {where}, with the {found.n_tokens:,} loaded tokens{baseline}")
        short.append(f"layers {layers} with {found.n_tokens:,} loaded tokens{baseline}")
    return "; ".join(parts), "; ".join(short)


def types_tip(found: Spelling, scale: CosineScale) -> str:
    """The same in full, with what a cosine is to be measured against."""
    text = f"The word vector that the letters alone make, compared with all {types_name(found)}."
    if scale.is_known:
        text += f"\nTwo random ones have a cosine of {figure(scale.baseline)}"
        text += "; it is taken off every cosine." if scale.corrects else "."
    return text


def encoding_text(encoding: Encoding | None) -> str:
    """What stands in the place of spellings that are not known yet."""
    if encoding is None:
        return "Looking up the vocabulary…"
    share = f"{encoding.n_done:,} of {encoding.n_types:,} words"
    return (
        f"Stopped at {share} of the vocabulary." if encoding.stopped else f"Encoding the vocabulary: {share}"
    )


def _letter_tip(letter: Letter) -> str:
    n = len(letter.code)
    code = letter.code.hex(" ").upper()
    text = f"“{letter.text}”: {'byte' if n == 1 else f'{n} bytes'} {code}"
    if letter.n_read < n:
        return f"{text}, {'not read' if not letter.n_read else f'{letter.n_read} of them read'}"
    if math.isfinite(letter.shift):
        text += f"; without it the vector moves by {figure(letter.shift)} (cosine distance)"
    return text
