"""The tab Training: a biLM learns, its curves fall, and the senses of a few probe sentences come apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFontMetricsF,
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

from elmo_explorer.session.training import ALIVE, Choices, ProbeCourse, Size, Training
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.options_dialog import OptionsDialog
from elmo_explorer.ui.snippet import snippet
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.training_form import TrainingForm
from elmo_explorer.ui.training_status import STAGES, TrainingStatus
from elmo_explorer.ui.widgets.curve_chart import Curve, CurveChart, short
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.moving_picture import MovingPicture
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_labels import Label
from elmo_explorer.ui.widgets.scrubber import Scrubber
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.state_card import button

_PAD = 14
_PLAY_MS = 450
_FIRST_VIEW = 0
EXAMPLE_TEXT = (
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
        self._course: ProbeCourse | None = None
        self._follows = True
        self.setAccessibleName("Training")
        self.setAcceptDrops(True)

        self.left_title = SectionTitle("Train a biLM", "on your own text")
        self.problem = _Problem()
        self.form = TrainingForm(sizes)
        self.start = button("Start training", "primary")
        self.more = button("More options…")
        self.menu_button = QuietButton("dots", "Runs and configs")
        self.menu = QMenu(self)
        self.status = TrainingStatus(training)
        self.curves_title = SectionTitle("Learning curves", "by tokens read")
        self.loss = CurveChart("Loss", "sampled softmax, nats", 2)
        self.perplexity = CurveChart("Perplexity", "held-out text", 0, log=True)
        self.loss.shows_axis = False
        self.probes_title = SectionTitle("Probe sentences")
        self.view = Segmented(name="Layer of the probes")
        self.picture = MovingPicture()
        self.moment = _TwoEnds()
        self.play = QuietButton("play", "Play the run (Space)")
        self.scrubber = Scrubber()
        self.empty = EmptyPage()
        self.empty.set_text("See meaning appear", EXAMPLE_TEXT)
        self.empty.suggest((), "")
        self._playing = QTimer(self, interval=_PLAY_MS)
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
            self.left_title.set_text("Train a biLM", "on your own text")
            self.form.show_choices(training.choices)
        else:
            self.left_title.set_text(training.name, STAGES[training.stage])
            self.status.refresh()
        self.problem.say(training.problem)
        self._show_curves()
        self._show_course()

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
        self._playing.timeout.connect(self._play_on)
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
        self.view.changed.connect(lambda _: self._show_view())
        self.scrubber.chosen.connect(self._on_scrubbed)
        self.play.clicked.connect(self.toggle_play)

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
        self.loss.empty = "The first steps come soon." if waiting else "No step was taken."
        self.perplexity.empty = "Measured every few hundred steps." if waiting else "It was not measured."
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

    # The probes

    def _show_course(self) -> None:
        course = self._training.probes
        if course is self._course:
            return
        before, self._course = self._course, course
        if course is None:
            self._stop_playing()
            self._follows = True
            self.probes_title.set_text("Probe sentences", "their points come with the first step")
            self.view.hide()
            self.picture.set_points((), (), (), ())
            self.picture.show_frame(np.zeros((0, 2)), 1.0)
            self.scrubber.set_course(np.zeros(0))
            self.moment.set_text(("",), ("",))
            return
        self.view.show()
        n_layers = course.xy.shape[1] - 1
        names = ["Mix", *(f"{k} {layer_kind(k)}" for k in range(1, n_layers))]
        self.view.set_segments(names, ["The plain average of the layers"])
        if before is None or before.sentences != course.sentences:
            self._show_points(course)
        last = len(course.steps) - 1
        place = last if self._follows or before is None else min(self.scrubber.place, last)
        self._show_view(place)

    def _show_points(self, course: ProbeCourse) -> None:
        word = course.sentences[0][course.places[0]]
        senses = f"“{word}” in {len(course.senses)} senses" if len(course.senses) > 1 else f"“{word}”"
        self.probes_title.set_text("Probe sentences", senses)
        labels, tips = [], []
        for tokens, index, group in zip(course.sentences, course.places, course.of, strict=True):
            text = " ".join(tokens)
            labels.append(Label(*snippet(text, tokens, index, 2), category=group))
            before, found, after = snippet(text, tokens, index, None)
            tips.append((before, found, after))
        self.picture.set_points(labels, tips, course.of, course.senses)

    def _view_index(self) -> int:
        """The course's view that is chosen: 0 is the mix, k + 1 is layer k; layer 0 is not offered."""
        return 0 if self.view.index <= 0 else self.view.index + 1

    def _show_view(self, place: int | None = None) -> None:
        if self._course is None:
            return
        view = self._view_index()
        self.scrubber.set_course(self._course.separation[:, view])
        self._go_to(self.scrubber.place if place is None else place)

    def _go_to(self, place: int) -> None:
        course = self._course
        if course is None or not course.steps:
            return
        place = min(max(place, 0), len(course.steps) - 1)
        view = self._view_index()
        moved = place != self.scrubber.place
        self.scrubber.set_place(place, f"{course.steps[place]:,}")
        reach = float(np.abs(course.xy[:, view]).max(initial=1e-9))
        self.picture.show_frame(course.xy[place, view], reach, glide=moved or len(self.picture.xy) > 0)
        separation, right = float(course.separation[place, view]), float(course.right[place, view])
        figures: tuple[str, ...] = ("",)
        if math.isfinite(separation):
            n = len(course.sentences)
            apart = f"separation {separation:.2f}".replace("-", "−")
            agree = f"{round(right * n)} of {n} nearest"
            figures = (f"{apart}  ·  {agree} neighbours agree", f"{apart}  ·  {agree} agree", apart)
        step = f"step {course.steps[place]:,}"
        self.moment.set_text((f"{step}  ·  {short(course.tokens[place])} tokens", step), figures)

    def _on_scrubbed(self, place: int) -> None:
        self._stop_playing()
        self._follow(place)
        self._go_to(place)

    def _follow(self, place: int) -> None:
        """At the last step the picture follows the run."""
        self._follows = self._course is None or place >= len(self._course.steps) - 1

    def toggle_play(self) -> None:
        """Play the run from the step in view, from the first one at the end; or stop."""
        if self._playing.isActive():
            self._stop_playing()
        elif self._course is not None and len(self._course.steps) > 1:
            if self.scrubber.place >= len(self._course.steps) - 1:
                self._go_to(0)
            self.play.set_sign("pause")
            self._playing.start()

    def _play_on(self) -> None:
        if self._course is None or self.scrubber.place >= len(self._course.steps) - 1:
            self._stop_playing()
            return
        self._go_to(self.scrubber.place + 1)
        self._follow(self.scrubber.place)

    def _stop_playing(self) -> None:
        self._playing.stop()
        self.play.set_sign("play")

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
        self.menu.addAction(icon("folder"), "Open a config…").triggered.connect(self._open_config)
        self.menu.addAction(icon("export"), "Save this config…").triggered.connect(self._save_config)
        self.menu.addSeparator()
        self.menu.addAction(icon("folder"), "Open a run…").triggered.connect(self._open_run)
        for run in self._training.past:
            title = f"{run.name}   {run.what}".rstrip()
            action = self.menu.addAction(title)
            action.triggered.connect(lambda _=False, folder=run.folder: self.run_chosen.emit(folder))

    def _open_config(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self.window(), "Open a config", "", "Training config (*.toml)")
        if file:
            self.config_opened.emit(file)

    def _save_config(self) -> None:
        name = f"{self._training.choices.name or 'training'}.toml"
        file, _ = QFileDialog.getSaveFileName(
            self.window(), "Save this config", name, "Training config (*.toml)"
        )
        if file:
            self.config_saved.emit(file)

    def _open_run(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window(), "The folder of a run")
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
        heading = QWidget()
        line = QHBoxLayout(heading)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.probes_title, 1)
        line.addWidget(self.view)
        course = QWidget()
        row = QHBoxLayout(course)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.play, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.scrubber, 1)
        self._probes_part = _part(heading, self.picture, self.moment, course, stretched=1)
        pictures = QWidget()
        parts = QHBoxLayout(pictures)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for part in (self._curves_part, _divider(), self._probes_part):
            parts.addWidget(part)
        self._right = QStackedWidget()
        self._right.addWidget(self.empty)
        self._right.addWidget(pictures)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._left_part)
        outer.addWidget(_divider())
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


