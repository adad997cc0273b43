"""The probe sentences of a training run: their points at one step, and a scrubber over all steps."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elmo_explorer.session.training import ProbeCourse
from elmo_explorer.translation import tr
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.snippet import snippet
from elmo_explorer.ui.widgets.curve_chart import short
from elmo_explorer.ui.widgets.moving_picture import MovingPicture
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.scatter_labels import Label
from elmo_explorer.ui.widgets.scrubber import Scrubber
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.two_ends import TwoEnds

_PAD = 14
_PLAY_MS = 450


class ProbeView(QWidget):
    """Shows a ``ProbeCourse``: one sees meaning appear."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course: ProbeCourse | None = None
        self._follows = True
        self.title = SectionTitle(tr("Probe sentences"), tr("their points come with the first step"))
        self.view = Segmented(name=tr("Layer of the probes"))
        self.view.hide()
        self.picture = MovingPicture()
        self.moment = TwoEnds()
        self.play = QuietButton("play", tr("Play the run"))
        self.scrubber = Scrubber()
        self._playing = QTimer(self, interval=_PLAY_MS)
        heading = QHBoxLayout()
        heading.addWidget(self.title, 1)
        heading.addWidget(self.view)
        course = QHBoxLayout()
        course.setSpacing(6)
        course.addWidget(self.play, 0, Qt.AlignmentFlag.AlignBottom)
        course.addWidget(self.scrubber, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 10, _PAD, 10)
        column.setSpacing(6)
        column.addLayout(heading)
        column.addWidget(self.picture, 1)
        column.addWidget(self.moment)
        column.addLayout(course)

        self._playing.timeout.connect(self._play_on)
        self.view.changed.connect(lambda _: self._show_view())
        self.scrubber.chosen.connect(self._on_scrubbed)
        self.play.clicked.connect(self.toggle_play)

    def show_course(self, course: ProbeCourse | None) -> None:
        """Show a run's probes; at the last step the picture follows the run, else it stays where it is."""
        if course is self._course:
            return
        before, self._course = self._course, course
        if course is None:
            self._stop_playing()
            self._follows = True
            self.title.set_text(tr("Probe sentences"), tr("their points come with the first step"))
            self.view.hide()
            self.picture.set_points((), (), (), ())
            self.picture.show_frame(np.zeros((0, 2)), 1.0)
            self.scrubber.set_course(np.zeros(0))
            self.moment.set_text(("",), ("",))
            return
        self.view.show()
        n_layers = course.xy.shape[1] - 1
        names = [tr("Mix"), *(f"{k} {layer_kind(k)}" for k in range(1, n_layers))]
        self.view.set_segments(names, [tr("The plain average of the layers")])
        if before is None or before.sentences != course.sentences:
            self._show_points(course)
        last = len(course.steps) - 1
        place = last if self._follows or before is None else min(self.scrubber.place, last)
        self._show_view(place)

    def _show_points(self, course: ProbeCourse) -> None:
        word = course.sentences[0][course.places[0]]
        senses = (
            tr("“{word}” in {n} senses", word=word, n=len(course.senses))
            if len(course.senses) > 1
            else f"“{word}”"
        )
        self.title.set_text(tr("Probe sentences"), senses)
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
        self.scrubber.set_place(place, f"{course.steps[place]:,}")
        reach = float(np.abs(course.xy[:, view]).max(initial=1e-9))
        self.picture.show_frame(course.xy[place, view], reach)
        separation, right = float(course.separation[place, view]), float(course.right[place, view])
        figures: tuple[str, ...] = ("",)
        if math.isfinite(separation):
            n = len(course.sentences)
            apart = tr("separation {separation:.2f}", separation=separation).replace("-", "−")
            agree = tr("{right} of {n} nearest", right=round(right * n), n=n)
            figures = (
                tr("{apart}  ·  {agree} neighbours agree", apart=apart, agree=agree),
                tr("{apart}  ·  {agree} agree", apart=apart, agree=agree),
                apart,
            )
        step = tr("step {step:,}", step=course.steps[place])
        self.moment.set_text(
            (tr("{step}  ·  {token} tokens", step=step, token=short(course.tokens[place])), step), figures
        )

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
