"""What a session's file may say: numbers in their ranges, tokens that there are."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.saved_session import SavedModel
from elmo_explorer.session.session import Floats, TokenRef
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.tasks.results import TaskResult

Ref = tuple[int, int]
MOST_LAYERS = 64
_NEAR = 1e-3


class Problem(ValueError):  # noqa: N818 - what is wrong, without the file's name
    """Something impossible: what, and where in the document."""


class Numbers:
    """The sentences of a file by their numbers in the list, with the ids that they have here."""

    def __init__(self, ids: Sequence[int], lengths: Sequence[int]) -> None:
        self._ids = np.array(ids, np.int64)
        self._lengths = np.array(lengths, np.int64)
        self._id_list, self._length_list = list(ids), list(lengths)

    @property
    def n_tokens(self) -> int:
        """Of all sentences."""
        return int(self._lengths.sum())

    def token(self, ref: Ref, where: str) -> TokenRef:
        """The token with these two numbers."""
        sentence, index = ref
        if not 0 <= sentence < len(self._id_list) or not 0 <= index < self._length_list[sentence]:
            raise Problem(f"{where} names a token that there is not, {index} of sentence {sentence}")
        return TokenRef(self._id_list[sentence], index)

    def set_of(self, refs: Sequence[Ref], where: str) -> frozenset[TokenRef]:
        """Some tokens, each named once."""
        named_once(refs, where)
        return frozenset(self.token(ref, where) for ref in refs)

    def columns(self, places: NDArray[np.int64], where: str) -> TokenColumns:
        """Many tokens, each named once; places (n, 2)."""
        sentences, indices = places[:, 0], places[:, 1]
        there = (sentences >= 0) & (sentences < len(self._ids)) & (indices >= 0)
        if not there.all() or (indices >= self._lengths[sentences]).any():
            raise Problem(f"{where}_tokens names a token that there is not")
        tokens = TokenColumns(self._ids[sentences], indices)
        if len(np.unique(tokens.keys)) != len(tokens):
            raise Problem(f"{where}_tokens names a token twice")
        return tokens

    @staticmethod
    def number(k: int | None, n: int, where: str) -> int | None:
        """One of n things, or none."""
        if k is not None and not 0 <= k < n:
            raise Problem(f"{where} should be a number from 0 to {n - 1}, found {k}")
        return k

    @staticmethod
    def finite(array: Floats, where: str) -> Floats:
        """Numbers, all of them."""
        if not np.isfinite(array).all():
            raise Problem(f"{where}.npy holds what is no number")
        return array

    @staticmethod
    def share(array: Floats, where: str) -> Floats:
        """Numbers from 0 to 1, NaN where there is none."""
        if not (((array >= 0) & (array <= 1)) | np.isnan(array)).all():
            raise Problem(f"{where}.npy should hold numbers from 0 to 1")
        return array


def named_once(things: Sequence[Hashable], where: str) -> None:
    """Refuse a list that names something twice."""
    if len(set(things)) != len(things):
        raise Problem(f"{where} names something twice")


def weights_sum_to_one(weights: Sequence[float], where: str, n_layers: int | None) -> None:
    """Refuse weights that are no mix of the layers."""
    if not 1 <= len(weights) <= MOST_LAYERS or n_layers not in (None, len(weights)):
        raise Problem(
            f"{where} should have {n_layers or f'1 to {MOST_LAYERS}'} weights, found {len(weights)}"
        )
    if not all(math.isfinite(w) and -_NEAR <= w <= 1 + _NEAR for w in weights):
        raise Problem(f"{where} should have weights from 0 to 1")
    if abs(math.fsum(weights) - 1) > _NEAR:
        raise Problem(f"{where} should have weights whose sum is 1, found {math.fsum(weights):.3f}")


def finite_number(value: float, where: str, most: float = 1e6) -> float:
    """Refuse what no slider gives."""
    if not math.isfinite(value) or abs(value) > most:
        raise Problem(f"{where} should be a number no larger than {most:,.0f}, found {value}")
    return value


def check_result(result: TaskResult, where: str) -> None:
    """Refuse weights of a task that would not fit their own model."""
    mix, n_layers = result.mix, result.model.n_layers
    if mix is None:
        raise Problem(f"{where} holds no weights")
    weights_sum_to_one(mix.mean_weights, where, n_layers)
    finite_number(mix.gamma.mean, f"{where}.gamma")
    if any(len(weights) != n_layers for weights in mix.weights_by_seed):
        raise Problem(f"{where} should have {n_layers} weights for every seed")
    surface = result.surface
    if surface is not None and (
        len(surface.weights) != len(surface.scores) or any(len(w) != 3 for w in surface.weights)
    ):
        raise Problem(f"{where}.surface should have three weights for every score")


def vectors_shape(model: SavedModel | None, n_tokens: int) -> tuple[int, int, int]:
    """Of a model's vectors for so many tokens."""
    if model is None:
        raise Problem("vectors are of no model")
    return model.n_layers, n_tokens, model.dim
