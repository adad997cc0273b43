"""How two sentences' expectations differ, against plain NumPy on the vectors that everybody gets."""

import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.bilm.prediction_shift import prediction_shifts

A = ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "river", "."]
B = ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "old", "city", "."]


@pytest.fixture(scope="module")
def bilm():
    return BiLM.load("en", device="cpu")


def distributions(bilm, sentence):
    """p(next word) behind and p(previous word) before every token, (n, n_words) each, in float64."""
    top = bilm.embed([sentence])[0][-1].astype(np.float64)
    for half in np.split(top, 2, axis=1):
        logits = half @ bilm.output_layer.weight.numpy().T.astype(np.float64) + bilm.output_layer.bias.numpy()
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        yield exponentials / exponentials.sum(axis=1, keepdims=True)


def test_what_moved_is_half_of_all_that_changed(bilm):
    ahead_a, behind_a = distributions(bilm, A)
    ahead_b, behind_b = distributions(bilm, B)
    # Places of words count from 1; the last of the forward ones is the end.
    forward, backward = [(10, 11), (11, 12)], [(9, 9), (3, 3), (0, 0)]
    found = prediction_shifts(NextWords(bilm), A, B, forward, backward, 3)
    for shifts, pairs, one, other, off in (
        (found[0], forward, ahead_a, ahead_b, -2),  # by the state of the word before the place
        (found[1], backward, behind_a, behind_b, 0),  # by that of the word behind it
    ):
        for row, (i, j) in enumerate(pairs):
            before, after = one[i + off], other[j + off]
            change = np.abs(after - before)
            assert shifts.moved[row] == pytest.approx(change.sum() / 2, rel=1e-3)
            best = np.argsort(-change)[:3]
            np.testing.assert_array_equal(shifts.words[row], best)
            np.testing.assert_allclose(shifts.before[row], before[best], rtol=1e-3)
            np.testing.assert_allclose(shifts.after[row], after[best], rtol=1e-3)


def test_the_beginning_and_equal_contexts_give_no_change(bilm):
    forward, backward = prediction_shifts(NextWords(bilm), A, B, [(1, 1), (9, 9)], [(10, 11)])
    np.testing.assert_allclose(forward.moved, 0, atol=1e-5)
    np.testing.assert_allclose(backward.moved, 0, atol=1e-5)


def test_no_places_no_shifts(bilm):
    forward, backward = prediction_shifts(NextWords(bilm), A, B, [], [])
    assert forward.moved.shape == backward.moved.shape == (0,)


def test_a_long_sentence_is_told_in_parts_that_can_be_stopped(bilm):
    long = A * 8
    other = ["Ships", *long[1:]]
    places = [(k, k) for k in range(2, len(long) + 1)]
    calls = []
    whole, _ = prediction_shifts(NextWords(bilm), long, other, places, [], check=lambda: calls.append(1))
    assert len(calls) >= 3
    one, _ = prediction_shifts(NextWords(bilm), long, other, places[40:41], [])
    assert whole.moved[40] == pytest.approx(one.moved[0], rel=1e-4, abs=1e-6)
    assert len(whole.moved) == len(places)
