"""The picture's points as a list that only screen readers see."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.accessible import Part, tell_focus
from elmo_explorer.ui.pictured_tokens import PicturedTokens
from elmo_explorer.ui.widgets.scatter import Scatter

_REACH = 6.0
"""Pixels round a point that count as its own."""


class PointList(QWidget):
    """Lies unseen over the picture; every point is a part of it, named when somebody asks."""

    accessible_role = QAccessible.Role.List

    def __init__(self, session: Session, tokens: PicturedTokens, scatter: Scatter) -> None:
        super().__init__(scatter)
        self._session = session
        self._tokens = tokens
        self._scatter = scatter
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(1, 1)
        self.setAccessibleName(tr("Points of the picture"))
        scatter.walked.connect(self._walked)

    def n_accessible_parts(self) -> int:
        """One for each point."""
        return len(self._tokens.tokens)

    def accessible_part(self, index: int) -> Part:
        """A point: its word, group and sentence, and what is nearest to it."""
        token = self._tokens.token(index)
        if token is None:
            return Part("")
        at = self._scatter.pixel_of(index) if index < len(self._scatter.stage.shown.xy) else QPointF()
        box = QRectF(at.x() - _REACH, at.y() - _REACH, 2 * _REACH, 2 * _REACH)
        return Part(
            self._tokens.spoken(token),
            role=QAccessible.Role.ListItem,
            rect=box.toRect(),
            selected=token in self._session.selection,
            focused=index == self._scatter.hovered,
        )

    def _walked(self, point: int) -> None:
        token = self._tokens.token(point)
        if token is not None:
            self._scatter.setAccessibleDescription(self._tokens.spoken(token))
            tell_focus(self, point)
