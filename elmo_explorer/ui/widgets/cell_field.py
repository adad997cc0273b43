"""Where the number of a cell is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.number_field import NumberField

_NONE = -1


class CellField(NumberField):
    """Says "cell…" until a number is typed, and again once it was taken."""

    chosen = Signal(int)
    """A number was typed, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(0)
        self.setSpecialValueText(tr("cell…"))
        self.set_count(1)
        self.setValue(_NONE)
        self.setAccessibleName(tr("Follow a cell"))
        self.valueChanged.connect(self._on_changed)

    def set_count(self, n_cells: int) -> None:
        """How many cells there are."""
        blocked = self.blockSignals(True)
        self.setRange(_NONE, n_cells - 1)
        self.blockSignals(blocked)
        self.setToolTip(
            tr("Follow a cell's gates over the words: type its number, 0 to {n_cells:,}", n_cells=n_cells - 1)
        )

    def _on_changed(self, value: float) -> None:
        if value > _NONE:
            self.show_value(_NONE)
            self.chosen.emit(round(value))

    def _restyle(self) -> None:
        super()._restyle()
        self.setFixedWidth(theme.px(58))
