"""One typed word: its letters, and beside each other its nearest spellings and its neighbours in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.letter_strip import LetterMark, LetterStrip
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.ranked_words import RankedWord, RankedWords
from elmo_explorer.ui.widgets.section_title import SectionTitle

_PAD = 9
_N_SPELLINGS = 10


@dataclass(frozen=True)
class Ranking:
    """A list with its heading."""

    title: str
    remark: str
    tip: str
    rows: tuple[RankedWord, ...]
    says: str = ""
    """What stands there without rows."""


class SpeltColumn(QWidget):
    """The first ranking fills the left half; the others share the right one, one below the other."""

    row_hovered = Signal(int, int)
    """Ranking and row, -1 when the pointer leaves."""
    row_chosen = Signal(int, int, bool)
    """Ranking, row, and whether to add to what is selected."""
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = LetterStrip()
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.remove = QuietButton("close", tr("Take this word away"))
        self.titles: list[SectionTitle] = []
        self.lists: list[RankedWords] = []
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.letters, 1)
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        halves = QHBoxLayout()
        halves.setSpacing(10)
        for half in (self._left, self._right):
            half.setSpacing(2)
            halves.addLayout(half, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 8, _PAD, 6)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.facts)
        column.addLayout(halves, 1)
        self.remove.clicked.connect(self.removed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_word(
        self, letters: Sequence[LetterMark], facts: str, warns: bool, tip: str, rankings: Sequence[Ranking]
    ) -> None:
        """Show a word.

        Args:
            letters: as they are shaded.
            facts: one line about it.
            warns: something of it is not read.
            tip: more about it.
            rankings: one at least.
        """
        self.setAccessibleName("".join(letter.text for letter in letters))
        self.letters.set_letters(letters)
        self.facts.setText(facts)
        self.facts.setToolTip(tip)
        role = "warning" if warns else "text2"
        if self.facts.property("role") != role:
            self.facts.setProperty("role", role)
            self.facts.style().polish(self.facts)
        self._have(len(rankings))
        for title, rows, ranking in zip(self.titles, self.lists, rankings, strict=True):
            title.set_text(ranking.title, ranking.remark, " ")  # the remark where it has room
            title.setToolTip(ranking.tip)
            rows.setAccessibleName(f"{self.accessibleName()}, {ranking.title}")
            rows.set_rows(ranking.rows, ranking.says)

    def set_removable(self, removable: bool) -> None:
        """Whether there is a cross: the only word has none."""
        self.remove.setVisible(removable)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _have(self, n: int) -> None:
        """As many lists as there are rankings."""
        while len(self.lists) > n:
            for gone in (self.lists.pop(), self.titles.pop()):
                gone.hide()
                gone.deleteLater()
        for number in range(len(self.lists), n):
            title = SectionTitle("")
            rows = RankedWords("", _N_SPELLINGS if number == 0 else max(2, 4 - n // 3))
            half = self._right if number else self._left
            half.addWidget(title)
            half.addWidget(rows, 1)
            rows.row_hovered.connect(lambda row, number=number: self.row_hovered.emit(number, row))
            rows.row_chosen.connect(lambda row, adds, number=number: self.row_chosen.emit(number, row, adds))
            self.titles.append(title)
            self.lists.append(rows)

    def _restyle(self) -> None:
        self.facts.setFont(theme.font(11, tabular=True))
        self.facts.setFixedHeight(theme.px(16))
        self.update()
