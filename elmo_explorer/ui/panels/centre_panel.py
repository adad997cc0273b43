"""The middle of the window: the picture, or the card that says what is missing for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from elmo_explorer.session.session import Focus, Job, ModelInfo, Notice, Sentence, Session
from elmo_explorer.session.shown_model import n_sentences_of, show_model
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.example_row import ExampleRow
from elmo_explorer.ui.widgets.state_card import StateCard, button
from elmo_explorer.ui.widgets.step_list import StepList
from elmo_explorer.ui.widgets.strewn_markers import large_markers
from elmo_explorer.ui.word_suggestions import word_suggestions


class Invitation(NamedTuple):
    """One example on the first card."""

    name: str
    title: str
    subtitle: str


class CentrePanel(QStackedWidget):
    """Chooses between the projection and its cards from the session alone."""

    example_requested = Signal(str)
    import_requested = Signal()
    models_requested = Signal()
    log_requested = Signal()
    cancel_requested = Signal(str)
    """The kind of the job to cancel."""
    continue_with_batch = Signal()
    continue_on_cpu = Signal()
    stop_requested = Signal()

    def __init__(
        self,
        session: Session,
        projection: QWidget,
        invitations: Sequence[Invitation] = (),
        model_text: str = "A small English and a Chinese model are included. Nothing to download.",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(tr("Projection"))
        self.projection = projection
        self.first_run = FirstRunCard(invitations, model_text)
        self.loading = LoadingCard()
        self.model_failed = ModelFailedCard()
        self.out_of_memory = OutOfMemoryCard()
        self.empty = EmptyCard()
        self.unread = UnreadCard()
        self.currentChanged.connect(self._pass_focus_on)
        for page in (
            self.projection,
            self.first_run,
            self.loading,
            self.model_failed,
            self.out_of_memory,
            self.empty,
            self.unread,
        ):
            self.addWidget(page)
        self._refresh()

        self.first_run.example_requested.connect(self.example_requested)
        self.first_run.import_requested.connect(self.import_requested)
        self.first_run.models_requested.connect(self.models_requested)
        self.loading.cancel.clicked.connect(lambda: self.cancel_requested.emit("model"))
        self.model_failed.choose.clicked.connect(self.models_requested)
        self.model_failed.log.clicked.connect(self.log_requested)
        self.model_failed.dismiss.clicked.connect(self._dismiss)
        self.out_of_memory.smaller.clicked.connect(self.continue_with_batch)
        self.out_of_memory.cpu.clicked.connect(self.continue_on_cpu)
        self.out_of_memory.stop.clicked.connect(self.stop_requested)
        self.empty.chosen.connect(self._focus)
        self.unread.back.clicked.connect(self._show_other)
        events = session.events
        for event in (
            events.sentences,
            events.focus,
            events.jobs,
            events.notice,
            events.model,
            events.readers,
        ):
            event.connect(self._refresh)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The picture takes the keyboard, where it is what is shown."""
        super().focusInEvent(event)
        self._pass_focus_on()

    def _pass_focus_on(self) -> None:
        if self.hasFocus() and self.currentWidget() is self.projection:
            self.projection.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_batch(self, batch_size: int, prefer_cpu: bool) -> None:
        """What the out of memory card offers; after two failures the CPU is the main button."""
        self.out_of_memory.offer(batch_size, prefer_cpu)

    def _refresh(self, *_changed: object) -> None:
        session = self._session
        loading = next((job for job in session.jobs if job.kind == "model"), None)
        notice = session.notice
        if notice is not None and notice.kind == "model_error":
            self.model_failed.show_notice(notice, session.model.name if session.model else "")
            self.setCurrentWidget(self.model_failed)
        elif notice is not None and notice.kind == "memory":
            self.out_of_memory.show_notice(notice)
            self.setCurrentWidget(self.out_of_memory)
        elif loading is not None and (
            (session.sentences and not loading.beside) or (session.model and not session.sentences)
        ):
            self.loading.show_job(loading, session.model is not None)
            self.setCurrentWidget(self.loading)
        elif not session.sentences:
            self.setCurrentWidget(self.first_run)
        elif (other := self._other()) is not None:
            self.unread.explain(session.model.name if session.model else "", other.name)
            self.setCurrentWidget(self.unread)
        elif session.focus is None:
            self.empty.suggest(*_suggestions(session.pictured()))
            self.setCurrentWidget(self.empty)
        else:
            self.setCurrentWidget(self.projection)

    def _other(self) -> ModelInfo | None:
        """The model that has sentences to show, where the shown one has none at all."""
        session = self._session
        counts = n_sentences_of(session)
        if session.model is None or counts.get(session.model.key, 0):
            return None
        return max(session.models, key=lambda model: counts.get(model.key, 0), default=None)

    def _show_other(self) -> None:
        other = self._other()
        if other is not None:
            show_model(self._session, other.key)

    def _dismiss(self) -> None:
        self._session.notice = None

    def _focus(self, word: str) -> None:
        self._session.focus = Focus(word, self._session.matching)


