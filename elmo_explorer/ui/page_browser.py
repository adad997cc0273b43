"""Pages of Markdown, in the theme's colours and sizes."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from elmo_explorer.ui.theme import theme

_HEADINGS = {1: 18, 2: 14, 3: 13}
"""Level -> pixels."""


class PageBrowser(QTextBrowser):
    """Shows Markdown; links to the web open in the browser, others are told."""

    page_requested = Signal(str)
    """The name of a page, without its suffix."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self._text = ""
        self.document().setDocumentMargin(16)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._draw)

    def show_page(self, markdown: str) -> None:
        """Show a page from its beginning."""
        self._text = markdown
        self._draw()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @property
    def markdown(self) -> str:
        """What is shown."""
        return self._text

    def _draw(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.font(13))
        self.setMarkdown(self._text)
        self._style_text()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format().toTableFormat()
                shape.setBorder(0)
                shape.setCellPadding(3)
                shape.setCellSpacing(3)
                shape.setTopMargin(4)
                shape.setBottomMargin(8)
                frame.setFormat(shape)

    def _style_text(self) -> None:
        """Sizes of headings, room between paragraphs, colours of links."""
        block = self.document().begin()
        first = True
        while block.isValid():
            level = block.blockFormat().headingLevel()
            in_table = QTextCursor(block).currentTable() is not None
            shape = QTextBlockFormat()
            shape.setLineHeight(120.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if not in_table:
                shape.setTopMargin(theme.px(12) if level and not first else 0)
                shape.setBottomMargin(theme.px(3 if block.textList() is not None else 8))
            QTextCursor(block).mergeBlockFormat(shape)
            self._style_pieces(block, level)
            block, first = block.next(), False

    def _style_pieces(self, block: QTextBlock, level: int) -> None:
        spans = []
        pieces = block.begin()
        while not pieces.atEnd():
            fragment = pieces.fragment()
            spans.append((fragment.position(), fragment.length(), fragment.charFormat()))
            pieces += 1
        for start, length, before in spans:
            look = QTextCharFormat(before)
            if level:
                look.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                look.setFont(theme.font(_HEADINGS.get(level, 13), 600))
            elif before.fontFixedPitch():
                look.setFont(theme.font(12, mono=True))
            if before.isAnchor():
                look.setForeground(theme.color("accent_text"))
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(look)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif not link.scheme():
            self.page_requested.emit(link.path().removesuffix(".md"))
