"""The commands: the window (without a command) · embed · train · evaluate · learn · models · figure · desktop.

Whatever a command needs is imported when it runs, so that the help and every refusal come at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from elmo_explorer import __version__
from elmo_explorer.arguments import WINDOW_CHOICES, count, minutes
from elmo_explorer.bilm.errors import OutOfMemoryError
from elmo_explorer.figure_command import add_figure, main_figure
from elmo_explorer.model_commands import add_models, main_models
from elmo_explorer.tasks.command import add_learn

_OPENED = (".elmox", ".png", ".svg", ".pdf")
"""What the window opens when it stands alone on the command line: sessions, and figures that carry one."""
_TAKES_FILE = ("--file", "--screenshot", "--model")
DEVICES = ("auto", "cpu", "cuda", "mps")


def run(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: the command line without the program's name.

    Returns:
        The exit status: 0, 1 where the command failed after one sentence on the standard error stream, 2 for a command
        line that has no sense, 130 after Ctrl+C.
    """
    args = build_parser(arguments).parse_args(_file_named(arguments))
    args.command_line = tuple(arguments)
    command = {
        None: _app,
        "embed": _embed,
        "train": _train,
        "evaluate": _evaluate,
        "learn": _learn,
        "models": _models,
        "figure": _figure,
        "desktop": _desktop,
    }[args.command]
    try:
        status = command(args)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("elmo-explorer: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read has seen enough, as with `| head`
        _close_output()
        return 1
    except OSError as error:
        place = error.filename2 or error.filename
        cause = f"{error.strerror}." if error.strerror else str(error)
        what = f"{place}: {cause}" if place else cause
        print(f"elmo-explorer: {what}", file=sys.stderr)
        try:
            sys.stdout.flush()
        except OSError:  # a full disk: at the end Python would try again, and say so in its own words
            _close_output()
        return 1
    except (ValueError, OutOfMemoryError) as error:
        print(f"elmo-explorer: {error}", file=sys.stderr)
        return 1


def _close_output() -> None:
    """Nobody reads it any more: what is still to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_named(arguments: Sequence[str]) -> list[str]:
    """The command line with ``--file`` before a session's file that stands alone, as a desktop gives it."""
    named = list(arguments)
    commands = ("embed", "train", "evaluate", "learn", "models", "figure", "desktop")
    for place, argument in enumerate(named):
        if argument in commands:
            break
        if argument.lower().endswith(_OPENED) and (place == 0 or named[place - 1] not in _TAKES_FILE):
            named.insert(place, "--file")
            break
    return named


def build_parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The command line's grammar.

    Args:
        arguments: the command line; without ``evaluate`` in it, that command's kinds are not looked up, which takes time.
    """
    parser = argparse.ArgumentParser(
        prog="elmo-explorer",
        description="See what ELMo sees. Without a command the window opens.",
        epilog="`elmo-explorer COMMAND --help` tells more of a command.",
    )
    parser.add_argument("--version", action="version", version=f"elmo-explorer {__version__}")
    window = parser.add_argument_group("the window")
    window.add_argument(
        "--file", metavar="FILE.elmox", help="open this session, or the one that a figure carries"
    )
    window.add_argument("--example", metavar="NAME", help="open this example, such as bank")
    window.add_argument(
        "--lesson", choices=WINDOW_CHOICES["lesson"], help="open the lesson on how ELMo works: F5 presents it"
    )
    window.add_argument("--model", metavar="NAME_OR_FOLDER", help="the biLM to begin with")
    window.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the biLM runs (default: auto)"
    )
    window.add_argument("--theme", choices=WINDOW_CHOICES["theme"])
    window.add_argument("--language", choices=WINDOW_CHOICES["language"], help="what the window speaks")
    window.add_argument(
        "--tab",
        metavar="NAME",
        help=f"the tab below the picture: {', '.join(WINDOW_CHOICES['tab'])}",
    )
    window.add_argument("--projection", choices=WINDOW_CHOICES["projection"])
    window.add_argument(
        "--axis",
        metavar="LOW:HIGH",
        action="append",
        help="a semantic axis between words, as in he,him:she,her; twice for a second, vertical one",
    )
    window.add_argument(
        "--screenshot", metavar="FILE", help="draw the finished window into a PNG file and leave"
    )
    window.add_argument("--size", metavar="WxH", help="the window's size in pixels (default: 1440x900)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_embed(commands)
    _add_train(commands)
    evaluate = commands.add_parser("evaluate", help="measure a model", description="Measure a model.")
    if "evaluate" in arguments:
        _add_kinds(evaluate)
    add_learn(commands)
    add_models(commands)
    add_figure(commands)
    _add_desktop(commands)
    return parser


def _add_embed(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    embed = commands.add_parser(
        "embed",
        help="write the vectors of a text file into an HDF5 file",
        description="Write every token's vectors into an HDF5 file in bilm-tf's layout: for each line of INPUT the data "
        "set str(line number from 0), shape (n_layers + 1, n_tokens, dim). Under torchrun each process takes a share of the "
        "lines, and the result is one file.",
    )
    embed.add_argument("input", metavar="INPUT", type=Path, help="UTF-8 text, one sentence a line")
    embed.add_argument("output", metavar="OUTPUT.hdf5", type=Path)
    embed.add_argument("--model", metavar="NAME_OR_FOLDER", help="a model's name or folder (default: en)")
    embed.add_argument(
        "--options", metavar="FILE", type=Path, help="a published options.json, with --weights"
    )
    embed.add_argument("--weights", metavar="FILE", type=Path, help="the weights.hdf5 that belongs to it")
    embed.add_argument(
        "--layers", choices=("all", "top", "average"), default="all", help="what is written (default: all)"
    )
    embed.add_argument("--tokenized", action="store_true", help="tokens are separated by white space already")
    embed.add_argument(
        "--stateful", action="store_true", help="carry states from batch to batch, as bilm-tf does"
    )
    embed.add_argument("--batch-size", metavar="N", type=count, help="sentences that are read together")
    embed.add_argument("--device", choices=DEVICES, default="auto")
    embed.add_argument(
        "--precision",
        choices=("fp32", "bf16"),
        default="fp32",
        help="bf16 is faster where the processor or the GPU has it, and changes every vector a little (default: fp32)",
    )


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = commands.add_parser(
        "train",
        help="train a biLM from plain text",
        description="Train a biLM as CONFIG.toml says; the same command goes on where an earlier one stopped.",
    )
    train.add_argument("config", metavar="CONFIG.toml", type=Path)
    train.add_argument("--max-minutes", metavar="N", type=minutes, help="stop cleanly after this time")
    train.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    train.add_argument(
        "--events",
        action="store_true",
        help="write events as lines of JSON and obey pause, resume and stop on standard input, as the window has it",
    )


def _add_kinds(evaluate: argparse.ArgumentParser) -> None:
    from elmo_explorer.evaluation.kinds import add_kinds

    add_kinds(evaluate.add_subparsers(dest="kind", metavar="KIND", required=True))


def _app(args: argparse.Namespace) -> int:
    from elmo_explorer.app import main

    return main(args)


def _embed(args: argparse.Namespace) -> int:
    from elmo_explorer.embed_command import main_embed

    with _stoppable():
        return main_embed(args)


def _train(args: argparse.Namespace) -> int:
    if args.events:
        from elmo_explorer.training.event_stream import serve

        return serve(args.config, args.max_minutes, args.device)
    from elmo_explorer.training.run import run as train

    with _stoppable():
        return train(args.config, args.max_minutes, args.device)


def _evaluate(args: argparse.Namespace) -> int:
    with _stoppable():
        status: int = args.main(args)
    return status


def _learn(args: argparse.Namespace) -> int:
    from elmo_explorer.tasks.command import main_learn

    return main_learn(args)


def _add_desktop(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    desktop = commands.add_parser(
        "desktop",
        help="put the program into a Linux desktop's menu",
        description="Put the program into a Linux desktop's menu and let a double click on an .elmox file open it, "
        "or take all of that away. Only files of your own account are written.",
    )
    desktop.add_argument("what", choices=("install", "remove"))


def _desktop(args: argparse.Namespace) -> int:
    from elmo_explorer.desktop_entry import main_desktop

    return main_desktop(args)


def _figure(args: argparse.Namespace) -> int:
    return main_figure(args)


def _models(args: argparse.Namespace) -> int:
    with _stoppable():
        return main_models(args)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A polite kill cleans up as Ctrl+C does."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
