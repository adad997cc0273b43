"""The tab Compare: every occurrence of the focus word in context, against each other, and by layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedLayout, QStackedWidget, QWidget

from elmo_explorer.analysis.similarity import MOST_COMPARED
from elmo_explorer.session.hovered_pair import HoveredPair
from elmo_explorer.session.session import Comparison, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.translation import tr
from elmo_explorer.ui import tokens
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.ear_names import (
    HALF_NAMES,
    HALF_TIPS,
    HALVES,
    SHORT_HALF_NAMES,
    ear_name,
    how_told_apart,
)
from elmo_explorer.ui.ear_pairs import EarPairs
from elmo_explorer.ui.nothing_to_compare import focus_on, say_nothing_to_compare
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.similarity_curves import SimilarityCurves
from elmo_explorer.ui.tab_columns import ABOVE, BELOW, BETWEEN, PAD, SPACE, heading, side_by_side, tab_column
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.heat_map import HeatMap
from elmo_explorer.ui.widgets.kwic_list import KwicList, KwicRow, Side
from elmo_explorer.ui.widgets.line_chart import LineChart
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented

_UNHEARD: dict[str, Side] = {"both": "", "forward": "after", "backward": "before"}
_THREE_PARTS, _WIDE = 680, 830
"""Pixels at a zoom of 1 from which on there is room for the curves too, and for wide ones."""
_NARROW_MATRIX = 290
"""Pixels that the matrix keeps before the ears' names are cut short."""


