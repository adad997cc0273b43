"""The real window, opened, filled and used by the benchmarks as a hand would."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psutil
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.heartbeat import wait_until
from elmo_explorer.examples import list_examples, read_example
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Focus, Points, Sentence
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.style import Style
from elmo_explorer.window_options import WindowOptions

SIZE = (1440, 900)
POLL_MS = 20
"""How often it is looked whether the window has come to rest: looking takes time, too."""


class OpenWindow:
    """The window with everything in it, nothing of the user's settings, and what a hand can do to it."""

    def __init__(self) -> None:
        self.app = QApplication.instance() or QApplication([])
        assert isinstance(self.app, QApplication)
        self.app.setStyle(Style())
        self.explorer = Explorer(WindowOptions(), Settings(None))
        self.session = self.explorer.session
        self.window = self.explorer.window
        self.scatter = self.explorer.canvas.scatter
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        wait_until(self.is_seen)

    def is_seen(self) -> bool:
        """Whether the window is on its screen: no figure counts that comes from a hidden one."""
        handle = self.window.windowHandle()
        return self.window.isVisible() and handle is not None and handle.isExposed()

    def load(self) -> None:
        """Load the model that a new user gets, and show the picture of "bank"."""
        self.explorer.start()
        wait_until(lambda: self.session.model is not None, every_ms=POLL_MS)

    def rest(self) -> None:
        """Wait until nothing is under way; there must be a focus word."""
        wait_until(
            lambda: not self.explorer.runner.busy and self.explorer.waiting_for() == "", every_ms=POLL_MS
        )

    def add(self, n_tokens: int) -> None:
        """Add sentences, really read by the model, until there are about so many tokens; at most 100,000 at once."""
        numbers = count(self.n_sentences)
        page = list(page_of_sentences())
        while self.n_tokens < n_tokens:
            lines, n_left = [], min(100_000, n_tokens - self.n_tokens)
            for number in numbers:
                line = page[number % len(page)]
                lines.append(f"{number} {line}")
                n_left -= len(line.split()) + 1
                if n_left <= 0:
                    break
            before = self.n_sentences
            self.explorer.text.add_text("\n".join(lines))
            wait_until(lambda k=before: self.n_sentences > k, every_ms=POLL_MS)  # type: ignore[misc]
            self.rest()

    def add_copies(self, n_tokens: int) -> None:
        """Add sentences until there are about so many tokens, with copies of the vectors that were really read.

        Each has a first word of its own and vectors of its own in memory: the window cannot tell them from others.
        """
        session, vectors = self.session, self.explorer.embed._vectors
        read = [(sentence, session.states[sentence.id]) for sentence in session.sentences if sentence.tokens]
        made, reads, arrays = [], [], []
        n_left = n_tokens - self.n_tokens
        for number in count(10_000_000):
            if n_left <= 0:
                break
            sentence, states = read[number % len(read)]
            tokens = (str(number), *sentence.tokens[1:])
            made.append(Sentence(" ".join(tokens), tokens))
            reads.append((session.reader_key(made[-1]), tokens))
            arrays.append(states.copy())
            n_left -= len(tokens)
        session.sentences = (*session.sentences, *made)
        vectors.put(reads, arrays)
        self.explorer.embed._tell_states()
        self.rest()

    @property
    def n_sentences(self) -> int:
        """How many are listed."""
        return len(self.session.sentences)

    @property
    def n_tokens(self) -> int:
        """How many tokens are listed."""
        return sum(len(sentence.tokens) for sentence in self.session.sentences)

    def focus(self, word: str) -> None:
        """Another focus word."""
        self.session.focus = Focus(word)

    def type(self, text: str, every_ms: int = 0) -> None:
        """Type into the field for new sentences, key by key; at 0 as fast as the window takes them."""
        field = self.explorer.sentences.field.edit
        field.setFocus()
        for character in text:
            if character.isascii():
                QTest.keyClick(field, character)
            else:  # which QTest cannot type
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    modifiers = Qt.KeyboardModifier.NoModifier
                    QApplication.sendEvent(field, QKeyEvent(kind, 0, modifiers, character))
            sleep(max(every_ms, 1) / 1000)  # the window lives between two keys

    def press_enter(self) -> None:
        """Submit what was typed."""
        QTest.keyClick(self.explorer.sentences.field.edit, Qt.Key.Key_Return)

    def close(self) -> None:
        """As a user does."""
        self.window.close()
        self.app.processEvents()


class Hand:
    """Holds the handle of the triangle of mixing weights, by mouse events."""

    def __init__(self, opened: OpenWindow) -> None:
        self._triangle = opened.explorer.mix.triangle
        self._session = opened.session

    @contextmanager
    def holding(self) -> Iterator[Hand]:
        """Press on the handle; let go at the end."""
        self._at = self._triangle.point_of(self._triangle.weights)
        self._send(QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        if not self._session.dragging:
            raise RuntimeError("The handle was not taken.")
        try:
            yield self
        finally:
            self._send(QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)

    def move(self, t: float) -> None:
        """Go on a way through the triangle: at 0 the word vector, at 1 the upper layers."""
        t = abs((t + 1) % 2 - 1)
        self._at = self._triangle.point_of((0.9 - 0.8 * t, 0.05 + 0.45 * t, 0.05 + 0.35 * t))
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.LeftButton)

    def _send(self, kind: QEvent.Type, buttons: Qt.MouseButton) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        place = self._triangle.mapToGlobal(self._at)
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, self._at, QPointF(place), button, buttons, modifiers)
        QApplication.sendEvent(self._triangle, event)


def page_of_sentences() -> Iterator[str]:
    """The sentences of the bundled English examples."""
    for example in list_examples():
        if example.language == "en":
            for row in read_example(example.path):
                yield " ".join(row.tokens)


def sleep(seconds: float) -> None:
    """Let the window live so long."""
    ends = time.perf_counter() + seconds
    wait_until(lambda: time.perf_counter() >= ends)


def n_points(points: Points | None) -> int:
    """Tokens in a picture."""
    return 0 if points is None else len(points.tokens)


def memory_mb() -> tuple[float, float]:
    """Resident memory of this process, and of the processes that it has started, 10^6 bytes."""
    own = psutil.Process(os.getpid())
    helpers = [child for child in own.children(recursive=True) if _is_helper(child)]
    return own.memory_info().rss / 1e6, sum(child.memory_info().rss for child in helpers) / 1e6


def helper_seconds() -> float:
    """Processor time that the helper processes have taken."""
    used = 0.0
    for child in psutil.Process(os.getpid()).children(recursive=True):
        times = child.cpu_times()
        used += times.user + times.system
    return used


def _is_helper(process: psutil.Process) -> bool:
    """Not the small one that multiprocessing keeps to tidy up."""
    return "resource_tracker" not in " ".join(process.cmdline())
