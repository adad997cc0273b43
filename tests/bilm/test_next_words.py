"""What the bundled English model expects, against plain NumPy on the vectors that it gives everybody."""

import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords

SENTENCE = ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "Zorblax", "river", "."]
N_TIMES = 6


@pytest.fixture(scope="module")
def bilm():
    return BiLM.load("en", device="cpu")


@pytest.fixture(scope="module")
def next_words(bilm):
    return NextWords(bilm)


@pytest.fixture(scope="module")
def found(next_words):
    return next_words.expect(SENTENCE)


def distributions(bilm, sentence):
    """p(next word) behind and p(previous word) before every token, (n, n_words) each, in float64."""
    top = bilm.embed([sentence])[0][-1].astype(np.float64)  # layer L, the skip connection included, (n, 2 d)
    weight = bilm.output_layer.weight.numpy().astype(np.float64)
    bias = bilm.output_layer.bias.numpy().astype(np.float64)
    for half in np.split(top, 2, axis=1):
        logits = half @ weight.T + bias
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        yield exponentials / exponentials.sum(axis=1, keepdims=True)


def indices(bilm, sentence):
    return [bilm.vocabulary.index(word if word in bilm.vocabulary else "<UNK>") for word in sentence]


def assert_row(expected, place, distribution, true):
    best = np.argsort(-distribution)[:5]
    np.testing.assert_array_equal(expected.words[place], best)
    np.testing.assert_allclose(expected.probabilities[place], distribution[best], rtol=2e-4)
    np.testing.assert_allclose(expected.true[place], distribution[true], rtol=2e-4)
    assert expected.ranks[place] == 1 + (distribution > distribution[true]).sum()


def test_the_forward_model_expects_by_the_state_before_the_place(bilm, found):
    after, _ = distributions(bilm, SENTENCE)
    true = [*indices(bilm, SENTENCE), bilm.vocabulary.index("</S>")]
    for place in range(
        1, len(SENTENCE) + 1
    ):  # what is expected at place 0 comes from the state at the beginning
        assert_row(found.forward, place, after[place - 1], true[place])


def test_the_backward_model_expects_by_the_state_behind_the_place(bilm, found):
    _, before = distributions(bilm, SENTENCE)
    true = [bilm.vocabulary.index("<S>"), *indices(bilm, SENTENCE)]
    for place in range(len(SENTENCE)):  # the last one comes from the state at the end
        assert_row(found.backward, place, before[place], true[place])


def test_both_sides_are_bayes_rule_with_zipfs_prior(bilm, found):
    after, before = distributions(bilm, SENTENCE)
    prior = 1 / (np.arange(len(bilm.vocabulary)) + 3.0)
    prior[[bilm.vocabulary.index(mark) for mark in ("<S>", "</S>", "<UNK>")]] = np.inf
    true = indices(bilm, SENTENCE)
    for place in range(1, len(SENTENCE) - 1):
        evidence = after[place - 1] * before[place + 1] / prior
        assert_row(found.both, place, evidence / evidence.sum(), true[place])


def test_the_first_and_the_last_place_are_expected_from_the_boundaries(next_words, found):
    vocabulary = next_words.vocabulary
    assert len(found.forward.words) == len(found.backward.words) == len(SENTENCE) + 1
    assert found.forward.words[-1][0] == vocabulary.end
    assert found.backward.words[0][0] == vocabulary.begin
    other = next_words.expect(["Dogs", "bark"])
    np.testing.assert_allclose(other.forward.probabilities[0], found.forward.probabilities[0], rtol=1e-4)


def test_a_word_outside_the_vocabulary_is_not_known(found):
    assert [word for word, known in zip(SENTENCE, found.known, strict=True) if not known] == ["Zorblax"]


def test_a_long_sentence_is_the_same_block_by_block(bilm, next_words):
    long = SENTENCE * N_TIMES
    found = next_words.expect(long)
    assert len(found.forward.words) == len(found.backward.words) == len(long) + 1
    assert len(found.both.words) == len(long)
    after, before = distributions(bilm, long)
    true = indices(bilm, long)
    for place in (30, 31, 32, 33, 63, 64, 65):
        assert_row(found.forward, place, after[place - 1], true[place])
        assert_row(found.backward, place, before[place], indices(bilm, ["x", *long])[place])


@pytest.mark.parametrize("n", [29, 30, 31, 32, 62, 63])
def test_the_edge_of_a_block_loses_no_place(next_words, n):
    long = (SENTENCE * N_TIMES)[:n]
    found = next_words.expect(long)
    assert len(found.forward.words) == len(found.backward.words) == n + 1
    assert len(found.both.words) == n
    assert (found.forward.probabilities > 0).all()


def test_a_sentence_without_words_has_its_boundaries(next_words):
    found = next_words.expect([])
    assert len(found.forward.words) == len(found.backward.words) == 1
    assert len(found.both.words) == 0


def test_it_stops_where_it_is_told_to(next_words):
    with pytest.raises(InterruptedError):
        next_words.expect(SENTENCE, check=lambda: (_ for _ in ()).throw(InterruptedError))


def test_words_after_the_beginning_of_a_sentence(bilm, next_words):
    after, _ = distributions(bilm, SENTENCE)
    offered = next_words.after(SENTENCE[:2])
    best = [k for k in np.argsort(-after[1]) if bilm.vocabulary[k] not in ("<S>", "</S>", "<UNK>")][:5]
    assert [word for word, _ in offered] == [bilm.vocabulary[k] for k in best]
    np.testing.assert_allclose([p for _, p in offered], after[1][best], rtol=2e-4)


def test_words_that_begin_as_typed(next_words):
    offered = next_words.after(["The", "central"], begins="Ban")
    assert offered
    assert all(word.lower().startswith("ban") and len(word) > 3 for word, _ in offered)
    assert [p for _, p in offered] == sorted((p for _, p in offered), reverse=True)


def test_behind_the_end_nothing_is_offered(next_words):
    assert next_words.after(["The", "boat", "drifted", "to", "the", "bank", "of", "the", "river", "."]) == []


def test_a_model_without_an_output_layer_is_refused(make_bilm):
    with pytest.raises(ValueError, match="no output layer"):
        NextWords(make_bilm())
