"""Both points of a matrix cell that the pointer is on, or of a path, ringed and joined in the picture, with their cosine."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject

from elmo_explorer.session.hovered_pair import HoveredPair
from elmo_explorer.session.session import Points, Session, TokenRef
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.ear_names import ear_name
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_pair import PointPair


class PairRings(QObject):
    """Shows ``session.hovered_pair`` in a scatter of ``session.points``."""

    def __init__(self, session: Session, scatter: Scatter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scatter = scatter
        self._path: tuple[TokenRef, TokenRef] | None = None
        events = session.events
        for field in (
            events.hovered_pair,
            events.points,
            events.view,
            events.mix,
            events.selection,
            events.comparison,
        ):
            field.connect(self._show)

    def show_path(self, one: TokenRef, other: TokenRef) -> None:
        """Join these two as long as they are what is selected."""
        self._path = one, other
        self._show()

    def _show(self) -> None:
        if self._path is not None and self._session.selection != frozenset(self._path):
            self._path = None
        pair, points = self._session.hovered_pair, self._session.points
        pair = pair or self._path_pair()
        shown = None if pair is None or points is None else self._point_pair(pair, points)
        self._scatter.set_pair(shown)

    def _path_pair(self) -> HoveredPair | None:
        """The path's ends with their cosine in what is pictured; None without a path, or without vectors."""
        session = self._session
        if self._path is None or any(token.sentence_id not in session.states for token in self._path):
            return None
        a, b = (
            token_vector(session.states[t.sentence_id][:, t.index], session.mix, session.view.layer).astype(
                np.float64
            )
            for t in self._path
        )
        length = float(np.linalg.norm(a) * np.linalg.norm(b))
        cosine = float(a @ b) / length if length else math.nan
        comparison = session.comparison
        baseline = math.nan if comparison is None else comparison.mix_baseline
        return HoveredPair(*self._path, cosine, baseline, "both")

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
