"""What lies over the picture for the semantic axes: the words at its edges, and the card in which they are typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from elmo_explorer.session.axis_presets import axis_presets
from elmo_explorer.session.axis_text import axis_from_ends, axis_name, ends_as_text, place_of, token_as_text
from elmo_explorer.session.session import AxisFit, Points, SemanticAxis, Session, TokenRef, View
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.axis_editor import AxisEditor, Chip, Count, Texts
from elmo_explorer.ui.widgets.axis_end import AxisEnd, Side
from elmo_explorer.ui.widgets.scatter import Scatter

_MARGIN = 15
_WIDEST = 620
_SIDES: tuple[tuple[Side, int, int], ...] = (("left", 0, 0), ("right", 0, 1), ("down", 1, 0), ("up", 1, 1))


class AxisOverlay(QObject):
    """Shows ``session.view.axes`` and what became of them, and writes them."""

    changed = Signal()
    """The card has come, gone or changed its height."""
    left = Signal()
    """The keyboard goes back to the picture."""

    def __init__(self, session: Session, scatter: Scatter) -> None:
        super().__init__(scatter)
        self._session = session
        self._scatter = scatter
        self._offered: list[SemanticAxis] = []
        self.is_open = True
        """Whether the card is shown with the projection "axis"; the user may close it."""
        self.editor = AxisEditor(scatter)
        self.ends = {side: AxisEnd(side, scatter) for side, _, _ in _SIDES}
        for widget in (self.editor, *self.ends.values()):
            scatter.add_float(widget)
        self._show_ends(session.points)
        self._show()

        self.editor.edited.connect(self._on_edited)
        self.editor.chip_chosen.connect(lambda index: self._use(self._offered[index]))
        self.editor.closed.connect(lambda: self.set_open(False))
        self.editor.resized.connect(self.changed)
        for side, row, end in _SIDES:
            self.ends[side].clicked.connect(lambda row=row, end=end: self._edit(row, end))
        events = session.events
        events.view.connect(self._on_view)
        events.points.connect(self._show_ends)
        for event in (events.axis_fit, events.selection, events.sentences, events.model):
            event.connect(self._show)

    def set_open(self, is_open: bool) -> None:
        """Show the card, or leave the picture to itself."""
        if is_open != self.is_open:
            self.is_open = is_open
            self._show()
            self.changed.emit()
        if is_open:
            self.editor.raise_()
        else:
            self.left.emit()

    def lay_out(self, top: int, bottom: int) -> None:
        """Place everything between two heights of the picture."""
        width = self._scatter.width()
        self.editor.set_width(min(width - 2 * _MARGIN, theme.px(_WIDEST)))
        self.editor.move(_MARGIN, top + theme.px(4))
        upper = self.editor.geometry().bottom() if not self.editor.isHidden() else top
        middle = (upper + bottom) // 2
        left, right, up, down = (self.ends[side] for side in ("left", "right", "up", "down"))
        left.move(theme.px(6), middle - left.height() // 2)
        right.move(width - right.width() - theme.px(6), middle - right.height() // 2)
        up.move((width - up.width()) // 2, upper + theme.px(6))
        down.move((width - down.width()) // 2, bottom - down.height() - theme.px(4))

    @property
    def height(self) -> int:
        """Pixels that the card takes from the picture; 0 while it is not there."""
        return 0 if self.editor.isHidden() else self.editor.height() + theme.px(8)

    # From the session

    def _on_view(self, view: View, old: View) -> None:
        if view.projection != old.projection:
            self.is_open = True
        if (view.projection, view.axes) != (old.projection, old.axes):
            self._show()
            self._show_ends(self._session.points)
            self.changed.emit()

    def _show(self) -> None:
        session = self._session
        on = session.view.projection == "axis" and self.is_open
        if on:
            self._show_texts()
            self._show_found()
        if on == self.editor.isHidden():
            self.editor.setVisible(on)
            self.changed.emit()

    def _show_texts(self) -> None:
        """The session's axes; what is being typed is left alone when it means the same."""
        session = self._session
        axes = session.view.axes
        if not self.editor.is_typing and self._meant(self.editor.texts) != axes:
            self.editor.set_axes(tuple(ends_as_text(axis, session.sentences) for axis in axes) or (("", ""),))

    def _show_found(self) -> None:
        session, found = self._session, self._session.axis_fit
        axes = session.view.axes
        answered = found is not None and found.axes == axes
        counts = []
        if found is not None and answered:
            counts = [
                (self._count(low, axis.low, axis.low_tokens), self._count(high, axis.high, axis.high_tokens))
                for axis, (low, high) in zip(axes, found.counts, strict=True)
            ]
        self.editor.set_counts(counts)
        if not axes:
            self.editor.set_message(tr("Type words for both ends, or begin with:"), "text2")
        elif found is not None and answered:
            self.editor.set_message(found.error or found.note, "error" if found.error else "text2")
        self._show_chips(found)

    def _count(self, counts: tuple[int, ...], words: tuple[str, ...], tokens: tuple[TokenRef, ...]) -> Count:
        total = sum(counts)
        if not counts:
            return Count()
        named = [*words, *(token_as_text(token, self._session.sentences) for token in tokens)]
        tip = ", ".join(f"{name} {count:,}" for name, count in zip(named, counts, strict=True))
        text = f"{total:,} {'token' if total == 1 else 'tokens'}" if total else tr("no match")
        return Count(text, not total, tr("Loaded tokens that match: {tip}", tip=tip))

    def _show_chips(self, found: AxisFit | None) -> None:
        """Axes to begin with, where there is none yet, or none that is possible; two selected tokens at all times."""
        session = self._session
        selected = self._selected()
        offers: list[tuple[SemanticAxis, Chip]] = []
        if selected is not None and selected not in session.view.axes:
            name = axis_name(selected, session.sentences)
            offers.append((selected, Chip(name, tr("The two selected tokens are the ends"))))
        if found is None or not session.view.axes or found.error:
            possible = found.presets if found is not None else frozenset()
            for preset in axis_presets(session.model):
                low, high = ends_as_text(preset, ())
                tip = f"{low} – {high}"
                if preset not in possible:
                    tip += tr(": no loaded token matches one of the ends")
                offers.append((preset, Chip(axis_name(preset, ()), tip, preset in possible)))
        self._offered = [axis for axis, _ in offers]
        self.editor.set_chips([chip for _, chip in offers])

    def _show_ends(self, points: Points | None) -> None:
        axes = points.axes if points is not None and self._session.view.projection == "axis" else ()
        texts = [ends_as_text(axis, self._session.sentences) for axis in axes]
        changed = False
        for side, row, end in _SIDES:
            text = texts[row][end] if row < len(texts) else ""
            if text != self.ends[side].text:
                self.ends[side].set_text(text)
                self.ends[side].lower()
                changed = True
        if changed:
            self.changed.emit()

    def _selected(self) -> SemanticAxis | None:
        return axis_of_selection(self._session)

    # To the session

    def _edit(self, row: int, end: int) -> None:
        self.set_open(True)
        self.editor.set_focus(bool(end), row)

    def _on_edited(self, texts: Texts) -> None:
        self._write(self._meant(texts))

    def _use(self, axis: SemanticAxis) -> None:
        """Take this axis instead of the one without matches, in the second row where that is open, or else as the first."""
        axes, found = list(self._session.view.axes), self._session.axis_fit
        row = 0
        if found is not None and found.axes == tuple(axes):
            without = [k for k, ends in enumerate(found.counts) if not all(any(counts) for counts in ends)]
            row = without[0] if without else 0
        if axes and row == 0 and self.editor.second_is_new:
            row = 1
        axes[row : row + 1] = [axis]
        self._write(tuple(axes))
        self._show_texts()

    def _meant(self, texts: Texts) -> tuple[SemanticAxis, ...]:
        sentences = self._session.sentences
        axes = (axis_from_ends(low, high, sentences) for low, high in texts if low.strip() or high.strip())
        return tuple(axes)

    def _write(self, axes: tuple[SemanticAxis, ...]) -> None:
        if axes != self._session.view.axes:
            self._session.view = replace(self._session.view, axes=axes)


def axis_of_selection(session: Session) -> SemanticAxis | None:
    """From one of two selected tokens to the other, in the order of the list; None unless two are selected."""
    if len(session.selection) != 2:
        return None
    places = {token: place_of(token, session.sentences) for token in session.selection}
    if min(places.values()) < 0:
        return None
    low, high = sorted(places, key=lambda token: (places[token], token.index))
    return SemanticAxis((), (), (low,), (high,))
