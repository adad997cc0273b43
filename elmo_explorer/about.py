"""What the program is made of: its version, models, libraries, fonts and data, with their licences."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from elmo_explorer import __version__
from elmo_explorer.paths import (
    bundled_models_dir,
    bundled_results_dir,
    model_folders,
    resources_dir,
    user_models_dir,
)

_DISTRIBUTION = "elmo-explorer"
_TEXT_TABLE = re.compile(r"^## Text\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_LICENCE = 160


def versions() -> str:
    """One line for a report of an error: the program, Python, the libraries that matter, and the system."""
    parts = [f"ELMo Explorer {__version__}", f"Python {platform.python_version()}"]
    for name in ("PySide6_Essentials", "torch", "numpy"):
        try:
            parts.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join([*parts, f"{platform.system()} {platform.release()} ({platform.machine()})"])


def about_markdown() -> str:
    """All of it as Markdown; reads small files, so it is for a thread of its own."""
    return "\n".join([*_program(), *_models(), *_results(), *_fonts(), *_libraries()])


def _program() -> Iterator[str]:
    yield f"# ELMo Explorer {__version__}\n"
    yield "Apache License 2.0. See what ELMo sees: how a word's vector changes with its sentence.\n"
    yield (
        "The model is that of Matthew E. Peters, Mark Neumann, Mohit Iyyer, Matt Gardner, Christopher Clark, Kenton Lee "
        "and Luke Zettlemoyer: [Deep contextualized word representations](https://aclanthology.org/N18-1202/), "
        "NAACL 2018, with the file format and the constants of [bilm-tf](https://github.com/allenai/bilm-tf) (Apache-2.0).\n"
    )
    yield f"{versions()}\n"


def _models() -> Iterator[str]:
    yield "## Models\n"
    for folder in [*model_folders(bundled_models_dir()), *model_folders(user_models_dir())]:
        yield f"**{folder.name}** ({', '.join(_languages(folder)) or 'language not told'}), trained on\n"
        yield _texts_of(folder)


def _languages(folder: Path) -> list[str]:
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("languages", [])
    except (OSError, ValueError, AttributeError):
        return []
    return [str(language) for language in found] if isinstance(found, list) else []


def _texts_of(folder: Path) -> str:
    """The table of texts and licences in a model's card."""
    try:
        card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "text of its owner: there is no model card.\n"
    found = _TEXT_TABLE.search(card)
    return found[1].strip() + "\n" if found is not None else "text that its model card names.\n"


def _results() -> Iterator[str]:
    yield "## Data behind the learned weights\n"
    yield "| data | licence | credit |\n|---|---|---|"
    seen = set()
    for file in sorted(bundled_results_dir().glob("*/*.json")):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))["data"]
            line = f"| {data['title']} | {data['licence']} | {data['credit']} |"
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if line not in seen:
            seen.add(line)
            yield line
    yield "\nThe bundled examples and minimal pairs were written for this project.\n"


def _fonts() -> Iterator[str]:
    yield "## Fonts\n"
    names = {"Inter": "Inter", "JetBrainsMono": "JetBrains Mono", "NotoSansCJKsc": "Noto Sans CJK SC"}
    there = {file.stem.split("-")[0] for file in (resources_dir() / "fonts").glob("*.?tf")}
    yield ", ".join(names.get(stem, stem) for stem in sorted(there)) + ": SIL Open Font License 1.1.\n"


def _libraries() -> Iterator[str]:
    yield "## Libraries\n"
    yield "| library | version | licence |\n|---|---|---|"
    yield f"| Python | {sys.version.split()[0]} | PSF-2.0 |"
    for name in _requirements():
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield f"| {found.name} | {found.version} | {_licence(found)} |"


def _requirements() -> list[str]:
    """Names of what the program needs to run, without what its tests need."""
    try:
        wanted = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    names = [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in wanted if "extra ==" not in line]
    return sorted(set(names), key=str.casefold)


def _licence(found: metadata.Distribution) -> str:
    """As the distribution says it: an expression, a short text, or the last part of its classifier."""
    facts = found.metadata
    for field in ("License-Expression", "License"):
        text = str((facts.get_all(field) or [""])[0]).strip()
        if text and "\n" not in text and len(text) <= _LONGEST_LICENCE:
            return text.replace("|", "/")
    kinds = [
        line.split(" :: ")[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    return ", ".join(kinds) or "see its own files"
