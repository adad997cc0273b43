"""What a pair of sentences says in figures: how far one word has moved, and which predictions have changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from elmo_explorer.session.minimal_pair import MinimalPair, PairBaselines, SideBySide
from elmo_explorer.session.session import Session
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.distance_scale import EXPLANATION, SHARE_TICKS, TICKS
from elmo_explorer.ui.moved_scale import MovedScale
from elmo_explorer.ui.pair_view import changes, shift_rows
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.change_list import ChangeList
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.shift_plot import ShiftPlot

NO_COLUMN = -2
"""-1 is the sentences' beginning."""
_MOVED = mark(
    "Moved: the share of the probability that went from some words to others, half of all changes added up over the whole "
    "vocabulary. Below it the true word's surprisal and the words that changed most, from A to B."
)


class PairFigures(QWidget):
    """The focus word's shift above, the list of changes below."""

    column_hovered = Signal(int)
    """Of an entry of the list; ``NO_COLUMN`` where the pointer is on none."""
    column_chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns: list[int] = []
        self.focus_title = SectionTitle("")
        self.focus_plot = ShiftPlot()
        self.change_title = SectionTitle(tr("Predictions that changed"))
        self.change_list = ChangeList()
        self.change_list.setToolTip(tr(_MOVED))
        self.no_change = QLabel()
        self.no_change.setWordWrap(True)
        self.no_change.setProperty("role", "text2")
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.change_list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(2)
        for part in (self.focus_title, self.focus_plot, self.change_title, self.no_change):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addStretch(0)
        self._restyle()
        self.change_list.entry_hovered.connect(self._on_hover)
        self.change_list.entry_clicked.connect(lambda entry: self.column_chosen.emit(self._columns[entry]))
        theme.changed.connect(self._restyle)

    def show_focus(self, read: SideBySide, focus: int, baselines: PairBaselines) -> None:
        """How far the word of a column has moved; -1 where both sentences have no word in common."""
        if focus < 0:
            self.focus_title.set_text(tr("No word in common"), tr("nothing can be compared"))
            self.focus_plot.set_rows((), "")
            return
        index = read.columns[focus].a
        assert index is not None
        view = self._session.view
        scale = MovedScale(baselines.mix, view.corrected)
        measure = tr("upright line: random pair") if scale.is_known else scale.remark
        self.focus_title.set_text(tr("Shift of “{a}”", a=read.a[index]), measure)
        rows = shift_rows(read, focus, self._session.mix, baselines, view.corrected, view.layer)
        self.focus_plot.set_rows(rows, measure, SHARE_TICKS if scale.corrects else TICKS)
        self.focus_plot.setToolTip(
            tr(
                "{explanation}\nMix: {explanation2}",
                explanation=tr(EXPLANATION),
                explanation2=scale.explanation,
            )
        )

    def show_changes(self, pair: MinimalPair) -> None:
        """The predictions that changed, or why there are none."""
        found = changes(pair)
        self._columns = [column for column, _ in found]
        self.change_list.set_entries([change for _, change in found])
        self._scroll.setVisible(bool(found))
        self.no_change.setVisible(not found)
        if pair.read is not None and pair.read.expected is None:
            self.no_change.setText(
                tr(
                    "The model “{model_name}” has no output layer, so it predicts no words; the states "
                    "are compared without one.",
                    model_name=pair.model_name,
                )
            )
        else:
            self.no_change.setText(tr("Both sentences have the same words: nothing changes."))

    def _on_hover(self, entry: int) -> None:
        self.column_hovered.emit(self._columns[entry] if 0 <= entry < len(self._columns) else NO_COLUMN)

    def _restyle(self) -> None:
        self.no_change.setFont(theme.font(12))
