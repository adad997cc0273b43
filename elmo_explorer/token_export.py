"""Tokens with their vectors as data: CSV, TSV, NPY, HDF5 in bilm-tf's layout, and the Embedding Projector's TSV files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

import numpy as np

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.disk_space import check_space
from elmo_explorer.hdf5_output import hdf5_output
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.table_text import guarded, one_line
from elmo_explorer.translation import tr
from elmo_explorer.written_aside import check_writable, written_aside

if TYPE_CHECKING:
    from elmo_explorer.session.session import Floats, Groups, Mix, Points, Sentence, Session, TokenRef

Format = Literal["csv", "tsv", "npy", "hdf5", "projector"]
Which = Literal["all", "focus", "selected"]
Vector = Literal["mix"] | int
"""The mix, or a layer by its number."""
SUFFIXES: Final[dict[Format, str]] = {
    "csv": ".csv",
    "tsv": ".tsv",
    "npy": ".npy",
    "hdf5": ".hdf5",
    "projector": ".tsv",
}
_ROWS = 256
"""Written before the next look whether it is still wanted."""
_LETTERS = 13
"""Bytes of a number as text, with what parts it from the next."""
_DATA_SET = 4096
LIBVER = ("v108", "v110")


@dataclass(frozen=True)
class TokenWish:
    """What is to be written."""

    form: Format = "csv"
    which: Which = "all"
    vectors: tuple[Vector, ...] = ("mix",)
    coordinates: bool = True
    """The places in the picture, too."""


@dataclass(frozen=True, eq=False)
class TokenData:
    """The session as it is now: nothing of it changes while it is written."""

    tokens: Mapping[Which, tuple[TokenRef, ...]]
    """In the order of reading."""
    sentences: Mapping[int, tuple[int, Sentence]]
    """Id -> its number from 1, and itself."""
    states: Mapping[int, Floats]
    """Sentence id -> (n_layers, n_tokens, dim)."""
    mix: Mix
    groups: Groups
    points: Points | None
    n_left_out: int
    """Sentences whose vectors the shown model has not made."""


def token_data(session: Session) -> TokenData:
    """What can be written of a session now; cheap enough for the main thread."""
    sentences = {s.id: (number, s) for number, s in enumerate(session.sentences, 1)}
    states = {i: session.states[i] for i in sentences if i in session.states}

    def there(tokens: Sequence[TokenRef]) -> tuple[TokenRef, ...]:
        return tuple(t for t in tokens if t.sentence_id in states)

    def place(token: TokenRef) -> tuple[int, int]:
        return sentences[token.sentence_id][0], token.index

    return TokenData(
        {
            "all": (),  # made where it is written: there may be a million
            "focus": there(session.occurrences),
            "selected": tuple(sorted(there(tuple(session.selection)), key=place)),
        },
        sentences,
        states,
        session.mix,
        session.groups,
        session.points,
        len(sentences) - len(states),
    )


def write_tokens(
    data: TokenData, wish: TokenWish, file: Path, check: Callable[[], None] = lambda: None
) -> tuple[Path, ...]:
    """Write the tokens; each file is written aside and takes its place when it is whole.

    ``npy`` is (n_tokens, n_vectors, dim) and ``hdf5`` has, for each sentence with such tokens, the data set
    ``str(number from 0)``, (n_vectors, n_tokens, dim), or (n_tokens, dim) of a single vector, with all tokens of the
    sentence; beside both lies a TSV file that says which token is which. The projector's pair is ``NAME_vectors.tsv``,
    one for each vector, and ``NAME_metadata.tsv``.

    Args:
        data: what there is.
        wish: what of it.
        file: where to.
        check: called often; what it raises ends the writing.

    Returns:
        The files that were written.

    Raises:
        ValueError: there is nothing to write, or too little room on the disk.
        OSError: a file cannot be written.
    """
    tokens = data.tokens[wish.which] or (_all(data) if wish.which == "all" else ())
    if not tokens:
        raise ValueError(tr("There are no such tokens with vectors: nothing was written."))
    if not wish.vectors and wish.form in ("npy", "hdf5", "projector"):
        raise ValueError(tr("This format holds vectors: choose the mix or a layer."))
    rows = _Rows(data, wish, tokens, check)
    check_space(file.resolve().parent, rows.n_bytes)
    return {"csv": _csv, "tsv": _tsv, "npy": _npy, "hdf5": _hdf5, "projector": _projector}[wish.form](
        rows, file
    )


def _all(data: TokenData) -> tuple[TokenRef, ...]:
    from elmo_explorer.session.session import TokenRef

    return tuple(TokenRef(i, k) for i in data.states for k in range(data.states[i].shape[1]))


class _Rows:
    """What is said of each token, and its vectors."""

    def __init__(
        self, data: TokenData, wish: TokenWish, tokens: Sequence[TokenRef], check: Callable[[], None]
    ) -> None:
        self.data, self.wish, self.tokens, self.check = data, wish, tokens, check
        self.names = tuple("mix" if vector == "mix" else f"layer{vector}" for vector in wish.vectors)
        self.dim = int(next(iter(data.states.values())).shape[2])
        self._places = None if data.points is None else TokenPlaces(data.points.tokens)
        self._mixed: tuple[int, Floats] | None = None

    @property
    def n_bytes(self) -> int:
        """About what will be written."""
        numbers = len(self.tokens) * int(self.dim) * len(self.names)
        is_text = self.wish.form in ("csv", "tsv", "projector")
        facts: int = sum(len(sentence.text.encode()) + 64 for _, sentence in self.data.sentences.values())
        return numbers * (_LETTERS if is_text else 4) + facts * (20 if is_text else 1)

    def head(self) -> list[str]:
        """The columns of ``facts``."""
        more = ["x", "y"] if self.wish.coordinates else []
        return ["token", "sentence", "position", "sense", "group", *more, "text"]

    def facts(self, tokens: Sequence[TokenRef]) -> Iterator[list[str]]:
        """What is said of some tokens; sentences and positions are counted from 1."""
        found = None if self._places is None else self._places.find(tokens)
        names = self.data.groups.names
        for k, token in enumerate(tokens):
            number, sentence = self.data.sentences[token.sentence_id]
            group = self.data.groups.of.get(token)
            where = []
            if self.wish.coordinates:
                point = -1 if found is None else int(found[k])
                xy = self.data.points.xy[point] if self.data.points is not None and point >= 0 else ("", "")
                where = [f"{value:.7g}" if value != "" else "" for value in xy]
            yield [
                sentence.tokens[token.index],
                str(number),
                str(token.index + 1),
                sentence.senses.get(token.index) or "",
                "" if group is None else names[group],
                *where,
                sentence.text,
            ]

    def vectors(self, token: TokenRef) -> Floats:
        """(n_vectors, dim)."""
        states = self.data.states[token.sentence_id]
        chosen = [
            self._mix(token.sentence_id)[token.index] if vector == "mix" else states[vector, token.index]
            for vector in self.wish.vectors
        ]
        return np.asarray(chosen, np.float32).reshape(len(chosen), self.dim)

    def sentence(self, sentence_id: int) -> Floats:
        """(n_vectors, n_tokens, dim)."""
        states = self.data.states[sentence_id]
        chosen = [
            self._mix(sentence_id) if vector == "mix" else states[vector] for vector in self.wish.vectors
        ]
        return np.asarray(chosen, np.float32)

    def parts(self) -> Iterator[Sequence[TokenRef]]:
        """All tokens, some at a time."""
        for first in range(0, len(self.tokens), _ROWS):
            self.check()
            yield self.tokens[first : first + _ROWS]

    def _mix(self, sentence_id: int) -> Floats:
        """The sentence's mixed vectors, kept until another sentence is asked for, (n_tokens, dim)."""
        if self._mixed is None or self._mixed[0] != sentence_id:
            mix = self.data.mix
            mixed = mix_layers(self.data.states[sentence_id], mix.weights, mix.gamma, mix.layer_norm)
            self._mixed = sentence_id, mixed
        return self._mixed[1]


