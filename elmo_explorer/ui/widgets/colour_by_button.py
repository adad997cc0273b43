"""The chooser of what the points' colours mean."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.menu_button import MenuButton, draw_text, text_width

_LABEL = mark("Colour by")
_GLYPH = 9
_N_GLYPHS = 4
_SHORT_CHOICE = 60
"""Room for the choice where the window is narrow: longer ones are cut, the tooltip has them whole."""


class ColourByButton(MenuButton):
    """Says ``Colour by``, shows the first four markers, and names the choice."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``choices``: key -> what people read."""
        self._choices = dict(choices)
        self._key = next(iter(self._choices))
        self._short = False
        menu = QMenu(parent)
        super().__init__(menu, parent)
        self._actions: dict[str, QAction] = {}
        group = QActionGroup(self)
        for key, label in self._choices.items():
            action = QAction(label, menu, checkable=True)
            group.addAction(action)
            menu.addAction(action)
            self._actions[key] = action
            action.triggered.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        self.set_choice(self._key)

    @property
    def choice(self) -> str:
        """The key of what is chosen."""
        return self._key

    def set_choice(self, key: str) -> None:
        """Show a choice without a signal."""
        self._key = key
        self._actions[key].setChecked(True)
        self.setAccessibleName(f"{tr(_LABEL)} {self._choices[key]}")
        self.setToolTip(tr("{label} {lower} (C: next)", label=tr(_LABEL), lower=self._choices[key].lower()))
        self.updateGeometry()
        self.update()

    def say_again(self) -> None:
        """What is put together of texts, in the language of now."""
        for key, action in self._actions.items():
            action.setText(self._choices[key])
        self.set_choice(self._key)

    def set_short(self, short: bool) -> None:
        """Leave out the label, which the tooltip has as well."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    @property
    def label_width(self) -> float:
        """What leaving out the label saves."""
        return text_width(theme.font(12), tr(_LABEL)) + 7

    @property
    def saved_when_short(self) -> float:
        """Pixels that the short form is narrower."""
        longest = max(text_width(theme.font(12, 600), label) for label in self._choices.values())
        return self.label_width + max(0.0, longest - theme.px(_SHORT_CHOICE))

    def content_width(self) -> float:
        """Label, markers, and the longest choice, so that the button keeps its width."""
        label = 0.0 if self._short else self.label_width
        return label + _N_GLYPHS * (_GLYPH - 2) + 8 + self._choice_width() + 4

    def _choice_width(self) -> float:
        longest = max(text_width(theme.font(12, 600), label) for label in self._choices.values())
        return min(longest, theme.px(_SHORT_CHOICE)) if self._short else longest

    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        """Label, markers, choice."""
        x = box.left() + _GLYPH / 2
        if not self._short:
            x = (
                draw_text(painter, box.left(), self.height(), tr(_LABEL), theme.font(12), "text2")
                + 7
                + _GLYPH / 2
            )
        painter.setPen(Qt.PenStyle.NoPen)
        for k in range(_N_GLYPHS):
            category = theme.category(k)
            painter.save()
            painter.translate(x, self.height() / 2)
            painter.scale(_GLYPH, _GLYPH)
            painter.setBrush(category.mark)
            painter.drawPath(theme.marker_path(category.shape))
            painter.restore()
            x += _GLYPH - 2
        font = theme.font(12, 600)
        room = self._choice_width() + 1
        text = QFontMetricsF(font).elidedText(self._choices[self._key], Qt.TextElideMode.ElideRight, room)
        draw_text(painter, x + 2, self.height(), text, font, "text1")
