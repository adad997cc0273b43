"""The lines of the preferences: what is set, what it does, and the control that sets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.number_field import NumberField
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.switch import Switch


class _WholeNumber(NumberField):
    """Wide enough for any seed."""

    def _restyle(self) -> None:
        super()._restyle()
        self.setFixedWidth(theme.px(112))


class PreferencePage(QWidget):
    """A column of lines; ``show_values`` reads the settings anew."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._readers: list[Callable[[], None]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(14)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        self.column.addWidget(heading)
        self.setAccessibleName(title)

    def end(self) -> None:
        """No more lines follow."""
        self.column.addStretch(1)

    def show_values(self) -> None:
        """Every control says what the settings say."""
        for read in self._readers:
            read()

    def add_row(self, name: str, note: str, control: QWidget, below: bool = False) -> None:
        """A line with a control at its right, or, where it is wide, below."""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(QLabel(name))
        if note:
            said = QLabel(note)
            said.setProperty("role", "caption")
            said.setWordWrap(True)
            said.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(said)
        row = QVBoxLayout() if below else QHBoxLayout()
        row.setSpacing(6 if below else 16)
        row.addLayout(words, 1)
        side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(control, 0, side)
        control.setAccessibleName(name)
        control.setAccessibleDescription(note)
        control.setToolTip(note or name)
        self.column.addLayout(row)

    def add_switch(
        self, name: str, note: str, read: Callable[[], bool], write: Callable[[bool], object]
    ) -> Switch:
        """On or off."""
        switch = Switch()
        self._follow(switch, lambda: switch.setChecked(read()))
        switch.toggled.connect(write)
        self.add_row(name, note, switch)
        return switch

    def add_choice(
        self,
        name: str,
        note: str,
        choices: Sequence[tuple[str, str]],
        read: Callable[[], str],
        write: Callable[[str], object],
    ) -> Segmented:
        """One of a few (value, label), side by side."""
        keys = [key for key, _ in choices]
        choice = Segmented(name=name)
        choice.set_segments([label for _, label in choices])
        self._follow(choice, lambda: choice.set_index(keys.index(read())))
        choice.changed.connect(lambda index: write(keys[index]))
        self.add_row(name, note, choice, below=len(choices) > 2)
        return choice

    def add_list(
        self,
        name: str,
        note: str,
        choices: Sequence[tuple[str, str]],
        read: Callable[[], str],
        write: Callable[[str], object],
    ) -> QComboBox:
        """One of (value, label), in a list that opens."""
        box = QComboBox()
        for key, label in choices:
            box.addItem(label, key)
        self._follow(box, lambda: box.setCurrentIndex(box.findData(read())))
        box.activated.connect(lambda index: write(str(box.itemData(index))))
        self.add_row(name, note, box)
        return box

    def add_number(
        self,
        name: str,
        note: str,
        bounds: tuple[int, int],
        read: Callable[[], int],
        write: Callable[[int], object],
        unit: str = "",
    ) -> NumberField:
        """A whole number."""
        box = _WholeNumber()
        box.setDecimals(0)
        box.setRange(*bounds)
        box.setSuffix(unit)
        self._follow(box, lambda: box.setValue(read()))
        box.valueChanged.connect(lambda value: write(round(value)))
        self.add_row(name, note, box)
        return box

    def _follow(self, control: QWidget, show: Callable[[], object]) -> None:
        def read() -> None:
            with QSignalBlocker(control):
                show()

        self._readers.append(read)
        read()
