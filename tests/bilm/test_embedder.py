"""What the door to the biLM promises: no memory of what was read before, in any batch, on any call."""

import numpy as np
import numpy_bilm
import pytest
import torch

import elmo_explorer.bilm.word_cache as word_cache
from elmo_explorer import BiLM
from elmo_explorer.bilm.embedder import ENCODER, LSTM, OPTIONS, WARM_UP, load_step
from elmo_explorer.bilm.errors import OutOfMemoryError
from elmo_explorer.bilm.word_cache import WordCache


@pytest.fixture
def bilm(tmp_path):
    options, weights = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(2, cell_clip=3.0, proj_clip=3.0))
    return BiLM.load(options=options, weights=weights, device="cpu")


def random_sentences(n=60, seed=0):
    random = np.random.default_rng(seed)
    words = ["".join(random.choice(list("abcdé潮😀"), size=k)) for k in random.integers(1, 60, 40)]
    return [list(random.choice(words, size=k)) for k in random.integers(1, 30, n)]


def test_same_vectors_alone_and_in_any_batch(bilm):
    sentences = random_sentences()
    alone = [bilm.embed([sentence])[0] for sentence in sentences]
    for batch_size in (None, 1, 7, 64):
        together = bilm.embed(sentences, batch_size=batch_size)
        for one, other in zip(alone, together, strict=True):
            np.testing.assert_allclose(other, one, atol=1e-5, rtol=0)


def test_same_vectors_whatever_was_read_before(bilm):
    before = bilm.embed([["the", "bank"]])[0]
    bilm.embed(random_sentences(), stateful=True)
    bilm.embed(random_sentences(seed=1))
    np.testing.assert_allclose(bilm.embed([["the", "bank"]])[0], before, atol=1e-5, rtol=0)


def test_state_is_forgotten_when_asked(bilm):
    sentence = [["the", "bank"]]
    first = bilm.embed(sentence, stateful=True)[0]
    second = bilm.embed(sentence, stateful=True)[0]
    assert np.abs(second - first).max() > 1e-3
    bilm.reset_states()
    np.testing.assert_allclose(bilm.embed(sentence, stateful=True)[0], first, atol=1e-6)


def test_results_keep_the_order_and_are_read_only(bilm):
    sentences = [["a"] * n for n in (3, 9, 1, 5)]
    results = bilm.embed(sentences)
    assert [result.shape for result in results] == [(3, n, 14) for n in (3, 9, 1, 5)]
    assert all(result.dtype == np.float32 and not result.flags.writeable for result in results)


def test_nothing_in_nothing_out(bilm):
    assert bilm.embed([]) == []
    assert [result.shape for result in bilm.embed([[], ["a"]])] == [(3, 0, 14), (3, 1, 14)]


def test_a_string_is_no_sentence(bilm):
    with pytest.raises(TypeError, match="Sentence 1 should be a list of tokens, got the string 'the bank'"):
        bilm.embed([["a"], "the bank"])


def test_progress_counts_sentences_and_may_stop(bilm):
    told = []
    bilm.embed(random_sentences(10), batch_size=4, progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 10), (8, 10), (10, 10)]

    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        bilm.embed(random_sentences(10), batch_size=4, progress=stop)


def test_loading_reports_its_steps_in_order_and_may_be_stopped(tmp_path):
    options, weights = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(2))
    told = []
    BiLM.load(options=options, weights=weights, device="cpu", report=lambda *report: told.append(report))
    steps = [load_step(name) for name, _, _ in told]
    assert steps == sorted(steps)
    assert set(steps) == {OPTIONS, ENCODER, LSTM, WARM_UP}
    assert told[-1][1] == told[-1][2] > 0

    def stop(name, done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        BiLM.load(options=options, weights=weights, device="cpu", report=stop)


def test_word_types_are_encoded_once():
    seen = []

    def encode(ids):
        seen.append(len(ids))
        return torch.zeros(len(ids), 4)

    cache = WordCache(encode, 4, 50, torch.device("cpu"))
    cache.rows(["a", "b", "a"])
    cache.rows(["b", "a"])
    cache.rows(["c", "b"])
    assert seen == [2, 2, 1]  # the two boundaries, a and b, c


def test_a_full_cache_starts_anew_with_right_vectors():
    def encode(ids):
        return ids[:, 1:2].float()  # the first byte

    cache = WordCache(encode, 1, 50, torch.device("cpu"), max_words=3)
    for words in (["a", "b"], ["c"], ["b", "d"], ["e", "f", "g", "h", "i"], ["a"]):
        rows = cache.rows(words)
        assert [cache.table[rows[word], 0].item() for word in words] == [float(ord(word)) for word in words]
        assert cache.table[:2, 0].tolist() == [256.0, 257.0]
        assert len(cache) <= max(3, len(words))


def test_a_small_cache_changes_no_vector(bilm, monkeypatch):
    sentences = random_sentences()
    expected = bilm.embed(sentences, batch_size=4)
    monkeypatch.setattr(word_cache, "MAX_BYTES", 4 * 7 * 5)
    bilm.to("cpu")
    for one, other in zip(expected, bilm.embed(sentences, batch_size=4), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5, rtol=0)


class SmallDevice(BiLM):
    """Holds sentences of two tokens."""

    def read(self, words, lengths, states=None):
        if lengths[0] < 5:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB")
        return super().read(words, lengths, states)


def test_out_of_memory_keeps_what_is_done(bilm):
    bilm = SmallDevice(bilm.options, bilm.network, bilm.facts, device="cpu")
    with pytest.raises(
        OutOfMemoryError, match="too little memory for a batch of 2 sentences with up to 2 tokens"
    ) as caught:
        bilm.embed([["a"] * 2, ["b"] * 6, ["c"] * 5, ["d"]], batch_size=2)
    assert caught.value.done == 2
    assert caught.value.batch_size == 2
    assert [result is not None for result in caught.value.results] == [False, True, True, False]


def test_names_and_numbers_for_people(bilm, tmp_path):
    assert bilm.name == tmp_path.name
    assert (bilm.n_layers, bilm.dim, bilm.languages, bilm.vocabulary) == (3, 14, ("en",), ())
    assert bilm.device_name == "CPU"
    assert bilm.options.n_layers == 2


@pytest.mark.parametrize(
    ("device", "sentence"),
    [("tpu", "Device must be auto, cpu, cuda or mps, got 'tpu'"), ("mps", "There is no mps device")],
)
def test_a_device_that_is_not_there(tmp_path, device, sentence):
    options, weights = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(2))
    with pytest.raises(ValueError, match=sentence):
        BiLM.load(options=options, weights=weights, device=device)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_gives_the_same_vectors(bilm):
    sentences = random_sentences()
    expected = bilm.embed(sentences)
    for one, other in zip(expected, bilm.to("cuda").embed(sentences), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5, rtol=0)


def test_importing_the_package_leaves_torch_alone():
    import subprocess
    import sys

    code = "import sys, elmo_explorer, elmo_explorer.cli; print('torch' in sys.modules, 'PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
