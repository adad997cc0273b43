"""The scale gamma of the mixed vector, 0 to 2."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.widgets.slider_row import SliderRow

LARGEST_GAMMA = 2.0
"""Where the slider ends; a larger one is shown at its end."""
_SNAP = 0.05


class GammaRow(SliderRow):
    """Slider, field and a button that sets it back to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("γ", tr("scale"), parent)
        self._gamma = 1.0
        self.field.setRange(0.0, 100.0)
        self.field.setDecimals(2)
        self.field.setSingleStep(0.05)
        self.slider.set_filled(False)
        self.slider.setAccessibleName(tr("Scale gamma"))
        self.field.setAccessibleName(tr("Scale gamma"))
        for part in (self.slider, self.field, self.texts):
            part.setToolTip(tr("γ multiplies the mixed vector: lengths change, directions stay"))
        self.button.setIcon(icon("reset"))
        self.button.setToolTip(tr("Set γ back to 1"))
        self.button.setAccessibleName(tr("Set gamma back to 1"))
        self.set_gamma(1.0)

        self.slider.wished.connect(self._slid)
        self.field.valueChanged.connect(self._typed)
        self.button.clicked.connect(self._reset)

    @property
    def gamma(self) -> float:
        """The scale that is shown."""
        return self._gamma

    def set_gamma(self, gamma: float) -> None:
        """Show a scale, without a signal."""
        self._gamma = gamma
        self.slider.set_place(gamma / LARGEST_GAMMA)
        self.field.show_value(gamma)

    def _slid(self, place: float, snap: bool) -> None:
        gamma = min(max(place, 0.0), 1.0) * LARGEST_GAMMA
        self.wished.emit(round(gamma / _SNAP) * _SNAP if snap else gamma, snap)

    def _typed(self, gamma: float) -> None:
        if gamma != round(self._gamma, 2):
            self.wished.emit(gamma, False)

    def _reset(self) -> None:
        self.wished.emit(1.0, False)