class ComparePanel(QWidget):
    """Shows the session's comparison, of whole vectors or of the half that is chosen here, and which half tells what apart.

    Writes selection, hover, the view's half, and the focus word of a suggestion.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = SentenceNumbers(())
        self._places = TokenPlaces(())
        self._rows_of: tuple[object, ...] = ()
        self._occurrences: tuple[TokenRef, ...] = ()
        self._there: frozenset[TokenRef] = frozenset()
        self._listed: tuple[object, ...] = ()
        self._cell = (-1, -1)
        self.setAccessibleName(tr("Compare"))

        self.context_title = SectionTitle(tr("In context"))
        self.context_title.set_text(tr("In context"), tr("sorted by cluster"), tr("by cluster"))
        self.halves = Segmented(name=tr("Which half of the vectors is compared"))
        self.halves.set_segments([*map(tr, HALF_NAMES)], [*map(tr, HALF_TIPS)])
        self.context = KwicList()
        self.matrix_title = SectionTitle(tr("Cosine similarity"), tr("ordered by cluster"))
        self.matrix = HeatMap()
        self.chart_title = SectionTitle(tr("Similarity"), tr("within and between senses"))
        self.by = Segmented(name=tr("Told by layer or by ear"))
        self.by.set_segments(
            (tr("By layer"), tr("By ear")),
            (
                tr("Cosines layer by layer, beside those of random pairs"),
                tr("Which ear tells two groups apart: what comes before the word, or what follows"),
            ),
        )
        self.chart = LineChart()
        self._curves = SimilarityCurves(session, self.chart_title, self.chart)
        self.ears = EarPairs(session)
        self._third = QStackedWidget()
        for page in (self.chart, self.ears):
            self._third.addWidget(page)
        self.empty = EmptyPage()
        self.one_only = EmptyPage()
        self._headings = [
            heading(self.context_title, self.halves),
            heading(self.matrix_title),
            heading(self.chart_title, self.by),
        ]
        contents = (self.context, self.matrix, self._third)
        parts = [tab_column(*of) for of in zip(self._headings, contents, (6, PAD, PAD), strict=True)]
        self._context_part, self._matrix_part, self._chart_part = parts
        pairs = side_by_side([self._matrix_part, divider(), self._chart_part])
        self._right = QStackedWidget()
        self._right.addWidget(pairs)
        self._right.addWidget(self.one_only)
        content = side_by_side([self._context_part, divider(), self._right])
        self._pages = QStackedLayout(self)
        self._pages.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)

        self._restyle()
        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        if self._numbers.sentences is not session.sentences:
            self._numbers = SentenceNumbers(session.sentences)
        if session.focus is None or not session.occurrences:
            self._pages.setCurrentIndex(1)
            say_nothing_to_compare(self.empty, session)
            return
        self._pages.setCurrentIndex(0)
        if self._occurrences is not session.occurrences:
            self._occurrences, self._there = session.occurrences, frozenset(session.occurrences)
        comparison = self._comparison()
        self.halves.set_index(HALVES.index(session.view.half))
        self.context.set_muted(_UNHEARD[session.view.half])
        self._show_rows(comparison)
        if len(session.occurrences) < 2:
            self._right.setCurrentIndex(1)
            self.one_only.set_text(
                tr("Add another sentence with “{word}” to compare", word=session.focus.word),
                tr("The matrix and the curves need at least 2 occurrences."),
            )
        else:
            self._right.setCurrentIndex(0)
            self._show_matrix(comparison)
            self._show_third(comparison)
        self._fit()
        self._show_selection()
        self._show_hovered()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Square cells get the width that the height allows."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """List and matrix; the parts share what there is."""
        return QSize(theme.px(500), theme.px(130))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.context.row_hovered.connect(self._on_row_hovered)
        self.context.selection_chosen.connect(self._on_rows_chosen)
        self.halves.changed.connect(self._on_half)
        self.by.changed.connect(self._on_by)
        self.matrix.cell_hovered.connect(self._on_cell_hovered)
        self.matrix.cell_clicked.connect(self._on_cell_clicked)
        self.empty.chosen.connect(self._on_word_chosen)
        theme.changed.connect(self._restyle)
        events = self._session.events
        for changed in (
            events.sentences,
            events.focus,
            events.view,
            events.occurrences,
            events.states,
            events.groups,
            events.comparison,
            events.half_comparison,
            events.ears,
        ):
            changed.connect(self._schedule)
        events.selection.connect(self._on_selection)
        events.hovered.connect(self._show_hovered)
        events.mix.connect(self._on_mix)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    def _restyle(self) -> None:
        for top in self._headings:
            top.setFixedHeight(theme.px(tokens.CONTROL_HEIGHT))
        self._fit()
        self._schedule()

    # From the session to the widgets

    def _comparison(self) -> Comparison | None:
        """What is compared, without occurrences that are gone; None where fewer than two are left.

        Right after the choice of a half it is still the one before, and is called what it is.
        """
        session = self._session
        half = None if session.view.half == "both" else session.half_comparison
        comparison = half or session.comparison
        if comparison is None:
            return None
        kept = [i for i, token in enumerate(comparison.tokens) if token in self._there]
        if len(kept) == len(comparison.tokens):
            return comparison
        if len(kept) < 2:
            return None
        tokens = tuple(comparison.tokens[i] for i in kept)
        return replace(comparison, tokens=tokens, cosine=comparison.cosine[np.ix_(kept, kept)])

    def _show_rows(self, comparison: Comparison | None) -> None:
        compared = () if comparison is None else comparison.tokens
        listed = (compared, self._occurrences, self._session.groups)
        if len(self._listed) != 3 or compared != self._listed[0] or _differ(listed[1:], self._listed[1:]):
            self._listed = listed
            self._places = TokenPlaces((*compared, *self._by_group(self._there - set(compared))))
            self._cell = (-1, -1)
        tokens = self._places.tokens
        made_of = (self._places, self._numbers, self._session.groups)
        if self._rows_of and not _differ(made_of, self._rows_of):
            return
        self._rows_of = made_of
        self.context.set_rows(len(tokens), self._row)

    def _by_group(self, wanted: frozenset[TokenRef]) -> list[TokenRef]:
        """The ``wanted`` occurrences, those without a group last."""
        of, n_groups = self._session.groups.of, len(self._session.groups.names)
        kept = [token for token in self._session.occurrences if token in wanted]
        return sorted(kept, key=lambda token: of.get(token, n_groups))

    def _row(self, i: int) -> KwicRow:
        token = self._places.tokens[i]
        return KwicRow(self._numbers.number(token), self._category(token), *self._numbers.context(token))

    def _category(self, token: TokenRef) -> int:
        return self._session.groups.of.get(token, -1)

    def _show_matrix(self, comparison: Comparison | None) -> None:
        layer = self._session.view.layer
        shown = tr("mix") if layer is None else tr("layer {layer}", layer=layer)
        scale = CosineScale.of_view(self._session.view, comparison)
        n_all = len(self._session.occurrences)
        ear = "" if comparison is None else ear_name(comparison.half)
        remarks = [shown, ear]
        if comparison is not None and len(comparison.tokens) == MOST_COMPARED < n_all:
            remarks.append(tr("first {most_compared} of {n_all:,}", most_compared=MOST_COMPARED, n_all=n_all))
        if comparison is not None and (scale.corrects or not scale.is_known):
            remarks.append(scale.remark)
        elif len(remarks) == 2:
            remarks.append(tr("ordered by cluster"))
        remark = ", ".join(filter(None, remarks))
        heard = f"{ear}, {scale.remark}" if ear else scale.remark
        name = tr("Corrected cosine") if scale.corrects else tr("Cosine similarity")
        few = [shown, ear, scale.short_remark if scale.wanted or not scale.is_known else ""]
        self.matrix_title.set_text(name, remark, ", ".join(filter(None, few)))
        told = "" if comparison is None else f"{name}: {remark}.\n{scale.explanation}"
        self.matrix_title.setToolTip(told)
        if comparison is None:
            self.matrix.set_matrix(np.zeros((0, 0), np.float32), (), ())
            return
        self.matrix.set_matrix(
            scale.shown_all(comparison.cosine),
            [self._numbers.number(token) for token in comparison.tokens],
            [self._category(token) for token in comparison.tokens],
            scale.shown_baseline,
            heard,
        )

    def _show_third(self, comparison: Comparison | None) -> None:
        """The curves, or which ear tells what apart."""
        by_ear = self.by.index == 1
        self._third.setCurrentIndex(int(by_ear))
        if by_ear:
            self.chart_title.set_text(tr("Silhouette"), tr("−1 to 1"))
            self.chart_title.setToolTip(how_told_apart())
            self.ears.refresh()
        else:
            self._curves.show(comparison, self._numbers)

    def _on_selection(self) -> None:
        if self.isVisible():
            self._show_selection()
            if self._right.currentIndex() == 0:
                self._show_third(self._comparison())

    def _on_mix(self) -> None:
        if self.isVisible() and len(self._session.selection) == 2:
            self._schedule()

    def _show_selection(self) -> None:
        rows = self._rows(self._session.selection)
        self.context.set_selected(rows)
        self.matrix.set_selected(row for row in rows if row < len(self.matrix.values))

    def _show_hovered(self) -> None:
        hovered = self._session.hovered
        rows = self._rows(() if hovered is None else (hovered,))
        lit = set(rows)
        if self._cell[0] in lit:
            lit.add(self._cell[1])
        self.context.set_lit(lit)
        self.matrix.set_lit(rows[0] if rows else -1)

    def _rows(self, tokens: Sequence[TokenRef] | frozenset[TokenRef]) -> list[int]:
        return [int(place) for place in self._places.find(tuple(tokens)) if place >= 0]

    # From the widgets to the session

    def _on_half(self, index: int) -> None:
        self._session.view = replace(self._session.view, half=HALVES[index])

    def _on_by(self, _: int) -> None:
        self._show_third(self._comparison())

    def _on_row_hovered(self, row: int) -> None:
        self._session.hovered = self._places.tokens[row] if 0 <= row < len(self._places.tokens) else None

    def _on_rows_chosen(self, rows: list[int]) -> None:
        self._session.selection = frozenset(self._places.tokens[row] for row in rows)

    def _on_cell_hovered(self, row: int, column: int) -> None:
        self._cell = (row, column)
        self._session.hovered_pair = self._pair_at(row, column)
        self._on_row_hovered(row)
        self._show_hovered()

    def _pair_at(self, row: int, column: int) -> HoveredPair | None:
        """The two occurrences of a cell; None outside the matrix, and on its diagonal."""
        comparison = self._comparison()
        if comparison is None or row == column or not 0 <= max(row, column) < len(comparison.tokens):
            return None
        one, other = comparison.tokens[row], comparison.tokens[column]
        cosine = float(comparison.cosine[row, column])
        return HoveredPair(one, other, cosine, comparison.mix_baseline, comparison.half)

    def _on_cell_clicked(self, row: int, column: int, adds: bool) -> None:
        if max(row, column) < len(self._places.tokens):
            chosen = frozenset({self._places.tokens[row], self._places.tokens[column]})
            self._session.selection = self._session.selection | chosen if adds else chosen

    def _on_word_chosen(self, word: str) -> None:
        focus_on(word, self._session)

    def _fit(self) -> None:
        """Share the width: the matrix wants square cells, the lines what is left; the curves go where all is narrow."""
        width = self.width()
        wanted = self.matrix.width_for_height(self.matrix_room().height()) + 2 * PAD
        smallest = 292 if width >= theme.px(_WIDE) else 250
        chart = min(max(round(0.3 * width), theme.px(smallest)), theme.px(430))
        has_chart = width >= theme.px(_THREE_PARTS)
        self._chart_part.setVisible(has_chart)
        chart = chart if has_chart else 0
        left = width - chart - 2
        title = self.context_title.minimumSizeHint().width() + SPACE + 2 * PAD
        named = left - title - self.halves.width_with([*map(tr, HALF_NAMES)])
        most = named if named >= theme.px(_NARROW_MATRIX) else left - theme.px(240)
        matrix = max(theme.px(220), min(wanted, round(0.4 * width), most))
        self._matrix_part.setFixedWidth(matrix)
        self._chart_part.setFixedWidth(chart)
        self._right.setFixedWidth(matrix + chart + 1)
        titled = left - matrix - title
        names = HALF_NAMES if titled >= self.halves.width_with([*map(tr, HALF_NAMES)]) else SHORT_HALF_NAMES
        self.context_title.setVisible(titled >= self.halves.width_with(names))
        self._name_halves(names)

    def _name_halves(self, names: Sequence[str]) -> None:
        if self.halves.labels() != list(names):
            self.halves.set_segments([*map(tr, names)], [*map(tr, HALF_TIPS)])
            self.halves.set_index(HALVES.index(self._session.view.half))

    def matrix_room(self) -> QRect:
        """Where the matrix may lie, in the panel's pixels."""
        above = ABOVE + self.halves.height() + BETWEEN
        return QRect(PAD, above, self.width(), max(1, self.height() - above - BELOW))


def _differ(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    return any(a is not b for a, b in zip(new, old, strict=True))
