"""The bar at the bottom: the work under way, and what is loaded."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from elmo_explorer.session.session import Floats, Focus, Job, ModelInfo, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.memory import memory_text, resident_bytes
from elmo_explorer.ui.theme import theme

_MEMORY_MS = 2000


class StatusBar(QWidget):
    """Left the first job with count, rate, time left and a cross; right what is open."""

    cancel_requested = Signal(str)
    """The kind of the job to cancel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._threads = 0
        self._counted: Mapping[int, Floats] = {}
        self._n_tokens = 0
        self._started: tuple[str, float] | None = None
        self.setAccessibleName(tr("Status"))
        self.title = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(132)
        self.count = QLabel()
        self.rest = QLabel()
        self.cancel = QToolButton()
        self.cancel.setIcon(icon("close"))
        self.cancel.setIconSize(QSize(12, 12))
        self.cancel.setToolTip(tr("Cancel; what is done is kept"))
        self.cancel.setAccessibleName(tr("Cancel the work under way"))
        self.occurrences, self.tokens, self.device, self.memory = QLabel(), QLabel(), QLabel(), QLabel()
        self._job_widgets = (self.title, self.bar, self.count, self.rest, self.cancel)
        self._lines: list[QFrame] = []
        self._lay_out()
        self._memory_timer = QTimer(self, interval=_MEMORY_MS)
        self._set_job_visible(False)
        self._restyle()
        self._show_loaded()
        self._show_memory()

        self.cancel.clicked.connect(self._cancel)
        self._memory_timer.timeout.connect(self._show_memory)
        self._memory_timer.start()
        theme.changed.connect(self._restyle)
        session.events.jobs.connect(self._jobs_changed)
        session.events.occurrences.connect(self._show_loaded)
        session.events.focus.connect(self._show_loaded)
        session.events.states.connect(self._show_loaded)
        session.events.model.connect(self._show_loaded)

    def set_threads(self, n_threads: int) -> None:
        """How many threads the CPU works with; 0 says nothing."""
        self._threads = n_threads
        self._show_loaded()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar's surface and the line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 1, 14, 0)
        layout.setSpacing(12)
        for widget in self._job_widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        for index, label in enumerate((self.occurrences, self.tokens, self.device, self.memory)):
            if index:
                line = QFrame()
                line.setProperty("kind", "line")
                line.setFixedSize(1, 14)
                self._lines.append(line)
                layout.addWidget(line)
            layout.addWidget(label)

    def _jobs_changed(self, jobs: tuple[Job, ...], _old: tuple[Job, ...]) -> None:
        if not jobs:
            self._started = None
            self._set_job_visible(False)
            return
        key = f"{jobs[0].kind} {jobs[0].title}"
        if self._started is None or self._started[0] != key:
            self._started = (key, time.monotonic())
        self._show_job()

    def _show_job(self) -> None:
        jobs = self._session.jobs
        if not jobs:
            return
        job = jobs[0]
        self._set_job_visible(True)
        self.title.setText(job.title)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.count.setText(_count_text(job))
        self.count.setVisible(bool(self.count.text()))
        parts = [job.rate, self._time_left(job), f"+{len(jobs) - 1}" if len(jobs) > 1 else ""]
        self.rest.setText(" ".join(f"·  {part} " for part in parts if part))
        self.rest.setVisible(bool(self.rest.text()))

    def _time_left(self, job: Job) -> str:
        if self._started is None or not job.total or not job.done:
            return ""
        elapsed = time.monotonic() - self._started[1]
        if elapsed < 1.0:
            return ""
        seconds = round(elapsed / job.done * (job.total - job.done))
        return tr("about {seconds}:{seconds2:02d} left", seconds=seconds // 60, seconds2=seconds % 60)

    def _show_loaded(self, *_changed: object) -> None:
        session = self._session
        focus: Focus | None = session.focus
        occurrences: tuple[TokenRef, ...] = session.occurrences
        states: Mapping[int, Floats] = session.states
        model: ModelInfo | None = session.model
        if states is not self._counted:
            self._counted, self._n_tokens = states, sum(array.shape[1] for array in states.values())
        n_tokens = self._n_tokens
        self.occurrences.setText(
            f"<b>{len(occurrences):,}</b> × “{focus.word}”" if focus and occurrences else ""
        )
        self.tokens.setText(tr("<b>{n_tokens:,}</b> tokens", n_tokens=n_tokens) if n_tokens else "")
        device = model.device if model else ""
        threads = (
            tr(" · {threads} threads", threads=self._threads) if self._threads > 1 and device == "CPU" else ""
        )
        self.device.setText(device + threads)
        labels = (self.occurrences, self.tokens, self.device, self.memory)
        for label in labels:
            label.setVisible(bool(label.text()))
        for index, line in enumerate(self._lines):
            shown_before = any(bool(label.text()) for label in labels[: index + 1])
            line.setVisible(shown_before and bool(labels[index + 1].text()))

    def _show_memory(self) -> None:
        n_bytes = resident_bytes()
        self.memory.setText(
            "" if n_bytes is None else tr("Memory <b>{n_bytes}</b>", n_bytes=memory_text(n_bytes))
        )
        self._show_loaded()

    def _set_job_visible(self, visible: bool) -> None:
        for widget in self._job_widgets:
            widget.setVisible(visible)

    def _cancel(self) -> None:
        if self._session.jobs:
            self.cancel_requested.emit(self._session.jobs[0].kind)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(tokens.STATUS_HEIGHT))
        for label in (self.title, self.rest, self.occurrences, self.tokens, self.device, self.memory):
            label.setFont(theme.font(12, tabular=True))
            label.setProperty("role", "text2")
            label.setTextFormat(Qt.TextFormat.RichText)
        self.count.setFont(theme.font(12, 600, tabular=True))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.update()


def _count_text(job: Job) -> str:
    if job.total:
        return f"{job.done:,} / {job.total:,} {job.unit}".rstrip()
    return f"{job.done:,} {job.unit}".rstrip() if job.done else ""
