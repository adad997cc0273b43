"""The centre of the window: the focus word's occurrences among all loaded tokens, projected to a plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import (
    Comparison,
    Focus,
    Groups,
    ModelInfo,
    Points,
    Sentence,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.translation import tr
from elmo_explorer.ui.axis_overlay import AxisOverlay
from elmo_explorer.ui.isolation_badge import IsolationBadge
from elmo_explorer.ui.pair_rings import PairRings
from elmo_explorer.ui.picture_caption import picture_caption, picture_chips
from elmo_explorer.ui.picture_deeds import PictureDeeds
from elmo_explorer.ui.picture_gaze import PictureGaze
from elmo_explorer.ui.pictured_tokens import PicturedTokens
from elmo_explorer.ui.point_list import PointList
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.canvas_header import CanvasHeader
from elmo_explorer.ui.widgets.canvas_tools import CanvasTools
from elmo_explorer.ui.widgets.card_stack import CardStack
from elmo_explorer.ui.widgets.frame_badge import FrameBadge
from elmo_explorer.ui.widgets.legend import Legend
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.selection_bar import SelectionBar
from elmo_explorer.ui.widgets.trust_badge import TrustBadge

_CARD_MS = 50
_READABLE_MS = 100
"""While a handle moves the heading's figures change no more often."""
_WIDE = 700
"""Pixels at a zoom of 1 from which on there is room for more than the figures."""
_FEW = 1000
"""So few points are never thinned: it would save nothing."""


