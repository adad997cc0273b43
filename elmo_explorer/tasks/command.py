"""``elmo-explorer learn``: the mixing weights that a task wants."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from types import FrameType
from typing import TYPE_CHECKING, Any

from elmo_explorer.arguments import count

if TYPE_CHECKING:
    from elmo_explorer.tasks.config import TaskConfig
    from elmo_explorer.tasks.results import Event, TaskResult


def add_learn(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``learn``."""
    learn = commands.add_parser(
        "learn",
        help="learn a task's mixing weights from labelled data",
        description="Learn the weights with which a task mixes the layers, and compare with every layer alone, the plain "
        "average and the most frequent label. The model stays as it is; Ctrl+C keeps what was learned so far.",
    )
    learn.add_argument("task", metavar="TASK.toml", nargs="?", type=Path)
    learn.add_argument(
        "--bundled",
        metavar="MODEL",
        help="learn the tasks whose results come with this model (en or zh) again",
    )
    learn.add_argument("--only", metavar="TASK", nargs="+", help="of these the named ones alone")
    learn.add_argument("--data", metavar="FOLDER", type=Path, help="that the data's paths count from")
    learn.add_argument("--model", metavar="NAME_OR_FOLDER", help="another model than the task names")
    learn.add_argument("--seeds", metavar="N", type=count, help="another number of seeds than the task says")
    learn.add_argument(
        "--output",
        metavar="FILE_OR_FOLDER",
        type=Path,
        help="where the result goes (default: NAME.json in this folder, after the task's name; with --bundled learned/MODEL)",
    )
    learn.add_argument(
        "--events",
        action="store_true",
        help="for programs: tell what happens as lines of JSON, the result last, and end with the standard input",
    )
    learn.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")


def main_learn(args: argparse.Namespace) -> int:
    """Learn one task, or the bundled ones.

    Returns:
        0; 130 where it was stopped, with what was learned until then written.

    Raises:
        ValueError: the arguments do not fit, or a file has a fault.
        OSError: a file cannot be read or written.
    """
    if (args.task is None) == (args.bundled is None):
        raise ValueError("learn needs either TASK.toml or --bundled MODEL.")
    if args.only and args.bundled is None:
        raise ValueError("--only chooses among the bundled tasks, so it needs --bundled MODEL.")
    if args.events:
        return _serve(args)
    from elmo_explorer.tasks.config import read_task
    from elmo_explorer.tasks.learn import Stopped

    paths = [args.task] if args.bundled is None else _bundled(args.bundled, args.only)
    tasks = [read_task(path) for path in paths]
    if args.seeds is not None:
        tasks = [_with_seeds(task, args.seeds) for task in tasks]
    models: dict[str, Any] = {}
    with _stop_once() as stop:
        for path, task in zip(paths, tasks, strict=True):
            target = _target(args, path, task)
            _check_target(target, task)
            target.parent.mkdir(parents=True, exist_ok=True)
            _check_writable(target.parent)
            try:
                _learn(args, path, task, target, models, stop)
            except Stopped:
                print("Stopped before anything was learned.", file=sys.stderr)
            if stop:
                return 130
    return 0


def _serve(args: argparse.Namespace) -> int:
    from elmo_explorer.tasks.serve import serve

    if args.task is None or args.data or args.seeds or args.output:
        raise ValueError("--events takes TASK.toml, --model and --device alone.")
    return serve(args.task, args.model or "", args.device, getattr(args, "command_line", ()))


def _learn(
    args: argparse.Namespace,
    path: Path,
    task: TaskConfig,
    target: Path,
    models: dict[str, Any],
    stop: list[bool],
) -> None:
    # Here, since torch takes a second that no refusal waits for.
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.paths import model_folder
    from elmo_explorer.tasks.learn import learn_task
    from elmo_explorer.tasks.report import text_table
    from elmo_explorer.tasks.results import model_checksum, write_result
    from elmo_explorer.tasks.tagger import write_tagger

    name = args.model or task.model or task.language
    if name not in models:
        models[name] = (BiLM.load(name, device=args.device), model_checksum(model_folder(name)))
    bilm, checksum = models[name]
    folder = path.resolve().parent if args.data is None else args.data
    with _Bars(task.name) as bars:
        outcome = learn_task(task, folder, bilm, checksum, bars.show, lambda: bool(stop))
    result: TaskResult = replace(outcome.result, command=_again(args, path))
    write_result(result, target)
    print(text_table(result))
    if task.kind == "tokens":
        write_tagger(outcome, target.with_suffix(".safetensors"))
    print(f"Written to {target}\n", flush=True)


