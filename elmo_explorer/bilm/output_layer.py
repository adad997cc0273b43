"""States -> distribution over the next (forward) or the previous (backward) word."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

UNKNOWN = "<UNK>"
"""The output word that stands for every word outside the vocabulary."""


class OutputLayer(nn.Module):
    """One softmax for both directions, as in Peters et al. (2018, eq. 1: Theta_s is shared).

    The words stand by falling frequency, which log-uniform sampling relies on.
    """

    def __init__(self, n_words: int, projection_dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_words, projection_dim) * projection_dim**-0.5)
        self.bias = nn.Parameter(torch.zeros(n_words))

    def log_probabilities(self, states: Tensor) -> Tensor:
        """Full softmax: (n, projection_dim) -> natural log probabilities (n, n_words)."""
        return F.log_softmax(F.linear(states, self.weight, self.bias).float(), dim=-1)

    def full_loss(self, states: Tensor, targets: Tensor) -> Tensor:
        """Cross-entropy in nats of each target, full softmax: (n, projection_dim), (n,) -> (n,)."""
        logits = F.linear(states, self.weight, self.bias).float()
        return F.cross_entropy(logits, targets, reduction="none")

    def sampled_loss(self, states: Tensor, targets: Tensor, samples: Tensor, tries: int) -> Tensor:
        """Sampled softmax (Jean et al. 2015) with log-uniform samples, as in bilm-tf.

        Args:
            states: (n, projection_dim).
            targets: indices of the true words, (n,).
            samples: different indices, rising, from :func:`log_uniform_samples`, (S,).
            tries: draws that made the samples, for the correction.

        Returns:
            Loss of each token in nats, (n,).
        """
        n_words = len(self.bias)
        true_logits = (states * F.embedding(targets, self.weight).to(states.dtype)).sum(dim=1).float()
        true_logits = true_logits + self.bias[targets] - log_expected_count(targets, n_words, tries)
        sampled_bias = self.bias[samples] - log_expected_count(samples, n_words, tries)
        logits = F.linear(states, F.embedding(samples, self.weight)).float() + sampled_bias
        # A target that was sampled too must not compete with itself.
        place = torch.searchsorted(samples, targets).clamp_(max=len(samples) - 1)
        hit = (samples[place] == targets).nonzero().squeeze(1)
        logits[hit, place[hit]] = -1e9
        return torch.logaddexp(true_logits, torch.logsumexp(logits, dim=1)) - true_logits


def log_uniform_samples(n_words: int, n_samples: int, generator: torch.Generator) -> tuple[Tensor, int]:
    """Different word indices, P(k) = log((k + 2) / (k + 1)) / log(n_words + 1) (TensorFlow's log-uniform sampler).

    Returns:
        (at most n_samples,) indices, sorted, and the number of draws it took.
    """
    tries = n_samples * 2
    draws = torch.rand(tries, generator=generator, dtype=torch.float64)
    indices = ((n_words + 1.0) ** draws - 1).long().clamp_(0, n_words - 1)
    return indices.unique(), tries


def log_expected_count(indices: Tensor, n_words: int, tries: int) -> Tensor:
    """log of the chance that a word is among the samples of ``tries`` draws, in float32."""
    k = indices.double()
    probability = torch.log((k + 2) / (k + 1)) / torch.log(torch.tensor(n_words + 1.0, dtype=torch.float64))
    return (-torch.expm1(tries * torch.log1p(-probability))).log().float()
