"""States -> distribution over the next (forward) or the previous (backward) word."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

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
        self.weight = nn.Parameter(torch.empty(n_words, projection_dim))
        nn.init.normal_(self.weight, std=projection_dim**-0.5)
        self.bias = nn.Parameter(torch.zeros(n_words))
        self.compiled = False
        """Whether the sampled loss goes through torch.compile."""

    def log_probabilities(self, states: Tensor) -> Tensor:
        """Full softmax: (n, projection_dim) -> natural log probabilities (n, n_words)."""
        return F.log_softmax(F.linear(states, self.weight, self.bias).float(), dim=-1)

    def full_loss(self, states: Tensor, targets: Tensor) -> Tensor:
        """Cross-entropy in nats of each target, full softmax: (n, projection_dim), (n,) -> (n,)."""
        logits = F.linear(states, self.weight, self.bias).float()
        return F.cross_entropy(logits, targets, reduction="none")

    def sampled_loss(
        self, states: Tensor, targets: Tensor, samples: Tensor, correction: tuple[Tensor, Tensor]
    ) -> Tensor:
        """Sampled softmax (Jean et al. 2015) with log-uniform samples, as in bilm-tf.

        Args:
            states: (n, projection_dim).
            targets: indices of the true words, (n,).
            samples: different indices, from :func:`log_uniform_samples`, (S,).
            correction: log expected counts of all words, (n_words,), and of the samples, (S,); see
                :func:`log_expected_counts`.

        Returns:
            Loss of each token in nats, (n,).
        """
        of_words, of_samples = correction
        run = _compiled_cross_entropy() if self.compiled else _sampled_cross_entropy
        # One lookup: each would make a gradient as large as the whole matrix.
        rows = F.embedding(torch.cat([targets, samples]), self.weight)
        return run(
            states,
            rows[: len(targets)],
            self.bias[targets] - of_words[targets],
            rows[len(targets) :],
            self.bias[samples] - of_samples,
            targets,
            samples,
        )


def log_uniform_samples(n_words: int, n_samples: int, generator: torch.Generator) -> tuple[Tensor, int]:
    """Draw until there are ``n_samples`` different words, P(k) = log((k + 2) / (k + 1)) / log(n_words + 1).

    That is TensorFlow's log-uniform sampler (``tf.random.log_uniform_candidate_sampler`` with ``unique=True``).

    Returns:
        (n_samples,) indices, rising, and the number of draws it took; all words and 0 draws where there are no more.
    """
    if n_samples >= n_words:
        return torch.arange(n_words), 0
    draws = torch.empty(0, dtype=torch.int64)
    while True:
        uniform = torch.rand(4 * n_samples, generator=generator, dtype=torch.float64)
        draws = torch.cat([draws, ((n_words + 1.0) ** uniform - 1).long().clamp_(0, n_words - 1)])
        words, places = draws.unique(return_inverse=True)
        if len(words) >= n_samples:
            first = torch.full((len(words),), len(draws)).scatter_reduce(
                0, places, torch.arange(len(draws)), "amin"
            )
            chosen = first.argsort()[:n_samples]
            return words[chosen].sort().values, int(first[chosen].max()) + 1


def log_expected_counts(n_words: int, tries: int) -> Tensor:
    """log of the chance that each word is among the samples of ``tries`` draws, (n_words,), float32; 0 draws: of all."""
    if not tries:
        return torch.zeros(n_words)
    k = torch.arange(n_words, dtype=torch.float64)
    probability = torch.log((k + 2) / (k + 1)) / math.log(n_words + 1.0)
    return (-torch.expm1(tries * torch.log1p(-probability))).log().float()


def _sampled_cross_entropy(
    states: Tensor,
    true_weights: Tensor,
    true_bias: Tensor,
    sample_weights: Tensor,
    sample_bias: Tensor,
    targets: Tensor,
    samples: Tensor,
) -> Tensor:
    """(n, P), (n, P), (n,), (S, P), (S,), (n,), (S,) -> (n,)."""
    true_logits = (states.float() * true_weights).sum(dim=1) + true_bias
    logits = F.linear(states, sample_weights).float() + sample_bias
    # A target that was sampled too must not compete with itself.
    logits = torch.where(samples == targets.unsqueeze(1), -1e9, logits)
    return torch.logaddexp(true_logits, torch.logsumexp(logits, dim=1)) - true_logits


@cache
def _compiled_cross_entropy() -> Callable[..., Tensor]:
    return torch.compile(_sampled_cross_entropy, dynamic=False)
