"""A run under way in words and figures, and the buttons that steer it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.training import ALIVE, Curves, Place, Training
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.curve_chart import short
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.state_card import button

STAGES = {
    "idle": "",
    "starting": mark("starting …"),
    "reading": mark("reading the text …"),
    "running": mark("training"),
    "pausing": mark("pausing …"),
    "paused": mark("paused"),
    "stopping": mark("saving …"),
    "stopped": mark("stopped"),
    "finished": mark("finished"),
    "failed": mark("stopped by an error"),
}
"""What the line of state says."""
_FIGURES = (mark("Loss"), mark("Perplexity"), mark("Speed"), mark("Time left"), mark("Text"))


class TrainingStatus(QWidget):
    """Shows a ``Training``; emits what is wished."""

    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    open_requested = Signal()
    new_requested = Signal()

    def __init__(self, training: Training, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.line = QLabel()
        self.line.setProperty("role", "text2")
        self.at = QLabel()
        self.at.setProperty("role", "text3")
        self.figures = {name: QLabel() for name in _FIGURES}
        self._names = [QLabel(tr(name)) for name in _FIGURES]
        self.pause = button(tr("Pause"), icon_name="pause")
        self.resume = button(tr("Resume"), "primary")
        self.stop = button(tr("Stop"), icon_name="stop")
        self.open_model = button(tr("Open model"), "primary")
        self.open_model.setToolTip(tr("Put it among your models and open it in this window"))
        self.new = QuietButton("plus", tr("New run"))
        self._lay_out()
        self._restyle()
        self.refresh()

        self.pause.clicked.connect(self.pause_requested)
        self.resume.clicked.connect(self.resume_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.open_model.clicked.connect(self.open_requested)
        self.new.clicked.connect(self.new_requested)
        theme.changed.connect(self._restyle)

    def refresh(self) -> None:
        """Show the run as it is now."""
        training = self._training
        stage, place = training.stage, training.place
        busy = stage in ("starting", "reading")
        share = place.tokens / place.total_tokens if place.total_tokens else 0.0
        self.bar.setRange(0, 0 if busy else 1000)
        if not busy:
            self.bar.setValue(round(1000 * min(share, 1.0)))
        total = tr(" of {total_tokens}", total_tokens=short(place.total_tokens)) if place.total_tokens else ""
        self.line.setText(
            tr(
                "{tokens}{total} tokens  ·  step {step:,}",
                tokens=short(place.tokens),
                total=total,
                step=place.step,
            )
        )
        self.at.setText(training.at)
        self.at.setVisible(busy or stage == "stopping")
        self._show_figures(place, training.curves)
        alive = stage in ALIVE
        self.pause.setVisible(alive and stage not in ("paused", "stopping"))
        self.pause.setEnabled(stage == "running")
        can_go_on = not place.total_tokens or place.tokens < place.total_tokens
        self.resume.setVisible(stage == "paused" or (stage in ("stopped", "failed") and can_go_on))
        self.stop.setVisible(alive)
        self.stop.setEnabled(stage != "stopping")
        self.open_model.setVisible(not alive and bool(training.model))
        self.open_model.setProperty("kind", "" if self.resume.isVisibleTo(self) else "primary")
        self.open_model.style().unpolish(self.open_model)
        self.open_model.style().polish(self.open_model)
        self.new.setVisible(not alive)

    def _show_figures(self, place: Place, curves: Curves) -> None:
        unknown = "–"
        loss = tr("{los:.3f} nats", los=float(curves.loss[-1])) if len(curves.loss) else unknown
        perplexity = unknown
        if len(curves.forward):
            perplexity = f"{float(curves.forward[-1]):,.1f} →   {float(curves.backward[-1]):,.1f} ←"
        speed = unknown
        if math.isfinite(place.tokens_per_second):
            speed = tr("{tokens_per_second:,.0f} tokens/s", tokens_per_second=place.tokens_per_second)
        left = clock(place.seconds_left) if math.isfinite(place.seconds_left) else unknown
        text = unknown
        if place.train_tokens:
            text = tr(
                "{train_tokens} tokens, {word_types:,} words",
                train_tokens=short(place.train_tokens),
                word_types=place.word_types,
            )
        for name in ("Speed", "Time left"):
            for label in (self.figures[name], self._names[_FIGURES.index(name)]):
                label.setVisible(self._training.stage in ALIVE)
        for label, value in zip(self.figures.values(), (loss, perplexity, speed, left, text), strict=True):
            label.setText(value)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for k, (name, value) in enumerate(zip(self._names, self.figures.values(), strict=True)):
            name.setProperty("role", "text2")
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(name, k, 0)
            grid.addWidget(value, k, 1)
        self.at.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.at.setTextFormat(Qt.TextFormat.PlainText)
        self.at.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in (self.resume, self.pause, self.stop, self.open_model):
            buttons.addWidget(each)
        buttons.addStretch(1)
        buttons.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)
        column.addWidget(self.line)
        column.addWidget(self.at)
        column.addSpacing(2)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(buttons)

    def _restyle(self) -> None:
        self.line.setFont(theme.font(12, tabular=True))
        self.at.setFont(theme.font(11))
        for name, value in zip(self._names, self.figures.values(), strict=True):
            name.setFont(theme.font(12))
            value.setFont(theme.font(12, 600, tabular=True))


def clock(seconds: float) -> str:
    """A time in words: 40 s, 12 min, 3 h 20 min."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    return (
        tr("{hours} h {minutes:02d} min", hours=hours, minutes=minutes)
        if hours < 48
        else tr("{hours:.0f} days", hours=hours / 24)
    )