def _csv(rows: _Rows, file: Path) -> tuple[Path, ...]:
    with _text(file) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*rows.head(), *_columns(rows)])
        for tokens in rows.parts():
            for token, facts in zip(tokens, rows.facts(tokens), strict=True):
                writer.writerow([*map(guarded, facts), *_numbers(rows.vectors(token))])
    return (file,)


def _tsv(rows: _Rows, file: Path) -> tuple[Path, ...]:
    with _text(file) as out:
        out.write("\t".join([*rows.head(), *_columns(rows)]) + "\n")
        for tokens in rows.parts():
            for token, facts in zip(tokens, rows.facts(tokens), strict=True):
                out.write("\t".join([*map(one_line, facts), *_numbers(rows.vectors(token))]) + "\n")
    return (file,)


def _npy(rows: _Rows, file: Path) -> tuple[Path, ...]:
    shape = (len(rows.tokens), len(rows.names), rows.dim)
    with written_aside(file) as aside, aside.open("wb") as out:
        head: dict[str, Any] = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(out, head)
        for tokens in rows.parts():
            out.write(np.stack([rows.vectors(token) for token in tokens]).astype("<f4").tobytes())
    return (file, _beside(rows, file))


def _hdf5(rows: _Rows, file: Path) -> tuple[Path, ...]:
    check_writable(file)
    with (
        written_aside(file) as aside,
        hdf5_output(aside, file, libver=LIBVER) as (out, check_written),
    ):
        for sentence_id in dict.fromkeys(token.sentence_id for token in rows.tokens):
            rows.check()
            array = rows.sentence(sentence_id)
            number = rows.data.sentences[sentence_id][0] - 1
            out.create_dataset(str(number), data=array[0] if len(array) == 1 else array)
            check_written()
    return (file, _beside(rows, file))


