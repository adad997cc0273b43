"""Where the followed token's vector goes in the picture when another word of its sentence is changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from elmo_explorer.analysis.moved_distances import mix_distances, moves_in_plane
from elmo_explorer.analysis.projection import weigh
from elmo_explorer.session.influence import Anchors, Influence
from elmo_explorer.session.session import Floats, Points, Session, TokenRef
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.ui.influence_text import short_change
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_moves import Move, Moves

_SHORTEST = 1e-6
_MOST = 60
"""Thin lines that are drawn."""


class InfluenceTrail(QObject):
    """Draws a line to the place of every variant, and an arrow to that of the word that is looked at.

    In a linear picture (PCA, semantic axes) the places are exact: a vector that moves by d moves by d B in the picture
    with the basis B, and since the mix is linear in the layers, each layer's way is projected once and a drag only weighs
    them. UMAP and t-SNE have no formula; there a vector is put at the weighted mean of the places of the tokens nearest
    to it, which is approximate, and the lines are dashed.
    """

    def __init__(self, session: Session, scatter: Scatter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scatter = scatter
        self._place: tuple[object, TokenRef | None, int] = (None, None, -1)
        self._ways: tuple[Influence | None, Floats | None, bool, Floats | None] = (None, None, False, None)
        events = session.events
        for field in (
            events.influence,
            events.influence_look,
            events.influence_anchors,
            events.points,
        ):
            field.connect(self._show)

    def _show(self) -> None:
        session = self._session
        influence, points = session.influence, session.points
        if influence is None or points is None:
            self._ways = (None, None, False, None)
            self._place = (None, None, -1)
            self._scatter.set_moves(None)
            return
        point = self._point(points, influence.token)
        to = None if point < 0 else self._places(influence, points, point)
        if to is None or float(np.abs(to - points.xy[point]).max(initial=0.0)) < _SHORTEST:
            self._scatter.set_moves(None)
            return
        lit = session.influence_look.place
        ranking = self._ranking(influence)
        if influence.variant(lit) < 0:
            lit = influence.places[ranking[0]]
        chosen = influence.variant(lit)
        thin = [k for k in ranking[:_MOST] if k != chosen]
        moves = [Move((float(to[k, 0]), float(to[k, 1]))) for k in thin]
        x, y = to[chosen].tolist()
        moves.append(Move((x, y), short_change(influence, lit)))
        self._scatter.set_moves(Moves(point, tuple(moves), points.basis is None))

    def _weights(self) -> tuple[tuple[float, ...], float]:
        """Of what is pictured, and the scale of the mix."""
        mix, layer = self._session.mix, self._session.view.layer
        if layer is None:
            return mix.weights, mix.gamma
        return tuple(float(k == layer) for k in range(len(mix.weights))), 1.0

    def _ranking(self, influence: Influence) -> list[int]:
        """The variants, the one that moves the vector most in what is pictured first."""
        weights, _ = self._weights()
        mix = self._session.mix
        distances = mix_distances(influence.before, influence.after, weights, mix.layer_norm)
        order: list[int] = np.argsort(-distances, kind="stable").tolist()
        return order

    def _places(self, influence: Influence, points: Points, point: int) -> Floats | None:
        """Of the token in every variant, (n - 1, 2); None while they are not known."""
        weights, gamma = self._weights()
        if len(weights) != len(influence.before):
            return None  # of another model
        if points.basis is not None:
            if points.basis.shape[0] != influence.before.shape[1]:
                return None
            ways = self._linear_ways(influence, points.basis)
            return np.asarray(points.xy[point] + weigh(ways, weights, gamma), np.float32)
        anchors: Anchors | None = self._session.influence_anchors
        if anchors is None or anchors.influence is not influence or anchors.tokens is not points.tokens:
            return None
        places: Floats = np.einsum("vk,vkd->vd", anchors.weights, points.xy[anchors.rows])
        return places

    def _linear_ways(self, influence: Influence, basis: Floats) -> Floats:
        """In every layer, (n_layers, n - 1, 2); found once for a basis."""
        layer_norm = self._session.mix.layer_norm
        known, of, normed, ways = self._ways
        if ways is None or known is not influence or of is not basis or normed != layer_norm:
            ways = moves_in_plane(influence.before, influence.after, basis, layer_norm)
            self._ways = influence, basis, layer_norm, ways
        return ways

    def _point(self, points: Points, token: TokenRef) -> int:
        """Which point a token is; -1 where it is not pictured."""
        tokens, known, place = self._place
        if tokens is not points.tokens or known != token:
            columns = TokenColumns.of(points.tokens)
            rows = np.flatnonzero(
                (columns.sentence_ids == token.sentence_id) & (columns.indices == token.index)
            )
            place = int(rows[0]) if len(rows) else -1
            self._place = points.tokens, token, place
        return place
