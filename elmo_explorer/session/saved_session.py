"""What of a session a file keeps, as the session's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from elmo_explorer.session.session import (
    Desk,
    Floats,
    Focus,
    Groups,
    Mix,
    ModelInfo,
    Points,
    Sentence,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.tasks.results import TaskResult

if TYPE_CHECKING:
    from elmo_explorer.session.scenes import Scene

Tokens = tuple[str, ...]


class SessionFileError(ValueError):
    """A file that holds no session, or could not hold this one; the message is one sentence."""


@dataclass(frozen=True)
class SavedModel:
    """A biLM that was open."""

    name: str
    checksum: str
    """SHA-256 of the file of its weights; "" where it was not known."""
    languages: tuple[str, ...]
    n_layers: int
    """L + 1."""
    dim: int
    desk: Desk | None = None
    """How its picture was left, where another was shown."""

    @staticmethod
    def of(info: ModelInfo, desk: Desk | None = None) -> SavedModel:
        """What is kept of an open one."""
        return SavedModel(info.name, info.checksum, info.languages, info.n_layers, info.dim, desk)

    def is_same(self, info: ModelInfo) -> bool:
        """Whether a model is this one: by its weights, or by name and shape where a checksum is not known."""
        if self.checksum and info.checksum:
            return self.checksum == info.checksum
        return (self.name, self.n_layers, self.dim) == (info.name, info.n_layers, info.dim)


@dataclass(frozen=True, eq=False)
class SavedSession:
    """Everything that a file holds; the sentences' ids are of this process, whatever they were when it was written."""

    sentences: tuple[Sentence, ...] = ()
    focus: Focus | None = None
    mix: Mix = field(default_factory=lambda: Mix.average(3))
    view: View = field(default_factory=View)
    selection: frozenset[TokenRef] = frozenset()
    isolated: frozenset[TokenRef] | None = None
    points: Points | None = None
    groups: Groups = field(default_factory=lambda: Groups((), MappingProxyType({})))
    scenes: tuple[Scene, ...] = ()
    learned: tuple[TaskResult, ...] = ()
    """The user's own."""
    models: tuple[SavedModel, ...] = ()
    shown: int | None = None
    """Which of ``models`` made the picture."""
    readers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Language -> which of ``models`` reads it."""
    pair_asks: Mapping[int, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    states: Mapping[Tokens, Floats] = field(default_factory=lambda: MappingProxyType({}))
    """What was read -> its vectors by the shown model, (n_layers, n_tokens, dim); empty where they were not saved."""
    app: str = ""
    """Version of the program that wrote it."""
    seed: int = 0
    """Of layouts and of the learning of weights."""

    @property
    def model(self) -> SavedModel | None:
        """The one that made the picture."""
        return self.models[self.shown] if self.shown is not None else None


def saved_session(session: Session, *, with_vectors: bool) -> SavedSession:
    """What a file would hold of a session as it is now; cheap: nothing is copied.

    Args:
        session: what is open.
        with_vectors: the shown model's vectors too, so that nothing need be computed.
    """
    from elmo_explorer.version import __version__

    places = {model.key: k for k, model in enumerate(session.models)}
    states: dict[Tokens, Floats] = {}
    if with_vectors and session.model is not None:
        found = ((s, session.states.get(s.id)) for s in session.sentences)
        states = {s.tokens: array for s, array in found if array is not None and s.tokens}
    return SavedSession(
        session.sentences,
        session.focus,
        session.mix,
        session.view,
        session.selection,
        session.isolated,
        _whole(session.points, session),
        session.groups,
        session.scenes,
        tuple(dict.fromkeys((*(t.result for t in session.learned if t.own), *_carried(session)))),
        tuple(SavedModel.of(model, _desk(session, model)) for model in session.models),
        places.get(session.model.key) if session.model is not None else None,
        MappingProxyType({k: places[key] for k, key in session.readers.items() if key in places}),
        session.pair_asks,
        MappingProxyType(states),
        __version__,
        session.seed,
    )


def _carried(session: Session) -> tuple[TaskResult, ...]:
    return session.brought.learned if session.brought is not None else ()


def _whole(points: Points | None, session: Session) -> Points | None:
    """A picture that has places for all its tokens, and whose sentences are there."""
    if points is None or not np.isfinite(points.xy).all():
        return None
    return points


def _desk(session: Session, model: ModelInfo) -> Desk | None:
    desk = session.desks.get(model.key)
    if desk is None or desk.points is None or desk.sentences is session.sentences:
        return desk
    return replace(desk, points=None)
