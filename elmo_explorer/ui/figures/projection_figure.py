"""The projection as a figure: the same picture in a size of its own, without the tools of the window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.figure_look import FigureLook
from elmo_explorer.session.session import Session
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.ui.picture_caption import picture_caption, picture_chips
from elmo_explorer.ui.pictured_tokens import PicturedTokens
from elmo_explorer.ui.stage.stage_picture import camera_for
from elmo_explorer.ui.widgets.canvas_header import CanvasHeader
from elmo_explorer.ui.widgets.legend import Legend
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.trust_badge import TrustBadge

_EDGE = 16


class ProjectionFigure(QWidget):
    """Shows a session as it is now; it follows nothing, and no screen shows it."""

    def __init__(self, session: Session, look: FigureLook) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.resize(look.width, look.height)
        self.scatter = Scatter(self)
        self.scatter.setGeometry(self.rect())
        tokens, points = PicturedTokens(session), session.points
        tokens.index_sentences()
        tokens.places = TokenPlaces(() if points is None else points.tokens)
        scene = ScatterScene() if points is None else tokens.scene()
        self._add_frames(session, tokens, scene)
        self.show()
        if points is None:
            self.scatter.set_scene(scene, np.empty((0, 2), np.float32), None)
        else:
            self.scatter.set_scene(scene, points.xy, points.layer_xy)
            self.scatter.set_trust(points.trust)
        self.scatter.set_switches(session.view.labels, session.view.trajectories)
        self.scatter.set_selected(
            int(point) for point in tokens.places.find(tuple(session.selection)) if point >= 0
        )
        if look.camera is None:
            self.scatter.fit(ease=False)
        else:
            self.scatter.lead_camera(camera_for(look.camera, QRectF(self.rect())))
        self.scatter.settle()

    def _add_frames(self, session: Session, tokens: PicturedTokens, scene: ScatterScene) -> None:
        points, focus = session.points, session.focus
        header, legend, trust = CanvasHeader(self.scatter), Legend(self.scatter), TrustBadge(self.scatter)
        caption = "" if points is None else picture_caption(points, session)
        header.set_room(self.width() - 2 * _EDGE)
        header.set_content(focus.word if focus is not None else "", picture_chips(session), caption)
        header.move(_EDGE, 11)
        trust.set_trust(None if points is None else points.trust)
        trust.set_room(wide=False)
        trust.move(self.width() - _EDGE - trust.width(), self.height() - _EDGE - trust.height())
        trust.setVisible(trust.mean is not None)
        legend.set_entries(tokens.legend(scene), scene.n_points - len(tokens.marks))
        legend.set_room(max(80, trust.x() - 2 * _EDGE))
        legend.move(_EDGE, self.height() - _EDGE - legend.height())
        for child in (header, legend, trust):
            self.scatter.add_float(child)
