"""Presenting: the scenes' list, the window of a talk, and the wires between them and the session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu

from elmo_explorer.controllers.stage_controller import StageController
from elmo_explorer.session.scene_steps import Camera, retaken, scene_now, with_scene
from elmo_explorer.session.session import Sentence, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.focus_ring import FocusRing
from elmo_explorer.ui.mix_hand import MixHand
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.scene_list import SceneList
from elmo_explorer.ui.stage.stage_picture import camera_for, seen
from elmo_explorer.ui.stage.stage_window import StageWindow

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer


class StageParts(QObject):
    """Owns what presenting needs; nothing of it is there until it is asked for."""

    def __init__(self, explorer: Explorer) -> None:
        """The window, its actions and the file's commands are there."""
        super().__init__(explorer)
        self._explorer = explorer
        self._session = explorer.session
        self.controller = StageController(explorer.session, explorer.history, lambda: motion.reduced, self)
        self.window: StageWindow | None = None
        self.scenes: SceneList | None = None
        self.screen_name = ""
        """The display that was chosen; "" is another one than the window's."""
        self._given: frozenset[int] = frozenset()
        """Sentences from the audience whose points are to come."""
        self._waits = False
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill_menu)
        explorer.toolbar.set_present_menu(self.menu)
        explorer.toolbar.present_requested.connect(self.present)
        self.controller.shown.connect(self._shown)
        self.controller.moved.connect(self._moved)
        explorer.text.added.connect(self._added)
        explorer.documents.controller.opened.connect(self._opened)
        explorer.window.may_close = self._may_close
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._screen_gone)

    # The talk

    def present(self, at: int = 0) -> None:
        """Begin with a scene, or go there."""
        if self.window is None:
            self._open()
        self.controller.start(min(at, max(len(self._session.scenes) - 1, 0)))

    def present_here(self) -> None:
        """Go on with the scene that was shown last."""
        self.present(self.controller.at)

    def leave(self) -> None:
        """End the talk."""
        if self.window is not None:
            self.window.close()

    def close(self) -> None:
        """The explorer's window goes."""
        self.leave()
        if self.scenes is not None:
            self.scenes.close()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.disconnect(self._screen_gone)

    def _may_close(self) -> bool:
        """What a talk shows is no change: it ends before anybody is asked about changes."""
        self.leave()
        return self._explorer.documents.may_close()

    def _open(self) -> None:
        explorer = self._explorer
        hand = MixHand(self._session, self.controller.rest)
        self.window = window = StageWindow(self._session, hand)
        window.setWindowIcon(explorer.window.windowIcon())
        window.stepped.connect(self.controller.step)
        window.chosen.connect(self._choose)
        window.left.connect(window.close)
        window.theme_wished.connect(explorer.toolbar.theme_requested)
        window.sentence_given.connect(self._give)
        window.closing.connect(self._closed)
        FocusRing(window)
        self._place()
        window.setFocus()

    def _place(self) -> None:
        """Full screen on its display."""
        if self.window is None:
            return
        screen = screen_for(QGuiApplication.screens(), self._explorer.window.screen(), self.screen_name)
        if screen is not None:
            self.window.setScreen(screen)
            self.window.setGeometry(screen.geometry())
        self.window.showFullScreen()
        self.window.activateWindow()

    def _screen_gone(self, _screen: QScreen) -> None:
        QTimer.singleShot(0, self, self._place)

    def _choose(self, k: int) -> None:
        self.controller.go(k if k >= 0 else len(self.controller.scenes) - 1)

    def _shown(self, at: int) -> None:
        scene = self.controller.scene
        if self.window is not None and scene is not None:
            self.window.show_scene(scene, at, self.controller.scenes)
            self._explorer.announcer.say(f"{scene.title}. {scene.caption}".rstrip(" ."))

    def _moved(self, t: float) -> None:
        if self.window is not None:
            self.window.picture.lead(t)

    def _closed(self) -> None:
        self.window = None
        self._given, self._waits = frozenset(), False
        self.controller.leave()
        self._explorer.window.activateWindow()

    def _opened(self) -> None:
        """Another session is there: a talk of the one before has ended."""
        if self.controller.presenting:
            self.controller.leave(give_back=False)
            self.leave()
        self.controller.at = 0

    # A sentence from the audience

    def _give(self, text: str) -> None:
        self._waits = True
        self._explorer.text.add_text(text)

    def _added(self, sentences: Sequence[Sentence]) -> None:
        if self._waits:
            self._waits = False
            self._given = frozenset(sentence.id for sentence in sentences)
            self._session.events.states.connect(self._find_given)
            self._session.events.occurrences.connect(self._find_given)
            self._find_given()

    def _find_given(self) -> None:
        """Select the focus word in what was given, or else its first word, once its point is there."""
        session = self._session
        found = [token for token in session.occurrences if token.sentence_id in self._given]
        read = [k for k in self._given if k in session.states]
        if found or read:
            token = found[0] if found else TokenRef(min(read), 0)
            session.selection = frozenset({token})
        if found or read or not self._given:
            self._given = frozenset()
            session.events.states.disconnect(self._find_given)
            session.events.occurrences.disconnect(self._find_given)

    # The scenes

    def open_scenes(self) -> None:
        """Show the list."""
        if self.scenes is None:
            self.scenes = made = SceneList(self._session, self._explorer.window)
            made.added.connect(self.add_scene)
            made.retaken.connect(self.retake)
            made.shown.connect(self.show_scene)
            made.presented.connect(self.present)
            made.undone.connect(self._explorer.history.undo)
            made.redone.connect(self._explorer.history.redo)
            made.finished.connect(self._list_closed)
        self.scenes.show()
        self.scenes.raise_()
        self.scenes.activateWindow()

    def add_scene(self) -> None:
        """Add what is shown now as the last scene."""
        self._session.scenes = (*self._session.scenes, scene_now(self._session, self._camera(), self._tab()))

    def retake(self, k: int) -> None:
        """Let a scene be what is shown now."""
        scenes = self._session.scenes
        scene = retaken(scenes[k], self._session, self._camera(), self._tab())
        self._session.scenes = with_scene(scenes, k, scene)

    def show_scene(self, k: int) -> None:
        """Bring a scene into the window, or into the talk."""
        if self.controller.presenting:
            self.controller.go(k)
            return
        scene = self._session.scenes[k]
        self.controller.at = k
        self.controller.show(scene)
        scatter = self._explorer.canvas.scatter
        if scene.camera is not None:
            scatter.look_again(camera_for(scene.camera, QRectF(scatter.rect())))
        elif scatter.camera_is_users:
            scatter.fit()
        if scene.tab:
            self._explorer.window.tabs.show_tab(scene.tab)

    def _list_closed(self) -> None:
        if self.scenes is not None:
            self.scenes.deleteLater()
            self.scenes = None

    def _camera(self) -> Camera | None:
        if self.window is not None:
            return seen(self.window.picture) if self.window.picture.camera_is_users else None
        scatter = self._explorer.canvas.scatter
        return seen(scatter) if scatter.camera_is_users else None

    def _tab(self) -> str:
        return self._explorer.window.tabs.seen

    # The menu beside the button

    def _fill_menu(self) -> None:
        actions = self._explorer.actions
        self.menu.clear()
        self.menu.addActions([actions.present, actions.present_here])
        self.menu.addSeparator()
        self.menu.addActions([actions.add_scene, actions.scenes])
        screens = QGuiApplication.screens()
        if len(screens) > 1:
            self.menu.addSeparator()
            group = QActionGroup(self.menu)
            chosen = screen_for(screens, self._explorer.window.screen(), self.screen_name)
            for k, screen in enumerate(screens):
                title = tr("Show on display {n}, {name}", n=k + 1, name=screen.name())
                action = QAction(title, self.menu, checkable=True, checked=screen is chosen)
                action.triggered.connect(partial(self._choose_screen, screen.name()))
                group.addAction(action)
                self.menu.addAction(action)

    def _choose_screen(self, name: str, _checked: bool = False) -> None:
        self.screen_name = name
        if self.window is not None:
            self._place()


def screen_for(screens: Sequence[QScreen], home: QScreen | None, wanted: str) -> QScreen | None:
    """The display of a talk: the wanted one, or else one that the window is not on, or else the only one."""
    named = [screen for screen in screens if wanted and screen.name() == wanted]
    others = [screen for screen in screens if screen is not home and screen != home]
    return next(iter((*named, *others, *screens)), None)
