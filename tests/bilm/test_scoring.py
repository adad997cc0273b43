import numpy as np
import numpy_bilm
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.devices import has_fast_bfloat16
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.bilm.scoring import Scorer

VOCABULARY = ("<S>", "</S>", "<UNK>", "the", "cat", "saw", "a", "dog", ".", "银行")
SENTENCES = [
    ["the", "cat", "saw", "a", "dog", "."],
    ["dog"],
    ["银行", "the", "zebra", "saw", "<S>", "</S>", "<UNK>"],
    [],
    ["a", "cat", "."],
]


@pytest.fixture
def model(tmp_path):
    """(options, weights, softmax, biLM) of one random model."""
    options, weights = numpy_bilm.random_model(3)
    pair = numpy_bilm.write(tmp_path, options, weights)
    network = BiLM.load(options=pair[0], weights=pair[1], device="cpu")
    torch.manual_seed(0)
    layer = OutputLayer(len(VOCABULARY), 7)
    torch.nn.init.normal_(layer.bias)
    softmax = (layer.weight.detach().numpy(), layer.bias.detach().numpy())
    return (
        options,
        weights,
        softmax,
        BiLM(network.options, network.network, network.facts, layer, VOCABULARY, "cpu"),
    )


def assert_same(score, expected):
    for found, wanted in zip((score.forward, score.backward), expected, strict=True):
        np.testing.assert_allclose(found, wanted, atol=2e-5)


def test_log_probabilities_follow_the_equations(model):
    options, weights, softmax, bilm = model
    for sentence, score in zip(SENTENCES, Scorer(bilm).score(SENTENCES), strict=True):
        assert_same(score, numpy_bilm.log_probabilities(sentence, options, weights, softmax, VOCABULARY))


def test_streams_carry_their_states_from_sentence_to_sentence(model):
    options, weights, softmax, bilm = model
    found = dict(Scorer(bilm).score_streams(SENTENCES * 2, n_streams=3))
    assert sorted(found) == list(range(10))
    for first, last in ((0, 3), (3, 6), (6, 10)):
        states = numpy_bilm.zero_states(options)
        for number in range(first, last):
            sentence = (SENTENCES * 2)[number]
            assert_same(
                found[number],
                numpy_bilm.log_probabilities(sentence, options, weights, softmax, VOCABULARY, states),
            )


def test_words_outside_the_vocabulary_are_marked(model):
    bilm = model[3]
    (score,) = Scorer(bilm).score([["the", "zebra", "<S>", "dog"]])
    assert score.known.tolist() == [True, False, False, True]
    assert [Scorer(bilm).knows(word) for word in ("cat", "zebra", "<UNK>", "</S>")] == [
        True,
        False,
        False,
        False,
    ]


def test_blocks_make_no_difference(model, monkeypatch):
    whole = Scorer(model[3]).score(SENTENCES)
    monkeypatch.setattr("elmo_explorer.bilm.scoring._CPU_BLOCK", (2, 3))
    for blocked, score in zip(Scorer(model[3]).score(SENTENCES), whole, strict=True):
        assert_same(blocked, (score.forward, score.backward))


def test_bfloat16_gives_the_same_perplexity_of_the_bundled_model():
    bilm = BiLM.load("en", device="cpu")
    if not has_fast_bfloat16(bilm.device):
        pytest.skip("This machine has no bfloat16 instructions.")
    text = "The committee will meet again on Monday to decide how the money should be spent . "
    sentences = [sentence.split() for sentence in [text, text[20:], "He was born in London in 1952 ."] * 4]
    exact, quick = (
        np.concatenate([part.forward for part in Scorer(bilm, bfloat16).score(sentences)])
        for bfloat16 in (False, True)
    )
    assert abs(exact.mean() - quick.mean()) < 5e-3
    assert np.abs(exact - quick).max() < 0.1


def test_a_model_without_an_output_layer_is_refused(tmp_path):
    pair = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(3))
    with pytest.raises(ValueError, match="has no output layer"):
        Scorer(BiLM.load(options=pair[0], weights=pair[1], device="cpu"))
