"""The LSTMs' gates over the words of the sentence in view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from elmo_explorer.session.gates import GateKind, SentenceGates
from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.session.token_in_view import token_in_view
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.cell_field import CellField
from elmo_explorer.ui.widgets.followed_line import FollowedLine
from elmo_explorer.ui.widgets.gate_rows import FollowedCell, GateRow, GateWords
from elmo_explorer.ui.widgets.gate_table import GateTable
from elmo_explorer.ui.widgets.scale_legend import ScaleLegend
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.vector_strip import symmetric_limit

MOST_FOLLOWED = 4
_NAMES: dict[GateKind, str] = {
    "input": mark("input"),
    "forget": mark("forget"),
    "output": mark("output"),
    "candidate": mark("candidate"),
    "cell": mark("cell"),
}
_ROWS = tuple(_NAMES)
_TITLE, _SHORT = mark("LSTM gates while reading"), mark("LSTM gates")
_TIP = mark(
    "Input: how much of the candidate is let into the cell. Forget: how much of the cell is kept.\n"
    "Output: how much of the cell is shown. Cell: what it holds after the word.\n"
    "These are the LSTM's own cells; a projection makes the numbers of the vector's strips out of all of them,\n"
    "so cell 7 is not number 7 of a strip."
)


class GatesPart(QWidget):
    """Shows ``session.gates``; writes selection and hover. Layer, direction and cells to follow are chosen here."""

    following_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._layer: int | None = None
        self._cells: tuple[int, ...] = ()
        self._limit_of: SentenceGates | None = None
        self._limit = 1.0
        self.title = SectionTitle(tr(_TITLE))
        self.layer = Segmented(name=tr("LSTM layer"))
        self.direction = Segmented(name=tr("Direction"))
        self.direction.set_segments(
            (tr("Forward"), tr("Backward")), (tr("Reads from left to right"), tr("Reads from right to left"))
        )
        self.field = CellField()
        self.table = GateTable()
        self.caption = FollowedLine()
        self.back = QPushButton(tr("All cells"))
        self.back.setProperty("kind", "link")
        self.back.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.setToolTip(tr("Show all cells again (Esc)"))
        self.back.setAccessibleName(tr("Show all cells again"))
        self.legend = ScaleLegend()
        self.legend.set_words(tr("closed"), tr("open"))
        self._lay_out()
        self.layer.changed.connect(self._on_layer)
        self.direction.changed.connect(self._on_direction)
        self.field.chosen.connect(self.follow)
        self.back.clicked.connect(self.show_all)
        columns = self.table.columns
        columns.cell_chosen.connect(self.follow)
        columns.column_hovered.connect(self._on_hovered)
        columns.column_chosen.connect(self._on_chosen)
        theme.changed.connect(self._fit_heading)

    @property
    def cells(self) -> tuple[int, ...]:
        """The cells that are followed."""
        return self._cells

    def refresh(self) -> None:
        """Show the session as it is now."""
        gates = self._session.gates
        if gates is None:
            self._cells = ()
            self.table.set_gates(GateWords(()), ())
            self.caption.set_text(tr("not read yet"))
            self.back.hide()
            self.field.setEnabled(False)
            return
        self._fit_heading()
        layer = self._shown_layer(gates)
        self.layer.set_index(layer)
        self._cells = tuple(cell for cell in self._cells if cell < gates.n_cells)
        self.field.setEnabled(True)
        self.field.set_count(gates.n_cells)
        rows = self._rows(gates, layer)
        followed = self._followed(gates, layer)
        self.table.set_gates(self._words(gates), rows, followed)
        n = rows[0].values.shape[1]
        self.back.setVisible(bool(self._cells))
        if self._cells:
            self.caption.set_cells([(cell.category, tr("cell {cell}", cell=cell.cell)) for cell in followed])
        else:
            self.caption.set_text(
                tr("{n} of {n_cells:,} cells each, sorted; bar: mean of all", n=n, n_cells=gates.n_cells)
            )
        self.caption.setToolTip(tr(_TIP))
        self.title.setToolTip(tr(_TIP))

    def follow(self, cell: int) -> None:
        """Follow one more cell; the one that was chosen first goes where there are too many."""
        kept = tuple(other for other in self._cells if other != cell)
        self._cells = (*kept, cell)[-MOST_FOLLOWED:]
        self.refresh()
        self.following_changed.emit()

    def show_all(self) -> None:
        """Follow no cell any more."""
        if self._cells:
            self._cells = ()
            self.refresh()
            self.following_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names are cut where there is little room."""
        super().resizeEvent(event)
        self._fit_heading()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self.title, 1)
        for control in (self.field, self.layer, self.direction):
            heading.addWidget(control)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(heading)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _fit_heading(self) -> None:
        gates = self._session.gates
        n = gates.n_layers if gates is not None else max(1, len(self._session.mix.weights) - 1)
        long = [tr("Layer {k}", k=k + 1) for k in range(n)]
        others = self.direction.sizeHint().width() + self.field.width() + 3 * 8
        title = QFontMetricsF(theme.font(12, 600)).horizontalAdvance(tr(_TITLE)) + 6
        short = QFontMetricsF(theme.font(12, 600)).horizontalAdvance(tr(_SHORT)) + 6
        room = self.width() - others
        labels = long if self.layer.width_with(long) + short <= room else [str(k + 1) for k in range(n)]
        self.layer.set_segments(labels, [tr("LSTM layer {k}", k=k + 1) for k in range(n)])
        if gates is not None:
            self.layer.set_index(self._shown_layer(gates))
        self.back.setFixedHeight(theme.px(18))
        self.title.set_text(tr(_TITLE) if self.layer.width_with(labels) + title <= room else tr(_SHORT))
        self.title.setToolTip(tr(_TIP))

    def _shown_layer(self, gates: SentenceGates) -> int:
        """From 0; the top one until another is chosen."""
        top = gates.n_layers - 1
        return top if self._layer is None else min(self._layer, top)

    @property
    def _direction(self) -> int:
        return max(0, self.direction.index)

    def _places(self, gates: SentenceGates) -> slice:
        """Of the sentence's places those that the direction reads."""
        n = len(gates.tokens)
        return slice(0, n + 1) if self._direction == 0 else slice(1, n + 2)

    def _rows(self, gates: SentenceGates, layer: int) -> list[GateRow]:
        at = (layer, self._direction, self._places(gates))
        if self._limit_of is not gates:
            self._limit_of, self._limit = gates, symmetric_limit(gates.samples["cell"].values)
        rows = []
        for kind in _ROWS:
            found = gates.samples[kind]
            limit = {"candidate": 1.0, "cell": self._limit}.get(kind, 0.0)
            rows.append(
                GateRow(
                    tr(_NAMES[kind]),
                    found.values[at],
                    found.columns[at],
                    found.means[at],
                    limit,
                    kind == "candidate",
                )
            )
        return rows

    def _followed(self, gates: SentenceGates, layer: int) -> list[FollowedCell]:
        places = self._places(gates)
        return [
            FollowedCell(
                cell,
                k,
                np.stack([gates.values[kind][layer, self._direction, places, cell] for kind in _ROWS]),
            )
            for k, cell in enumerate(self._cells)
        ]

    def _words(self, gates: SentenceGates) -> GateWords:
        backward = self._direction == 1
        words = (*gates.tokens, "<EOS>") if backward else ("<BOS>", *gates.tokens)
        quiet = frozenset({len(words) - 1 if backward else 0})
        token = token_in_view(self._session)
        marked = -1
        if token is not None and token.sentence_id == gates.sentence_id and token.index < len(gates.tokens):
            marked = token.index + (0 if backward else 1)
        category = -1 if token is None else self._session.groups.of.get(token, -1)
        return GateWords(words, quiet, marked, category, backward)

    def _token(self, column: int) -> TokenRef | None:
        """The word of a column; None at the beginning and the end."""
        gates = self._session.gates
        index = column - (0 if self._direction == 1 else 1)
        if gates is None or not 0 <= index < len(gates.tokens) or column < 0:
            return None
        return TokenRef(gates.sentence_id, index)

    def _on_layer(self, layer: int) -> None:
        """A cell's number means another cell in another LSTM."""
        self._layer = layer
        self.show_all()
        self.refresh()

    def _on_direction(self) -> None:
        self.show_all()
        self.refresh()

    def _on_hovered(self, column: int) -> None:
        self._session.hovered = self._token(column)

    def _on_chosen(self, column: int) -> None:
        token = self._token(column)
        if token is not None:
            self._session.selection = frozenset({token})
