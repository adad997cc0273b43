"""A task's files -> the sentences to read, and where its examples stand in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.tasks.config import TaskConfig
from elmo_explorer.tasks.labelled import Example, Labelled, LabelledSentence, one_word
from elmo_explorer.tasks.opened import check_length, data_file
from elmo_explorer.tasks.question_files import read_questions
from elmo_explorer.tasks.results import DataFile, Split
from elmo_explorer.tasks.table_files import read_label_files, read_sentences, read_words
from elmo_explorer.tasks.token_files import check_bio, read_conll, read_conllu
from elmo_explorer.text.tokens import words
from elmo_explorer.text.wic_files import read_pairs
from elmo_explorer.text.wsd_files import Use, read_uses

Numbers = NDArray[np.int64]
UNSEEN = -1
"""A label of the dev split that the training split does not have: it counts as not recognised."""


@dataclass(frozen=True)
class Part:
    """N examples; P spans each."""

    spans: Numbers
    """(N, P, 2) start and stop among the tokens of all sentences."""
    labels: Numbers
    """(N,); a question's start and last word in its paragraph, (N, 2)."""
    words: Numbers
    """(N,) row of :attr:`TaskData.allowed`."""
    sentences: Numbers
    """(N,) which of the part's sentences an example stands in; rising."""
    answers: tuple[tuple[tuple[int, int], ...], ...]
    """(N,) all right answers of each question; () for other kinds."""
    size: Split


@dataclass(frozen=True)
class TaskData:
    """What a task's head learns from and is scored on."""

    sentences: list[tuple[str, ...]]
    """Different ones, to be read by the biLM once."""
    labels: tuple[str, ...]
    """K of them, the most frequent of the training split first; () for questions."""
    allowed: NDArray[np.bool_]
    """(W + 1, K) labels that each word can have; the last row is for words that training has not seen."""
    train: Part
    dev: Part
    split: str
    """How they were parted, in words."""
    files: tuple[DataFile, ...]


def read_data(task: TaskConfig, folder: Path) -> TaskData:
    """Read and number a task's data.

    Args:
        task: checked.
        folder: that paths count from.

    Raises:
        ValueError: a file is missing or has a fault; the sentence names the line.
        OSError: a file cannot be read.
    """
    train, dev, split, files = _read(task, folder)
    most = task.data.most
    if most is not None:
        train, dev = train[:most], dev[:most]
    train, dev = _without_rare(task, train, dev)
    if not train or not dev:
        raise ValueError(f"The {'dev' if train else 'training'} split of {task.name} is empty.")
    if task.kind != "questions":
        _check_labels(task, train)
    return _numbered(task, train, dev, split, tuple(data_file(file) for file in files))


def _read(task: TaskConfig, folder: Path) -> tuple[Labelled, Labelled, str, list[Path]]:
    data = task.data
    if task.format == "files":
        label_files = {label: _place(folder, file) for label, file in data.files.items()}
        examples = read_label_files(label_files, _splitter(task), data.encoding)
        return *_parted(task, examples), list(label_files.values())
    path = _place(folder, data.train)
    if task.format == "senses":
        if data.dev:
            both = [read_uses(file) for file in (path, _place(folder, data.dev))]
            train, dev = ([*uses.train, *uses.test] for uses in both)
            return (
                _uses(train),
                _uses(dev),
                "as the files are",
                [file for uses in both for file in uses.files],
            )
        uses = read_uses(path)
        return _uses(uses.train), _uses(uses.test), uses.split, uses.files
    read, files = _reader(task), _files(task)
    if data.dev:
        other = _place(folder, data.dev)
        return read(path), read(other), "as the files are", [*files(path), *files(other)]
    return *_parted(task, read(path)), files(path)


