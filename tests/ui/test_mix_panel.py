import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from elmo_explorer.session.history import History
from elmo_explorer.session.session import LayerViews, Mix, ModelInfo, SeparationMap, Session
from elmo_explorer.ui.panels.mix_panel import MixPanel
from elmo_explorer.ui.theme import theme

SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
BEST = (0.25, 0.25, 0.5)


def model(n_layers):
    return ModelInfo("small", ("en",), n_layers, 64, "CPU")


def layer_views(*lengths):
    n = len(lengths)
    none = np.full(n, np.nan, np.float32)
    return LayerViews((), np.empty((n, 0, 2), np.float32), none, none, none, np.array(lengths, np.float32))


def separation_map(n=24):
    s = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)], np.float32) / n
    return SeparationMap(s, 0.52 - ((s - BEST) ** 2).sum(axis=1), BEST)


@pytest.fixture
def make(qtbot):
    def make_panel(n_layers=3, width=336, **fields):
        session = Session(mix=Mix.average(n_layers), model=model(n_layers))
        for name, value in fields.items():
            setattr(session, name, value)
        panel = MixPanel(session)
        qtbot.addWidget(panel)
        panel.resize(width, 644)
        with qtbot.waitActive(panel):
            panel.show()
            panel.activateWindow()
        return session, panel

    return make_panel


def mouse(widget, kind, at, modifiers=PLAIN, held=True):
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    buttons = left if held else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, at, QPointF(widget.mapToGlobal(at.toPoint())), button, buttons, modifiers)
    QApplication.sendEvent(widget, event)


def press(widget, at, modifiers=PLAIN):
    mouse(widget, QEvent.Type.MouseButtonPress, at, modifiers)


def move(widget, at, modifiers=PLAIN):
    mouse(widget, QEvent.Type.MouseMove, at, modifiers)


def release(widget, at):
    mouse(widget, QEvent.Type.MouseButtonRelease, at, held=False)


def place(row, value):
    groove = row.slider.groove()
    return QPointF(groove.left() + value * groove.width(), groove.center().y())


def shown(panel):
    return [row.slider.place for row in panel.rows]


