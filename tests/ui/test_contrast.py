"""Every pair of colours that the window puts together can be told apart, also by people who see fewer colours."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from elmo_explorer.ui import tokens
from elmo_explorer.ui.theme import theme

MODES = {
    "light": (tokens.LIGHT, tokens.LIGHT_CATEGORIES, 19.0, 15.2),
    "dark": (tokens.DARK, tokens.DARK_CATEGORIES, 27.5, 10.1),
}
"""Roles, categories, and the smallest distances of the first four and of all eight."""
SURFACES = ("surface", "raised", "sunken", "canvas", "hover", "accent_soft", "app")
# Machado, Oliveira, Fernandes 2009, severity 1: what is left of linear RGB.
MACHADO = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    c = QColor(colour)
    rgb = np.array([c.redF(), c.greenF(), c.blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(c)) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / (TO_XYZ @ np.ones(3))
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def smallest_distance(colours: list[str]) -> float:
    """Between two of them, CIE76, for the kind of sight to which they are most alike."""
    return min(
        float(np.linalg.norm(lab(sight @ linear(a)) - lab(sight @ linear(b))))
        for sight in map(np.array, MACHADO.values())
        for a, b in itertools.combinations(colours, 2)
    )


@pytest.mark.parametrize("mode", MODES)
def test_every_text_is_readable_where_it_stands(mode: str) -> None:
    roles = MODES[mode][0]
    pairs = [*itertools.product(("text1", "text2", "text3", "accent_text"), SURFACES)]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_tooltip", "tooltip")]
    pairs += [
        (f"{k}_text", ground)
        for k in ("ok", "warn", "error")
        for ground in (f"{k}_soft", "surface", "raised")
    ]
    pairs += [("text1", "segment"), ("text2", "segment")]
    poor = {(a, b): contrast(roles[a], roles[b]) for a, b in pairs if contrast(roles[a], roles[b]) < 4.5}
    assert poor == {}


@pytest.mark.parametrize("mode", MODES)
def test_marks_and_the_focus_ring_stand_out(mode: str) -> None:
    roles, categories, *_ = MODES[mode]
    for mark, text, tint in categories[:8]:
        assert contrast(mark, roles["canvas"]) >= 3.0
        assert contrast(text, tint) >= 4.5
    for ground in SURFACES:
        assert contrast(roles["accent"], roles[ground]) >= 3.0, ground
    for line in ("forward", "backward"):
        assert contrast(roles[line], roles["canvas"]) >= 3.0


@pytest.mark.parametrize("mode", MODES)
def test_groups_differ_for_the_colour_blind(mode: str) -> None:
    _, categories, first_four, all_eight = MODES[mode]
    marks = [mark for mark, _, _ in categories[:8]]
    assert smallest_distance(marks[:4]) == pytest.approx(first_four, abs=0.15)
    assert smallest_distance(marks) == pytest.approx(all_eight, abs=0.15)
    assert len(set(tokens.SHAPES)) == 8  # and colour is never the only cue


@pytest.fixture
def high_contrast(qapp: QApplication) -> Iterator[None]:
    theme.set_contrast(True)
    yield
    theme.set_contrast(None)
    theme.set_mode("light")


@pytest.mark.usefixtures("high_contrast")
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_high_contrast_makes_borders_as_strong_as_text(mode: str) -> None:
    theme.set_mode(mode)  # type: ignore[arg-type]
    for border in ("control_border", "border"):
        assert contrast(theme.color(border).name(), theme.color("surface").name()) >= 4.5
    assert contrast(theme.color("text3").name(), theme.color("surface").name()) >= 7.0
    theme.set_contrast(False)
    assert contrast(theme.color("border").name(), theme.color("surface").name()) < 2.0