class ProjectionPanel(QWidget):
    """Shows ``session.points`` and writes selection, hover, focus, senses and switches into the session."""

    export_requested = Signal()
    neighbours_requested = Signal()
    """Of what is selected."""
    pause_requested = Signal(bool)
    """Hold t-SNE, or let it go on."""
    drawn = Signal()
    """The picture is painted as it will stay."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tokens = PicturedTokens(session)
        self._hovered_here: TokenRef | None = None
        self.setAccessibleName(tr("Projection"))

        self.scatter = Scatter(self)
        self.header = CanvasHeader(self.scatter)
        self.tools = CanvasTools(self.scatter)
        self.legend = Legend(self.scatter)
        self.badge = FrameBadge(self.scatter)
        self.trust = TrustBadge(self.scatter)
        self.cards = CardStack(self.scatter)
        self.selection_bar = SelectionBar(self.scatter)
        for child in (self.header, self.tools, self.legend, self.badge, self.trust, self.selection_bar):
            self.scatter.add_float(child)
        self.isolation = IsolationBadge(session, self.scatter)
        self.scatter.add_float(self.isolation)
        self.axis = AxisOverlay(session, self.scatter)
        self.setFocusProxy(self.scatter)
        self._deeds = PictureDeeds(session, self._tokens, self.scatter, self.selection_bar, self.legend)
        self._deeds.neighbours_requested.connect(self.neighbours_requested)
        self.menu_for = self._deeds.menu_for
        self._gaze = PictureGaze(session, self.scatter)
        self._card_timer = QTimer(self)
        self._card_timer.setSingleShot(True)
        self._heading_timer = QTimer(self, singleShot=True, interval=_READABLE_MS)

        self._pair_rings = PairRings(session, self.scatter, self)
        self._deeds.path_wished.connect(self._pair_rings.show_path)
        self.points = PointList(session, self._tokens, self.scatter)
        self._tokens.index_sentences()
        self._on_model(session.model)
        self._on_points(session.points)
        self._on_view(session.view)
        self._show_selection()
        self._connect()

    @property
    def settled(self) -> bool:
        """What is drawn will stay as it is: points, camera and labels rest."""
        points = self._session.points
        return points is not None and points.settled and not self._session.dragging and self.scatter.settled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fills the panel."""
        self.scatter.setGeometry(self.rect())
        super().resizeEvent(event)

    def _connect(self) -> None:
        scatter, events = self.scatter, self._session.events
        scatter.hover_changed.connect(self._on_hover)
        scatter.pin_asked.connect(self.cards.pin)
        scatter.escaped.connect(self.escape)
        scatter.tool_changed.connect(self.tools.set_tool)
        scatter.resized.connect(self._lay_out)
        scatter.camera_moved.connect(self._on_camera_moved)
        scatter.framed.connect(self._on_frame, Qt.ConnectionType.QueuedConnection)
        scatter.drawn.connect(self._on_drawn)
        self.cards.entered.connect(scatter.keep_hover)
        self.cards.pinned_changed.connect(self._on_pinned)
        self.tools.tool_chosen.connect(scatter.set_tool)
        self.tools.fit_clicked.connect(scatter.fit)
        self.tools.labels_toggled.connect(lambda on: self._deeds.switch(labels=on))
        self.tools.trails_toggled.connect(lambda on: self._deeds.switch(trajectories=on))
        self.tools.export_clicked.connect(self.export_requested)
        self.tools.pause_toggled.connect(self.pause_requested)
        self.tools.axes_toggled.connect(self.axis.set_open)
        self.axis.changed.connect(self._axes_moved)
        self.badge.resized.connect(self._lay_out)
        self.axis.left.connect(scatter.setFocus)
        self.isolation.changed.connect(self._isolation_changed)
        self._card_timer.timeout.connect(self._show_cards)
        self._heading_timer.timeout.connect(self._show_heading)
        theme.changed.connect(self._lay_out)

        events.model.connect(self._on_model)
        events.points.connect(self._on_points)
        events.groups.connect(self._on_groups)
        events.occurrences.connect(self._on_occurrences)
        events.sentences.connect(self._on_sentences)
        events.focus.connect(self._on_focus)
        events.view.connect(self._on_view)
        events.selection.connect(self._show_selection)
        events.hovered.connect(self._show_hovered)
        events.comparison.connect(self._on_comparison)
        events.dragging.connect(self._on_dragging)
        events.layout_paused.connect(self._show_heading)
        events.axis_fit.connect(self._show_heading)

    # From the session to the picture

    def _on_model(self, model: ModelInfo | None) -> None:
        if self._gaze.show_model(model):
            self.cards.close_all()

    def _on_points(self, points: Points | None) -> None:
        if points is not None and points.tokens is self._tokens.tokens:
            ease = points.settled and not self._session.dragging
            self.scatter.set_places(points.xy, points.layer_xy, ease)
            self.scatter.set_trust(points.trust)
        else:
            self._show_tokens(points)
        if not self._session.dragging:
            self._show_heading()
        elif not self._heading_timer.isActive():
            self._heading_timer.start()
        self._look(points)

    def _show_tokens(self, points: Points | None) -> None:
        """Other tokens than before: those that stay glide to their new places."""
        before = self._tokens.places
        self._gaze.isolated = self._session.isolated
        self._tokens.places = TokenPlaces(() if points is None else points.tokens)
        came_from = self._tokens.places.from_earlier(before) if before.tokens else None
        self._renumber_cards(before)
        self._show_scene(came_from)

    def _renumber_cards(self, before: TokenPlaces) -> None:
        """Cards follow their tokens into the new list."""
        points = [card.point for card in self.cards.pinned if card.point is not None]
        after = self._tokens.places.find(tuple(before.tokens[point] for point in points))
        self.cards.renumber(dict(zip(points, after.tolist(), strict=True)))

    def _show_scene(self, came_from: np.ndarray | None = None) -> None:
        points = self._session.points
        if points is None or points.tokens is not self._tokens.tokens:
            self._tokens.marks = ()
            self.scatter.set_scene(ScatterScene(), np.empty((0, 2), np.float32), None)
        else:
            self.scatter.set_scene(self._tokens.scene(), points.xy, points.layer_xy, came_from)
            self.scatter.set_trust(points.trust)
        self._show_legend()
        self._show_selection()
        self._show_hovered()

    def _on_groups(self, groups: Groups) -> None:
        self._restyle()
        self._show_heading()
        self._show_cards()

    def _on_occurrences(self, occurrences: tuple[TokenRef, ...]) -> None:
        self._restyle()
        self._show_heading()
        self._look(self._session.points)

    def _on_sentences(self, sentences: tuple[Sentence, ...], before: tuple[Sentence, ...]) -> None:
        self._tokens.index_sentences()
        if sentence_changes(before, sentences).gone:  # what has only come is not in the picture yet
            self._restyle()
            self._show_cards()

    def _on_focus(self, focus: Focus | None) -> None:
        self.cards.close_all()
        self._show_heading()

    def _on_view(self, view: View) -> None:
        self.tools.set_switches(view.labels, view.trajectories)
        trails_appear = view.trajectories and not self.scatter.stage.trails_on
        self.scatter.set_switches(view.labels, view.trajectories)
        if trails_appear and not self.scatter.camera_is_users and self._tokens.marks:
            self.scatter.fit()
        self._restyle()
        self._show_heading()
        self._show_cards()

    def _on_comparison(self, comparison: Comparison | None) -> None:
        if not self._card_timer.isActive():
            self._card_timer.start(_CARD_MS)

    def _on_dragging(self, dragging: bool) -> None:
        self.selection_bar.hide()
        self._show_badges()
        if not dragging:
            self.badge.worth_thinning = self.scatter.thinned = False  # at rest every point is drawn
            self.scatter.floats_changed()

    def _restyle(self) -> None:
        if self._session.points is None or not self._tokens.tokens:
            return
        scene = self._tokens.scene()
        if (
            np.array_equal(scene.marks, self.scatter.scene.marks)
            and scene.n_points == self.scatter.scene.n_points
        ):
            self.scatter.restyle(scene)
            self._show_legend()
        else:
            self._show_scene()

    def _show_selection(self, selection: frozenset[TokenRef] | None = None) -> None:
        chosen = self._session.selection
        self.selection_bar.hide()
        self.scatter.set_selected(int(p) for p in self._tokens.places.find(tuple(chosen)) if p >= 0)
        self.scatter.setAccessibleDescription(self._tokens.said(chosen))
        self._show_cards()

    def _show_hovered(self, hovered: TokenRef | None = None) -> None:
        token = self._session.hovered
        place = self._tokens.place(token)
        self.scatter.set_hovered(None if place < 0 else place)
        self._show_cards()

    def _show_cards(self) -> None:
        """The live card tells of the point under the pointer, or else of the only selected one."""
        for card in list(self.cards.pinned):
            pinned = None if card.point is None else self._tokens.token(card.point)
            if pinned is None or not self._tokens.is_there(pinned):
                self.cards.close(card)
            else:
                card.set_content(self._tokens.card(pinned))
        token = self._card_token()
        place = self._tokens.place(token)
        was_open = self.cards.live.isVisible()
        if token is None or place < 0 or not self._tokens.is_there(token):
            self.cards.hide()
        else:
            self.cards.show(place, self._tokens.card(token))
        if self._hovered_here is None and was_open != self.cards.live.isVisible():
            self.scatter.floats_changed()

    def _card_token(self) -> TokenRef | None:
        hovered, selection = self._session.hovered, self._session.selection
        if hovered is not None and hovered == self._hovered_here:
            return hovered
        if len(selection) == 1:
            (token,) = selection
            mark = self._tokens.marks.index(token) if token in self._tokens.marks else None
            if mark is None or (mark < len(self.scatter.scene.shown) and self.scatter.scene.shown[mark]):
                return token
        return None

    def _show_legend(self) -> None:
        scene = self.scatter.scene
        self.legend.set_entries(self._tokens.legend(scene), scene.n_points - len(self._tokens.marks))
        self._lay_out()

    def _show_heading(self) -> None:
        session, points = self._session, self._session.points
        caption = "" if points is None else picture_caption(points, session)
        self.header.set_content(session.focus.word if session.focus else "", picture_chips(session), caption)
        self._show_badges()

    def _show_badges(self) -> None:
        """How fast the picture follows, and how far it can be trusted."""
        session, points = self._session, self._session.points
        layer, method = session.view.layer, session.view.projection
        moves = points is not None and not points.settled
        paused = method == "tsne" and (session.dragging or session.layout_paused)
        lays_out = method in ("umap", "tsne") and moves and not session.dragging
        busy = "t-SNE" if paused else tr("refining") if lays_out else ""
        self.badge.set_source(tr("mix") if layer is None else tr("layer {layer}", layer=layer), busy, paused)
        self.badge.setVisible(points is not None)
        self.tools.set_method(method, self.axis.is_open)
        self.tools.set_paused(session.layout_paused)
        self.trust.set_trust(None if points is None or moves or session.dragging else points.trust)
        self.trust.setVisible(points is not None)
        self.legend.set_note(tr("faded: neighbours not kept") if self.trust.n_poor else "")
        self._lay_out()

    def _look(self, points: Points | None) -> None:
        self._gaze.follow(points, bool(self._tokens.marks))

    def _lay_out(self) -> None:
        """Heading and tools above, legend and badge below."""
        w, h = self.scatter.width(), self.scatter.height()
        self.tools.move(w - self.tools.width() - 15, 13)
        self.header.move(16, 11)
        self.header.set_room(max(80, self.tools.x() - 28))
        self.badge.move(w - self.badge.width() - 15, h - self.badge.height() - 15)
        self.trust.set_room(w >= theme.px(_WIDE))
        self.trust.move(self.badge.x() - self.trust.width() - 8, self.badge.y())
        self.legend.set_room(max(80, self.trust.x() - 25))
        self.legend.move(15, h - self.legend.height() - 15)
        self.axis.lay_out(self.header.geometry().bottom(), self.legend.y())
        self.isolation.move(15, self.header.geometry().bottom() + self.axis.height + 8)
        self.cards.place_all()

    def _isolation_changed(self) -> None:
        self._lay_out()
        self.scatter.floats_changed()

    def _axes_moved(self) -> None:
        """The card of the axes has come, gone or grown: the picture keeps clear of it."""
        self.tools.set_method(self._session.view.projection, self.axis.is_open)
        self._lay_out()
        self.scatter.set_covered(self.axis.height)
        self.scatter.floats_changed()

    # From the picture to the session

    def _on_hover(self, point: int | None) -> None:
        token = None if point is None else self._tokens.token(point)
        self._hovered_here = token
        if self._session.hovered == token:
            self._show_cards()
        self._session.hovered = token

    def escape(self) -> None:
        """Take away what is uppermost: bar, cards, selection, isolation."""
        if self.selection_bar.isVisible():
            self.selection_bar.hide()
        elif self.cards.pinned:
            self.cards.close_all()
            self._show_cards()
        elif self._session.selection:
            self._deeds.clear_selection()
        else:
            self._session.isolated = None

    # Signals of the picture that concern the panel alone

    def _on_camera_moved(self) -> None:
        self._gaze.rest()
        self.selection_bar.hide()

    def _on_frame(self, painted: float) -> None:
        points = self._session.points
        if points is not None and points.seconds > 0.0:
            self.badge.worth_thinning = self._session.dragging and len(points.tokens) > _FEW
            self.badge.add(points.seconds + painted)
            self.scatter.thinned = self.badge.slow

    def _on_drawn(self) -> None:
        if self.settled:
            self.drawn.emit()

    def _on_pinned(self) -> None:
        self._show_cards()
        self.scatter.floats_changed()
