"""Sessions that say odd but possible things, in the real window; ``python -m tests.torture.opened --count 300 --seed 1``.

What the reader lets in, the window must bear: each is opened, looked at, changed, presented and saved.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import os
import random
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.torture.session_made import session_made

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

HANG_S = 2.0
_ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "\u202eright to left",
    "<b>bold</b> &amp;",
    "a" * 5000,
    "line\nbreak",
    "\ud800",
    "👩‍👩‍👧‍👦",
    "{name} %s",
    "银行",
    "\u0301",
)
_ODD_NUMBERS = (0, 1, -1, 2, 3, 0.5, 1e-30, 1e30, 7, 1 << 30)


def odd(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same with one to three entries of another value, each of a kind that could stand there."""
    changed = copy.deepcopy(document)
    for _ in range(chance.randrange(1, 4)):
        places: list[tuple[Any, Any]] = []
        _collect(changed, places)
        owner, key = chance.choice(places)
        owner[key] = _other(owner[key], chance)
    return changed


def _collect(entry: Any, places: list[tuple[Any, Any]]) -> None:
    pairs = entry.items() if isinstance(entry, dict) else enumerate(entry) if isinstance(entry, list) else ()
    for key, value in pairs:
        if key in ("format", "version"):
            continue
        places.append((entry, key))
        _collect(value, places)


