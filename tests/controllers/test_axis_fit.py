from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers, normalised
from elmo_explorer.analysis.projection import LayerCovariances, weigh
from elmo_explorer.controllers.axis_fit import AxisRequest, axis_view, match_seeds
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.session.session import SemanticAxis, Sentence, TokenRef
from elmo_explorer.workers.task import Task

WEIGHTS = (0.2, 0.3, 0.5)
HE_SHE = SemanticAxis(("he", "him"), ("she",))


@pytest.fixture
def tokens(session, loaded, embedded):
    texts = ("He saw her", "she saw him and he left", "SHE left the bank", "the bank left")
    session.sentences = tuple(Sentence(text, tuple(text.split())) for text in texts)
    embedded()
    return LoadedTokens.of(session)


def match(tokens, *axes, presets=(), layer_norm=False, kept=None):
    return match_seeds(AxisRequest(axes, presets, tokens, kept), layer_norm, Task())


def test_matches_are_counted_for_every_seed_word_whatever_the_case(tokens):
    assert match(tokens, HE_SHE).found.counts == (((2, 1), (2,)),)


@pytest.mark.parametrize("layer_norm", [False, True])
def test_the_ends_are_the_mean_places_of_their_tokens(tokens, layer_norm):
    seeds = match(tokens, HE_SHE, layer_norm=layer_norm)
    states = np.concatenate(tokens.arrays, axis=1)
    view, found = axis_view(seeds, LayerCovariances.of([states]), WEIGHTS)
    xy = weigh(view.project(normalised(states) if layer_norm else states), WEIGHTS)
    words = [word.lower() for sentence in tokens.words for word in sentence]
    for names, x in ((("he", "him"), -1), (("she",), 1)):
        end = xy[[word in names for word in words]].mean(axis=0)
        np.testing.assert_allclose(end, (x, 0), atol=1e-4)
    assert not found.error


def test_a_centroid_of_the_mix_is_the_mix_of_the_centroids(tokens):
    (ends,) = match(tokens, HE_SHE).ends
    mixed = mix_layers(tokens.states(tokens.rows([TokenRef(int(tokens.ids[1]), 0)])), WEIGHTS)
    other = mix_layers(tokens.states(tokens.rows([TokenRef(int(tokens.ids[2]), 0)])), WEIGHTS)
    np.testing.assert_allclose(np.array(WEIGHTS) @ ends.high, (mixed[0] + other[0]) / 2, atol=1e-5)


def test_two_uses_of_one_word_can_be_the_ends(tokens):
    """Words do not tell them apart; the tokens do."""
    ids = tokens.ids.tolist()
    axis = SemanticAxis((), (), (TokenRef(ids[2], 3),), (TokenRef(ids[3], 1),))
    seeds = match(tokens, axis)
    assert seeds.found.counts == (((1,), (1,)),)
    states = np.concatenate(tokens.arrays, axis=1)
    view, _ = axis_view(seeds, LayerCovariances.of([states]), WEIGHTS)
    xy = weigh(view.project(states), WEIGHTS)
    rows = tokens.rows([*axis.low_tokens, *axis.high_tokens])
    np.testing.assert_allclose(xy[rows], [(-1, 0), (1, 0)], atol=1e-4)


@pytest.mark.parametrize(
    ("axis", "sentence"),
    [
        (
            SemanticAxis(("he",), ("woman", "girl")),
            "No loaded token matches “woman”, “girl”; add a sentence with one of them or change the end.",
        ),
        (
            SemanticAxis(("king",), ("she",)),
            "No loaded token matches “king”; add a sentence with it or change the end.",
        ),
        (SemanticAxis(("he",), ()), "An axis needs words at both ends."),
        (
            SemanticAxis(("he",), ("HE",)),
            "Both ends of the axis are the same tokens; change the words of one end.",
        ),
    ],
)
def test_what_cannot_be_an_axis_is_said_in_one_sentence(tokens, axis, sentence):
    states = np.concatenate(tokens.arrays, axis=1)
    view, found = axis_view(match(tokens, axis), LayerCovariances.of([states]), WEIGHTS)
    assert view is None
    assert found.error == sentence


def test_only_presets_with_matches_at_both_ends_are_possible(tokens):
    without = SemanticAxis(("king",), ("queen", "she"))
    assert match(tokens, presets=(HE_SHE, without)).found.presets == {HE_SHE}


def test_what_is_known_is_not_searched_again(tokens):
    seeds = match(tokens, HE_SHE)
    assert match(tokens, HE_SHE, kept=seeds) is seeds
    assert match(tokens, replace(HE_SHE, high=("her",)), kept=seeds) is not seeds
    assert match(tokens, HE_SHE, kept=seeds, layer_norm=True) is not seeds
