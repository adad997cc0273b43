"""The cards over the picture: the live one that follows the pointer, and up to three that stay."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Signal

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_fit import SAFE_BOTTOM, SAFE_TOP
from elmo_explorer.ui.widgets.token_card import CardContent, TokenCard

MOST_PINNED = 3
_MARGIN = 16


class CardStack(QObject):
    """Places cards where they cover neither each other nor, if possible, large points."""

    entered = Signal()
    """The pointer went into the live card."""
    pinned_changed = Signal()

    def __init__(self, scatter: Scatter) -> None:
        super().__init__(scatter)
        self._scatter = scatter
        self.live = self._new_card()
        self.pinned: list[TokenCard] = []

    def show(self, point: int, content: CardContent) -> None:
        """The live card tells of this point; a pinned point has its card already."""
        if any(card.point == point for card in self.pinned):
            self.hide()
            return
        moved = not self.live.isVisible() or self.live.point != point
        self.live.point = point
        self.live.set_content(content)
        if moved:
            self._place(self.live)
        self.live.show()
        self.live.raise_()
        self._scatter.update()

    def hide(self) -> None:
        """No live card."""
        if self.live.isVisible():
            self.live.hide()
            self.live.point = None
            self._scatter.update()

    def pin(self) -> None:
        """The live card stays; the oldest pinned one makes room for the fourth."""
        if not self.live.isVisible():
            return
        if len(self.pinned) == MOST_PINNED:
            self.close(self.pinned[0])
        card, self.live = self.live, self._new_card()
        card.set_pinned(True)
        self.pinned.append(card)
        self.pinned_changed.emit()

    def renumber(self, points: Mapping[int, int]) -> None:
        """The points have new numbers; cards whose point is gone close."""
        for card in list(self.pinned):
            point = points.get(-1 if card.point is None else card.point, -1)
            if point < 0:
                self.close(card)
            else:
                card.point = point
        self.live.hide()
        self.live.point = None

    def close_all(self) -> bool:
        """Take every card away; whether there was one that stayed."""
        had = bool(self.pinned)
        for card in list(self.pinned):
            self.close(card)
        self.hide()
        return had

    def close(self, card: TokenCard) -> None:
        """Take a pinned card away; one that is on its way out may be clicked once more."""
        if card not in self.pinned:
            return
        self.pinned.remove(card)
        self._scatter.remove_float(card)
        card.hide()
        card.deleteLater()
        self._scatter.update()
        self.pinned_changed.emit()

    def place_all(self) -> None:
        """Find places again, after the picture changed its size."""
        for card in (*self.pinned, self.live):
            if card.isVisible():
                self._place(card)

    def _new_card(self) -> TokenCard:
        card = TokenCard(self._scatter)
        card.hide()
        card.pin_clicked.connect(lambda card=card: self._on_button(card))
        card.entered.connect(self.entered)
        self._scatter.add_float(card)
        return card

    def _on_button(self, card: TokenCard) -> None:
        if card.pinned:
            self.close(card)
        else:
            self.pin()

    def _place(self, card: TokenCard) -> None:
        if card.point is None:
            return
        at = self._scatter.pixel_of(card.point)
        marks = self._scatter.camera.to_screen(self._scatter.places_of(self._scatter.visible_marks()))
        others = [QRectF(c.geometry()) for c in self.pinned if c is not card]
        best = min(
            self._spots(card, at),
            key=lambda spot: self._cost(QRectF(spot[1], card.size()), spot[0], at, marks, others),
        )
        card.move(best[1].toPoint())

    def _spots(self, card: TokenCard, at: QPointF) -> list[tuple[float, QPointF]]:
        """Top left corners worth a try with what they cost by themselves: the right edge is the card's home."""
        area = QRect(self._scatter.rect())
        w, h = card.width(), card.height()
        top = theme.px(SAFE_TOP) + 6
        bottom = max(top, area.height() - theme.px(SAFE_BOTTOM) - h - 6)
        beside = min(max(at.y() - 0.58 * h, top), bottom)
        right, left = area.width() - w - _MARGIN, _MARGIN
        spots = [(0.0, QPointF(right, beside)), (1.6, QPointF(right, top)), (1.6, QPointF(right, bottom))]
        near_left, near_right = at.x() - 44 - w, at.x() + 44
        if near_left >= left:
            spots.append((1.2, QPointF(near_left, beside)))
        if near_right <= right:
            spots.append((0.9, QPointF(near_right, beside)))
        spots += [(3.0, QPointF(left, beside)), (4.0, QPointF(left, top)), (4.0, QPointF(left, bottom))]
        columns = np.linspace(left, right, 5)[1:-1]
        spots += [(2.6, QPointF(x, y)) for x in columns for y in (top, bottom)]
        return spots

    @staticmethod
    def _cost(box: QRectF, own: float, at: QPointF, marks: np.ndarray, others: list[QRectF]) -> float:
        wide = box.adjusted(-16, -12, 16, 12)
        cost = own + (100.0 if wide.adjusted(-8, -4, 8, 4).contains(at) else 0.0)
        cost += 60.0 * sum(box.intersects(other) for other in others)
        if len(marks):
            covered = (
                (marks[:, 0] > wide.left())
                & (marks[:, 0] < wide.right())
                & (marks[:, 1] > wide.top())
                & (marks[:, 1] < wide.bottom())
            )
            cost += min(2.0 * float(covered.sum()), 30.0)
        return cost
