"""A menu of senses, with a field for a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_markers import draw_marker


def fill_sense_menu(
    menu: QMenu, senses: Sequence[tuple[str, int]], chosen: Callable[[str | None], None]
) -> QLineEdit:
    """Fill ``menu`` with the senses, a field for a new one, and the way to take the sense away.

    Args:
        menu: empty.
        senses: name and category of each sense known.
        chosen: called with the sense, or with None to take it away.

    Returns:
        The field for a new sense.
    """
    for name, category in senses:
        menu.addAction(_marker_icon(category), name).triggered.connect(
            lambda _=False, name=name: chosen(name)
        )
    if senses:
        menu.addSeparator()
    field = QLineEdit()
    field.setPlaceholderText(tr("New sense"))
    field.setAccessibleName(tr("New sense"))
    field.setMaxLength(40)
    holder = QWidgetAction(menu)
    holder.setDefaultWidget(_padded(field, menu))
    menu.addAction(holder)
    menu.addAction(tr("No sense")).triggered.connect(lambda: chosen(None))

    def take() -> None:
        name = field.text().strip()
        if name:
            menu.close()
            chosen(name)

    field.returnPressed.connect(take)
    return field


def _padded(field: QLineEdit, menu: QMenu) -> QWidget:
    holder = QWidget(menu)
    field.setParent(holder)
    field.setGeometry(8, 4, theme.px(150), theme.px(28))
    holder.setFixedSize(theme.px(150) + 16, theme.px(28) + 8)
    return holder


def _marker_icon(category: int) -> QIcon:
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_marker(painter, category, QRectF(0, 0, 16, 16).center() + QPointF(0, 0), 10)
    painter.end()
    return QIcon(pixmap)