class FirstRunCard(StateCard):
    """Nothing is loaded yet: three examples, and the ways in."""

    example_requested = Signal(str)
    import_requested = Signal()
    models_requested = Signal()

    def __init__(self, invitations: Sequence[Invitation], model_text: str) -> None:
        super().__init__()
        self.add_label(tr("See how context changes a word"), 20, 700)
        self.add_label(model_text, 13, role="text2")
        self.column.addSpacing(8)
        self.rows: list[ExampleRow] = []
        for place, invitation in enumerate(invitations):
            row = ExampleRow((1, 0, 2)[place % 3], invitation.title, invitation.subtitle)
            row.clicked.connect(lambda _=False, name=invitation.name: self.example_requested.emit(name))
            self.rows.append(row)
            self.column.addWidget(row)
        buttons: list[QPushButton] = []
        if invitations:
            first = invitations[0].name
            self.open_first = button(tr("Open {first} example", first=first), "primary")
            self.open_first.clicked.connect(lambda: self.example_requested.emit(first))
            buttons.append(self.open_first)
        bring = button(tr("Import a file…"), icon_name="import")
        bring.clicked.connect(self.import_requested)
        models = button(tr("Models…"), icon_name="chip")
        models.clicked.connect(self.models_requested)
        self.add_buttons(*buttons, bring, models)
        self.column.addSpacing(4)
        self.add_label(tr("Or type a sentence on the left and press Enter."), 12, role="text3")


