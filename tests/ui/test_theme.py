import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QIcon, QTextLayout
from pytestqt.qtbot import QtBot

from elmo_explorer.paths import resources_dir
from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import NAMES, icon
from elmo_explorer.ui.theme import marker_path, theme


@pytest.fixture(autouse=True)
def light_theme(qapp: object) -> Iterator[None]:
    theme.set_mode("light")
    yield
    theme.set_zoom(1.0)
    theme.set_mode("light")


def contrast(a: QColor, b: QColor) -> float:
    def luminance(colour: QColor) -> float:
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_both_themes_have_the_same_roles() -> None:
    assert tokens.LIGHT.keys() == tokens.DARK.keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_every_surface(mode: str) -> None:
    theme.set_mode(mode)
    surfaces = ("surface", "raised", "sunken", "canvas", "hover", "accent_soft")
    for text, surface in itertools.product(("text1", "text2", "text3"), surfaces):
        assert contrast(theme.color(text), theme.color(surface)) >= 4.5, (text, surface)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_and_category_words_are_readable(mode: str) -> None:
    theme.set_mode(mode)
    for k in range(8):
        category = theme.category(k)
        assert contrast(category.mark, theme.color("canvas")) >= 3.0
        assert contrast(category.text, category.tint) >= 4.5


def test_groups_beyond_the_eighth_are_grey() -> None:
    ninth, twentieth = theme.category(8), theme.category(20)
    assert ninth == twentieth
    assert ninth.mark.saturation() < 60


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_high_values_are_furthest_from_the_background(mode: str) -> None:
    theme.set_mode(mode)
    table = theme.sequential_lut()
    assert table.shape == (256, 4)
    assert table.dtype == np.uint8
    background = theme.color("canvas")
    distances = [abs(theme.sequential(x).lightness() - background.lightness()) for x in np.linspace(0, 1, 20)]
    assert distances == sorted(distances)


def test_numbers_on_heat_cells_are_readable() -> None:
    for x in np.linspace(0, 1, 64):
        background = theme.sequential(float(x))
        assert contrast(theme.text_on(background), background) >= 4.5


def test_not_a_number_has_a_colour() -> None:
    assert theme.sequential(float("nan")) == theme.sequential(0.0)


def test_a_change_is_announced_and_repaints_the_palette(qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.dark
    assert theme.color("surface") == QColor("#181B21")


def test_zoom_scales_every_font_within_bounds() -> None:
    theme.set_zoom(1.5)
    assert theme.font(12).pixelSize() == 18
    theme.set_zoom(9.0)
    assert theme.zoom == 2.0
    theme.set_zoom(0.1)
    assert theme.font(10).pixelSize() == 8


def test_every_marker_is_about_one_unit_large_and_centred() -> None:
    for shape in tokens.SHAPES:
        box = marker_path(shape).boundingRect()
        assert 0.8 <= box.width() <= 1.25, shape
        assert abs(box.center().x()) < 0.1, shape
    with pytest.raises(ValueError, match="star"):
        marker_path("star")


def test_icons_take_the_colour_of_the_theme() -> None:
    def darkest(made: QIcon) -> int:
        image = made.pixmap(QSize(24, 24)).toImage()
        drawn = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        return min(c.lightness() for c in drawn if c.alpha() > 200)

    made = icon("plus")
    before = darkest(made)
    theme.set_mode("dark")
    assert darkest(made) > before + 50


def test_every_icon_draws_something() -> None:
    for name in NAMES:
        image = icon(name).pixmap(QSize(24, 24)).toImage()
        assert any(image.pixelColor(x, y).alpha() > 100 for x in range(24) for y in range(24)), name
    with pytest.raises(KeyError, match="nothing"):
        icon("nothing")


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_chinese_has_real_glyphs_without_system_fonts(weight: int) -> None:
    layout = QTextLayout("潮水 退了 就 知道 谁 没穿 裤子 學習", theme.font(14, weight))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert {run.rawFont().familyName().removesuffix(" Bold") for run in runs} <= {"Inter", "Noto Sans CJK SC"}
    assert all(index > 0 for run in runs for index in run.glyphIndexes())


def test_the_bundled_fonts_are_there_with_their_licences_and_small() -> None:
    folder = resources_dir() / "fonts"
    fonts = [*folder.glob("*.ttf"), *folder.glob("*.otf")]
    assert sum(file.stat().st_size for file in fonts) <= 8_000_000
    assert len(list(folder.glob("OFL-*.txt"))) == 3
    theme.font(13)
    assert {"Inter", "JetBrains Mono", "Noto Sans CJK SC"} <= set(QFontDatabase.families())


def test_following_the_system_takes_its_scheme(qapp: object) -> None:
    from PySide6.QtGui import QGuiApplication

    theme.set_mode("system")
    assert theme.dark == (QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark)