class TestTriangle:
    def test_sixty_positions_of_the_handle_are_sixty_mixes(self, make):
        session, panel = make()
        triangle, mixes, dragging = panel.triangle, [], []
        session.events.mix.connect(lambda mix: mixes.append(mix.weights))
        session.events.dragging.connect(dragging.append)
        centre = triangle.point_of((1 / 3, 1 / 3, 1 / 3))
        press(triangle, centre)
        for k in range(60):
            angle, radius = 2 * math.pi * k / 60, 12 + k
            move(triangle, centre + QPointF(radius * math.cos(angle), radius * math.sin(angle)))
            assert triangle.weights == session.mix.weights  # the handle is there in the same frame
            assert shown(panel) == pytest.approx(session.mix.weights)
            assert [row.field.value() for row in panel.rows] == [round(100 * w) for w in session.mix.weights]
        release(triangle, centre)
        assert len(set(mixes)) == len(mixes) == 60
        assert all(sum(weights) == pytest.approx(1.0) and min(weights) >= 0 for weights in mixes)
        assert dragging == [True, False]

    def test_a_drag_is_one_step_to_undo(self, make):
        session, panel = make()
        history = History(session)
        press(panel.triangle, panel.triangle.point_of(session.mix.weights))
        for weights in [(0.5, 0.3, 0.2), (0.6, 0.3, 0.1), (0.1, 0.1, 0.8)]:
            move(panel.triangle, panel.triangle.point_of(weights))
        release(panel.triangle, QPointF())
        assert session.mix.weights == pytest.approx((0.1, 0.1, 0.8), abs=0.01)
        history.undo()
        assert session.mix == Mix.average(3)
        assert panel.triangle.weights == Mix.average(3).weights
        assert not history.can_undo

    def test_a_click_anywhere_brings_the_handle(self, make):
        session, panel = make()
        press(panel.triangle, panel.triangle.point_of((0.7, 0.1, 0.2)))
        assert session.mix.weights == pytest.approx((0.7, 0.1, 0.2), abs=1e-6)
        assert session.dragging
        release(panel.triangle, QPointF())
        assert not session.dragging

    def test_taking_the_handle_beside_its_centre_moves_nothing(self, make):
        session, panel = make()
        press(panel.triangle, panel.triangle.point_of(session.mix.weights) + QPointF(5, -4))
        assert session.mix == Mix.average(3)

    @pytest.mark.parametrize("corner", [0, 1, 2])
    def test_far_outside_is_the_nearest_mix(self, make, corner):
        session, panel = make()
        weights = [-0.5, -0.5, -0.5]
        weights[corner] = 2.0
        press(panel.triangle, panel.triangle.point_of((1 / 3, 1 / 3, 1 / 3)))
        move(panel.triangle, panel.triangle.point_of(weights))
        assert session.mix.weights[corner] == pytest.approx(1.0)

    def test_a_click_on_a_caption_does_nothing(self, make):
        session, panel = make()
        press(panel.triangle, QPointF(4, panel.triangle.height() - 4))
        assert session.mix == Mix.average(3)
        assert not session.dragging

    def test_shift_snaps_to_five_percent(self, make):
        session, panel = make()
        press(panel.triangle, panel.triangle.point_of((0.69, 0.12, 0.19)), SHIFT)
        assert session.mix.weights == pytest.approx((0.7, 0.1, 0.2))

    def test_the_handle_keeps_a_locked_weight(self, make):
        session, panel = make(mix=Mix((0.2, 0.3, 0.5), locked=frozenset({0})))
        press(panel.triangle, panel.triangle.point_of((0.2, 0.3, 0.5)))
        move(panel.triangle, panel.triangle.point_of((0.5, 0.5, 0.0)))
        assert session.mix.weights[0] == 0.2
        assert session.mix.weights[1] == pytest.approx(0.65)

    def test_double_click_is_the_average(self, make, qtbot):
        session, panel = make(mix=Mix((0.2, 0.3, 0.5)))
        at = panel.triangle.point_of((0.2, 0.3, 0.5)).toPoint()
        qtbot.mouseDClick(panel.triangle, Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: session.mix == Mix.average(3) and not session.dragging)

    @pytest.mark.parametrize(
        ("key", "modifiers", "change"),
        [
            (Qt.Key.Key_Right, PLAIN, 0.01),
            (Qt.Key.Key_Left, PLAIN, -0.01),
            (Qt.Key.Key_Right, SHIFT, 0.1),
            (Qt.Key.Key_Left, SHIFT, -0.1),
        ],
    )
    def test_arrows_change_the_picked_corner(self, make, qtbot, key, modifiers, change):
        session, panel = make(mix=Mix((0.2, 0.3, 0.5)))
        panel.triangle.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(panel.triangle, Qt.Key.Key_Tab)
        assert panel.triangle.corner == 1
        qtbot.keyClick(panel.triangle, key, modifiers)
        assert session.mix.weights[1] == pytest.approx(0.3 + change)
        assert session.mix.weights[0] * 0.5 == pytest.approx(session.mix.weights[2] * 0.2)
        assert not session.dragging

    def test_tab_walks_the_corners_and_leaves(self, make, qtbot):
        _, panel = make()
        panel.triangle.setFocus(Qt.FocusReason.TabFocusReason)
        corners = [panel.triangle.corner]
        for _ in range(2):
            qtbot.keyClick(panel.triangle, Qt.Key.Key_Tab)
            corners.append(panel.triangle.corner)
        assert corners == [0, 1, 2]
        qtbot.keyClick(panel.triangle, Qt.Key.Key_Tab)
        assert not panel.triangle.hasFocus()

    def test_it_is_one_group_of_three_named_values(self, make, qtbot):
        session, panel = make()
        session.mix = Mix((0.2, 0.34, 0.46))
        expected = "Mixing weights: layer 0, 20 percent; layer 1, 34 percent; layer 2, 46 percent"
        qtbot.waitUntil(lambda: panel.triangle.accessibleName() == expected)

    def test_the_tooltip_names_percentages_and_separation(self, make):
        _, panel = make(separation_map=separation_map())
        tip = panel.triangle.tip_at(panel.triangle.point_of((0.2, 0.3, 0.5)))
        assert tip.splitlines() == ["layer 0: 20 %", "layer 1: 30 %", "layer 2: 50 %", "Separation 0.51"]
        assert panel.triangle.tip_at(QPointF(2, 2)) == ""

    def test_the_shade_follows_the_map_and_the_theme(self, make):
        _, panel = make(separation_map=separation_map(), mix=Mix((0.0, 1.0, 0.0)))
        image = panel.triangle.grab().toImage()
        best = panel.triangle.point_of((0.27, 0.27, 0.46)).toPoint()
        worst = panel.triangle.point_of((0.93, 0.03, 0.04)).toPoint()
        assert image.pixelColor(best).lightness() < image.pixelColor(worst).lightness() - 20
        theme.set_mode("dark")
        try:
            image = panel.triangle.grab().toImage()
            assert image.pixelColor(best).lightness() > image.pixelColor(worst).lightness() + 20
        finally:
            theme.set_mode("light")

    def test_a_drag_does_not_draw_the_shade_anew(self, make):
        session, panel = make(separation_map=separation_map())
        panel.triangle.grab()
        before = panel.triangle._shade._pixmap.cacheKey()
        session.mix = Mix((0.1, 0.2, 0.7))
        panel.triangle.grab()
        assert panel.triangle._shade._pixmap.cacheKey() == before


