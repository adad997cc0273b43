import math

import torch

from elmo_explorer.bilm.output_layer import OutputLayer, log_expected_count, log_uniform_samples


def test_samples_are_drawn_as_often_as_the_correction_expects() -> None:
    generator = torch.Generator().manual_seed(0)
    n_words, rounds = 50, 4000
    counts = torch.zeros(n_words)
    for _ in range(rounds):
        samples, tries = log_uniform_samples(n_words, 10, generator)
        counts[samples] += 1
    expected = log_expected_count(torch.arange(n_words), n_words, tries).exp() * rounds
    assert (counts - expected).abs().max() < 4 * math.sqrt(rounds * 0.25)


def test_sampled_loss_over_every_word_ranks_like_the_full_softmax() -> None:
    torch.manual_seed(0)
    layer = OutputLayer(20, 8)
    states = torch.randn(5, 8)
    targets = torch.tensor([0, 3, 7, 7, 19])
    everything = torch.arange(20)
    # With very many tries every word is expected once, so the correction is nothing and the sum runs over all words.
    sampled = layer.sampled_loss(states, targets, everything, tries=10**6)
    torch.testing.assert_close(sampled, layer.full_loss(states, targets), atol=1e-4, rtol=1e-4)


def test_full_loss_is_minus_the_log_probability() -> None:
    torch.manual_seed(1)
    layer = OutputLayer(12, 4)
    states, targets = torch.randn(3, 4), torch.tensor([1, 5, 11])
    log_probabilities = layer.log_probabilities(states)
    torch.testing.assert_close(log_probabilities.exp().sum(dim=1), torch.ones(3))
    torch.testing.assert_close(layer.full_loss(states, targets), -log_probabilities[torch.arange(3), targets])
