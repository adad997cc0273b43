"""The badge that says how far a picture can be trusted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.kept_picture import KeptPicture
from elmo_explorer.ui.widgets.runs import Run, draw_line

POOR = 0.3
"""Points with less are drawn faintly."""
_NEIGHBOURS = 15
_HEIGHT = 32


class TrustBadge(FloatingFrame):
    """The share of neighbours kept, averaged over the points; a dash while it is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self.mean: float | None = None
        self.n_poor = 0
        self._tells_poor = False
        self._trust: NDArray[np.floating] | tuple[()] | None = ()
        self._kept = KeptPicture()
        self.set_trust(None)
        theme.changed.connect(self._lay_out)

    @property
    def text(self) -> str:
        """What it says."""
        return tr("trust –") if self.mean is None else tr("trust {mean:.2f}", mean=self.mean)

    @property
    def poor_text(self) -> str:
        """What it says of the faded points; nothing where there is no room or no such point."""
        return tr("  {n_poor:,} faded", n_poor=self.n_poor) if self.n_poor and self._tells_poor else ""

    def set_room(self, wide: bool) -> None:
        """Whether there is room to count the faded points."""
        if wide != self._tells_poor:
            self._tells_poor = wide
            self._lay_out()

    def say_again(self) -> None:
        """What is put together of texts, in the language of now."""
        trust, self._trust = self._trust, ()
        self.set_trust(None if isinstance(trust, tuple) else trust)
        self._lay_out()

    def set_trust(self, trust: NDArray[np.floating] | None) -> None:
        """Show the mean over the points that were measured.

        Args:
            trust: of each point, 0 to 1, (n_points,), NaN where it was not measured; None while it is not known.
        """
        if trust is self._trust:
            return
        self._trust = trust
        measured = np.empty(0) if trust is None else trust[np.isfinite(trust)]
        self.mean = float(measured.mean()) if len(measured) else None
        self.n_poor = int((measured < POOR).sum())
        n = 0 if trust is None else len(trust)
        k = max(1, min(_NEIGHBOURS, (n - 1) // 2))
        tip = tr(
            "The share of each point’s {k} nearest neighbours in the mix that are among its {k} "
            "nearest in the picture, averaged over the points",
            k=k,
        )
        if self.mean is None:
            tip += tr("; measured when the picture rests.")
        else:
            tip += tr(
                " ({n:,} measured); by chance it would be {k:.2f}.",
                n=len(measured),
                k=min(1.0, k / max(n - 1, 1)),
            )
        if self.n_poor:
            tip += tr(
                "\n{n_poor:,} points are faded: under {poor:.0%} of their neighbours are kept.",
                n_poor=self.n_poor,
                poor=POOR,
            )
        if tip != self.toolTip():
            self.setToolTip(tip)
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figure."""
        self._kept.show(self, (self.text, self.poor_text), self._draw)

    def _draw(self, painter: QPainter) -> None:
        self.draw_frame(painter)
        box = QRectF(theme.px(12), 0, self.width(), self.height())
        word, figure = self.text.split(" ")
        plain, strong = theme.font(12), theme.font(12, 600, tabular=True)
        colour = theme.color("text1" if self.mean is not None else "text3")
        runs = [
            Run(f"{word} ", plain, theme.color("text2")),
            Run(figure, strong, colour),
            Run(self.poor_text, theme.font(12, tabular=True), theme.color("text3")),
        ]
        draw_line(painter, runs, box)

    def _lay_out(self) -> None:
        word = QFontMetricsF(theme.font(12)).horizontalAdvance(tr("trust "))
        figure = QFontMetricsF(theme.font(12, 600, tabular=True)).horizontalAdvance("0.00")
        poor = QFontMetricsF(theme.font(12, tabular=True)).horizontalAdvance(self.poor_text)
        self.setFixedSize(round(word + figure + poor) + theme.px(24), theme.px(_HEIGHT))
        self.setAccessibleName(self.text)
        self.setAccessibleDescription(self.toolTip())
        self.update()
