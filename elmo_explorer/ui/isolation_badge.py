"""Says in the picture that it is of some tokens alone, and leads back to all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame


class IsolationBadge(FloatingFrame):
    """Seen while ``session.isolated`` is not None; its button ends that."""

    changed = Signal()
    """It has come, gone, or has another size."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self._session = session
        self._label = QLabel(self)
        self.back = QPushButton(tr("Back to all"), self)
        self.back.setProperty("kind", "link")
        self.back.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the picture
        self.back.setToolTip(tr("Show all loaded tokens again (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(4)
        row.addWidget(self._label)
        row.addWidget(self.back)
        self.back.clicked.connect(self._end)
        theme.changed.connect(self._show)
        session.events.isolated.connect(self._show)
        session.events.sentences.connect(self._recount)
        self._show()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def _end(self) -> None:
        self._session.isolated = None

    def _recount(self) -> None:
        if self._session.isolated is not None:
            self._show()

    def _n_there(self) -> int:
        """How many are in the list: a sentence may go, become shorter, and come back by undo."""
        lengths = {sentence.id: len(sentence.tokens) for sentence in self._session.pictured()}
        isolated = self._session.isolated or ()
        return sum(token.index < lengths.get(token.sentence_id, 0) for token in isolated)

    def _show(self) -> None:
        isolated = self._session.isolated
        n = 0 if isolated is None else self._n_there()
        self._label.setText(tr("{n:,} tokens isolated", n=n) if n != 1 else tr("{n:,} token isolated", n=n))
        self._label.setFont(theme.font(12, 600, tabular=True))
        self.back.setFont(theme.font(12, 500))
        self.setAccessibleName(self._label.text())
        self.setFixedHeight(theme.px(32))
        self.setFixedWidth(self.sizeHint().width())
        self.setVisible(isolated is not None)
        self.changed.emit()
