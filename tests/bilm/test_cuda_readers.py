"""What CUDA reads by: the same tests on the CPU, where blocks run step by step instead of being recorded."""

import logging

import numpy as np
import pytest
import torch
from torch import nn

from elmo_explorer import BiLM
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.block_reader import BLOCK_STEPS, MOST_BLOCKS, BlockReader
from elmo_explorer.bilm.cudnn_reader import CudnnReader
from elmo_explorer.bilm.measured_reader import MeasuredReader
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.readers import make_reader
from elmo_explorer.bilm.reading import PlainReader

DEVICES = [
    "cpu",
    pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")),
]
LENGTHS = [19, 16, 9, 8, 7, 1]

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")


@pytest.fixture(params=DEVICES)
def device(request):
    return torch.device(request.param)


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def network(device, clip=None, skip=True, seed=0):
    torch.manual_seed(seed)
    options = ModelOptions(((1, 8),), 12, 24, 3, cell_clip=clip, proj_clip=clip, skip_connections=skip)
    return BiLMNetwork(options).to(device).eval().requires_grad_(False)


def random_states(net, n_rows, device):
    stacks = tuple(
        [layer.zero_state(n_rows) for layer in layers] for layers in (net.forward_layers, net.backward_layers)
    )
    for stack in stacks:
        for state in stack:
            state.hidden.copy_(torch.randn(state.hidden.shape) * 0.1)
            state.cell.copy_(torch.randn(state.cell.shape) * 0.1)
    return stacks


def assert_same(reader, net, device, lengths, states=None):
    words = torch.randn(lengths[0], len(lengths), 12, device=device)
    found, expected = (one.read(words, lengths, states) for one in (reader, PlainReader(net)))
    for row, n in enumerate(lengths):
        close(found.forward[:, :n, row], expected.forward[:, :n, row])
        close(found.reversed_backward[:, :n, row], expected.reversed_backward[:, :n, row])
    for one, other in zip(found.last, expected.last, strict=True):
        for a, b in zip(one, other, strict=True):
            close(a.hidden, b.hidden)
            close(a.cell, b.cell)


def close(found, expected):
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("clip", [None, 0.1])
@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("lengths", [LENGTHS, [1], [BLOCK_STEPS], [BLOCK_STEPS + 1], [5] * 70 + [3]])
def test_blocks_of_steps_give_the_networks_numbers(device, clip, skip, lengths):
    net = network(device, clip, skip)
    reader = BlockReader(net, record=device.type == "cuda")
    assert_same(reader, net, device, lengths)
    # A block's buffers hold what was read before; nothing of it may show.
    assert_same(reader, net, device, lengths, random_states(net, len(lengths), device))
    assert_same(reader, net, device, lengths)


def test_blocks_are_kept_and_bounded(device):
    reader = BlockReader(network(device), record=device.type == "cuda")
    for n_rows in range(1, 64):
        reader.read(torch.randn(3, n_rows, 12, device=device), [3] * n_rows)
    assert len(reader._blocks) == 3 * 7 <= MOST_BLOCKS  # layers, powers of two


def test_torchs_own_lstm_gives_the_networks_numbers(device):
    net = network(device)
    assert_same(CudnnReader(net), net, device, LENGTHS)
    assert_same(CudnnReader(net), net, device, LENGTHS, random_states(net, len(LENGTHS), device))


def test_torchs_own_lstm_has_no_clips(device):
    with pytest.raises(ValueError, match="knows no clips"):
        CudnnReader(network(device, clip=1.0))


class Broken:
    """A reader that its device refuses."""

    def read(self, words, lengths, states=None):
        raise RuntimeError("operation not permitted when stream is capturing")


def test_the_fastest_with_the_right_numbers_is_taken(device, caplog):
    net = network(device)
    other = network(device, seed=1)
    plain, blocks, wrong = PlainReader(net), BlockReader(net), PlainReader(other)
    seconds = {plain: 3.0, blocks: 2.0, wrong: 1.0}
    readers = {"plain": plain, "blocks": blocks, "wrong": wrong, "broken": Broken()}
    with caplog.at_level(logging.WARNING):
        reader = MeasuredReader(readers, 12, device, seconds=lambda reader, *_: seconds[reader])
    assert set(reader.chosen.values()) == {"blocks"}
    assert set(MeasuredReader({"plain": plain, "blocks": blocks}, 12, device).chosen.values()) <= {
        "plain",
        "blocks",
    }
    assert "Reading by broken does not work" in caplog.text
    assert_same(reader, net, device, LENGTHS)


def test_a_plain_reader_that_fails_is_an_error(device):
    with pytest.raises(RuntimeError, match="not permitted"):
        MeasuredReader({"plain": Broken()}, 12, device)


def test_bfloat16_blocks_are_close(device):
    net = network(device)
    words = torch.randn(19, 6, 12, device=device)
    found, expected = (
        reader.read(words, LENGTHS).forward for reader in (BlockReader(net, torch.bfloat16), PlainReader(net))
    )
    for row, n in enumerate(LENGTHS):
        cosine = nn.functional.cosine_similarity(found[:, :n, row], expected[:, :n, row], dim=-1)
        assert cosine.min() > 0.999


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("clip", [None, 0.5])
def test_a_bilm_on_cuda_gives_the_same_vectors(clip):
    net = network("cuda", clip)
    reader = make_reader(net, torch.float32)
    assert isinstance(reader, MeasuredReader)
    print(f"\n{torch.cuda.get_device_name()}: {reader.chosen}")
    bilm = BiLM.load("en", device="cpu")
    sentences = [["The", "bank"] * n for n in (1, 7, 20)]
    expected = [*bilm.embed(sentences), bilm.embed(sentences[:1])[0]]
    bilm.to("cuda")
    for one, other in zip([*bilm.embed(sentences), bilm.embed(sentences[:1])[0]], expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4, rtol=0)
