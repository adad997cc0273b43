"""The selected sentence of a talk, in large type with its word as a chip."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.snippet import Snippet, snippet
from elmo_explorer.ui.stage.sizes import TITLE, Sizes
from elmo_explorer.ui.theme import theme

_SMALLEST = 20
"""Pixels of type to which a long sentence shrinks before it is cut."""


class StageSentence(QWidget):
    """Follows the selection; without one it says how often the focus word is there."""

    def __init__(self, session: Session, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._sizes = session, sizes
        self.said = Snippet("", "", "")
        """What stands there."""
        self.category: int | None = None
        events = session.events
        self._followed = (events.selection, events.sentences, events.groups, events.occurrences, events.focus)
        for event in self._followed:
            event.connect(self._follow)
        self._follow()

    def close_sentence(self) -> None:
        """Follow the session no more."""
        for event in self._followed:
            event.disconnect(self._follow)

    def _follow(self) -> None:
        session, token = self._session, self._token()
        if token is not None:
            sentence = session.sentence(token.sentence_id)
            self.said = snippet(sentence.text, sentence.tokens, token.index, around=None)
            group = session.groups.of.get(token, -1)
            self.category = group if 0 <= group < len(session.groups.names) else None
        elif session.focus is not None and session.occurrences:
            n = len(session.occurrences)
            before = tr("one use of ") if n == 1 else tr("{n} uses of ", n=n)
            self.said, self.category = Snippet(before, session.focus.word, ""), None
        else:
            self.said, self.category = Snippet("", "", ""), None
        self.setAccessibleName(str(self.said))
        self.update()

    def _token(self) -> TokenRef | None:
        if len(self._session.selection) != 1:
            return None
        (token,) = self._session.selection
        lengths = {s.id: len(s.tokens) for s in self._session.sentences if s.id == token.sentence_id}
        return token if token.index < lengths.get(token.sentence_id, 0) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band, and the sentence in its middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        if not self.said.word:
            return
        px = self._sizes.px
        room = self.width() - 2 * px(40)
        size, runs, widths, pad = TITLE, self.said, (0.0, 0.0, 0.0), 0.0
        for size in range(TITLE, _SMALLEST - 1, -2):
            widths, pad = self._widths(size), px(size * 0.47)
            if sum(widths) + 2 * pad + self._gaps() <= room:
                break
        else:
            runs = self._cut(size, room - 2 * pad - self._gaps())
            widths = self._widths(size, runs)
        plain, bold = self._fonts(size)
        gap_before, gap_after = (px(10) if part.strip() else 0 for part in (runs.before, runs.after))
        x = (self.width() - sum(widths) - 2 * pad - gap_before - gap_after) / 2
        box = QRectF(x, 0, widths[0] + 2, self.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(plain)
        painter.setPen(theme.color("text1"))
        painter.drawText(box, middle, runs.before.rstrip())
        x += widths[0] + gap_before
        high = px(size * 1.47)
        chip = QRectF(x, (self.height() - high) / 2, widths[1] + 2 * pad, high)
        look = theme.category(self.category) if self.category is not None else None
        fill = look.mark if look is not None else theme.color("accent_soft")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(chip, px(11), px(11))
        painter.setFont(bold)
        painter.setPen(theme.text_on(fill))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, runs.word)
        x = chip.right() + gap_after
        painter.setFont(plain)
        painter.setPen(theme.color("text1"))
        painter.drawText(QRectF(x, 0, widths[2] + 2, self.height()), middle, runs.after.lstrip())

    def _fonts(self, size: int) -> tuple[QFont, QFont]:
        return self._sizes.font(size, 500), self._sizes.font(size, 700)

    def _gaps(self) -> int:
        return self._sizes.px(10) * (bool(self.said.before.strip()) + bool(self.said.after.strip()))

    def _widths(self, size: int, runs: Snippet | None = None) -> tuple[float, float, float]:
        plain, bold = (QFontMetricsF(font) for font in self._fonts(size))
        before, word, after = runs or self.said
        return (
            plain.horizontalAdvance(before.rstrip()),
            bold.horizontalAdvance(word),
            plain.horizontalAdvance(after.lstrip()),
        )

    def _cut(self, size: int, room: float) -> Snippet:
        """As much on both sides of the word as there is room for."""
        metrics = QFontMetricsF(self._fonts(size)[0])
        first, word, last = self._widths(size)
        free = max(room - word, 0.0)
        left = min(first, max(free / 2, free - last))
        elide = Qt.TextElideMode
        return Snippet(
            metrics.elidedText(self.said.before.rstrip(), elide.ElideLeft, left),
            metrics.elidedText(self.said.word, elide.ElideRight, room),
            metrics.elidedText(self.said.after.lstrip(), elide.ElideRight, free - left),
        )