class _TwoEnds(QWidget):
    """One line with something at either end; the right end gives way."""

    def __init__(self) -> None:
        super().__init__()
        self.left: tuple[str, ...] = ("",)
        self.right: tuple[str, ...] = ("",)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_text(self, left: tuple[str, ...], right: tuple[str, ...]) -> None:
        """What stands there; of each the first text for which there is room, the last one being the shortest."""
        self.left, self.right = left, right
        self.setAccessibleName(f"{left[0]}, {right[0]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both ends."""
        painter = QPainter(self)
        font, plain = theme.font(11, 600, tabular=True), theme.font(11, tabular=True)
        bold, thin = QFontMetricsF(font), QFontMetricsF(plain)
        choices = [(left, right) for right in self.right for left in self.left]
        fitting = [
            (left, right)
            for left, right in choices
            if bold.horizontalAdvance(left) + thin.horizontalAdvance(right) + theme.px(14) <= self.width()
        ]
        left, right = (*fitting, choices[-1])[0]
        painter.setFont(plain)
        painter.setPen(theme.color("text2"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
        draw_line(painter, [Run(left, font, theme.color("text1"))], self.rect().toRectF())

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(16))
        self.update()


def _part(*rows: QWidget, stretched: int = -1) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(_PAD, 10, _PAD, 10)
    column.setSpacing(6)
    for k, row in enumerate(rows):
        column.addWidget(row, 1 if k == stretched % len(rows) else 0)
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


def _divider() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedWidth(1)
    return line