def _projector(rows: _Rows, file: Path) -> tuple[Path, ...]:
    """https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin: vectors without a head, metadata with one."""
    stem = file.with_suffix("")
    metadata = stem.with_name(f"{stem.name}_metadata.tsv")
    _facts_file(rows, metadata)
    written = [metadata]
    for k, name in enumerate(rows.names):
        which = f"_{name}" if len(rows.names) > 1 else ""
        target = stem.with_name(f"{stem.name}{which}_vectors.tsv")
        with _text(target) as out:
            for tokens in rows.parts():
                for token in tokens:
                    out.write("\t".join(_numbers(rows.vectors(token)[k])) + "\n")
        written.append(target)
    return tuple(written)


def _beside(rows: _Rows, file: Path) -> Path:
    target = file.with_name(f"{file.stem}_tokens.tsv")
    _facts_file(rows, target)
    return target


def _facts_file(rows: _Rows, file: Path) -> None:
    with _text(file) as out:
        out.write("\t".join(rows.head()) + "\n")
        for tokens in rows.parts():
            for facts in rows.facts(tokens):
                out.write("\t".join(map(one_line, facts)) + "\n")


@contextmanager
def _text(file: Path) -> Iterator[TextIO]:
    """A text file, UTF-8; half of a character becomes a question mark."""
    with written_aside(file) as aside, aside.open("w", encoding="utf-8", errors="replace", newline="") as out:
        yield out


def _columns(rows: _Rows) -> list[str]:
    return [f"{name}_{k}" for name in rows.names for k in range(rows.dim)]


def _numbers(vectors: Floats) -> list[str]:
    return [f"{value:.9g}" for value in vectors.ravel().tolist()]
