"""Left ear, right ear: which half of the focus word's vectors tells every two of its groups apart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from elmo_explorer.analysis.half_separation import FEWEST_USES
from elmo_explorer.analysis.similarity import MOST_COMPARED
from elmo_explorer.session.ears import EarPair, Ears
from elmo_explorer.session.session import Session
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.ear_names import (
    SAME_IN_BOTH,
    decisive_layer,
    how_told_apart,
    pair_details,
    pair_remark,
    pair_sentence,
)
from elmo_explorer.ui.layer_names import group_noun
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.group_pair_table import GroupPairTable, Heading, Member, PairRow

_SIDES = ((mark("left"), "forward"), (mark("right"), "backward"))


class EarPairs(QWidget):
    """Shows ``session.ears`` as a table, or says what is missing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Ears | None = None
        self.table = GroupPairTable()
        self.table.lines.setAccessibleName(tr("Which ear tells two groups apart"))
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.missing = EmptyPage()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(shown)
        self._pages.addWidget(self.missing)
        self.note.setToolTip(
            tr(
                "Layer 0 is the word vector twice: both halves are equal.\n{how_told_apart}",
                how_told_apart=how_told_apart(),
            )
        )

    def refresh(self) -> None:
        """Show what the session has now."""
        found = self._session.ears
        missing = self._what_is_missing(found)
        self.missing.set_text(tr("No ear can tell yet"), missing)
        self._pages.setCurrentIndex(1 if missing or found is None else 0)
        if found is None or missing:
            return
        self.note.setText(" ".join(filter(None, (self._what_is_left_out(found), tr(SAME_IN_BOTH)))))
        if found is self._shown:
            return
        self._shown = found
        pairs = sorted(found.pairs, key=lambda pair: min(pair.n_one, pair.n_other) < FEWEST_USES)
        sides = tuple((tr(name), role) for name, role in _SIDES)
        headings = [Heading(tr("layer {k}", k=k), sides) for k in range(1, len(pairs[0].layers))]
        self.table.set_rows([_row(pair, found.names) for pair in pairs], headings)

    def _what_is_missing(self, found: Ears | None) -> str:
        if found is None:
            return ""
        noun, nouns = group_noun(self._session.view.colour_by)
        if found.n_groups == 0:
            return tr("No {noun} is set: to tell {nouns} apart needs two {nouns}.", noun=noun, nouns=nouns)
        if found.n_groups == 1:
            return tr(
                "All have the same {noun}: to tell {nouns} apart needs two {nouns}.", noun=noun, nouns=nouns
            )
        if not any(min(pair.n_one, pair.n_other) >= FEWEST_USES for pair in found.pairs):
            return tr(
                "Too few uses: two {nouns} of {fewest_uses} uses each are needed to tell them apart by ear.",
                nouns=nouns,
                fewest_uses=FEWEST_USES,
            )
        return ""

    def _what_is_left_out(self, found: Ears) -> str:
        told = []
        if found.n_paired < found.n_groups:
            nouns = group_noun(self._session.view.colour_by)[1]
            told.append(
                tr(
                    "The {n_paired} largest of {n_groups:,} {nouns}.",
                    n_paired=found.n_paired,
                    n_groups=found.n_groups,
                    nouns=nouns,
                )
            )
        n_all = len(self._session.occurrences)
        if found.n_uses == MOST_COMPARED < n_all:
            told.append(tr("The first {n_uses:,} of {n_all:,} uses.", n_uses=found.n_uses, n_all=n_all))
        return " ".join(told)


def _row(pair: EarPair, names: tuple[str, ...]) -> PairRow:
    remark = pair_remark(pair)
    values: list[float] = []
    strong: list[bool] = []
    for found in pair.layers[1:]:  # layer 0 is the word vector twice
        values += (found.forward, found.backward)
        strong += (found.verdict in ("forward", "both"), found.verdict in ("backward", "both"))
    return PairRow(
        Member(pair.one, names[pair.one]),
        Member(pair.other, names[pair.other]),
        tr("told apart {remark}", remark=remark) if decisive_layer(pair) >= 0 else remark,
        tuple(values),
        tuple(strong),
        pair_sentence(pair, names),
        pair_details(pair, names),
    )
