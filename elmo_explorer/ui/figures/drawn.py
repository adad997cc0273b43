"""A widget as a PNG, SVG or PDF picture: sharp at any size, with text that stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPalette, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.carried import Kind
from elmo_explorer.session.figure_look import Colours
from elmo_explorer.ui.figure_mode import Figure, drawing
from elmo_explorer.ui.figures.svg_fonts import with_fonts
from elmo_explorer.ui.theme import theme

_PIXELS_IN_VECTORS = 3.0
"""How sharp heat maps and clouds are in an SVG or PDF."""
_POINTS = 72 / 96


@dataclass(frozen=True, eq=False)
class Drawn:
    """What was drawn on the main thread; ``encoded`` is for any other."""

    kind: Kind
    image: QImage
    """Of a PNG."""
    text: bytes
    """Of an SVG or PDF."""

    def encoded(self) -> bytes:
        """The file's content.

        Raises:
            OSError: a PNG is too large for the memory there is.
        """
        if self.kind == "svg":
            return with_fonts(self.text)
        return self.text if self.kind == "pdf" else _png(self.image)


def draw(widget: QWidget, kind: Kind, scale: float, title: str = "") -> Drawn:
    """Draw a widget as large as it is.

    Args:
        widget: laid out already.
        kind: of the file.
        scale: pixels of a PNG for each device-independent one.
        title: of the file; "" for none.

    Raises:
        MemoryError: so large an image cannot be had.
    """
    if kind == "png":
        return Drawn(kind, picture_of(widget, scale), b"")
    memory = QByteArray()
    buffer = QBuffer(memory)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = _svg(widget, buffer, title) if kind == "svg" else _pdf(widget, buffer, title)
    with drawing(Figure(_PIXELS_IN_VECTORS, vector=True)), _usual_digits(widget):
        painter = QPainter(device)
        painter.fillRect(widget.rect(), theme.color("surface"))
        widget.render(painter, QPoint(0, 0))
        painter.end()
    del painter, device  # a PDF is whole when its writer is gone
    buffer.close()
    return Drawn(kind, QImage(), bytes(memory.data()))


def picture_of(widget: QWidget, scale: float) -> QImage:
    """A widget as an image, sharp at any scale.

    Raises:
        MemoryError: so large an image cannot be had.
    """
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    if image.isNull():
        raise MemoryError("There is too little memory for a picture of this size: take a smaller one.")
    image.setDevicePixelRatio(scale)
    image.fill(theme.color("surface"))
    with drawing(Figure(scale, vector=False)):
        painter = QPainter(image)
        widget.render(painter, QPoint(0, 0))
        painter.end()
    return image


@contextmanager
def dressed(widget: QWidget, colours: Colours) -> Iterator[None]:
    """A widget that is asked to paint inside does so in these colours; nothing else is repainted."""
    with theme.drawn_as(colours) as differs:
        if not differs:
            yield
            return
        fonts = [(part, QFont(part.font())) for part in widget.findChildren(QWidget)]
        _dress(widget, theme.stylesheet(), theme.palette(), fonts)
        try:
            yield
        finally:
            _dress(widget, "", QPalette(), fonts)  # the application's again


@contextmanager
def _usual_digits(widget: QWidget) -> Iterator[None]:
    """Parts that keep a font with tabular digits do without: see ``Theme.font``."""
    fonts = [(part, part.font()) for part in widget.findChildren(QWidget) if part.font().featureTags()]
    for part, font in fonts:
        plain = QFont(font)
        plain.clearFeatures()
        part.setFont(plain)
    try:
        yield
    finally:
        for part, font in fonts:
            part.setFont(font)


def _dress(widget: QWidget, sheet: str, palette: QPalette, fonts: list[tuple[QWidget, QFont]]) -> None:
    """Each part gets its palette, since what a stylesheet has polished takes none from its parent, and keeps its font."""
    widget.setStyleSheet(sheet)
    for part in (widget, *widget.findChildren(QWidget)):
        part.setPalette(palette)
    for part, font in fonts:
        if part.font() != font:
            part.setFont(font)


def _svg(widget: QWidget, buffer: QBuffer, title: str) -> QSvgGenerator:
    svg = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # 1.1 can clip
    svg.setOutputDevice(buffer)
    svg.setResolution(96)
    svg.setSize(widget.size())
    svg.setViewBox(widget.rect())
    svg.setTitle(title)
    return svg


def _pdf(widget: QWidget, buffer: QBuffer, title: str) -> QPdfWriter:
    pdf = QPdfWriter(buffer)
    pdf.setResolution(96)
    pdf.setPageSize(
        QPageSize(
            QSizeF(widget.width() * _POINTS, widget.height() * _POINTS),
            QPageSize.Unit.Point,
            "",
            QPageSize.SizeMatchPolicy.ExactMatch,
        )
    )
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0))
    pdf.setTitle(title)
    pdf.setCreator("ELMo Explorer")
    return pdf


def _png(image: QImage) -> bytes:
    memory = QByteArray()
    buffer = QBuffer(memory)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # its stub knows no text
        raise OSError("The picture could not be packed into a PNG file.")
    buffer.close()
    return bytes(memory.data())
