"""The canvas with its small points and its grid: the picture's lowest layer, painted straight into its memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_dots import Cover, DotsCover, Lens, tones
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
        camera = self._stage.camera
        height, width = pixels.shape[0] / ratio, pixels.shape[1] / ratio
        wanted = 92.0 / camera.scale
        power = 10.0 ** np.floor(np.log10(wanted))
        step = float(min((1, 2, 5, 10), key=lambda m: abs(np.log(m * power / wanted))) * power)
        left, top = camera.to_plane(QPointF(0, 0))
        right, bottom = camera.to_plane(QPointF(width, height))
        scale_x, scale_y, shift_x, shift_y = camera.affine
        channels = pixels.view(np.uint8).reshape(*pixels.shape, 4)
        line = np.array([theme.color("grid").rgb()], np.uint32).view(np.uint8)
        blend = np.maximum if theme.dark else np.minimum
        thick = max(1, round(ratio))
        for x in np.arange(np.ceil(left / step), right / step):
            at = round((x * step * scale_x + shift_x) * ratio)
            column = channels[:, max(at, 0) : max(at + thick, 0)]
            blend(column, line, out=column)
        for y in np.arange(np.ceil(bottom / step), top / step):
            at = round((y * step * scale_y + shift_y) * ratio)
            row = channels[max(at, 0) : max(at + thick, 0)]
            blend(row, line, out=row)
