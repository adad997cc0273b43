"""The lessons in the real window: opened, presented scene by scene, taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, lesson="en"), Settings(None))
    motion.set_reduced(True)
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()
    motion.set_reduced(False)


@pytest.mark.parametrize("name", ["en", "zh"])
def test_every_scene_is_shown_on_stage(window: Explorer, name: str) -> None:
    if name == "zh":
        window.lessons.open("zh")
        until(lambda: window.session.focus is not None and window.session.focus.word == "苹果")
        until(lambda: not window.waiting_for())
        assert window.session.model is not None
        assert window.session.model.name == "zh"
    session = window.session
    scenes = session.scenes
    assert len(scenes) == 14
    window.actions.present.trigger()
    until(lambda: window.stage.window is not None)
    stage = window.stage.window
    assert stage is not None
    try:
        for k, scene in enumerate(scenes):
            window.stage.controller.go(k)
            until(lambda: not window.waiting_for())
            assert session.focus == scene.focus
            assert session.mix == scene.mix
            assert len(session.selection) == len(scene.selection)
            assert len(session.groups.names) == (0 if scene.focus and scene.focus.word == "退了" else 3)
    finally:
        window.stage.leave()


def test_undo_brings_back_what_was_open(window: Explorer) -> None:
    before = window.session.sentences
    window.lessons.open("en")
    until(lambda: window.session.sentences is not before)
    until(lambda: not window.waiting_for())
    assert "How ELMo works" in window.history.undo_name
    window.history.undo()
    assert window.session.sentences == before
