"""The numbers of one token's vector, layer by layer, as strips."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elmo_explorer.session.session import Session
from elmo_explorer.session.token_in_view import token_in_view
from elmo_explorer.session.units import UnitAsk
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.plain_scroll import plain_scroll
from elmo_explorer.ui.widgets.scale_legend import ScaleLegend
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.vector_strip import Strip, VectorStrips, symmetric_limit

_TIP = mark(
    "Each strip is what a layer gives out for the word: the forward LSTM's numbers, then the backward one's.\n"
    "Click a number to rank the tokens that drive it highest and lowest."
)


class VectorPart(QWidget):
    """Shows the token in view; a click on a number writes ``session.unit_ask``."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.title = SectionTitle(tr("Vector"))
        self.legend = ScaleLegend()
        self.strips = VectorStrips()
        heading = QHBoxLayout()
        heading.addWidget(self.title, 1)
        heading.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(heading)
        column.addWidget(plain_scroll(self.strips, down=True), 1)
        self.strips.unit_chosen.connect(self._on_unit_chosen)

    def refresh(self, numbers: SentenceNumbers) -> None:
        """Show the session as it is now; ``numbers`` are those of its sentences."""
        session, token = self._session, token_in_view(self._session)
        states = session.states.get(token.sentence_id) if token is not None else None
        if token is None or states is None or token.index >= states.shape[1]:
            word = "" if token is None else numbers.context(token).word
            self.title.set_text(
                tr("Vector of “{word}”", word=word) if word else tr("Vector"), tr("not computed yet")
            )
            self.strips.set_strips((), 1.0)
            return
        layers: NDArray[np.float32] = states[:, token.index]
        mixed = self._mixed(layers)
        limit = symmetric_limit(np.vstack([layers, mixed]))
        count = tr("{shape:,} numbers per layer", shape=layers.shape[1])
        self.title.set_text(
            tr("Vector of “{word}”", word=numbers.context(token).word),
            tr("{count}, sentence {number}", count=count, number=numbers.number(token)),
            count,
        )
        self.title.setToolTip(tr(_TIP))
        self.legend.set_limit(limit)
        strips = [Strip(tr("Mix"), mixed, _length(mixed), "accent_text")]
        strips += [Strip(tr("Layer {k}", k=k), layer, _length(layer)) for k, layer in enumerate(layers)]
        self.strips.set_strips(strips, limit, tr("length"))
        self.show_ask()

    def show_ask(self) -> None:
        """Mark the unit whose tokens are listed."""
        ask = self._session.unit_ask
        if ask is None:
            self.strips.set_marked(-1, -1)
        else:
            self.strips.set_marked(0 if ask.layer is None else ask.layer + 1, ask.unit)

    def _mixed(self, layers: NDArray[np.float32]) -> NDArray[np.float32]:
        mix = self._session.mix
        if len(mix.weights) != len(layers):  # a moment between two models
            return np.zeros_like(layers[0])
        return token_vector(layers, mix, None)

    def _on_unit_chosen(self, row: int, unit: int) -> None:
        self._session.unit_ask = UnitAsk(None if row == 0 else row - 1, unit)


def _length(vector: NDArray[np.float32]) -> str:
    return f"{float(np.linalg.norm(vector)):.1f}"
