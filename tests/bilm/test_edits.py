"""An edited sentence is not read anew, and its vectors are those of a sentence that is."""

import numpy as np
import numpy_bilm
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.cpu_reader import Steps
from elmo_explorer.bilm.kept_readings import KeptReading, KeptReadings

N_EDITS = 60


@pytest.fixture
def tiny(tmp_path):
    options, weights = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(2, cell_clip=0.4, proj_clip=0.3))
    return BiLM.load(options=options, weights=weights, device="cpu")


@pytest.fixture(scope="module")
def bundled():
    return BiLM.load("en", device="cpu")


def edited(sentence, random):
    """One edit: insert, delete, replace, split, append, or join with what stood there before."""
    word = str(random.choice(["the", "bank", "of", "a", "river", "潮水"]))
    place = int(random.integers(len(sentence) + 1))
    kind = random.choice(["insert", "delete", "replace", "split", "append", "double"])
    if kind == "insert":
        return [*sentence[:place], word, *sentence[place:]]
    if kind == "delete":
        return sentence[:place] + sentence[place + 1 :]
    if kind == "replace":
        return [*sentence[:place], word, *sentence[place + 1 :]]
    if kind == "split":
        return sentence[:place] if random.integers(2) else sentence[place:]
    if kind == "append":
        return [*sentence, word]
    return sentence + sentence[:place]


def from_scratch(bilm, sentence):
    """Read from zero states by a run that uses nothing of earlier sentences."""
    bilm.reset_states()
    return bilm.embed([sentence], stateful=True)[0]


def assert_edits_change_nothing(bilm, seed):
    random = np.random.default_rng(seed)
    sentence = ["the", "old", "bank", "of", "the", "wide", "river", "bank"]
    for _ in range(N_EDITS):
        found = bilm.embed([sentence])[0]
        assert found.shape == (bilm.n_layers, len(sentence), bilm.dim)
        np.testing.assert_allclose(found, from_scratch(bilm, sentence), atol=1e-5, rtol=0)
        sentence = edited(sentence, random)[:30]


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_of_a_model_with_clips(tiny, seed):
    assert_edits_change_nothing(tiny, seed)


def test_random_edits_of_the_bundled_model(bundled):
    assert_edits_change_nothing(bundled, 0)


def test_a_sentence_that_was_split_is_right_on_both_sides(bundled):
    whole = ["she", "walked", "to", "the", "bank", "and", "sat", "down", "by", "the", "water"]
    bundled.embed([whole])
    for place in range(len(whole) + 1):
        parts = [whole[:place], whole[place:]]
        for part, found in zip(parts, bundled.embed(parts), strict=True):
            np.testing.assert_allclose(found, from_scratch(bundled, part), atol=1e-5, rtol=0)


def test_only_what_an_edit_touches_is_read(tiny, monkeypatch):
    from elmo_explorer.bilm.prepared_layer import PreparedLayer

    steps = []
    read = PreparedLayer.read

    def counted(self, inputs, *rest):
        steps.append(len(inputs))
        read(self, inputs, *rest)

    monkeypatch.setattr(PreparedLayer, "read", counted)
    tiny.to("cpu")
    tiny.embed([["a", "b", "c", "d", "e"]])
    assert steps == [6, 6, 6, 6]  # a boundary and five words
    steps.clear()
    tiny.embed([["a", "b", "X", "d", "e"]])
    assert steps == [3, 3, 3, 3]  # forward: X d e; backward: X b a
    steps.clear()
    tiny.embed([["a", "b", "X", "d", "e", "f"]])
    assert steps == [1, 1, 6, 6]  # forward: f; backward, behind its boundary: all
    steps.clear()
    tiny.embed([["a", "b", "c", "d", "e"]])
    assert steps == [0, 0, 0, 0]


def test_weights_that_change_are_read_again(tiny):
    before = tiny.embed([["the", "bank"]])[0]
    with torch.no_grad():
        next(tiny.network.forward_layers[0].parameters()).mul_(2)
    after = tiny.embed([["the", "bank"]])[0]
    assert np.abs(after - before).max() > 1e-4
    np.testing.assert_allclose(after, from_scratch(tiny, ["the", "bank"]), atol=1e-5, rtol=0)


def test_a_move_forgets_what_was_kept(tiny):
    tiny.embed([["the", "bank"]])
    assert len(tiny._kept) > 0
    tiny.to("cpu")
    assert len(tiny._kept) == 0


def reading(*words, n_bytes=0):
    steps = Steps(torch.zeros(1, len(words) + 2, 1), torch.zeros(n_bytes // 8))
    return KeptReading(words, steps, steps)


def test_beginning_and_end_may_come_from_two_sentences():
    kept = KeptReadings()
    one, other = reading("a", "b", "x"), reading("y", "c", "d")
    kept.keep(one)
    kept.keep(other)
    forward, n_forward, backward, n_backward = kept.known_steps(("a", "b", "c", "d"))
    assert forward is one.forward
    assert n_forward == 3  # the boundary, a, b
    assert backward is other.backward
    assert n_backward == 3  # the boundary, d, c


def test_the_boundary_is_known_of_any_sentence():
    kept = KeptReadings()
    kept.keep(reading("a", "b"))
    assert [kept.known_steps(words)[1] for words in (("a", "b"), ("a",), ("a", "b", "c"), ("b",))] == [
        3,
        2,
        3,
        1,
    ]
    assert KeptReadings().known_steps(("a",)) == (None, 0, None, 0)


def test_no_more_is_kept_than_was_said():
    kept = KeptReadings(max_sentences=3)
    for n in range(6):
        kept.keep(reading(str(n)))
    assert len(kept) == 3
    small = KeptReadings(max_bytes=4000)
    for n in range(6):
        small.keep(reading(str(n), n_bytes=1000))
        assert small.n_bytes <= 4000
    assert len(small) > 0
    small.keep(reading("large", n_bytes=5000))
    assert small.known_steps(("large",))[1] == 1


def test_what_was_used_last_stays():
    kept = KeptReadings(max_sentences=2)
    kept.keep(reading("a", "b"))
    kept.keep(reading("x", "y"))
    kept.known_steps(("a", "b"))
    kept.keep(reading("q"))
    assert kept.known_steps(("a", "b"))[1] == 3
