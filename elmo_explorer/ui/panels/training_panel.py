"""The tab Training: a biLM learns, its curves fall, and the senses of a few probe sentences come apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.training import ALIVE, Choices, Size, Training
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.options_dialog import OptionsDialog
from elmo_explorer.ui.probe_view import ProbeView
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.training_form import TrainingForm
from elmo_explorer.ui.training_status import STAGES, TrainingStatus
from elmo_explorer.ui.widgets.curve_chart import Curve, CurveChart
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.state_card import button

_PAD = 14
EXAMPLE_TEXT = mark(
    "Loss and perplexity are drawn while it reads, and a few sentences with one word in several senses "
    "show how their points come apart."
)


class TrainingPanel(QWidget):
    """Shows a ``Training``; writes its choices and emits what is wished."""

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    new_requested = Signal()
    open_model_requested = Signal()
    run_chosen = Signal(str)
    """The folder of a run of before."""
    config_opened = Signal(str)
    config_saved = Signal(str)

    def __init__(
        self,
        training: Training,
        sizes: Callable[[str], Sequence[Size]],
        more_options: Callable[[], str],
        what_is_wrong: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """Build it.

        Args:
            training: what is shown.
            sizes: the networks to choose from, by language.
            more_options: the config's entries without a field, as TOML.
            what_is_wrong: a sentence about such a text, "" where it is right.
            parent: Qt's.
        """
        super().__init__(parent)
        self._training = training
        self._more_options, self._what_is_wrong = more_options, what_is_wrong
        self.setAccessibleName(tr("Training"))
        self.setAcceptDrops(True)

        self.left_title = SectionTitle(tr("Train a biLM"), tr("on your own text"))
        self.problem = _Problem()
        self.form = TrainingForm(sizes)
        self.start = button(tr("Start training"), "primary")
        self.start.setToolTip(tr("Train beside the window; it can be paused, and goes on from what is saved"))
        self.more = button(tr("Options…"))
        self.more.setToolTip(
            tr("The config's other entries: batch, learning rate, dropout and so on, as TOML")
        )
        self.menu_button = QuietButton("dots", tr("Runs and configs"))
        self.menu = QMenu(self)
        self.status = TrainingStatus(training)
        self.curves_title = SectionTitle(tr("Learning curves"), tr("by tokens read"))
        self.loss = CurveChart(tr("Loss"), tr("sampled softmax, nats"), 2)
        self.perplexity = CurveChart(tr("Perplexity"), tr("held-out text"), 0, log=True)
        self.loss.shows_axis = False
        self.probes = ProbeView()
        self.empty = EmptyPage()
        self.empty.set_text(tr("See meaning appear"), tr(EXAMPLE_TEXT))
        self.empty.suggest((), "")
        self._later = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the training as it is now; its changes end here by themselves."""
        self._later.stop()
        training = self._training
        idle = training.stage == "idle"
        self._left.setCurrentIndex(0 if idle else 1)
        self._right.setCurrentIndex(0 if idle else 1)
        if idle:
            self.left_title.set_text(tr("Train a biLM"), tr("on your own text"))
            self.form.show_choices(training.choices)
        else:
            self.left_title.set_text(training.name, tr(STAGES[training.stage]))
            self.status.refresh()
        self.problem.say(training.problem)
        self._show_curves()
        self.probes.show_course(training.probes)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form keeps its width, the pictures share the rest."""
        super().resizeEvent(event)
        left = min(max(round(0.28 * self.width()), theme.px(268)), theme.px(360))
        self._left_part.setFixedWidth(left)
        self._curves_part.setFixedWidth(max(theme.px(220), round(0.42 * (self.width() - left - 2))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Text to train on is welcome while there is a form."""
        if self._training.stage == "idle" and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the text."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.form.add_texts(paths)

    def _connect(self) -> None:
        events = self._training.events
        for changed in (events.stage, events.name, events.at, events.place, events.curves, events.choices):
            changed.connect(self._schedule)
        for changed in (events.problem, events.model, events.probes, events.past):
            changed.connect(self._schedule)
        theme.changed.connect(self._schedule)
        self._later.timeout.connect(self.refresh)
        self.form.changed.connect(self._on_choices)
        self.start.clicked.connect(self.start_requested)
        self.more.clicked.connect(self.edit_options)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu_button.clicked.connect(
            lambda: self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        )
        status = self.status
        status.pause_requested.connect(self.pause_requested)
        status.resume_requested.connect(self.resume_requested)
        status.stop_requested.connect(self.stop_requested)
        status.open_requested.connect(self.open_model_requested)
        status.new_requested.connect(self.new_requested)
        for chart in (self.loss, self.perplexity):
            chart.hovered.connect(self._on_hovered)

    def _schedule(self) -> None:
        if self.isVisible():
            self._later.start()

    # The run

    def _show_curves(self) -> None:
        curves = self._training.curves
        places = np.concatenate([curves.loss_tokens, curves.held_out_tokens])
        places = places[places > 0]
        x_range = (float(places.min()), float(places.max())) if len(places) else (1.0, 10.0)
        waiting = self._training.stage in ALIVE
        self.loss.empty = tr("The first steps come soon.") if waiting else tr("No step was taken.")
        self.perplexity.empty = (
            tr("Measured every few hundred steps.") if waiting else tr("It was not measured.")
        )
        self.loss.set_curves([Curve("loss", curves.loss_tokens, curves.loss)], x_range)
        held_out = curves.held_out_tokens
        self.perplexity.set_curves(
            [
                Curve("forward", held_out, curves.forward, "forward", "forward"),
                Curve("backward", held_out, curves.backward, "backward", "backward", (4.0, 2.5)),
            ],
            x_range,
        )

    def _on_hovered(self, x: float) -> None:
        for chart in (self.loss, self.perplexity):
            chart.set_at(x)

    # The form

    def _on_choices(self, choices: Choices) -> None:
        self._training.choices = choices
        self._training.problem = ""

    def edit_options(self) -> None:
        """Let the other entries of the config be edited."""
        before = self._more_options()
        dialog = OptionsDialog(before, self._what_is_wrong, self.window())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.text != before:
            self._training.choices = replace(self._training.choices, more=dialog.text)
        dialog.deleteLater()

    def _fill_menu(self) -> None:
        self.menu.clear()
        self.menu.addAction(icon("folder"), tr("Open a config…")).triggered.connect(self._open_config)
        self.menu.addAction(icon("export"), tr("Save this config…")).triggered.connect(self._save_config)
        self.menu.addSeparator()
        self.menu.addAction(icon("folder"), tr("Open a run…")).triggered.connect(self._open_run)
        for run in self._training.past:
            title = f"{run.name}   {run.what}".rstrip()
            action = self.menu.addAction(title)
            action.triggered.connect(lambda _=False, folder=run.folder: self.run_chosen.emit(folder))

    def _open_config(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self.window(), tr("Open a config"), "", tr("Training config (*.toml)")
        )
        if file:
            self.config_opened.emit(file)

    def _save_config(self) -> None:
        name = f"{self._training.choices.name or 'training'}.toml"
        file, _ = QFileDialog.getSaveFileName(
            self.window(), tr("Save this config"), name, tr("Training config (*.toml)")
        )
        if file:
            self.config_saved.emit(file)

    def _open_run(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window(), tr("The folder of a run"))
        if folder:
            self.run_chosen.emit(folder)

    def _lay_out(self) -> None:
        form_page = QWidget()
        begin = QHBoxLayout()
        begin.setSpacing(8)
        begin.addWidget(self.start)
        begin.addWidget(self.more)
        begin.addStretch(1)
        begin.addWidget(self.menu_button)
        column = QVBoxLayout(form_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(_scrolled(self.form), 1)
        column.addLayout(begin)
        self._left = QStackedWidget()
        self._left.addWidget(form_page)
        self._left.addWidget(self.status)
        self._left_part = _part(self.left_title, self.problem, self._left)
        charts = QWidget()
        both = QVBoxLayout(charts)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(4)
        both.addWidget(self.loss, 10)
        both.addWidget(self.perplexity, 12)
        self._curves_part = _part(self.curves_title, charts)
        pictures = QWidget()
        parts = QHBoxLayout(pictures)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for part in (self._curves_part, divider(), self.probes):
            parts.addWidget(part)
        self._right = QStackedWidget()
        self._right.addWidget(self.empty)
        self._right.addWidget(pictures)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._left_part)
        outer.addWidget(divider())
        outer.addWidget(self._right, 1)


class _Problem(QFrame):
    """A sentence on a red ground, where there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "error")
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "error")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.addWidget(self.label)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show it; "" hides the frame."""
        self.label.setText(sentence)
        self.setVisible(bool(sentence))

    def _restyle(self) -> None:
        self.label.setFont(theme.font(12))


def _part(*rows: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(_PAD, 10, _PAD, 10)
    column.setSpacing(6)
    for row in rows[:-1]:
        column.addWidget(row)
    column.addWidget(rows[-1], 1)
    return part


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
