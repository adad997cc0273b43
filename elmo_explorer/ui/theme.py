"""The one live theme: colours, fonts and markers of the window, in light and dark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainterPath, QPalette, QPolygonF
from PySide6.QtWidgets import QApplication

from elmo_explorer.ui import tokens
from elmo_explorer.ui.figure_mode import figure_now
from elmo_explorer.ui.fonts import load_fonts
from elmo_explorer.ui.stylesheet import stylesheet

Mode = Literal["light", "dark", "system"]
SMALLEST_ZOOM = 0.8
LARGEST_ZOOM = 2.0


class Category(NamedTuple):
    """How one group is drawn: ``mark`` fills, ``text`` colours words, ``tint`` fills chips."""

    mark: QColor
    text: QColor
    tint: QColor
    shape: str


class Theme(QObject):
    """Colours by role, categories, colour maps, fonts and markers; ``changed`` asks everyone to repaint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.dark = False
        self.mode: Mode = "light"
        self.zoom = 1.0
        self.high_contrast = False
        """Borders as strong as text, and quiet text as strong as other text."""
        self._contrast: bool | None = None
        self._printed = False
        self._colours: dict[str, QColor] = {}
        self._categories: list[Category] = []
        self._sequential = _lookup_table(tokens.LIGHT_SEQUENTIAL)
        self._diverging = _lookup_table(tokens.LIGHT_DIVERGING)
        self._following = False
        self._load()

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or whatever the desktop says, now and when it changes."""
        self.mode = mode
        self._follow_system()
        self._use(mode == "dark" or (mode == "system" and _system_is_dark()))

    def set_contrast(self, high: bool | None) -> None:
        """High contrast on or off; None for whatever the desktop says, now and when it changes."""
        self._contrast = high
        self._follow_system()
        self._use_contrast()

    def set_zoom(self, zoom: float) -> None:
        """Scale every font, from 0.8 to 2."""
        zoom = min(max(round(zoom, 2), SMALLEST_ZOOM), LARGEST_ZOOM)
        if zoom != self.zoom:
            self.zoom = zoom
            self.apply()

    @contextmanager
    def drawn_as(self, colours: Literal["light", "dark", "print"]) -> Iterator[bool]:
        """What is painted inside takes other colours, never high contrast; nobody is told, and nothing is repainted.

        Yields:
            Whether they differ from those of now.
        """
        before = self.dark, self.high_contrast, self._printed
        after = colours == "dark", False, colours == "print"
        self.dark, self.high_contrast, self._printed = after
        self._load()
        try:
            yield before != after
        finally:
            self.dark, self.high_contrast, self._printed = before
            self._load()

    @contextmanager
    def enlarged(self, factor: float) -> Iterator[None]:
        """Sizes and fonts that are asked for inside are so many times as large; nobody is told, and nothing is repainted."""
        zoom = self.zoom
        self.zoom = zoom * factor
        try:
            yield
        finally:
            self.zoom = zoom

    def apply(self) -> None:
        """Give the application its palette, font and stylesheet, and let every widget repaint."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(self.palette())
            app.setFont(self.font(13))
            app.setStyleSheet(self.stylesheet())
        self.changed.emit()

    def px(self, pixels: float) -> int:
        """A size in pixels at a zoom of 1, at the present zoom."""
        return max(1, round(pixels * self.zoom))

    def color(self, role: str) -> QColor:
        """The colour of a role (a copy, free to be changed); KeyError for an unknown role."""
        return QColor(self._colours[role])

    def category(self, k: int) -> Category:
        """Group k's colours and marker; grey circles from the ninth group on."""
        return self._categories[k if 0 <= k < len(tokens.SHAPES) else -1]

    def sequential_lut(self) -> NDArray[np.uint8]:
        """Low to high, (256, 4) RGBA."""
        return self._sequential

    def diverging_lut(self) -> NDArray[np.uint8]:
        """Negative over zero to positive, (256, 4) RGBA."""
        return self._diverging

    def sequential(self, x: float) -> QColor:
        """The sequential colour at ``x``, clipped to 0..1; NaN is 0."""
        return _at(self._sequential, x)

    def diverging(self, x: float) -> QColor:
        """The diverging colour at ``x``, clipped to -1..1; NaN is 0."""
        return _at(self._diverging, (x + 1.0) / 2.0 if math.isfinite(x) else 0.5)

    def text_on(self, background: QColor) -> QColor:
        """Pure black or pure white, whichever contrasts more with ``background``."""
        return QColor(Qt.GlobalColor.black if _luminance(background) > 0.179 else Qt.GlobalColor.white)

    def font(self, px: int, weight: int = 400, mono: bool = False, tabular: bool = False) -> QFont:
        """The interface's font, or the one for tensors, at ``px`` pixels times the zoom."""
        figure = figure_now()
        if figure is not None and figure.vector:
            tabular = False  # a PDF knows such digits by their shapes alone: nobody could copy them as text
        return QFont(_font(self.px(px), weight, mono, tabular))

    def marker_path(self, shape: str) -> QPainterPath:
        """A marker centred on the origin, about one unit large; ValueError for an unknown shape."""
        return marker_path(shape)

    def _follow_system(self) -> None:
        if not self._following and QGuiApplication.instance() is not None:
            self._following = True
            hints = QGuiApplication.styleHints()
            hints.colorSchemeChanged.connect(self._system_changed)
            hints.accessibility().contrastPreferenceChanged.connect(self._use_contrast)
            self._use_contrast()

    def _use_contrast(self) -> None:
        high = _system_wants_contrast() if self._contrast is None else self._contrast
        if high != self.high_contrast:
            self.high_contrast = high
            self._use(self.dark)

    def _system_changed(self) -> None:
        if self.mode == "system":
            self._use(_system_is_dark())

    def _use(self, dark: bool) -> None:
        self.dark = dark
        self._load()
        self.apply()

    def _load(self) -> None:
        table = tokens.DARK if self.dark else tokens.LIGHT | (tokens.PRINT if self._printed else {})
        if self.high_contrast:
            table = table | {role: table[stronger] for role, stronger in tokens.HIGH_CONTRAST.items()}
        categories = tokens.DARK_CATEGORIES if self.dark else tokens.LIGHT_CATEGORIES
        self._colours = {role: QColor(value) for role, value in table.items()}
        self._categories = [
            Category(QColor(mark), QColor(text), QColor(tint), shape)
            for (mark, text, tint), shape in zip(categories, (*tokens.SHAPES, "circle"), strict=True)
        ]
        self._sequential = _lookup_table(tokens.DARK_SEQUENTIAL if self.dark else tokens.LIGHT_SEQUENTIAL)
        self._diverging = _lookup_table(tokens.DARK_DIVERGING if self.dark else tokens.LIGHT_DIVERGING)

    def stylesheet(self) -> str:
        """Of every widget, in the colours of now."""
        return stylesheet({role: c.name() for role, c in self._colours.items()}, self.px, self.dark)

    def palette(self) -> QPalette:
        """Of the application, in the colours of now."""
        roles = {
            QPalette.ColorRole.Window: "surface",
            QPalette.ColorRole.WindowText: "text1",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "sunken",
            QPalette.ColorRole.Text: "text1",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text1",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.ToolTipBase: "tooltip",
            QPalette.ColorRole.ToolTipText: "on_tooltip",
            QPalette.ColorRole.Link: "accent_text",
        }
        palette = QPalette()
        for role, name in roles.items():
            palette.setColor(role, self._colours[name])
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self._colours["text3"])
        return palette


