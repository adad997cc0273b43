"""A dialog with all of a training run's options as text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button


class OptionsDialog(QDialog):
    """TOML to be edited; it closes with a text that can be read, or unchanged."""

    def __init__(self, text: str, what_is_wrong: Callable[[str], str], parent: QWidget | None = None) -> None:
        """``what_is_wrong``: a sentence about a text, "" where it is right."""
        super().__init__(parent)
        self.setWindowTitle(tr("More options"))
        self.resize(theme.px(560), theme.px(520))
        self._what_is_wrong = what_is_wrong
        self.editor = QPlainTextEdit(text)
        self.editor.setFont(theme.font(12, mono=True))
        self.editor.setAccessibleName(tr("Options as TOML"))
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        hint = QLabel(
            tr(
                "All that the form has no field for, as the training config says it. "
                '[probes] sentences = ["sense: The *word* in its sentence .", …] names sentences of your own to watch.'
            )
        )
        hint.setWordWrap(True)
        hint.setFont(theme.font(12))
        hint.setProperty("role", "text2")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("role", "error")
        self.use = button(tr("Use these"), "primary")
        cancel = button(tr("Cancel"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(hint)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.problem.hide()
        self.use.clicked.connect(self._accept)
        cancel.clicked.connect(self.reject)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.editor.toPlainText()

    def _accept(self) -> None:
        wrong = self._what_is_wrong(self.text)
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        if not wrong:
            self.accept()
