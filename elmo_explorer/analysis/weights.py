"""The mixing weights' arithmetic: numbers from 0 to 1 with sum 1, some of them locked."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

Weights = tuple[float, ...]


def average(n_layers: int) -> Weights:
    """The same weight for every layer."""
    return (1.0 / n_layers,) * n_layers


def one_layer(n_layers: int, layer: int) -> Weights:
    """All of the weight on one layer."""
    return tuple(float(j == layer) for j in range(n_layers))


def with_weight(weights: Sequence[float], layer: int, value: float, locked: Collection[int] = ()) -> Weights:
    """Give one layer a weight; the unlocked others share the rest in their old proportion.

    They share it equally where all of them were 0. Locked weights stay, and so does everything where the
    layer itself is locked or no other layer is free to give or take.

    Args:
        weights: (L,), with sum 1.
        layer: whose weight is set.
        value: its new weight, clamped to what the locked weights leave.
        locked: the layers that stay.

    Returns:
        (L,), with sum 1.
    """
    free = [j for j in range(len(weights)) if j != layer and j not in locked]
    if layer in locked or not free:
        return tuple(weights)
    available = _available(weights, locked)
    moved = min(max(value, 0.0), available)
    rest, old = available - moved, math.fsum(weights[j] for j in free)
    result = list(weights)
    result[layer] = moved
    for j in free:
        result[j] = rest * weights[j] / old if old > 1e-12 else rest / len(free)
    return tuple(result)


def nearest(coordinates: Sequence[float], total: float = 1.0) -> Weights:
    """The weights with this total that are nearest to any point (Euclidean projection onto the simplex).

    Args:
        coordinates: (L,), any numbers.
        total: what the result adds up to.

    Returns:
        (L,), each from 0 to ``total``.
    """
    running, shift = 0.0, 0.0
    for k, value in enumerate(sorted(coordinates, reverse=True), start=1):
        running += value
        candidate = (running - total) / k
        if value > candidate:
            shift = candidate
    return tuple(min(max(value - shift, 0.0), total) for value in coordinates)


def towards(weights: Sequence[float], target: Sequence[float], locked: Collection[int] = ()) -> Weights:
    """The weights nearest to ``target`` that leave the locked ones as they are, (L,)."""
    free = [j for j in range(len(weights)) if j not in locked]
    if not free:
        return tuple(weights)
    moved = nearest([target[j] for j in free], _available(weights, locked))
    result = list(weights)
    for j, value in zip(free, moved, strict=True):
        result[j] = value
    return tuple(result)


def snapped(weights: Sequence[float], step: float = 0.05, locked: Collection[int] = ()) -> Weights:
    """Weights rounded to multiples of ``step``, still with sum 1; the locked ones stay.

    What the locked weights leave may be no multiple of ``step``: the largest free weight takes the odd remainder.

    Args:
        weights: (L,), with sum 1.
        step: for example 0.05.
        locked: the layers that stay.

    Returns:
        (L,), with sum 1.
    """
    free = [j for j in range(len(weights)) if j not in locked]
    if not free:
        return tuple(weights)
    available = _available(weights, locked)
    steps = {j: math.floor(weights[j] / step + 1e-9) for j in free}
    missing = math.floor(available / step + 1e-9) - sum(steps.values())
    for j in sorted(free, key=lambda j: steps[j] - weights[j] / step)[: max(missing, 0)]:
        steps[j] += 1
    result = list(weights)
    for j in free:
        result[j] = steps[j] * step
    largest = max(free, key=lambda j: steps[j])
    result[largest] = max(0.0, available - math.fsum(result[j] for j in free if j != largest))
    return tuple(result)


def between(start: Sequence[float], end: Sequence[float], t: float) -> Weights:
    """The weights on the way from ``start`` (t = 0) to ``end`` (t = 1), (L,)."""
    return tuple(a + (b - a) * t for a, b in zip(start, end, strict=True))


def effective_shares(weights: Sequence[float], lengths: Iterable[float]) -> Weights:
    """How much of a mixed vector each layer makes up: its weight times its typical length, of their sum.

    Args:
        weights: (L,).
        lengths: (L,) typical lengths of the layers' vectors.

    Returns:
        (L,), with sum 1; the weights themselves where every product is 0 or a length is not finite.
    """
    products = [w * float(length) for w, length in zip(weights, lengths, strict=True)]
    total = math.fsum(products)
    if not math.isfinite(total) or total <= 0.0:
        return tuple(weights)
    return tuple(product / total for product in products)


def _available(weights: Sequence[float], locked: Collection[int]) -> float:
    """What the locked weights leave for the others."""
    return min(max(1.0 - math.fsum(weights[j] for j in range(len(weights)) if j in locked), 0.0), 1.0)
