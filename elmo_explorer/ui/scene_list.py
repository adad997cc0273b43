"""The scenes of a talk in a list: added, put in order, named, taken again, removed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.scene_steps import moved, with_scene
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.flow_layout import FlowLayout
from elmo_explorer.ui.widgets.state_card import button

_PLACE = Qt.ItemDataRole.UserRole


class _Titles(QListWidget):
    """The scenes' titles, to be dragged into another order."""

    reordered = Signal(list)
    """The old places in the new order."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAccessibleName(tr("Scenes"))
        self.setToolTip(
            tr("Drag, or Alt+Up and Alt+Down: another order. Enter: show it. F2: rename. Del: remove.")
        )

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell the new order."""
        super().dropEvent(event)
        self.reordered.emit([self.item(k).data(_PLACE) for k in range(self.count())])


class SceneList(QDialog):
    """Writes ``session.scenes``; what needs the window's state comes out as signals."""

    added = Signal()
    retaken = Signal(int)
    shown = Signal(int)
    presented = Signal(int)
    undone = Signal()
    redone = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Scenes of a talk"))
        self.resize(theme.px(720), theme.px(460))
        self.list = _Titles()
        self.add = self._button(
            tr("Add this as a scene"), tr("What the window shows now becomes the last scene"), "primary"
        )
        self.take = self._button(
            tr("Take again"), tr("What the window shows now replaces the chosen scene's state")
        )
        self.show_it = self._button(tr("Show"), tr("Bring the chosen scene into the window (Enter)"))
        self.remove = self._button(tr("Remove"), tr("Remove the chosen scene (Del)"))
        self.up = self._button(tr("Up"), tr("Move the chosen scene up (Alt+Up)"))
        self.down = self._button(tr("Down"), tr("Move the chosen scene down (Alt+Down)"))
        self.present = self._button(tr("Present from here"), tr("Begin the talk with the chosen scene"))
        self.title = self._field(tr("Title"), tr("Said in large type"))
        self.caption = self._field(tr("Caption"), tr("One sentence below the title"))
        self.hint = self._field(
            tr("What comes next"), tr("Said at the bottom right; empty says the next title")
        )
        self.empty = QLabel(
            tr("A talk is a row of scenes: set the window up as you want it seen, then add it as a scene.")
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "text2")
        self.answers = QWidget()
        self._answers = FlowLayout(self.answers)
        self.boxes: list[QCheckBox] = []
        self._lay_out()
        self._connect()
        self._refill()

    @property
    def at(self) -> int:
        """The chosen scene; -1 where there is none."""
        return self.list.currentRow()

    def move_scene(self, by: int) -> None:
        """Put the chosen scene so many places further."""
        at, scenes = self.at, self._session.scenes
        if 0 <= at < len(scenes) and 0 <= at + by < len(scenes):
            self._session.scenes = moved(scenes, at, at + by)
            self.list.setCurrentRow(at + by)

    def remove_scene(self) -> None:
        """Remove the chosen scene."""
        at, scenes = self.at, self._session.scenes
        if 0 <= at < len(scenes):
            self._session.scenes = (*scenes[:at], *scenes[at + 1 :])

    # Making

    def _button(self, text: str, tip: str, kind: str = "") -> QPushButton:
        made = button(text, kind)
        made.setToolTip(tip)
        made.setAutoDefault(False)
        return made

    def _field(self, name: str, tip: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setToolTip(tip)
        made.setPlaceholderText(tip)
        return made

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.add)
        left.addWidget(self.empty)
        left.addWidget(self.list, 1)
        order = QHBoxLayout()
        for part in (self.up, self.down, self.remove):
            order.addWidget(part)
        left.addLayout(order)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setSpacing(6)
        self.form = QWidget()
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Title"), self.title),
            (tr("Caption"), self.caption),
            (tr("What comes next"), self.hint),
            (tr("Answers that are covered until H or a click uncovers them"), self.answers),
        )
        for name, row in rows:
            label = QLabel(name)
            label.setWordWrap(True)
            label.setBuddy(row)
            form.addRow(label, row)
        right = QVBoxLayout(self.form)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(form)
        right.addStretch(1)
        last = QHBoxLayout()
        for part in (self.show_it, self.take):
            last.addWidget(part)
        last.addStretch(1)
        last.addWidget(self.present)
        right.addLayout(last)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(18)
        whole.addLayout(left, 4)
        whole.addWidget(self.form, 5)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.take.clicked.connect(lambda: self._with_chosen(self.retaken))
        self.show_it.clicked.connect(lambda: self._with_chosen(self.shown))
        self.present.clicked.connect(lambda: self._with_chosen(self.presented))
        self.remove.clicked.connect(self.remove_scene)
        self.up.clicked.connect(lambda: self.move_scene(-1))
        self.down.clicked.connect(lambda: self.move_scene(1))
        self.list.currentRowChanged.connect(self._fill_form)
        self.list.itemActivated.connect(lambda _: self._with_chosen(self.shown))
        self.list.reordered.connect(self._reorder)
        for field in (self.title, self.caption, self.hint):
            field.editingFinished.connect(self._edit)
        for keys, do in (
            ("Alt+Up", lambda: self.move_scene(-1)),
            ("Alt+Down", lambda: self.move_scene(1)),
            ("Ctrl+Z", self.undone.emit),
            ("Ctrl+Shift+Z", self.redone.emit),
            ("F2", self._rename),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        delete = QShortcut(QKeySequence("Del"), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_scene)
        self._session.events.scenes.connect(self._refill)
        self._session.events.groups.connect(self._fill_form)
        self.finished.connect(self._forget)

    def _forget(self) -> None:
        self._session.events.scenes.disconnect(self._refill)
        self._session.events.groups.disconnect(self._fill_form)

    # From the session

    def _refill(self) -> None:
        scenes, at = self._session.scenes, max(self.at, 0)
        self.list.blockSignals(True)
        self.list.clear()
        for k, scene in enumerate(scenes):
            item = QListWidgetItem(f"{k + 1}   {scene.title}")
            item.setData(_PLACE, k)
            item.setToolTip(scene.caption)
            item.setSizeHint(QSize(0, theme.px(31)))
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, len(scenes) - 1))
        self.list.blockSignals(False)
        self.empty.setVisible(not scenes)
        self._fill_form()

    def _fill_form(self) -> None:
        scene, n = self._chosen(), len(self._session.scenes)
        self.form.setEnabled(scene is not None)
        for part, possible in (
            (self.up, self.at > 0),
            (self.down, -1 < self.at < n - 1),
            (self.remove, n > 0),
        ):
            part.setEnabled(possible)
        for field, text in (
            (self.title, scene.title if scene else ""),
            (self.caption, scene.caption if scene else ""),
            (self.hint, scene.hint if scene else ""),
        ):
            if field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self._fill_answers(scene)

    def _fill_answers(self, scene: Scene | None) -> None:
        hidden = scene.hidden if scene is not None else ()
        names = list(dict.fromkeys((*self._session.groups.names, *hidden)))
        if [box.text() for box in self.boxes] != names:
            for box in self.boxes:
                box.hide()
                box.deleteLater()
            self.boxes = []
            for name in names:
                box = QCheckBox(name)
                box.setToolTip(tr("Cover this name until it is asked for"))
                box.setAccessibleName(tr("Cover {name}", name=name))
                box.clicked.connect(self._cover)
                self._answers.addWidget(box)
                self.boxes.append(box)
        for box in self.boxes:
            box.setChecked(box.text() in hidden)

    def _chosen(self) -> Scene | None:
        scenes = self._session.scenes
        return scenes[self.at] if 0 <= self.at < len(scenes) else None

    # To the session

    def _add(self) -> None:
        self.added.emit()
        self.list.setCurrentRow(self.list.count() - 1)
        self._rename()

    def _rename(self) -> None:
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def _edit(self) -> None:
        scene = self._chosen()
        if scene is not None:
            title = self.title.text().strip() or scene.title
            self._put(replace(scene, title=title, caption=self.caption.text(), hint=self.hint.text()))

    def _cover(self) -> None:
        scene = self._chosen()
        if scene is not None:
            self._put(replace(scene, hidden=tuple(box.text() for box in self.boxes if box.isChecked())))

    def _put(self, scene: Scene) -> None:
        if scene != self._chosen():
            self._session.scenes = with_scene(self._session.scenes, self.at, scene)

    def _reorder(self, places: list[int]) -> None:
        scenes = self._session.scenes
        if sorted(places) == list(range(len(scenes))):
            chosen = self.at
            self._session.scenes = tuple(scenes[k] for k in places)
            self.list.setCurrentRow(chosen)

    def _with_chosen(self, signal: SignalInstance) -> None:
        if self._chosen() is not None:
            signal.emit(self.at)
