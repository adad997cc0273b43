"""Tabs below the picture, with a fold button at the right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.table_text import FORMATS
from elmo_explorer.translation import tr
from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.plain_scroll import plain_scroll


class Tool(QWidget):
    """What stands in the bar beside the tabs."""

    def set_compact(self, compact: bool) -> None:
        """Take less room, or as much as it likes."""


class TabPanel(QWidget):
    """A tab bar over a stack of pages; folded, only the bar is left.

    A page that needs more room than there is scrolls: no page says how large the panel is at least.
    """

    tab_changed = Signal(str, str)
    """New and old tab's name."""
    seen_changed = Signal(str)
    """Name of the tab whose page is seen, "" while only the bar is left."""
    fold_requested = Signal()
    copy_requested = Signal()
    table_requested = Signal(str)
    """As TSV, CSV, Markdown or LaTeX."""
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._pages: list[QWidget] = []
        self._current = ""
        self._tools: list[Tool] = []
        self._compact = False
        self._full_width = 0
        self._fitting = False
        self.bar = QTabBar()
        self.bar.setUsesScrollButtons(False)  # a menu has what does not fit
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setMinimumWidth(1)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName(tr("Tabs"))
        self.stack = QStackedWidget()
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setIcon(icon("chevron_down"))
        self.more.setIconSize(QSize(16, 16))
        self.more.setToolTip(tr("All tabs ([ and ])"))
        self.more.setAccessibleName(tr("All tabs"))
        self._menu = QMenu(self.more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        self.more.hide()
        self.copy = self._button("copy", tr("Copy as a picture"), self.copy_requested)
        self.table = self._button("table", tr("Copy as a table"), None)
        self.table.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._formats = formats = QMenu(self.table)
        for form, title in FORMATS.items():
            formats.addAction(title).triggered.connect(
                lambda _=False, form=form: self.table_requested.emit(form)
            )
        self.table.setMenu(formats)
        self.export = self._button("export", tr("Export as a picture…"), self.export_requested)
        self.fold = self._button("fold", tr("Fold (Ctrl+J)"), self.fold_requested)
        self._top = _Bar()
        self._row = row = QHBoxLayout(self._top)
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.bar)
        row.addWidget(self.more)
        row.addStretch(1)
        for made in (self.copy, self.table, self.export, self.fold):
            row.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self.stack, 1)
        self._restyle()
        self.bar.currentChanged.connect(self._changed)
        theme.changed.connect(self._restyle)

    def add_tab(self, name: str, title: str, page: QWidget) -> None:
        """Append a page."""
        self._names.append(name)
        self._pages.append(page)
        self.stack.addWidget(plain_scroll(page, across=True, down=True))
        self.bar.addTab(title)
        self._current = self._current or name

    def add_tool(self, tool: Tool) -> None:
        """Put something that concerns all pages into the bar, left of its buttons."""
        self._tools.append(tool)
        self._row.insertWidget(self._row.indexOf(self.copy), tool)

    def set_title(self, name: str, title: str) -> None:
        """Call a tab otherwise."""
        if name in self._names and self.bar.tabText(self._names.index(name)) != title:
            self.bar.setTabText(self._names.index(name), title)
            self._fit()

    def titles(self) -> dict[str, str]:
        """What every tab is called, by its name."""
        return {name: self.bar.tabText(k) for k, name in enumerate(self._names)}

    @property
    def current(self) -> str:
        """The name of the tab in front."""
        return self._current

    @property
    def page(self) -> QWidget:
        """The page in front, whole, also where only a part of it is seen."""
        return self._pages[self.bar.currentIndex()]

    @property
    def seen(self) -> str:
        """The name of the tab whose page is seen, "" while only the bar is left."""
        return "" if self.folded else self._current

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front; an unknown name changes nothing."""
        if name in self._names:
            self.bar.setCurrentIndex(self._names.index(name))

    def step(self, by: int) -> None:
        """The next or previous tab, round and round."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % max(1, self.bar.count()))

    @property
    def folded(self) -> bool:
        """Whether only the bar is left."""
        return self.stack.isHidden()

    def set_folded(self, folded: bool) -> None:
        """Show only the bar, or all of it."""
        self.stack.setVisible(not folded)
        self.copy.setEnabled(not folded)
        self.table.setEnabled(not folded)
        self.export.setEnabled(not folded)
        self.fold.setIcon(icon("unfold" if folded else "fold"))
        self.fold.setToolTip(tr("Unfold (Ctrl+J)") if folded else tr("Fold (Ctrl+J)"))
        self.fold.setAccessibleName(tr("Unfold") if folded else tr("Fold"))
        self.seen_changed.emit(self.seen)

    def bar_height(self) -> int:
        """The height of the bar alone."""
        return self._top.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs stand closer, and tools are brief, where all would not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._fitting:
            return
        self._fitting = True
        for k in range(self.bar.count()):
            self.bar.setTabVisible(k, True)
        if not self._compact:
            self._full_width = self._width_of_others() + self.bar.sizeHint().width()
        compact = self.width() < self._full_width
        if compact != (self.bar.property("dense") is True):
            self.bar.setProperty("dense", compact)
            self.bar.style().polish(self.bar)
            QCoreApplication.sendEvent(self.bar, QEvent(QEvent.Type.StyleChange))  # it keeps its tabs' sizes
            for tool in self._tools:
                tool.set_compact(compact)
        self._compact = compact
        self._hide_what_does_not_fit()
        self._fitting = False

    def _hide_what_does_not_fit(self) -> None:
        """As many tabs as there is room for, the one in front among them; a menu has all of them."""
        room = self.width() - self._width_of_others()
        crowded = self.bar.sizeHint().width() > room
        self.more.setVisible(crowded)
        if crowded:
            room -= self.more.sizeHint().width() + self._row.spacing()
            for k in reversed(range(self.bar.count())):
                if self.bar.sizeHint().width() <= room:
                    break
                if k != self.bar.currentIndex():
                    self.bar.setTabVisible(k, False)

    def _width_of_others(self) -> int:
        """What stands beside the tabs, the menu of tabs aside."""
        margins = self._row.contentsMargins()
        beside = [*self._tools, self.copy, self.table, self.export, self.fold]
        widths = sum(part.sizeHint().width() + self._row.spacing() for part in beside)
        return margins.left() + margins.right() + widths

    def _fill_menu(self) -> None:
        self._menu.clear()
        for k, title in enumerate(self.titles().values()):
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(k == self.bar.currentIndex())
            action.triggered.connect(lambda _=False, k=k: self.bar.setCurrentIndex(k))

    def _button(self, name: str, tooltip: str, signal: SignalInstance | None) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(name))
        made.setIconSize(QSize(16, 16))
        made.setToolTip(tooltip)
        made.setAccessibleName(tooltip.split(" (")[0])
        if signal is not None:
            made.clicked.connect(signal)
        return made

    def _changed(self, index: int) -> None:
        if 0 <= index < len(self._names) and index < self.stack.count():
            old, self._current = self._current, self._names[index]
            self.stack.setCurrentIndex(index)
            self._fit()
            self.tab_changed.emit(self._current, old)
            self.seen_changed.emit(self.seen)

    def _restyle(self) -> None:
        self._top.setFixedHeight(theme.px(tokens.TAB_BAR_HEIGHT))
        self.bar.setFont(theme.font(13, 500))
        self.update()
        QTimer.singleShot(0, self, self._fit)  # when all parts have their new sizes


class _Bar(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
