"""What is known of a model besides its weights; read without torch, so that a list of models comes at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elmo_explorer.bilm.errors import ModelFileError


@dataclass(frozen=True)
class ModelFacts:
    """What is known of a model besides its shape."""

    name: str
    languages: tuple[str, ...] = ("en",)
    tokens_seen: int = 0
    forward_perplexity: float | None = None
    """Held out, full softmax, per token."""
    backward_perplexity: float | None = None


def read_facts(path: Path, config: Mapping[str, Any]) -> ModelFacts:
    """The facts in a model folder's config.json.

    Args:
        path: the file, for the sentence.
        config: its content.

    Raises:
        ModelFileError: an entry is missing or of the wrong kind; the sentence names it.
    """
    name = config.get("name")
    if not isinstance(name, str) or not name:
        raise ModelFileError(f"{path}: name should be the model's name, found {name!r}.")
    languages = config.get("languages", ["en"])
    if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
        raise ModelFileError(f'{path}: languages should be a list such as ["en"], found {languages!r}.')
    return ModelFacts(
        name,
        tuple(languages),
        int(_number(path, config, "tokens_seen") or 0),
        _number(path, config, "forward_perplexity"),
        _number(path, config, "backward_perplexity"),
    )


def _number(path: Path, config: Mapping[str, Any], name: str) -> float | None:
    value = config.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ModelFileError(f"{path}: {name} should be a number from 0 on or null, found {value!r}.")
    return value
