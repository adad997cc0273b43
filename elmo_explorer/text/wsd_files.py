"""Uses of ambiguous words with their senses, from SemCor as a table or from folders in CoarseWSD-20's layout."""

from __future__ import annotations

import gzip
import json
import lzma
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from elmo_explorer.brief import shown
from elmo_explorer.text.targets import Target

SEMCOR = (
    "SemCor with WordNet 3.0 senses (Miller et al. 1993, Princeton University; WordNet licence; its text, the Brown "
    "Corpus, for non-commercial use)"
)
COARSE_WSD = "CoarseWSD-20 (Loureiro, Rezaee, Pilehvar and Camacho-Collados 2021; CC BY-NC 4.0)"
TEST_EVERY = 5
"""Every fifth document is tested on: 20 %, of every kind of text where documents are ordered by kind."""

_PARTS_OF_SPEECH = {"1": "noun", "2": "verb", "3": "adjective", "4": "adverb", "5": "adjective"}
"""By the first number of a WordNet sense key; 5 is an adjective that belongs to another."""
_KEY = re.compile(r"[1-5]:\d\d:\d\d:[^:]*:(\d\d)?")
_NAME = "NNP"
_QUOTES = {"``": '"', "''": '"'}
_COLUMNS = 4


@dataclass(frozen=True)
class Use:
    """One labelled use of a word."""

    word: str
    """What is disambiguated: a base form, with its part of speech where there are several."""
    part_of_speech: str
    """In words, ``""`` where the file does not say."""
    sense: str
    target: Target


@dataclass(frozen=True)
class LabelledUses:
    """What is learnt from and what is tested on."""

    train: list[Use]
    test: list[Use]
    split: str
    """How the two were parted, in words."""
    source: str
    files: list[Path] = field(default_factory=list)


def read_uses(path: Path) -> LabelledUses:
    """Read labelled uses.

    Args:
        path: a table in SemCor's layout (``.tsv``, plain or ``.xz`` or ``.gz``), or a folder in CoarseWSD-20's: one folder
            a noun, or one of these itself.

    Raises:
        ValueError: it is neither; the sentence names the file and the line.
    """
    if path.is_dir():
        return _read_folders(path)
    if not path.is_file():
        raise ValueError(f"There is no file or folder {path}.")
    return _read_table(path)


def _read_table(path: Path) -> LabelledUses:
    """Token, lemma, part of speech, sense key by tabs, an empty line after a sentence, ``# doc NAME`` before a document.

    Words that are joined by ``_`` become several tokens, typewriter quotes become ``"``. Names that are tagged by what they
    name (NNP: group, person, location) are left out, since their lemma is not the word. Of several keys the first counts.
    """
    by_document: dict[str, list[list[Use]]] = {}
    for document, sentence in _sentences(path):
        by_document.setdefault(document, []).append(sentence)
    documents = list(by_document.values())
    if not documents:
        raise ValueError(
            f"{path.name} has no sentence; its lines should be token, lemma, part of speech, sense key."
        )
    if len(documents) >= TEST_EVERY:
        test = [sentence for document in documents[TEST_EVERY - 1 :: TEST_EVERY] for sentence in document]
        train = [
            sentence
            for number, document in enumerate(documents, start=1)
            if number % TEST_EVERY
            for sentence in document
        ]
        n_test = len(documents) // TEST_EVERY
        split = f"every {TEST_EVERY}th of {len(documents)} documents is tested on ({n_test}), the others are learnt from"
    else:
        sentences = [sentence for document in documents for sentence in document]
        first = len(sentences) - len(sentences) // TEST_EVERY
        train, test = sentences[:first], sentences[first:]
        split = (
            f"the last {len(test)} of {len(sentences)} sentences are tested on, the others are learnt from"
        )
    learnt, tested = ([use for sentence in part for use in sentence] for part in (train, test))
    return LabelledUses(learnt, tested, split, SEMCOR, [path])


def _sentences(path: Path) -> Iterator[tuple[str, list[Use]]]:
    """Each sentence's uses, with the name of its document or ``""``."""
    document = ""
    rows: list[tuple[str, str, str]] = []
    for number, line in _lines(path):
        where = f"{path.name}, line {number}"
        if line.startswith("# doc") and "\t" not in line:
            document = f"{number} {line}"
        elif line:
            rows.append(_row(line, where))
        elif rows:
            yield document, _uses(rows)
            rows = []
    if rows:
        yield document, _uses(rows)


