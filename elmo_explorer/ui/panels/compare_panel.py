"""The tab Compare: every occurrence of the focus word in context, against each other, and by layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from elmo_explorer.session.session import Comparison, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.ui.cosine_scale import NO_BASELINE, CosineScale, shown_by_layer
from elmo_explorer.ui.layer_names import group_noun, layer_kind
from elmo_explorer.ui.nothing_to_compare import focus_on, say_nothing_to_compare
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.heat_map import HeatMap
from elmo_explorer.ui.widgets.kwic_list import KwicList, KwicRow
from elmo_explorer.ui.widgets.line_chart import Line, LineChart
from elmo_explorer.ui.widgets.section_title import SectionTitle

_PAD = 14
_DOTTED = (1.0, 2.5)
_DASHED = (4.0, 3.0)


class ComparePanel(QWidget):
    """Shows ``session.comparison``; writes selection, hover, and the focus word of a suggestion."""

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
        self.setAccessibleName("Compare")

        self.context_title = SectionTitle("In context", "sorted by cluster")
        self.context = KwicList()
        self.matrix_title = SectionTitle("Cosine similarity", "ordered by cluster")
        self.matrix = HeatMap()
        self.chart_title = SectionTitle("Similarity by layer", "within and between senses")
        self.chart = LineChart()
        self.empty = EmptyPage()
        self.one_only = EmptyPage()
        self._context_part = _part(self.context_title, self.context, left=6)
        self._matrix_part = _part(self.matrix_title, self.matrix)
        self._chart_part = _part(self.chart_title, self.chart)
        pairs = QWidget()
        _row(pairs, [self._matrix_part, divider(), self._chart_part])
        self._right = QStackedWidget()
        self._right.addWidget(pairs)
        self._right.addWidget(self.one_only)
        content = QWidget()
        _row(content, [self._context_part, divider(), self._right])
        self._pages = QStackedLayout(self)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)

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
        self._show_rows(comparison)
        if len(session.occurrences) < 2:
            self._right.setCurrentIndex(1)
            self.one_only.set_text(
                f"Add another sentence with “{session.focus.word}” to compare",
                "The matrix and the curves need at least 2 occurrences.",
            )
        else:
            self._right.setCurrentIndex(0)
            self._show_matrix(comparison)
            self._show_chart(comparison)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.context.row_hovered.connect(self._on_row_hovered)
        self.context.selection_chosen.connect(self._on_rows_chosen)
        self.matrix.cell_hovered.connect(self._on_cell_hovered)
        self.matrix.cell_clicked.connect(self._on_cell_clicked)
        self.empty.chosen.connect(self._on_word_chosen)
        theme.changed.connect(self._schedule)
        events = self._session.events
        for changed in (
            events.sentences,
            events.focus,
            events.view,
            events.occurrences,
            events.states,
            events.groups,
            events.comparison,
        ):
            changed.connect(self._schedule)
        events.selection.connect(self._on_selection)
        events.hovered.connect(self._show_hovered)
        events.mix.connect(self._on_mix)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _comparison(self) -> Comparison | None:
        """The comparison without occurrences that are gone; None where fewer than two are left."""
        comparison = self._session.comparison
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
        shown = "mix" if layer is None else f"layer {layer}"
        scale = CosineScale.of_view(self._session.view, comparison)
        says_more = comparison is not None and (scale.corrects or not scale.is_known)
        remark = f"{shown}, {scale.remark if says_more else 'ordered by cluster'}"
        n_all = len(self._session.occurrences)
        if comparison is not None and len(comparison.tokens) < n_all:
            remark = f"{shown}, first {len(comparison.tokens)} of {n_all:,}"
        self.matrix_title.set_text("Corrected cosine" if scale.corrects else "Cosine similarity", remark)
        self.matrix_title.setToolTip("" if comparison is None else scale.explanation)
        if comparison is None:
            self.matrix.set_matrix(np.zeros((0, 0), np.float32), (), ())
            return
        self.matrix.set_matrix(
            scale.shown_all(comparison.cosine),
            [self._numbers.number(token) for token in comparison.tokens],
            [self._category(token) for token in comparison.tokens],
            scale.shown_baseline,
            scale.remark,
        )

    def _show_chart(self, comparison: Comparison | None) -> None:
        if comparison is None:
            self.chart.set_lines((), ())
            return
        pair = self._selected_pair()
        if pair is not None and self._show_pair(*pair, comparison):
            return
        noun, nouns = group_noun(self._session.view.colour_by)
        scales = self._layer_scales(comparison)
        self._set_chart_title(scales, f"within and between {nouns}", "within and between")
        baseline = _baseline(scales)
        overall, inside, across = (
            shown_by_layer(cosines, scales)
            for cosines in (comparison.overall, comparison.within, comparison.between)
        )
        n_groups = len({self._category(token) for token in comparison.tokens} - {-1})
        note = ""
        if n_groups < 2:
            line = Line("all pairs", overall, "accent", "accent_text")
            if n_groups == 1:
                note = f"All have the same {noun}: within and between need two {nouns}."
            else:
                note = f"No {noun} is set: within and between need two {nouns}."
            self._set_lines([line, baseline], note=note)
            return
        within = Line(f"within {noun}", inside, "accent", "accent_text")
        between = Line(f"between {nouns}", across, "text2", "text2", _DASHED)
        if not np.isfinite(comparison.within).any():
            note = f"Each {noun} has one use only: within needs two of the same {noun}."
        self._set_lines([within, between, baseline], "gap", note)

    def _selected_pair(self) -> tuple[TokenRef, TokenRef] | None:
        if len(self._session.selection) != 2:
            return None
        one, other = self._session.selection
        numbers = {token: int(self._numbers.number(token) or 0) for token in (one, other)}
        if (numbers[one], one.index) > (numbers[other], other.index):
            one, other = other, one
        return one, other

    def _show_pair(self, one: TokenRef, other: TokenRef, comparison: Comparison) -> bool:
        """The cosine of two tokens by layer; False where their vectors are not there."""
        layers = [self._layers(token) for token in (one, other)]
        if layers[0] is None or layers[1] is None:
            return False
        cosines = np.array([_cosine(a, b) for a, b in zip(layers[0], layers[1], strict=True)])
        view, mix = self._session.view, self._session.mix
        shown = _cosine(*(token_vector(states, mix, view.layer) for states in layers if states is not None))
        name = f"{self._name(one)} × {self._name(other)}"
        where = "mix" if view.layer is None else f"layer {view.layer}"
        scale, scales = CosineScale.of_view(view, comparison), self._layer_scales(comparison)
        self._set_chart_title(scales, f"{name}, {where} {scale.text(shown)}")
        self._set_lines(
            [
                Line(name, shown_by_layer(cosines, scales), "accent", "accent_text"),
                Line("all pairs", shown_by_layer(comparison.overall, scales), "text2", "text2", _DASHED),
                _baseline(scales),
            ]
        )
        return True

    def _layer_scales(self, comparison: Comparison) -> list[CosineScale]:
        return CosineScale.of_layers(self._session.view, comparison, len(comparison.baseline))

    def _set_chart_title(self, scales: Sequence[CosineScale], remark: str, short: str = "") -> None:
        what = "Corrected" if scales[0].corrects else "Similarity"
        self.chart_title.set_text(f"{what} by layer", remark, short)

    def _layers(self, token: TokenRef) -> NDArray[np.float32] | None:
        """The token's state at every layer, (n_layers, dim); None until it is embedded."""
        states = self._session.states.get(token.sentence_id)
        return None if states is None or token.index >= states.shape[1] else states[:, token.index]

    def _name(self, token: TokenRef) -> str:
        number = self._numbers.number(token)
        if token in self._session.occurrences:
            return number
        return f"{self._numbers.context(token).word} {number}".strip()

    def _set_lines(self, lines: Sequence[Line], gap_name: str = "", note: str = "") -> None:
        n_layers = len(lines[0].values)
        places = [(str(k), layer_kind(k)) for k in range(n_layers)]
        if not np.isfinite(lines[-1].values).any():  # the random pairs'
            note = " ".join(filter(None, (note, NO_BASELINE)))
        self.chart.set_lines(lines, places, gap_name, note, self._session.view.layer)

    def _on_selection(self) -> None:
        if self.isVisible():
            self._show_selection()
            if self._right.currentIndex() == 0:
                self._show_chart(self._comparison())

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

    def _on_row_hovered(self, row: int) -> None:
        self._session.hovered = self._places.tokens[row] if 0 <= row < len(self._places.tokens) else None

    def _on_rows_chosen(self, rows: list[int]) -> None:
        self._session.selection = frozenset(self._places.tokens[row] for row in rows)

    def _on_cell_hovered(self, row: int, column: int) -> None:
        self._cell = (row, column)
        self._on_row_hovered(row)
        self._show_hovered()

    def _on_cell_clicked(self, row: int, column: int, adds: bool) -> None:
        if max(row, column) < len(self._places.tokens):
            chosen = frozenset({self._places.tokens[row], self._places.tokens[column]})
            self._session.selection = self._session.selection | chosen if adds else chosen

    def _on_word_chosen(self, word: str) -> None:
        focus_on(word, self._session)

    def _fit(self) -> None:
        height = self.matrix_room().height()
        wanted = self.matrix.width_for_height(height) + 2 * _PAD
        chart = min(max(round(0.3 * self.width()), theme.px(292)), theme.px(430))
        left = self.width() - chart - 2
        matrix = max(theme.px(220), min(wanted, round(0.4 * self.width()), left - theme.px(240)))
        self._matrix_part.setFixedWidth(matrix)
        self._chart_part.setFixedWidth(chart)
        self._right.setFixedWidth(matrix + chart + 1)

    def matrix_room(self) -> QRect:
        """Where the matrix may lie, in the panel's pixels."""
        above = 10 + self.matrix_title.height() + 6
        return QRect(_PAD, above, self.width(), max(1, self.height() - above - 12))


def _part(title: SectionTitle, content: QWidget, left: int = _PAD) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(left, 10, _PAD, 12)
    column.setSpacing(6)
    if left != _PAD:
        heading = QHBoxLayout()
        heading.setContentsMargins(_PAD - left, 0, 0, 0)
        heading.addWidget(title)
        column.addLayout(heading)
    else:
        column.addWidget(title)
    column.addWidget(content, 1)
    return part


def _row(parent: QWidget, parts: Sequence[QWidget]) -> None:
    row = QHBoxLayout(parent)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for part in parts:
        row.addWidget(part)


def _differ(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    return any(a is not b for a, b in zip(new, old, strict=True))


def _baseline(scales: Sequence[CosineScale]) -> Line:
    values = np.array([scale.shown_baseline for scale in scales])
    return Line("random pair", values, "text3", "text2", _DOTTED, nodes=False)


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    lengths = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths > 0 else float("nan")
