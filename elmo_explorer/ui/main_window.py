"""The window: toolbar, docks, picture, tabs and status bar in their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QStatusBar,
    QToolButton,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.figures.drawn import picture_of
from elmo_explorer.ui.notices import Toasts
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.status_bar import StatusBar
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.toolbar import Toolbar
from elmo_explorer.ui.widgets.tab_panel import TabPanel

DROPPED = (".txt", ".csv", ".tsv", ".elmox", ".png", ".svg", ".pdf")
_SHARP = 2.0
"""Pixels of a copied picture for each one of the window."""
_LEFT, _RIGHT = 300, 336
_SMALLEST_LEFT, _SMALLEST_RIGHT = 240, 300
_SMALLEST_BOTTOM = 150
_SMALLEST_CENTRE = 200
_WIDEST_SHARE = 0.3
"""Of the window, for a dock that grows with its text."""


@dataclass(frozen=True)
class Tab:
    """A page of the lower panel."""

    name: str
    title: str
    page: QWidget
    height: int = 344
    """Of the lower panel at first; what the user makes of it is remembered."""


class MainWindow(QMainWindow):
    """Puts the parts in their places and remembers how they were left; it knows nothing of their content."""

    files_dropped = Signal(list)
    """Paths of text files, tables, sessions and figures."""
    closing = Signal()

    def __init__(
        self,
        toolbar: Toolbar,
        sentences: QWidget,
        centre: QWidget,
        mix: QWidget,
        tabs: list[Tab],
        status: StatusBar,
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("ELMo Explorer")
        self.setAcceptDrops(True)
        self.setMinimumSize(940, 560)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.may_close: Callable[[], bool] = lambda: True
        self._settings = settings
        self.toolbar, self.sentences, self.centre, self.mix = toolbar, sentences, centre, mix
        self.tabs = TabPanel()
        for tab in tabs:
            self.tabs.add_tab(tab.name, tab.title, tab.page)
        self.status = status
        self.setMenuWidget(toolbar)
        self.setCentralWidget(centre)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.left = self._dock("sentences", tr("Sentences"), sentences, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.right = self._dock(
            "mixing_weights", tr("Mixing weights"), mix, Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.bottom = self._dock(
            "tabs", tr("Views of the words and Training"), self.tabs, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        # Heights are set too: a card that opens in a panel must not push the lower panel's border.
        sentences.setMinimumSize(_SMALLEST_LEFT, _SMALLEST_CENTRE)
        mix.setMinimumSize(_SMALLEST_RIGHT, _SMALLEST_CENTRE)
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(status, 1)
        self.setStatusBar(bar)
        self.toasts = Toasts(self)
        self._heights = {tab.name: settings.size(f"bottom_{tab.name}", tab.height) for tab in tabs}
        self._zoom = theme.zoom
        self._restore()
        self._scale(theme.zoom)

        theme.changed.connect(self._zoomed)
        self.bottom.installEventFilter(self)
        self.tabs.tab_changed.connect(self._tab_changed)
        self.tabs.fold_requested.connect(self.toggle_fold)
        self.tabs.copy_requested.connect(self.copy_tab)

    def sizeHint(self) -> QSize:
        """As large as the pictures it was drawn for."""
        return QSize(1440, 900)

    def regions(self) -> list[QWidget]:
        """The parts that F6 walks through, in the order of reading."""
        return [self.toolbar, self.sentences, self.centre, self.mix, self.tabs, self.status]

    def next_region(self, by: int = 1) -> None:
        """Move the keyboard to the next or previous part."""
        regions = self.regions()
        focus = QGuiApplication.focusObject()
        inside = [r for r in regions if isinstance(focus, QWidget) and (r is focus or r.isAncestorOf(focus))]
        start = regions.index(inside[0]) if inside else (-1 if by > 0 else 0)
        for step in range(1, len(regions) + 1):
            target = _first_focusable(regions[(start + by * step) % len(regions)])
            if target is not None:
                reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
                target.setFocus(reason)
                return

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the regions in the order of reading, whatever the order in which they were made."""
        focus = QApplication.focusWidget()
        order = [widget for region in self.regions() for widget in _tab_stops(region)]
        if focus is None or focus not in order:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        order[(order.index(focus) + (1 if forward else -1)) % len(order)].setFocus(reason)
        return True

    def toggle_fold(self) -> None:
        """Fold or unfold the lower panel."""
        self.set_folded(not self.tabs.folded)

    def set_folded(self, folded: bool) -> None:
        """Show only the tabs' names, or all of the lower panel."""
        if folded == self.tabs.folded:
            return
        self.tabs.set_folded(folded)
        if folded:
            self.bottom.setFixedHeight(self.tabs.bar_height())
        else:
            self.bottom.setMinimumHeight(_SMALLEST_BOTTOM)
            self.bottom.setMaximumHeight(16_777_215)
            self._apply_height()

    def picture(self) -> QPixmap:
        """The whole window as it is drawn now."""
        return self.grab()

    def copy_tab(self) -> None:
        """Put the tab in front on the clipboard, as a picture."""
        QGuiApplication.clipboard().setImage(picture_of(self.tabs.page, _SHARP))
        self.toasts.show("info", tr("Copied as a picture"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Text files, sessions and figures are welcome."""
        if _welcome_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass the files on."""
        files = _welcome_files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, and let the work stop; whoever has something unsaved may keep the window open."""
        if not self.may_close():
            event.ignore()
            return
        self.remember()
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the picture above the lower panel."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._apply_height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A border that the mouse moves is a height to remember for the tab."""
        pressed = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.Resize and pressed and not self.tabs.folded:
            self._heights[self.tabs.current] = self.bottom.height()
        return False

    def remember(self) -> None:
        """Write the layout to the settings."""
        for name, height in self._heights.items():
            self._settings.set_size(f"bottom_{name}", height)
        self._settings.set_size("left", self.left.width())
        self._settings.set_size("right", self.right.width())
        self._settings.tab = self.tabs.current
        self._settings.geometry = self.saveGeometry()
        self._settings.save()

    def _dock(self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(_NoTitle())  # every panel draws its own title row
        dock.setWidget(content)
        self.addDockWidget(area, dock)
        return dock

    def _restore(self) -> None:
        self.resize(self.sizeHint())
        geometry = self._settings.geometry
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self.tabs.show_tab(self._settings.tab)
        docks = [self.left, self.right]
        widths = [self._settings.size("left", _LEFT), self._settings.size("right", _RIGHT)]
        self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        self._apply_height()

    def _zoomed(self) -> None:
        if theme.zoom != self._zoom:
            ratio, self._zoom = theme.zoom / self._zoom, theme.zoom
            self._scale(ratio)

    def _scale(self, ratio: float) -> None:
        """Icons and docks grow with the text; the docks leave the picture its room."""
        if ratio == 1.0:
            return
        for button in self.findChildren(QToolButton):
            side = round(button.iconSize().width() * ratio)
            button.setIconSize(QSize(side, side))
        most = round(_WIDEST_SHARE * self.width())
        docks = [self.left, self.right]
        widths = [max(1, min(round(dock.width() * ratio), most)) for dock in docks]
        self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def _tab_changed(self, _new: str, _old: str) -> None:
        self.set_folded(False)
        self._apply_height()

    def _possible(self, height: int) -> int:
        free = self.height() - self.toolbar.height() - self.status.height() - _SMALLEST_CENTRE
        share = round(0.55 * (self.height() - self.toolbar.height() - self.status.height()))
        return max(_SMALLEST_BOTTOM, min(height, free, share))

    def _apply_height(self) -> None:
        if not self.tabs.folded:
            height = self._possible(self._heights[self.tabs.current])
            self.resizeDocks([self.bottom], [height], Qt.Orientation.Vertical)


class _NoTitle(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


def _welcome_files(event: QDropEvent) -> list[str]:
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).suffix.lower() in DROPPED]


def _first_focusable(region: QWidget) -> QWidget | None:
    return next(iter(_tab_stops(region)), None)


def _tab_stops(region: QWidget) -> list[QWidget]:
    """Where Tab stops in a part of the window, in their order."""
    # Not nextInFocusChain(): PySide takes what it returns for a child of the widget that was asked, and gives it up with it.
    return [
        widget
        for widget in (region, *region.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    ]
