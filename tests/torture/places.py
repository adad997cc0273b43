"""Full disks and closed folders for all that writes; ``python -m tests.torture.places --count 100 --seed 1``.

Whoever cannot write says so in one sentence that names a file; what was there stays, and nothing is left beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.child import Child, Ended, give_up_powers, mount_small_disk

_LONGEST_SENTENCE = 1000
_WAYS = ("file limit", "closed folder", "full disk", "closed file")


@dataclass(frozen=True)
class Writer:
    """Something that writes into a folder, again and again."""

    name: str
    place: Path
    write: Callable[[int], str]
    """Write the n-th content; the sentence that a person reads where it cannot, else ""."""
    measured: str = "**/*"
    """Which files are as large as what is written."""
    one_file: bool = False
    """A person's file, which is not replaced when it is closed; of folders and caches that is no matter."""
    may_change: Callable[[str], bool] = field(default=lambda _: False)
    """Which files, by their path in the folder, may differ after a writing that failed."""


def said(write: Callable[[], object]) -> str:
    """The sentence that a person reads where this cannot be written."""
    try:
        write()
    except OSError as error:
        return f"{error.filename2 or error.filename}: {error.strerror}."  # as the command line and the window have it
    except ValueError as error:
        return str(error)
    return ""


def told_by_command(*arguments: str) -> str:
    """The same for a command of the program."""
    import contextlib
    import io

    from elmo_explorer.cli import run

    heard = io.StringIO()
    with contextlib.redirect_stderr(heard), contextlib.redirect_stdout(io.StringIO()):
        status = run(arguments)
    text = heard.getvalue()
    if not status:
        return ""
    found = [
        part for line in text.splitlines() for part in line.split("\r") if part.startswith("elmo-explorer: ")
    ]
    return found[0] if len(found) == 1 and "Traceback" not in text else f"not one sentence\n{text[-600:]}"


def writers(folder: Path) -> list[Writer]:
    """All that writes, each into a folder of its own."""
    import numpy as np

    from elmo_explorer.array_cache import ArrayCache
    from elmo_explorer.paths import user_models_dir
    from elmo_explorer.session.session_file import saved_session, write_session
    from elmo_explorer.tasks.results import write_result
    from elmo_explorer.ui.settings import Settings
    from tests.conftest import _small_bilm, _task_result
    from tests.torture.session_made import session_made
    from tests.torture.training_made import training_made

    def place(name: str) -> Path:
        (folder / name).mkdir(parents=True)
        return folder / name

    sessions, settings, results, cache, vectors = map(
        place, ("sessions", "settings", "results", "cache", "vectors")
    )
    saved = [saved_session(session_made(seed, 30), with_vectors=True) for seed in (1, 2)]

    def set_it(n: int) -> None:
        kept = Settings(settings / "settings.toml")
        kept.model = f"{n}" + "x" * 2000
        kept.writing()()

    model = folder / "to import"
    _small_bilm().save(model)
    user_models_dir().mkdir(parents=True)
    text = folder / "text.txt"
    text.write_text("We sat on the bank .\n" * 40, encoding="utf-8")
    config = training_made(folder / "training", 50_000_000)

    return [
        Writer(
            "session",
            sessions,
            lambda n: said(lambda: write_session(sessions / "talk.elmox", saved[n % 2])),
            one_file=True,
        ),
        Writer(
            "settings",
            settings,
            lambda n: said(lambda: set_it(n)),
            "settings.toml",
            True,
            lambda name: name == "settings.toml.bak",  # what was whole before the change, whole
        ),
        Writer(
            "task result",
            results,
            lambda n: said(lambda: write_result(_task_result(name=f"task {n}"), results / "task.json")),
            one_file=True,
        ),
        Writer(
            "cache of arrays",
            cache,
            lambda n: said(lambda: ArrayCache(cache, 1 << 24).store("0" * 64, np.full(5000, n))),
        ),
        Writer(
            "model import",
            user_models_dir(),
            lambda _: told_by_command("models", "import", str(model), "--name", "mine", "--replace"),
        ),
        Writer(
            "vectors",
            vectors,
            lambda _: told_by_command(
                "embed", str(text), str(vectors / "out.hdf5"), "--model", str(model), "--device", "cpu"
            ),
            one_file=True,
        ),
        Writer(
            "training",
            config.parent / "run",
            lambda _: told_by_command("train", str(config), "--max-minutes", "0.004", "--device", "cpu"),
            "checkpoints/*",
            False,
            lambda name: not name.endswith(".part"),  # it goes on as far as it can
        ),
    ]


