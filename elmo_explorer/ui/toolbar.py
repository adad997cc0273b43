"""The bar at the top: model, projection, layer, colours, search, history, theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from elmo_explorer.session.session import ColourBy, ModelInfo, ProjectionMethod, Session, View
from elmo_explorer.session.shown_model import n_sentences_of
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.picture_caption import METHOD_NAMES
from elmo_explorer.ui.projection_choice import choose_projection
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.colour_by_button import ColourByButton
from elmo_explorer.ui.widgets.model_chip import ModelChip, State
from elmo_explorer.ui.widgets.search_field import SearchField
from elmo_explorer.ui.widgets.segmented import Segmented

_PROJECTIONS: Final[dict[ProjectionMethod, str]] = {
    "pca": mark("The plane of largest spread, follows the mix (Shift+1)"),
    "umap": mark("Neighbourhoods, follows the mix step by step (Shift+2)"),
    "tsne": mark("Neighbourhoods, goes on when the mix rests (Shift+3)"),
    "axis": mark("Between words that you choose, follows the mix (Shift+4)"),
}
_COLOURS: Final[dict[ColourBy, str]] = {
    "sense": mark("Sense"),
    "sentence": mark("Sentence"),
    "word": mark("Word"),
    "cluster": mark("Cluster"),
    "part of speech": mark("Part of speech"),
}
_MOST_NAMED_LAYERS = 4


class Toolbar(QWidget):
    """Shows the session's view and model and writes the view."""

    undo_requested = Signal()
    redo_requested = Signal()
    theme_requested = Signal()
    present_requested = Signal()
    search_changed = Signal(str)
    search_submitted = Signal(str)

    def __init__(
        self, session: Session, main_menu: QMenu, model_menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._folded = self._presents = False
        self.setAccessibleName(tr("Toolbar"))
        self.menu_button = self._button("menu", tr("Menu"))
        self.menu_button.setMenu(main_menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.model_chip = ModelChip(model_menu)
        self.projection = Segmented(name=tr("Projection"))
        self.projection.set_segments(
            [tr(METHOD_NAMES[method]) for method in _PROJECTIONS], [*map(tr, _PROJECTIONS.values())]
        )
        self._layer_label = QLabel(tr("Layer"))
        self.layer = Segmented(name=tr("Layer"))
        self.colour_by = ColourByButton({str(key): tr(label) for key, label in _COLOURS.items()})
        self.search = SearchField(tr("Find a word or sentence"), "Ctrl F")
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(330)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.undo = self._button("undo", tr("Undo (Ctrl+Z)"))
        self.redo = self._button("redo", tr("Redo (Ctrl+Shift+Z)"))
        self.theme_button = self._button("moon", tr("Dark theme (Ctrl+Shift+D)"))
        self.present = QPushButton(icon("present", "on_accent"), tr("Present"), self)
        self.present.setProperty("kind", "primary")
        self.present.setAccessibleName(tr("Present"))
        self.present.setToolTip(tr("Present the scenes, or what is shown now (F5)"))
        self.present.setCursor(Qt.CursorShape.PointingHandCursor)
        self.present_more = self._button("chevron_down", tr("Scenes and displays"))
        self.present_more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.present.hide()
        self.present_more.hide()
        self._lay_out()
        self._show_view(session.view)
        self._show_model(session.model)
        self.set_history(False, "", False, "")
        self._restyle()

        self.projection.changed.connect(self._choose_projection)
        self.layer.changed.connect(self._choose_layer)
        self.colour_by.chosen.connect(self._choose_colours)
        self.search.textChanged.connect(self.search_changed)
        self.search.returnPressed.connect(lambda: self.search_submitted.emit(self.search.text()))
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        self.theme_button.clicked.connect(self.theme_requested)
        self.present.clicked.connect(self.present_requested)
        theme.changed.connect(self._restyle)
        session.events.view.connect(self._show_view)
        session.events.model.connect(self._show_model)
        for event in (session.events.jobs, session.events.sentences, session.events.readers):
            event.connect(self._show_chip)

    def set_present_menu(self, menu: QMenu) -> None:
        """There can be presented: a button for it, and one for what belongs to it."""
        self.present_more.setMenu(menu)
        self._presents = True
        self.present.show()
        self.present_more.show()
        self._fold()

    def set_history(self, can_undo: bool, undo_name: str, can_redo: bool, redo_name: str) -> None:
        """Which of undo and redo can be done, and what they would change."""
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.undo.setToolTip(tr("Undo {undo_name} (Ctrl+Z)", undo_name=undo_name).replace("  ", " "))
        self.redo.setToolTip(tr("Redo {redo_name} (Ctrl+Shift+Z)", redo_name=redo_name).replace("  ", " "))

    def next_colours(self) -> None:
        """Colour by the next choice, round and round."""
        keys = list(_COLOURS)
        self._choose_colours(keys[(keys.index(self._session.view.colour_by) + 1) % len(keys)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, layers are numbers, and labels go."""
        super().resizeEvent(event)
        self._fold()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar's surface and the line below it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))

    def _lay_out(self) -> None:
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 1)
        layout.setSpacing(8)
        for widget in (self.menu_button, self.model_chip, _divider(self), self.projection):
            layout.addWidget(widget)
        layout.addSpacing(4)
        for widget in (self._layer_label, self.layer, self.colour_by):
            layout.addWidget(widget)
        layout.addWidget(self.search, 1)
        layout.addStretch(0)
        for widget in (self.undo, self.redo, self.theme_button, self.present, self.present_more):
            layout.addWidget(widget)

    def _button(self, name: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tooltip)
        button.setAccessibleName(tooltip.split(" (")[0])
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _show_view(self, view: View, _old: View | None = None) -> None:
        self.projection.set_index(list(_PROJECTIONS).index(view.projection))
        self._show_layers()
        self.layer.set_index(0 if view.layer is None else view.layer + 1)
        self.colour_by.set_choice(view.colour_by)

    def _show_layers(self) -> None:
        names = self._layer_names()
        tips = [tr("Layer {j}, {name} ({j2})", j=j, name=name, j2=j + 2) for j, name in enumerate(names)]
        self.layer.set_segments(
            self._layer_labels(self._folded), [tr("The weighted sum of all layers (1)"), *tips]
        )

    def _layer_names(self) -> list[str]:
        model = self._session.model
        n_layers = model.n_layers if model else len(self._session.mix.weights)
        return [tr("characters") if j == 0 else "LSTM" for j in range(n_layers)]

    def _layer_labels(self, short: bool) -> list[str]:
        names = self._layer_names()
        short = short or len(names) > _MOST_NAMED_LAYERS
        return [tr("Mix"), *(str(j) if short else f"{j} {name}" for j, name in enumerate(names))]

    def _fold(self) -> None:
        """As much as there is room for: two words go first, then names of layers and colours, then presenting."""
        saved = self.layer.width_with(self._layer_labels(False)) - self.layer.width_with(
            self._layer_labels(True)
        )
        saved += round(self.colour_by.saved_when_short)
        first = self._layer_label.sizeHint().width() + self._row.spacing()
        first += round(QFontMetricsF(self.present.font()).horizontalAdvance(tr("Present"))) + 6
        whole = bool(self.present.text())
        needed = self._row.minimumSize().width() + (saved if self._folded else 0) + (0 if whole else first)
        if self._presents:
            stage = (self.present, self.present_more)
            last = sum(part.sizeHint().width() + self._row.spacing() for part in stage)
            needed += 0 if self.present.isVisibleTo(self) else last
            for part in stage:
                part.setVisible(needed - first - saved <= self.width())
        if whole != (needed <= self.width()):
            self.present.setText("" if whole else tr("Present"))
            self._layer_label.setVisible(not whole)
        folded = needed - first > self.width()
        if folded != self._folded:
            self._folded = folded
            self.colour_by.set_short(folded)
            chosen = self.layer.index
            self._show_layers()
            self.layer.set_index(chosen)

    def _show_model(self, _model: ModelInfo | None, _old: ModelInfo | None = None) -> None:
        self._show_view(self._session.view)
        self._show_chip()

    def _show_chip(self) -> None:
        """The shown model, and the others that have sentences."""
        session = self._session
        model = session.model
        name, device = (model.name, model.device) if model else ("", "")
        state: State = "ready" if model and not model.absent else "none"
        if any(job.kind == "model" for job in session.jobs):
            name, state = name or tr("Loading"), "loading"
        counts = n_sentences_of(session) if len(session.models) > 1 else {}
        others = [(m.name, n) for m in session.models if m != model and (n := counts.get(m.key, 0))]
        self.model_chip.show_model(name, device, state, others)
        self._fold()

    def _choose_projection(self, index: int) -> None:
        choose_projection(self._session, list(_PROJECTIONS)[index])

    def _choose_layer(self, index: int) -> None:
        self._session.view = replace(self._session.view, layer=None if index == 0 else index - 1)

    def _choose_colours(self, key: str) -> None:
        for colour_by in _COLOURS:
            if colour_by == key:
                self._session.view = replace(self._session.view, colour_by=colour_by)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(tokens.TOOLBAR_HEIGHT))
        self._layer_label.setFont(theme.font(12))
        self.theme_button.setIcon(icon("sun" if theme.dark else "moon"))
        self.theme_button.setToolTip(
            tr("Light theme (Ctrl+Shift+D)") if theme.dark else tr("Dark theme (Ctrl+Shift+D)")
        )
        self.theme_button.setAccessibleName(tr("Light theme") if theme.dark else tr("Dark theme"))
        self.setMinimumWidth(1)  # it folds; the window has a smallest width of its own
        self._fold()
        self.update()


def _divider(parent: QWidget) -> QWidget:
    line = QFrame(parent)
    line.setProperty("kind", "line")
    line.setFixedSize(1, 20)
    return line
