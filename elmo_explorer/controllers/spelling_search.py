"""What is found for typed words: plain functions of their requests, one for the model's thread and one for the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from elmo_explorer.analysis.nearest_tokens import highest
from elmo_explorer.analysis.spelling import WordTypes, layer_cosines, letter_shifts, unit
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.session import Floats, TokenRef
from elmo_explorer.session.spelling import (
    SLOT,
    Letter,
    NearInContext,
    NearTypes,
    Spelling,
    SpellingAsk,
    SpeltWord,
)
from elmo_explorer.text.letters import letters
from elmo_explorer.text.long_words import MAX_WORD_BYTES
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

N_NEAREST = 10
"""Neighbours of a word in each layer."""


@dataclass(frozen=True)
class Carrier:
    """The sentence that the words are put into."""

    text: str = ""
    """The user's own with a slot; "" for tokens that are known."""
    tokens: tuple[str, ...] = (SLOT,)
    index: int = 0
    """The slot's."""
    place: TokenRef | None = None
    replaces: str = ""
    """The word that stands in that place."""


@dataclass(frozen=True, eq=False)
class ReadWords:
    """What the model said of some words."""

    bilm: BiLM
    words: tuple[str, ...]
    carrier: Carrier
    """With its tokens."""
    known: tuple[bool | None, ...]
    """Whether each is in the output vocabulary; None where there is none."""
    letters: tuple[tuple[Letter, ...], ...]
    vectors: Floats
    """Layer 0, (Q, D)."""
    states: Floats
    """Every layer's in the sentence, (Q, L, 2 D)."""


@dataclass(frozen=True, eq=False)
class LoadedPart:
    """What is compared with, and is the same until other sentences are loaded."""

    loaded: LoadedTokens
    baselines: tuple[float, ...]
    types: WordTypes | None
    """Of the loaded words, for a model without a vocabulary."""


def read_words(bilm: BiLM, words: tuple[str, ...], carrier: Carrier, task: Task) -> ReadWords:
    """The words alone, without each of their letters, and in the sentence.

    Raises:
        Cancelled: between its steps, when they are no longer wanted.
    """
    from elmo_explorer.bilm.word_types import encode_words, in_vocabulary

    whole = _cut(carrier)
    task.check()
    parts = [letters(word) for word in words]
    variants = [_shortened(part) for part in parts]
    encoded = encode_words(bilm, [*words, *chain.from_iterable(variants)])
    task.check()
    vectors, rest = encoded[: len(words)], encoded[len(words) :]
    told = []
    for number, (part, without) in enumerate(zip(parts, variants, strict=True)):
        shifts = letter_shifts(np.concatenate([vectors[number : number + 1], rest[: len(without)]]))
        rest = rest[len(without) :]
        told.append(_letters(part, shifts))
    before, after = whole.tokens[: whole.index], whole.tokens[whole.index + 1 :]
    states = bilm.embed([(*before, word, *after) for word in words], progress=lambda *_: task.check())
    in_sentence = np.stack([array[:, whole.index] for array in states])
    known = tuple(in_vocabulary(bilm, word) for word in words)
    return ReadWords(bilm, words, whole, known, tuple(told), vectors, in_sentence)


