"""Trouble around a real window; ``python -m tests.torture.windows --count 8 --seed 1``.

Two windows at once, the model's folder deleted while it is open, the clock set back, a full disk: the window goes on, and
what cannot be done is told in a sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.child import Child
from tests.torture.session_made import session_made

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer
    from elmo_explorer.session.session import Notice

_PATIENCE_S = 90.0
N_OF_TWO = 3
_SENTENCES = ("She sat on the bank of the river .", "The bank lends money .", "They bank on the weather .")


class Trouble(Exception):  # noqa: N818 - what the part is about
    """What a window did not bear."""


class Windows:
    """The kinds of trouble, one after the other."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self.failures: list[str] = []
        self.counts: dict[str, int] = {}
        self._model, self._settings = folder / "mine", folder / "settings.toml"
        self._explorer: Explorer | None = None
        self._left = contextlib.ExitStack()
        self._kinds: tuple[Callable[[Path], None], ...] = (
            self.two_windows_with_one_settings_file,
            self.two_that_save_one_session,
            self.two_that_import_one_model,
            self.model_folder_deleted,
            self.clock_set_back,
            self.full_disk,
        )

    def __len__(self) -> int:
        return len(self._kinds)

    def one(self, number: int) -> None:
        """One kind of trouble, in a folder of its own."""
        kind = self._kinds[number % len(self._kinds)]
        name = kind.__name__.replace("_", " ")
        place = self._folder / str(number)
        place.mkdir()
        self.counts[name] = self.counts.get(name, 0) + 1
        try:
            kind(place)
        except Trouble as trouble:
            self.failures.append(f"{name}: {trouble}")
        except Exception:
            self.failures.append(f"{name}: {traceback.format_exc()[-1500:]}")

    # Two at once

    def two_windows_with_one_settings_file(self, place: Path) -> None:
        """Each keeps what the other has changed."""
        from elmo_explorer.settings_file import load_settings

        file = place / "settings.toml"
        changes = ({"seed": 7, "zoom": 1.2}, {"matching": "lemma", "reduce_motion": True})

        def work(mine: dict[str, object]) -> str:
            from elmo_explorer.ui.settings import Settings

            settings = Settings(file)
            with _window(settings, "en", first_picture=False) as explorer:
                for name, value in mine.items():
                    setattr(settings, name, value)
                    _until(lambda: not explorer.runner.busy, "the settings")
                    settings.set_size(f"other_{name}", 100 + len(name))
            return "\n".join(_errors)

        self._both([lambda _, mine=mine: work(mine) for mine in changes])
        loaded = load_settings(file)
        if loaded.said:
            raise Trouble(loaded.said)
        for mine in changes:
            for name, value in mine.items():
                found = loaded.values.get(name)
                if found != value or f"sizes.other_{name}" not in loaded.values:
                    raise Trouble(f"{name} should be {value!r} in the settings, found {found!r}")

    def two_that_save_one_session(self, place: Path) -> None:
        """Whoever reads meanwhile finds one of both, whole."""
        from elmo_explorer.session.session_file import read_session, saved_session, write_session

        path = place / "talk.elmox"
        saved = [saved_session(session_made(seed, 20 + 10 * seed), with_vectors=True) for seed in (0, 1)]
        write_session(path, saved[0])
        ends = time.monotonic() + 0.7

        def work(number: int) -> str:
            while time.monotonic() < ends:
                write_session(path, saved[number])
            return ""

        children = [Child(lambda _, k=k: work(k)) for k in (0, 1)]
        while time.monotonic() < ends:
            if len(read_session(path).sentences) not in (20, 30):
                raise Trouble("a mixture of both was read")
        self._ended(children)
        if [p.name for p in place.iterdir()] != ["talk.elmox"]:
            raise Trouble(f"left: {sorted(p.name for p in place.iterdir())}")

    def two_that_import_one_model(self, place: Path) -> None:
        """One of them is told that the other is at it, or both come to their end."""
        from elmo_explorer.bilm.checkpoint import read_model
        from elmo_explorer.paths import user_models_dir
        from tests.conftest import _small_bilm
        from tests.torture.places import told_by_command

        _small_bilm().save(place / "model")
        name = f"mine-{place.name}"

        def work(_: object) -> str:
            said = ""
            for _ in range(4):
                said = told_by_command("models", "import", str(place / "model"), "--name", name, "--replace")
                if said and "busy" not in said:
                    return said
            return ""

        self._both([work, work])
        read_model(user_models_dir() / name)
        left = [p.name for p in user_models_dir().iterdir() if p.name.startswith(".")]
        if left:
            raise Trouble(f"left: {left}")

    def _both(self, works: list[Callable[[Callable[[], None]], str]]) -> None:
        self._ended([Child(work) for work in works])

    def _ended(self, children: list[Child]) -> None:
        for child in children:
            ended = child.end(_PATIENCE_S)
            if ended.status or ended.result or "Traceback" in ended.said:
                raise Trouble(f"exit status {ended.status}: {ended.result} {ended.said[-1500:]}")

    # In one window

    def model_folder_deleted(self, place: Path) -> None:
        """What is open stays so; what must be read again is told."""
        from elmo_explorer.session.session import Focus

        with self._opened() as explorer:
            session = explorer.session
            shutil.rmtree(self._model)
            names = [part.tab.name for part in explorer.tab_parts]
            self._chance.shuffle(names)
            for name in names:
                explorer._show_tab(name)
                explorer.text.add_text(self._chance.choice(_SENTENCES))
                session.focus = Focus(self._chance.choice(("bank", "river", "the")))
                _until(lambda: not explorer.waiting_for(), name, explorer.waiting_for)
            told = _notices(explorer)
            explorer.load_model(str(place / "mine too"))
            _until(
                lambda: any(n.kind == "model_error" for n in told), "a sentence about a model that is gone"
            )
            faults: list[str] = []
            explorer.models.reload("cpu", "bf16", faults.append)
            _until(lambda: faults and not explorer.models.loading, "a sentence about the model that is gone")
            explorer.text.add_text("The bank is open again .")
            _until(lambda: not explorer.waiting_for(), "the window", explorer.waiting_for)
            if session.model is None or any("\n" in fault for fault in faults):
                raise Trouble(f"the model is {session.model}, told was {faults}")

    def clock_set_back(self, place: Path) -> None:
        """No wait hangs, and no file of tomorrow is believed for its date."""
        from elmo_explorer.session.session_file import read_session
        from elmo_explorer.ui.settings import Settings

        right, begun = time.time, time.monotonic()
        path = place / "talk.elmox"
        with self._opened() as explorer:
            explorer.settings.save()
            tomorrow = (right() + 1e5, right() + 1e5)
            os.utime(self._settings, tomorrow)
            seed = explorer.settings.seed + 1
            time.time = lambda: right() - 3600 * (time.monotonic() - begun)
            try:
                explorer.text.add_text(self._chance.choice(_SENTENCES))
                for projection in (1, 0):
                    explorer._show_projection(projection)
                    _until(lambda: not explorer.waiting_for(), "a projection", explorer.waiting_for)
                self._save(explorer, path)
                explorer.settings.seed = seed
                os.utime(path, tomorrow)
                explorer.text.add_text("One more bank .")
                _until(lambda: not explorer.waiting_for(), "the window", explorer.waiting_for)
                self._save(explorer, path)
                explorer.settings.save()
            finally:
                time.time = right
            if len(read_session(path).sentences) != len(explorer.session.sentences):
                raise Trouble("a file with the date of tomorrow was kept")
        if Settings(self._settings).seed != seed:
            raise Trouble("settings with the date of tomorrow were kept")

    def full_disk(self, place: Path) -> None:
        """Saving is told, the mark stays, and with room again all is written."""
        from elmo_explorer.session.session_file import read_session
        from elmo_explorer.ui.settings import Settings

        path, tab = place / "talk.elmox", "x" * 3000 + place.name
        with self._opened() as explorer:
            documents = explorer.documents.controller
            self._save(explorer, path)
            before = path.read_bytes()
            told = _notices(explorer)
            limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._chance.randrange(2000), limits[1]))
            try:
                explorer.text.add_text(self._chance.choice(_SENTENCES))
                explorer.settings.model = tab
                documents.save(path)
                _until(lambda: any(n.kind == "error" for n in told), "a sentence about the disk")
                _until(lambda: not explorer.waiting_for(), "the window", explorer.waiting_for)
                said = next(n for n in told if n.kind == "error")
                if str(path) not in said.text or not documents.dirty or path.read_bytes() != before:
                    raise Trouble(f"said {said}, dirty {documents.dirty}")
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            self._save(explorer, path)
            if len(read_session(path).sentences) != len(explorer.session.sentences) or documents.dirty:
                raise Trouble("not all was written when there was room again")
            explorer.settings.set_size("after", 1)
            explorer.settings.save()
        left = [p.name for p in (*place.iterdir(), *self._folder.iterdir()) if p.name.endswith(".part")]
        if left or Settings(self._settings).model != tab:
            raise Trouble(f"left {left}; the settings' model is {Settings(self._settings).model[:20]!r}")

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Explorer]:
        """The one window of these kinds, with a model of its own."""
        from elmo_explorer.paths import bundled_models_dir
        from elmo_explorer.ui.settings import Settings

        if not self._model.exists():
            shutil.copytree(bundled_models_dir() / "en", self._model)
        if self._explorer is None:
            self._explorer = self._left.enter_context(_window(Settings(self._settings), str(self._model)))
        yield self._explorer
        if _errors:
            raise Trouble(_errors.pop(0))

    def _save(self, explorer: Explorer, path: Path) -> None:
        done: list[bool] = []
        explorer.documents.controller.save(path, lambda: done.append(True))
        _until(lambda: done, f"a saved {path.name}")

    def close(self) -> None:
        """Leave no window."""
        try:
            self._left.close()
        except Trouble as trouble:
            self.failures.append(f"at the end: {trouble}")


