"""Edits of sentences that come from the picture: a sense for some tokens, sentences hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from elmo_explorer.session.session import Sentence, TokenRef


def with_sense(
    sentences: tuple[Sentence, ...], tokens: Iterable[TokenRef], sense: str | None
) -> tuple[Sentence, ...]:
    """The sentences with ``sense`` given to ``tokens``; None takes their senses away."""
    indices: dict[int, list[int]] = defaultdict(list)
    for token in tokens:
        indices[token.sentence_id].append(token.index)
    return tuple(_with_sense(s, indices[s.id], sense) if s.id in indices else s for s in sentences)


def with_hidden(sentences: tuple[Sentence, ...], tokens: Iterable[TokenRef]) -> tuple[Sentence, ...]:
    """The sentences with those of ``tokens`` hidden."""
    hidden = {token.sentence_id for token in tokens}
    return tuple(replace(s, hidden=True) if s.id in hidden else s for s in sentences)


def _with_sense(sentence: Sentence, indices: list[int], sense: str | None) -> Sentence:
    senses = {i: name for i, name in sentence.senses.items() if i not in indices}
    if sense is not None:
        senses |= dict.fromkeys(indices, sense)
    return replace(sentence, senses=MappingProxyType(dict(sorted(senses.items()))))
