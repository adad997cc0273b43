"""The picture that a session's file brought: it stays while its tokens have no vectors yet, and is gone on from then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from elmo_explorer.analysis.projection import weigh
from elmo_explorer.controllers.projection_fit import LINEAR, ProjectionFit, shown_weights
from elmo_explorer.session.session import Points, Session
from elmo_explorer.session.token_columns import TokenColumns


def waits_for_vectors(session: Session) -> bool:
    """Whether the picture is a file's, and not all that it could be of has vectors: of a model that is absent, it may never.

    A new sentence that still has none is waited for like the others.
    """
    brought = session.brought
    if brought is None or brought.points is None or brought.points is not session.points:
        return False
    return any(s.tokens and s.id not in session.states for s in session.pictured())


def redraw(session: Session) -> None:
    """Follow the mix as far as the file's picture can, and drop the tokens of sentences that are gone."""
    brought, points = session.brought, session.points
    if brought is None or points is None:
        return
    drawn = _followed(_without_gone(points, session), session)
    if drawn is not points:
        session.brought = replace(brought, points=drawn)
        session.points = drawn


def brought_picture(session: Session, fit: ProjectionFit) -> Points | None:
    """The file's picture, where it still is the answer to what was asked for; None otherwise."""
    brought, points = session.brought, session.points
    if brought is None or points is None or brought.points is not points or not points.settled:
        return None
    view = session.view
    is_as_it_was = (
        replace(session.mix, locked=brought.mix.locked) == brought.mix
        and (view.projection, view.layer, view.axes) == (brought.view.projection, brought.view.layer, brought.view.axes)
    )  # fmt: skip
    if not is_as_it_was or points.layer != view.layer:
        return None
    if fit.layout is not None:
        same = points.method == fit.layout.method and not fit.layout.afresh
        return points if same and fit.layout.tokens == points.tokens else None
    same = points.method == fit.method and points.axes == fit.axes and points.layer_xy is not None
    return points if same and points.tokens == fit.request.loaded.tokens else None


def _followed(points: Points, session: Session) -> Points:
    """A linear picture of all layers shows every mix of them."""
    weights, gamma = shown_weights(session)
    if points.method not in LINEAR or points.layer_xy is None or len(points.layer_xy) != len(weights):
        return points
    xy = weigh(points.layer_xy, weights, gamma)
    if np.array_equal(xy, points.xy):
        return points
    xy.flags.writeable = False
    return replace(points, xy=xy, layer=session.view.layer, explained=None, trust=None)


def _without_gone(points: Points, session: Session) -> Points:
    tokens = TokenColumns.of(points.tokens)
    lengths = {sentence.id: len(sentence.tokens) for sentence in session.pictured()}
    ids = tokens.sentence_ids.tolist()
    stays = np.fromiter((lengths.get(i, 0) for i in ids), np.int64, len(ids)) > tokens.indices
    if stays.all():
        return points
    return replace(
        points,
        tokens=tokens.take(stays),
        xy=points.xy[stays],
        layer_xy=points.layer_xy[:, stays] if points.layer_xy is not None else None,
        trust=points.trust[stays] if points.trust is not None else None,
    )
