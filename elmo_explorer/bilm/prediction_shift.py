"""How two sentences' expectations differ at places that belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.bilm.side_by_side import side_by_side

Floats = NDArray[np.float32]
_AT_ONCE = 32
"""Places whose distributions over all words are held at the same time."""
_LEAST = -60.0
"""Of a logarithm: most words are less likely still, and processors are slow with numbers too small to be normal."""


@dataclass(frozen=True)
class Shifts:
    """What became of the probabilities at k places, from the one sentence to the other."""

    moved: Floats
    """Probability that went from some words to others, 0 to 1: the total variation distance of the two full softmaxes,
    half the sum of |p_b(w) - p_a(w)| over all words, (k,)."""
    words: NDArray[np.int64]
    """Output indices of the words whose probability changed most, the largest change first, (k, m)."""
    before: Floats
    """Their probabilities in the one sentence, (k, m)."""
    after: Floats
    """And in the other, (k, m)."""


@torch.inference_mode()
def prediction_shifts(
    asker: NextWords,
    a: Sequence[str],
    b: Sequence[str],
    forward: Sequence[tuple[int, int]],
    backward: Sequence[tuple[int, int]],
    n_words: int = 4,
    check: Callable[[], object] = lambda: None,
) -> tuple[Shifts, Shifts]:
    """Compare the forward model's and the backward model's expectations at pairs of places.

    Args:
        asker: of the model that reads both.
        a: the one sentence's tokens; no boundary markers.
        b: the other one's.
        forward: pairs of places, 0 being the beginning and n + 1 the end of a sentence of n words; from 1 on.
        backward: the same for the backward model; up to n.
        n_words: how many words are told for each pair.
        check: called now and then; may raise to stop.

    Returns:
        Forward and backward.
    """
    ahead_a, behind_a = asker.states_at(a)
    ahead_b, behind_b = asker.states_at(b)
    layer = asker.vocabulary.layer
    # The forward model speaks of the places from 1 on, the backward model from 0 on.
    left = [(i - 1, j - 1) for i, j in forward]
    return side_by_side(
        partial(_shifts, layer, ahead_a, ahead_b, left, n_words, check),
        partial(_shifts, layer, behind_a, behind_b, backward, n_words, check),
    )


def _shifts(
    layer: OutputLayer,
    a: Tensor,
    b: Tensor,
    rows: Sequence[tuple[int, int]],
    n_words: int,
    check: Callable[[], object],
) -> Shifts:
    """Of states (n_a + 1, projection_dim) and (n_b + 1, projection_dim), at pairs of their rows."""
    found: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for start in range(0, len(rows), _AT_ONCE):  # (k, all words) each
        check()
        of_a, of_b = (list(part) for part in zip(*rows[start : start + _AT_ONCE], strict=True))
        before, after = (layer.log_probabilities(of).clamp_(min=_LEAST).exp_() for of in (a[of_a], b[of_b]))
        change = (after - before).abs_()
        words = change.topk(min(n_words, change.shape[1]), dim=1).indices
        found.append((change.sum(dim=1) / 2, words, before.gather(1, words), after.gather(1, words)))
    if not found:
        none = np.zeros((0, n_words), np.float32)
        return Shifts(np.zeros(0, np.float32), np.zeros((0, n_words), np.int64), none, none)
    return Shifts(*(torch.cat(parts).cpu().numpy() for parts in zip(*found, strict=True)))
