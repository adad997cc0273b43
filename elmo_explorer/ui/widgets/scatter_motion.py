"""Nothing jumps: places and camera glide from where they are to where they shall be."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_stage import Places, Stage

EASE_MS = 200


class Motion(QObject):
    """Moves a stage's places and camera together."""

    moved = Signal()
    """One step of an ease, or its end."""

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._start = stage.shown
        self._camera_start = self._camera_target = stage.camera
        self._ease = QVariantAnimation(self)
        self._ease.setStartValue(0.0)
        self._ease.setEndValue(1.0)
        self._ease.setDuration(EASE_MS)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._ease.valueChanged.connect(self._on_ease)
        self._ease.finished.connect(self._finish)

    @property
    def easing(self) -> bool:
        """Whether something is on its way."""
        return self._ease.state() == QVariantAnimation.State.Running

    @property
    def camera(self) -> Camera:
        """The camera as it will be."""
        return self._camera_target if self.easing else self._stage.camera

    def glide(self, start: Places, target: Places) -> None:
        """Places from ``start`` to ``target``; a camera under way goes on."""
        if motion.reduced:
            self.jump(target)
            return
        camera_target = self.camera
        self._ease.stop()
        stage = self._stage
        self._start, stage.target, stage.shown = start, target, start
        self._camera_start, self._camera_target = stage.camera, camera_target
        self._ease.start()

    def jump(self, places: Places) -> None:
        """Places at once; a camera under way is where it goes to."""
        self.stop()
        self._stage.shown = self._stage.target = places

    def glide_to(self, camera: Camera) -> None:
        """The camera glides; places under way go on."""
        if motion.reduced:
            self.jump_to(camera)
            return
        self._start = self._stage.shown
        self._camera_start, self._camera_target = self._stage.camera, camera
        self._ease.stop()
        self._ease.start()

    def jump_to(self, camera: Camera) -> None:
        """The camera at once; places under way are where they go to."""
        if self.easing:
            self._ease.stop()
            self._stage.shown = self._stage.target
        self._stage.camera = self._camera_start = self._camera_target = camera

    def look(self, camera: Camera) -> None:
        """The camera at once; places under way go on."""
        self._stage.camera = self._camera_start = self._camera_target = camera

    def stop(self) -> None:
        """The camera is where it goes to."""
        if self.easing:
            self._ease.stop()
            self._stage.camera = self._camera_target

    def _on_ease(self, value: float) -> None:
        if not self.easing:
            return
        stage, t = self._stage, np.float32(value)
        xy, start = stage.target.xy, self._start.xy
        if start is not xy and start.shape == xy.shape:
            xy = start + (xy - start) * t
        layers, first = stage.target.layers, self._start.layers
        if layers is not None and first is not None and first.shape == layers.shape and first is not layers:
            layers = first + (layers - first) * t
        stage.shown = Places(xy, layers)
        stage.camera = self._camera_start.between(self._camera_target, float(value))
        self.moved.emit()

    def _finish(self) -> None:
        self._stage.shown = self._stage.target
        self._stage.camera = self._camera_target
        self.moved.emit()