class TestRows:
    @pytest.mark.parametrize("n_layers", [1, 2, 3, 5, 7])
    def test_every_layer_has_a_row_and_a_preset(self, make, n_layers):
        _, panel = make(n_layers)
        names = ["characters", *(f"LSTM {j}" for j in range(1, n_layers))]
        assert [row.name.text() for row in panel.rows] == names
        assert [chip.text() for chip in panel.chips] == ["Average", *(f"Layer {j}" for j in range(n_layers))]
        assert panel.triangle.isVisible() == (n_layers == 3)

    @pytest.mark.parametrize("n_layers", [2, 3, 5])
    def test_a_slider_moves_its_weight_and_the_others_share_the_rest(self, make, n_layers):
        session, panel = make(n_layers)
        row = panel.rows[1]
        press(row.slider, place(row, 0.6))
        assert session.dragging
        move(row.slider, place(row, 0.8))
        release(row.slider, place(row, 0.8))
        rest = (0.2 / (n_layers - 1),) * (n_layers - 1)
        assert session.mix.weights == pytest.approx((rest[0], 0.8, *rest[1:]))
        assert not session.dragging
        assert shown(panel) == pytest.approx(session.mix.weights)

    def test_the_only_layer_keeps_all_of_the_weight(self, make):
        session, panel = make(1)
        press(panel.rows[0].slider, place(panel.rows[0], 0.3))
        release(panel.rows[0].slider, QPointF())
        assert session.mix.weights == (1.0,)
        assert panel.rows[0].slider.place == 1.0

    def test_back_from_the_end_the_others_find_their_proportion(self, make):
        session, panel = make(mix=Mix((0.2, 0.2, 0.6)))
        row = panel.rows[0]
        press(row.slider, place(row, 1.0))
        assert session.mix.weights == pytest.approx((1, 0, 0))
        move(row.slider, place(row, 0.2))
        assert session.mix.weights == pytest.approx((0.2, 0.2, 0.6))

    def test_shift_snaps_a_slider(self, make):
        session, panel = make(5)
        press(panel.rows[2].slider, place(panel.rows[2], 0.43), SHIFT)
        assert session.mix.weights[2] == pytest.approx(0.45)

    def test_a_locked_weight_stays_and_its_slider_does_not_move(self, make, qtbot):
        session, panel = make(5, mix=Mix((0.1, 0.2, 0.3, 0.2, 0.2)))
        qtbot.mouseClick(panel.rows[2].button, Qt.MouseButton.LeftButton)
        assert session.mix.locked == {2}
        press(panel.rows[2].slider, place(panel.rows[2], 0.9))
        assert not session.dragging
        press(panel.rows[0].slider, place(panel.rows[0], 0.9))
        assert session.mix.weights == pytest.approx((0.7, 0.0, 0.3, 0.0, 0.0))
        release(panel.rows[0].slider, QPointF())
        qtbot.mouseClick(panel.rows[2].button, Qt.MouseButton.LeftButton)
        assert session.mix.locked == frozenset()

    def test_typing_a_percentage(self, make, qtbot):
        session, panel = make(mix=Mix((0.2, 0.2, 0.6)))
        field = panel.rows[0].field
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, "60")
        assert session.mix.weights[0] == 0.2  # not while it is being typed
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert session.mix.weights == pytest.approx((0.6, 0.1, 0.3))
        assert field.text() == "60 %"

    def test_leaving_a_field_changes_nothing(self, make, qtbot):
        session, panel = make()
        panel.rows[0].field.setFocus()
        qtbot.keyClick(panel.rows[0].field, Qt.Key.Key_Return)
        panel.rows[1].field.setFocus()
        assert session.mix == Mix.average(3)

    @pytest.mark.parametrize(
        ("key", "modifiers", "weight"),
        [
            (Qt.Key.Key_Right, PLAIN, 0.51),
            (Qt.Key.Key_Left, SHIFT, 0.4),
            (Qt.Key.Key_PageUp, PLAIN, 0.6),
            (Qt.Key.Key_Home, PLAIN, 0.0),
            (Qt.Key.Key_End, PLAIN, 1.0),
        ],
    )
    def test_keys_of_a_slider(self, make, qtbot, key, modifiers, weight):
        session, panel = make(2)
        panel.rows[1].slider.setFocus()
        qtbot.keyClick(panel.rows[1].slider, key, modifiers)
        assert session.mix.weights == pytest.approx((1 - weight, weight))
        assert not session.dragging

    def test_the_slider_says_its_layer_and_percentage(self, make):
        _, panel = make(mix=Mix((0.2, 0.34, 0.46)))
        assert panel.rows[1].slider.accessibleName() == "Weight of layer 1, LSTM 1, 34 percent"

    def test_another_model_has_other_rows(self, make):
        session, panel = make(3)
        session.mix = Mix.average(5)
        session.model = model(5)
        assert len(panel.rows) == 5
        assert not panel.triangle.isVisible()
        session.mix = Mix.average(3)
        assert len(panel.rows) == 3
        assert panel.triangle.isVisible()


