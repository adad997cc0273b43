"""A row that shows one number thrice: symbol and name, slider, field, and a button for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.mix_slider import MixSlider
from elmo_explorer.ui.widgets.number_field import NumberField


def set_role(label: QLabel, role: str) -> None:
    """Give a label another role of the stylesheet while it is on the screen."""
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)


class SliderRow(QWidget):
    """Lays the parts out; what the number means is the subclass's affair."""

    grabbed = Signal()
    wished = Signal(float, bool)
    """The number that the user asked for, and whether to snap (Shift)."""
    let_go = Signal()

    def __init__(self, symbol: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.symbol = QLabel(symbol)
        self.symbol.setTextFormat(Qt.TextFormat.RichText)
        self.name = QLabel(name)
        self.name.setProperty("role", "text2")
        self.caption = QLabel()
        self.caption.setProperty("role", "text3")
        self.caption.hide()
        self.slider = MixSlider()
        self.field = NumberField()
        self.button = QToolButton()
        self.button.setIconSize(QSize(15, 15))
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)

        self.texts = QWidget()
        self.texts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self.texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.name)
        column.addWidget(self.caption)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.symbol)
        layout.addWidget(self.texts)
        layout.addSpacing(2)
        layout.addWidget(self.slider, 1)
        layout.addSpacing(7)
        layout.addWidget(self.field)
        layout.addSpacing(4)
        layout.addWidget(self.button)
        self._restyle()

        theme.changed.connect(self._restyle)
        self.slider.grabbed.connect(self.grabbed)
        self.slider.let_go.connect(self.let_go)

    def changeEvent(self, event: QEvent) -> None:
        """The symbol and the name are quiet while the row is disabled."""
        if event.type() == QEvent.Type.EnabledChange:
            set_role(self.symbol, "" if self.isEnabled() else "text3")
            set_role(self.name, "text2" if self.isEnabled() else "text3")
        super().changeEvent(event)

    def name_width(self) -> int:
        """The width that the name and its caption want."""
        widest = max(self.name.sizeHint().width(), self.caption_width())
        return min(widest + 2, theme.px(92))

    def caption_width(self) -> int:
        """The width of the widest caption; 0 for none."""
        return 0

    def set_name_width(self, width: int) -> None:
        """Make the sliders of several rows begin at the same place."""
        self.texts.setFixedWidth(width)

    def _restyle(self) -> None:
        self.symbol.setFont(theme.font(13, 600))
        self.symbol.setFixedWidth(theme.px(23))
        self.name.setFont(theme.font(12))
        self.caption.setFont(theme.font(11, tabular=True))
        self.button.setFixedSize(theme.px(28), theme.px(28))
        self.setFixedHeight(theme.px(36 if self.caption_width() else 33))
