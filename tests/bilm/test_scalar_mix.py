import numpy as np
import pytest
import torch

from elmo_explorer.bilm.scalar_mix import ScalarMix

LAYERS = torch.tensor(np.random.default_rng(0).standard_normal((3, 2, 5, 4)), dtype=torch.float32)


def mix(layer_norm=False):
    made = ScalarMix(3, layer_norm=layer_norm)
    with torch.no_grad():
        made.w.copy_(torch.tensor([0.5, -1.0, 2.0]))
        made.gamma.fill_(1.7)
    return made


def test_it_is_the_equation():
    s = np.exp([0.5, -1.0, 2.0])
    s /= s.sum()
    expected = 1.7 * sum(weight * layer for weight, layer in zip(s, LAYERS.numpy(), strict=True))
    np.testing.assert_allclose(mix()(LAYERS).detach().numpy(), expected, atol=1e-6)


def test_it_starts_as_the_mean():
    np.testing.assert_allclose(ScalarMix(3)(LAYERS).detach().numpy(), LAYERS.numpy().mean(0), atol=1e-6)


def test_layer_norm_is_by_token_and_layer_without_gain():
    x = LAYERS.numpy().astype(np.float64)
    normal = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
    s = np.exp([0.5, -1.0, 2.0])
    s /= s.sum()
    np.testing.assert_allclose(
        mix(True)(LAYERS).detach().numpy(), 1.7 * np.tensordot(s, normal, axes=1), atol=1e-5
    )


def test_layer_norm_does_not_see_the_neighbours():
    alone = mix(True)(LAYERS[:, :1, :2])
    torch.testing.assert_close(mix(True)(LAYERS)[:1, :2], alone)


def test_all_its_weights_learn():
    made = ScalarMix(3)
    made(LAYERS).square().sum().backward()
    assert made.w.grad.abs().sum() > 0
    assert made.gamma.grad.abs() > 0


def test_another_number_of_layers_is_refused():
    with pytest.raises(ValueError, match="weights for 3 layers, got 2"):
        ScalarMix(3)(LAYERS[:2])