class TestShares:
    def test_a_long_layer_has_more_than_its_weight(self, make):
        _, panel = make(mix=Mix((0.2, 0.3, 0.5)), layer_views=layer_views(1, 1, 2))
        assert [row.caption.text() for row in panel.rows] == ["share 13 %", "share 20 %", "share 67 %"]

    def test_no_share_is_shown_before_there_are_lengths(self, make):
        session, panel = make()
        assert all(row.caption.isHidden() for row in panel.rows)
        session.layer_views = layer_views(1, 1, 2)
        assert all(row.caption.isVisible() for row in panel.rows)
        session.layer_views = None
        assert all(row.caption.isHidden() for row in panel.rows)

    def test_normalised_layers_share_by_weight(self, make):
        session, panel = make(mix=Mix((0.2, 0.3, 0.5)), layer_views=layer_views(1, 1, 2))
        session.mix = replace(session.mix, layer_norm=True)
        assert [row.caption.text() for row in panel.rows] == ["share 20 %", "share 30 %", "share 50 %"]

    def test_lengths_of_another_model_are_not_used(self, make):
        _, panel = make(2, layer_views=layer_views(1, 1, 2))
        assert all(row.caption.isHidden() for row in panel.rows)


class TestScaleAndSwitch:
    def test_gamma_by_slider_and_reset(self, make, qtbot):
        session, panel = make()
        press(panel.gamma.slider, place(panel.gamma, 0.75))
        assert session.dragging
        release(panel.gamma.slider, QPointF())
        assert session.mix == replace(Mix.average(3), gamma=session.mix.gamma)
        assert session.mix.gamma == pytest.approx(1.5)
        assert panel.gamma.field.value() == 1.5
        qtbot.mouseClick(panel.gamma.button, Qt.MouseButton.LeftButton)
        assert session.mix.gamma == 1.0

    def test_a_typed_gamma_may_be_larger_than_the_slider(self, make, qtbot):
        session, panel = make()
        panel.gamma.field.setFocus()
        panel.gamma.field.selectAll()
        qtbot.keyClicks(panel.gamma.field, "3.25")
        qtbot.keyClick(panel.gamma.field, Qt.Key.Key_Return)
        assert session.mix.gamma == 3.25
        assert panel.gamma.slider.place == 1.0

    def test_the_switch_normalises_layers(self, make, qtbot):
        session, panel = make()
        qtbot.mouseClick(panel.layer_norm, Qt.MouseButton.LeftButton)
        assert session.mix.layer_norm
        session.mix = replace(session.mix, layer_norm=False)
        assert not panel.layer_norm.isChecked()

    def test_the_hint_offers_the_mix_while_one_layer_is_shown(self, make):
        session, panel = make()
        assert "cosines" in panel.hint.text()
        session.view = replace(session.view, layer=1)
        assert "layer 1 alone" in panel.hint.text()
        panel.hint.linkActivated.emit("mix")
        assert session.view.layer is None
        assert "cosines" in panel.hint.text()


