"""The real window by keyboard alone, and as screen readers are told of it."""

import gc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from elmo_explorer import translation
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Job, Notice
from elmo_explorer.ui.command_list import Entry, find, fit
from elmo_explorer.ui.focus_ring import FocusRing
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until

K = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    motion.set_reduced(True)
    made.projection.animated = False
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    made.window.activateWindow()
    until(lambda: made.window.isActiveWindow())
    yield made
    made.window.close()
    made.window.deleteLater()
    motion.set_reduced(False)


@pytest.fixture
def canvas(window: Explorer) -> QWidget:
    window.session.selection = frozenset()
    window.window.activateWindow()  # a dialog may have been there
    until(window.window.isActiveWindow)
    window.centre.setFocus()
    assert window.canvas.scatter.hasFocus()
    return window.canvas.scatter


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, held)


# The keyboard table


TABLE: list[tuple[Qt.Key, Qt.KeyboardModifier, Callable[[Explorer], object], object]] = [
    (K.Key_2, NONE, lambda w: w.session.view.layer, 0),
    (K.Key_4, NONE, lambda w: w.session.view.layer, 2),
    (K.Key_1, NONE, lambda w: w.session.view.layer, None),
    (K.Key_2, SHIFT, lambda w: w.session.view.projection, "umap"),
    (K.Key_3, SHIFT, lambda w: w.session.view.projection, "tsne"),
    (K.Key_4, SHIFT, lambda w: w.session.view.projection, "axis"),
    (K.Key_1, SHIFT, lambda w: w.session.view.projection, "pca"),
    (K.Key_BracketRight, NONE, lambda w: w.window.tabs.current, "layers"),
    (K.Key_BracketLeft, NONE, lambda w: w.window.tabs.current, "compare"),
    (K.Key_L, NONE, lambda w: w.canvas.scatter.tool, "lasso"),
    (K.Key_V, NONE, lambda w: w.canvas.scatter.tool, "select"),
    (K.Key_J, NONE, lambda w: w.session.selection, "first"),
    (K.Key_Down, NONE, lambda w: w.session.selection, "second"),
    (K.Key_K, NONE, lambda w: w.session.selection, "first"),
    (K.Key_J, NONE, lambda w: w.session.selection, "second"),
    (K.Key_Up, NONE, lambda w: w.session.selection, "first"),
    (K.Key_T, NONE, lambda w: w.session.view.trajectories, True),
    (K.Key_T, NONE, lambda w: w.session.view.trajectories, False),
    (K.Key_J, CTRL, lambda w: w.window.tabs.folded, True),
    (K.Key_J, CTRL, lambda w: w.window.tabs.folded, False),
    (K.Key_D, CTRL | SHIFT, lambda w: theme.dark, True),
    (K.Key_D, CTRL | SHIFT, lambda w: theme.dark, False),
    (K.Key_Escape, NONE, lambda w: w.session.selection, frozenset()),
    (K.Key_N, NONE, lambda w: w.window.tabs.current, "neighbours"),
    (K.Key_K, CTRL, lambda w: w.command_card.isVisible(), True),
    (K.Key_Escape, NONE, lambda w: w.command_card.isVisible(), False),
]


@pytest.mark.usefixtures("canvas")
def test_every_key_of_the_table_works_in_the_picture(window: Explorer) -> None:
    window.window.tabs.show_tab("compare")
    first, second = window.session.occurrences[:2]
    meant = {"first": frozenset({first}), "second": frozenset({second})}
    for key, held, read, expected in TABLE:
        press(key, held)
        wanted = meant.get(expected, expected) if isinstance(expected, str) else expected
        assert read(window) == wanted, (key, held)
    window.window.tabs.show_tab("compare")


