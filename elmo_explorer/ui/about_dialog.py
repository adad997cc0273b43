"""About the program: version, licences, credits, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.page_browser import PageBrowser
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button


class AboutDialog(QDialog):
    """One page and a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(tr("About ELMo Explorer"))
        self.page = PageBrowser()
        self.page.setAccessibleName(tr("Version, licences and credits"))
        self.copy = button(tr("Copy all"), icon_name="copy")
        self.copy.setToolTip(tr("Copy version, licences and credits as Markdown"))
        self.copy.setEnabled(False)
        close = button(tr("Close"), "primary")
        close.setToolTip(tr("Close (Esc)"))
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addLayout(foot)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.page.markdown))
        close.clicked.connect(self.accept)

    def sizeHint(self) -> QSize:
        """Room for the tables."""
        return QSize(theme.px(680), theme.px(560))

    def show_text(self, markdown: str) -> None:
        """Show what there is to say."""
        self.page.show_page(markdown)
        self.copy.setEnabled(True)
