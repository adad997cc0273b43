"""Many mixes at once against ScalarMix and arithmetic by hand."""

import numpy as np
import pytest
import torch

from elmo_explorer.bilm.scalar_mix import ScalarMix
from elmo_explorer.tasks.mixes import SeededMixes, mix


@pytest.fixture
def states():
    return torch.randn(2, 5, 3, 4, generator=torch.Generator().manual_seed(0))  # (S, B, L, D)


def test_every_mix_is_a_scalar_mix(states):
    mixes = SeededMixes(2, 3, [(0, 1, 0), (1 / 3, 1 / 3, 1 / 3)])
    with torch.no_grad():
        mixes.w.copy_(torch.tensor([[0.1, -0.5, 0.7], [2.0, 0.0, -1.0]]))
        mixes.gamma.copy_(torch.tensor([[1.5, 1.0, 1.0], [0.5, 2.0, 1.0]]))
    mixed = mix(mixes.weights, mixes.gamma, states)  # (S, C, B, D)
    for seed in range(2):
        one = ScalarMix(3)
        with torch.no_grad():
            one.w.copy_(mixes.w[seed])
            one.gamma.copy_(mixes.gamma[seed, 0])
        torch.testing.assert_close(mixed[seed, 0], one(states[seed].movedim(1, 0)))
    torch.testing.assert_close(mixed[1, 1], 2.0 * states[1, :, 1])
    torch.testing.assert_close(mixed[1, 2], states[1].mean(dim=1))


def test_one_step_of_the_gradient_by_hand(states):
    """d loss / d w_j = s_j (g . h_j - sum_k s_k g . h_k), with g the gradient of the mixed vectors times gamma."""
    mixes = SeededMixes(2, 3, [])
    with torch.no_grad():
        mixes.w.copy_(torch.tensor([[0.3, -0.2, 0.9], [0.0, 1.0, -1.0]]))
        mixes.gamma.fill_(1.7)
    direction = torch.randn(2, 1, 5, 4, generator=torch.Generator().manual_seed(1))
    loss = (mix(mixes.weights, mixes.gamma, states) * direction).sum() + 0.01 * mixes.penalty().sum()
    loss.backward()
    w, h, g = mixes.w.detach().numpy(), states.numpy(), direction.numpy()[:, 0]
    for seed in range(2):
        s = np.exp(w[seed]) / np.exp(w[seed]).sum()
        along = np.einsum("bd,bld->l", g[seed], h[seed])
        np.testing.assert_allclose(
            mixes.w.grad[seed], 1.7 * s * (along - s @ along) + 0.02 * w[seed], rtol=1e-4, atol=1e-5
        )
        np.testing.assert_allclose(mixes.gamma.grad[seed, 0], s @ along, rtol=1e-4)


def test_shared_states_are_mixed_for_every_seed(states):
    mixes = SeededMixes(2, 3, [(1, 0, 0)])
    shared = mix(mixes.weights, mixes.gamma, states[:1])
    torch.testing.assert_close(shared, mix(mixes.weights, mixes.gamma, states[:1].expand(2, -1, -1, -1)))