def test_colours_hiding_removing_panning_and_fitting(window: Explorer, canvas: QWidget) -> None:
    session, scatter = window.session, window.canvas.scatter
    before = session.view.colour_by
    press(K.Key_C)
    assert session.view.colour_by != before
    window.history.undo()
    press(K.Key_J)
    (token,) = session.selection
    press(K.Key_H)
    assert next(s for s in session.sentences if s.id == token.sentence_id).hidden
    window.history.undo()
    session.selection = frozenset({token})
    press(K.Key_Delete)
    assert token.sentence_id not in {s.id for s in session.sentences}
    press(K.Key_Z, CTRL)
    assert token.sentence_id in {s.id for s in session.sentences}
    press(K.Key_Z, CTRL | SHIFT)
    press(K.Key_Z, CTRL)
    until(lambda: not window.waiting_for())
    middle = canvas.rect().center()
    camera = scatter.camera_to_be
    QTest.keyPress(canvas, K.Key_Space)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NONE, middle)
    QTest.mouseMove(canvas, middle + QPoint(40, 30))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, middle + QPoint(40, 30))
    QTest.keyRelease(canvas, K.Key_Space)
    assert scatter.camera_is_users
    assert scatter.camera_to_be != camera
    press(K.Key_F)
    assert not scatter.camera_is_users


