"""One random event after the other, on whatever is open."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

_KEYS = (
    *(Qt.Key(k) for k in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *(Qt.Key(k) for k in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *(Qt.Key(k) for k in range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1)),
    *[Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete] * 3,
    *[Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space] * 3,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Period,
    Qt.Key.Key_BracketLeft,
    Qt.Key.Key_BracketRight,
)
_MODIFIERS = (
    *[Qt.KeyboardModifier.NoModifier] * 6,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_BUTTONS = (*[Qt.MouseButton.LeftButton] * 8, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
_FORBIDDEN = (QKeySequence("Ctrl+Q"), QKeySequence("Alt+F4"))
"""They end the program, which is no failure."""


_KINDS = {
    "click": 26,
    "double_click": 3,
    "drag": 10,
    "key": 30,
    "type": 8,
    "paste": 5,
    "wheel": 6,
    "move": 8,
    "resize": 1,
    "escape": 3,
    "action": 4,
    "drop": 1,
}
"""What is done, and how often."""


class RandomEvents:
    """Clicks, drags, keys, wheels, pastes and sizes, each chosen by ``chance``."""

    def __init__(
        self,
        window: QWidget,
        chance: random.Random,
        texts: Sequence[str],
        long_line: str,
        most_long_lines: int,
    ) -> None:
        self._window = window
        self._chance = chance
        self._texts = texts
        self._long_line = long_line
        self._long_lines_left = most_long_lines
        self.counts: Counter[str] = Counter()

    def step(self) -> str:
        """Do one; returns what it was."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QFileDialog):
            self.counts["file dialog"] += 1
            self._answer(modal)
            return "a file dialog"
        kind = self._chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        target = self._target()
        self.counts[kind] += 1
        name = f"{kind} on {type(target).__name__} {target.accessibleName()!r}"
        getattr(self, f"_{kind}")(target)
        return name

    def _answer(self, dialog: QFileDialog) -> None:
        """Choose a file or none; Qt's own dialog is not what is tried here."""
        files = sorted(dialog.directory().entryInfoList(QDir.Filter.Files), key=lambda file: file.fileName())
        if not files or self._chance.random() < 0.4:
            dialog.reject()
            return
        saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        name = "saved.out" if saves else self._chance.choice(files).fileName()
        dialog.selectFile(name)
        dialog.done(QFileDialog.DialogCode.Accepted)

    def _target(self) -> QWidget:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None:
            shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isEnabled()]
            top = self._chance.choice([self._window] * 6 + shown)
        inside = [w for w in top.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.width() > 1]
        return self._chance.choice([*inside, top])

    def _point(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._chance.randrange(max(1, widget.width())), self._chance.randrange(max(1, widget.height()))
        )

    def _click(self, widget: QWidget) -> None:
        button, keys = self._chance.choice(_BUTTONS), self._chance.choice(_MODIFIERS)
        QTest.mouseClick(widget, button, keys, self._point(widget))

    def _double_click(self, widget: QWidget) -> None:
        QTest.mouseDClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._point(widget)
        )

    def _drag(self, widget: QWidget) -> None:
        keys, button = self._chance.choice(_MODIFIERS), self._chance.choice(_BUTTONS)
        QTest.mousePress(widget, button, keys, self._point(widget))
        for _ in range(self._chance.randrange(1, 8)):
            QTest.mouseMove(widget, self._point(widget))
        QTest.mouseRelease(widget, button, keys, self._point(widget))

    def _move(self, widget: QWidget) -> None:
        QTest.mouseMove(widget, self._point(widget))

    def _key(self, widget: QWidget) -> None:
        key, keys = self._chance.choice(_KEYS), self._chance.choice(_MODIFIERS)
        if QKeySequence(keys.value | key.value) in _FORBIDDEN:
            return
        focused = QApplication.focusWidget()
        QTest.keyClick(focused if focused is not None and self._chance.random() < 0.7 else widget, key, keys)

    def _type(self, widget: QWidget) -> None:
        focused = QApplication.focusWidget() or widget
        letters = "".join(
            self._chance.choice("abc xyz.bank,1(") for _ in range(self._chance.randrange(1, 12))
        )
        QTest.keyClicks(focused, letters)
        if self._chance.random() < 0.4:
            QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Return)

    def _paste(self, widget: QWidget) -> None:
        text = self._chance.choice(self._texts)
        if self._long_lines_left and self._chance.random() < 0.05:
            self._long_lines_left -= 1
            text = self._long_line
        QGuiApplication.clipboard().setText(text)
        focused = QApplication.focusWidget() or widget
        QTest.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        if self._chance.random() < 0.5:
            QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Return)

    def _wheel(self, widget: QWidget) -> None:
        at = QPointF(self._point(widget))
        turn = QPoint(0, self._chance.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(at.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self._chance.choice(_MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _resize(self, _: QWidget) -> None:
        self._window.resize(self._chance.randrange(600, 1900), self._chance.randrange(400, 1200))

    def _action(self, _: QWidget) -> None:
        """A command, whether it has keys or not."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        actions = [
            action
            for action in self._window.findChildren(QAction)
            if action.isEnabled()
            and action.isVisible()
            and action.menu() is None
            and not action.isSeparator()
        ]
        actions = [action for action in actions if action.shortcut() not in _FORBIDDEN]
        if actions:
            self._chance.choice(actions).trigger()

    def _drop(self, _: QWidget) -> None:
        """A few files of the folder, whole and broken ones."""
        files = sorted(path for path in Path.cwd().iterdir() if path.is_file())
        data = QMimeData()
        chosen = self._chance.sample(files, self._chance.randrange(1, 4))
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in chosen])
        at, left = QPoint(100, 100), Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, left, none)
        QApplication.sendEvent(self._window, enter)
        if enter.isAccepted():
            QApplication.sendEvent(
                self._window, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, left, none)
            )

    def _escape(self, widget: QWidget) -> None:
        QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Escape)
