"""One sentence on one line, with its number, its group's marker, and one word that stands out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker


class ContextLine(QWidget):
    """The word stays in view: a long beginning is cut first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: KwicRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_row(self, row: KwicRow | None) -> None:
        """Show this sentence; None shows nothing."""
        if row != self.row:
            self.row = row
            text = (
                ""
                if row is None
                else tr(
                    "Sentence {number}: {before}{word}{after}",
                    number=row.number,
                    before=row.before,
                    word=row.word,
                    after=row.after,
                )
            )
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def minimumSizeHint(self) -> QSize:
        """It may be cut."""
        return QSize(80, theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marker, number, sentence."""
        if self.row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self.row
        draw_marker(painter, row.category, QPointF(theme.px(5), self.height() / 2), theme.px(9))
        plain, bold = theme.font(12), theme.font(12, 700)
        number = theme.font(11, tabular=True)
        metrics = QFontMetricsF(plain)
        left = theme.px(16)
        at = left + QFontMetricsF(number).horizontalAdvance(row.number) + theme.px(8)
        word = QFontMetricsF(bold).horizontalAdvance(row.word)
        after = min(metrics.horizontalAdvance(row.after), 0.4 * (self.width() - at))
        room = max(0.0, self.width() - at - word - after)
        before = metrics.elidedText(row.before, Qt.TextElideMode.ElideLeft, room)
        text2 = theme.color("text2")
        draw_line(
            painter, [Run(row.number, number, theme.color("text3"))], QRectF(left, 0, 60, self.height())
        )
        runs = [
            Run(before, plain, text2),
            Run(row.word, bold, theme.category(row.category).text),
            Run(row.after, plain, text2),
        ]
        draw_line(painter, runs, QRectF(at, 0, self.width() - at, self.height()))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(20))
        self.update()