def test_single_letters_stay_letters_in_text_fields(window: Explorer) -> None:
    before = window.session.view
    press(K.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert window.sentences.isAncestorOf(field)
    QTest.keyClicks(field, "cht2[")
    assert window.session.view == before
    assert field.toPlainText() == "cht2["
    field.clear()
    press(K.Key_F, CTRL)
    assert window.toolbar.search.hasFocus()
    QTest.keyClicks(window.toolbar.search, "j1")
    assert window.session.view == before
    window.toolbar.search.clear()


def test_letters_work_in_the_list_of_sentences_too(window: Explorer) -> None:
    window.sentences.list.setFocus()
    window.session.selection = frozenset()
    press(K.Key_J)
    assert len(window.session.selection) == 1
    press(K.Key_L)
    assert window.canvas.scatter.tool == "lasso"
    press(K.Key_V)
    assert window.canvas.scatter.tool == "select"
    press(K.Key_Escape)
    assert not window.session.selection


def test_arrows_in_the_triangle_move_its_picked_corner(window: Explorer) -> None:
    triangle = window.mix.triangle
    triangle.setFocus(Qt.FocusReason.TabFocusReason)
    before = window.session.mix.weights
    press(K.Key_Right)
    after = window.session.mix.weights
    assert after[0] == pytest.approx(before[0] + 0.01)
    press(K.Key_Tab)
    assert triangle.hasFocus()
    press(K.Key_Right, SHIFT)
    assert window.session.mix.weights[1] == pytest.approx(after[1] + 0.1)
    triangle.clearFocus()
    until(lambda: not window.session.dragging)
    window.history.undo()
    window.history.undo()


# Regions and Tab


def test_f6_visits_every_region_and_shift_f6_goes_back(window: Explorer, canvas: QWidget) -> None:
    regions = [r for r in window.window.regions() if r is not window.window.status]
    order = [window.centre, window.mix, window.window.tabs, window.toolbar, window.sentences]
    for region in order[1:]:
        press(K.Key_F6)
        assert region.isAncestorOf(QApplication.focusWidget()), region
    press(K.Key_F6)
    assert canvas.hasFocus()
    press(K.Key_F6, SHIFT)
    assert window.sentences.isAncestorOf(QApplication.focusWidget())
    assert set(order) == set(regions)


def test_tab_goes_through_the_window_in_the_order_of_reading(window: Explorer) -> None:
    regions = window.window.regions()
    window.toolbar.menu_button.setFocus(Qt.FocusReason.TabFocusReason)
    visited: list[int] = []
    triangle_once = False
    for _ in range(200):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is window.toolbar.menu_button and visited:
            break
        visited.append(next(i for i, r in enumerate(regions) if r.isAncestorOf(focus)))
        triangle_once |= focus is window.mix.triangle
        press(K.Key_Tab)
    assert visited == sorted(visited)
    assert set(visited) >= {0, 1, 2, 3, 4}
    assert triangle_once


def test_the_ring_lies_round_what_has_the_keyboard_and_goes_with_the_mouse(window: Explorer) -> None:
    ring = window.focus_ring
    window.toolbar.undo.setFocus()
    press(K.Key_Backtab, SHIFT)
    focus = QApplication.focusWidget()
    assert ring.target is focus
    window.window.grab()
    at = focus.mapTo(window.window, QPoint(0, 0))
    assert ring.geometry().topLeft() == at - QPoint(4, 4)
    picture = window.window.grab().toImage()
    y = at.y() + focus.height() // 2
    accent = theme.color("accent").rgb()
    columns = [picture.pixel(at.x() + dx, y) == accent for dx in (-4, -3, -2, -1)]
    assert columns == [True, True, False, False]  # two pixels of accent, then the gap
    QTest.mouseClick(window.canvas.scatter, Qt.MouseButton.LeftButton, NONE, QPoint(300, 240))
    assert ring.target is None


# Points


@pytest.mark.usefixtures("canvas")
def test_tab_past_what_goes_away_leaves_menus_alive(window: Explorer, canvas: QWidget) -> None:
    window.window.toasts.show("info", "Saved")
    press(K.Key_Tab)
    window.window.toasts.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert all(
        shiboken6.isValid(action)
        for menu in window.learned.panel.findChildren(QMenu)
        for action in menu.actions()
    )


def test_the_ring_outlives_a_menu_that_had_the_keyboard(window: Explorer, canvas: QWidget) -> None:
    ring = window.focus_ring
    menu = QMenu(window.window)
    ring._focus_changed(canvas, menu)
    menu.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    ring._focus_changed(None, canvas)
    assert canvas.hasFocus()


def test_arrows_lead_from_point_to_point_enter_selects_menu_opens(window: Explorer) -> None:
    scatter, session = window.canvas.scatter, window.session
    press(K.Key_Right)
    start = scatter.hovered
    assert start is not None
    press(K.Key_Right)
    assert scatter.hovered not in (start, None)
    assert scatter.pixel_of(scatter.hovered).x() > scatter.pixel_of(start).x()
    here = scatter.hovered
    press(K.Key_Down, SHIFT)
    assert scatter.pixel_of(scatter.hovered).y() > scatter.pixel_of(here).y()
    press(K.Key_Return)
    one = window.canvas.points.accessible_part(scatter.hovered)
    assert one.selected
    assert len(session.selection) == 1
    press(K.Key_Left)
    press(K.Key_Return, SHIFT)
    assert len(session.selection) == 2
    assert scatter.pair is not None
    assert "0." in scatter.pair.figure or "1." in scatter.pair.figure
    asked: list[object] = []
    scatter.menu_asked.disconnect()
    scatter.menu_asked.connect(lambda point, _at: asked.append(point))
    hovered = scatter.hovered
    at = QPoint(1, 1)
    QApplication.sendEvent(
        scatter, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, scatter.mapToGlobal(at))
    )
    assert asked == [hovered]
    scatter.menu_asked.connect(window.canvas._deeds.open_menu)
    press(K.Key_Escape)
    assert scatter.hovered is None
    press(K.Key_Escape)
    assert not session.selection
    assert scatter.pair is None


def test_a_shift_click_joins_two_points_with_their_cosine(window: Explorer, canvas: QWidget) -> None:
    scatter, session = window.canvas.scatter, window.session
    marks = scatter.visible_marks()
    places = [scatter.pixel_of(int(m)).toPoint() for m in marks]
    free = [
        i
        for i, at in enumerate(places)
        if canvas.childAt(at) is None and scatter.point_at(at) == int(marks[i])
    ]
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, places[free[0]])
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, SHIFT, places[free[-1]])
    assert len(session.selection) == 2
    assert scatter.pair is not None
    assert {scatter.pair.one, scatter.pair.other} == {int(marks[free[0]]), int(marks[free[-1]])}
    a, b = (session.occurrences.index(t) for t in session.selection)
    comparison = session.comparison
    assert comparison is not None
    order = [comparison.tokens.index(session.occurrences[i]) for i in (a, b)]
    assert f"{comparison.cosine[order[0], order[1]]:.2f}" in scatter.pair.figure
    session.selection = frozenset()
    assert scatter.pair is None


