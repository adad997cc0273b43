"""The form of a task that is about to be learned: how its file is read, what it is called, how long it learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from elmo_explorer.tasks.config import HeadName
from elmo_explorer.tasks.layouts import LAYOUTS
from elmo_explorer.tasks.wish import Wish
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.number_field import NumberField
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.switch import Switch

_ROLES = (("sentence", mark("Sentence")), ("index", mark("Place")), ("label", mark("Label")))
_HEADS: dict[HeadName, tuple[str, str]] = {
    "linear": (mark("Linear"), mark("A linear classifier; of sentences over the mean of their words")),
    "attention": (mark("Attention"), mark("Linear over a mean that learns which words count")),
    "difference": (mark("Difference"), mark("Linear over the two vectors' difference and product")),
    "bilinear": (mark("Bilinear"), mark("How well a learned map of one vector fits the other")),
    "start and end": (mark("Start and end"), mark("Where the answer begins and ends in the paragraph")),
}


class TaskForm(QWidget):
    """Shows a :class:`Wish` and tells every change of it."""

    changed = Signal(object)
    """The new ``Wish``."""

    def __init__(self, wish: Wish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = wish
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind of task"))
        self.kind.setToolTip(tr("What the file holds; guessed from its first lines"))
        for layout in LAYOUTS:
            self.kind.addItem(tr(layout.title), layout.key)
        self.columns = {role: QComboBox() for role, _ in _ROLES}
        for role, title in _ROLES:
            self.columns[role].setAccessibleName(tr("Column of the {lower}", lower=tr(title).lower()))
            self.columns[role].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.columns["index"].setToolTip(tr("The word's place in its sentence, counted from 0"))
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the task"))
        self.name.setToolTip(tr("As it will stand among the learned tasks"))
        self.dev_from = Segmented(name=tr("Scored on"))
        self.dev_from.set_segments(
            (tr("A share of it"), tr("Another file")),
            (tr("Sentences drawn at random are set apart"), tr("A file in the same layout")),
        )
        self.share = _number(tr("Share that is set apart, percent"), 5, 50, 5)
        self.dev = QPushButton()
        self.dev.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head = Segmented(name=tr("Head"))
        self.seeds = _number(tr("Seeds"), 1, 20, 1)
        self.seeds.setToolTip(tr("Runs from other random numbers, side by side: they give the intervals"))
        self.epochs = _number(tr("Passes"), 1, 500, 1)
        self.epochs.setToolTip(
            tr("Passes over the data at most; learning ends sooner where nothing is gained")
        )
        self.drop_rare = Switch()
        self.drop_rare.setAccessibleName(tr("Leave out labels with one example"))
        self.drop_rare.setToolTip(tr("A label that stands once can be learned or scored, not both"))
        self._labels = {
            name: QLabel(tr(name))
            for name in (
                mark("Kind"),
                mark("Columns"),
                mark("Name"),
                mark("Scored on"),
                mark("Head"),
                mark("Runs"),
                mark("Rare"),
            )
        }
        self._percent, self._seeds, self._epochs = (
            QLabel("%"),
            QLabel(tr("seeds,")),
            QLabel(tr("passes at most")),
        )
        self._rare = QLabel(tr("leave out labels with one example"))
        self._lay_out()
        self._restyle()
        self._show()
        self._connect()

    @property
    def wish(self) -> Wish:
        """What is shown."""
        return self._wish

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._columns_row = QWidget()
        columns = QHBoxLayout(self._columns_row)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(8)
        self._column_labels = {}
        for role, title in _ROLES:
            self._column_labels[role] = QLabel(tr(title))
            columns.addWidget(self._column_labels[role])
            columns.addWidget(self.columns[role], 1)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.kind,),
            (self._columns_row,),
            (self.name,),
            (self.dev_from, self.share, self._percent, self.dev),
            (self.head,),
            (self.seeds, self._seeds, self.epochs, self._epochs),
            (self.drop_rare, self._rare),
        )
        stretching = (self.kind, self._columns_row, self.name, self.dev)
        for k, (label, widgets) in enumerate(zip(self._labels.values(), rows, strict=True)):
            label.setProperty("role", "text2")
            grid.addWidget(label, k, 0)
            line = QHBoxLayout()
            line.setSpacing(8)
            for widget in widgets:
                line.addWidget(widget, 1 if widget in stretching else 0)
            if widgets[-1] not in stretching or widgets[-1] is self.dev:
                line.addStretch(1 if widgets[-1] is not self.dev else 0)
            grid.addLayout(line, k, 1)
        for text in (self._percent, self._seeds, self._epochs, self._rare, *self._column_labels.values()):
            text.setProperty("role", "text2")

    def _connect(self) -> None:
        self.kind.activated.connect(self._on_kind)
        for role, box in self.columns.items():
            box.activated.connect(lambda at, role=role: self._tell(self._wish.with_role(role, at)))
        self.name.textEdited.connect(lambda text: self._tell(replace(self._wish, name=text)))
        self.dev_from.changed.connect(self._on_dev_from)
        self.share.valueChanged.connect(lambda value: self._tell(replace(self._wish, dev_share=value / 100)))
        self.dev.clicked.connect(self._choose_dev)
        self.head.changed.connect(lambda at: self._tell(replace(self._wish, head=self._wish.heads[at])))
        self.seeds.valueChanged.connect(lambda value: self._tell(replace(self._wish, seeds=round(value))))
        self.epochs.valueChanged.connect(lambda value: self._tell(replace(self._wish, epochs=round(value))))
        self.drop_rare.toggled.connect(lambda on: self._tell(replace(self._wish, drop_rare=on)))
        theme.changed.connect(self._restyle)

    def _show(self) -> None:
        """The wish on the widgets, without a signal."""
        wish = self._wish
        self.kind.setCurrentIndex(self.kind.findData(wish.layout))
        needed = wish.of.roles
        table = bool(needed) and bool(wish.columns)
        self._columns_row.setVisible(table)
        self._labels["Columns"].setVisible(table)
        for role, box in self.columns.items():
            shown = role in needed
            box.setVisible(shown)
            self._column_labels[role].setVisible(shown)
            names = [column.name for column in wish.columns]
            if [box.itemText(k) for k in range(box.count())] != names:
                box.clear()
                for k, column in enumerate(wish.columns):
                    box.addItem(column.name, k)
                    box.setItemData(k, column.sample, 3)  # its tooltip
            box.setCurrentIndex(wish.roles.index(role) if role in wish.roles else -1)
        if self.name.text() != wish.name:
            self.name.setText(wish.name)
        self._show_dev()
        self.head.set_segments(
            [tr(_HEADS[head][0]) for head in wish.heads], [tr(_HEADS[head][1]) for head in wish.heads]
        )
        self.head.set_index(wish.heads.index(wish.head) if wish.head else 0)
        self.seeds.show_value(wish.seeds)
        self.epochs.show_value(wish.epochs)
        blocked = self.drop_rare.blockSignals(True)
        self.drop_rare.setChecked(wish.drop_rare)
        self.drop_rare.blockSignals(blocked)

    def _show_dev(self) -> None:
        wish = self._wish
        self.dev_from.set_index(1 if wish.dev else 0)
        for part in (self.share, self._percent):
            part.setVisible(not wish.dev)
        self.share.show_value(100 * wish.dev_share)
        self.dev.setVisible(bool(wish.dev))
        self.dev.setText(Path(wish.dev).name)
        self.dev.setToolTip(tr("{dev}\nClick to choose another file", dev=wish.dev))
        self.dev.setAccessibleName(tr("File that is scored: {name}", name=Path(wish.dev).name))

    def _on_kind(self, at: int) -> None:
        self._tell(self._wish.with_layout(str(self.kind.itemData(at))))

    def _on_dev_from(self, at: int) -> None:
        if at == 0:
            self._tell(replace(self._wish, dev=""))
        else:
            self._choose_dev()

    def _choose_dev(self) -> None:
        folder = str(Path(self._wish.dev or self._wish.file).parent)
        file, _ = QFileDialog.getOpenFileName(self.window(), tr("The file that is scored"), folder)
        self._tell(replace(self._wish, dev=file or self._wish.dev))

    def _tell(self, wish: Wish) -> None:
        same = wish == self._wish
        self._wish = wish
        self._show()
        if not same:
            self.changed.emit(wish)

    def _restyle(self) -> None:
        texts = (self._percent, self._seeds, self._epochs, self._rare, *self._column_labels.values())
        for widget in (*self._labels.values(), *texts, self.name):
            widget.setFont(theme.font(12))


def _number(name: str, low: int, high: int, step: int) -> NumberField:
    field = NumberField()
    field.setAccessibleName(name)
    field.setToolTip(name)
    field.setRange(low, high)
    field.setDecimals(0)
    field.setSingleStep(step)
    return field
