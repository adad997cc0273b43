"""A task to learn mixing weights from, as a TOML file describes it."""

from __future__ import annotations

import reprlib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from elmo_explorer.tasks.results import Kind

Format = Literal["conllu", "conll", "table", "files", "senses", "pairs", "squad"]
HeadName = Literal["linear", "attention", "difference", "bilinear", "start and end"]

FORMATS: dict[Kind, tuple[Format, ...]] = {
    "tokens": ("conllu", "conll"),
    "entities": ("conll",),
    "senses": ("table", "senses"),
    "sentences": ("table", "files"),
    "pairs": ("pairs",),
    "questions": ("squad",),
}
"""The layouts that each kind of task is read from, the usual one first."""
HEADS: dict[Kind, tuple[HeadName, ...]] = {
    "tokens": ("linear",),
    "entities": ("linear",),
    "senses": ("linear",),
    "sentences": ("linear", "attention"),
    "pairs": ("difference", "bilinear"),
    "questions": ("start and end",),
}
"""The heads of each kind, the usual one first."""


class DataConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the labelled data is and how to read it; paths count from the config's folder."""

    train: str = ""
    """File or folder; ``archive.zip/member`` names a file in a ZIP archive, ``.xz`` and ``.gz`` are unpacked."""
    dev: str = ""
    """File or folder that is scored; without it a share of ``train`` is set apart."""
    dev_share: Annotated[float, Meta(gt=0, lt=1)] = 0.2
    split_by: Literal["sentence", "word"] = "sentence"
    """What train and dev do not share, where ``dev`` is not given; ``"word"`` is for pairs and senses."""
    split_seed: int = 0
    files: dict[str, str] = {}
    """For the format ``"files"``: a file of sentences, one a line, for each label."""
    format: Format | None = None
    """None: the kind's usual one."""
    column: str = "upos"
    """Of a CoNLL-U file: ``upos``, ``xpos`` or ``deprel``."""
    columns: tuple[str, ...] = ()
    """Names of a table's columns where its first line does not name them: ``label``, ``sentence``, ``index``, ``word``."""
    header: bool = False
    """The table's first line holds names all the same, which ``columns`` replaces."""
    characters: bool = False
    """CoNLL lines are characters, each followed by its place in its word (0, 1, …), and are put together to words."""
    encoding: str = "utf-8"
    tokenized: bool = False
    """Tokens of plain sentences are separated by spaces already."""
    drop_rare: bool = False
    """Leave examples out whose label is the only one of its kind, instead of refusing them."""
    most: Annotated[int, Meta(ge=1)] | None = None
    """Most sentences of a part that are read; None reads all."""
    title: str = ""
    licence: str = ""
    credit: str = ""
    url: str = ""


class LearningConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How it is learned."""

    head: HeadName | None = None
    """None: the kind's usual one."""
    seeds: Annotated[int, Meta(ge=1, le=50)] = 5
    first_seed: Annotated[int, Meta(ge=0)] = 1
    epochs: Annotated[int, Meta(ge=1, le=10_000)] = 15
    """The learning rates fall to 0 over so many passes."""
    patience: Annotated[int, Meta(ge=0)] = 6
    """Passes without a better dev metric after which training ends; 0: none, the last pass counts."""
    batch: Annotated[int, Meta(ge=1)] | None = None
    """Examples of a step; None: 256 tokens or words, 32 sentences, pairs or questions."""
    learning_rate: Annotated[float, Meta(gt=0, le=1)] = 3e-3
    mix_learning_rate: Annotated[float, Meta(gt=0, le=1)] = 0.1
    """Of w, which has few steps to find its way from the plain average."""
    weight_decay: Annotated[float, Meta(ge=0)] = 1e-2
    penalty: Annotated[float, Meta(ge=0)] = 1e-4
    """lambda of lambda * ||w||^2, which draws the weights towards the plain average (Peters et al. 2018, section 3.2)."""
    layer_norm: bool = False


class TaskConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that a result depends on besides the model."""

    name: str
    kind: Kind
    language: Literal["en", "zh"] = "en"
    model: str = ""
    """A model's name or folder; "" takes the bundled one of the language."""
    data: DataConfig
    learning: LearningConfig = LearningConfig()

    @property
    def format(self) -> Format:
        """The layout of the data."""
        return self.data.format or FORMATS[self.kind][0]

    @property
    def head(self) -> HeadName:
        """What turns mixed states into labels."""
        return self.learning.head or HEADS[self.kind][0]

    @property
    def batch(self) -> int:
        """Examples of a step."""
        return self.learning.batch or (256 if self.kind in ("tokens", "entities", "senses") else 32)


def read_task(path: Path) -> TaskConfig:
    """Read and check a task's config.

    Raises:
        ValueError: the file is missing, no TOML, or an entry is unknown, missing or out of bounds; the sentence names it.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"There is no task at {path}.") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path} is not a TOML file: {error}.") from None
    return task_from(table, str(path))


def task_from(table: dict[str, Any], name: str = "The task") -> TaskConfig:
    """The config in a table of entries.

    Args:
        table: as TOML has it.
        name: of the file, for the sentence.

    Raises:
        ValueError: an entry is unknown, missing or out of bounds; the sentence names it.
    """
    try:
        task = msgspec.convert(table, TaskConfig)
    except msgspec.ValidationError as error:
        fault, _, place = str(error).partition(" - at ")
        where = place.strip("`").removeprefix("$.").removeprefix("$")
        raise ValueError(f"{name}: {where + ': ' if where else ''}{fault}.") from None
    check(task, name)
    return task


def check(task: TaskConfig, name: str = "The task") -> None:
    """Refuse entries that do not fit each other.

    Raises:
        ValueError: two entries do not fit; the sentence says what would.
    """
    if not task.name.strip() or not task.name.isprintable():
        raise ValueError(f"{name}: name should be one line of text, found {reprlib.repr(task.name)}.")
    for what, value, known in (
        ("data.format", task.format, FORMATS[task.kind]),
        ("learning.head", task.head, HEADS[task.kind]),
    ):
        if value not in known:
            right = " or ".join(f'"{entry}"' for entry in known)
            raise ValueError(f'{name}: {what} of kind "{task.kind}" should be {right}, found "{value}".')
    data = task.data
    if task.format == "files":
        if len(data.files) < 2:
            raise ValueError(
                f'{name}: data.files should name a file for each label, as in {{good = "good.txt", …}}.'
            )
    elif not data.train:
        raise ValueError(f'{name} names no data: [data] needs train = "FILE".')
    if data.split_by == "word" and task.kind not in ("pairs", "senses"):
        raise ValueError(
            f'{name}: data.split_by = "word" is for pairs and senses, this task is of kind "{task.kind}".'
        )
    try:
        "".encode(data.encoding)
    except LookupError:
        raise ValueError(
            f'{name}: data.encoding should be one such as "utf-8", found {reprlib.repr(data.encoding)}.'
        ) from None
