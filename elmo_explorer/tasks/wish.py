"""What a person chooses in the window -> a task's config."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from elmo_explorer.tasks.config import HEADS, HeadName, TaskConfig, task_from
from elmo_explorer.tasks.layouts import BY_KEY, Column, Guess, Layout


@dataclass(frozen=True)
class Wish:
    """A task as the form holds it."""

    file: str
    layout: str
    """Key of a :class:`Layout`."""
    name: str
    language: str = "en"
    dev: str = ""
    """A file that is scored; "" sets a share of ``file`` apart."""
    dev_share: float = 0.2
    head: HeadName | None = None
    """None: the kind's usual one."""
    seeds: int = 3
    first_seed: int = 1
    epochs: int = 15
    drop_rare: bool = False
    characters: bool = False
    columns: tuple[Column, ...] = ()
    roles: tuple[str, ...] = ()
    header: bool = False

    @property
    def of(self) -> Layout:
        """Its layout."""
        return BY_KEY[self.layout]

    @property
    def heads(self) -> tuple[HeadName, ...]:
        """Those it can have."""
        return HEADS[self.of.kind]

    def with_layout(self, key: str) -> Wish:
        """Read another way; a name that nobody gave changes with it."""
        name = BY_KEY[key].name if self.name == self.of.name else self.name
        return replace(self, layout=key, name=name, head=None)

    def with_role(self, role: str, column: int) -> Wish:
        """A table's column for what it is to hold; who held it before holds nothing."""
        roles = ["" if old == role else old for old in self.roles]
        roles[column] = role
        return replace(self, roles=tuple(roles))


def first_wish(file: Path, found: Guess) -> Wish:
    """What a form begins with."""
    return Wish(
        str(file),
        found.layout,
        BY_KEY[found.layout].name,
        found.language,
        found.dev,
        characters=found.characters,
        columns=found.columns,
        roles=found.roles,
        header=found.header,
    )


def entries_of(wish: Wish, model: str = "") -> dict[str, Any]:
    """The config's entries, those alone that are not as they would be anyway.

    Args:
        wish: what was chosen.
        model: folder.
    """
    layout = wish.of
    data: dict[str, Any] = {"train": wish.file}
    if wish.dev:
        data["dev"] = wish.dev
    else:
        data["dev_share"] = wish.dev_share
        if layout.kind == "pairs":
            data["split_by"] = "word"  # else a word's other pairs tell its answer
    data["format"] = layout.format
    if layout.format == "conllu":
        data["column"] = layout.column
    if layout.format == "table":
        _name_columns(data, wish, layout.roles)
    for name in ("characters", "drop_rare"):
        if getattr(wish, name) and (name != "characters" or layout.format == "conll"):
            data[name] = True
    data["title"] = Path(wish.file).name
    entries: dict[str, Any] = {
        "name": wish.name.strip(),
        "kind": layout.kind,
        "language": "zh" if wish.language == "zh" else "en",
    }
    if model:
        entries["model"] = model
    learning: dict[str, Any] = {"seeds": wish.seeds, "epochs": wish.epochs}
    if wish.first_seed != 1:
        learning["first_seed"] = wish.first_seed
    if wish.head is not None:
        learning["head"] = wish.head
    return {**entries, "data": data, "learning": learning}


def task_of(wish: Wish) -> TaskConfig:
    """The checked config.

    Raises:
        ValueError: something does not fit; one sentence.
    """
    if not wish.name.strip():
        raise ValueError("The task needs a name.")
    return task_from(entries_of(wish))


def _name_columns(data: dict[str, Any], wish: Wish, needed: Sequence[str]) -> None:
    missing = [role for role in needed if role not in wish.roles]
    if missing and wish.columns:
        what = {"sentence": "sentences", "label": "labels", "index": "words' places, counted from 0,"}
        raise ValueError(f"Say which column holds the {what[missing[0]]}.")
    keep = {*needed, "word"}
    data["columns"] = [role if role in keep else f"({k})" for k, role in enumerate(wish.roles, start=1)]
    if wish.header:
        data["header"] = True
