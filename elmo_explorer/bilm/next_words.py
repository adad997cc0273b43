"""What a biLM expects at every place of a sentence: from the words to the left, from those to the right, from both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.output_vocabulary import OutputVocabulary
from elmo_explorer.bilm.side_by_side import n_torch_threads, side_by_side

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_AT_ONCE = 32
"""Places whose distributions over all words are held at the same time, a few megabytes for each direction."""
_FEW = 1 << 22
"""Probabilities that one thread goes through before a second one could have come to help."""
_ZIPF_OFFSET = 3.0


@dataclass(frozen=True)
class Expected:
    """The likeliest words at some places, and how likely the word is that stands there."""

    words: Integers
    """Output indices, the likeliest first, (places, k)."""
    probabilities: Floats
    """Of ``words``, (places, k)."""
    true: Floats
    """Probability of the word that stands there, of ``<UNK>`` where it is outside the vocabulary, (places,)."""
    ranks: Integers
    """Its rank among all output words, 1 for the likeliest, (places,)."""


@dataclass(frozen=True)
class SentenceExpectations:
    """What is expected in a sentence of n words, read from zero states as the window reads it."""

    known: NDArray[np.bool_]
    """Whether each word is in the output vocabulary, (n,)."""
    forward: Expected
    """From the words to the left, at n + 1 places: the words', then the end."""
    backward: Expected
    """From the words to the right, at n + 1 places: the beginning, then the words'."""
    both: Expected
    """From both sides, at the words' n places; see :meth:`NextWords.expect`."""