class LoadingCard(StateCard):
    """A model is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._started = ("", 0.0)
        self.title = self.add_label("", 16, 600)
        self.column.addSpacing(4)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.column.addWidget(self.bar)
        self.amount = QLabel()
        self.left = QLabel()
        row = QHBoxLayout()
        row.addWidget(self.amount, 1)
        row.addWidget(self.left)
        self.column.addLayout(row)
        self.column.addSpacing(6)
        self.steps = StepList()
        self.column.addWidget(self.steps)
        self.cancel = button(tr("Cancel"))
        self.add_buttons(self.cancel)
        self.column.addSpacing(4)
        self.note = self.add_label("", 12, role="text3")
        self._fonts_follow()
        theme.changed.connect(self._fonts_follow)

    def show_job(self, job: Job, has_model: bool) -> None:
        """Its title, bar, megabytes and steps."""
        if self._started[0] != job.title:
            self._started = (job.title, time.monotonic())
        self.title.setText(job.title)
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        unit = f" {job.unit}" if job.unit else ""
        self.amount.setText(
            tr("{done:,} of {total:,}{unit}", done=job.done, total=job.total, unit=unit) if job.total else ""
        )
        self.left.setText(self._time_left(job))
        self.steps.set_steps(job.steps)
        self.note.setText(
            tr("The previous model stays usable until this one is ready.")
            if has_model
            else tr("Your sentences appear as soon as it is ready.")
        )

    def _time_left(self, job: Job) -> str:
        elapsed = time.monotonic() - self._started[1]
        if not job.total or not job.done or elapsed < 1:
            return ""
        return tr("about {elapsed} s", elapsed=max(1, round(elapsed / job.done * (job.total - job.done))))

    def _fonts_follow(self) -> None:
        self.amount.setFont(theme.font(12, tabular=True))
        self.left.setFont(theme.font(12, tabular=True))
        self.left.setProperty("role", "text3")


class ModelFailedCard(StateCard):
    """A model was refused; the old one stays."""

    def __init__(self) -> None:
        super().__init__()
        self.add_mark("warning", "error")
        self.title = self.add_label(tr("This model could not be loaded"), 16, 600)
        self.text = self.add_label("", 13, role="text2")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = self.add_details()
        self.choose = button(tr("Choose another file…"), "primary")
        self.log = button(tr("Open log"))
        self.dismiss = button(tr("Dismiss"))
        self.add_buttons(self.choose, self.log, self.dismiss)

    def show_notice(self, notice: Notice, still_active: str) -> None:
        """What does not match, and which model still works."""
        self.title.setText(notice.title.split(". ")[0].rstrip("."))
        stays = tr("{still_active} stays open.", still_active=still_active) if still_active else ""
        self.text.setText("\n".join(part for part in (notice.text, stays) if part))
        self.details.set_text(notice.details if notice.details != notice.text else "")


class OutOfMemoryCard(StateCard):
    """The device's memory is full; what is done is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.add_mark("chip", "warn")
        self.title = self.add_label(tr("The GPU ran out of memory"), 16, 600)
        self.text = self.add_label("", 13, role="text2")
        self.details = self.add_details()
        self.smaller = button(tr("Continue with batch 16"), "primary")
        self.cpu = button(tr("Continue on CPU"))
        self.stop = button(tr("Stop here"))
        self.add_buttons(self.smaller, self.cpu, self.stop)

    def show_notice(self, notice: Notice) -> None:
        """What is done and what is left."""
        self.title.setText(notice.title)
        self.text.setText(notice.text)
        self.details.set_text(notice.details)

    def offer(self, batch_size: int, prefer_cpu: bool) -> None:
        """The smaller batch, and which button is the main one."""
        self.smaller.setText(tr("Continue with batch {batch_size}", batch_size=batch_size))
        for made, main in ((self.smaller, not prefer_cpu), (self.cpu, prefer_cpu)):
            made.setProperty("kind", "primary" if main else "")
            made.style().unpolish(made)
            made.style().polish(made)


class EmptyCard(StateCard):
    """Sentences, but no focus word."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(centred=True)
        self.column.addWidget(large_markers(), 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(12)
        self.add_label(tr("Pick a word to compare"), 16, 600)
        self.add_label(
            tr("Click any word in a sentence. Every other occurrence\nof it is added to the view."),
            13,
            role="text2",
        )
        self.column.addSpacing(6)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self.column.addLayout(self._row)
        self.hint = self.add_label("", 12, role="text3")
        self.words: list[QPushButton] = []
        self._shown: tuple[tuple[str, int], ...] = ()

    def suggest(self, words: Sequence[tuple[str, int]], hint: str) -> None:
        """Offer these words with their counts; ``hint`` says what they are."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(words))
        if tuple(words) == self._shown:
            return
        self._shown = tuple(words)
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.words = []
        self._row.addStretch(1)
        for word, count in words:
            chip = button(f"{word} × {count}", "chip")
            chip.setAccessibleName(tr("Compare the {count} occurrences of {word}", count=count, word=word))
            chip.clicked.connect(lambda _=False, word=word: self.chosen.emit(word))
            self._row.addWidget(chip)
            self.words.append(chip)
        self._row.addStretch(1)


class UnreadCard(StateCard):
    """All sentences belong to another model."""

    def __init__(self) -> None:
        super().__init__(centred=True)
        self.column.addWidget(large_markers(), 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(12)
        self.title = self.add_label("", 16, 600)
        self.text = self.add_label("", 13, role="text2")
        self.back = button("", "primary")
        self.add_buttons(self.back)

    def explain(self, shown: str, other: str) -> None:
        """Name the model without sentences and the one that has them."""
        self.title.setText(tr("{shown} has no sentence to read yet", shown=shown))
        self.text.setText(
            tr("Those that are here are read by {other}. Type one, or open an example.", other=other)
        )
        self.back.setText(tr("Show {other}", other=other))


def _suggestions(sentences: Sequence[Sentence]) -> tuple[tuple[tuple[str, int], ...], str]:
    often = word_suggestions(sentences)
    if often:
        return often, tr("Words that occur more than twice")
    return word_suggestions(sentences, fewest=2), tr("Words that occur twice")