def _row(line: str, where: str) -> tuple[str, str, str]:
    """The token, its lemma and its key, ``""`` where it has no sense."""
    cells = line.split("\t")
    if len(cells) != _COLUMNS:
        raise ValueError(
            f"{where}: expected {_COLUMNS} columns (token, lemma, part of speech, sense key), found {len(cells)}."
        )
    token, lemma, tag, keys = cells
    key = keys.split(";")[0]
    if key and not (_KEY.fullmatch(key) and lemma):
        raise ValueError(
            f"{where}: a sense is a lemma and a key such as 1:14:00::, found {shown(lemma)} and {shown(keys)}."
        )
    if not token:
        raise ValueError(f"{where}: the token is empty.")
    return token, lemma.casefold(), "" if tag == _NAME else key


def _uses(rows: list[tuple[str, str, str]]) -> list[Use]:
    tokens: list[str] = []
    places = []
    for token, _, _ in rows:
        start = len(tokens)
        tokens += [part for part in token.split("_") if part] or [token]
        places.append((start, len(tokens)))
    sentence = tuple(_QUOTES.get(token, token) for token in tokens)
    return [
        Use(f"{lemma} ({part})", part, key, Target(sentence, *place))
        for (_, lemma, key), place in zip(rows, places, strict=True)
        if key and (part := _PARTS_OF_SPEECH[key[0]])
    ]


def _read_folders(path: Path) -> LabelledUses:
    """``train.data.txt``, ``train.gold.txt``, ``test.data.txt``, ``test.gold.txt`` for every noun, the folder named after it."""
    nouns = sorted(file.parent for file in [*path.glob("train.data.txt"), *path.glob("*/train.data.txt")])
    if not nouns:
        raise ValueError(
            f"{path} has no train.data.txt, nor have its folders; one folder a noun is expected."
        )
    files: list[Path] = []
    parts: dict[str, list[Use]] = {"train": [], "test": []}
    for folder in nouns:
        senses = _class_names(folder / "classes_map.txt")
        for part, uses in parts.items():
            data, gold = folder / f"{part}.data.txt", folder / f"{part}.gold.txt"
            uses += _noun(folder.resolve().name, data, gold, senses)
            files += [data, gold]
    return LabelledUses(
        parts["train"], parts["test"], "the set's own training and test parts", COARSE_WSD, files
    )


def _class_names(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} should be a JSON object of the senses' names: {error}.") from None
    if not isinstance(names, dict):
        raise ValueError(f"{path} should be a JSON object of the senses' names.")
    return {str(number): str(name) for number, name in names.items()}


def _noun(noun: str, data: Path, gold: Path, senses: dict[str, str]) -> Iterator[Use]:
    for file in (data, gold):
        if not file.is_file():
            raise ValueError(f"There is no file {file}.")
    lines, answers = list(_lines(data)), list(_lines(gold))
    if len(lines) != len(answers):
        raise ValueError(
            f"{data} has {len(lines)} lines and {gold.name} {len(answers)}; line by line they belong together."
        )
    for (number, line), (_, answer) in zip(lines, answers, strict=True):
        where = f"{data}, line {number}"
        place, tab, sentence = line.partition("\t")
        if not tab or not (place.isascii() and place.isdigit()):
            raise ValueError(f"{where}: expected the noun's place from 0, a tab and the sentence.")
        tokens = tuple(sentence.split())
        if int(place) >= len(tokens):
            raise ValueError(f"{where}: the place is {place}, but the sentence has {len(tokens)} tokens.")
        if not answer.strip():
            raise ValueError(f"{gold}, line {number}: the sense is missing.")
        sense = senses.get(answer.strip(), answer.strip())
        yield Use(noun, "", sense, Target(tokens, int(place), int(place) + 1))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end."""
    number = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError(f"{path}, line {number}: the text is not UTF-8.") from None
    except (lzma.LZMAError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ValueError(f"{path} cannot be unpacked ({error}): it is damaged or was cut short.") from None


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".xz":
        return lzma.open(path, "rb")
    if path.suffix == ".gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")
