"""``elmo-explorer models``: list, import, download, check, remove."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from elmo_explorer.arguments import count, seconds

if TYPE_CHECKING:
    from elmo_explorer.downloads import Progress


def add_models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and all below it."""
    models = commands.add_parser(
        "models",
        help="list, import, download, check and remove models",
        description="List the installed models, or do one of the following with them.",
    )
    models.add_argument("--json", action="store_true", help="the list as JSON")
    kinds = models.add_subparsers(dest="kind", metavar="COMMAND")
    listing = kinds.add_parser("list", help="list the installed models (as without a command)")
    listing.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="the list as JSON")
    _add_import(kinds)
    _add_download(kinds)
    check = kinds.add_parser(
        "check",
        help="are the files as they came, and do they load?",
        description="Compare a model's files with the checksums that were recorded when it came, and load it whole.",
    )
    check.add_argument("names", metavar="NAME", nargs="*", help="(default: every model)")
    remove = kinds.add_parser("remove", help="remove one of your own models")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--yes", action="store_true", help="do not ask")


def _add_import(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    taking = kinds.add_parser(
        "import",
        help="take a published pair or a model folder into your models",
        description="Take a published pair (OPTIONS.json WEIGHTS.hdf5), or a model folder such as a training run's, into "
        "your models; afterwards it opens by its name. A pair is kept byte for byte; it has no output layer, so there "
        "are vectors, but no next words and no perplexity.",
    )
    taking.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="OPTIONS.json WEIGHTS.hdf5, or FOLDER"
    )
    taking.add_argument("--name", help="what it is called (default: from the folder's or the weights' name)")
    taking.add_argument("--language", metavar="TAG", action="append", help="such as en; may be given again")
    taking.add_argument("--replace", action="store_true", help="a model of yours with that name gives way")


def _add_download(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fetching = kinds.add_parser(
        "download",
        help="fetch a published English ELMo",
        description="Fetch a published English ELMo, options and weights; without NAME, list those there are. What was "
        "broken off goes on where it stopped.",
    )
    fetching.add_argument("name", metavar="NAME", nargs="?")
    fetching.add_argument(
        "--replace", action="store_true", help="fetch it anew where it is installed already"
    )
    fetching.add_argument(
        "--from",
        dest="base",
        metavar="URL",
        help="a mirror with the same folders (default: ELMO_EXPLORER_MODELS_URL, else the published place)",
    )
    fetching.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=30.0, help="without a byte (default: 30)"
    )
    fetching.add_argument(
        "--tries", metavar="N", type=count, default=6, help="in a row that bring nothing new (default: 6)"
    )


def main_models(args: argparse.Namespace) -> int:
    """Do what the command line says.

    Returns:
        The exit status: 1 where a model that was checked is damaged.

    Raises:
        ValueError: it cannot be done; the sentence says why.
        OSError: a file cannot be read or written.
    """
    does: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _list,
        "list": _list,
        "import": _import,
        "download": _download,
        "check": _check,
        "remove": _remove,
    }
    return does[args.kind](args)


def _list(args: argparse.Namespace) -> int:
    from elmo_explorer.model_table import model_records, model_rows, model_table

    rows = model_rows()
    print(json.dumps(model_records(rows), indent=1, ensure_ascii=False) if args.json else model_table(rows))
    return 0


def _import(args: argparse.Namespace) -> int:
    if len(args.files) > 2:
        raise ValueError("models import takes OPTIONS.json and WEIGHTS.hdf5, or one model folder.")
    if len(args.files) == 1 and not args.files[0].is_dir():
        raise ValueError(
            f"{args.files[0]} is no folder: models import takes OPTIONS.json and WEIGHTS.hdf5, or one model folder."
        )
    from elmo_explorer.model_store import import_folder, import_pair

    with _checking("checking") as report:
        if len(args.files) == 1:
            folder = import_folder(args.files[0], args.name, args.language or (), args.replace, report)
        else:
            options, weights = args.files
            name = args.name or _name_of(weights)
            folder = import_pair(options, weights, name, args.language or ("en",), args.replace, report)
    _tell_ready(folder)
    return 0


def _download(args: argparse.Namespace) -> int:
    from elmo_explorer.published_models import default_base, find_published, published_table

    if args.name is None:
        print(published_table())
        return 0
    model = find_published(args.name)

    from tqdm import tqdm

    from elmo_explorer.downloads import Patience, parts
    from elmo_explorer.model_download import download_folder, download_model

    def say(sentence: str) -> None:
        tqdm.write(f"{model.name}: {sentence}", file=sys.stderr)

    with (
        tqdm(unit="B", unit_scale=True, desc=model.name, disable=None) as bar,
        _checking("checking") as report,
    ):

        def show(progress: Progress) -> None:
            if bar.n == 0 and progress.done:
                bar.initial = progress.done  # was there before: not part of the speed
            bar.total = progress.total
            bar.update(progress.done - bar.n)

        try:
            patience = Patience(args.timeout, args.tries)
            base = args.base or default_base()
            folder = download_model(model, base, args.replace, patience, show, say, report)
        except KeyboardInterrupt:
            there = parts(download_folder(model) / "weights.hdf5")
            if there is not None and there.done:
                of = f" of {there.total / 1e6:.1f}" if there.total is not None else ""
                say(f"{there.done / 1e6:.1f}{of} MB are kept; the same command goes on from there.")
            raise
    _tell_ready(folder)
    return 0


def _check(args: argparse.Namespace) -> int:
    from elmo_explorer.model_store import check_model
    from elmo_explorer.model_table import model_rows

    rows = {row.folder.name: str(row.folder) for row in model_rows()}
    names = args.names or list(rows)
    damaged = 0
    for name in names:
        try:
            with _checking(name) as report:
                origin = check_model(name if args.names else rows[name], report)
        except ValueError as error:
            damaged += 1
            print(f"elmo-explorer: {error}", file=sys.stderr)
            continue
        sums = "as it came" if origin is not None else "no checksum was recorded"
        print(f"{name}: every tensor loads, {sums}.")
    return 1 if damaged else 0


def _remove(args: argparse.Namespace) -> int:
    from elmo_explorer.model_store import own_model, remove_model

    folder = own_model(args.name)
    if not args.yes:
        if not sys.stdin.isatty():
            raise ValueError(f"{folder} would be removed for good: say so with --yes.")
        try:
            answer = input(f"Remove {folder} for good? [y/N] ")
        except EOFError:
            answer = ""
        if answer.strip().lower() not in ("y", "yes"):
            print(f"{args.name} stays.")
            return 0
    remove_model(args.name)
    print(f"{args.name} is removed.")
    return 0


def _tell_ready(folder: Path) -> None:
    from elmo_explorer.model_origin import read_origin

    origin = read_origin(folder)
    checksum = f", SHA-256 of its weights {origin.weights_sha256}" if origin is not None else ""
    print(f"{folder.name} is in {folder}{checksum}. It opens with --model {folder.name}.")


def _name_of(weights: Path) -> str:
    """A name for a pair, from its weights' name; "weights.hdf5" says less than the folder it lies in."""
    stem = weights.stem.removesuffix("_weights")
    return weights.resolve().parent.name if stem == "weights" else stem


@contextmanager
def _checking(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for the load check, on a terminal alone."""
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, desc=what, disable=None, leave=False, delay=0.5) as bar:

        def report(tensor: str, done: int, total: int) -> None:
            bar.total = total or None
            bar.update(done - bar.n)

        yield report
