"""A model folder's weights -> the beginning of a run."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch

from elmo_explorer.bilm.checkpoint import read_model, read_shape
from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.trainer import Trainer


def check_shape(config: TrainingConfig, folder: Path) -> None:
    """Refuse a model folder that the config's network cannot start from; its weights are not read.

    Raises:
        ValueError: the folder is no model, or of another shape than the config's; the sentence says what differs.
    """
    found = dataclasses.asdict(read_shape(folder))
    wanted = dataclasses.asdict(config.model)
    differences = [
        f"{name} is {found[name]} there and {wanted[name]} in [model]"
        for name in wanted
        if found[name] != wanted[name]
    ]
    if differences:
        raise ValueError(f"A run cannot start from {folder}, another network: {'; '.join(differences)}.")


def load_weights(trainer: Trainer, folder: Path) -> None:
    """Start a run from a model folder: the network's weights, and each output word that both vocabularies have.

    Raises:
        ValueError: the folder is no model, or of another shape than the config's; the sentence says what differs.
    """
    check_shape(trainer.config, folder)
    stored = read_model(folder)
    trainer.language_model.network.load_state_dict(stored.network.state_dict())
    if stored.output_layer is not None:
        places = {word: index for index, word in enumerate(stored.vocabulary)}
        shared = [(new, places[word]) for new, word in enumerate(trainer.vocabulary) if word in places]
        new, old = torch.tensor(shared, dtype=torch.long).reshape(-1, 2).unbind(1)
        with torch.no_grad():
            output_layer = trainer.language_model.output_layer
            output_layer.weight[new] = stored.output_layer.weight[old].to(trainer.device)
            output_layer.bias[new] = stored.output_layer.bias[old].to(trainer.device)
    if trainer.average is not None:
        trainer.average.module.load_state_dict(trainer.language_model.state_dict())
