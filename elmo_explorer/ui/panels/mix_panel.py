"""The mixing weights' dock: how much of each layer the picture's vectors hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.analysis.weights import (
    Weights,
    average,
    effective_shares,
    one_layer,
)
from elmo_explorer.session.session import LayerViews, Mix, ModelInfo, SeparationMap, Session, View
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.mix_hand import MixHand
from elmo_explorer.ui.task_shade import FIXED, shade_note, shade_title, shading_task, surface_of
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.flow_layout import FlowLayout
from elmo_explorer.ui.widgets.gamma_row import GammaRow
from elmo_explorer.ui.widgets.mix_triangle import MixTriangle
from elmo_explorer.ui.widgets.panel_header import PanelHeader
from elmo_explorer.ui.widgets.read_out import ReadOut
from elmo_explorer.ui.widgets.slider_row import set_role
from elmo_explorer.ui.widgets.switch import Switch
from elmo_explorer.ui.widgets.triangle_ground import Corner
from elmo_explorer.ui.widgets.triangle_marks import TriangleMark
from elmo_explorer.ui.widgets.triangle_shade import shade_top
from elmo_explorer.ui.widgets.weight_row import WeightRow
from elmo_explorer.ui.widgets.weight_tween import WeightTween

_MARGIN = 14
_SMALLEST_WIDTH, _LARGEST_MINIMUM = (
    300,
    460,
)  # with large text the panel scrolls sideways rather than fill the window
_THREE_LAYERS = (
    Corner(mark("layer 0"), mark("characters · form")),
    Corner(mark("layer 1"), mark("LSTM · syntax")),
    Corner(mark("layer 2"), mark("LSTM · meaning")),
)
_GAMMA_HINT = mark("γ changes lengths only; cosines stay the same.")


class MixPanel(QWidget):
    """Shows and sets ``session.mix``; a triangle for three layers, sliders for any number."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hand = MixHand(session, lambda: self._tween.stop())
        self.setAccessibleName(tr("Mixing weights"))

        self.header = PanelHeader(tr("Mixing weights"))
        self.reset = self.header.add_button("reset", tr("Back to the average, γ = 1, no locks"), self._reset)
        self.triangle = MixTriangle(
            [Corner(tr(corner.title), tr(corner.subtitle)) for corner in _THREE_LAYERS]
        )
        self.shade_note = QLabel()
        self.shade_note.setProperty("role", "caption")
        self.shade_note.setWordWrap(True)
        self.shade_note.setToolTip(tr(FIXED))
        self.shade_note.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.shade_note.hide()
        self.separation = ReadOut(tr("Separation"))
        self.best = ReadOut(tr("Best mix"), clickable=True, right=True)
        self.rows: list[WeightRow] = []
        self.gamma = GammaRow()
        self.layer_norm = Switch()
        self.layer_norm.setAccessibleName(tr("Layer normalisation"))
        self._norm_label = QLabel(tr("Layer normalisation"))
        self._norm_label.setProperty("role", "text2")
        self._norm_label.setToolTip(
            tr(
                "Each layer's vectors get mean 0 and variance 1 before they are weighed: every layer is as long"
            )
        )
        self.layer_norm.setToolTip(self._norm_label.toolTip())
        self.chips: list[QPushButton] = []
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._tween = WeightTween(self)
        self._lay_out()
        self._show_all()

        self._connect()

    def sizeHint(self) -> QSize:
        """The right dock's usual width."""
        return QSize(theme.px(336), theme.px(600))

    def set_mix(self, weights: Sequence[float], gamma: float) -> None:
        """The one door: every slider, handle, key and preset comes through here."""
        self._session.mix = replace(self._session.mix, weights=tuple(weights), gamma=gamma)

    def add_section(self, section: QWidget) -> None:
        """Put something below the weights; all of it scrolls together."""
        self._sections.insertWidget(self._sections.count() - 1, section)

    def go_to(self, weights: Weights, gamma: float, layer_norm: bool) -> None:
        """Move to other weights with a tween, scale and normalisation at once: one undo step."""
        mix = self._session.mix
        if len(weights) != len(mix.weights) or (weights, gamma, layer_norm) == (
            mix.weights,
            mix.gamma,
            mix.layer_norm,
        ):
            return
        self._session.dragging = True
        self._session.mix = replace(mix, gamma=gamma, layer_norm=layer_norm)
        self._tween.start(mix.weights, weights)

    # Laying out

    def _lay_out(self) -> None:
        top = QWidget()
        grid = QGridLayout(top)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.triangle, 0, 0, 1, 2)
        # The read-outs lie over the triangle's empty upper corners.
        upper = Qt.AlignmentFlag.AlignTop
        self._separation_box, self._best_box = _boxed(self.separation), _boxed(self.best)
        grid.addWidget(self._separation_box, 0, 0, upper | Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._best_box, 0, 1, upper | Qt.AlignmentFlag.AlignRight)
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

        self._row_box = QVBoxLayout()
        self._row_box.setSpacing(0)
        norm = QHBoxLayout()
        norm.addWidget(self._norm_label)
        norm.addStretch(1)
        norm.addWidget(self.layer_norm)
        chips = QWidget()
        self._chip_box = FlowLayout(chips)

        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 10)
        column.setSpacing(0)
        column.addWidget(top)
        column.addSpacing(6)
        column.addWidget(self.shade_note)
        column.addLayout(self._row_box)
        column.addWidget(self.gamma)
        column.addLayout(norm)
        column.addSpacing(8)
        column.addWidget(chips)
        column.addSpacing(8)
        column.addWidget(self.hint)
        self.body = body
        whole = QWidget()
        self._sections = QVBoxLayout(whole)
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._sections.setSpacing(0)
        self._sections.addWidget(body)
        self._sections.addStretch(1)

        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scroll_area.setWidget(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addWidget(self.scroll_area, 1)

    def _connect(self) -> None:
        self.triangle.grabbed.connect(self._hand.grab)
        self.triangle.wished.connect(self._hand.move_handle)
        self.triangle.nudged.connect(self._hand.nudge)
        self.triangle.let_go.connect(self._hand.let_go)
        self.triangle.average_wished.connect(self._average)
        self.gamma.grabbed.connect(self._hand.grab)
        self.gamma.wished.connect(self._set_gamma)
        self.gamma.let_go.connect(self._hand.let_go)
        self.layer_norm.clicked.connect(self._set_layer_norm)
        self.best.clicked.connect(self._apply_best)
        self.hint.linkActivated.connect(self._show_mix_in_view)
        self.shade_note.linkActivated.connect(self._shade_by_separation)
        self._tween.moved.connect(self._set_weights)
        self._tween.finished.connect(self._tween_ended)
        theme.changed.connect(self._restyle)
        events = self._session.events
        events.mix.connect(self._mix_changed)
        events.model.connect(self._model_changed)
        events.view.connect(self._view_changed)
        events.layer_views.connect(self._layer_views_changed)
        events.separation_map.connect(self._map_changed)
        events.separation.connect(self._separation_changed)
        events.shaded_task.connect(self._shade_changed)
        events.learned.connect(self._shade_changed)

    # Session -> widgets

    def _show_all(self) -> None:
        self._build_rows(len(self._session.mix.weights))
        self._model_changed(self._session.model)
        self._map_changed(self._session.separation_map)
        self._separation_changed(self._session.separation)
        self._mix_changed(self._session.mix)
        self._restyle()

    def _mix_changed(self, mix: Mix, _old: Mix | None = None) -> None:
        if len(mix.weights) != len(self.rows):
            self._tween.stop()
            self._build_rows(len(mix.weights))
            self._map_changed(self._session.separation_map)
        if len(mix.weights) == 3:
            self.triangle.set_weights(mix.weights)
        for j, row in enumerate(self.rows):
            row.set_weight(mix.weights[j])
            row.set_locked(j in mix.locked)
        self.gamma.set_gamma(mix.gamma)
        if self.layer_norm.isChecked() != mix.layer_norm:
            self.layer_norm.setChecked(mix.layer_norm)
        self._show_shares()
        self._show_hint()

    def _model_changed(self, model: ModelInfo | None, _old: ModelInfo | None = None) -> None:
        self.body.setEnabled(model is not None)
        set_role(self._norm_label, "text3" if model is None else "text2")
        self.reset.setEnabled(model is not None)
        self._show_shares()
        self._show_hint()

    def _view_changed(self, _view: View, _old: View | None = None) -> None:
        self._show_hint()

    def _layer_views_changed(self, _views: LayerViews | None, _old: LayerViews | None = None) -> None:
        self._show_shares()

    def _map_changed(self, found: SeparationMap | None, _old: SeparationMap | None = None) -> None:
        n_layers = len(self.rows)
        usable = (
            found is not None and len(found.best) == n_layers and bool(np.isfinite(found.separation).any())
        )
        self._best_box.setVisible(n_layers == 3 or usable)
        self.best.set_value(float(np.nanmax(found.separation)) if found is not None and usable else math.nan)
        task = shading_task(self._session) if n_layers == 3 else None
        self.separation.set_key(shade_top() if n_layers == 3 and usable and task is None else None)
        self.shade_note.setVisible(task is not None)
        if task is not None:
            self.shade_note.setText(shade_note(task))
            self.triangle.set_shade(*surface_of(task), shade_title(task))
            self.triangle.set_best(None)
        elif found is not None and usable and n_layers == 3:
            self.triangle.set_shade(found.weights, found.separation, tr("Separation"))
            a, b, c = found.best
            self.triangle.set_best(TriangleMark(tr("Best mix"), (a, b, c)))
        else:
            self.triangle.set_shade(None, None)
            self.triangle.set_best(None)
        self._describe_best(found if usable else None)

    def _shade_changed(self) -> None:
        self._map_changed(self._session.separation_map)

    def _shade_by_separation(self) -> None:
        self._session.shaded_task = ""

    def _separation_changed(self, value: float, _old: float = math.nan) -> None:
        self.separation.set_value(value)

    def _describe_best(self, found: SeparationMap | None) -> None:
        self.separation.setToolTip(
            tr("How far apart the coloured groups are at this mix: cosine silhouette, −1 to 1")
        )
        self.best.setEnabled(found is not None and self._session.model is not None)
        if found is None:
            self.best.setToolTip(tr("The mix that separates the groups most needs two groups of two uses"))
            return
        parts = ", ".join(f"s{j} {100 * w:.0f} %" for j, w in enumerate(found.best))
        self.best.setToolTip(tr("Go to the mix that separates the groups most: {parts}", parts=parts))
        low, high = float(np.nanmin(found.separation)), float(np.nanmax(found.separation))
        self.separation.setToolTip(
            tr(
                "{tooltip}\nOver the triangle: {low:.2f} to {high:.2f}",
                tooltip=self.separation.toolTip(),
                low=low,
                high=high,
            ).replace("-", "−")
        )

    def _show_shares(self) -> None:
        views, mix = self._session.layer_views, self._session.mix
        shares: Sequence[float | None] = [None] * len(self.rows)
        if (
            self._session.model is not None
            and views is not None
            and len(views.typical_length) == len(mix.weights) > 1
            and np.isfinite(views.typical_length).all()
        ):
            lengths = np.ones(len(mix.weights)) if mix.layer_norm else views.typical_length
            shares = effective_shares(mix.weights, lengths.tolist())
        for row, share in zip(self.rows, shares, strict=False):
            row.set_share(share)

    def _show_hint(self) -> None:
        layer = self._session.view.layer
        if self._session.model is not None and layer is not None:
            colour = theme.color("accent_text").name()
            text = tr(
                'The picture shows layer {layer} alone. <a href="mix" style="color: {colour}; '
                'text-decoration: none">Show the mix</a>',
                layer=layer,
                colour=colour,
            )
        else:
            text = tr(_GAMMA_HINT)
        if text != self.hint.text():
            self.hint.setText(text)

    def _build_rows(self, n_layers: int) -> None:
        for old in (*self.rows, *self.chips):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.rows = [
            WeightRow(j, tr("characters") if j == 0 else tr("LSTM {j}", j=j)) for j in range(n_layers)
        ]
        for j, row in enumerate(self.rows):
            self._row_box.addWidget(row)
            row.grabbed.connect(self._hand.grab)
            row.wished.connect(lambda value, snap, j=j: self._hand.move_weight(j, value, snap))
            row.let_go.connect(self._hand.let_go)
            row.lock_wished.connect(lambda locked, j=j: self._lock(j, locked))
        self.chips = [self._chip(tr("Average"), tr("The same weight for every layer"), average(n_layers))] + [
            self._chip(
                tr("Layer {j}", j=j),
                tr("Only layer {j}, {said}", j=j, said=row.name.text()),
                one_layer(n_layers, j),
            )
            for j, row in enumerate(self.rows)
        ]
        for chip in self.chips:
            self._chip_box.addWidget(chip)
        self.triangle.setVisible(n_layers == 3)
        for box in (self._separation_box, self._best_box):
            box.setContentsMargins(0, 36 if n_layers == 3 else 6, 0, 0)
        self._order_focus()
        self._restyle()

    def _chip(self, text: str, tip: str, weights: Weights) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("kind", "chip")
        chip.setProperty("dense", True)
        chip.setToolTip(tip)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(lambda: self._go_to(weights))
        return chip

    def _order_focus(self) -> None:
        order: list[QWidget] = [self.triangle, self.best]
        for row in (*self.rows, self.gamma):
            order += [row.slider, row.field, row.button]
        order += [self.layer_norm, *self.chips]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _restyle(self) -> None:
        self.setMinimumWidth(min(theme.px(_SMALLEST_WIDTH), _LARGEST_MINIMUM))
        width = max(row.name_width() for row in (*self.rows, self.gamma))
        for row in (*self.rows, self.gamma):
            row.set_name_width(width)
        self._norm_label.setFont(theme.font(12))
        self._map_changed(self._session.separation_map)
        self._show_hint()

    # Widgets -> session

    def _set_weights(self, weights: Weights) -> None:
        self.set_mix(weights, self._session.mix.gamma)

    def _set_gamma(self, gamma: float, _snap: bool) -> None:
        self._tween.stop()
        self.set_mix(self._session.mix.weights, gamma)

    def _set_layer_norm(self, on: bool) -> None:
        self._session.mix = replace(self._session.mix, layer_norm=on)

    def _lock(self, layer: int, locked: bool) -> None:
        mix = self._session.mix
        self._session.mix = replace(mix, locked=mix.locked | {layer} if locked else mix.locked - {layer})

    def _average(self) -> None:
        self._go_to(average(len(self._session.mix.weights)))

    def _apply_best(self) -> None:
        found = self._session.separation_map
        if found is not None and len(found.best) == len(self._session.mix.weights):
            self._go_to(tuple(float(w) for w in found.best))

    def _go_to(self, weights: Weights) -> None:
        """A preset is a wish of its own: it moves locked weights too."""
        if weights != self._session.mix.weights:
            self._session.dragging = True  # one undo step, and the picture's axes stay on the way
            self._tween.start(self._session.mix.weights, weights)

    def _tween_ended(self) -> None:
        self._session.dragging = False

    def _reset(self) -> None:
        self._tween.stop()
        self._session.mix = Mix.average(len(self._session.mix.weights))

    def _show_mix_in_view(self, _link: str) -> None:
        self._session.view = replace(self._session.view, layer=None)


def _boxed(widget: QWidget) -> QWidget:
    """The widget in a box whose margins say how far below the edge it lies."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    return box
