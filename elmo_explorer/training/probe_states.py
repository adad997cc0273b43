"""The probes' states under the weights of the moment."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.training.probes import Probe, ProbeStates


def probe_states(
    options: ModelOptions, network: BiLMNetwork, probes: Sequence[Probe], step: int, tokens: int
) -> ProbeStates:
    """Read the probes with a copy of the network, so that training does not notice.

    Args:
        options: the network's.
        network: with the weights of the moment.
        probes: one at least.
        step: steps done.
        tokens: tokens read.

    Returns:
        Every layer's states of the probes' words.
    """
    device = str(next(network.parameters()).device)
    bilm = BiLM(options, copy.deepcopy(network), ModelFacts("probe"), device=device)
    layers = bilm.embed([list(probe.tokens) for probe in probes])  # of each sentence (n_layers, T, D)
    states = np.stack([found[:, probe.index] for found, probe in zip(layers, probes, strict=True)], axis=1)
    return ProbeStates(step, tokens, tuple(probes), np.asarray(states, np.float32))
