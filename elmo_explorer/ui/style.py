"""The widgets' style below the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QProxyStyle, QWidget


class Style(QProxyStyle):
    """Fusion, with menus whose rounded corners let the window behind them through."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, target: QWidget | QApplication) -> None:  # type: ignore[override]
        """Prepare a widget before it is first shown."""
        if isinstance(target, QMenu):
            target.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        super().polish(target)
