"""Which half of the focus word's vectors tells its groups apart: a plain function of what is compared."""

from __future__ import annotations

import itertools

import numpy as np

from elmo_explorer.controllers.comparison import ComparisonRequest, GatheredTokens, labels_of
from elmo_explorer.session.ears import EarPair, Ears
from elmo_explorer.workers.task import Task

MOST_PAIRED = 8
"""Groups of which every two are listed, 28 pairs: as many as have a colour of their own."""


def ears(request: ComparisonRequest, gathered: GatheredTokens, task: Task) -> Ears:
    """How far apart every two groups are in either half of every layer; the largest groups where there are many."""
    from elmo_explorer.analysis.half_separation import (
        half_separation,
    )  # scipy: not before the window is there

    labels = labels_of(request.groups, gathered)
    groups, sizes = np.unique(labels[labels >= 0], return_counts=True)
    paired = np.sort(groups[np.argsort(-sizes, kind="stable")[:MOST_PAIRED]]).tolist()
    uses = {group: np.flatnonzero(labels == group) for group in paired}
    pairs = []
    for one, other in itertools.combinations(paired, 2):
        task.check()
        layers = [half_separation(layer[uses[one]], layer[uses[other]]) for layer in gathered.focus]
        pairs.append(EarPair(one, other, len(uses[one]), len(uses[other]), tuple(layers)))
    return Ears(tuple(pairs), request.groups.names, len(groups), len(paired), gathered.n_focus)
