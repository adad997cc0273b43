"""The biLM's training: a loop that can be read in one sitting."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.output_layer import OutputLayer, log_expected_counts, log_uniform_samples
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm
from elmo_explorer.training.batches import make_batch
from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.corpus import Corpus
from elmo_explorer.training.distributed import Ranks
from elmo_explorer.training.language_model import N_SPECIAL, LanguageModel, States
from elmo_explorer.training.schedule import learning_rate
from elmo_explorer.training.streams import Streams


@dataclass(frozen=True)
class Step:
    """What one step found, over all processes."""

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
    """Where a run stands; with the weights, the optimiser and the streams' states, all that resuming needs."""

    step: int = 0
    window: int = 0
    """Windows read of each stream, over all passes."""
    tokens: int = 0
    seconds: float = 0.0
    """Time spent in steps."""


class Trainer:
    """Network, output layer, optimiser and place in the text of one run."""

    def __init__(
        self, config: TrainingConfig, corpus: Corpus, device: str = "cpu", ranks: Ranks | None = None
    ) -> None:
        """Set up a run at its beginning, with random weights.

        Args:
            config: what is trained.
            corpus: its text.
            device: where this process works.
            ranks: the processes of a run under torchrun; None means this one alone.

        Raises:
            ValueError: the text is too short for the streams.
        """
        torch.manual_seed(config.seed)
        self.config = config
        self.corpus = corpus
        self.device = torch.device(device)
        self.ranks = ranks if ranks is not None else Ranks()
        self.progress = Progress()
        self.vocabulary = ["<S>", "</S>", "<UNK>", *corpus.types[: config.vocabulary - N_SPECIAL]]
        self.language_model = LanguageModel(config.model, len(self.vocabulary), corpus.types).to(self.device)
        for module in self.language_model.modules():
            if isinstance(module, ProjectedLstm | OutputLayer):
                module.compiled = config.compile
        self.optimiser = torch.optim.Adam(
            self.language_model.parameters(), lr=config.learning_rate, fused=True
        )
        self.average: AveragedModel | None = None
        if config.average:
            self.average = AveragedModel(
                self.language_model, multi_avg_fn=get_ema_multi_avg_fn(config.average)
            )
        self.states: States | None = None
        """Where this process's streams stand; None: at zero."""
        self.streams = Streams(
            corpus.train,
            len(corpus.types),
            config.window,
            config.streams * self.ranks.count,
            config.seed,
            config.fresh_sentences,
            self.ranks.share(config.streams),
        )
        self._distributed = DistributedDataParallel(self.language_model) if self.ranks.count > 1 else None

    @property
    def network(self) -> BiLMNetwork:
        """The network as it is measured and exported: averaged where the config asks for it."""
        return self._measured.network

    @property
    def output_layer(self) -> OutputLayer:
        """The output layer as it is measured and exported."""
        return self._measured.output_layer

    @property
    def _measured(self) -> LanguageModel:
        measured = self.language_model if self.average is None else self.average.module
        assert isinstance(measured, LanguageModel)
        return measured

    @property
    def n_steps(self) -> int:
        """Steps of the whole run, if no time limit comes before."""
        config, sentences = self.config, self.corpus.train
        positions = config.streams * self.ranks.count * config.window * config.accumulate
        return max(1, math.ceil(config.tokens * self.streams.length / sentences.n_tokens / positions))

    @property
    def position(self) -> float:
        """Where the run stands in its schedule, in steps: by steps done or by time spent, whichever is further."""
        by_time = (
            self.progress.seconds / (60 * self.config.minutes) * self.n_steps if self.config.minutes else 0.0
        )
        return max(float(self.progress.step), by_time)

    def run(self) -> Iterator[Step]:
        """Train until all tokens are read or the config's minutes are over; stop by no longer asking.

        Raises:
            NanLossError: the loss or its gradient is not a number; the weights are then those of the step before.
        """
        while (position := self.ranks.agree_on_most(self.position)) < self.n_steps:
            began = time.monotonic()
            step = self._step(position)
            self.progress.seconds += time.monotonic() - began
            yield step

    def _step(self, position: float) -> Step:
        config, progress = self.config, self.progress
        rate = learning_rate(
            position, self.n_steps, config.learning_rate, config.warmup_steps, config.decay_share
        )
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad()
        states = self.states
        loss, n_predictions, n_tokens = 0.0, 0.0, 0
        for part in range(config.accumulate):
            # Gradients travel between the processes with the last part alone.
            alone = self._distributed is not None and part < config.accumulate - 1
            with self._distributed.no_sync() if alone and self._distributed is not None else nullcontext():
                found = self._read_window(progress.window + part, states)
            loss, n_predictions, n_tokens = (
                loss + found.loss,
                n_predictions + found.n_predictions,
                n_tokens + found.n_tokens,
            )
            states = found.states
        loss, n_predictions, tokens = self.ranks.sums(loss, n_predictions, n_tokens)
        self._check("loss", loss)
        norm = float(nn.utils.clip_grad_norm_(self.language_model.parameters(), config.gradient_norm))
        self._check("gradient's length", norm)
        self.optimiser.step()
        if self.average is not None:
            self.average.update_parameters(self.language_model)
        self.states = states
        progress.step += 1
        progress.window += config.accumulate
        progress.tokens += int(tokens)
        return Step(progress.step, progress.tokens, loss / n_predictions, rate)

    def _read_window(self, number: int, states: States | None) -> _Reading:
        """Add one window's gradients."""
        config = self.config
        window = self.streams.window(number)
        if self.streams.begins_pass(number):
            states = None
        # Every random draw depends on seed and window alone, so a resumed run draws what an unbroken one would have;
        # the samples are the same in all processes, dropout differs.
        seed = config.seed * 1_000_003 + number
        generator = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed * 1_009 + self.ranks.rank)
        samples, tries = log_uniform_samples(len(self.vocabulary), config.samples, generator)
        counts = log_expected_counts(len(self.vocabulary), tries)
        correction = (counts.to(self.device), counts[samples].to(self.device))
        model = self._distributed if self._distributed is not None else self.language_model
        with torch.autocast(self.device.type, torch.bfloat16, enabled=config.bfloat16):
            loss, n_predictions, after = model(
                window, states, samples.to(self.device), correction, config.dropout
            )
        # One divisor for every window of every process: their mean gradient is that of one large window.
        (loss / (2 * config.streams * config.window * config.accumulate)).backward()
        detached = tuple(
            [LstmState(state.hidden.detach().float(), state.cell.detach()) for state in stack]
            for stack in after
        )
        return _Reading(loss.item(), n_predictions.item(), window.n_tokens, (detached[0], detached[1]))

    def _check(self, what: str, value: float) -> None:
        if not math.isfinite(value):
            raise NanLossError(
                f"The {what} is {value} at step {self.progress.step + 1}; "
                f"a smaller learning_rate than {self.config.learning_rate} helps."
            )

    @torch.no_grad()
    def perplexity(self, max_tokens: int | None = None) -> tuple[float, float]:
        """Held-out perplexity, forward and backward, full softmax over the output vocabulary.

        Every sentence starts from zero states. Sentence ends (forward) and beginnings (backward) are predicted and
        counted too; unknown words count as <UNK>.

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
                for side, (states, targets) in enumerate(
                    self._measured.predictions(batch.ids, batch.lengths)
                ):
                    sums[side] += float(self.output_layer.full_loss(states, targets).double().sum())
                    counts[side] += len(targets)
        return math.exp(sums[0] / counts[0]), math.exp(sums[1] / counts[1])

    def unknown_share(self) -> float:
        """Share of held-out tokens that are outside the output vocabulary."""
        ids = np.asarray(self.corpus.held_out.ids)
        return float((ids >= self.config.vocabulary - N_SPECIAL).mean()) if len(ids) else 0.0


@dataclass(frozen=True)
class _Reading:
    """One window's sums over both directions, and the states behind it."""

    loss: float
    n_predictions: float
    n_tokens: int
    states: States


def stacked_states(states: States) -> Tensor:
    """States as one tensor: hidden and cell side by side, (2, n_layers, B, projection_dim + cell_dim)."""
    return torch.stack([torch.stack([torch.cat(state, dim=1) for state in stack]) for stack in states])


def unstacked_states(stacked: Tensor, projection_dim: int) -> States:
    """The reverse of :func:`stacked_states`."""
    stacks = [
        [LstmState(layer[:, :projection_dim].clone(), layer[:, projection_dim:].clone()) for layer in stack]
        for stack in stacked
    ]
    return stacks[0], stacks[1]
