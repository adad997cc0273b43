"""Where the picture is looked at: fitted to what is new, then still, and for each model as the user left it."""

from __future__ import annotations

from elmo_explorer.session.session import ModelInfo, Points, Session, TokenRef
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_camera import Camera


class PictureGaze:
    """Moves the camera of one picture."""

    def __init__(self, session: Session, scatter: Scatter) -> None:
        self.isolated: frozenset[TokenRef] | None = None
        """What was isolated when these tokens were drawn first."""
        self._session = session
        self._scatter = scatter
        self._fitted: object = None
        self._fit_pending = False
        self._model = ""
        self._left: dict[str, Camera] = {}
        """Model -> where the user looked in its picture when another was shown."""
        self._returns_to: Camera | None = None

    def show_model(self, model: ModelInfo | None) -> bool:
        """Another model's picture comes: this one is left as the user looks at it; False where it is the same."""
        key = model.key if model is not None else ""
        if key == self._model:
            return False
        self._left.pop(self._model, None)
        if self._scatter.camera_is_users:
            self._left[self._model] = self._scatter.camera
        self._model = key
        self._returns_to = self._left.get(key)
        self._fitted = None
        return True

    def rest(self) -> None:
        """The user looks somewhere: what has begun to be fitted stays as it is."""
        self._fit_pending = False

    def follow(self, points: Points | None, has_marks: bool) -> None:
        """Fit a new word's or a new projection's first points; then keep the camera still."""
        if points is None or not self._scatter.scene.n_points:
            self._fitted = None
            return
        key = (self._session.focus, points.method, points.axes, self.isolated)
        if key != self._fitted or self._fit_pending:
            first = self._fitted is None
            self._fitted = key
            if first and self._returns_to is not None:
                self._scatter.look_again(self._returns_to)
                self._returns_to = None
                return
            self._fit_pending = not points.settled or (bool(self._session.focus) and not has_marks)
            self._scatter.fit(ease=not first and points.settled)
        elif points.settled and not self._session.dragging:
            self._scatter.fit_if_outside()
