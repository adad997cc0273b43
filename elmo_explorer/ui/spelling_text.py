"""What the spelling lab says of a word, in sentences and marks."""

from __future__ import annotations

import math
from difflib import SequenceMatcher

from elmo_explorer.session.spelling import Encoding, Letter, Spelling, SpeltWord
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.letter_strip import LetterMark

ENGLISH: tuple[tuple[str, str], ...] = (
    (mark("Misspelt"), "colour colur coulor color"),
    (mark("Endings"), "walk walks walked walker"),
    (mark("Invented"), "unfriendable blorp googling covfefe"),
    (mark("Emoji"), "🙂 :) ☕ 123"),
)
CHINESE: tuple[tuple[str, str], ...] = (
    (mark("Misspelt"), "银行 银航 很行"),
    (mark("Doubled"), "高兴 高高兴兴 高不高兴"),
    (mark("New words"), "躺平 内卷 绝绝子 打工人"),
    (mark("Traditional"), "银行 銀行 电脑 電腦"),
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
        return tr(
            "{n_bytes} bytes, the model reads the first {n_read}", n_bytes=word.n_bytes, n_read=word.n_read
        )
    n = len(word.letters)
    size = (
        (
            tr("{n} characters, {n_bytes} bytes", n=n, n_bytes=word.n_bytes)
            if word.n_bytes != 1
            else tr("{n} characters, {n_bytes} byte", n=n, n_bytes=word.n_bytes)
        )
        if n != 1
        else (
            tr("{n} character, {n_bytes} bytes", n=n, n_bytes=word.n_bytes)
            if word.n_bytes != 1
            else tr("{n} character, {n_bytes} byte", n=n, n_bytes=word.n_bytes)
        )
    )
    if word.known is None:
        return size
    known = tr("in vocabulary") if word.known else tr("not in vocabulary")
    return f"{size} · {known}"


def facts_tip(word: SpeltWord, model: str) -> str:
    """The bytes, what is cut, and what the vocabulary is for."""
    code = b"".join(letter.code for letter in word.letters)
    lines = [tr("UTF-8, as the model reads it: {upper}", upper=code[: word.n_read].hex(" ").upper())]
    if word.n_read < word.n_bytes:
        cut = "".join(letter.text for letter in word.letters if letter.n_read < len(letter.code))
        lines.append(
            tr(
                "Not read: {cut}. Words that begin alike for {n_read} bytes have the same vectors.",
                cut=cut,
                n_read=word.n_read,
            )
        )
    if word.known is None:
        lines.append(tr("{model} has no output vocabulary; it reads every word by its bytes.", model=model))
    elif word.known:
        lines.append(tr("{model} can predict it; it is read by its bytes like every word.", model=model))
    else:
        lines.append(tr("{model} cannot predict it, but reads it by its bytes like every word.", model=model))
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
    n = tr("{n_types:,} word types", n_types=found.n_types)
    return (
        tr("{n} of {model}’s vocabulary", n=n, model=found.model)
        if found.from_vocabulary
        else tr("{n} of the loaded sentences", n=n)
    )


def comparison_text(found: Spelling, corrected: bool) -> tuple[str, str]:
    """What is compared with what, and what random pairs have there; in full, and shorter."""
    parts, short = [], []
    if found.n_types:
        baseline = f" ({CosineScale(found.baseline, corrected).remark})"
        parts.append(
            tr(
                "layer 0, from the letters alone, with the {types_name}{baseline}",
                types_name=types_name(found),
                baseline=baseline,
            )
        )
        short.append(
            tr("layer 0 with {n_types:,} word types{baseline}", n_types=found.n_types, baseline=baseline)
        )
    contexts = found.words[0].contexts if found.words else ()
    if contexts:
        layers = tr(" and ").join(str(near.layer) for near in contexts)
        where = tr("in the sentence") if len(found.carrier) > 1 else tr("alone in a sentence")
        scales = [CosineScale(near.baseline, corrected) for near in contexts]
        known = ", ".join(figure(scale.baseline) for scale in scales if scale.is_known)
        baseline = f" ({known or scales[0].remark})"
        parts.append(
            tr(
                "layers {layers}, read {where}, with the {n_tokens:,} loaded tokens{baseline}",
                layers=layers,
                where=where,
                n_tokens=found.n_tokens,
                baseline=baseline,
            )
        )
        short.append(
            tr(
                "layers {layers} with {n_tokens:,} loaded tokens{baseline}",
                layers=layers,
                n_tokens=found.n_tokens,
                baseline=baseline,
            )
        )
    return "; ".join(parts), "; ".join(short)


def types_tip(found: Spelling, scale: CosineScale) -> str:
    """The same in full, with what a cosine is to be measured against."""
    text = tr(
        "The word vector that the letters alone make, compared with all {types_name}.",
        types_name=types_name(found),
    )
    if scale.is_known:
        text += tr("\nTwo random ones have a cosine of {baseline}", baseline=figure(scale.baseline))
        text += tr("; it is taken off every cosine.") if scale.corrects else "."
    return text


def encoding_text(encoding: Encoding | None) -> str:
    """What stands in the place of spellings that are not known yet."""
    if encoding is None:
        return tr("Looking up the vocabulary…")
    share = tr("{n_done:,} of {n_types:,} words", n_done=encoding.n_done, n_types=encoding.n_types)
    return (
        tr("Stopped at {share} of the vocabulary.", share=share)
        if encoding.stopped
        else tr("Encoding the vocabulary: {share}", share=share)
    )


def _letter_tip(letter: Letter) -> str:
    n = len(letter.code)
    code = letter.code.hex(" ").upper()
    text = f"“{letter.text}”: {'byte' if n == 1 else f'{n} bytes'} {code}"
    if letter.n_read < n:
        return f"{text}, {'not read' if not letter.n_read else f'{letter.n_read} of them read'}"
    if math.isfinite(letter.shift):
        text += tr("; without it the vector moves by {shift} (cosine distance)", shift=figure(letter.shift))
    return text