class TestPresets:
    @pytest.mark.parametrize("n_layers", [2, 3, 5])
    def test_a_preset_arrives_in_one_step(self, make, qtbot, n_layers):
        session, panel = make(n_layers)
        history, seen = History(session), []
        session.events.mix.connect(lambda mix: seen.append(mix.weights))
        qtbot.mouseClick(panel.chips[2], Qt.MouseButton.LeftButton)
        target = tuple(float(j == 1) for j in range(n_layers))
        qtbot.waitUntil(lambda: session.mix.weights == target and not session.dragging)
        assert len(seen) > 2
        assert all(sum(weights) == pytest.approx(1.0) for weights in seen)
        history.undo()
        assert session.mix == Mix.average(n_layers)

    def test_best_mix(self, make, qtbot):
        session, panel = make(separation_map=separation_map(), separation=0.31)
        assert panel.separation.text_of_value() == "0.31"
        assert panel.best.text_of_value() == "0.52"
        qtbot.mouseClick(panel.best, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.mix.weights == BEST and not session.dragging)

    def test_without_a_map_there_is_no_best_mix(self, make):
        session, panel = make()
        assert panel.best.text_of_value() == "–"
        assert not panel.best.isEnabled()
        session.separation_map = separation_map()
        assert panel.best.isEnabled()
        session.separation_map = None
        assert not panel.best.isEnabled()

    def test_a_hand_on_the_handle_stops_the_tween(self, make, qtbot):
        session, panel = make()
        qtbot.mouseClick(panel.chips[1], Qt.MouseButton.LeftButton)
        at = panel.triangle.point_of((0.1, 0.1, 0.8))
        press(panel.triangle, at)
        weights = session.mix.weights
        assert session.dragging
        release(panel.triangle, at)
        assert not session.dragging
        assert session.mix.weights == weights == pytest.approx((0.1, 0.1, 0.8))

    def test_back_to_the_start(self, make, qtbot):
        session, panel = make(mix=Mix((0.2, 0.3, 0.5), 1.4, True, frozenset({1})))
        qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
        assert session.mix == Mix.average(3)


class TestSession:
    def test_what_the_session_says_is_shown_and_not_sent_back(self, make):
        session, panel = make()
        said = []
        session.events.mix.connect(said.append)
        mixes = [Mix((0.1234, 0.4321, 0.4445), 0.777, True, frozenset({2})), Mix((0.0, 0.999, 0.001), 9.0)]
        for mix in mixes:
            session.mix = mix
            assert session.mix is mix
            assert panel.triangle.weights == mix.weights
            assert shown(panel) == pytest.approx(mix.weights)
            assert [row.button.isChecked() for row in panel.rows] == [j in mix.locked for j in range(3)]
            assert panel.gamma.gamma == mix.gamma
            assert panel.layer_norm.isChecked() == mix.layer_norm
        assert said == mixes

    def test_without_a_model_it_is_there_but_quiet(self, make, qtbot):
        session, panel = make(model=None, layer_views=layer_views(1, 1, 1))
        assert panel.triangle.isVisible()
        assert not any(w.isEnabled() for w in (panel.triangle, panel.rows[0], panel.gamma, panel.chips[0]))
        qtbot.mouseClick(panel.triangle, Qt.MouseButton.LeftButton)
        assert session.mix == Mix.average(3)
        session.model = model(3)
        assert all(w.isEnabled() for w in (panel.triangle, panel.rows[0], panel.gamma, panel.chips[0]))

    def test_losing_the_model_ends_a_drag(self, make):
        session, panel = make()
        press(panel.triangle, panel.triangle.point_of((0.2, 0.2, 0.6)))
        assert session.dragging
        session.model = None
        assert not session.dragging

    @pytest.mark.parametrize("width", [300, 336])
    def test_nothing_is_cut_off_in_the_smallest_window(self, make, width):
        """1280 x 720 leaves the dock 644 pixels."""
        _, panel = make(width=width, layer_views=layer_views(1, 1, 2), separation_map=separation_map())
        assert panel.body.height() <= panel.scroll_area.viewport().height()
        assert panel.body.width() == panel.scroll_area.viewport().width()
        inside = panel.body.rect().adjusted(13, 0, -13, 0)
        for widget in [*panel.chips, *panel.rows, panel.gamma, panel.hint, panel.layer_norm]:
            top_left = widget.mapTo(panel.body, widget.rect().topLeft())
            assert inside.contains(widget.rect().translated(top_left))
        assert len({chip.y() for chip in panel.chips}) == 1


def test_the_number_fields_say_what_their_sliders_say(make):
    _, panel = make()
    for row in (*panel.rows, panel.gamma):
        assert row.slider.toolTip()
        assert row.field.toolTip() == row.slider.toolTip()
        assert row.field.lineEdit().accessibleName() == row.slider.accessibleName()
