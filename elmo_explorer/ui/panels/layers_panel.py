"""The tab Layers: the same words placed by every layer, the numbers of one word's vector, and the gates that make them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from elmo_explorer.session.session import Comparison, Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.gates_part import GatesPart
from elmo_explorer.ui.layer_pictures import LayerPictures
from elmo_explorer.ui.nothing_to_compare import focus_on, say_nothing_to_compare
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.unit_part import UnitPart
from elmo_explorer.ui.vector_part import VectorPart
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage

_PAD = 14
_SHARE_OF_PICTURES = 0.535
_SHARE_OF_STRIPS = 42
"""Of 100; the gates have the rest."""


class LayersPanel(QWidget):
    """Puts the parts together and tells them when to look at the session again."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = SentenceNumbers(())
        self.setAccessibleName(tr("Layers"))
        self.pictures = LayerPictures(session)
        self.unit = UnitPart(session)
        self.vector = VectorPart(session)
        self.gates = GatesPart(session)
        self.empty = EmptyPage()
        self._left_stack = QStackedWidget()
        self._left_stack.addWidget(self.pictures)
        self._left_stack.addWidget(self.unit)
        self._left = _part((self._left_stack, 1))
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self._right = _part((self.vector, _SHARE_OF_STRIPS), (line, 0), (self.gates, 100 - _SHARE_OF_STRIPS))
        content = QWidget()
        parts = QHBoxLayout(content)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for part in (self._left, divider(), self._right):
            parts.addWidget(part)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        if self._numbers.sentences is not session.sentences:
            self._numbers = SentenceNumbers(session.sentences)
        self._back.setEnabled(self._can_go_back())
        if session.focus is None or not session.occurrences:
            self._pages.setCurrentIndex(1)
            say_nothing_to_compare(self.empty, session)
            return
        self._pages.setCurrentIndex(0)
        self._left_stack.setCurrentIndex(0 if session.unit_ask is None else 1)
        self.pictures.refresh()
        self.unit.refresh(self._numbers)
        self.vector.refresh(self._numbers)
        self.gates.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pictures get a little more than half."""
        super().resizeEvent(event)
        self._left.setFixedWidth(round(_SHARE_OF_PICTURES * self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.empty.chosen.connect(lambda word: focus_on(word, self._session))
        self._back.activated.connect(self._go_back)
        self.gates.following_changed.connect(lambda: self._back.setEnabled(self._can_go_back()))
        events = self._session.events
        for changed in (
            events.sentences,
            events.focus,
            events.view,
            events.model,
            events.occurrences,
            events.states,
            events.groups,
            events.layer_views,
            events.unit_ask,
            events.unit_tokens,
            events.gates,
        ):
            changed.connect(self._schedule)
        events.selection.connect(self._on_selection)
        events.hovered.connect(self._on_hovered)
        events.mix.connect(self._on_mix)
        events.comparison.connect(self._on_comparison)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    @property
    def _in_view(self) -> bool:
        return self.isVisible() and self._pages.currentIndex() == 0

    def _on_mix(self) -> None:
        """A mix is weighed here at once: it is one token."""
        if self._in_view:
            self.vector.refresh(self._numbers)

    def _on_comparison(self, comparison: Comparison | None) -> None:
        if not self.pictures.shows(comparison):
            self._schedule()

    def _on_selection(self) -> None:
        if self._in_view:
            self.pictures.show_selection()
            self.vector.refresh(self._numbers)
            self.gates.refresh()

    def _on_hovered(self) -> None:
        if self._in_view:
            self.pictures.show_hovered()
            self.unit.show_hovered()

    def _can_go_back(self) -> bool:
        return bool(self.gates.cells) or self._session.unit_ask is not None

    def _go_back(self) -> None:
        """Out of the cells that are followed, then out of the unit's tokens."""
        if self.gates.cells:
            self.gates.show_all()
        else:
            self.unit.end()


def _part(*rows: tuple[QWidget, int]) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(_PAD, 9, _PAD, 6)
    column.setSpacing(6)
    for row, share in rows:
        column.addWidget(row, share)
    return part