def _again(args: argparse.Namespace, path: Path) -> str:
    """The command that comes to the same result, wherever the data lies."""
    words = (
        [path.name] if args.bundled is None else ["--bundled", Path(args.bundled).name, "--only", path.stem]
    )
    words += ["--data", "FOLDER"] if args.data is not None else []
    words += ["--model", Path(args.model).name] if args.model is not None else []
    words += ["--seeds", str(args.seeds)] if args.seeds is not None else []
    return shlex.join(["elmo-explorer", "learn", *words])


class _Bars:
    """Progress on the standard error stream, where that is a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: Any = None
        self._what = ""

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: Event) -> None:
        from elmo_explorer.tasks.results import LearningStep, ReadingStates

        if isinstance(event, ReadingStates):
            self._move("reads", event.done, event.total, "")
        elif isinstance(event, LearningStep):
            weights = " ".join(f"{weight:.2f}" for weight in event.weights)
            score = "" if event.score is None else f", dev {100 * event.score:.1f} %"
            self._move("learns", event.step, event.total, f"weights {weights}{score}")

    def _move(self, what: str, done: int, total: int, text: str) -> None:
        from tqdm import tqdm

        if what != self._what:
            if self._bar is not None:
                self._bar.close()
            self._what = what
            self._bar = tqdm(total=total, desc=f"{self._name}: {what}", disable=None, leave=False)
        self._bar.set_postfix_str(text, refresh=False)
        self._bar.update(done - self._bar.n)


def _bundled(model: str, only: list[str] | None) -> list[Path]:
    from elmo_explorer.paths import bundled_results_dir

    known = {path.stem: path for path in sorted((bundled_results_dir() / Path(model).name).glob("*.toml"))}
    if not known:
        models = sorted({path.parent.name for path in bundled_results_dir().glob("*/*.toml")})
        raise ValueError(f"No tasks are bundled for a model {model!r}, but for {', '.join(models)}.")
    if unknown := [name for name in only or () if name not in known]:
        raise ValueError(f"There is no bundled task {unknown[0]!r}, but {', '.join(known)}.")
    return [known[name] for name in only or known]


def _with_seeds(task: TaskConfig, seeds: int) -> TaskConfig:
    from msgspec.structs import replace as with_entries

    if not 1 <= seeds <= 50:
        raise ValueError(f"--seeds should be from 1 to 50, found {seeds}.")
    return with_entries(task, learning=with_entries(task.learning, seeds=seeds))


def _target(args: argparse.Namespace, path: Path, task: TaskConfig) -> Path:
    from elmo_explorer.tasks.results import slug

    output: Path | None = args.output
    if args.bundled is not None:
        return (output or Path("learned") / Path(args.bundled).name) / f"{path.stem}.json"
    if output is None or output.is_dir():
        return (output or Path()) / f"{slug(task.name)}.json"
    return output


def _check_target(target: Path, task: TaskConfig) -> None:
    """Refuse to overwrite what is no earlier result."""
    from elmo_explorer.tasks.results import read_result
    from elmo_explorer.tasks.tagger import read_tagger

    head = target.with_suffix(".safetensors")
    if target == head:
        raise ValueError(f"{target}: a result is JSON, so name a file that ends in .json with --output.")
    if task.kind == "tokens" and head.exists():
        try:
            read_tagger(head)
        except ValueError:
            raise ValueError(
                f"{head} is no head learned from a task and would be overwritten: name another file with --output."
            ) from None
    if target.exists():
        try:
            read_result(target)
        except ValueError:
            raise ValueError(
                f"{target} is no earlier result and would be overwritten: name another file with --output."
            ) from None


def _check_writable(folder: Path) -> None:
    """Find out before anything is learned whether it could be kept.

    Raises:
        OSError: no file can be written there.
    """
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None


@contextmanager
def _stop_once() -> Iterator[list[bool]]:
    """The first Ctrl+C asks to stop, which keeps what was learned; the second breaks off."""
    stop: list[bool] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if stop:
            raise KeyboardInterrupt
        stop.append(True)
        print("Stopping: what was learned so far is kept (Ctrl+C again breaks off).", file=sys.stderr)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
