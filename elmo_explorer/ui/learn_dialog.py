"""The dialog that learns weights from a file: how it is understood, what is in it, Learn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from elmo_explorer.tasks.outline import Outline
from elmo_explorer.tasks.wish import Wish
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.task_form import TaskForm
from elmo_explorer.ui.task_outline_text import examples_html, labels_text, sizes_text
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button

_READING = mark("Reading the file…")
_RARE = "with drop_rare = true"


class LearnDialog(QDialog):
    """Asks what a :class:`Wish` comes to whenever it changes, shows the answer, and wishes what can be learned."""

    asked = Signal(object)
    """A ``Wish`` whose outline is wanted; ``show_outline`` or ``show_fault`` answers."""
    another_file_wished = Signal()
    learn_requested = Signal(object)
    """The ``Wish``."""

    def __init__(self, wish: Wish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Learn weights from a file"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(640), theme.px(620))
        self.outline: Outline | None = None
        self.file = QLabel(Path(wish.file).name)
        self.file.setProperty("role", "title")
        self.file.setTextFormat(Qt.TextFormat.PlainText)
        self.file.setToolTip(wish.file)
        self.other = button(tr("Another file…"), icon_name="folder")
        self.other.setToolTip(tr("Choose another file"))
        self.form = TaskForm(wish)
        self.examples = QTextBrowser()
        self.examples.setAccessibleName(tr("First lines as they are understood"))
        self.examples.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.examples.setMinimumHeight(theme.px(90))
        self._title = QLabel(tr("As it is understood"))
        self._space = QWidget()
        self.sizes, self.labels = _text("text2"), _text("text2")
        self.problem = _text("error")
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = _text("caption")
        self.hint.setText(
            tr(
                "The model stays as it is. Its states are computed once and kept; then a small classifier and the weights of "
                "the layers are learned together, and compared with every layer alone."
            )
        )
        self.learn = button(tr("Learn"), "primary")
        self.learn.setToolTip(tr("Learn in the background; what was learned is kept when it is stopped"))
        self.cancel = button(tr("Cancel"))
        self._lay_out()
        self._restyle()
        for part in (self.problem, self.examples, self.sizes, self.labels):
            part.hide()
        self.form.changed.connect(self._ask)
        self.other.clicked.connect(self.another_file_wished)
        self.learn.clicked.connect(self._accept)
        self.cancel.clicked.connect(self.reject)
        theme.changed.connect(self._restyle)

    @property
    def wish(self) -> Wish:
        """What the form holds."""
        return self.form.wish

    def begin(self) -> None:
        """Ask for the first outline and open."""
        self._ask(self.wish)
        self.form.name.setFocus()
        self.open()

    def show_outline(self, outline: Outline) -> None:
        """What would be learned from."""
        self.outline = outline
        self._show()

    def show_fault(self, sentence: str) -> None:
        """Why nothing can be learned from it so."""
        self.outline = None
        self._title.setText(tr("As it is understood"))
        self.problem.setText(sentence.replace(_RARE, tr("with the switch above")))
        self._show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.file, 1)
        head.addWidget(self.other)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.learn)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self.problem)
        column.addWidget(self.examples, 1)
        column.addWidget(self._space, 1)
        column.addWidget(self.sizes)
        column.addWidget(self.labels)
        column.addWidget(self.hint)
        column.addLayout(foot)
        self.learn.setDefault(True)
        self.file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _ask(self, wish: Wish) -> None:
        self._title.setText(tr(_READING))
        self.learn.setEnabled(False)
        self.asked.emit(wish)

    def _show(self) -> None:
        outline = self.outline
        for part in (self.examples, self.sizes, self.labels):
            part.setVisible(outline is not None)
        self.problem.setVisible(outline is None)
        self._space.setVisible(outline is None)
        self.learn.setEnabled(outline is not None)
        if outline is not None:
            self._title.setText(tr("As it is understood"))
            self.examples.setHtml(examples_html(outline))
            self.sizes.setText(sizes_text(outline))
            self.labels.setText(labels_text(outline))

    def _accept(self) -> None:
        if self.outline is not None:
            self.learn_requested.emit(self.wish)
            self.accept()

    def _restyle(self) -> None:
        self._title.setFont(theme.font(12, 600))
        for part in (self.sizes, self.labels, self.problem, self.examples):
            part.setFont(theme.font(12))
        self.hint.setFont(theme.font(11))
        if self.outline is not None:
            self._show()


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
