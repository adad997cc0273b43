"""How wide words are, measured once each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

_CODE_POINTS = 0x110000


class WordWidths:
    """Widths in pixels of words in a regular and a bold font."""

    def __init__(self, regular: QFont, bold: QFont) -> None:
        self._metrics = (QFontMetricsF(regular), QFontMetricsF(bold))
        self._words: dict[tuple[str, bool], float] = {}
        self._advances = np.full(_CODE_POINTS, np.nan, np.float32)
        self.space = self.of(" ")

    def of(self, word: str, bold: bool = False) -> float:
        """The exact width of one word."""
        width = self._words.get((word, bold))
        if width is None:
            width = self._words[word, bold] = self._metrics[bold].horizontalAdvance(word)
        return width

    def estimate(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The widths of many texts in the regular font, (n_texts,), without kerning: within about 2 %."""
        joined = "".join(texts).encode("utf-32-le", errors="replace")
        points = np.frombuffer(joined, np.uint32)
        advances = self._advances[points]
        if len(unknown := np.unique(points[np.isnan(advances)])):
            for point in unknown:
                self._advances[point] = self._metrics[0].horizontalAdvance(chr(point))
            advances = self._advances[points]
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
        sums = np.concatenate(([0.0], np.cumsum(advances, dtype=np.float64)))
        return np.asarray(sums[ends] - sums[np.concatenate(([0], ends[:-1])) if len(ends) else ends], float)

    def elided(self, word: str, width: float, bold: bool = False) -> str:
        """The beginning of a word with an ellipsis, at most ``width`` wide."""
        return self._metrics[bold].elidedText(word, Qt.TextElideMode.ElideRight, width)
