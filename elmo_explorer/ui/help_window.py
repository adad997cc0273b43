"""The help: pages beside the window, found by their words or by the part that has the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.paths import resources_dir
from elmo_explorer.translation import tr
from elmo_explorer.ui.page_browser import PageBrowser
from elmo_explorer.ui.shortcuts import plain_title
from elmo_explorer.ui.theme import theme

PAGES = (
    "elmo",
    "first_steps",
    "picture",
    "mixing",
    "compare",
    "layers",
    "language_model",
    "neighbours",
    "influence",
    "pairs",
    "spelling",
    "tasks",
    "training",
    "presenting",
    "figures",
    "files",
    "keys",
)
"""In the order of the list; a tab's page has the tab's name."""
_NAME = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """A list of pages with a search, and the page; it holds nothing up."""

    def __init__(self, language: str, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """Read the pages.

        Args:
            language: ``"zh"``; any other is English.
            actions: whose keys the page of keys lists.
            parent: the window.
        """
        super().__init__(parent)
        self.setObjectName("help")
        self._actions = actions
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setProperty("kind", "pages")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel()
        self.none.setProperty("role", "text2")
        self.none.setWordWrap(True)
        self.none.hide()
        self.page = PageBrowser()
        side = QWidget()
        side.setFixedWidth(theme.px(200))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self.page, 1)
        self._pages: dict[str, str] = {}
        self.set_language(language)
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.page.page_requested.connect(self.show_page)

    def sizeHint(self) -> QSize:
        """A column of text that is easily read."""
        return QSize(theme.px(760), theme.px(560))

    def set_language(self, language: str) -> None:
        """Show the pages in another language, the same one in front."""
        at = self.current or PAGES[0]
        self.setWindowTitle(tr("Help"))
        for widget, name, tip in (
            (self.search, tr("Search the help"), tr("Shows the pages alone that hold this")),
            (self.list, tr("Pages of the help"), tr("Pages of the help")),
            (self.page, tr("Page of the help"), ""),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
        self.search.setPlaceholderText(tr("Search the help"))
        self.none.setText(tr("No page has these words."))
        present = self._actions.get("present")
        shown = present is not None and present.isVisible()
        self._pages = {
            name: text for name, text in read_pages(language).items() if shown or name != "presenting"
        }
        self.list.blockSignals(True)
        self.list.clear()
        for name, text in self._pages.items():
            item = QListWidgetItem(text.split("\n", 1)[0].lstrip("# "))
            item.setData(_NAME, name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._filter(self.search.text())
        self.show_page(at)

    @property
    def current(self) -> str:
        """The name of the page in front."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def show_page(self, name: str) -> None:
        """Bring a page to the front; an unknown name changes nothing."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)
                self._show_chosen()

    def changeEvent(self, event: QEvent) -> None:
        """The keys may be others when the window comes to the front again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.current == "keys":
            self._show_chosen()

    def _filled(self, text: str) -> str:
        return text.replace("{actions}", keys_table(self._actions))

    def _show_chosen(self) -> None:
        text = self._filled(self._pages.get(self.current, ""))
        if text and text != self.page.markdown:
            self.page.show_page(text)
        if self.search.text() and text:
            self.page.find(self.search.text())

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        shown = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            hit = wanted in self._pages[str(item.data(_NAME))].casefold()
            item.setHidden(not hit)
            if hit:
                shown.append(row)
        self.none.setVisible(not shown)
        if wanted and shown:
            titled = [row for row in shown if wanted in self.list.item(row).text().casefold()]
            self.list.setCurrentRow((titled or shown)[0])
            self._show_chosen()


def read_pages(language: str) -> dict[str, str]:
    """Name -> Markdown of every page, in English where a translation is missing."""
    folders = [
        resources_dir() / "help" / code for code in dict.fromkeys(("zh" if language == "zh" else "en", "en"))
    ]
    pages = {}
    for name in PAGES:
        files: list[Path] = [file for folder in folders if (file := folder / f"{name}.md").is_file()]
        if files:
            pages[name] = files[0].read_text(encoding="utf-8")
    return pages


def keys_table(actions: Mapping[str, QAction]) -> str:
    """The actions that have keys, as a table."""
    head = " | ".join((tr("keys"), tr("action")))
    lines = [f"| {head} |", "|---|---|"]
    for action in actions.values():
        keys = ", ".join(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
        if keys and action.isVisible():
            lines.append(f"| {keys} | {plain_title(action)} |")
    return "\n".join(lines)