def loaded_part(loaded: LoadedTokens, with_types: bool) -> LoadedPart:
    """What the loaded sentences give: the layers' baselines, and their word types where there is no vocabulary."""
    if not len(loaded.tokens):
        return LoadedPart(loaded, (), None)
    baselines = tuple(RandomPairs.of(loaded, False).in_layers())
    types = None
    if with_types:
        first: dict[str, int] = {}
        for row, word in enumerate(chain.from_iterable(loaded.words)):
            first.setdefault(word, row)
        vectors = loaded.states(np.fromiter(first.values(), np.int64, len(first)))[0, :, : loaded.dim // 2]
        types = WordTypes.of(tuple(first), unit(vectors), False)
    return LoadedPart(loaded, baselines, types)


def find_spelling(
    ask: SpellingAsk, read: ReadWords, types: WordTypes | None, part: LoadedPart, task: Task
) -> Spelling:
    """The neighbours of what was read.

    Args:
        ask: what they are of.
        read: the model's answer.
        types: of its vocabulary; None takes those of the loaded words, where there are any.
        part: what is loaded.
        task: stops between the blocks.

    Raises:
        Cancelled: they are no longer wanted.
    """
    types = types if types is not None else part.types
    near: Sequence[NearTypes | None] = [None] * len(read.words)
    if types is not None:
        rows = types.nearest(read.words, read.vectors, N_NEAREST, task.check)
        near = [NearTypes(tuple(types.words[k] for k in found.tolist()), cosines) for found, cosines in rows]
    contexts = _in_context(read, part, task)
    words = tuple(
        SpeltWord(*found) for found in zip(read.words, read.letters, read.known, near, contexts, strict=True)
    )
    carrier = read.carrier
    tokens = (*carrier.tokens[: carrier.index], SLOT, *carrier.tokens[carrier.index + 1 :])
    return Spelling(
        ask,
        read.bilm.name,
        words,
        tokens,
        carrier.place,
        0 if types is None else len(types.words),
        float("nan") if types is None else types.baseline,
        types is None or types.from_vocabulary,
        len(part.loaded.tokens),
    )


def _in_context(read: ReadWords, part: LoadedPart, task: Task) -> list[tuple[NearInContext, ...]]:
    loaded = part.loaded
    n_layers = read.states.shape[1]
    if not len(loaded.tokens) or (loaded.n_layers, loaded.dim) != (n_layers, read.states.shape[2]):
        return [()] * len(read.words)
    layers = range(1, n_layers)
    cosines = layer_cosines(loaded.chunks(), read.states, layers, task.check)
    found = []
    for word, of_word in zip(read.words, cosines, strict=True):
        allowed = np.ones(len(loaded.tokens), bool)
        place = read.carrier.place
        if place is not None and word == read.carrier.replaces:
            allowed[loaded.rows((place,))] = False  # it is this very token
        in_layers = []
        for layer, values in zip(layers, of_word, strict=True):
            rows = highest(values, N_NEAREST, allowed)
            tokens = tuple(loaded.tokens.take(rows))
            in_layers.append(NearInContext(layer, tokens, values[rows], part.baselines[layer]))
        found.append(tuple(in_layers))
    return found


def _cut(carrier: Carrier) -> Carrier:
    """The user's sentence as tokens; without a slot the words go to its end."""
    if not carrier.text:
        return carrier
    from elmo_explorer.controllers.typed_text import make_sentence

    before, _, after = carrier.text.partition(SLOT)
    left, right = (make_sentence(part).tokens if part.strip() else () for part in (before, after))
    return Carrier(carrier.text, (*left, SLOT, *right), len(left))


def _shortened(parts: Sequence[str]) -> list[str]:
    """The word without each of its letters that the model reads; none of one letter alone."""
    if len(parts) < 2:
        return []
    n_read = sum(n > 0 for n in _bytes_read(parts))
    return ["".join((*parts[:k], *parts[k + 1 :])) for k in range(n_read)]


def _letters(parts: Sequence[str], shifts: Floats) -> tuple[Letter, ...]:
    values = [*shifts.tolist(), *[float("nan")] * (len(parts) - len(shifts))]
    return tuple(
        Letter(part, part.encode(errors="replace"), n, shift)
        for part, n, shift in zip(parts, _bytes_read(parts), values, strict=True)
    )


def _bytes_read(parts: Sequence[str]) -> list[int]:
    """Of each letter's bytes how many are within the model's 48."""
    found, left = [], MAX_WORD_BYTES
    for part in parts:
        n = min(left, len(part.encode(errors="replace")))
        left -= n
        found.append(n)
    return found
