"""What moves a token's vector, against reading each changed sentence whole through the public API."""

import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.context_influence import likeliest_others, moved_vectors
from elmo_explorer.bilm.next_words import NextWords

SENTENCES = {
    "en": ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "river", "."],
    "zh": ["潮水", "退", "了", "就", "知道", "谁", "没", "穿", "裤子"],
}


@pytest.fixture(scope="module", params=["en", "zh"])
def bilm(request):
    return BiLM.load(request.param, device="cpu")


@pytest.fixture(scope="module")
def tokens(bilm):
    return SENTENCES[bilm.languages[0]]


def embedded_whole(bilm, tokens, index, place, word):
    """The followed token's layers in the changed sentence, read alone."""
    changed = list(tokens)
    if word is None:
        del changed[place]
        index -= place < index
    else:
        changed[place] = word
    return bilm.embed([changed])[0][:, index]


@pytest.mark.parametrize("how", ["remove", "word", "likely"])
@pytest.mark.parametrize("index", [0, 5, -1])
def test_the_vectors_are_those_of_the_edited_sentences(bilm, tokens, index, how):
    index %= len(tokens)
    replacements = {
        "remove": [None] * len(tokens),
        "word": ["something"] * len(tokens),
        "likely": likeliest_others(NextWords(bilm), tokens) if how == "likely" else [],
    }[how]
    moved = moved_vectors(bilm, tokens, index, replacements)
    places = [k for k in range(len(tokens)) if k != index]
    assert moved.after.shape == (bilm.n_layers, len(tokens) - 1, bilm.dim)
    np.testing.assert_allclose(moved.before, bilm.embed([tokens])[0][:, index], atol=1e-4)
    for k, place in enumerate(places):
        whole = embedded_whole(bilm, tokens, index, place, replacements[place])
        np.testing.assert_allclose(moved.after[:, k], whole, atol=1e-4)


def test_the_distances_are_those_of_plain_numpy(bilm, tokens):
    """1 - cos of one edited sentence, re-embedded by itself."""
    from elmo_explorer.analysis.moved_distances import layer_distances, mix_distances

    index, place, weights = 5, 2, np.array([0.2, 0.3, 0.5])
    moved = moved_vectors(bilm, tokens, index, [None] * len(tokens))
    before = bilm.embed([tokens])[0][:, index].astype(np.float64)
    after = embedded_whole(bilm, tokens, index, place, None).astype(np.float64)

    def apart(a, b):
        return 1 - a @ b / np.sqrt((a @ a) * (b @ b))

    expected = [apart(a, b) for a, b in zip(before, after, strict=True)]
    np.testing.assert_allclose(layer_distances(moved.before, moved.after)[:, place], expected, atol=1e-5)
    of_mix = mix_distances(moved.before, moved.after, tuple(weights))
    assert of_mix[place] == pytest.approx(apart(weights @ before, weights @ after), abs=1e-5)


def test_layer_0_never_moves_and_each_side_moves_its_own_half(bilm, tokens):
    index, half = 5, bilm.dim // 2
    moved = moved_vectors(bilm, tokens, index, ["something"] * len(tokens))
    still = np.broadcast_to(moved.before[:, None], moved.after.shape)
    assert np.array_equal(moved.after[0], still[0])
    assert np.array_equal(moved.after[:, :index, half:], still[:, :index, half:])
    assert np.array_equal(moved.after[:, index:, :half], still[:, index:, :half])
    assert not np.array_equal(moved.after[1:, :index, :half], still[1:, :index, :half])


def test_a_word_in_its_own_place_moves_nothing(bilm, tokens):
    from elmo_explorer.analysis.moved_distances import layer_distances

    moved = moved_vectors(bilm, tokens, 5, tokens)
    np.testing.assert_allclose(layer_distances(moved.before, moved.after), 0, atol=1e-6)


def test_the_likeliest_other_word_is_never_the_word_itself(bilm, tokens):
    asker = NextWords(bilm)
    others = likeliest_others(asker, tokens)
    assert all(a.casefold() != b.casefold() for a, b in zip(tokens, others, strict=True))
    ranked = asker.expect(tokens, 10).both.words
    names = [[asker.vocabulary.words[k] for k in row] for row in ranked]
    for token, other, row in zip(tokens, others, names, strict=True):
        assert other == next(word for word in row if word.casefold() != token.casefold())


def test_a_long_sentence_is_read_in_pieces_that_may_be_stopped(make_bilm):
    class StopError(Exception):
        pass

    bilm = make_bilm()
    tokens = [f"word{k}" for k in range(200)]
    told = []
    moved = moved_vectors(bilm, tokens, 100, [None] * 200, lambda done, total: told.append((done, total)))
    assert moved.after.shape[1] == 199
    assert told[-1] == (199, 199)
    assert len(told) > 1

    def stop(done, total):
        raise StopError

    with pytest.raises(StopError):
        moved_vectors(bilm, tokens, 100, [None] * 200, stop)


def test_what_is_not_there_is_told(make_bilm):
    bilm = make_bilm()
    with pytest.raises(IndexError, match="2 tokens"):
        moved_vectors(bilm, ["a", "b"], 2, [None, None])
    with pytest.raises(ValueError, match="as many replacements"):
        moved_vectors(bilm, ["a", "b"], 0, [None])
    assert moved_vectors(bilm, ["alone"], 0, [None]).after.shape[1] == 0