def marker_path(shape: str) -> QPainterPath:
    """A marker centred on the origin, about one unit large, of the same visual weight for every shape.

    Raises:
        ValueError: for an unknown shape.
    """
    path = QPainterPath()
    match shape:
        case "circle":
            path.addEllipse(QPointF(0, 0), 0.5, 0.5)
        case "ring":
            path.addEllipse(QPointF(0, 0), 0.5, 0.5)
            path.addEllipse(QPointF(0, 0), 0.26, 0.26)
        case "square":
            path.addRect(-0.45, -0.45, 0.9, 0.9)
        case "triangle":
            path.addPolygon(_polygon(3, 0.6, -90.0, 0.1))
        case "triangle_down":
            path.addPolygon(_polygon(3, 0.6, 90.0, -0.1))
        case "diamond":
            path.addPolygon(_polygon(4, 0.6, -90.0))
        case "pentagon":
            path.addPolygon(_polygon(5, 0.54, -90.0))
        case "hexagon":
            path.addPolygon(_polygon(6, 0.53, -90.0))
        case _:
            raise ValueError(f"A marker is one of {', '.join(tokens.SHAPES)}, not {shape!r}.")
    path.closeSubpath()
    return path


@cache
def _font(pixels: int, weight: int, mono: bool, tabular: bool) -> QFont:
    load_fonts()
    font = QFont()
    text = tokens.BOLD_FAMILIES if weight >= 600 else tokens.TEXT_FAMILIES
    font.setFamilies(list(tokens.MONO_FAMILIES if mono else text))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _polygon(n: int, radius: float, start: float, down: float = 0.0) -> QPolygonF:
    angles = [math.radians(start + 360.0 * i / n) for i in range(n)]
    return QPolygonF([QPointF(radius * math.cos(a), radius * math.sin(a) + down) for a in angles])


def _lookup_table(stops: tuple[str, ...]) -> NDArray[np.uint8]:
    colours = np.array([[c.red(), c.green(), c.blue(), 255] for c in map(QColor, stops)], float)
    at = np.linspace(0, len(stops) - 1, 256)
    table = np.stack([np.interp(at, np.arange(len(stops)), channel) for channel in colours.T], axis=1)
    table = np.round(table).astype(np.uint8)
    table.setflags(write=False)
    return table


def _at(table: NDArray[np.uint8], x: float) -> QColor:
    index = round(min(max(x, 0.0), 1.0) * 255) if math.isfinite(x) else 0
    return QColor(*(int(v) for v in table[index]))


def _luminance(colour: QColor) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _system_is_dark() -> bool:
    if QGuiApplication.instance() is None:
        return False
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    if QGuiApplication.instance() is None:
        return False
    hints = QGuiApplication.styleHints()  # has to live as long as what it gives
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


theme = Theme()
"""The window's theme; everyone draws with this one."""
