"""Heads for many models at once against one model's arithmetic in NumPy."""

import numpy as np
import pytest
import torch

from elmo_explorer.tasks.heads import draw, head_named


def softmax(x):
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def made(name, n_labels=3):
    head = head_named(name)
    return head, draw(head, 4, n_labels, 2, [5, 6])


def randn(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0))


def of(parameters, seed, choice):
    return {name: tensor[seed, choice].detach().numpy() for name, tensor in parameters.items()}


@pytest.mark.parametrize("name", ["linear", "attention", "difference", "bilinear", "start and end"])
def test_a_seed_draws_the_same_for_every_choice(name):
    _, parameters = made(name)
    for key, tensor in parameters.items():
        assert torch.equal(tensor[:, 0], tensor[:, 1])
        assert key == "bias" or not torch.equal(tensor[0], tensor[1])


def test_linear():
    head, parameters = made("linear")
    mixed = randn(2, 2, 6, 4)
    own = of(parameters, 1, 0)
    expected = mixed[1, 0].numpy() @ own["weight"] + own["bias"]
    np.testing.assert_allclose(head.logits(parameters, mixed, None, 0)[1, 0].detach(), expected, rtol=1e-5)


def test_attention_sees_no_padding():
    head, parameters = made("attention")
    mixed = randn(2, 2, 1, 5, 4)
    mask = torch.tensor([[[True, True, True, False, False]]])
    own = of(parameters, 0, 1)
    tokens = mixed[0, 1, 0, :3].numpy()
    pooled = softmax(tokens @ own["query"]) @ tokens
    logits = head.logits(parameters, mixed, mask, 0)
    np.testing.assert_allclose(logits[0, 1, 0].detach(), pooled @ own["weight"] + own["bias"], rtol=1e-4)


@pytest.mark.parametrize("name", ["difference", "bilinear"])
def test_pairs(name):
    head, parameters = made(name, 2)
    mixed = randn(2, 2, 1, 2, 4)
    own = of(parameters, 1, 1)
    left, right = (mixed[1, 1, 0, k].numpy() for k in (0, 1))
    expected = (
        np.concatenate([abs(left - right), left * right]) @ own["weight"] + own["bias"]
        if name == "difference"
        else np.array([1, -1]) * (left @ own["weight"] @ right) / 2 + own["bias"]
    )
    np.testing.assert_allclose(
        head.logits(parameters, mixed, None, 0)[1, 1, 0].detach(), expected, rtol=1e-4, atol=1e-5
    )


def test_start_and_end():
    head, parameters = made("start and end")
    mixed = randn(2, 2, 1, 7, 4)  # two places for the question, one of them padding; five for the paragraph
    mask = torch.tensor([[[True, False, True, True, True, True, False]]])
    logits = head.logits(parameters, mixed, mask, 2)[0, 0, 0].detach().numpy()
    assert logits.shape == (2, 5)
    assert np.isneginf(logits[:, 4]).all()
    own = of(parameters, 0, 0)
    question, paragraph = mixed[0, 0, 0, 0].numpy(), mixed[0, 0, 0, 2:6].numpy()
    features = np.concatenate([paragraph, paragraph * question, paragraph * question], axis=1)
    np.testing.assert_allclose(logits[:, :4], (features @ own["weight"]).T, rtol=1e-4, atol=1e-5)
