"""The canvas with its small points and its grid: the picture's lowest layer, painted straight into its memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from elmo_explorer.ui.figure_mode import Figure
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_dots import FAINT, MANY_DOTS, Cover, DotsCover, Lens, dot_radius, tones
from elmo_explorer.ui.widgets.scatter_stage import Stage


class Ground:
    """Keeps how the small points cover the pixels until something moves."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.with_grid = True
        self._dots = DotsCover()
        self._cover: Cover = np.zeros((1, 1), np.uint16)
        self._key: object = None
        self._table = np.zeros(1, np.uint32)
        self._inks: object = None

    def fill(self, pixels: NDArray[np.uint32], ratio: float) -> None:
        """Paint canvas, small points and grid.

        Args:
            pixels: the picture's, 0xFFRRGGBB, (rows, columns).
            ratio: device pixels per device-independent pixel.
        """
        stage, canvas = self._stage, theme.color("canvas")
        n_dots = stage.scene.n_points - len(stage.scene.marks)
        if not stage.complete or not n_dots:
            pixels.fill(canvas.rgb())
            self._lay_grid(pixels, ratio)
            return
        key = (stage.version, stage.camera, pixels.shape, ratio, stage.thinned)
        if key != self._key:
            self._cover, self._key, self._inks = (
                self._covered((pixels.shape[0], pixels.shape[1]), ratio),
                key,
                None,
            )
        inks = (theme.color("background_point").rgba(), canvas.rgb())
        if inks != self._inks:
            self._table = tones(theme.color("background_point"), canvas, n_dots, self._cover)
            self._inks = inks
        np.take(self._table, self._cover, out=pixels, mode="clip")
        self._lay_grid(pixels, ratio)

    def draw(self, painter: QPainter, figure: Figure) -> None:
        """The same into a figure.

        Args:
            painter: open, in device-independent pixels.
            figure: what is drawn into.
        """
        stage = self._stage
        n_dots = stage.scene.n_points - len(stage.scene.marks)
        if not figure.vector or n_dots > MANY_DOTS:
            ratio = figure.ratio
            shape = max(1, round(stage.size.height() * ratio)), max(1, round(stage.size.width() * ratio))
            image = QImage(shape[1], shape[0], QImage.Format.Format_RGB32)
            self.fill(np.frombuffer(image.bits(), np.uint32).reshape(shape), ratio)
            painter.drawImage(QRectF(0, 0, stage.size.width(), stage.size.height()), image)
            return
        painter.fillRect(stage.rect, theme.color("canvas"))
        if self.with_grid:
            painter.setPen(QPen(theme.color("grid"), 1))
            across, down = self._grid()
            for x in across:
                painter.drawLine(QPointF(x + 0.5, 0), QPointF(x + 0.5, stage.size.height()))
            for y in down:
                painter.drawLine(QPointF(0, y + 0.5), QPointF(stage.size.width(), y + 0.5))
        if not stage.complete:
            return
        ink = theme.color("background_point")
        faint = QColor(ink)
        faint.setAlphaF(ink.alphaF() * FAINT)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = dot_radius(n_dots)
        small = ~stage.is_mark
        at = stage.camera.to_screen(stage.shown.xy[small])
        poor = np.zeros(n_dots, bool) if stage.poor is None else stage.poor[small]
        near = ((at > -radius) & (at < (stage.size.width() + radius, stage.size.height() + radius))).all(
            axis=1
        )
        for colour, chosen in ((faint, near & poor), (ink, near & ~poor)):
            painter.setBrush(colour)
            for x, y in at[chosen].tolist():
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def _covered(self, shape: tuple[int, int], ratio: float) -> Cover:
        stage = self._stage
        xy, poor, marks = stage.shown.xy, stage.poor, stage.scene.marks
        if stage.thinned:
            xy, poor, marks = xy[::2], None if poor is None else poor[::2], marks[marks % 2 == 0] // 2
        scale_x, scale_y, shift_x, shift_y = stage.camera.affine
        lens = Lens(scale_x * ratio, scale_y * ratio, shift_x * ratio, shift_y * ratio)
        return self._dots.lay(xy, shape, ratio, lens, poor, marks)

    def _lay_grid(self, pixels: NDArray[np.uint32], ratio: float) -> None:
        """Subtle lines at round distances, fixed to the plane; they show through where many dots lie."""
        if not self.with_grid:
            return
        across, down = self._grid()
        channels = pixels.view(np.uint8).reshape(*pixels.shape, 4)
        line = np.array([theme.color("grid").rgb()], np.uint32).view(np.uint8)
        blend = np.maximum if theme.dark else np.minimum
        thick = max(1, round(ratio))
        for x in across:
            at = round(x * ratio)
            column = channels[:, max(at, 0) : max(at + thick, 0)]
            blend(column, line, out=column)
        for y in down:
            at = round(y * ratio)
            row = channels[max(at, 0) : max(at + thick, 0)]
            blend(row, line, out=row)

    def _grid(self) -> tuple[list[float], list[float]]:
        """The lines' places in device-independent pixels, across and down."""
        camera, size = self._stage.camera, self._stage.size
        wanted = 92.0 / camera.scale
        power = 10.0 ** np.floor(np.log10(wanted))
        step = float(min((1, 2, 5, 10), key=lambda m: abs(np.log(m * power / wanted))) * power)
        left, top = camera.to_plane(QPointF(0, 0))
        right, bottom = camera.to_plane(QPointF(size.width(), size.height()))
        scale_x, scale_y, shift_x, shift_y = camera.affine
        across = np.arange(np.ceil(left / step), right / step) * (step * scale_x) + shift_x
        down = np.arange(np.ceil(bottom / step), top / step) * (step * scale_y) + shift_y
        return across.tolist(), down.tolist()
