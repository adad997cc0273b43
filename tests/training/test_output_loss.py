import torch

from elmo_explorer.bilm.output_layer import OutputLayer, log_expected_counts, log_uniform_samples


def test_samples_are_different_and_as_many_as_asked_for() -> None:
    generator = torch.Generator().manual_seed(3)
    samples, tries = log_uniform_samples(1000, 300, generator)
    assert len(samples.unique()) == len(samples) == 300
    assert tries >= 300
    assert 0 <= int(samples.min()) <= int(samples.max()) < 1000


def test_samples_are_drawn_as_often_as_the_correction_expects() -> None:
    generator = torch.Generator().manual_seed(0)
    n_words, rounds = 50, 4000
    counts, expected = torch.zeros(n_words), torch.zeros(n_words)
    for _ in range(rounds):
        samples, tries = log_uniform_samples(n_words, 10, generator)
        counts[samples] += 1
        expected += log_expected_counts(n_words, tries).exp()
    # The number of draws depends on what was drawn, which the formula leaves out (TensorFlow's as well).
    assert (counts - expected).abs().max() < 0.03 * rounds


def test_the_correction_makes_the_samples_stand_for_the_whole_softmax() -> None:
    torch.manual_seed(0)
    layer = OutputLayer(200, 8)
    states = torch.randn(5, 8)
    generator = torch.Generator().manual_seed(1)
    partition = torch.zeros(5)
    for _ in range(2000):
        samples, tries = log_uniform_samples(200, 40, generator)
        counts = log_expected_counts(200, tries)
        # The sum over the samples alone, weighted by how rarely each is drawn, estimates the whole sum without bias.
        logits = states @ layer.weight[samples].t() + layer.bias[samples] - counts[samples]
        partition += logits.exp().sum(dim=1) / 2000
    whole = (states @ layer.weight.t() + layer.bias).exp().sum(dim=1)
    torch.testing.assert_close(partition, whole, rtol=0.05, atol=0)


def test_sampled_loss_over_every_word_is_the_full_softmax() -> None:
    torch.manual_seed(0)
    layer = OutputLayer(20, 8)
    states = torch.randn(5, 8)
    targets = torch.tensor([0, 3, 7, 7, 19])
    samples, tries = log_uniform_samples(20, 64, torch.Generator())
    counts = log_expected_counts(20, tries)
    sampled = layer.sampled_loss(states, targets, samples, (counts, counts[samples]))
    torch.testing.assert_close(sampled, layer.full_loss(states, targets), atol=1e-5, rtol=1e-5)


def test_a_target_among_the_samples_does_not_compete_with_itself() -> None:
    torch.manual_seed(2)
    layer = OutputLayer(30, 4)
    states = torch.randn(1, 4)
    counts = torch.zeros(30)
    losses = [
        layer.sampled_loss(states, torch.tensor([5]), torch.tensor(samples), (counts, counts[samples]))
        for samples in ([1, 9], [1, 5, 9])
    ]
    torch.testing.assert_close(losses[0], losses[1])


def test_full_loss_is_minus_the_log_probability() -> None:
    torch.manual_seed(1)
    layer = OutputLayer(12, 4)
    states, targets = torch.randn(3, 4), torch.tensor([1, 5, 11])
    log_probabilities = layer.log_probabilities(states)
    torch.testing.assert_close(log_probabilities.exp().sum(dim=1), torch.ones(3))
    torch.testing.assert_close(layer.full_loss(states, targets), -log_probabilities[torch.arange(3), targets])
