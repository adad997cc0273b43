"""The tab Layers: the same words placed by every layer, and the numbers of one word's vector."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.session import Comparison, LayerViews, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.layer_names import group_noun, layer_kind
from elmo_explorer.ui.nothing_to_compare import focus_on, say_nothing_to_compare
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.context_line import ContextLine
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.scale_legend import ScaleLegend
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.small_multiple import Frame, SmallMultiple
from elmo_explorer.ui.widgets.vector_strip import Strip, VectorStrips, symmetric_limit

_PAD = 14
_MOST_DOTS = 6_000
"""More faint points than this are thinned: a small picture shows no more."""
_SHARE_OF_PICTURES = 0.535


class LayersPanel(QWidget):
    """Shows ``session.layer_views`` and one occurrence's states; writes selection, hover and focus."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = SentenceNumbers(())
        self._places = TokenPlaces(())
        self._marks: tuple[TokenRef, ...] = ()
        self._scales: list[CosineScale] = []
        self.pictures: list[SmallMultiple] = []
        self.setAccessibleName("Layers")

        self.pictures_title = SectionTitle(
            "The same words in every layer", "shared axes, PCA per layer aligned to the mix"
        )
        row = QWidget()
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.one_only = EmptyPage()
        self._left_stack = QStackedWidget()
        self._left_stack.addWidget(_scrolled(row, across=True))
        self._left_stack.addWidget(self.one_only)
        self._left = _part(self.pictures_title, self._left_stack)
        self.vector_title = SectionTitle("Vector")
        self.legend = ScaleLegend()
        self.sentence = ContextLine()
        self.strips = VectorStrips()
        heading = QWidget()
        line = QHBoxLayout(heading)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.vector_title, 1)
        line.addWidget(self.legend)
        self._right = _part(heading, self.sentence, _scrolled(self.strips, across=False))
        self.empty = EmptyPage()
        content = QWidget()
        parts = QHBoxLayout(content)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for part in (self._left, divider(), self._right):
            parts.addWidget(part)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)

        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        if self._numbers.sentences is not session.sentences:
            self._numbers = SentenceNumbers(session.sentences)
        if session.focus is None or not session.occurrences:
            self._pages.setCurrentIndex(1)
            say_nothing_to_compare(self.empty, session)
            return
        self._pages.setCurrentIndex(0)
        self._show_pictures()
        self._show_selection()
        self._show_hovered()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pictures get a little more than half."""
        super().resizeEvent(event)
        self._left.setFixedWidth(round(_SHARE_OF_PICTURES * self.width()))
        self._share_width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.empty.chosen.connect(self._on_word_chosen)
        events = self._session.events
        for changed in (
            events.sentences,
            events.focus,
            events.view,
            events.model,
            events.occurrences,
            events.states,
            events.groups,
            events.layer_views,
        ):
            changed.connect(self._schedule)
        events.selection.connect(self._on_selection)
        events.hovered.connect(self._show_hovered)
        events.mix.connect(self._on_mix)
        events.comparison.connect(self._on_comparison)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _show_pictures(self) -> None:
        session, views = self._session, self._session.layer_views
        if views is None and len(session.occurrences) < 2 and session.focus is not None:
            self._left_stack.setCurrentIndex(1)
            self.one_only.set_text(
                f"Add another sentence with “{session.focus.word}” to compare",
                "The layers' pictures need at least 2 occurrences.",
            )
            return
        self._left_stack.setCurrentIndex(0)
        n_layers = len(views.xy) if views is not None else len(session.mix.weights)
        self._make_pictures(n_layers)
        self._scales = CosineScale.of_layers(session.view, session.comparison, n_layers)
        self._say_how_cosines_are_shown()
        if views is None:
            self._places, self._marks = TokenPlaces(()), ()
            nothing = np.zeros((0, 2), np.float32)
            for picture in self.pictures:
                picture.set_places(nothing, nothing, (), Frame(-1.0, -1.0, 2.0, 2.0))
                picture.set_figures(math.nan, *self._what_is_missing())
            return
        if views.tokens is not self._places.tokens:
            self._places = TokenPlaces(views.tokens)
        found = self._places.find(session.occurrences)
        self._marks = tuple(
            token for token, place in zip(session.occurrences, found, strict=True) if place >= 0
        )
        is_mark = np.zeros(len(views.tokens), bool)
        is_mark[found[found >= 0]] = True
        others = np.flatnonzero(~is_mark)
        others = others[:: max(1, math.ceil(len(others) / _MOST_DOTS))]
        marks_xy, others_xy = views.xy[:, found[found >= 0]], views.xy[:, others]
        frame = Frame.around(others_xy, marks_xy)
        categories = [session.groups.of.get(token, -1) for token in self._marks]
        for layer, picture in enumerate(self.pictures):
            remark = "spelling only, no context" if layer == 0 else ""
            picture.set_places(others_xy[layer], marks_xy[layer], categories, frame, remark)
            picture.set_figures(float(views.separation[layer]), *self._captions(views, layer))
            picture.setToolTip(self._scales[layer].explanation if session.comparison is not None else "")

    def _captions(self, views: LayerViews, layer: int) -> tuple[str, ...]:
        """The cosines of a layer in words, long and short."""
        within, between = float(views.within[layer]), float(views.between[layer])
        if not math.isfinite(within) and not math.isfinite(between):
            return self._what_is_missing()
        scale = self._scales[layer]
        words = f"within {scale.text(within)}, between {scale.text(between)}"
        return f"{scale.name} {words}", words

    def _say_how_cosines_are_shown(self) -> None:
        """Beside the title, for the pictures are narrow."""
        remark = "shared axes, PCA per layer aligned to the mix"
        scale = self._scales[0]
        if scale.corrects:
            remark = "shared axes; cosines less the layer's random pair"
        elif scale.wanted and self._session.comparison is not None:
            remark = f"shared axes; cosines not corrected, {scale.remark}"
        self.pictures_title.set_text(self.pictures_title.title, remark)

    def _what_is_missing(self) -> tuple[str, ...]:
        if len(self._session.occurrences) < 2:
            word = self._session.focus.word if self._session.focus else ""
            return f"add another sentence with “{word}”", "needs 2 occurrences"
        if self._session.layer_views is None:
            return ("",)
        nouns = group_noun(self._session.view.colour_by)[1]
        return (f"needs two {nouns}",)

    def _make_pictures(self, n_layers: int) -> None:
        if len(self.pictures) == n_layers:
            return
        for picture in self.pictures:
            self._row.removeWidget(picture)
            picture.hide()
            picture.deleteLater()
        self.pictures = [SmallMultiple(f"Layer {k}", layer_kind(k)) for k in range(n_layers)]
        for picture in self.pictures:
            self._row.addWidget(picture, 1)
            picture.mark_hovered.connect(self._on_mark_hovered)
            picture.mark_clicked.connect(self._on_mark_clicked)
        self._share_width()

    def _share_width(self) -> None:
        """All pictures are equally wide to the pixel: one scale for all of them."""
        n = max(1, len(self.pictures))
        room = self._left.width() - 2 * _PAD - self._row.spacing() * (n - 1)
        self._row.setContentsMargins(0, 0, room % n if room > 0 else 0, 0)

    def _shown_token(self) -> TokenRef:
        """The first selected occurrence, or the first of all."""
        occurrences = self._session.occurrences
        return next((token for token in occurrences if token in self._session.selection), occurrences[0])

    def _show_vector(self) -> None:
        session, token = self._session, self._shown_token()
        context = self._numbers.context(token)
        row = KwicRow(self._numbers.number(token), session.groups.of.get(token, -1), *context)
        self.sentence.set_row(row if context.word else None)
        states = session.states.get(token.sentence_id)
        if states is None or token.index >= states.shape[1]:
            self.vector_title.set_text(f"Vector of “{context.word}”", "not computed yet")
            self.strips.set_strips((), 1.0)
            return
        layers: NDArray[np.float32] = states[:, token.index]
        mixed = self._mixed(layers)
        limit = symmetric_limit(np.vstack([layers, mixed]))
        self.vector_title.set_text(f"Vector of “{context.word}”", f"{layers.shape[1]:,} numbers per layer")
        self.legend.set_limit(limit)
        strips = [Strip("Mix", mixed, _length(mixed), "accent_text")]
        strips += [Strip(f"Layer {k}", layer, _length(layer)) for k, layer in enumerate(layers)]
        self.strips.set_strips(strips, limit, "length")

    def _mixed(self, layers: NDArray[np.float32]) -> NDArray[np.float32]:
        mix = self._session.mix
        if len(mix.weights) != len(layers):  # a moment between two models
            return np.zeros_like(layers[0])
        return token_vector(layers, mix, None)

    def _on_mix(self) -> None:
        """A mix is weighed here at once: it is one token."""
        if self.isVisible() and self._pages.currentIndex() == 0:
            self._show_vector()

    def _on_comparison(self, comparison: Comparison | None) -> None:
        """Other baselines; a drag does not change a layer's."""
        known = [scale.baseline for scale in self._scales]
        if comparison is not None and not np.array_equal(comparison.baseline, known, equal_nan=True):
            self._schedule()

    def _on_selection(self) -> None:
        if self.isVisible() and self._pages.currentIndex() == 0:
            self._show_selection()

    def _show_selection(self) -> None:
        selected = [i for i, token in enumerate(self._marks) if token in self._session.selection]
        for picture in self.pictures:
            picture.set_selected(selected)
        if self._session.occurrences:
            self._show_vector()

    def _show_hovered(self) -> None:
        hovered = self._session.hovered
        mark = self._marks.index(hovered) if hovered is not None and hovered in self._marks else -1
        for picture in self.pictures:
            picture.set_hovered(mark)

    # From the widgets to the session

    def _on_mark_hovered(self, mark: int) -> None:
        self._session.hovered = self._marks[mark] if 0 <= mark < len(self._marks) else None

    def _on_mark_clicked(self, mark: int, adds: bool) -> None:
        chosen = frozenset({self._marks[mark]} if 0 <= mark < len(self._marks) else ())
        if adds:
            self._session.selection = self._session.selection ^ chosen
        else:
            self._session.selection = chosen

    def _on_word_chosen(self, word: str) -> None:
        focus_on(word, self._session)


def _part(*rows: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(_PAD, 10, _PAD, 8)
    column.setSpacing(6)
    for row in rows[:-1]:
        column.addWidget(row)
    column.addWidget(rows[-1], 1)
    return part


def _scrolled(content: QWidget, across: bool) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
    area.setHorizontalScrollBarPolicy(needed if across else off)
    area.setVerticalScrollBarPolicy(off if across else needed)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def _length(vector: NDArray[np.float32]) -> str:
    return f"{float(np.linalg.norm(vector)):.1f}"
