"""Pairs of sentences that use the same word, from files in the layouts of WiC and MCL-WiC."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elmo_explorer.brief import shown
from elmo_explorer.text.targets import Target
from elmo_explorer.text.tokens import language_of, tokenize

WIC = "the Word-in-Context data set (WiC 1.0; Pilehvar and Camacho-Collados, NAACL 2019; CC BY-NC 4.0)"
MCL_WIC = (
    "Multilingual and Cross-lingual Word-in-Context (MCL-WiC; Martelli, Kalach, Tola and Navigli, "
    "SemEval-2021 task 2; CC BY-NC 4.0; https://github.com/SapienzaNLP/mcl-wic)"
)


@dataclass(frozen=True)
class Pair:
    """One word in two sentences."""

    word: str
    """Its base form."""
    left: Target
    right: Target
    same: bool
    """It has the same sense in both."""


@dataclass(frozen=True)
class PairFile:
    """What a file holds, and whose layout it has."""

    pairs: list[Pair]
    source: str
    files: tuple[Path, Path]
    """The sentences and the answers."""


def read_pairs(path: Path) -> PairFile:
    """Read pairs and their answers.

    Args:
        path: the sentences, in WiC's layout (lines of word, part of speech, "i-j" places from 0, sentence, sentence,
            separated by tabs, tokens by spaces) or in MCL-WiC's (a JSON list of entries with places in characters).
            The answers lie beside it in the file that has ``gold`` in its name where this one has ``data``.

    Raises:
        ValueError: a file is missing or is not of such a layout; the sentence names the line or the entry.
    """
    if "data" not in path.name:
        raise ValueError(
            f"{path.name} should have 'data' in its name, such as train.data.txt beside train.gold.txt."
        )
    head, _, tail = path.name.rpartition("data")
    gold = path.with_name(f"{head}gold{tail}")
    text, answers = _text(path), _text(gold)
    if text.lstrip().startswith("["):
        return PairFile(_json_pairs(text, path.name, answers, gold.name), MCL_WIC, (path, gold))
    return PairFile(_line_pairs(text, path.name, answers, gold.name), WIC, (path, gold))


def _text(path: Path) -> str:
    if not path.is_file():
        raise ValueError(
            f"There is no file {path}; pairs need their sentences (…data…) and their answers (…gold…)."
        )
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(f"{path.name}, line {line}: the text is not UTF-8.") from None


def _line_pairs(text: str, name: str, answers: str, gold_name: str) -> list[Pair]:
    lines, golds = (part.rstrip("\n").split("\n") for part in (text, answers))
    if lines == [""]:
        raise ValueError(
            f"{name} is empty; each line should be a word, its part of speech, i-j, two sentences."
        )
    if len(lines) != len(golds):
        raise ValueError(
            f"{name} has {len(lines)} lines and {gold_name} {len(golds)}; line by line they belong together."
        )
    return [
        _line_pair(
            line.rstrip("\r"), f"{name}, line {number}", _answer(gold.strip(), f"{gold_name}, line {number}")
        )
        for number, (line, gold) in enumerate(zip(lines, golds, strict=True), start=1)
    ]


def _line_pair(line: str, where: str, same: bool) -> Pair:
    cells = line.split("\t")
    if len(cells) != 5:
        raise ValueError(f"{where}: expected 5 columns separated by tabs, found {len(cells)}.")
    word, _, places, *sentences = (cell.strip() for cell in cells)
    numbers = places.split("-")
    if len(numbers) != 2 or not all(number.isascii() and number.isdigit() for number in numbers):
        raise ValueError(
            f"{where}: the places should be two whole numbers such as 2-5, found {shown(places)}."
        )
    left, right = (
        _placed(sentence, int(number), where) for sentence, number in zip(sentences, numbers, strict=True)
    )
    return Pair(_word(word, where), left, right, same)


def _placed(sentence: str, place: int, where: str) -> Target:
    tokens = tuple(sentence.split())
    if place >= len(tokens):
        raise ValueError(f"{where}: the place is {place}, but the sentence has {len(tokens)} tokens.")
    return Target(tokens, place, place + 1)


def _json_pairs(text: str, name: str, answers: str, gold_name: str) -> list[Pair]:
    entries, golds = _entries(text, name), _entries(answers, gold_name)
    tags = {
        _cell(gold, "id", f"{gold_name}, entry {number}"): _answer(
            _cell(gold, "tag", f"{gold_name}, entry {number}"), f"{gold_name}, entry {number}"
        )
        for number, gold in enumerate(golds, start=1)
    }
    pairs = []
    for number, entry in enumerate(entries, start=1):
        where = f"{name}, entry {number}"
        identity = _cell(entry, "id", where)
        if identity not in tags:
            raise ValueError(f"{where}: {gold_name} has no answer for {identity}.")
        word = _word(_cell(entry, "lemma", where), where)
        left, right = (_spanned(entry, side, language_of(word), where) for side in "12")
        pairs.append(Pair(word, left, right, tags[identity]))
    if not pairs:
        raise ValueError(f"{name} has no entry.")
    return pairs


def _entries(text: str, name: str) -> Sequence[dict[str, Any]]:
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name}, line {error.lineno}: this is not JSON ({error.msg}).") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{name} should be a JSON list of entries in braces.")
    return entries


def _cell(entry: dict[str, Any], key: str, where: str) -> str:
    if key not in entry:
        raise ValueError(f"{where} has no {key!r}.")
    return str(entry[key])


def _spanned(entry: dict[str, Any], side: str, language: str, where: str) -> Target:
    """The tokens that the place in characters touches: a segmented Chinese word may be longer or shorter than it."""
    sentence = _cell(entry, f"sentence{side}", where)
    numbers = [_cell(entry, f"{end}{side}", where) for end in ("start", "end")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise ValueError(f"{where}: start{side} and end{side} should be whole numbers, found {numbers}.")
    start, end = map(int, numbers)
    tokens = tokenize(sentence, language)
    touched = [k for k, token in enumerate(tokens) if token.start < end and token.end > start]
    if not touched:
        raise ValueError(f"{where}: there is no word at the characters {start} to {end} of sentence{side}.")
    return Target(tuple(token.text for token in tokens), touched[0], touched[-1] + 1)


def _word(word: str, where: str) -> str:
    if not word:
        raise ValueError(f"{where}: the word is empty.")
    return word.casefold()


def _answer(answer: str, where: str) -> bool:
    if answer not in ("T", "F"):
        raise ValueError(f"{where}: the answer should be T or F, found {shown(answer)}.")
    return answer == "T"
