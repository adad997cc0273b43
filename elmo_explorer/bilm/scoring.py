"""How likely a biLM finds a sentence: the log-probability of each of its tokens, read forward and read backward."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.bilm.batching import batches_by_length
from elmo_explorer.bilm.bilm import StackState
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.bilm.output_vocabulary import OutputVocabulary
from elmo_explorer.bilm.prepared_matrix import linear
from elmo_explorer.bilm.projected_lstm import LstmState

N_STREAMS = 32
"""Sentences that :meth:`Scorer.score_streams` reads side by side."""

_CPU_BLOCK = (256, 4096)  # states, words: a block of logits stays in the processor's cache
_GPU_BLOCK = (4096, 16384)

States = tuple[StackState, StackState]


@dataclass(frozen=True)
class SentenceScore:
    """Natural log-probabilities of one sentence of n tokens under the full softmax, boundaries included."""

    forward: NDArray[np.float32]
    """(n + 1,): token k after all before it; last, that the sentence ends behind its last token."""
    backward: NDArray[np.float32]
    """(n + 1,): token k before all behind it; last, that the sentence begins before its first token."""
    known: NDArray[np.bool_]
    """(n,): whether the token is in the output vocabulary; the others are scored as ``<UNK>``."""


class Scorer:
    """Scores sentences; every word outside the output vocabulary counts as ``<UNK>``."""

    def __init__(self, bilm: BiLM, bfloat16: bool = False) -> None:
        """Prepare for scoring.

        Args:
            bilm: with an output layer.
            bfloat16: make the products of states and word weights in bfloat16, which changes a perplexity by less than
                0.1 % and is several times faster where the device has it; single log-probabilities change by up
                to about 0.05.

        Raises:
            ValueError: the biLM has no output layer, or its vocabulary lacks a boundary or ``<UNK>``.
        """
        self._vocabulary = OutputVocabulary(bilm)
        self._bilm = bilm
        self._softmax = _TargetSoftmax(self._vocabulary.layer, bfloat16)

    def knows(self, word: str) -> bool:
        """Whether a word has a probability of its own."""
        return self._vocabulary.knows(word)

    def score(self, sentences: Sequence[Sequence[str]]) -> list[SentenceScore]:
        """Score every sentence alone, from zero states, as the window reads it.

        Args:
            sentences: tokens of each; no boundary markers.

        Returns:
            One score a sentence, in their order.
        """
        results: list[SentenceScore | None] = [None] * len(sentences)
        for batch in batches_by_length([len(sentence) for sentence in sentences]):
            scores, _ = self._score_batch([sentences[k] for k in batch], None)
            for k, score in zip(batch, scores, strict=True):
                results[k] = score
        return [result for result in results if result is not None]

    def score_streams(
        self, sentences: Sequence[Sequence[str]], n_streams: int = N_STREAMS
    ) -> Iterator[tuple[int, SentenceScore]]:
        """Score consecutive sentences, each with the states with which the one before it ended.

        The text is cut into ``n_streams`` pieces that are read side by side; a piece's first sentence starts from zeros.
        As in bilm-tf, the backward model too goes on from the sentence before, each read from its own end.

        Yields:
            (the sentence's number, its score), in no order.
        """
        starts = np.linspace(0, len(sentences), min(n_streams, len(sentences)) + 1).astype(int).tolist()
        # Streams differ by one sentence at most; the longer ones first, so that those still going are the first rows.
        pieces = sorted(
            (list(range(start, end)) for start, end in itertools.pairwise(starts)),
            key=lambda piece: -len(piece),
        )
        states: States | None = None
        for step in range(len(pieces[0]) if pieces else 0):
            now = [piece[step] for piece in pieces if step < len(piece)]
            order = sorted(range(len(now)), key=lambda row: -len(sentences[now[row]]))
            rows = [sentences[now[row]] for row in order]
            scores, last = self._score_batch(rows, None if states is None else _chosen(states, order))
            # Back into the streams' own order.
            back = np.argsort(np.array(order)).tolist()
            states = _chosen(last, back)
            yield from ((now[row], score) for row, score in zip(order, scores, strict=True))

    @torch.inference_mode()
    def _score_batch(
        self, rows: list[Sequence[str]], states: States | None
    ) -> tuple[list[SentenceScore], States]:
        """Score sentences of falling length; ``states`` as in :meth:`BiLMNetwork.forward`."""
        lengths = np.array([len(row) for row in rows])
        words = self._bilm.word_vectors(rows, int(lengths[0]) + 2)
        with_ends = (lengths + 2).tolist()
        reading = self._bilm.read(words, with_ends, states)
        forward, backward, last = reading.forward, reading.backward(with_ends), reading.last
        columns = np.repeat(np.arange(len(rows)), lengths + 1)
        vocabulary = self._vocabulary
        targets = [[vocabulary.index(word) for word in row] for row in rows]
        found = []
        for states_of, ahead, boundary in ((forward, 0, vocabulary.end), (backward, 2, vocabulary.begin)):
            # Token k is read off the state before it (place k) or behind it (place k + 2); the boundary comes last.
            last_place = [n if ahead == 0 else 1 for n in lengths]
            places = np.concatenate(
                [np.append(np.arange(n) + ahead, at) for n, at in zip(lengths, last_place, strict=True)]
            )
            wanted = np.concatenate([np.append(row, boundary) for row in targets]).astype(np.int64)
            top = states_of[-1][torch.from_numpy(places), torch.from_numpy(columns)]  # (n, projection_dim)
            found.append(self._softmax(top, torch.from_numpy(wanted).to(top.device)).cpu().numpy())
        ends = np.cumsum(lengths + 1)[:-1]
        scores = [
            SentenceScore(ahead, behind, np.array(row, dtype=np.int64) != vocabulary.unknown)
            for ahead, behind, row in zip(*(np.split(part, ends) for part in found), targets, strict=True)
        ]
        return scores, last


class _TargetSoftmax:
    """Log-probabilities of chosen words under the full softmax, without ever holding the logits of all words."""

    def __init__(self, layer: OutputLayer, bfloat16: bool) -> None:
        kind = torch.bfloat16 if bfloat16 else torch.float32
        self._layer = layer
        self._kind = kind
        self._weight = layer.weight.detach().to(kind)  # (n_words, projection_dim)
        self._bias = layer.bias.detach().to(kind)
        self._rows, self._words = _CPU_BLOCK if layer.bias.device.type == "cpu" else _GPU_BLOCK

    def __call__(self, states: Tensor, targets: Tensor) -> Tensor:
        """(n, projection_dim) and output words (n,) -> natural log-probabilities, (n,), float32."""
        true = (states * self._layer.weight[targets]).sum(dim=1) + self._layer.bias[targets]
        sums = [self._log_sums(block) for block in states.to(self._kind).split(self._rows)]
        return true - torch.cat(sums)

    def _log_sums(self, states: Tensor) -> Tensor:
        """The logarithm of the sum over all words of exp(logit), block by block: (n,)."""
        parts = []
        for start in range(0, len(self._bias), self._words):
            end = start + self._words
            logits = linear(states, self._weight[start:end], self._bias[start:end]).float()
            highest = logits.amax(dim=1, keepdim=True)
            parts.append(logits.sub_(highest).exp_().sum(dim=1).log_() + highest.squeeze(1))
        return torch.logsumexp(torch.stack(parts), dim=0)


def _chosen(states: States, rows: list[int]) -> States:
    """The states of some rows, in this order."""
    index = torch.tensor(rows, device=states[0][0].hidden.device)
    forward, backward = (
        [LstmState(state.hidden[index], state.cell[index]) for state in stack] for stack in states
    )
    return forward, backward