class NextWords:
    """Asks a biLM for words, by the full softmax over its output vocabulary."""

    def __init__(self, bilm: BiLM) -> None:
        """Prepare.

        Raises:
            ValueError: the biLM has no output layer, or its vocabulary lacks a boundary or ``<UNK>``.
        """
        self.vocabulary = OutputVocabulary(bilm)
        self._bilm = bilm
        n_words = len(self.vocabulary.words)
        # Minus the logarithm of the prior, but for a constant: words stand by falling frequency.
        self._rarity = torch.log(torch.arange(n_words) + _ZIPF_OFFSET)
        self._rarity[
            sorted(self.vocabulary.special)
        ] = -torch.inf  # no word, so nothing that fits between words

    @torch.inference_mode()
    def expect(
        self, sentence: Sequence[str], k: int = 5, check: Callable[[], object] = lambda: None
    ) -> SentenceExpectations:
        """The ``k`` likeliest words at every place of one sentence, its boundaries included.

        The forward model's state before a place and the backward model's state behind it (in the uppermost layer) give
        one distribution each, p_f and p_b, by the one output layer (Peters et al. 2018, 3.1).

        "Both" is a heuristic, since the two models were trained apart and neither ever saw the other's side. It takes the
        two sides for independent once the word is known, a product of experts (Hinton 2002) by Bayes' rule:
        p(w) is proportional to p_f(w) p_b(w) / p_0(w), over all words but the boundaries and ``<UNK>``. The prior p_0
        takes out what both have counted, how frequent a word is anyway; as the vocabulary stands by falling frequency, it
        is Zipf's and Mandelbrot's law, p_0 proportional to 1 / (index + 3). In the bundled English examples the true word is
        then the first at 38 % of the places (backward alone 27 %, forward alone 21 %; benchmarks/language_model.py).

        Args:
            sentence: tokens; no boundary markers.
            k: how many words.
            check: called now and then; may raise to stop.
        """
        vocabulary, n = self.vocabulary, len(sentence)
        ahead, behind = self.states_at(sentence)
        true = torch.tensor([vocabulary.index(word) for word in sentence], dtype=torch.int64)
        rarity = self._rarity.to(ahead.device)  # the biLM may have moved
        known = (true != vocabulary.unknown).numpy()
        true = F.pad(F.pad(true, (1, 0), value=vocabulary.begin), (0, 1), value=vocabulary.end).to(
            ahead.device
        )
        found: tuple[list[Expected], list[Expected], list[Expected]] = ([], [], [])
        for start in range(0, n + 2, _AT_ONCE):
            check()
            places = range(start, min(start + _AT_ONCE, n + 2))
            # The forward model says nothing of the first place, the backward model nothing of the last.
            of_forward, of_backward = _without(places, 0), _without(places, n + 1)
            (forward, of_left), (backward, of_right) = side_by_side(
                partial(self._distributions, ahead, of_forward.start - 1, true, of_forward, k),
                partial(self._distributions, behind, of_backward.start, true, of_backward, k),
            )
            found[0].append(of_left)
            found[1].append(of_right)
            of_words = _without(of_forward, n + 1)
            left, right = len(of_forward) - len(of_words), len(of_backward) - len(of_words)
            with n_torch_threads(1) if forward.numel() < _FEW else nullcontext():
                evidence = forward[: len(forward) - left].add_(backward[right:]).add_(rarity)
                both = evidence.sub_(evidence.logsumexp(dim=1, keepdim=True))
                found[2].append(_expected(both, true[of_words.start : of_words.stop], k))
        return SentenceExpectations(known, *(_joined(parts) for parts in found))

    @torch.inference_mode()
    def states_at(self, sentence: Sequence[str]) -> tuple[Tensor, Tensor]:
        """What the output layer makes its distributions of, in the uppermost layer.

        Args:
            sentence: n tokens; no boundary markers.

        Returns:
            The forward states before the places 1 to n + 1, the end being the last; the backward states behind the places
            0, the beginning, to n. Both (n + 1, projection_dim), float32.
        """
        steps = len(sentence) + 2
        reading = self._bilm.read(self._bilm.word_vectors([sentence], steps), [steps])
        return reading.forward[-1][:-1, 0].float(), reading.backward([steps])[-1][1:, 0].float()

    def _distributions(
        self, states: Tensor, first: int, true: Tensor, places: range, k: int
    ) -> tuple[Tensor, Expected]:
        """Logarithms of one direction's probabilities at some places, (places, n_words), and what is likeliest.

        Args:
            states: of this direction, (n + 1, projection_dim).
            first: which of them is the first place's.
            true: output indices of all n + 2 places.
            places: which of them.
            k: how many words.
        """
        found = self.vocabulary.layer.log_probabilities(states[first : first + len(places)])
        return found, _expected(found, true[places.start : places.stop], k)

    @torch.inference_mode()
    def after(self, words: Sequence[str], k: int = 5, begins: str = "") -> list[tuple[str, float]]:
        """The likeliest words behind the beginning of a sentence, by the forward model.

        Args:
            words: the sentence so far; none asks for its first word.
            k: how many at most.
            begins: only words that begin so, in any case, and are longer.

        Returns:
            Words and their probabilities, the likeliest first; no boundary and no ``<UNK>``, and none at all where the
            sentence's end is likelier than any word.
        """
        vocabulary = self.vocabulary
        read = self._bilm.read(self._bilm.word_vectors([words], len(words) + 2), [len(words) + 2])
        (distribution,) = vocabulary.layer.log_probabilities(read.forward[-1][len(words)].float()).cpu()
        if begins:
            start = begins.casefold()
            chosen = [
                index
                for index, word in enumerate(vocabulary.words)
                if len(word) > len(begins)
                and word.casefold().startswith(start)
                and index not in vocabulary.special
            ]
        else:
            if int(distribution.argmax()) == vocabulary.end:
                return []
            likely = distribution.topk(min(k + len(vocabulary.special), len(distribution))).indices
            chosen = [index for index in likely.tolist() if index not in vocabulary.special]
        chosen.sort(key=lambda index: -float(distribution[index]))
        return [(vocabulary.words[index], float(distribution[index].exp())) for index in chosen[:k]]


def _without(places: range, place: int) -> range:
    """A run of places but for the one at its start or end."""
    start = places.start + (place == places.start)
    return range(start, max(start, places.stop - (place == places.stop - 1)))


def _expected(log_probabilities: Tensor, true: Tensor, k: int) -> Expected:
    """(places, n_words) natural logarithms and (places,) output indices -> what is likeliest."""
    best, words = log_probabilities.topk(min(k, log_probabilities.shape[1]), dim=1)
    of_true = log_probabilities.gather(1, true.unsqueeze(1))
    ranks = (log_probabilities > of_true).sum(dim=1) + 1
    numbers = words.cpu().numpy(), best.exp().cpu().numpy(), of_true.squeeze(1).exp().cpu().numpy()
    return Expected(*numbers, ranks.cpu().numpy())


def _joined(parts: Sequence[Expected]) -> Expected:
    joined = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("words", "probabilities", "true", "ranks")
    ]
    for array in joined:
        array.flags.writeable = False
    return Expected(*joined)
