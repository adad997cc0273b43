"""The floating tool bar of the picture."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.quiet_button import QuietButton

Tool = Literal["select", "lasso", "pan"]
_TOOLS: tuple[tuple[Tool, str, str], ...] = (
    ("select", "cursor", mark("Select (V)")),
    ("lasso", "lasso", mark("Lasso (L, or Shift-drag)")),
    ("pan", "move", mark("Pan (hold Space, or drag the middle button)")),
)


class CanvasTools(FloatingFrame):
    """Three tools, fit, two switches, and the picture's export; a button more for t-SNE and for semantic axes."""

    tool_chosen = Signal(str)
    fit_clicked = Signal()
    labels_toggled = Signal(bool)
    trails_toggled = Signal(bool)
    export_clicked = Signal()
    pause_toggled = Signal(bool)
    """Hold the layout (True) or let it go on."""
    axes_toggled = Signal(bool)
    """Show the card of the axes or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self.setAccessibleName(tr("Picture tools"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(2)
        self._group = QButtonGroup(self)
        self.tools = {name: self._button(sign, tr(tip), checkable=True) for name, sign, tip in _TOOLS}
        for button in self.tools.values():
            self._group.addButton(button)
        self.tools["select"].setChecked(True)
        self.pause = self._button("pause", "")
        self.axes = self._button("axis", tr("Words of the axes"), checkable=True)
        self.fit = self._button("fit", tr("Fit all points (F)"))
        self._divide()
        self.labels = self._button("text", tr("Labels"), checkable=True)
        self.labels.setChecked(True)
        self.trails = self._button("path", tr("Ways through the layers (T)"), checkable=True)
        self._divide()
        self.export = self._button("camera", tr("Save the picture (Ctrl+E)"))
        self._paused = False
        self.set_paused(False)
        self.set_method("pca", axes_open=False)

        for name, button in self.tools.items():
            button.clicked.connect(lambda _=False, name=name: self.tool_chosen.emit(name))
        self.fit.clicked.connect(self.fit_clicked)
        self.labels.clicked.connect(self.labels_toggled)
        self.trails.clicked.connect(self.trails_toggled)
        self.export.clicked.connect(self.export_clicked)
        self.pause.clicked.connect(lambda: self.pause_toggled.emit(not self._paused))
        self.axes.clicked.connect(self.axes_toggled)
        theme.changed.connect(self._resize)

    def set_tool(self, tool: Tool) -> None:
        """Show which tool is in the hand."""
        self.tools[tool].setChecked(True)

    def set_switches(self, labels: bool, trails: bool) -> None:
        """Show what is switched on."""
        self.labels.setChecked(labels)
        self.trails.setChecked(trails)

    def set_method(self, method: str, axes_open: bool) -> None:
        """What the picture shows: ``"tsne"`` can be paused, ``"axis"`` has a card that is open or not."""
        self.axes.setChecked(axes_open)
        if self.pause.isHidden() != (method != "tsne") or self.axes.isHidden() != (method != "axis"):
            self.pause.setVisible(method == "tsne")
            self.axes.setVisible(method == "axis")
        self._resize()

    def set_paused(self, paused: bool) -> None:
        """Show whether the layout is held."""
        self._paused = paused
        self.pause.set_sign("play" if paused else "pause")
        self.pause.set_tip(tr("Let t-SNE go on") if paused else tr("Pause t-SNE"))

    def _button(self, sign: str, tip: str, checkable: bool = False) -> QuietButton:
        button = QuietButton(sign, tip, self)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        return button

    def _divide(self) -> None:
        line = _Divider(self)
        self._row.addWidget(line)

    def _resize(self) -> None:
        for line in self.findChildren(_Divider):
            line.setFixedSize(theme.px(11), theme.px(29))
        self._row.invalidate()
        self.setFixedSize(self._row.sizeHint())


class _Divider(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.width() // 2, 7, 1, self.height() - 14, theme.color("border"))