# What screen readers are told


def walk(
    interface: QAccessibleInterface | None, most: int = 40
) -> Iterator[tuple[QAccessibleInterface, QAccessibleInterface | None]]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    yield interface, None
    for k in range(min(interface.childCount(), most)):
        child = interface.child(k)
        if child is not None:
            yield from walk(child, most)


NAMELESS = {
    "Client",
    "Window",
    "Pane",
    "LayeredPane",
    "Separator",
    "Grouping",
    "Border",
    "ScrollBar",
    "ToolBar",
    "StatusBar",
    "NoRole",
    "Splitter",
    "Whitespace",
    "Graphic",
    "Indicator",
    "Grip",
    "Form",
    "Document",
    "StaticText",
}


def without_name(root: QWidget) -> list[str]:
    found = []
    for interface, _ in walk(QAccessible.queryAccessibleInterface(root)):
        thing = interface.object()
        control = isinstance(thing, QWidget) and bool(thing.focusPolicy() & Qt.FocusPolicy.TabFocus)
        said = interface.text(QAccessible.Text.Name).strip()
        if not said and (control or interface.role().name not in NAMELESS):
            found.append(f"{type(thing).__name__} {interface.role().name} in {type(thing.parent()).__name__}")
    return found


def test_every_control_of_every_tab_has_a_name(window: Explorer) -> None:
    tabs = window.window.tabs
    for name in tabs.titles():
        tabs.show_tab(name)
        QApplication.processEvents()
        assert without_name(window.window) == [], name
    tabs.show_tab("compare")


def test_painted_controls_have_roles_values_and_states(window: Explorer) -> None:
    triangle = QAccessible.queryAccessibleInterface(window.mix.triangle)
    assert triangle.role() == QAccessible.Role.Grouping
    assert triangle.childCount() == 3
    parts = [triangle.child(k) for k in range(3)]
    assert {p.role() for p in parts} == {QAccessible.Role.Slider}
    assert [p.text(QAccessible.Text.Name) for p in parts][1] == "Weight of layer 1, LSTM · syntax"
    weights = window.session.mix.weights
    assert parts[2].text(QAccessible.Text.Value) == f"{100 * weights[2]:.0f} percent"
    legend = QAccessible.queryAccessibleInterface(window.canvas.legend)
    group = legend.child(legend.childCount() - 1)
    assert group.role() == QAccessible.Role.CheckBox
    assert group.state().checked
    slider = QAccessible.queryAccessibleInterface(window.mix.rows[0].slider)
    assert slider.role() == QAccessible.Role.Slider
    assert slider.valueInterface() is not None
    switch = QAccessible.queryAccessibleInterface(window.mix.layer_norm)
    assert not switch.state().checked


def test_points_are_told_with_word_sense_sentence_and_what_is_nearest(window: Explorer) -> None:
    points = QAccessible.queryAccessibleInterface(window.canvas.points)
    assert points.role() == QAccessible.Role.List
    assert points.childCount() == len(window.session.points.tokens)
    mark = int(window.canvas.scatter.visible_marks()[5])
    name = points.child(mark).text(QAccessible.Text.Name)
    word, sense, place, nearest, value = name.split(", ")
    assert word == "bank"
    assert sense == "river"
    assert place == "sentence 6 of 12"
    assert nearest.startswith("nearest: sentence ")
    assert 0.0 < float(value) <= 1.0


