"""One layer's mixing weight: slider, percentage, lock, and the share it comes to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.slider_row import SliderRow


class WeightRow(SliderRow):
    """A weight from 0 to 1, wished for as such, shown in percent."""

    lock_wished = Signal(bool)

    def __init__(self, index: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("s<sub>{index}</sub>", index=index), name, parent)
        self._name = name
        self._index = index
        self._weight = 0.0
        self._share: float | None = None
        self._locked: bool | None = None
        self.field.setRange(0.0, 100.0)
        self.field.setDecimals(0)
        self.field.setSuffix(" %")
        self.button.setCheckable(True)
        self.set_weight(0.0)
        self.set_locked(False)

        self.slider.wished.connect(self.wished)
        self.field.valueChanged.connect(self._typed)
        self.button.clicked.connect(self.lock_wished)

    @property
    def weight(self) -> float:
        """The weight that is shown."""
        return self._weight

    def set_weight(self, weight: float) -> None:
        """Show a weight, without a signal."""
        if weight == self._weight and self.slider.accessibleName():
            return
        self._weight = weight
        self.slider.set_place(weight)
        self.field.show_value(100.0 * weight)
        self._describe()

    def set_share(self, share: float | None) -> None:
        """Show the share of the mixed vector, 0 to 1; None hides it."""
        if share == self._share:
            return
        self._share = share
        self.caption.setVisible(share is not None)
        self.caption.setText("" if share is None else tr("share {share:.0f} %", share=100 * share))
        self.slider.set_share(share)
        self._describe()

    def set_locked(self, locked: bool) -> None:
        """Show whether the weight stays while others move."""
        if locked == self._locked:
            return
        self._locked = locked
        self.button.setChecked(locked)
        self.button.setIcon(icon("lock", "accent_text") if locked else icon("unlock"))
        self.slider.set_frozen(locked)
        self.field.setReadOnly(locked)
        self.button.setToolTip(
            tr("Let this weight move again") if locked else tr("Keep this weight while others move")
        )
        self.button.setAccessibleName(tr("Lock the weight of layer {index}", index=self._index))

    def caption_width(self) -> int:
        """Room for three figures, whether a share is shown or not: the sliders stay where they are."""
        return round(QFontMetricsF(theme.font(11, tabular=True)).horizontalAdvance(tr("share 100 %"))) + 1

    def _typed(self, percent: float) -> None:
        if percent != round(100.0 * self._weight):
            self.wished.emit(percent / 100.0, False)
            self.field.show_value(100.0 * self._weight)  # locks may have stood in the way

    def _describe(self) -> None:
        name = tr(
            "Weight of layer {index}, {name}, {weight:.0f} percent",
            index=self._index,
            name=self._name,
            weight=100 * self._weight,
        )
        if name != self.slider.accessibleName():
            self.slider.setAccessibleName(name)
            self.field.setAccessibleName(name)
        tip = tr(
            "Weight s{index} of layer {index}, {name}: {weight:.1f} %",
            index=self._index,
            name=self._name,
            weight=100 * self._weight,
        )
        if self._share is not None:
            tip += tr(
                "\nShare of the mixed vector: {share:.1f} %\n(weight × typical length of the layer's "
                "vectors)",
                share=100 * self._share,
            )
        for part in (self.slider, self.field, self.texts):
            part.setToolTip(tip)
