"""Random events on the real window, with hostile text; ``python -m tests.torture.events --count 10000 --seed 1``.

To be run in a process of its own: prints one line of JSON, and whatever a crash leaves comes on the error stream.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elmo_explorer.ui.settings import Settings

HANG_S = 2.0
"""A main thread that lets no event in for so long hangs."""

_LONG_LINE = 1_000_000
_MOST_LONG_LINES = 3
"""Of a run: each is a text that people paste once."""


def hostile_texts(chance: random.Random) -> list[str]:
    """Texts that programs have broken on."""
    return [
        "NUL \x00 in the middle",
        "\u202eright to left\u202c and back, \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "zero\u200bwidth\u200djoiner\ufeff",
        "\u0301\u0301\u0301combining first",
        "👩‍👩‍👧‍👦🏳️‍🌈👍🏽 bank",
        '=HYPERLINK("http://example.org")\t+1\t-1\t@SUM(A1)',
        "<b>bank</b> <img src=x onerror=alert(1)> &amp; <script>",
        "%s %n {0} {name} \\ \" '",
        "\r\n\r\n\v\f\x85\u2028\u2029bank\n",
        "潮水退了就知道谁没穿裤子 bank 銀行",
        "a" * 60 + " bank",
        "bank " * 300,
        "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(80)),
        "𝔟𝔞𝔫𝔨 " + chr(0x10FFFF),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Drive the window and tell what happened as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument(
        "--patience", type=float, default=HANG_S, help="seconds without events that are a hang"
    )
    args = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="elmo-torture-") as home:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = str(Path(home) / variable.lower())
        work = Path(home) / "work"
        work.mkdir()
        os.chdir(work)
        texts = hostile_texts(random.Random(args.seed))
        for number, text in enumerate(texts):
            suffix = (".txt", ".tsv", ".csv")[number % 3]
            (work / f"hostile {number}{suffix}").write_text(text, encoding="utf-8", errors="surrogatepass")
        _write_sessions(work, random.Random(args.seed))
        (work / "bytes.txt").write_bytes(random.Random(args.seed).randbytes(5000))
        try:
            found = _drive(args.count, args.seed, args.seconds, args.patience)
        finally:
            os.chdir("/")
    print(json.dumps(found, ensure_ascii=True))
    return 0


def _drive(count: int, seed: int, seconds: float, patience: float) -> dict[str, object]:
    faulthandler.enable()
    faulthandler.dump_traceback_later(
        seconds + 120, exit=True
    )  # stuck for good: that is a failure, told with the place
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, QUrl, Slot, qInstallMessageHandler
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QApplication

    from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
    from elmo_explorer.ui.language import language
    from elmo_explorer.ui.settings import Settings
    from elmo_explorer.ui.style import Style
    from elmo_explorer.ui.theme import theme
    from elmo_explorer.window_options import WindowOptions
    from tests.torture.random_events import RandomEvents

    errors: list[str] = []
    messages: Counter[str] = Counter()

    class Caught(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info is not None and record.exc_info[1] is not None:
                errors.append("".join(traceback.format_exception(record.exc_info[1]))[-1500:])

    class Guard(QObject):
        """Keeps the window open, and links from being followed."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Close and watched is explorer.window and not over:
                event.ignore()
                return True
            return False

        @Slot(QUrl)
        def opened(self, url: QUrl) -> None:
            links.append(url.toString())

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle(Style())
    app.setQuitOnLastWindowClosed(False)
    qInstallMessageHandler(lambda _kind, _context, text: messages.update([text.split("\n")[0][:160]]))
    logging.getLogger("elmo_explorer").addHandler(Caught())
    over: list[bool] = []
    links: list[str] = []
    guard = Guard(app)
    for scheme in ("file", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, guard, "opened")
    settings = Settings(None)
    _choose_settings(settings, random.Random(seed))
    theme.set_mode(settings.theme_mode)
    theme.set_zoom(settings.zoom)
    language.choose(settings.language)
    explorer = Explorer(WindowOptions(model=DEFAULT_MODEL), settings)
    explorer.window.installEventFilter(guard)
    explorer.window.resize(1280, 800)
    explorer.window.show()
    explorer.start()
    explorer.open_example("bank")
    watch = _Watch(patience)
    begun = time.monotonic()

    def ready() -> bool:
        return explorer.session.points is not None

    def beat() -> None:
        watch.beat()

    heart = QTimer(interval=20)
    heart.timeout.connect(beat)
    heart.start()
    while not ready() and time.monotonic() - begun < 120:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    watch.start()
    chance = random.Random(seed)
    driver = RandomEvents(
        explorer.window, chance, hostile_texts(chance), "x" * _LONG_LINE + " bank", _MOST_LONG_LINES
    )
    done = 0

    def step() -> None:
        nonlocal done
        watch.beat()
        if done >= count or time.monotonic() - begun > seconds:
            stop()
            return
        if explorer.session.sentences and len(explorer.session.sentences) > 400:
            explorer.text.remove([s.id for s in explorer.session.sentences[200:]])
        for widget in (explorer.window,):
            if not widget.isVisible() or widget.isMinimized():
                widget.showNormal()
        done += 1
        QTimer.singleShot(0, app, step)  # first: a dialog that opens keeps this one waiting
        watch.doing = driver.step()

    def stop() -> None:
        for _ in range(20):
            top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if top is None:
                break
            top.close()
        loop_over.append(True)
        app.exit()

    loop_over: list[bool] = []
    QTimer.singleShot(0, app, step)
    while not loop_over:
        app.exec()
    alive = replace(explorer.session.view) is not None
    watch.stop()
    over.append(True)
    explorer.window.may_close = lambda: True  # a file that was saved on the way would be asked about
    explorer.window.close()
    explorer.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    threads = [t.name for t in threading.enumerate() if t is not threading.main_thread() and not t.daemon]
    heart.stop()
    return {
        "events": done,
        **({"out of time": f"after {done} events, with {watch.doing}"} if done < count else {}),
        "kinds": dict(driver.counts),
        "errors": errors[:20],
        "n_errors": len(errors),
        "hangs": watch.hangs[:20],
        "n_hangs": len(watch.hangs),
        "longest": round(watch.longest, 2),
        "messages": messages.most_common(20),
        "threads": threads,
        "children": _children(),
        "window_alive": alive,
        "window": f"{settings.theme_mode}, {settings.language}, zoom {settings.zoom:g}",
        "seconds": round(time.monotonic() - begun, 1),
    }


