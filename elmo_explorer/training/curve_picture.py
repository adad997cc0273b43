"""A run's held-out perplexities as an SVG picture for the model card."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 28, 44
SIDES = (
    ("forward_perplexity", "forward", "#2F6FDE", ""),
    ("backward_perplexity", "backward", "#D9730D", "5 4"),
)


def curve_picture(curve: str) -> str | None:
    """Draw perplexity over tokens read, both on logarithmic axes.

    Args:
        curve: curve.csv's content.

    Returns:
        The SVG; None where there are fewer than two points.
    """
    rows = [
        row
        for row in csv.DictReader(io.StringIO(curve))
        if all(_is_positive(row.get(name)) for name in ("tokens", *(side[0] for side in SIDES)))
    ]
    if len(rows) < 2:
        return None
    tokens = [float(row["tokens"]) for row in rows]
    values = {name: [float(row[name]) for row in rows] for name, *_ in SIDES}
    everything = [value for line in values.values() for value in line]
    x_ticks, y_ticks = _ticks(min(tokens), max(tokens)), _ticks(min(everything), max(everything))
    xs = (min(*tokens, *x_ticks), max(*tokens, *x_ticks))
    ys = (min(*everything, *y_ticks), max(*everything, *y_ticks))

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * _share(value, *xs)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * _share(value, *ys)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="Inter, Helvetica, Arial, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>',
    ]
    parts += [
        f'<path d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}" stroke="#E3E5E8"/>'
        f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="#5B6270">{_short(tick)}</text>'
        for tick in y_ticks
    ]
    parts += [
        f'<path d="M{x(tick):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#E3E5E8"/>'
        f'<text x="{x(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#5B6270">{_short(tick)}</text>'
        for tick in x_ticks
    ]
    for name, _, colour, dashes in SIDES:
        points = " ".join(
            f"{x(place):.1f},{y(value):.1f}" for place, value in zip(tokens, values[name], strict=True)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        )
    for k, (_, label, colour, dashes) in enumerate(SIDES):
        place = LEFT + 110 * k
        parts.append(
            f'<path d="M{place} 14h24" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
            f'<text x="{place + 30}" y="18" fill="#1B1F27">{label}</text>'
        )
    parts.append(
        f'<text x="{WIDTH - RIGHT}" y="18" text-anchor="end" fill="#5B6270">held-out perplexity, a sample</text>'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle" fill="#5B6270">tokens read</text></svg>'
    )
    return "\n".join(parts) + "\n"


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low) if high > low else 0.5


def _ticks(low: float, high: float) -> Sequence[float]:
    """1, 2 and 5 times the powers of ten inside the limits."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    ticks = [m * 10.0**k for k in range(first, last + 1) for m in (1, 2, 5)]
    return [tick for tick in ticks if low <= tick <= high] or [low, high]


def _short(value: float) -> str:
    return f"{value / 1e6:g}M" if value >= 1e6 else f"{value / 1e3:g}k" if value >= 1e3 else f"{value:g}"


def _is_positive(text: str | None) -> bool:
    try:
        return text is not None and math.isfinite(float(text)) and float(text) > 0
    except ValueError:
        return False