def _reader(task: TaskConfig) -> Callable[[Path], Labelled]:
    data = task.data

    def tokens(path: Path) -> list[LabelledSentence]:
        if task.format == "conllu":
            return read_conllu(path, data.column, data.encoding)
        sentences = read_conll(path, data.characters, data.encoding)
        if task.kind == "entities":
            check_bio(sentences, path)
        return sentences

    readers: dict[str, Callable[[Path], Labelled]] = {
        "tokens": tokens,
        "entities": tokens,
        "senses": lambda path: read_words(path, data.columns, data.encoding, data.header),
        "sentences": lambda path: read_sentences(
            path, data.columns, _splitter(task), data.encoding, data.header
        ),
        "pairs": _pairs,
        "questions": lambda path: read_questions(path, task.language, data.encoding),
    }
    return readers[task.kind]


def _files(task: TaskConfig) -> Callable[[Path], list[Path]]:
    """The files that a path stands for: pairs have their answers beside them."""
    return (lambda path: list(read_pairs(path).files)) if task.kind == "pairs" else (lambda path: [path])


def _place(folder: Path, name: str) -> Path:
    return folder / Path(name).expanduser()


def _splitter(task: TaskConfig) -> Callable[[str], list[str]]:
    return str.split if task.data.tokenized else lambda text: words(text, task.language)


def _pairs(path: Path) -> list[Example]:
    examples = []
    for number, pair in enumerate(read_pairs(path).pairs, start=1):
        for target in (pair.left, pair.right):
            check_length(len(target.tokens), f"{path.name}, pair {number}")
        examples.append(
            Example(
                (pair.left.tokens, pair.right.tokens),
                ((0, pair.left.start, pair.left.stop), (1, pair.right.start, pair.right.stop)),
                "same" if pair.same else "different",
                word=pair.word,
            )
        )
    return examples


def _uses(uses: Sequence[Use]) -> list[Example]:
    for use in uses:
        check_length(len(use.target.tokens), f"A sentence of {use.word!r}")
    return [
        one_word(use.target.tokens, use.target.start, use.target.stop, use.word, use.sense) for use in uses
    ]


def _parted(task: TaskConfig, examples: Labelled) -> tuple[Labelled, Labelled, str]:
    """A share drawn at random, by sentence or by word, is the dev split."""
    data = task.data
    by_word = data.split_by == "word"
    keys: list[object] = [
        example.word
        if by_word and isinstance(example, Example)
        else (example.sentences[-1] if isinstance(example, Example) else example.tokens)
        for example in examples
    ]
    units = list(dict.fromkeys(keys))
    n_dev = round(data.dev_share * len(units))
    what = "words" if by_word else "paragraphs" if task.kind == "questions" else "sentences"
    if not 0 < n_dev < len(units):
        raise ValueError(
            f"{task.name} has {len(units):,} different {what}, too few to set {data.dev_share:g} of them apart; "
            "give more, or a dev file."
        )
    chosen = {units[k] for k in np.random.default_rng(data.split_seed).permutation(len(units))[:n_dev]}
    dev = [example for example, key in zip(examples, keys, strict=True) if key in chosen]
    train = [example for example, key in zip(examples, keys, strict=True) if key not in chosen]
    how = f"{n_dev:,} of {len(units):,} different {what}, drawn at random (seed {data.split_seed}), are the dev split"
    return train, dev, how


def _labels(item: Example | LabelledSentence, entities: bool) -> list[str]:
    if isinstance(item, Example):
        return [
            f"{item.word}: {item.label}"
            if item.word and item.label not in ("same", "different")
            else item.label
        ]
    return [label[2:] for label in item.labels if label.startswith("B-")] if entities else list(item.labels)


def _without_rare(task: TaskConfig, train: Labelled, dev: Labelled) -> tuple[Labelled, Labelled]:
    """The examples, none of whose labels is the only one of its kind; a sentence with such a token goes as a whole.

    Raises:
        ValueError: there is such a label, and it should not be left out; or there is one label alone.
    """
    if task.kind == "questions":
        return train, dev
    entities = task.kind == "entities"
    counts = Counter(label for part in (train, dev) for item in part for label in _labels(item, entities))
    rare = {label for label, n in counts.items() if n == 1}
    if rare and not task.data.drop_rare:
        label, item = next(
            (label, item)
            for part in (train, dev)
            for item in part
            for label in _labels(item, entities)
            if label in rare
        )
        line = item.line
        if isinstance(item, LabelledSentence):
            line = item.line_of([tag[2:] if entities else tag for tag in item.labels].index(label))
        raise ValueError(
            f"{f'Line {line}: the' if line else 'The'} label {label!r} has one example, and at least two are needed: "
            "add one, or leave such examples out with drop_rare = true."
        )
    if len(counts) - len(rare) < (1 if entities else 2):
        raise ValueError(f"{task.name} has {len(counts) - len(rare)} label, at least two are needed.")
    if rare:
        train, dev = (
            [item for item in part if not rare.intersection(_labels(item, entities))] for part in (train, dev)
        )
    return train, dev


