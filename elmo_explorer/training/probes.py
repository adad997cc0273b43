"""Probe sentences: a few uses of one word whose states are kept from the first step on, so that one sees meaning appear."""

from __future__ import annotations

import math
import re
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.brief import shown
from elmo_explorer.written_aside import written_aside

FOLDER = "probes"
"""The probes' folder in a run's output folder."""
BUNDLED = {"en": "bat", "zh": "movement"}
"""The example whose sentences are the probes where a config names none."""
FIRST_STEP = 50
_MARKED = re.compile(r"\*([^\s*]+)\*")
_NAME = re.compile(r"step-(\d+)\.npz")


@dataclass(frozen=True)
class Probe:
    """One use of the word."""

    sense: str
    tokens: tuple[str, ...]
    index: int
    """The word's place in ``tokens``."""

    @property
    def word(self) -> str:
        """The word, as it stands there."""
        return self.tokens[self.index]


@dataclass(frozen=True, eq=False)
class ProbeStates:
    """Every layer's states of the probes' words after so many steps."""

    step: int
    tokens: int
    probes: tuple[Probe, ...]
    states: NDArray[np.float32]
    """(n_layers, n_probes, dim): the word vector first, then the LSTM layers; the forward half of ``dim`` first."""


def probes_of(config_text: str, language: str) -> tuple[Probe, ...]:
    """The probes of a training config.

    Args:
        config_text: the TOML file. Its section ``[probes]`` may have ``sentences``, a list of texts such as
            ``"animal: A small brown *bat* hung upside down ."``: the sense, then tokens separated by spaces, the word
            between asterisks. Without it a bundled example serves.
        language: "en" or "zh".

    Raises:
        ValueError: a sentence is not of that form; the sentence says which.
    """
    section: Any = tomllib.loads(config_text).get("probes", {})
    if not isinstance(section, dict) or set(section) - {"sentences"}:
        raise ValueError('[probes] knows sentences = ["sense: The *word* in its sentence .", …] alone.')
    sentences = section.get("sentences")
    if sentences is None:
        return bundled_probes(language)
    if not isinstance(sentences, list):
        raise ValueError("[probes] sentences must be a list of texts.")
    return tuple(_probe(sentence) for sentence in sentences)


def bundled_probes(language: str) -> tuple[Probe, ...]:
    """The bundled example's sentences; () for a language without one."""
    from elmo_explorer.examples import list_examples, read_example

    for example in list_examples():
        if example.name == BUNDLED.get(language):
            rows = read_example(example.path)
            return tuple(Probe(row.sense, row.tokens, row.target_index) for row in rows)
    return ()


def is_probe_step(step: int) -> bool:
    """Whether the probes are written after this step besides at checkpoints: 0, 50, 71, 100, 141, 200 and so on."""
    if step < FIRST_STEP:
        return step == 0
    half_doublings = round(2 * math.log2(step / FIRST_STEP))
    return step == round(FIRST_STEP * math.sqrt(2.0) ** half_doublings)


def write_probe_states(folder: Path, found: ProbeStates) -> Path:
    """Write ``folder/step-N.npz``, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"step-{found.step:08d}.npz"
    with written_aside(path) as aside, aside.open("wb") as stream:
        np.savez(
            stream,
            step=found.step,
            tokens=found.tokens,
            states=found.states.astype(np.float32),
            senses=np.array([probe.sense for probe in found.probes]),
            sentences=np.array([" ".join(probe.tokens) for probe in found.probes]),
            indices=np.array([probe.index for probe in found.probes], np.int64),
        )
    return path


def probe_files(folder: Path) -> list[Path]:
    """The files of a probes' folder, earliest step first."""
    return sorted(path for path in folder.glob("step-*.npz") if _NAME.fullmatch(path.name))


def read_probe_states(path: Path) -> ProbeStates:
    """Read one file.

    Raises:
        ValueError: it is damaged.
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as stream, np.load(stream) as file:
            sentences = [tuple(str(sentence).split(" ")) for sentence in file["sentences"]]
            probes = tuple(
                Probe(str(sense), tokens, int(index))
                for sense, tokens, index in zip(file["senses"], sentences, file["indices"], strict=True)
            )
            return ProbeStates(int(file["step"]), int(file["tokens"]), probes, file["states"])
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile):
        raise ValueError(f"{path} is no whole file of probe states.") from None


def forget_later(folder: Path, step: int) -> None:
    """Remove what was written after ``step``: the run goes on from there, and that future is lost."""
    for path in probe_files(folder):
        match = _NAME.fullmatch(path.name)
        if match is not None and int(match[1]) > step:
            path.unlink()


def _probe(text: object) -> Probe:
    shape = 'should read "sense: The *word* in its sentence ."'
    if not isinstance(text, str):
        raise ValueError(f"[probes] a sentence {shape}, found {shown(text)}.")
    sense, colon, sentence = text.partition(":")
    tokens = sentence.split()
    marked = [index for index, token in enumerate(tokens) if _MARKED.fullmatch(token)]
    if not colon or not sense.strip() or len(marked) != 1:
        raise ValueError(f"[probes] a sentence {shape} with one word between asterisks, found {shown(text)}.")
    words = tuple(token.strip("*") if index == marked[0] else token for index, token in enumerate(tokens))
    return Probe(sense.strip(), words, marked[0])
