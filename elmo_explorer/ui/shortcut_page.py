"""The preferences' page of keys: every action with its keys, which can be others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.preference_rows import PreferencePage
from elmo_explorer.ui.shortcuts import Shortcuts, plain_title
from elmo_explorer.ui.widgets.state_card import button

_NAME = Qt.ItemDataRole.UserRole


class ShortcutPage(PreferencePage):
    """A list to choose an action from, a field that takes the keys as they are pressed, and what is wrong with them."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(tr("Shortcuts"), parent)
        self._shortcuts = shortcuts
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find an action or its keys"))
        self.filter.setAccessibleName(tr("Find an action or its keys"))
        self.filter.setToolTip(tr("Shows the actions alone whose name or keys hold this"))
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setProperty("kind", "pages")
        self.list.setAccessibleName(tr("Actions and their keys"))
        self.list.setToolTip(tr("Choose an action to give it other keys"))
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(tr("Keys of the chosen action"))
        self.edit.setToolTip(tr("Press the keys that the chosen action shall have"))
        self.none = button(tr("No keys"))
        self.none.setToolTip(tr("The chosen action has no keys"))
        self.first = button(tr("As at first"))
        self.first.setToolTip(tr("The chosen action has the keys it came with"))
        self.problem = QLabel()
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self.reset = button(tr("All keys as at first"))
        self.reset.setToolTip(tr("Every action has the keys it came with"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.none)
        row.addWidget(self.first)
        foot = QVBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(row)
        foot.addWidget(self.problem)
        foot.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.setSpacing(8)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(foot)
        self.list.ensurePolished()  # the rows' height follows from the style
        self.show_values()
        self.filter.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda: self._show_chosen())
        self.edit.keySequenceChanged.connect(self._typed)
        self.none.clicked.connect(lambda: self._choose(QKeySequence()))
        self.first.clicked.connect(lambda: self._choose(self._shortcuts.first(self.chosen)))
        self.reset.clicked.connect(self._reset)
        self._show_chosen()

    @property
    def chosen(self) -> str:
        """The name of the action that is chosen; "" where none is."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def choose_action(self, name: str) -> None:
        """Choose an action."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)

    def show_values(self) -> None:
        """Name and keys of every action that there is."""
        chosen = self.chosen
        self.list.blockSignals(True)
        self.list.clear()
        for name, action in self._shortcuts.actions.items():
            if not action.isVisible() or not action.text():
                continue
            keys = ", ".join(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
            item = QListWidgetItem(f"{plain_title(action)}\u2003{keys}" if keys else plain_title(action))
            item.setData(_NAME, name)
            self.list.addItem(item)
        self.choose_action(chosen)
        self.list.blockSignals(False)
        self._filter(self.filter.text())

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _show_chosen(self) -> None:
        name = self.chosen
        for widget in (self.edit, self.none, self.first):
            widget.setEnabled(bool(name))
        self._tell("")
        self._show_keys()

    def _show_keys(self) -> None:
        name = self.chosen
        keys = self._shortcuts.actions[name].shortcut() if name else QKeySequence()
        self.edit.blockSignals(True)
        self.edit.setKeySequence(keys)
        self.edit.blockSignals(False)

    def _typed(self, keys: QKeySequence) -> None:
        if not keys.isEmpty():
            self._choose(keys)

    def _choose(self, keys: QKeySequence) -> None:
        if self.chosen:
            self._tell(self._shortcuts.choose(self.chosen, keys))
            self.show_values()
            self._show_keys()

    def _reset(self) -> None:
        self._shortcuts.reset()
        self._tell("")
        self.show_values()
        self._show_keys()

    def _tell(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
