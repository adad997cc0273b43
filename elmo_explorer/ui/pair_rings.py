"""Both points of a matrix cell that the pointer is on, ringed and joined in the picture, with their cosine."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from elmo_explorer.session.hovered_pair import HoveredPair
from elmo_explorer.session.session import Points, Session
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.ear_names import ear_name
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_pair import PointPair


class PairRings(QObject):
    """Shows ``session.hovered_pair`` in a scatter of ``session.points``."""

    def __init__(self, session: Session, scatter: Scatter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scatter = scatter
        for field in (session.events.hovered_pair, session.events.points, session.events.view):
            field.connect(self._show)

    def _show(self) -> None:
        pair, points = self._session.hovered_pair, self._session.points
        shown = None if pair is None or points is None else self._point_pair(pair, points)
        self._scatter.set_pair(shown)

    def _point_pair(self, pair: HoveredPair, points: Points) -> PointPair | None:
        """None where one of the two is not in the picture."""
        keys = TokenColumns.of(points.tokens).keys
        wanted = TokenColumns.of((pair.one, pair.other)).keys
        found = [np.flatnonzero(keys == key) for key in wanted]
        if not all(len(places) for places in found):
            return None
        scale = CosineScale(pair.baseline, self._session.view.corrected)
        remark = ", ".join(filter(None, (ear_name(pair.half), scale.remark)))
        one, other = (int(places[0]) for places in found)
        return PointPair(one, other, f"{scale.name} {scale.text(pair.cosine)}", remark)
