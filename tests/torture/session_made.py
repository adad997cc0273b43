"""A session with something in every part of it."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import (
    Focus,
    Groups,
    Mix,
    ModelInfo,
    Points,
    SemanticAxis,
    Sentence,
    Session,
    TokenRef,
    View,
)


def session_made(seed: int = 0, n_sentences: int = 12) -> Session:
    """The word "bank" in a few sentences, with vectors, a picture and groups; all numbers by chance."""
    chance = np.random.default_rng(seed)
    session = Session()
    session.sentences = tuple(
        Sentence(
            f"We sat on the bank number {n} of the river .",
            ("We", "sat", "on", "the", "bank", "number", str(n), "of", "the", "river", "."),
            senses={4: "river" if n % 2 else "money"},
        )
        for n in range(n_sentences)
    )
    info = ModelInfo("en", ("en",), 3, 8, "CPU", True, "en")
    session.models = (info,)
    session.model = info
    tokens = tuple(TokenRef(s.id, k) for s in session.sentences for k in range(len(s.tokens)))
    session.states = MappingProxyType(
        {s.id: chance.normal(size=(3, len(s.tokens), 8)).astype(np.float32) for s in session.sentences}
    )
    session.focus = Focus("bank")
    session.occurrences = tuple(TokenRef(s.id, 4) for s in session.sentences)
    session.mix = Mix((0.2, 0.3, 0.5), 1.1)
    session.view = View(layer=None, trajectories=True)
    session.groups = Groups(("money", "river"), {token: n % 2 for n, token in enumerate(session.occurrences)})
    session.points = Points(
        tokens,
        chance.normal(size=(len(tokens), 2)).astype(np.float32),
        chance.normal(size=(3, len(tokens), 2)).astype(np.float32),
        "pca",
        None,
        (0.4, 0.2),
        True,
        model="en",
    )
    session.selection = frozenset({session.occurrences[0]})
    axis = SemanticAxis(("money",), ("river",), (session.occurrences[1],))
    session.scenes = (
        Scene(
            "One word, two senses",
            "Which are near each other?",
            session.focus,
            Mix((1.0, 0.0, 0.0)),
            View("axis", 1, axes=(axis,)),
            session.selection,
            (0.0, 0.0, 2.0, 1.5),
            ("mix",),
            "compare",
        ),
        Scene("", "", None, session.mix, session.view, frozenset(), None, (), ""),
    )
    session.pair_asks = MappingProxyType({session.sentences[0].id: session.sentences[1]})
    return session
