"""A small head that was learned with a task, on its own: mixed states -> labels. NumPy alone, no torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.paths import bundled_results_dir
from elmo_explorer.written_aside import write_whole

if TYPE_CHECKING:
    from elmo_explorer.tasks.learn import Outcome

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tagger:
    """A linear head with the mix it was learned with; of the seeds the one that was best on dev."""

    labels: tuple[str, ...]
    """K."""
    weights: tuple[float, ...]
    """(L,) of the layers, sum 1."""
    layer_norm: bool
    matrix: Floats
    """(D, K) with gamma in it."""
    bias: Floats
    """(K,)."""
    score: float
    """Accuracy on dev, from 0 to 1."""
    checksum: str
    """SHA-256 of the weights of the model whose states it understands."""
    credit: str
    """Whose data it was learned from, and its licence."""

    def tag(self, states: NDArray[np.floating[Any]]) -> list[str]:
        """The likeliest label of every token.

        Args:
            states: (L, N, D) of the model it was learned with.
        """
        mixed = mix_layers(states, self.weights, layer_norm=self.layer_norm)  # (N, D)
        return [self.labels[k] for k in (mixed @ self.matrix + self.bias).argmax(axis=1).tolist()]


def write_tagger(outcome: Outcome, path: Path) -> None:
    """Write the best seed's head, aside first.

    Raises:
        OSError: the file cannot be written.
    """
    learned, result = outcome.learned, outcome.result
    best = int(learned.scores[:, 0].argmax())
    scale = float(learned.gamma[best, 0] * learned.scale[0])
    data = result.data
    facts = {
        "labels": data.labels,
        "layer_norm": result.recipe.layer_norm,
        "score": float(learned.scores[best, 0]),
        "checksum": result.model.checksum,
        "credit": " · ".join(part for part in (data.title, data.credit, data.licence) if part),
    }
    tensors = {
        "w": learned.w[best],
        "matrix": np.ascontiguousarray(learned.parameters["weight"][best, 0] * scale, dtype=np.float32),
        "bias": np.ascontiguousarray(learned.parameters["bias"][best, 0]),
    }
    # Not save_file, which makes files that none but their owner can read.
    write_whole(path, save(tensors, {"tagger": json.dumps(facts, ensure_ascii=False)}))


def read_tagger(path: Path) -> Tagger:
    """Read a head.

    Raises:
        ValueError: the file is missing, damaged or holds something else; one sentence.
    """
    try:
        with safe_open(path, "np") as opened:
            facts = json.loads((opened.metadata() or {})["tagger"])
            w, matrix, bias = (opened.get_tensor(name) for name in ("w", "matrix", "bias"))
        tagger = Tagger(
            tuple(map(str, facts["labels"])),
            _softmax(w),
            bool(facts["layer_norm"]),
            matrix,
            bias,
            float(facts["score"]),
            str(facts["checksum"]),
            str(facts["credit"]),
        )
    except (OSError, SafetensorError, KeyError, ValueError, TypeError):
        raise ValueError(f"{path} holds no head that was learned from a task, or is damaged.") from None
    if matrix.ndim != 2 or matrix.shape[1] != len(tagger.labels) or bias.shape != matrix.shape[1:]:
        raise ValueError(f"{path} is damaged: its head does not fit its {len(tagger.labels)} labels.")
    return tagger


def bundled_tagger(checksum: str, task: str = "part_of_speech") -> Tagger | None:
    """The head that comes with the program for the model of these weights; None where there is none."""
    taggers = (read_tagger(file) for file in sorted(bundled_results_dir().glob(f"*/{task}.safetensors")))
    return next((tagger for tagger in taggers if tagger.checksum == checksum), None)


def _softmax(w: Sequence[float] | Floats) -> tuple[float, ...]:
    powers = np.exp(np.asarray(w, dtype=np.float64) - np.max(w))
    return tuple((powers / powers.sum()).tolist())
