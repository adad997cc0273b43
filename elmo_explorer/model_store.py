"""The user's models: taken in, checked and removed; each is there whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from elmo_explorer.bilm.checkpoint import FORMAT, replace_folder
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.facts import ModelFacts, read_facts
from elmo_explorer.bilm.json_file import read_json
from elmo_explorer.bilm.published import published_pair, read_options
from elmo_explorer.checksum import sha256
from elmo_explorer.disk_space import check_space
from elmo_explorer.locks import only_one
from elmo_explorer.model_origin import ORIGIN, Origin, new_origin, read_origin, write_origin
from elmo_explorer.paths import bundled_models_dir, model_folder, model_folders, user_models_dir

Report = Callable[[str, int, int], None]
"""Told (tensor, bytes read, bytes in all) while a model is checked; may raise to stop."""

PAIR = ("options.json", "weights.hdf5")
BLOCK = 1 << 20


def check_name(name: str) -> None:
    """Refuse a name that cannot be a model's.

    Raises:
        ValueError: the sentence says what a name may be.
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}", name) or name.endswith("."):
        raise ValueError(
            f"A model's name is made of up to 64 letters a to z, digits, dots, _ and -, and begins with none of . and -; "
            f"found {name!r}. Give one with --name."
        )


def check_language(language: str) -> None:
    """Refuse what is no language tag.

    Raises:
        ValueError: the sentence says what one looks like.
    """
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise ValueError(f"A language is given by its tag, such as en, zh or pt-BR; found {language!r}.")


