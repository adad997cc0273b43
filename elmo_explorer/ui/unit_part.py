"""The tokens that drive one number of the vectors highest and lowest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.session.units import UnitTokens
from elmo_explorer.translation import tr
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.unit_name import unit_name
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.value_lines import ValueLines


class UnitPart(QWidget):
    """Shows ``session.unit_tokens``; writes selection and hover, and ends ``session.unit_ask``."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = SentenceNumbers(())
        self._found: UnitTokens | None = None
        self.title = SectionTitle(tr("Tokens"))
        self.back = QuietButton("close", tr("Back to the layers' pictures (Esc)"))
        self.ends = (_End(session, tr("Highest")), _End(session, tr("Lowest")))
        heading = QHBoxLayout()
        heading.setSpacing(6)
        heading.addWidget(self.title, 1)
        heading.addWidget(self.back)
        lists = QHBoxLayout()
        lists.setSpacing(12)
        for end in self.ends:
            lists.addWidget(end, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(heading)
        column.addLayout(lists, 1)
        self.back.clicked.connect(self.end)

    def refresh(self, numbers: SentenceNumbers) -> None:
        """Show the session as it is now; ``numbers`` are those of its sentences."""
        self._numbers = numbers
        ask, found, model = self._session.unit_ask, self._session.unit_tokens, self._session.model
        if ask is None:
            return
        dim = model.dim if model is not None else next((a.shape[2] for a in self._session.states.values()), 0)
        same = found is not None and found.ask == ask
        remark = tr("ranking…") if found is None or not same else _of_how_many(found)
        self.title.set_text(tr("What drives {unit_name}", unit_name=unit_name(ask, dim)), remark)
        if found is None or not same:
            for end in self.ends:
                end.show_tokens((), np.zeros(0, np.float32), 1.0, self._numbers)
        else:
            most = [float(np.abs(v).max()) for v in (found.highest_values, found.lowest_values) if len(v)]
            limit = max([*most, 1e-9])
            self.ends[0].show_tokens(found.highest, found.highest_values, limit, self._numbers)
            self.ends[1].show_tokens(found.lowest, found.lowest_values, limit, self._numbers)
        self.show_hovered()

    def show_hovered(self) -> None:
        """Light the hovered token."""
        for end in self.ends:
            end.show_hovered()

    def end(self) -> None:
        """Ask for no unit any more."""
        self._session.hovered = None
        self._session.unit_ask = None


class _End(QWidget):
    """One list with its name."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self._session = session
        self._places = TokenPlaces(())
        self.title = SectionTitle(name)
        self.lines = ValueLines(tr("{name} tokens in context", name=name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.lines, 1)
        self.lines.row_hovered.connect(self._on_hovered)
        self.lines.row_chosen.connect(self._on_chosen)

    def show_tokens(
        self, tokens: Sequence[TokenRef], values: np.ndarray, limit: float, numbers: SentenceNumbers
    ) -> None:
        if tokens is not self._places.tokens:
            self._places = TokenPlaces(tokens)
            self.lines.scrollToTop()

        def row_at(i: int) -> KwicRow:
            token = tokens[i]
            category = self._session.groups.of.get(token, -1)
            return KwicRow(str(i + 1), category, *numbers.context(token))

        self.lines.set_values(values, limit, row_at)

    def show_hovered(self) -> None:
        hovered = self._session.hovered
        row = -1 if hovered is None else int(self._places.find((hovered,))[0])
        self.lines.set_lit(() if row < 0 else (row,))

    def _on_hovered(self, row: int) -> None:
        tokens = self._places.tokens
        self._session.hovered = tokens[row] if 0 <= row < len(tokens) else None

    def _on_chosen(self, row: int, adds: bool) -> None:
        chosen = frozenset({self._places.tokens[row]})
        self._session.selection = self._session.selection ^ chosen if adds else chosen


def _of_how_many(found: UnitTokens) -> str:
    if found.n_words:
        return tr("among {n_words:,} words: all uses of a word are alike here", n_words=found.n_words)
    return tr("among {n_tokens:,} tokens", n_tokens=found.n_tokens)
