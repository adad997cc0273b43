"""The fast readers give the numbers of the network itself."""

import numpy as np
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.devices import has_fast_bfloat16
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.prepared_matrix import PreparedMatrix, linear, packing_works
from elmo_explorer.bilm.reading import PlainReader, sizes_of_steps
from elmo_explorer.bilm.side_by_side import n_torch_threads, side_by_side

SENTENCES = [["w" * (k % 7 + 1)] * n for k, n in enumerate((9, 3, 1, 12, 5, 5))]
LENGTHS = [14, 11, 11, 7, 3]


def network(cell_dim=24, projection_dim=12, n_layers=2, clip=0.5, skip=True):
    torch.manual_seed(1)
    options = ModelOptions(
        ((1, 8), (2, 8)),
        projection_dim,
        cell_dim,
        n_layers,
        cell_clip=clip,
        proj_clip=clip,
        skip_connections=skip,
    )
    return BiLMNetwork(options).eval().requires_grad_(False)


@pytest.fixture
def two_threads():
    with n_torch_threads(2):
        yield


@pytest.mark.parametrize("clip", [None, 0.1])
@pytest.mark.parametrize(
    ("cell_dim", "projection_dim"), [(24, 12), (1100, 260)]
)  # matrices in the caches, and not
@pytest.mark.usefixtures("two_threads")
def test_reading_is_the_networks_own(cell_dim, projection_dim, clip):
    net = network(cell_dim, projection_dim, clip=clip)
    words = torch.randn(14, 5, projection_dim)
    states = tuple(
        [layer.zero_state(5) for layer in layers] for layers in (net.forward_layers, net.backward_layers)
    )
    for stack in states:
        for state in stack:
            state.hidden.normal_().mul_(0.1)
            state.cell.normal_().mul_(0.1)
    with torch.inference_mode():
        for given in (None, states):
            plain, fast = (
                reader.read(words, LENGTHS, given) for reader in (PlainReader(net), CpuReader(net))
            )
            expected_forward, expected_backward, _ = net(words, torch.tensor(LENGTHS), given)
            for row, n in enumerate(LENGTHS):
                for one in (plain, fast):
                    close(one.forward[:, :n, row], expected_forward[:, :n, row])
                    close(one.backward(LENGTHS)[:, :n, row], expected_backward[:, :n, row])
            for of_plain, of_fast in zip(plain.last, fast.last, strict=True):
                for one, other in zip(of_plain, of_fast, strict=True):
                    close(one.hidden, other.hidden)
                    close(one.cell, other.cell)


def close(found, expected):
    torch.testing.assert_close(found, expected, atol=2e-6, rtol=1e-5)


def test_threads_change_no_vector():
    bilm = BiLM(network().options, network(), ModelFacts("n"), device="cpu")
    found = []
    for n in (1, 2):
        with n_torch_threads(n):
            bilm.to("cpu")
            found.append(bilm.embed(SENTENCES) + [bilm.embed([sentence])[0] for sentence in SENTENCES])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6, rtol=0)


@pytest.mark.usefixtures("two_threads")
def test_an_error_of_either_direction_arrives():
    def fail():
        raise MemoryError("full")

    for pair in ((fail, int), (int, fail)):
        with pytest.raises(MemoryError, match="full"):
            side_by_side(*pair)
    assert side_by_side(int, str) == (0, "")
    assert torch.get_num_threads() == 2


def test_sizes_of_steps():
    assert sizes_of_steps([4, 2, 2, 1]) == [4, 3, 1, 1]
    assert sizes_of_steps([3]) == [1, 1, 1]


@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("shape", [(40, 12), (4200, 256)])
@pytest.mark.parametrize("n_rows", [1, 5])
def test_every_product_of_a_prepared_matrix(shape, n_rows, copies):
    weight, x, other = torch.randn(shape), torch.randn(n_rows, shape[1]), torch.randn(n_rows, shape[0])
    with torch.inference_mode():
        matrix = PreparedMatrix(weight, copies=copies)
        expected = x @ weight.t()
        for found in (
            matrix.product(x, other[0]) - other[0],
            matrix.adder(n_rows)(other, x) - other,
            matrix.multiplier(n_rows)(x, torch.empty(n_rows, shape[0])),
            linear(x, weight, other[0]) - other[0],
        ):
            torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_gradient_goes_through_a_linear_layer():
    weight = torch.randn(3, 2, requires_grad=True)
    linear(torch.ones(4, 2), weight, None).sum().backward()
    assert weight.grad is not None
    torch.testing.assert_close(weight.grad, torch.full((3, 2), 4.0))


def test_without_packed_products_the_numbers_are_the_same(monkeypatch):
    net = network()
    words = torch.randn(14, 5, 12)
    with torch.inference_mode():
        expected = CpuReader(net).read(words, LENGTHS)
        monkeypatch.setattr("elmo_explorer.bilm.prepared_matrix.packing_works", lambda kind: False)
        found = CpuReader(net).read(words, LENGTHS)
    torch.testing.assert_close(found.forward, expected.forward, atol=1e-6, rtol=1e-5)


def test_packing_is_tried_before_it_is_used():
    assert packing_works(torch.float32) == torch.backends.mkldnn.is_available()
    assert not packing_works(torch.float64)


needs_bf16 = pytest.mark.skipif(
    not has_fast_bfloat16(torch.device("cpu")), reason="this processor has no instructions for bfloat16"
)


@needs_bf16
def test_bf16_is_close_to_fp32_in_every_token_and_layer():
    exact, rounded = (BiLM.load("en", device="cpu", precision=name) for name in ("fp32", "bf16"))
    sentences = [
        ["The", "old", "bank", "of", "the", "wide", "river", "was", "green", "."],
        ["One"],
        ["潮水", "退了"] * 9,
    ]
    for found, expected in (
        *zip(rounded.embed(sentences), exact.embed(sentences), strict=True),
        *((rounded.embed([s])[0], exact.embed([s])[0]) for s in sentences),
    ):
        norms = np.linalg.norm(found, axis=2) * np.linalg.norm(expected, axis=2)
        assert ((found * expected).sum(2) / norms).min() >= 0.9995
        np.testing.assert_array_equal(found[0], expected[0])  # word vectors stay in float32


def test_an_unknown_precision_is_refused_before_anything_is_read():
    with pytest.raises(ValueError, match="Precision must be fp32 or bf16, got 'fp16'"):
        BiLM.load("en", device="cpu", precision="fp16")


def test_bf16_is_refused_where_it_would_be_slow(monkeypatch):
    monkeypatch.setattr("elmo_explorer.bilm.precision.has_fast_bfloat16", lambda device: False)
    with pytest.raises(ValueError, match="Precision bf16 needs a device that multiplies in bfloat16"):
        BiLM.load("en", device="cpu", precision="bf16")
