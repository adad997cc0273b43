"""The biLM's training: a loop that can be read in one sitting."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.characters import boundary_character_ids, character_ids
from elmo_explorer.bilm.output_layer import OutputLayer, log_uniform_samples
from elmo_explorer.training.batches import Batch, BatchPlan, make_batch
from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.corpus import Corpus
from elmo_explorer.training.schedule import learning_rate

N_SPECIAL = 3
"""The output vocabulary begins with <S>, </S> and <UNK>, as bilm-tf's does."""


@dataclass(frozen=True)
class Step:
    """What one step found."""

    number: int
    """Steps done, this one included."""
    tokens: int
    """Tokens read since the beginning, boundaries not counted."""
    loss: float
    """Mean sampled-softmax loss per prediction in nats, both directions."""
    learning_rate: float


class NanLossError(RuntimeError):
    """The loss, or its gradient, is no longer a number."""


@dataclass
class Progress:
    """Where a run stands; with the weights and the optimiser, all that resuming needs."""

    step: int = 0
    passes: int = 0
    """Whole passes over the text."""
    position: int = 0
    """Batches done in the present pass."""
    tokens: int = 0


class Trainer:
    """Network, output layer, optimiser and place in the text of one run."""

    def __init__(self, config: TrainingConfig, corpus: Corpus, device: str = "cpu") -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.corpus = corpus
        self.device = torch.device(device)
        self.progress = Progress()
        self.vocabulary = ["<S>", "</S>", "<UNK>", *corpus.types[: config.vocabulary - N_SPECIAL]]
        self.network = BiLMNetwork(config.model).to(self.device)
        self.output_layer = OutputLayer(len(self.vocabulary), config.model.projection_dim).to(self.device)
        self.modules = nn.ModuleDict({"network": self.network, "output_layer": self.output_layer})
        self.optimiser = torch.optim.Adam(self.modules.parameters(), lr=config.learning_rate, fused=True)
        self._type_characters = type_characters(corpus.types)
        self._plan = BatchPlan(corpus.train, config.batch_tokens, config.seed)

    @property
    def n_steps(self) -> int:
        """Steps of the whole run, judged by the tokens per step so far (by the plan at the beginning)."""
        done = self.progress
        per_step = done.tokens / done.step if done.step >= 100 else self.config.batch_tokens * 0.9
        return done.step + max(0, math.ceil((self.config.tokens - done.tokens) / per_step))

    def run(self) -> Iterator[Step]:
        """Train until all tokens are read; stop by no longer asking.

        Raises:
            NanLossError: the loss or its gradient is not a number; the weights are then those of the step before.
        """
        while self.progress.tokens < self.config.tokens:
            indices = self._plan.indices(self.progress.passes, self.progress.position)
            if indices is None:
                self.progress.passes += 1
                self.progress.position = 0
                continue
            batch = make_batch(self.corpus.train, indices, len(self.corpus.types))
            yield self._step(batch)

    def _step(self, batch: Batch) -> Step:
        config, progress = self.config, self.progress
        # Every random draw depends on seed and step alone, so a resumed run draws what an unbroken one would have.
        generator = torch.Generator().manual_seed(config.seed * 1_000_003 + progress.step)
        torch.manual_seed(config.seed * 1_000_003 + progress.step)
        rate = learning_rate(
            progress.step, self.n_steps, config.learning_rate, config.warmup_steps, config.decay_share
        )
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(self.device.type, torch.bfloat16, enabled=config.bfloat16):
            loss = self.sampled_loss(batch, generator)
        value = loss.item()
        if not math.isfinite(value):
            raise NanLossError(
                f"The loss is {value} at step {progress.step + 1}; a smaller learning_rate than {config.learning_rate} helps."
            )
        self.optimiser.zero_grad()
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(self.modules.parameters(), config.gradient_norm))
        if not math.isfinite(norm):
            raise NanLossError(
                f"The gradient's length is {norm} at step {progress.step + 1}; "
                f"a smaller learning_rate than {config.learning_rate} helps."
            )
        self.optimiser.step()
        progress.step += 1
        progress.position += 1
        progress.tokens += batch.n_tokens
        return Step(progress.step, progress.tokens, value, rate)

    def sampled_loss(self, batch: Batch, generator: torch.Generator) -> Tensor:
        """Mean loss of all predictions of a batch in both directions, in nats."""
        samples, tries = log_uniform_samples(len(self.vocabulary), self.config.samples, generator)
        samples = samples.to(self.device)
        losses = [
            self.output_layer.sampled_loss(states, targets, samples, tries)
            for states, targets in self.predictions(batch, self.config.dropout)
        ]
        return torch.cat(losses).mean()

    def predictions(self, batch: Batch, dropout: float = 0.0) -> list[tuple[Tensor, Tensor]]:
        """Top states and what each should predict, (n, projection_dim) and (n,), forward then backward."""
        words = self._word_vectors(batch.ids)
        forward, backward, _ = self.network(words, batch.lengths, dropout=dropout)
        targets = self._targets(batch.ids)
        n_steps = batch.ids.shape[0]
        inside = (torch.arange(n_steps).unsqueeze(1) < batch.lengths).to(self.device)  # (T, B)
        ahead = inside[1:]  # there is a next word
        top_forward = nn.functional.dropout(forward[-1], dropout, training=dropout > 0)
        top_backward = nn.functional.dropout(backward[-1], dropout, training=dropout > 0)
        return [(top_forward[:-1][ahead], targets[1:][ahead]), (top_backward[1:][ahead], targets[:-1][ahead])]

    @torch.no_grad()
    def perplexity(self, max_tokens: int | None = None) -> tuple[float, float]:
        """Held-out perplexity, forward and backward, full softmax over the output vocabulary.

        Sentence ends (forward) and beginnings (backward) are predicted and counted too; unknown words count as <UNK>.

        Args:
            max_tokens: only so many of the held-out tokens, spread evenly; None takes all.

        Raises:
            ValueError: there is no held-out text.
        """
        held_out = self.corpus.held_out
        if held_out.n_tokens == 0:
            raise ValueError("There is no held-out text to measure perplexity on; held_out must be above 0.")
        share = 1.0 if max_tokens is None else min(1.0, max_tokens / held_out.n_tokens)
        chosen = np.unique(
            np.linspace(0, len(held_out) - 1, max(1, int(len(held_out) * share))).astype(np.int64)
        )
        chosen = chosen[np.argsort(-held_out.lengths[chosen], kind="stable")]
        sums = [0.0, 0.0]
        counts = [0, 0]
        size = 64
        for start in range(0, len(chosen), size):
            batch = make_batch(held_out, chosen[start : start + size], len(self.corpus.types))
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16):
                for side, (states, targets) in enumerate(self.predictions(batch)):
                    sums[side] += float(self.output_layer.full_loss(states, targets).double().sum())
                    counts[side] += len(targets)
        return math.exp(sums[0] / counts[0]), math.exp(sums[1] / counts[1])

    def unknown_share(self) -> float:
        """Share of held-out tokens that are outside the output vocabulary."""
        ids = np.asarray(self.corpus.held_out.ids)
        return float((ids >= self.config.vocabulary - N_SPECIAL).mean()) if len(ids) else 0.0

    def _targets(self, ids: Tensor) -> Tensor:
        """Word-type ids -> output words."""
        n_types = len(self.corpus.types)
        targets = ids + N_SPECIAL
        targets[targets >= len(self.vocabulary)] = 2
        targets[ids == n_types] = 0
        targets[ids == n_types + 1] = 1
        return targets.to(self.device)

    def _word_vectors(self, ids: Tensor) -> Tensor:
        """Word-type ids (T, B) -> word vectors (T, B, projection_dim); each type is encoded once."""
        types, places = ids.unique(return_inverse=True)
        characters = self._type_characters[types]
        # Short words first: each part is then no longer than it must be.
        order = (characters != _PADDING_BYTE).sum(dim=1).argsort(stable=True)
        parts = [
            self.network.char_encoder(characters[part].long().to(self.device)) for part in order.chunk(4)
        ]
        table = torch.cat(parts)
        rank = torch.empty_like(order)
        rank[order] = torch.arange(len(order))
        return nn.functional.embedding(rank[places].to(self.device), table)


_PADDING_BYTE = 260


def type_characters(types: list[str]) -> Tensor:
    """Character ids of all types and of the two boundaries behind them, (n_types + 2, 50), int16 to save memory."""
    boundaries = np.stack([boundary_character_ids(True), boundary_character_ids(False)])
    blocks = [character_ids(types[k : k + 10_000]).astype(np.int16) for k in range(0, len(types), 10_000)]
    return torch.from_numpy(np.concatenate([*blocks, boundaries.astype(np.int16)]))