@pytest.mark.parametrize("name", ["preferences", "help", "about"])
def test_every_control_of_the_dialogs_has_a_name(window: Explorer, name: str) -> None:
    getattr(window.actions, name).trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert without_name(dialog) == []
    assert dialog.windowTitle()
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_ends_of_jobs_errors_and_the_mix_are_said(window: Explorer) -> None:
    session = window.session
    until(lambda: not session.jobs and not window.announcer._mix_timer.isActive())
    said: list[tuple[str, bool]] = []
    window.announcer.said.connect(lambda text, urgent: said.append((text, urgent)))
    session.jobs = (Job("import", "Importing", 0, 10),)
    session.jobs = ()
    assert said.pop() == ("Importing: ended", False)
    session.notice = Notice("error", "It broke", "Nothing is lost")
    assert ("It broke. Nothing is lost", True) in said
    said.clear()
    weights = session.mix.weights
    for share in np.linspace(0.1, 0.9, 20):
        window.mix.set_mix((1 - share, share / 2, share / 2), 1.0)
    assert len(said) == 1  # the first at once, the last after half a second, none between
    until(lambda: len(said) == 2)
    assert said[-1][0].startswith("layer 0: 10 percent; layer 1: 45 percent")
    window.mix.set_mix(weights, 1.0)
    until(lambda: not window.announcer._mix_timer.isActive())


# The list of all commands


def test_the_list_of_commands_runs_them_and_remembers(window: Explorer, canvas: QWidget) -> None:
    card = window.command_card
    press(K.Key_K, CTRL)
    assert card.field.hasFocus()
    for wanted in ("Language model", "UMAP", "Light or dark", "Layer 2 LSTM", "bank: money or river?"):
        assert wanted in [entry.title for entry in card._entries] or wanted in card.shown, wanted
    QTest.keyClicks(card.field, "lang mo")
    assert card.shown[0] == "Language model"
    press(K.Key_Return)
    assert not card.isVisible()
    assert window.window.tabs.current == "language_model"
    assert canvas.hasFocus()
    press(K.Key_K, CTRL)
    assert card.shown[0] == "Language model"  # what was run last comes first
    press(K.Key_Up)
    assert card.list.currentIndex().row() == len(card.shown) - 1
    assert without_name(card) == []
    press(K.Key_Escape)
    assert canvas.hasFocus()
    window.window.tabs.show_tab("compare")


def test_commands_fit_by_letters_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_look_up", {"Fold the lower panel": "折叠下方面板"}.get)
    fold = Entry("Fold the lower panel", lambda: None, keys="Ctrl+J")
    others = [Entry("UMAP", lambda: None, shown="UMAP"), Entry("Find", lambda: None, shown="查找")]
    for typed in ("折叠", "fold", "flp", "面板 fold", "LOWER"):
        assert find([*others, fold], typed)[0].entry is fold, typed
    assert find([fold, *others], "xyz") == []
    assert find([fold, *others], "", ["Find", "UMAP"])[0].entry.title == "Find"
    assert fit("umap", "UMAP") is not None
    off = Entry("Off", lambda: None, shown="Off", enabled=False)
    assert find([off], "off") == []


def test_the_ring_keeps_to_its_own_window(window: Explorer, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    field = QLineEdit(other)
    other.show()
    other.activateWindow()
    until(other.isActiveWindow)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    press(K.Key_A)
    assert field.hasFocus()
    assert window.focus_ring.target is None
    assert window.focus_ring.parentWidget() is window.window


def test_a_ring_whose_window_is_gone_stays_where_it_is(qapp: QApplication) -> None:
    home, other = QWidget(), QWidget()
    ring = FocusRing(home)
    ring.setParent(other)
    shiboken6.delete(home)
    ring._focus_changed(None, None)
    assert ring.parentWidget() is other
    qapp.focusChanged.disconnect(ring._focus_changed)
    shiboken6.delete(other)