def _check_labels(task: TaskConfig, train: Labelled) -> None:
    """Refuse a training split that shows no difference."""
    found = {
        label
        for item in train
        for label in (_labels(item, False) if isinstance(item, Example) else item.labels)
    }
    if len(found) < 2:
        raise ValueError(
            f"The training split of {task.name} has only the label {min(found)!r}, at least two are needed."
        )


def _numbered(
    task: TaskConfig, train: Labelled, dev: Labelled, split: str, files: tuple[DataFile, ...]
) -> TaskData:
    place: dict[tuple[str, ...], int] = {}
    for item in (*train, *dev):
        for sentence in item.sentences if isinstance(item, Example) else (item.tokens,):
            place.setdefault(sentence, len(place))
    starts = np.concatenate([[0], np.cumsum([len(sentence) for sentence in place])]).astype(np.int64)
    tags = Counter(
        label
        for item in train
        for label in (_labels(item, False) if isinstance(item, Example) else item.labels)
    )
    questions = task.kind == "questions"
    labels = () if questions else tuple(label for label, _ in tags.most_common())
    number = {label: k for k, label in enumerate(labels)}
    seen = sorted({item.word for item in train if isinstance(item, Example)}) if task.kind == "senses" else []
    allowed = np.ones((len(seen) + 1, len(labels)), dtype=bool)
    for row, word in enumerate(seen):
        allowed[row] = [label.startswith(f"{word}: ") for label in labels]
    row_of = {word: row for row, word in enumerate(seen)}
    parts = [
        _part(name, part, place, starts, number, row_of, len(seen))
        for name, part in (("train", train), ("dev", dev))
    ]
    return TaskData(list(place), labels, allowed, parts[0], parts[1], split, files)


def _part(
    name: str,
    items: Labelled,
    place: dict[tuple[str, ...], int],
    starts: Numbers,
    number: dict[str, int],
    row_of: dict[str, int],
    other: int,
) -> Part:
    spans: list[NDArray[np.int64]] = []
    labels: list[int | tuple[int, int]] = []
    rows: list[int] = []
    sentences: list[int] = []
    for k, item in enumerate(items):
        if isinstance(item, LabelledSentence):
            first = starts[place[item.tokens]]
            at = first + np.arange(len(item.tokens))
            spans.append(np.stack([at, at + 1], axis=1)[:, None])
            labels += [number.get(label, UNSEEN) for label in item.labels]
            rows += [other] * len(item.tokens)
            sentences += [k] * len(item.tokens)
            continue
        begins = [starts[place[item.sentences[sentence]]] for sentence, _, _ in item.spans]
        spans.append(
            np.array(
                [[(b + start, b + stop) for b, (_, start, stop) in zip(begins, item.spans, strict=True)]],
                dtype=np.int64,
            )
        )
        if item.answers:
            labels.append((item.answers[0][0], item.answers[0][1] - 1))
        else:
            labels.append(number.get(_labels(item, False)[0], UNSEEN))
        rows.append(row_of.get(item.word, other))
        sentences.append(k)
    different = {
        s for item in items for s in (item.sentences if isinstance(item, Example) else (item.tokens,))
    }
    return Part(
        np.concatenate(spans),
        np.array(labels, dtype=np.int64),
        np.array(rows, dtype=np.int64),
        np.array(sentences, dtype=np.int64),
        tuple(item.answers for item in items if isinstance(item, Example) and item.answers),
        Split(name, len(different), sum(map(len, different)), len(labels)),
    )
