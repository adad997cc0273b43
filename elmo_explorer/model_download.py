"""A published model from its server into the user's models, whole and checked or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from elmo_explorer.bilm.checkpoint import replace_folder
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.json_file import MAX_BYTES
from elmo_explorer.bilm.published import empty_network, read_options
from elmo_explorer.checksum import sha256
from elmo_explorer.downloads import PATIENCE, DownloadError, Patience, Progress, fetch, forget, note_file
from elmo_explorer.model_origin import new_origin
from elmo_explorer.model_store import PAIR, Report, check_place, clear_leftovers, describe_pair, locked
from elmo_explorer.paths import user_models_dir
from elmo_explorer.published_models import PublishedModel

HEADERS = 1 << 24
"""Bytes that an HDF5 file may have besides its numbers."""


def download_model(
    model: PublishedModel,
    base: str,
    replace: bool = False,
    patience: Patience = PATIENCE,
    progress: Callable[[Progress], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
    report: Report | None = None,
) -> Path:
    """Fetch, check and put in place a published model; a call that is broken off is gone on with by the next.

    Args:
        model: which one.
        base: the address its files are below.
        replace: a model of that name may give way.
        patience: with a server that stalls or fails.
        progress: told how much of the weights is there; may raise to stop.
        say: told in a sentence what happens besides.
        report: told of each tensor while the model is checked.

    Returns:
        The new model's folder.

    Raises:
        ValueError: the name is taken, the server or the disk do not give what is needed, or what came is damaged (it is
            removed then).
        OSError: a file cannot be written; what was written stays.
    """
    place = check_place(model.name, replace)
    options_url, weights_url = model.addresses(base)
    clear_leftovers()
    with locked(model.name), _kept_if_worth_it(download_folder(model)) as folder:
        options, weights = (folder / name for name in PAIR)
        forget(options)  # a few bytes, which tell what the weights should be
        fetch(options_url, options, MAX_BYTES, patience, say=say)
        try:
            network = empty_network(read_options(options), options.name)
        except ModelFileError as error:
            forget(options)
            raise _removed(options_url, error, folder) from None
        n_bytes = 4 * sum(tensor.numel() for tensor in network.state_dict().values())
        fetch(weights_url, weights, 2 * n_bytes + HEADERS, patience, progress, say)
        say("Checking every tensor.")
        try:
            BiLM.load(options=options, weights=weights, device="cpu", report=report)
        except ModelFileError as error:
            shutil.rmtree(folder)
            raise _removed(weights_url, error, folder) from None
        sums = {path.name: sha256(path) for path in (options, weights)}
        origin = new_origin("downloaded", (options_url, weights_url), sums)
        describe_pair(folder, model.name, ("en",), origin)
        check_place(model.name, replace)  # it may have been taken meanwhile
        for path in (options, weights):
            note_file(path).unlink()
        replace_folder(folder, place)
    return place


def download_folder(model: PublishedModel) -> Path:
    """Where the parts of a model are while they come."""
    return user_models_dir() / f".{model.name}.download"


@contextmanager
def _kept_if_worth_it(folder: Path) -> Iterator[Path]:
    """A folder for the parts; it goes again where nothing of the weights has come."""
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        weights = folder / PAIR[1]
        if folder.exists() and not (weights.is_file() and weights.stat().st_size):
            shutil.rmtree(folder, ignore_errors=True)


def _removed(url: str, error: ModelFileError, folder: Path) -> DownloadError:
    what = str(error).replace(f"{folder}/", "").removesuffix(".")
    return DownloadError(
        f"What came from {url} is damaged and was removed: {what}. The same command begins anew."
    )
