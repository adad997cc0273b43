"""A talk: its scenes one after the other, each come to by a gliding mix; the window is given back as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from elmo_explorer.analysis.weights import between
from elmo_explorer.session.history import History
from elmo_explorer.session.scene_steps import mix_of, scene_now, show_all_but_mix, still_there
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Focus, Mix, Session, TokenRef, View
from elmo_explorer.session.shown_model import show_model
from elmo_explorer.translation import tr

TWEEN_MS = 600


@dataclass(frozen=True)
class _Before:
    """What is given back when the talk ends."""

    model: str
    focus: Focus | None
    mix: Mix
    view: View
    selection: frozenset[TokenRef]


class StageController(QObject):
    """Shows scenes in the session.

    Nothing of a talk is a step of the history: it ends with the state in which it began. Only sentences that came
    meanwhile stay, as one step.
    """

    shown = Signal(int)
    """A scene begins to be shown."""
    moved = Signal(float)
    """How much of the way to it is gone, eased, up to 1."""

    def __init__(
        self, session: Session, history: History, reduced: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """``reduced``: whether nothing may glide."""
        super().__init__(parent)
        self.presenting = False
        self.at = 0
        self._session, self._history, self._reduced = session, history, reduced
        self._alone: Scene | None = None
        self._before: _Before | None = None
        self._start = self._end = self._set = session.mix
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(TWEEN_MS)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._step)

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """Those of the talk; without any, what was shown when it began."""
        return self._session.scenes or ((self._alone,) if self._alone is not None else ())

    @property
    def scene(self) -> Scene | None:
        """The one that is shown."""
        scenes = self.scenes
        return scenes[min(self.at, len(scenes) - 1)] if self.presenting and scenes else None

    @property
    def gliding(self) -> bool:
        """Whether a scene is still on its way."""
        return self._clock.state() == QVariantAnimation.State.Running

    def start(self, at: int = 0) -> None:
        """Begin a talk with a scene; one under way goes there."""
        session = self._session
        if not self.presenting:
            shown = session.model.key if session.model is not None else ""
            self._before = _Before(shown, session.focus, session.mix, session.view, session.selection)
            self._alone = scene_now(session)
            self._history.hold()
            self.presenting = True
        self.go(at)

    def go(self, at: int) -> None:
        """Show a scene, from wherever things are now; outside of the talk there is none to go to."""
        if not self.presenting or not 0 <= at < len(self.scenes):
            return
        self.at = at
        self.show(self.scenes[at])

    def step(self, by: int) -> None:
        """The scene so many further on."""
        self.go(self.at + by)

    def show(self, scene: Scene) -> None:
        """Bring a scene into the session, gliding where that may be; outside a talk it is one step of the history."""
        session = self._session
        glided = self.gliding
        self._clock.stop()
        if not self.presenting:
            with self._history.group(tr("Show scene “{title}”", title=scene.title)):
                show_all_but_mix(session, scene)
                session.mix = mix_of(session, scene)
            return
        show_all_but_mix(session, scene)
        self._start, self._end = session.mix, mix_of(session, scene)
        self.shown.emit(self.at)
        if self._reduced():
            session.mix = self._set = self._end
            if glided:
                session.dragging = False
            self.moved.emit(1.0)
            return
        travels = self._start.weights != self._end.weights or self._start.gamma != self._end.gamma
        self._set = session.mix
        session.dragging = travels  # the picture's axes stay on the way
        self._clock.start()

    def rest(self) -> None:
        """Somebody takes hold of the mix: nothing glides any more, and where it is it stays."""
        self._clock.stop()

    def leave(self, give_back: bool = True) -> None:
        """End the talk.

        Args:
            give_back: the state in which it began; not where another session was opened meanwhile.
        """
        if not self.presenting:
            return
        self.rest()
        session, before = self._session, self._before
        session.dragging = False
        self.presenting = False
        if give_back and before is not None:
            show_model(session, before.model)
            session.focus = before.focus
            if len(before.mix.weights) == len(session.mix.weights):
                session.view, session.mix = before.view, before.mix
            session.selection = still_there(session, before.selection)
        self._before = self._alone = None
        self._history.release(tr("Sentences of a talk"))

    def _step(self, t: float) -> None:
        session = self._session
        if not self.gliding and t < 1.0:
            return
        if session.mix != self._set:
            self.rest()  # another hand is on it
            self.moved.emit(1.0)
            return
        if t >= 1.0:
            self._set = self._end
        else:
            a, b = self._start, self._end
            gamma = a.gamma + (b.gamma - a.gamma) * t
            self._set = replace(b, weights=between(a.weights, b.weights, t), gamma=gamma)
        session.mix = self._set
        self.moved.emit(t)
        if t >= 1.0:
            session.dragging = False
