"""The same words placed by every layer, side by side, with every layer's figures."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from elmo_explorer.session.session import Comparison, Floats, LayerViews, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.layer_names import group_noun, layer_kind
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.figure_bars import FigureBar
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.plain_scroll import plain_scroll
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.small_multiple import Frame, SmallMultiple

_REMARK = mark("shared axes, PCA per layer aligned to the mix")
_MOST_DOTS = 6_000
"""More faint points than this are thinned: a small picture shows no more."""


class LayerPictures(QWidget):
    """Shows ``session.layer_views`` and ``session.comparison``; writes selection and hover."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._places = TokenPlaces(())
        self._marks: tuple[TokenRef, ...] = ()
        self.scales: list[CosineScale] = []
        self.pictures: list[SmallMultiple] = []
        self._compared: Comparison | None = None
        self.title = SectionTitle(tr("The same words in every layer"), tr(_REMARK))
        row = QWidget()
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.one_only = EmptyPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(plain_scroll(row, across=True))
        self._stack.addWidget(self.one_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Show the session as it is now."""
        session, views = self._session, self._session.layer_views
        self._compared = session.comparison
        if views is None and len(session.occurrences) < 2 and session.focus is not None:
            self._stack.setCurrentIndex(1)
            self.one_only.set_text(
                tr("Add another sentence with “{word}” to compare", word=session.focus.word),
                tr("The layers' pictures need at least 2 occurrences."),
            )
            return
        self._stack.setCurrentIndex(0)
        n_layers = len(views.xy) if views is not None else len(session.mix.weights)
        self._make_pictures(n_layers)
        self.scales = CosineScale.of_layers(session.view, session.comparison, n_layers)
        self._say_how_cosines_are_shown()
        if views is None:
            self._places, self._marks = TokenPlaces(()), ()
            nothing = np.zeros((0, 2), np.float32)
            for picture in self.pictures:
                picture.set_places(nothing, nothing, (), Frame(-1.0, -1.0, 2.0, 2.0))
                picture.set_figures((), self._what_is_missing())
        else:
            self._show_places(views)
            for layer, picture in enumerate(self.pictures):
                self._show_figures(views, layer, picture)
        self.show_selection()
        self.show_hovered()

    def show_selection(self) -> None:
        """Ring the selected marks."""
        selected = [i for i, token in enumerate(self._marks) if token in self._session.selection]
        for picture in self.pictures:
            picture.set_selected(selected)

    def show_hovered(self) -> None:
        """Ring the hovered mark."""
        hovered = self._session.hovered
        mark = self._marks.index(hovered) if hovered is not None and hovered in self._marks else -1
        for picture in self.pictures:
            picture.set_hovered(mark)

    def shows(self, comparison: Comparison | None) -> bool:
        """Whether a comparison's figures of the layers are those that are shown; a drag does not change them."""
        if comparison is None or self._compared is None:
            return comparison is self._compared
        return all(
            np.array_equal(new, old, equal_nan=True)
            for new, old in zip(_layer_figures(comparison), _layer_figures(self._compared), strict=True)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All pictures are equally wide."""
        super().resizeEvent(event)
        self._share_width()

    def _show_places(self, views: LayerViews) -> None:
        session = self._session
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
            remark = tr("spelling only, no context") if layer == 0 else ""
            picture.set_places(others_xy[layer], marks_xy[layer], categories, frame, remark)

    def _show_figures(self, views: LayerViews, layer: int, picture: SmallMultiple) -> None:
        comparison, scale = self._session.comparison, self.scales[layer]
        separation = float(views.separation[layer])
        bars = [FigureBar(tr("separation"), separation, figure(separation))]
        if comparison is not None and layer < len(comparison.overall) and len(self._session.occurrences) > 1:
            alike = float(comparison.overall[layer])
            text = scale.text(alike) if math.isfinite(alike) else figure(alike)
            bars.append(FigureBar(tr("self-similarity"), scale.shown(alike), text, scale.shown_baseline))
        picture.set_figures(
            bars, self._captions(views, layer), scale.remark if comparison is not None else ""
        )
        picture.setToolTip(
            tr(
                "Separation: how far apart the groups are, from −1 to 1 (silhouette by cosine).\n"
                "Self-similarity: mean cosine of all pairs of the word's uses.\n"
            )
            + scale.explanation
            if comparison is not None
            else ""
        )

    def _captions(self, views: LayerViews, layer: int) -> tuple[str, ...]:
        """The cosines of a layer in words, long and short."""
        within, between = float(views.within[layer]), float(views.between[layer])
        if not math.isfinite(within) and not math.isfinite(between):
            return self._what_is_missing()
        scale = self.scales[layer]
        words = tr(
            "within {within}, between {between}", within=scale.text(within), between=scale.text(between)
        )
        return f"{scale.name} {words}", words

    def _say_how_cosines_are_shown(self) -> None:
        """Beside the title, for the pictures are narrow."""
        remark = tr(_REMARK)
        scale = self.scales[0]
        if scale.corrects:
            remark = tr("shared axes; cosines less the layer's random pair")
        elif scale.wanted and self._session.comparison is not None:
            remark = tr("shared axes; cosines not corrected, {remark}", remark=scale.remark)
        self.title.set_text(self.title.title, remark)

    def _what_is_missing(self) -> tuple[str, ...]:
        if len(self._session.occurrences) < 2:
            word = self._session.focus.word if self._session.focus else ""
            return tr("add another sentence with “{word}”", word=word), tr("needs 2 occurrences")
        if self._session.layer_views is None:
            return ("",)
        nouns = group_noun(self._session.view.colour_by)[1]
        return (tr("separation needs two {nouns}", nouns=nouns), tr("needs two {nouns}", nouns=nouns))

    def _make_pictures(self, n_layers: int) -> None:
        if len(self.pictures) == n_layers:
            return
        for picture in self.pictures:
            self._row.removeWidget(picture)
            picture.hide()
            picture.deleteLater()
        self.pictures = [SmallMultiple(tr("Layer {k}", k=k), layer_kind(k)) for k in range(n_layers)]
        for picture in self.pictures:
            self._row.addWidget(picture, 1)
            picture.mark_hovered.connect(self._on_mark_hovered)
            picture.mark_clicked.connect(self._on_mark_clicked)
        self._share_width()

    def _share_width(self) -> None:
        """All pictures are equally wide to the pixel: one scale for all of them."""
        n = max(1, len(self.pictures))
        room = self.width() - self._row.spacing() * (n - 1)
        self._row.setContentsMargins(0, 0, room % n if room > 0 else 0, 0)

    def _on_mark_hovered(self, mark: int) -> None:
        self._session.hovered = self._marks[mark] if 0 <= mark < len(self._marks) else None

    def _on_mark_clicked(self, mark: int, adds: bool) -> None:
        chosen = frozenset({self._marks[mark]} if 0 <= mark < len(self._marks) else ())
        if adds:
            self._session.selection = self._session.selection ^ chosen
        else:
            self._session.selection = chosen


def _layer_figures(comparison: Comparison) -> tuple[Floats, Floats]:
    """What a comparison says of the layers."""
    return comparison.baseline, comparison.overall
