"""Kill -9 at random moments of what writes; ``python -m tests.torture.kills --count 200 --seed 1``.

After each there is the old file or the new one, whole, and what was cut off can be done again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 120
_CONFIG = """
name = "mine"
language = "en"
output = "run"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4], [2, 4]]
projection_dim = 8
cell_dim = 8
n_layers = 1
n_highway = 1
[training]
tokens = {tokens}
streams = 4
vocabulary = 50
"""
_WRITER = """
import sys
from pathlib import Path
from elmo_explorer.session.session_file import saved_session, write_session
from tests.torture.session_made import session_made
path = Path(sys.argv[1])
saved = [saved_session(session_made(seed, 40), with_vectors=True) for seed in (1, 2)]
write_session(path, saved[0])
print("begun", flush=True)
while True:
    for one in saved:
        write_session(path, one)
"""


def killed(
    command: Sequence[str], wait_s: float, folder: Path, environment: dict[str, str], sign: str = ""
) -> bool:
    """Start a command and kill it with all its children.

    Args:
        command: what to start.
        wait_s: seconds from the sign, or from the start where there is none.
        folder: where it runs.
        environment: its variables.
        sign: a line on its output that tells that it has begun.

    Returns:
        Whether it was still running when it was killed.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    if sign:
        for line in process.stdout:
            if sign in line:
                break
    try:
        process.wait(wait_s)
        running = False
    except subprocess.TimeoutExpired:
        running = True
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    return running


class Kills:
    """A home of their own, and the four kinds of writing."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self._environment = os.environ | {
            "PYTHONPATH": str(_ROOT),
            "OMP_NUM_THREADS": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            self._environment[variable] = str(folder / variable.lower())

    def save(self) -> None:
        """Saving a session over an older one."""
        from elmo_explorer.session.session_file import read_session

        path = self._folder / "saved" / "talk.elmox"
        path.parent.mkdir(exist_ok=True)
        command = [sys.executable, "-c", _WRITER, str(path)]
        self._kill("save", command, self._chance.uniform(0, 0.2), "begun")
        self._must("save", lambda: _one_of(len(read_session(path).sentences), (40,)))

    def model_import(self) -> None:
        """Taking a model in, again and again over itself."""
        model = self._model()
        command = self._program("models", "import", str(model), "--name", "mine", "--replace")
        self._kill("model import", command, self._chance.uniform(0.3, 3.0))
        listed = subprocess.run(
            self._program("models", "--json"),
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        if listed.returncode or "Traceback" in listed.stderr:
            self.failures.append(f"model import: models list: {listed.stderr[-300:]}")
        taken = Path(self._environment["XDG_DATA_HOME"]) / "elmo-explorer" / "models" / "mine"
        if taken.exists():
            from elmo_explorer.bilm.checkpoint import read_model

            self._must("model import", lambda: read_model(taken))

    def training(self) -> None:
        """Training, which goes on where it was cut off."""
        self._kill("training", self._train(50_000_000), self._chance.uniform(1.5, 8.0))

    def finish_training(self) -> None:
        """After all its kills the run comes to its end, and gives a model."""
        from elmo_explorer.bilm.checkpoint import read_model

        done = subprocess.run(
            [*self._train(50_000_000), "--max-minutes", "0"],
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        if done.returncode or "Traceback" in done.stderr:
            self.failures.append(f"training: does not go on: {done.stderr[-500:]}")
        checkpoints = list((self._folder / "run" / "checkpoints").glob("*"))
        if not checkpoints:
            self.failures.append("training: no checkpoint was kept")
        model = self._folder / "run" / "model"
        if model.exists():
            self._must("training", lambda: read_model(model))

    def _train(self, tokens: int) -> list[str]:
        config, text = self._folder / "config.toml", self._folder / "text.txt"
        if not text.exists():
            lines = (f"The bank number {n % 97} was by the river that day .\n" for n in range(4000))
            text.write_text("\n".join(lines), encoding="utf-8")
            config.write_text(_CONFIG.format(tokens=tokens), encoding="utf-8")
        return self._program("train", str(config))

    def _model(self) -> Path:
        folder = self._folder / "to import"
        if not folder.exists():
            from tests.conftest import _small_bilm

            _small_bilm().save(folder)
        return folder

    def _program(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "elmo_explorer", *arguments]

    def _kill(self, kind: str, command: Sequence[str], wait_s: float, sign: str = "") -> None:
        running = killed(command, wait_s, self._folder, self._environment, sign)
        self.counts[kind if running else f"{kind} (was done before)"] += 1

    def _must(self, kind: str, check: Callable[[], object]) -> None:
        try:
            check()
        except (ValueError, OSError) as error:
            self.failures.append(f"{kind}: {error}")


def _one_of(found: int, right: tuple[int, ...]) -> None:
    if found not in right:
        raise ValueError(f"{found} is none of {right}")


def main(arguments: list[str] | None = None) -> int:
    """Kill so often, and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1200.0)
    args = parser.parse_args(arguments)
    ends = time.monotonic() + args.seconds
    with tempfile.TemporaryDirectory(prefix="elmo-torture-") as folder:
        kills = Kills(Path(folder), random.Random(args.seed))
        kinds = (kills.save, kills.model_import, kills.training)
        done = 0
        while done < args.count and time.monotonic() < ends:
            kinds[done % len(kinds)]()
            done += 1
        if done >= len(kinds):
            kills.finish_training()
        left = [str(p.relative_to(folder)) for p in Path(folder).rglob(".*.part")]
    print(
        json.dumps(
            {
                "kills": done,
                "kinds": dict(kills.counts),
                "n_failures": len(kills.failures),
                "failures": kills.failures[:20],
                "parts that lie until the next start": len(left),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