def check_place(name: str, replace: bool) -> Path:
    """The folder for a model of this name.

    Args:
        name: the model's name.
        replace: a model of the user's may stand there.

    Raises:
        ValueError: the name is no name, or taken; the sentence says by what.
    """
    check_name(name)
    if any(folder.name.casefold() == name.casefold() for folder in model_folders(bundled_models_dir())):
        raise ValueError(f"{name} is the name of a bundled model, which stays: choose another name.")
    base = user_models_dir()
    try:
        taken = next((path for path in base.iterdir() if path.name.casefold() == name.casefold()), None)
    except FileNotFoundError:
        taken = None
    if taken is None:
        return base / name
    if taken.is_symlink() or not (taken / "config.json").is_file():
        raise ValueError(
            f"{taken} is there already and is no model folder, so it is not replaced: remove it first."
        )
    if not replace:
        raise ValueError(
            f"There is a model {taken.name} in {base} already: choose another name, or --replace it."
        )
    return taken


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Keep other processes from changing a model of this name meanwhile.

    Raises:
        ValueError: another process is at it.
        OSError: the user's models folder cannot be made or written.
    """
    base = user_models_dir()
    base.mkdir(parents=True, exist_ok=True)
    busy = f"Another elmo-explorer is busy with the model {name}; try again when it has finished."
    with only_one(base / f".{name}.lock", busy):
        yield


def clear_leftovers() -> None:
    """Remove what killed processes have left in the user's models; what another process is at stays, and so do downloads.

    A model that was cut off between the two renamings of its replacement comes back.
    """
    base = user_models_dir()
    for path in sorted(base.glob(".*")):
        name, _, kind = path.name[1:].rpartition(".")
        if not name or kind not in ("part", "old", "removed"):
            continue
        with suppress(ValueError, OSError), locked(name):
            if kind == "old" and not (base / name).exists():
                path.rename(base / name)
            else:
                shutil.rmtree(path, ignore_errors=True)


def import_pair(
    options: Path,
    weights: Path,
    name: str,
    languages: Sequence[str] = ("en",),
    replace: bool = False,
    report: Report | None = None,
) -> Path:
    """Take a published pair into the user's models: the very bytes, so the very numbers.

    Args:
        options: ``options.json``.
        weights: ``weights.hdf5``.
        name: what ``BiLM.load`` will know it by.
        languages: what it was trained on; the pair does not say.
        replace: a model of that name may give way.
        report: told of each tensor while the pair is checked.

    Returns:
        The new model's folder.

    Raises:
        ValueError: the name is taken or the pair is damaged; the sentence says what is wrong.
        OSError: the files cannot be copied.
    """
    for language in languages:
        check_language(language)
    place = check_place(name, replace)
    BiLM.load(options=options, weights=weights, device="cpu", report=report)
    with _aside(place, (options, weights)) as aside:
        sums = {kept: _copy(path, aside / kept) for kept, path in zip(PAIR, (options, weights), strict=True)}
        sources = (str(options.resolve()), str(weights.resolve()))
        describe_pair(aside, name, languages, new_origin("imported", sources, sums))
        _put(aside, place, replace)
    return place


def import_folder(
    folder: Path,
    name: str | None = None,
    languages: Sequence[str] = (),
    replace: bool = False,
    report: Report | None = None,
) -> Path:
    """Take a model folder, such as a training run's, or a folder with a published pair into the user's models.

    Args:
        folder: the model's files; those in folders below are not taken.
        name: what ``BiLM.load`` will know it by; None keeps its own.
        languages: what it was trained on, where that should be changed.
        replace: a model of that name may give way.
        report: told of each tensor while the model is checked.

    Returns:
        The new model's folder.

    Raises:
        ValueError: the name is taken or the model is damaged; the sentence says what is wrong.
        OSError: the files cannot be copied.
    """
    pair = published_pair(folder)
    if pair is not None:
        return import_pair(*pair, name or folder.resolve().name, languages or ("en",), replace, report)
    if not (folder / "config.json").is_file():
        hint = "; its folder model has one: import that" if (folder / "model/config.json").is_file() else ""
        raise ValueError(f"{folder} is no model folder: it has no config.json{hint}.")
    for language in languages:
        check_language(language)
    config = read_json(folder / "config.json")
    name = name or read_facts(folder / "config.json", config).name
    place = check_place(name, replace)
    BiLM.load(folder, device="cpu", report=report)
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")]
    with _aside(place, files) as aside:
        sums = {path.name: _copy(path, aside / path.name) for path in files if path.name != ORIGIN}
        config |= {"name": name} | ({"languages": list(languages)} if languages else {})
        _write_json(aside / "config.json", config)
        sums["config.json"] = sha256(aside / "config.json")
        write_origin(aside, new_origin("imported", (str(folder.resolve()),), sums))
        _put(aside, place, replace)
    return place


def describe_pair(folder: Path, name: str, languages: Sequence[str], origin: Origin) -> None:
    """Write the files that make a published pair a model folder: config.json, MODEL_CARD.md and origin.json.

    Raises:
        ModelFileError: the folder's ``options.json`` describes no biLM.
        OSError: a file cannot be written.
    """
    options = read_options(folder / PAIR[0])
    facts = dataclasses.asdict(ModelFacts(name, tuple(languages)))
    config = {"format": FORMAT, "published": True, **facts, "options": dataclasses.asdict(options)}
    _write_json(folder / "config.json", config)
    lines = [
        f"# {name}",
        "",
        f"A published ELMo, {origin.kind} as it is: `options.json` and `weights.hdf5` are the very bytes of",
        "",
        *(f"- {source}" for source in origin.sources),
        "",
        f"{options.n_layers} LSTM layers each way, {options.cell_dim} cells, projection {options.projection_dim}. A published "
        "pair holds no output layer: there are vectors, and neither next words nor a perplexity.",
        "",
    ]
    (folder / "MODEL_CARD.md").write_text("\n".join(lines), encoding="utf-8")
    write_origin(folder, origin)


def check_model(name: str, report: Report | None = None) -> Origin | None:
    """Compare a model's files with the checksums that were recorded, and load it whole.

    Args:
        name: a model's name or folder.
        report: told of each tensor.

    Returns:
        What was recorded when it came; None where nothing was.

    Raises:
        ValueError: a file is gone, is another than it was or is damaged; the sentence names it.
    """
    folder = model_folder(name)
    origin = read_origin(folder)
    for file, expected in origin.sha256.items() if origin is not None else ():
        path = folder / file
        if not path.is_file():
            raise ModelFileError(f"{path} is gone; {_get_again(name, origin)}.")
        found = sha256(path)
        if found != expected:
            raise ModelFileError(
                f"{path} is not as it came: its SHA-256 should be {expected}, found {found}; {_get_again(name, origin)}."
            )
    BiLM.load(folder, device="cpu", report=report)
    return origin


def own_model(name: str) -> Path:
    """The folder of one of the user's models, damaged or not.

    Raises:
        ValueError: there is none of that name, or it is a bundled one.
    """
    path = user_models_dir() / name
    if name and Path(name).name == name and not name.startswith(".") and (path.is_dir() or path.is_symlink()):
        return path
    if name in (folder.name for folder in model_folders(bundled_models_dir())):
        raise ValueError(f"{name} is a bundled model, which stays; only your own can be removed.")
    own = ", ".join(folder.name for folder in model_folders(user_models_dir()))
    raise ValueError(
        f"There is no model {name!r} in {user_models_dir()}; there {'are ' + own if own else 'is none'}."
    )


def remove_model(name: str) -> None:
    """Remove one of the user's models; of a link to a folder elsewhere only the link.

    Raises:
        ValueError: there is none of that name, or it is a bundled one.
        OSError: it cannot be removed.
    """
    path = own_model(name)
    clear_leftovers()
    with locked(name):
        if path.is_symlink():
            path.unlink()
            return
        aside = path.with_name(f".{name}.removed")
        if aside.exists():
            shutil.rmtree(aside)
        path.rename(aside)  # gone at once; what follows may take its time
        shutil.rmtree(aside)


@contextmanager
def _aside(place: Path, files: Sequence[Path]) -> Iterator[Path]:
    """A folder beside ``place`` that can hold copies of ``files``; nothing of it stays."""
    clear_leftovers()
    with locked(place.name):
        aside = place.with_name(f".{place.name}.part")
        check_space(place.parent, sum(path.stat().st_size for path in files))
        aside.mkdir()
        try:
            yield aside
        except OSError as error:
            if error.filename is not None and not Path(os.fsdecode(error.filename)).is_relative_to(aside):
                raise
            raise OSError(error.errno, error.strerror, str(place)) from error  # the folder that people know
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _put(aside: Path, place: Path, replace: bool) -> None:
    check_place(place.name, replace)  # it may have been taken meanwhile
    replace_folder(aside, place)


def _copy(source: Path, target: Path) -> str:
    """Copy a file; its checksum, taken from the bytes that were copied."""
    digest = hashlib.sha256()
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while block := reading.read(BLOCK):
                digest.update(block)
                writing.write(block)
    except OSError as error:
        if error.filename is None:
            error.filename = str(target)
        raise
    return digest.hexdigest()


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _get_again(name: str, origin: Origin | None) -> str:
    way = "download" if origin is not None and origin.kind == "downloaded" else "import"
    return f"{way} {name} again with --replace"
