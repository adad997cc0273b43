"""How one token's vectors move when another word of its sentence is removed or replaced.

Nothing is read that cannot matter. The forward and the backward stack know nothing of each other (Peters et al. 2018, 3.1
and 3.2), and a state depends on what was read before it alone: a word on the left changes the token's forward half and
nothing else, a word on the right its backward half. So of every variant only the piece from the changed side up to the
token is read, and the other half is the sentence's own; the numbers are those of reading all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.bilm.batching import BATCH_TOKENS
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.next_words import NextWords

Floats = NDArray[np.float32]
Progress = Callable[[int, int], object]
"""Told (variants read, variants in all); may raise to stop."""
_CANDIDATES = 4
"""More than a word can be spelt in upper and lower case among the likeliest."""


@dataclass(frozen=True, eq=False)
class MovedVectors:
    """One token's vectors in its sentence and in the sentence's variants; arrays are read-only."""

    before: Floats
    """In the sentence as it stands, (L + 1, dim)."""
    after: Floats
    """In every variant, (L + 1, n - 1, dim): the token's n - 1 fellow words in their order."""


def moved_vectors(
    bilm: BiLM,
    tokens: Sequence[str],
    index: int,
    replacements: Sequence[str | None],
    progress: Progress = lambda done, total: None,
) -> MovedVectors:
    """Read a sentence once for each of its other words, with this one word changed.

    Args:
        bilm: reads from zero states, as the window does.
        tokens: the sentence.
        index: which token's vectors are wanted.
        replacements: for every token what stands in its place, None where it is taken out; the one at ``index`` is ignored.
        progress: told after each batch; may raise to stop.

    Raises:
        IndexError: there is no such token.
        ValueError: there are not as many replacements as tokens.
    """
    if not 0 <= index < len(tokens):
        raise IndexError(f"The sentence has {len(tokens)} tokens and none with the index {index}.")
    if len(replacements) != len(tokens):
        raise ValueError(f"{len(tokens)} tokens need as many replacements, got {len(replacements)}.")
    left, right = list(tokens[: index + 1]), list(tokens[index:])
    lefts = [left, *(_changed(left, k, replacements[k]) for k in range(index))]
    rights = [right, *(_changed(right, k, replacements[index + k]) for k in range(1, len(right)))]
    pieces = lefts + rights
    half = bilm.dim // 2
    read = np.empty((bilm.n_layers, len(pieces), half), np.float32)
    for batch in _batches(pieces):
        for k, states in zip(batch, bilm.embed([pieces[k] for k in batch]), strict=True):
            read[:, k] = states[:, -1, :half] if k < len(lefts) else states[:, 0, half:]
        progress(max(0, batch.stop - 2), len(tokens) - 1)
    forward, backward = read[:, : len(lefts)], read[:, len(lefts) :]
    before = np.concatenate([forward[:, 0], backward[:, 0]], axis=1)
    after = np.repeat(before[:, None], len(tokens) - 1, axis=1)
    after[:, :index, :half] = forward[:, 1:]
    after[:, index:, half:] = backward[:, 1:]
    before.flags.writeable = after.flags.writeable = False
    return MovedVectors(before, after)


def likeliest_others(
    asker: NextWords, tokens: Sequence[str], check: Callable[[], object] = lambda: None
) -> list[str]:
    """For every token of a sentence the word, other than itself, that fits there best.

    Best by the heuristic of :meth:`NextWords.expect` for both sides. It is a word that the two language models themselves
    expect there, so a distance tells what this word adds to what its place tells already. Its limits: the likeliest other
    word may mean almost the same ("the" and "a", "Monday" and "Tuesday"), and then the distance is small although the
    place matters; and each word is chosen by itself, with all the others, the focus word too, as they stand.

    Args:
        asker: of the biLM that reads the sentence.
        tokens: the sentence.
        check: called now and then; may raise to stop.
    """
    vocabulary = asker.vocabulary
    found = []
    for token, indices in zip(tokens, asker.expect(tokens, _CANDIDATES, check).both.words, strict=True):
        words = [vocabulary.words[k] for k in indices.tolist() if k not in vocabulary.special]
        own = token.casefold()
        found.append(next((word for word in words if word.casefold() != own), token))
    return found


def _changed(words: Sequence[str], at: int, replacement: str | None) -> list[str]:
    put = [] if replacement is None else [replacement]
    return [*words[:at], *put, *words[at + 1 :]]


def _batches(pieces: Sequence[Sequence[str]]) -> list[range]:
    """All pieces at once, or as many as make about ``BATCH_TOKENS`` tokens: what is read is dropped batch by batch."""
    longest = max(map(len, pieces), default=0) + 2
    size = max(1, BATCH_TOKENS // longest)
    return [range(start, min(start + size, len(pieces))) for start in range(0, len(pieces), size)]
