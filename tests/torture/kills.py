"""Kill -9 at random moments of what writes; ``python -m tests.torture.kills --count 200 --seed 1``.

After each there is the old file or the new one, whole; what was cut off can be done again, and what it has left is gone
then.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.child import Child
from tests.torture.places import told_by_command
from tests.torture.session_made import session_made
from tests.torture.training_made import training_made


@dataclass(frozen=True)
class Writing:
    """Something that writes for ever, until it is killed."""

    name: str
    place: Path
    longest_s: float
    """After the beginning, until it is killed."""
    writes: Iterable[Callable[[], object]]
    """One writing after the other."""
    check: Callable[[], object]
    """What is there is whole, the old or the new: else it raises."""
    once: Callable[[], str] = field(default=lambda: "")
    """What was cut off is done again, to its end; says what went wrong."""


def writings(folder: Path) -> list[Writing]:
    """All kinds, each in a folder of its own."""
    from elmo_explorer.bilm.checkpoint import read_model
    from elmo_explorer.paths import recovery_dir, user_models_dir
    from elmo_explorer.recovery import left_behind, new_slot
    from elmo_explorer.session.session_file import read_session, saved_session, write_session
    from elmo_explorer.settings_file import load_settings
    from elmo_explorer.ui.settings import Settings
    from tests.conftest import _small_bilm

    sessions, settings, recovery = folder / "sessions", folder / "settings", recovery_dir()
    for place in (sessions, settings, recovery, user_models_dir()):
        place.mkdir(parents=True)
    talk = sessions / "talk.elmox"
    saved = [saved_session(session_made(seed, 40), with_vectors=True) for seed in (1, 2)]
    write_session(talk, saved[0])

    def settings_written(n: int) -> None:
        kept = Settings(settings / "settings.toml")
        kept.model, kept.seed, kept.recent = (
            f"model {n}" + "x" * 4000,
            n,
            tuple(f"/{n}/{k}" for k in range(9)),
        )
        kept.writing()()

    def settings_whole() -> None:
        loaded = load_settings(settings / "settings.toml")
        found = Settings(settings / "settings.toml")
        if loaded.said or found.model.rstrip("x") != f"model {found.seed}":
            raise ValueError(f"the settings are {loaded.said or found.model[:40]!r}")

    def kept_whole() -> None:
        """What a killed window has kept is offered, whole, and with the file that it belongs to."""
        for slot in left_behind(recovery):
            try:
                _equal((len(read_session(slot.file).sentences), slot.document), (40, talk))
            finally:
                slot.leave()

    def forget_kept() -> str:
        for slot in left_behind(recovery):
            slot.discard()
            slot.leave()
        return ", ".join(f"{path.name} stays" for path in recovery.iterdir())

    settings_written(0)
    to_import = folder / "to import"
    _small_bilm().save(to_import)
    importing = ("models", "import", str(to_import), "--name", "mine", "--replace")
    config = training_made(folder / "training", 50_000_000)
    training = ("train", str(config), "--device", "cpu")

    def model_whole() -> None:
        if (user_models_dir() / "mine").exists():
            read_model(user_models_dir() / "mine")

    return [
        Writing(
            "save",
            sessions,
            0.15,
            (lambda one=one: write_session(talk, one) for one in itertools.cycle(saved)),
            lambda: _equal(len(read_session(talk).sentences), 40),
            lambda: write_session(talk, saved[0]) or "",
        ),
        Writing(
            "autosave",
            recovery,
            0.15,
            (lambda one=one: new_slot(recovery).write(one, talk) for one in itertools.cycle(saved)),
            kept_whole,
            forget_kept,
        ),
        Writing(
            "settings",
            settings,
            0.1,
            (lambda n=n: settings_written(n) for n in itertools.count()),
            settings_whole,
            lambda: settings_written(0) or "",
        ),
        Writing(
            "model import",
            user_models_dir(),
            0.4,
            (lambda: told_by_command(*importing) for _ in itertools.count()),
            model_whole,
            lambda: told_by_command(*importing),
        ),
        Writing(
            "training",
            config.parent / "run",
            1.5,
            (lambda: told_by_command(*training, "--max-minutes", "0.002") for _ in itertools.count()),
            lambda: None,
            lambda: told_by_command(*training, "--max-minutes", "0.0002"),
        ),
    ]


class Kills:
    """Kills one kind after the other."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._chance = chance
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self.most_left = 0
        self._writings = writings(folder)

    def one(self, number: int) -> None:
        """Start, kill, look, and now and then do it again to its end."""
        writing = self._writings[number % len(self._writings)]

        def write(begun: Callable[[], None]) -> str:
            begun()
            for once in writing.writes:
                said = once()
                if said:
                    return str(said)
            return ""

        child = Child(write)
        child.wait_begun()
        time.sleep(self._chance.uniform(0, writing.longest_s))
        ended = child.kill()
        if ended.status >= 0:  # not ours
            self.failures.append(f"{writing.name}: ended by itself: {ended.result} {ended.said[-500:]}")
        self.counts[writing.name] += 1
        self._must(writing.name, writing.check)
        left = _left(writing.place)
        self.most_left = max(self.most_left, len(left))
        for path in left:
            os.utime(path, (1, 1))  # as if some time had passed
        if number // len(self._writings) % 4 == 3:
            self.done_again(writing)

    def done_again(self, writing: Writing) -> None:
        """What was cut off comes to its end, and nothing of what was cut off stays."""
        ended = Child(lambda _: writing.once()).end()
        if ended.status or ended.result:
            self.failures.append(f"{writing.name}: cannot be done again: {ended.result} {ended.said[-500:]}")
        self._must(writing.name, writing.check)
        left = _left(writing.place)
        if left:
            self.failures.append(f"{writing.name}: left for good: {', '.join(path.name for path in left)}")

    def end(self) -> None:
        """All of them come to their end."""
        for writing in self._writings:
            self.done_again(writing)

    def _must(self, kind: str, check: Callable[[], object]) -> None:
        try:
            check()
        except (ValueError, OSError) as error:
            self.failures.append(f"{kind}: {error}")


def _left(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.name.endswith((".part", ".new", ".old", ".removed"))]


def _equal(found: object, right: object) -> None:
    if found != right:
        raise ValueError(f"{found} should be {right}")


def main(arguments: list[str] | None = None) -> int:
    """Kill so often, and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1200.0)
    args = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy: copies of a process with threads hang
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    ends = time.monotonic() + args.seconds
    import torch  # noqa: F401 (once, not in every child)

    import tests.conftest  # noqa: F401 (which has a home of its own)

    folder = Path(tempfile.mkdtemp(prefix="elmo-torture-"))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(folder / variable.lower())
    try:
        kills = Kills(folder, random.Random(args.seed))
        done = 0
        while done < args.count and time.monotonic() < ends:
            kills.one(done)
            done += 1
        kills.end()
    finally:
        shutil.rmtree(folder)
    print(
        json.dumps(
            {
                "kills": done,
                "kinds": dict(kills.counts),
                "n_failures": len(kills.failures),
                "failures": [f"{n} times {text}" for text, n in Counter(kills.failures).most_common(20)],
                "files left at most, until the next writing": kills.most_left,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
