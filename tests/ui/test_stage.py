"""A talk in the real window: scenes, their list, the large window, its keys, a sentence from the audience."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Focus, Mix
from elmo_explorer.session.session_file import from_bytes, saved_session, to_bytes
from elmo_explorer.stage_parts import screen_for
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.scene_list import SceneList
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.stage.stage_keys import deed_of
from elmo_explorer.ui.stage.stage_picture import seen
from elmo_explorer.ui.stage.stage_window import StageWindow
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, whether or not a screen gives the window the keyboard."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, held))


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()
    assert made.stage.window is None


@pytest.fixture
def explorer(window: Explorer) -> Iterator[Explorer]:
    motion.set_reduced(True)
    session = window.session
    kept = session.mix, session.view, session.focus, session.sentences, session.selection
    yield window
    window.stage.leave()
    if window.stage.scenes is not None:
        window.stage.scenes.close()
    motion.set_reduced(False)
    session.mix, session.view, session.focus, session.sentences, session.selection = kept
    session.scenes = ()
    window.history.clear()


def three_scenes(explorer: Explorer) -> tuple[Scene, ...]:
    session = explorer.session
    token = session.occurrences[5]
    first = Scene("One", "All of them", session.focus, Mix((1.0, 0.0, 0.0)), session.view)
    second = replace(
        first,
        title="Two",
        mix=Mix((0.0, 0.0, 1.0), 1.5),
        selection=frozenset({token}),
        hidden=session.groups.names[:2],
        hint="drag the handle",
    )
    third = replace(first, title="Three", view=replace(session.view, trajectories=True, layer=1))
    session.scenes = (first, second, third)
    explorer.history.clear()
    return session.scenes


def opened(explorer: Explorer, at: int = 0) -> StageWindow:
    explorer.stage.present(at)
    stage = explorer.stage.window
    assert stage is not None
    stage.showNormal()
    stage.resize(1280, 720)
    return stage


def test_keys_lead_from_scene_to_scene_and_nothing_of_it_can_be_undone(explorer: Explorer) -> None:
    session = explorer.session
    session.mix = Mix((0.5, 0.5, 0.0))
    scenes = three_scenes(explorer)
    session.mix = before = Mix((0.2, 0.2, 0.6))
    name = explorer.history.undo_name
    view, selection = session.view, session.selection
    stage = opened(explorer)
    assert session.mix == scenes[0].mix
    assert stage.title.text() == "One"
    press(stage, Qt.Key.Key_Space)
    assert session.mix == scenes[1].mix
    assert session.selection == scenes[1].selection
    assert stage.foot.before == "One"
    assert stage.foot.after == "Next: drag the handle"
    press(stage.picture, Qt.Key.Key_PageDown)  # a remote control, wherever the keyboard is
    assert session.view.layer == 1
    press(stage, Qt.Key.Key_Right)  # there is no more
    assert explorer.stage.controller.at == 2
    for key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
        press(stage, key)
    assert stage.title.text() == "One"
    press(stage, Qt.Key.Key_End)
    assert stage.title.text() == "Three"
    press(stage, Qt.Key.Key_F5)
    assert stage.title.text() == "One"
    assert not explorer.history.can_undo
    press(stage, Qt.Key.Key_Escape)
    assert explorer.stage.window is None
    until(lambda: not any(isinstance(part, StageWindow) for part in QApplication.topLevelWidgets()))
    assert (session.mix, session.view, session.selection) == (before, view, selection)
    assert explorer.history.undo_name == name
    explorer.history.undo()
    assert session.mix != before


def test_a_mix_travels_and_the_next_key_goes_on_from_where_it_is(explorer: Explorer) -> None:
    motion.set_reduced(False)
    session = explorer.session
    scenes = three_scenes(explorer)
    stage = opened(explorer)
    controller = explorer.stage.controller
    until(lambda: session.mix == scenes[0].mix and not controller.gliding)
    seen: list[Mix] = []
    session.events.mix.connect(seen.append)
    try:
        press(stage, Qt.Key.Key_Right)
        until(lambda: session.mix.weights[2] > 0.2)
        assert session.dragging
        press(stage, Qt.Key.Key_Left)
        at = session.mix.weights[2]
        assert 0.2 < at < 1.0  # it turns round where it is
        until(lambda: not controller.gliding)
        assert session.mix == scenes[0].mix
        assert not session.dragging
    finally:
        session.events.mix.disconnect(seen.append)
    assert all(abs(sum(mix.weights) - 1.0) < 1e-6 for mix in seen)


def test_a_hand_on_the_large_handle_moves_the_window_too(explorer: Explorer) -> None:
    three_scenes(explorer)
    stage = opened(explorer)
    triangle = stage.mix.triangle
    start, end = triangle.point_of(triangle.weights), triangle.point_of((0.0, 1.0, 0.0))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(triangle, left, pos=start.toPoint())
    assert explorer.session.dragging
    QTest.mouseMove(triangle, end.toPoint())
    QTest.mouseRelease(triangle, left, pos=end.toPoint())
    assert not explorer.session.dragging
    assert explorer.session.mix.weights[1] > 0.98
    assert explorer.mix.triangle.weights[1] == triangle.weights[1]
    bar = stage.mix.bars[2]
    QTest.mouseClick(bar, left, pos=QPoint(bar.width() // 2, bar.height() // 2))
    assert explorer.session.mix.weights[2] == pytest.approx(0.5, abs=0.02)


def test_names_are_covered_until_they_are_asked_for(explorer: Explorer) -> None:
    scenes = three_scenes(explorer)
    stage = opened(explorer, 1)
    assert [entry.said for entry in stage.legend.entries][:2] == ["?", "?"]
    assert scenes[1].hidden[0] not in stage.legend.accessibleDescription()
    box = stage.legend._boxes[0].center().toPoint()
    QTest.mouseClick(stage.legend, Qt.MouseButton.LeftButton, pos=box)
    assert stage.hidden_answers == scenes[1].hidden[1:]
    press(stage, Qt.Key.Key_H)
    assert [entry.said for entry in stage.legend.entries] == list(explorer.session.groups.names)
    press(stage, Qt.Key.Key_Left)
    press(stage, Qt.Key.Key_Right)
    assert stage.hidden_answers == scenes[1].hidden  # told anew, covered anew


def test_blank_spotlight_and_the_sentence(explorer: Explorer) -> None:
    three_scenes(explorer)
    stage = opened(explorer, 1)
    assert "bank" in stage.sentence.accessibleName()
    assert stage.sentence.said.word == "bank"
    press(stage, Qt.Key.Key_B)
    assert stage.grab().toImage().pixelColor(600, 300).name() == "#000000"
    press(stage, Qt.Key.Key_W)
    assert stage.grab().toImage().pixelColor(600, 300).name() == "#ffffff"
    press(stage, Qt.Key.Key_Period)
    assert stage.veil.cover == "spotlight"
    stage.grab()
    press(stage, Qt.Key.Key_Escape)  # the cover first
    assert explorer.stage.window is stage
    assert not stage.veil.cover
    press(stage, Qt.Key.Key_B)
    press(stage, Qt.Key.Key_Left)
    assert not stage.veil.cover
    press(stage, Qt.Key.Key_2)
    assert explorer.session.view.layer == 0
    press(stage, Qt.Key.Key_T)
    assert explorer.session.view.trajectories


def test_a_sentence_from_the_audience_becomes_a_chosen_point_and_is_one_step(explorer: Explorer) -> None:
    session = explorer.session
    three_scenes(explorer)
    n = len(session.sentences)
    stage = opened(explorer)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert deed_of(key) == "audience"
    press(stage, Qt.Key.Key_N)
    assert stage.field.isVisible()
    press(stage.field, Qt.Key.Key_Escape)
    assert not stage.field.isVisible()
    assert explorer.stage.window is stage
    press(stage, Qt.Key.Key_A)
    stage.field.setText("We ate our bread on the bank.")
    QTest.keyClick(stage.field, Qt.Key.Key_Return)
    until(lambda: len(session.sentences) == n + 1)
    new = session.sentences[-1]
    until(lambda: any(token.sentence_id == new.id for token in session.selection))
    until(lambda: new.id in session.states and stage.picture.selected)
    assert stage.sentence.said.word == "bank"
    explorer.stage.leave()
    assert len(session.sentences) == n + 1
    assert explorer.history.undo_name == "Sentences of a talk"
    explorer.history.undo()
    assert len(session.sentences) == n


def test_without_scenes_what_is_shown_is_presented(explorer: Explorer) -> None:
    stage = opened(explorer)
    assert stage.title.text() == "bank"
    assert not stage.foot.forward.isVisible()
    until(lambda: stage.picture.settled)
    assert len(stage.picture.visible_marks()) == len(explorer.session.occurrences)
    said: list[str] = []
    explorer.announcer.said.connect(lambda text, _: said.append(text))
    press(stage, Qt.Key.Key_F5)
    assert said[-1] == "bank"
    explorer.stage._screen_gone(explorer.window.screen())  # the others are shown on what is left
    QTest.qWait(0)
    assert stage.isFullScreen()


def test_a_scene_shows_the_part_of_the_picture_that_it_was_taken_with(explorer: Explorer) -> None:
    scatter = explorer.canvas.scatter
    until(lambda: not explorer.waiting_for())
    scatter.zoom_to_nearest(int(scatter.visible_marks()[0]))
    until(lambda: scatter.settled)
    explorer.stage.add_scene()
    camera = explorer.session.scenes[0].camera
    assert camera is not None
    scatter.fit(ease=False)
    explorer.stage.add_scene()
    assert explorer.session.scenes[1].camera is None
    stage = opened(explorer)
    left, bottom, width, height = seen(stage.picture)
    assert left + width / 2 == pytest.approx(camera[0] + camera[2] / 2)
    assert bottom + height / 2 == pytest.approx(camera[1] + camera[3] / 2)
    assert width == pytest.approx(camera[2]) or height == pytest.approx(camera[3])
    assert width >= camera[2] * 0.999
    press(stage, Qt.Key.Key_Right)
    assert seen(stage.picture)[2] > 1.5 * width
    explorer.stage.leave()
    explorer.stage.show_scene(0)
    assert seen(scatter)[0] == pytest.approx(camera[0], abs=1e-3)
    scatter.fit(ease=False)


def test_both_themes_are_drawn_and_no_size_of_the_window_changes(explorer: Explorer) -> None:
    three_scenes(explorer)
    stage = opened(explorer, 1)
    zoom = theme.zoom
    for size in ((1920, 1080), (800, 600)):
        stage.resize(*size)
        for _ in range(2):
            press(stage, Qt.Key.Key_D)
            picture = stage.grab().toImage()
            assert picture.pixelColor(size[0] - 3, 3) == theme.color("canvas")
            assert theme.zoom == zoom
        assert stage.title.font().pixelSize() == round(34 * min(size[0] / 1280, size[1] / 720))


def test_a_display_that_is_not_the_windows_comes_first() -> None:
    class Display:
        def __init__(self, name: str) -> None:
            self._name = name

        def name(self) -> str:
            return self._name

    home, wall, third = displays = [Display(name) for name in ("laptop", "wall", "third")]
    choose: Any = screen_for
    assert choose(displays, home, "") is wall
    assert choose(displays, wall, "") is home
    assert choose(displays, home, "third") is third
    assert choose([home], home, "wall") is home
    assert choose([], None, "") is None


def the_list(explorer: Explorer) -> SceneList:
    explorer.stage.open_scenes()
    assert explorer.stage.scenes is not None
    return explorer.stage.scenes


def test_scenes_are_added_named_ordered_taken_again_and_removed_each_as_a_step(explorer: Explorer) -> None:
    session, history = explorer.session, explorer.history
    listed = the_list(explorer)
    listed.add.click()
    session.mix = Mix((0.1, 0.2, 0.7))
    listed.add.click()
    assert [scene.mix for scene in session.scenes][1] == session.mix
    listed.title.setText("Meaning")
    listed.title.editingFinished.emit()
    assert history.undo_name == "Edit scene"
    assert listed.list.item(1).text().endswith("Meaning")
    listed.boxes[0].click()
    assert session.scenes[1].hidden == session.groups.names[:1]
    listed.move_scene(-1)
    assert session.scenes[0].title == "Meaning"
    assert listed.at == 0
    assert history.undo_name == "Reorder scenes"
    listed.list.reordered.emit([1, 0])  # as a drag tells it
    assert session.scenes[1].title == "Meaning"
    session.mix = Mix((0.0, 1.0, 0.0))
    listed.list.setCurrentRow(1)
    listed.take.click()
    assert session.scenes[1].mix == session.mix
    assert session.scenes[1].title == "Meaning"
    listed.list.setCurrentRow(0)
    listed.show_it.click()
    assert session.mix == session.scenes[0].mix
    listed.remove.click()
    assert len(session.scenes) == 1
    for _ in range(20):
        listed.undone.emit()
    assert not session.scenes
    for part in listed.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.parent() in (listed, listed.form):
            assert part.accessibleName() or getattr(part, "text", lambda: "")()


def test_a_deck_with_its_vectors_plays_where_its_model_is_not(
    qapp: QApplication, explorer: Explorer, tmp_path: Path
) -> None:
    session = explorer.session
    three_scenes(explorer)
    until(lambda: not explorer.waiting_for())
    saved = saved_session(session, with_vectors=True)
    models = tuple(replace(model, name="far away", checksum="ab" * 32) for model in saved.models)
    path = tmp_path / "deck.elmox"
    path.write_bytes(to_bytes(replace(saved, models=models)))
    assert len(from_bytes(path.read_bytes()).states) == len(session.sentences)
    motion.set_reduced(True)
    other = Explorer(WindowOptions(file=path), Settings(None))
    other.window.show()
    try:
        other.start()
        played = other.session
        until(lambda: played.scenes and played.points is not None and played.occurrences)
        assert played.model is not None
        assert played.model.absent
        jobs: list[object] = []
        played.events.jobs.connect(jobs.append)
        stage = opened(other)
        shown = []
        for k in range(3):
            until(lambda: played.points is not None and played.points.settled and stage.picture.settled)
            assert stage.title.text() == played.scenes[k].title
            shown.append(stage.picture.stage.shown.xy.copy())
            press(stage, Qt.Key.Key_Right)
            if k < 2:
                before = played.points
                until(lambda before=before: played.points is not before)
        assert not np.allclose(shown[0], shown[1])  # other mixes, from the vectors of the file
        assert len(played.states) == len(played.sentences)
        assert jobs == []
    finally:
        other.window.may_close = lambda: True
        other.window.close()
        other.window.deleteLater()


def test_another_word_in_the_next_scene_is_shown(explorer: Explorer) -> None:
    scenes = three_scenes(explorer)
    explorer.session.scenes = (
        scenes[0],
        replace(scenes[1], title="the", focus=Focus("the"), selection=frozenset()),
    )
    stage = opened(explorer)
    press(stage, Qt.Key.Key_Right)
    until(
        lambda: (
            explorer.session.occurrences
            and explorer.session.word(explorer.session.occurrences[0]).lower() == "the"
        )
    )
    until(lambda: len(stage.picture.visible_marks()) == len(explorer.session.occurrences))
    assert "the" in stage.sentence.accessibleName()