class Places:
    """Tries every writer in every place where it cannot write."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._chance = chance
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self._writers = writers(folder)

    def try_one(self, number: int) -> None:
        """One writer in one place."""
        writer = self._writers[number % len(self._writers)]
        if not self.counts[writer.name]:
            writer.place.mkdir(exist_ok=True)
            self._must_write(writer, 0, "at first")
        way = _WAYS[number // len(self._writers) % len(_WAYS)]
        before = _contents(writer.place)
        if way == "closed file" and not writer.one_file:
            way = "file limit"
        if way == "file limit":
            largest = max(
                path.stat().st_size for path in writer.place.glob(writer.measured) if path.is_file()
            )
            n = self._chance.randrange(largest)
            ended = Child(lambda _: _limited(n, lambda: writer.write(number))).end()
            way = f"no file beyond {n} bytes"
        elif way == "closed folder":
            _close(writer.place, True)
            ended = Child(lambda _: (give_up_powers(), writer.write(number))[1]).end()
            _close(writer.place, False)
        elif way == "closed file":
            for path in writer.place.glob(writer.measured):
                path.chmod(0o444)
            ended = Child(lambda _: (give_up_powers(), writer.write(number))[1]).end()
            _close(writer.place, False)
        else:
            ended = Child(lambda _: _on_full_disk(writer, number)).end()
        self.counts[writer.name] += 1
        if ended.result == "not mountable":
            self.counts["not mountable"] += 1
            return
        self._judge(f"{writer.name}, {way}", ended)
        self._compare(f"{writer.name}, {way}", writer, before, _contents(writer.place))
        self._must_write(writer, number + 1, f"after {way}")

    def standard_output(self) -> None:
        """A list that goes to a full disk is an error in a sentence as well."""
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "elmo_explorer", "models", "--json"],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        lines = done.stderr.strip().splitlines()
        if done.returncode == 0 or len(lines) != 1 or "Errno" in done.stderr or "Traceback" in done.stderr:
            self.failures.append(
                f"a list on a full disk: exit status {done.returncode}: {done.stderr[-300:]!r}"
            )

    def _judge(self, what: str, ended: Ended) -> None:
        if ended.status or "Traceback" in ended.said:
            self.failures.append(f"{what}: exit status {ended.status}: {ended.said[-600:]}")
            return
        for sentence in ended.result.split("\x00"):
            bad = ""
            if not sentence:
                bad = "it said nothing"
            elif "\n" in sentence.strip() or "Errno" in sentence or "Traceback" in sentence:
                bad = "more than a sentence"
            elif sentence.startswith("None") or ("/" not in sentence and "elmox" not in sentence):
                bad = "no file is named"
            elif len(sentence) > _LONGEST_SENTENCE:
                bad = "too long"
            elif ".part" in sentence:
                bad = "a file of ours is named instead of theirs"
            if bad:
                self.failures.append(f"{what}: {bad}: {sentence[:400]!r}")

    def _compare(self, what: str, writer: Writer, before: dict[str, bytes], after: dict[str, bytes]) -> None:
        changed = [
            name
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
            and not writer.may_change(name)
            and not name.endswith(".lock")
        ]
        if changed:
            self.failures.append(f"{what}: changed or left: {', '.join(changed)}")

    def _must_write(self, writer: Writer, number: int, when: str) -> None:
        ended = Child(lambda _: writer.write(number)).end()
        if ended.status or ended.result:
            self.failures.append(
                f"{writer.name}: cannot be written {when}: {ended.result} {ended.said[-600:]}"
            )
        left = [name for name in _contents(writer.place) if name.endswith((".part", ".new"))]
        if left:
            self.failures.append(f"{writer.name}, {when}: left {', '.join(left)}")


def _limited(n_bytes: int, write: Callable[[], str]) -> str:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    return write()


def _on_full_disk(writer: Writer, number: int) -> str:
    """On a disk of its own, with the old files and no room; it is gone with this process."""
    before = _contents(writer.place)
    if not mount_small_disk(writer.place, sum(map(len, before.values())) + (1 << 20)):
        return "not mountable"
    for name, data in before.items():
        (writer.place / name).parent.mkdir(parents=True, exist_ok=True)
        (writer.place / name).write_bytes(data)
    filler = writer.place / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while file.write(b"\0" * 4096):
                pass
    except OSError:
        pass
    sentence = writer.write(number)
    filler.unlink()
    after = _contents(writer.place)
    different = [
        name
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name) and not writer.may_change(name) and not name.endswith(".lock")
    ]
    return sentence + (f"\x00changed or left on the full disk: {different}\n" if different else "")


def _contents(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


def _close(place: Path, closed: bool) -> None:
    for path in (place, *place.rglob("*")):
        path.chmod((0o555 if closed else 0o755) if path.is_dir() else (0o444 if closed else 0o644))


def main(arguments: list[str] | None = None) -> int:
    """Try them and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600.0)
    args = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy: copies of a process with threads hang
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    ends = time.monotonic() + args.seconds
    folder = Path(tempfile.mkdtemp(prefix="elmo-torture-"))
    import tests.conftest  # noqa: F401 (which has a home of its own)

    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(folder / variable.lower())
    try:
        import torch  # noqa: F401 (once, not in every child)

        places = Places(folder, random.Random(args.seed))
        done = 0
        places.standard_output()
        while done < args.count and time.monotonic() < ends:
            places.try_one(done)
            done += 1
    finally:
        _close(folder, False)
        shutil.rmtree(folder)
    digest = Counter(places.failures)
    print(
        json.dumps(
            {
                "places": done,
                "kinds": dict(places.counts),
                "n_failures": len(places.failures),
                "failures": [f"{n} times {text}" for text, n in digest.most_common(20)],
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
