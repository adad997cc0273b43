"""The bundled lessons: a talk on how ELMo works, with sentences of its own, ready to be presented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from elmo_explorer.paths import resources_dir
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Focus, Mix, Sentence, TokenRef, View

LESSONS: Final = ("en", "zh")
"""One for each language."""
_N_LAYERS = 3


@dataclass(frozen=True)
class _Text:
    text: str
    sense: str = ""


@dataclass(frozen=True)
class _Step:
    title: str
    caption: str
    focus: str = ""
    """Another word than the lesson's."""
    weights: tuple[float, ...] = (1 / 3, 1 / 3, 1 / 3)
    layer: int | None = None
    """The handle stands on this layer's corner, whatever ``weights`` are."""
    trajectories: bool = False
    uses: tuple[int, ...] = ()
    """Sentences, from 1, whose focus word is selected."""
    hidden: tuple[str, ...] = ()
    tab: str = ""
    hint: str = ""


@dataclass(frozen=True)
class _File:
    title: str
    language: str
    word: str
    sentences: tuple[_Text, ...]
    scenes: tuple[_Step, ...] = field(default=())


@dataclass(frozen=True)
class Lesson:
    """Sentences, and the scenes that are shown of them."""

    title: str
    sentences: tuple[Sentence, ...]
    scenes: tuple[Scene, ...]


def read_lesson(name: str) -> Lesson:
    """A lesson with sentences of new ids.

    Args:
        name: one of ``LESSONS``.

    Raises:
        ValueError: its file is damaged; one sentence with the place.
        OSError: it cannot be read.
    """
    from elmo_explorer.controllers.typed_text import make_sentence

    file, where = _file(name), _path(name).name
    sentences = []
    for number, given in enumerate(file.sentences, 1):
        made = make_sentence(given.text)
        if given.sense and file.word not in made.tokens:
            raise ValueError(f"{where}: sentence {number} lacks the word {file.word!r}.")
        senses = {made.tokens.index(file.word): given.sense} if given.sense else {}
        sentences.append(
            Sentence(made.text, made.tokens, made.language, made.spaced, senses=MappingProxyType(senses))
        )
    scenes = tuple(_scene(file, step, tuple(sentences), where) for step in file.scenes)
    return Lesson(file.title, tuple(sentences), scenes)


def _scene(file: _File, step: _Step, sentences: tuple[Sentence, ...], where: str) -> Scene:
    word = step.focus or file.word
    if len(step.weights) != _N_LAYERS:
        raise ValueError(f"{where}: the scene {step.title!r} needs {_N_LAYERS} weights.")
    weights = step.weights
    if step.layer is not None:
        if not 0 <= step.layer < _N_LAYERS:
            raise ValueError(f"{where}: the scene {step.title!r} shows layer {step.layer}; there are 0 to 2.")
        weights = tuple(float(layer == step.layer) for layer in range(_N_LAYERS))
    chosen = set()
    for number in step.uses:
        if not 1 <= number <= len(sentences) or word not in sentences[number - 1].tokens:
            raise ValueError(f"{where}: the scene {step.title!r} shows {word!r} of sentence {number}.")
        sentence = sentences[number - 1]
        chosen.add(TokenRef(sentence.id, sentence.tokens.index(word)))
    total = sum(weights)
    return Scene(
        step.title,
        step.caption,
        Focus(word),
        Mix(tuple(weight / total for weight in weights)),
        View(trajectories=step.trajectories),
        frozenset(chosen),
        hidden=step.hidden,
        tab=step.tab,
        hint=step.hint,
    )


def _path(name: str) -> Path:
    return resources_dir() / "lessons" / f"{name}.toml"


def _file(name: str) -> _File:
    path = _path(name)
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name} is damaged: {error}.") from None
