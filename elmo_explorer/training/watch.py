"""What a run tells and keeps for whoever looks on: events, its journal, and the probes' states."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.corpus import Corpus
from elmo_explorer.training.events import (
    CheckpointSaved,
    Event,
    Failed,
    Finished,
    HeldOut,
    Journal,
    Paused,
    ProbesSaved,
    Resumed,
    Started,
    StepDone,
)
from elmo_explorer.training.probes import (
    FOLDER,
    Probe,
    forget_later,
    is_probe_step,
    probes_of,
    write_probe_states,
)

Observe = Callable[[Event], object]
_SOONEST = 0.25
_RAREST = 5.0
"""Seconds between two events of steps: often while the curve is young."""


class Place(Protocol):
    """Where a run stands."""

    step: int
    tokens: int


class Watch:
    """Tells ``observe`` each event and keeps what a later look needs in the run's output folder."""

    def __init__(
        self, config: TrainingConfig, corpus: Corpus, observe: Observe, silent: bool = False
    ) -> None:
        """Read the probes.

        Args:
            config: the run's.
            corpus: its text.
            observe: told every event.
            silent: tell and keep nothing: of several processes, only the first one speaks.

        Raises:
            ValueError: the config's probes have no sense.
        """
        self._config = config
        self._corpus = corpus
        self._observe = observe
        self._silent = silent
        self._probes = () if silent else _probes(config)
        self._journal = Journal(config.output)
        self._folder = config.output / FOLDER
        self._began = self._told = time.monotonic()
        self._told_tokens = 0
        self._losses: list[float] = []
        self._probed = -1

    def started(self, place: Place, network: BiLMNetwork) -> None:
        """The run begins, or goes on."""
        corpus = self._corpus
        if not self._silent:
            forget_later(self._folder, place.step)
        self._tell(
            Started(
                self._config.name,
                self._config.language,
                place.step,
                place.tokens,
                self._config.tokens,
                len(corpus.types),
                corpus.train.n_tokens,
                corpus.held_out.n_tokens,
            )
        )
        self._restart_clock(place)
        if place.step == 0:
            self.probe(place, network)

    def stepped(self, place: Place, loss: float, network: BiLMNetwork) -> None:
        """One step more, with its mean loss in nats per prediction."""
        self._losses.append(loss)
        now = time.monotonic()
        due = min(max(_SOONEST, (now - self._began) / 100), _RAREST)
        if now - self._told >= due:
            rate = (place.tokens - self._told_tokens) / (now - self._told)
            left = max(0, self._config.tokens - place.tokens) / max(rate, 1e-9)
            mean = math.fsum(self._losses) / len(self._losses)
            self._tell(StepDone(place.step, place.tokens, mean, rate, left))
            self._told, self._told_tokens = now, place.tokens
            self._losses.clear()
        if is_probe_step(place.step):
            self.probe(place, network)

    def held_out(self, place: Place, forward: float, backward: float) -> None:
        """Perplexities were measured; NaN where nothing is held out."""
        if math.isfinite(forward) and math.isfinite(backward):
            self._tell(HeldOut(place.step, place.tokens, forward, backward))

    def saved(self, place: Place, checkpoint: Path | None, network: BiLMNetwork) -> None:
        """A checkpoint was written, by the first process of several."""
        if checkpoint is not None:
            self._tell(CheckpointSaved(place.step, place.tokens, str(checkpoint)))
            self.probe(place, network)

    def paused(self, place: Place) -> None:
        """The run waits."""
        self._tell(Paused(place.step))

    def resumed(self, place: Place) -> None:
        """The run works again."""
        self._tell(Resumed(place.step))
        self._restart_clock(place)

    def finished(self, place: Place, model: Path | None, complete: bool) -> None:
        """The run has ended, with its model written."""
        self._tell(Finished("" if model is None else str(model), complete, place.step, place.tokens))

    def failed(self, sentence: str) -> None:
        """The run has ended and cannot go on as it is."""
        self._tell(Failed(sentence))

    def probe(self, place: Place, network: BiLMNetwork) -> None:
        """Write the probes' states, once a step."""
        if not self._probes or self._probed == place.step:
            return
        from elmo_explorer.training.probe_states import probe_states

        found = probe_states(self._config.model, network, self._probes, place.step, place.tokens)
        path = write_probe_states(self._folder, found)
        self._probed = place.step
        self._tell(ProbesSaved(place.step, place.tokens, str(path)))

    def _restart_clock(self, place: Place) -> None:
        self._told, self._told_tokens = time.monotonic(), place.tokens
        self._losses.clear()

    def _tell(self, event: Event) -> None:
        if self._silent:
            return
        self._journal.add(event)
        self._observe(event)


def _probes(config: TrainingConfig) -> tuple[Probe, ...]:
    """None where only training itself is installed, which needs torch and NumPy alone."""
    try:
        import elmo_explorer.training.probe_states  # noqa: F401
    except ModuleNotFoundError:
        return ()
    return probes_of(config.source_toml, config.language)