def _other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([n for n in _ODD_NUMBERS if isinstance(n, int)])
    if isinstance(value, float):
        return float(chance.choice(_ODD_NUMBERS))
    if isinstance(value, str):
        words = (
            "pca",
            "umap",
            "tsne",
            "axis",
            "sense",
            "word",
            "group",
            "forward",
            "backward",
            "lemma",
            "form",
        )
        return chance.choice((*_ODD_TEXTS, *words, "en", "zh", "compare", "neighbours", "tasks"))
    if isinstance(value, list):
        ways = (
            [],
            value[:1],
            value[::-1],
            value + value[-1:],
            value[: len(value) // 2],
            chance.sample(value, len(value)),
        )
        return copy.deepcopy(chance.choice(ways))
    if isinstance(value, dict):
        return None if chance.random() < 0.5 else {}
    return chance.choice((0, 1, "en", [], {}))


class Opened:
    """A window in which one session is opened after the other."""

    def __init__(self, explorer: Explorer, chance: random.Random, folder: Path) -> None:
        from elmo_explorer.session.session_file import saved_session, to_bytes

        self._explorer, self._chance, self._folder = explorer, chance, folder
        made = to_bytes(saved_session(session_made(), with_vectors=True))
        own = to_bytes(saved_session(explorer.session, with_vectors=True))
        self._sources = [self._parts(data) for data in (made, own)]
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self.longest = 0.0

    @staticmethod
    def _parts(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        return json.loads(members.pop("session.json")), members

    def one(self, number: int) -> None:
        """Make one that is let in, and use it."""
        from elmo_explorer.session.session_file import SessionFileError, from_bytes

        document, members = self._sources[number % len(self._sources)]
        while True:
            changed = odd(document, self._chance)
            memory = io.BytesIO()
            with zipfile.ZipFile(memory, "w") as archive:
                archive.writestr("session.json", json.dumps(changed))
                for name, content in members.items():
                    archive.writestr(name, content)
            try:
                from_bytes(memory.getvalue(), "odd.elmox")
                break
            except SessionFileError:
                self.counts["refused"] += 1
        what = _differences(document, changed)
        self._use(memory.getvalue(), what)
        self.counts["opened"] += 1

    def _use(self, data: bytes, what: str) -> None:
        from tests.torture.windows import _errors

        explorer, chance = self._explorer, self._chance
        opened: list[bool] = []

        def hear() -> None:
            opened.append(True)

        explorer.documents.controller.opened.connect(hear)
        explorer.documents.controller.open_bytes(data, "odd.elmox")
        self._let(lambda: opened, 20.0, what)
        explorer.documents.controller.opened.disconnect(hear)
        self._let(lambda: not explorer.waiting_for(), 0.5, what, must=False)
        for _ in range(3):
            step = chance.choice(self._steps())
            step()
            self._let(lambda: False, 0.05, what, must=False)
        written: list[bool] = []
        told = explorer.session.notice
        explorer.documents.controller.save(self._folder / "odd.elmox", lambda: written.append(True))
        self._let(lambda: written or explorer.session.notice is not told, 20.0, what)
        if _errors:
            self.failures.append(f"{what}: {_errors[0]}")
            _errors.clear()

    def _steps(self) -> list[Callable[[], object]]:
        from elmo_explorer.session.session import Focus

        explorer, chance = self._explorer, self._chance
        tabs = [part.tab.name for part in explorer.tab_parts]
        words = [token for s in explorer.session.sentences for token in s.tokens] or ["bank"]
        return [
            lambda: explorer._show_tab(chance.choice(tabs)),
            lambda: setattr(explorer.session, "focus", Focus(chance.choice(words))),
            lambda: explorer.text.add_text("The bank was closed ."),
            lambda: explorer._show_projection(chance.randrange(3)),
            explorer._toggle_trajectories,
            explorer.canvas.scatter.fit,
            explorer._toggle_theme,
            lambda: explorer._step_occurrence(1),
            explorer.history.undo,
            self._present,
        ]

    def _present(self) -> None:
        """Go through the scenes and back."""
        self._explorer.stage.present()
        self.counts["presented"] += 1
        self._let(lambda: False, 0.1, "present", must=False)
        for key in self._chance.choices(_STAGE_KEYS, k=6):
            self._press(key)
            self._let(lambda: False, 0.05, "present", must=False)
        for _ in range(3):
            self._press("Escape")
        self._explorer.stage.leave()

    @staticmethod
    def _press(key: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        target = QApplication.focusWidget() or QApplication.activeWindow()
        if target is not None:
            QTest.keyClick(target, getattr(Qt.Key, f"Key_{key}"))

    def _let(self, condition: Callable[[], object], seconds: float, what: str, must: bool = True) -> None:
        """Let the window work until something is so."""
        from PySide6.QtCore import QCoreApplication

        ends = time.monotonic() + seconds
        while not condition():
            begun = time.monotonic()
            QCoreApplication.processEvents()
            took = time.monotonic() - begun
            self.longest = max(self.longest, took)
            if took > HANG_S:
                self.failures.append(f"{what}: no event for {took:.1f} s")
            if time.monotonic() > ends:
                if must:
                    self.failures.append(f"{what}: nothing came of it")
                return
            time.sleep(0.002)


_STAGE_KEYS = (
    "Right",
    "Left",
    "Space",
    "B",
    "S",
    "Up",
    "Down",
    "Home",
    "End",
    "H",
    "PageDown",
    "PageUp",
    "Return",
)


def _differences(before: Any, after: Any, place: str = "") -> str:
    """Where two documents differ."""
    if type(before) is type(after) and isinstance(before, dict) and before.keys() == after.keys():
        return "; ".join(filter(None, (_differences(before[k], after[k], f"{place}.{k}") for k in before)))
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return "; ".join(filter(None, (_differences(a, b, f"{place}[{k}]") for k, (a, b) in pairs)))[:400]
    return "" if before == after else f"{place}: {str(before)[:60]} -> {str(after)[:60]}"


def main(arguments: list[str] | None = None) -> int:
    """Open them and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600.0)
    args = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import tests.conftest  # noqa: F401 (which has a home of its own)
    from elmo_explorer.ui.settings import Settings
    from tests.torture.windows import _window

    ends = time.monotonic() + args.seconds
    folder = Path(tempfile.mkdtemp(prefix="elmo-torture-"))
    done = 0
    try:
        with _window(Settings(None), "en") as explorer:
            opened = Opened(explorer, random.Random(args.seed), folder)
            while done < args.count and time.monotonic() < ends:
                opened.one(done)
                done += 1
    finally:
        shutil.rmtree(folder)
    print(
        json.dumps(
            {
                "opened": done,
                "kinds": dict(opened.counts),
                "longest": round(opened.longest, 2),
                "n_failures": len(opened.failures),
                "failures": opened.failures[:20],
            },
            ensure_ascii=True,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