_errors: list[str] = []
"""Tracebacks of what nobody has caught, since the window was opened."""


class _Caught(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is not None and record.exc_info[1] is not None:
            _errors.append("".join(traceback.format_exception(record.exc_info[1]))[-1500:])


@contextlib.contextmanager
def _window(settings: object, model: str, first_picture: bool = True) -> Iterator[Explorer]:
    """The real one; it leaves no thread."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from elmo_explorer.explorer import Explorer
    from elmo_explorer.ui.settings import Settings
    from elmo_explorer.ui.style import Style
    from elmo_explorer.window_options import WindowOptions

    assert isinstance(settings, Settings)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle(Style())
    app.setQuitOnLastWindowClosed(False)
    _errors.clear()
    caught = _Caught()
    logging.getLogger("elmo_explorer").addHandler(caught)
    explorer = Explorer(WindowOptions(model=model, example="bank"), settings)
    explorer.projection.animated = False
    explorer.window.resize(1000, 700)
    explorer.window.show()
    explorer.start()
    try:
        if first_picture:
            _until(lambda: not explorer.waiting_for(), "the first picture", explorer.waiting_for)
        yield explorer
    finally:
        explorer.window.may_close = lambda: True
        explorer.window.close()
        explorer.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        logging.getLogger("elmo_explorer").removeHandler(caught)
    if _errors:
        raise Trouble(_errors[0])


def _notices(explorer: Explorer) -> list[Notice]:
    """All that are told from now on."""
    told: list[Notice] = []
    explorer.session.events.notice.connect(lambda notice: told.append(notice) if notice is not None else None)
    return told


def _until(condition: Callable[[], object], what: str, more: Callable[[], str] = str) -> None:
    from PySide6.QtCore import QCoreApplication

    ends = time.monotonic() + _PATIENCE_S
    while not condition():
        QCoreApplication.processEvents()
        time.sleep(0.002)
        if time.monotonic() > ends:
            raise Trouble(f"{what} did not come: {more()}")


def main(arguments: list[str] | None = None) -> int:
    """Make trouble and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600.0)
    args = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy: copies of a process with threads hang
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import tests.conftest  # noqa: F401 (which has a home of its own)

    ends = time.monotonic() + args.seconds
    folder = Path(tempfile.mkdtemp(prefix="elmo-torture-"))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(folder / variable.lower())
    try:
        windows, done = Windows(folder, random.Random(args.seed)), 0
        # A process that has a window cannot be copied: those of two processes come first.
        for number in sorted(range(args.count), key=lambda n: n % len(windows) >= N_OF_TWO):
            if time.monotonic() < ends:
                windows.one(number)
                done += 1
        windows.close()
    finally:
        shutil.rmtree(folder)
    print(
        json.dumps(
            {
                "windows": done,
                "kinds": windows.counts,
                "n_failures": len(windows.failures),
                "failures": windows.failures,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