def _choose_settings(settings: Settings, chance: random.Random) -> None:
    """Every run has another kind of window."""
    settings.theme_mode = chance.choice(("light", "dark"))
    settings.language = chance.choice(("en", "zh"))
    settings.zoom = chance.choice((0.8, 1.0, 1.0, 2.0))
    settings.high_contrast = chance.random() < 0.2
    settings.reduce_motion = chance.random() < 0.3
    settings.matching = chance.choice(("form", "caseless", "lemma"))


def _write_sessions(work: Path, chance: random.Random) -> None:
    """A session's file, and broken ones."""
    from elmo_explorer.session.session_file import saved_session, to_bytes
    from tests.torture.mutants import mutated
    from tests.torture.session_made import session_made

    data = to_bytes(saved_session(session_made(), with_vectors=True))
    (work / "talk.elmox").write_bytes(data)
    for number in range(3):
        (work / f"broken {number}.elmox").write_bytes(mutated(data, chance))


def _children() -> list[str]:
    import psutil

    lines = (" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True))
    return [line[:120] for line in lines if "resource_tracker" not in line]  # Python's own, goes with us


class _Watch:
    """Looks from another thread whether the main thread still lets events in."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self.hangs: list[str] = []
        self.longest = 0.0
        self.doing = ""
        self._last = time.monotonic()
        self._over = threading.Event()
        self._main = threading.main_thread().ident
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._last = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def beat(self) -> None:
        now = time.monotonic()
        if self._thread.is_alive():
            self.longest = max(self.longest, now - self._last)
        self._last = now

    def _run(self) -> None:
        told = 0.0
        while not self._over.wait(0.1):
            if time.monotonic() - self._last > self._patience and told != self._last:
                told = self._last
                frame = sys._current_frames().get(self._main or 0)
                place = "".join(traceback.format_stack(frame)[-6:]) if frame is not None else ""
                self.hangs.append(f"after {self.doing}:\n{place}")


if __name__ == "__main__":
    sys.exit(main())
