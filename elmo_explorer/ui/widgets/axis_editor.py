"""The card in which an axis gets its words: two fields, what matches them, and axes to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.flow_layout import FlowLayout
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.seed_field import SeedField

_REST_MS = 350
"""So long typing has to rest before it counts."""
_MARGINS = (10, 7, 7, 7)
_GAP = 5
MOST_AXES = 2
Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Count:
    """How many tokens match what stands in a field."""

    text: str = ""
    unmatched: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Chip:
    """An axis to begin with."""

    label: str
    tip: str
    enabled: bool = True


class AxisEditor(FloatingFrame):
    """One row of two fields for each axis; a sentence and chips below while there is something to say."""

    edited = Signal(object)
    """The texts of all rows, ((low, high), ...), when typing rests, with Enter, or on leaving a field."""
    chip_chosen = Signal(int)
    closed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=11)
        self.setAccessibleName(tr("Semantic axis"))
        self.rows = [_Row("horizontal", self), _Row("vertical", self)]
        self.add_button = QuietButton("plus", tr("Add a second axis"), self)
        self.close_button = QuietButton("close", tr("Close (Esc)"), self)
        self.remove_button = QuietButton("close", tr("Remove the second axis"), self)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.chips: list[QPushButton] = []
        self._chips_shown: tuple[Chip, ...] = ()
        self._chip_row = QWidget(self)
        self._flow = FlowLayout(self._chip_row)
        self._typing = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out_rows()
        self.rows[1].hide()
        self.set_axes((("", ""),))
        self.set_message("", "")
        self.set_chips(())
        self._restyle()

        for row in self.rows:
            for field in row.fields:
                field.textEdited.connect(lambda _text: self._typing.start())
                field.editingFinished.connect(self._tell)
                field.escaped.connect(self.closed)
        self._typing.timeout.connect(self._tell)
        self.add_button.clicked.connect(lambda: self._show_second(True))
        self.remove_button.clicked.connect(self._remove_second)
        self.close_button.clicked.connect(self.closed)
        theme.changed.connect(self._restyle)

    @property
    def texts(self) -> Texts:
        """What stands in the rows that are shown."""
        return tuple((row.low.text(), row.high.text()) for row in self.rows if not row.isHidden())

    @property
    def is_typing(self) -> bool:
        """What stands in the fields has not been told yet."""
        return self._typing.isActive()

    def set_axes(self, texts: Texts) -> None:
        """Show these texts; an empty second row that the user has opened stays."""
        self._typing.stop()
        stays = self.second_is_new
        for row, (low, high) in zip(self.rows, (*texts, *(("", ""),) * MOST_AXES), strict=False):
            row.low.setText(low)
            row.high.setText(high)
        if len(texts) > 1 or not stays:
            self._show_second(len(texts) > 1, focus=False)

    def set_counts(self, counts: Sequence[tuple[Count, Count]]) -> None:
        """How many tokens match every end; rows without counts show none."""
        for row, ends in zip(self.rows, (*counts, *((Count(), Count()),) * MOST_AXES), strict=False):
            for field, count in zip(row.fields, ends, strict=True):
                field.set_count(count.text, count.unmatched, count.tip)

    def set_message(self, text: str, role: str) -> None:
        """A sentence below the fields: ``"error"``, ``"warning"`` or ``"text2"``."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)
        self._resize()

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Offer these axes."""
        if tuple(chips) == self._chips_shown and self.chips:
            return
        self._chips_shown = tuple(chips)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = []
        for index, chip in enumerate(chips):
            button = QPushButton(chip.label, self._chip_row)
            button.setProperty("verbatim", True)
            button.setProperty("kind", "chip")
            button.setProperty("dense", True)
            button.setToolTip(chip.tip)
            button.setAccessibleDescription(chip.tip)
            button.setEnabled(chip.enabled)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, index=index: self.chip_chosen.emit(index))
            self._flow.addWidget(button)
            button.show()
            self.chips.append(button)
        self._chip_row.setVisible(bool(chips))
        self._resize()

    def set_width(self, width: int) -> None:
        """Take so many pixels."""
        if width != self.width():
            self.setFixedWidth(width)
            self._resize()

    def set_focus(self, high: bool = False, row: int = 0) -> None:
        """Put the keyboard into a field, all of its text selected."""
        field = self.rows[row].fields[int(high)]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _lay_out_rows(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(_GAP)
        for row, buttons in zip(
            self.rows, ((self.add_button, self.close_button), (self.remove_button,)), strict=True
        ):
            for button in buttons:
                row.line.addWidget(button)
            column.addWidget(row)
        column.addWidget(self.message)
        column.addWidget(self._chip_row)

    @property
    def second_is_new(self) -> bool:
        """The second row was opened, and nothing is typed in it yet."""
        return not self.rows[1].isHidden() and not any(self.texts[1])

    def _show_second(self, on: bool, focus: bool = True) -> None:
        self.rows[1].setVisible(on)
        self.add_button.setVisible(not on)
        self._resize()
        if on and focus:
            self.set_focus(row=1)

    def _remove_second(self) -> None:
        for field in self.rows[1].fields:
            field.clear()
        self._show_second(False)
        self._tell()

    def _tell(self) -> None:
        self._typing.stop()
        self.edited.emit(self.texts)

    def _resize(self) -> None:
        left, above, right, below = _MARGINS
        inner = self.width() - left - right
        shown = [row.sizeHint().height() for row in self.rows if not row.isHidden()]
        if not self.message.isHidden():
            shown.append(self.message.heightForWidth(inner))
        if not self._chip_row.isHidden():
            shown.append(self._flow.heightForWidth(inner))
        height = sum(shown) + _GAP * (len(shown) - 1) + above + below
        if height != self.height():
            self.setFixedHeight(height)
            self.resized.emit()

    def _restyle(self) -> None:
        self.message.setFont(theme.font(12))
        for button in (self.add_button, self.close_button, self.remove_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._resize()


class _Row(QWidget):
    """An arrow that says which way, and the two fields."""

    def __init__(self, direction: str, parent: QWidget) -> None:
        super().__init__(parent)
        if direction == "horizontal":
            self.low = SeedField(tr("Left end"), tr("Words of the left end"), self)
            self.high = SeedField(tr("Right end"), tr("Words of the right end"), self)
        else:
            self.low = SeedField(tr("Lower end"), tr("Words of the lower end"), self)
            self.high = SeedField(tr("Upper end"), tr("Words of the upper end"), self)
        self.fields = (self.low, self.high)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(6)
        self.line.addWidget(_Sign("axis" if direction == "horizontal" else "axis_up", self))
        self.line.addWidget(self.low, 1)
        self.line.addWidget(QLabel("–", self))
        self.line.addWidget(self.high, 1)


class _Sign(QWidget):
    """An icon."""

    def __init__(self, sign: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign

    def sizeHint(self) -> QSize:
        return QSize(theme.px(18), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(16)
        paint_icon(painter, self._sign, QRectF(0, (self.height() - side) / 2, side, side), "text2")
