"""The window's icons: drawn on a grid of 24 with strokes of 1.75, in any colour of the theme."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from elmo_explorer.ui.theme import theme

_STROKE: Final = 1.75
_PATHS: Final[dict[str, str]] = {
    "plus": "M12 5v14M5 12h14",
    "enter": "M19 6v5a3 3 0 0 1-3 3H6M10 10l-4 4 4 4",
    "filter": "M4 7h16M7 12h10M10 17h4",
    "dots": "M5 12h.01M12 12h.01M19 12h.01",
    "import": "M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 16v2.5A1.5 1.5 0 0 0 6 20h12a1.5 1.5 0 0 0 1.5-1.5V16",
    "export": "M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 16v2.5A1.5 1.5 0 0 0 6 20h12a1.5 1.5 0 0 0 1.5-1.5V16",
    "book": "M12 7c-1.5-1.6-4.2-2-8-2v13c3.8 0 6.5.4 8 2 1.5-1.6 4.2-2 8-2V5c-3.8 0-6.5.4-8 2zM12 7v13",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"
    "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "eye_off": "M4 4l16 16M9.5 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.5"
    "M6.5 7.3A16 16 0 0 0 2.5 12S6 18.5 12 18.5c1.7 0 3.2-.5 4.5-1.2M10 10a3 3 0 0 0 4 4",
    "cursor": "M5.5 4.5 19 10l-5.8 2.2L11 18.5z",
    "lasso": "M8.5 16.8C5.3 15.9 3 13.6 3 10.8 3 7 7 4 12 4s9 3 9 6.8-4 6.8-9 6.8c-.5 0-1 0-1.5-.1"
    "M7.5 14.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7.8 18.5c.2 1.2-.3 2.2-1.8 3",
    "move": "M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5"
    "M18.5 9.5 21 12l-2.5 2.5",
    "fit": "M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9"
    "M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15",
    "text": "M5 7.5V5h14v2.5M12 5v14M9.5 19h5",
    "path": "M5 16.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM19 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
    "M7 18.5h3.5c5 0 1-13 6.5-13",
    "camera": "M4 8.5A1.5 1.5 0 0 1 5.5 7h2.7l1.5-2.5h4.6L15.8 7h2.7A1.5 1.5 0 0 1 20 8.5v9"
    "a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM12 9.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
    "axis": "M3.5 12h17M7 8.5 3.5 12 7 15.5M17 8.5l3.5 3.5-3.5 3.5",
    "axis_up": "M12 3.5v17M8.5 7 12 3.5 15.5 7M8.5 17l3.5 3.5 3.5-3.5",
    "lock": "M6.5 11h11A1.5 1.5 0 0 1 19 12.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6"
    "A1.5 1.5 0 0 1 6.5 11zM8 11V8a4 4 0 0 1 8 0v3",
    "unlock": "M6.5 11h11A1.5 1.5 0 0 1 19 12.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6"
    "A1.5 1.5 0 0 1 6.5 11zM8 11V8a4 4 0 0 1 7.7-1.5",
    "reset": "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.8M4.5 4v4.8h4.8",
    "undo": "M9 14 4.5 9.5 9 5M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3",
    "redo": "M15 14l4.5-4.5L15 5M19.5 9.5H10a5.5 5.5 0 0 0 0 11h3",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4"
    "M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "moon": "M20 14.2A8.2 8.2 0 1 1 9.8 4 6.5 6.5 0 0 0 20 14.2z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20 20",
    "chevron_down": "M6.5 9.5 12 15l5.5-5.5",
    "chevron_right": "M9.5 6.5 15 12l-5.5 5.5",
    "chevron_left": "M14.5 6.5 9 12l5.5 5.5",
    "chevron_up": "M6.5 14.5 12 9l5.5 5.5",
    "close": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "copy": "M10 8.5h9A1.5 1.5 0 0 1 20.5 10v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 8.5 19v-9"
    "A1.5 1.5 0 0 1 10 8.5zM5.5 15.5H5A1.5 1.5 0 0 1 3.5 14V5A1.5 1.5 0 0 1 5 3.5h9A1.5 1.5 0 0 1 15.5 5v.5",
    "table": "M5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-11A1.5 1.5 0 0 1 5.5 5z"
    "M4 10h16M4 14.5h16M10 10v9",
    "warning": "M10.7 4.3 2.9 17.8A1.5 1.5 0 0 0 4.2 20h15.6a1.5 1.5 0 0 0 1.3-2.2L13.3 4.3"
    "a1.5 1.5 0 0 0-2.6 0z"
    "M12 9.5v4.5M12 17h.01",
    "check": "M5 12.5 10 17.5 19.5 7",
    "chip": "M8 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM10 10h4v4h-4z"
    "M9.5 6V3M14.5 6V3M9.5 21v-3M14.5 21v-3M6 9.5H3M6 14.5H3M21 9.5h-3M21 14.5h-3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "fold": "M4 6h16M6.5 11.5 12 17l5.5-5.5",
    "unfold": "M4 18h16M6.5 12.5 12 7l5.5 5.5",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.5h.01",
    "pin": "M9 3.5h6M10 3.5v6l-3.5 4.5h11L14 9.5v-6M12 14v6.5",
    "scissors": "M6 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
    "M8 8l12 9.5M8 16 20 6.5",
    "trash": "M4.5 6.5h15M9 6.5V4.5h6v2M6.5 6.5l.8 12a1.5 1.5 0 0 0 1.5 1.5h6.4a1.5 1.5 0 0 0 1.5-1.5"
    "l.8-12M10 10.5v5.5M14 10.5v5.5",
    "edit": "M4.5 19.5l.9-4L16 4.9a1.8 1.8 0 0 1 2.5 0l.6.6a1.8 1.8 0 0 1 0 2.5L8.5 18.6zM14 7l3 3",
    "drag": "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
    "folder": "M3.5 7A1.5 1.5 0 0 1 5 5.5h4l2 2.5h8A1.5 1.5 0 0 1 20.5 9.5v8A1.5 1.5 0 0 1 19 19H5"
    "a1.5 1.5 0 0 1-1.5-1.5z",
    "play": "M8 5.5v13l10.5-6.5z",
    "present": "M3.5 4.5h17M5 4.5v10.5h14V4.5M12 15v3M8.5 20.5 12 18l3.5 2.5",
    "pause": "M8.5 5.5v13M15.5 5.5v13",
    "spark": "M13 3 5.5 13.5H11L10 21l8-11h-5.5z",
    "stop": "M7.5 6h9A1.5 1.5 0 0 1 18 7.5v9"
    "a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 16.5v-9A1.5 1.5 0 0 1 7.5 6z",
}
_THICK: Final = frozenset({"dots", "drag"})

NAMES: Final = tuple(_PATHS)


def icon(name: str, role: str = "text2") -> QIcon:
    """The icon in a role's colour; it follows the theme by itself.

    Raises:
        KeyError: for an unknown icon.
    """
    if name not in _PATHS:
        raise KeyError(f"No icon is named {name!r}; there are {', '.join(NAMES)}.")
    return QIcon(_ThemeIconEngine(name, role))


def paint_icon(painter: QPainter, name: str, target: QRectF, role: str = "text2") -> None:
    """Draw the icon into ``target`` with a painter that is already open."""
    _renderer(name, theme.color(role).name()).render(painter, target)


def pixmap(name: str, size: int, role: str = "text2", ratio: float = 1.0) -> QPixmap:
    """The icon as a square pixmap of ``size`` device-independent pixels."""
    return _drawn(name, QSize(size, size), theme.color(role), ratio)


class _ThemeIconEngine(QIconEngine):
    """Draws in the theme's colour of the moment, so that no icon has to be set anew."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * 0.4)
        role = "accent_text" if state == QIcon.State.On and self._role == "text2" else self._role
        side = min(rect.width(), rect.height())
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(rect).center())
        paint_icon(painter, self._name, target, role)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def clone(self) -> QIconEngine:
        return _ThemeIconEngine(self._name, self._role)


def _drawn(name: str, size: QSize, colour: QColor, ratio: float) -> QPixmap:
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _renderer(name, colour.name()).render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    width = 2.6 if name in _THICK else _STROKE
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<path d="{_PATHS[name]}" fill="none" stroke="{colour}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return QSvgRenderer(QByteArray(svg.encode()))
