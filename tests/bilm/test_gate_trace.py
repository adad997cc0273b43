"""The gates that are shown are those that make the vectors."""

import numpy as np
import numpy_bilm
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.gate_trace import traced

KINDS = ("input", "candidate", "forget", "output", "cell")
SENTENCES = {
    "en": ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "river", "."],
    "zh": ["潮水", "退了", "就", "知道", "谁", "没穿", "裤子"],
    "tiny": ["", "The", "bank", "x" * 60],
}


@pytest.fixture(scope="module", params=["en", "zh", "tiny"])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def bilm(name, tmp_path_factory):
    if name != "tiny":
        return BiLM.load(name, device="cpu")
    model = numpy_bilm.random_model(5, n_layers=3, cell_clip=0.4, proj_clip=0.3)
    options, weights = numpy_bilm.write(tmp_path_factory.mktemp("tiny"), *model)
    return BiLM.load(options=options, weights=weights, device="cpu")


@pytest.fixture(scope="module")
def sentence(name):
    return SENTENCES[name]


def arrays(trace):
    return np.stack([getattr(trace, kind) for kind in KINDS])


def read(trace):
    """The places that are read, in sentence order: (5, L, n + 1, cell_dim) for each direction."""
    every = arrays(trace)
    return every[:, :, 0, :-1], every[:, :, 1, 1:]


def test_the_traced_run_gives_the_vectors_of_embed_to_the_last_bit(bilm, sentence):
    bilm.forget()
    expected = bilm.embed([sentence])[0]
    found = bilm.trace(sentence)
    assert np.array_equal(found.states, expected)
    bilm.forget()
    assert np.array_equal(bilm.embed([sentence])[0], found.states)
    assert not found.states.flags.writeable


def test_its_gates_and_cells_are_those_of_the_run_that_nobody_watches(bilm, sentence):
    """The cells of the other run come out of these gates, to the last bit."""
    trace = bilm.trace(sentence)
    words = bilm.word_vectors([sentence], len(sentence) + 2)
    with torch.inference_mode():
        runs = bilm._current_reader().read_alone(words[:, 0])
    clip = bilm.options.cell_clip
    for direction, ((_, steps), numbers) in enumerate(zip(runs, read(trace), strict=True)):
        in_order = numbers if direction == 0 else numbers[:, :, ::-1]
        i, j, f, _, c = (torch.from_numpy(x.copy()) for x in in_order)
        assert torch.equal(steps.cells[:, 1:], 2 * c)
        # as PreparedLayer computes it, with the candidate's sigmoid and the cell doubled
        doubled = (steps.cells[:, :-1] * f).addcmul_(i, j / 2, value=4)
        again = doubled if clip is None else doubled.clamp_(-2 * clip, 2 * clip)
        assert torch.equal(again, steps.cells[:, 1:])


def test_the_numbers_are_those_of_plain_numpy(bilm, sentence, tmp_path):
    files = tmp_path / "options.json", tmp_path / "weights.hdf5"
    bilm.save_published(*files)
    expected = numpy_bilm.gates(sentence, *numpy_bilm.read(*files))
    n_layers, width = bilm.options.n_layers, bilm.options.cell_dim
    found = arrays(bilm.trace(sentence))
    assert found.shape == (5, n_layers, 2, len(sentence) + 2, width)
    for direction, places in ((0, slice(0, -1)), (1, slice(1, None))):
        one, other = found[:, :, direction, places], expected[:, :, direction, places]
        assert np.abs(one - other).max() <= 1e-5 * max(1.0, np.abs(other).max())


def test_what_is_not_read_is_not_a_number(bilm, sentence):
    every = arrays(bilm.trace(sentence))
    assert np.isnan(every[:, :, 0, -1]).all()
    assert np.isnan(every[:, :, 1, 0]).all()
    assert np.isnan(every).sum() == 2 * every[:, :, 0, 0].size


def test_the_plain_loop_of_other_devices_traces_the_same_numbers(bilm, sentence):
    words = bilm.word_vectors([sentence], len(sentence) + 2)
    with torch.inference_mode():
        plain = traced(None, bilm.network, words)
    found = bilm.trace(sentence)
    np.testing.assert_allclose(arrays(plain), arrays(found), atol=1e-5, rtol=1e-5)
    np.testing.assert_allclose(plain.states, found.states, atol=1e-5, rtol=1e-5)


def test_an_empty_sentence_reads_its_boundary(bilm):
    trace = bilm.trace([])
    assert trace.cell.shape == (bilm.options.n_layers, 2, 2, bilm.options.cell_dim)
    assert trace.states.shape == (bilm.n_layers, 0, bilm.dim)
    assert np.isfinite(trace.cell[:, 0, 0]).all()
    assert np.isfinite(trace.cell[:, 1, 1]).all()


def test_a_traced_sentence_does_not_change_what_an_edit_reads(bilm, sentence):
    bilm.forget()
    edited = [*sentence[:-1], "bank"]
    expected = bilm.embed([edited])[0]
    bilm.forget()
    bilm.embed([sentence])
    bilm.trace(sentence)
    np.testing.assert_allclose(bilm.embed([edited])[0], expected, atol=1e-5, rtol=0)
