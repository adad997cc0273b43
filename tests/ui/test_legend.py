import pytest
from PySide6.QtCore import Qt

from elmo_explorer.ui.widgets.legend import Legend, LegendEntry


@pytest.fixture
def legend(qtbot):
    widget = Legend()
    qtbot.addWidget(widget)
    widget.set_entries((LegendEntry("money", 4, 0), LegendEntry("river", 3, 1)), others=640)
    widget.show()
    return widget


def test_a_click_toggles_a_group(qtbot, legend):
    with qtbot.waitSignal(legend.toggled) as caught:
        at = legend.entry_rect(1).center().toPoint()
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == ["river"]


def test_an_alt_click_keeps_a_group_alone(qtbot, legend):
    with qtbot.waitSignal(legend.only) as caught:
        at = legend.entry_rect(0).center().toPoint()
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    assert caught.args == ["money"]


def test_keys_walk_and_choose(qtbot, legend):
    with qtbot.waitSignal(legend.toggled) as caught:
        qtbot.keyClick(legend, Qt.Key.Key_Right)
        qtbot.keyClick(legend, Qt.Key.Key_Space)
    assert caught.args == ["river"]


def test_groups_that_do_not_fit_are_left_out(legend):
    many = tuple(LegendEntry(f"a rather long sentence {i}", 1, i) for i in range(30))
    legend.set_entries(many, others=10)
    legend.set_room(500)
    assert legend.width() <= 500
    assert not legend.entry_rect(0).isEmpty()
    assert legend.entry_rect(29).isEmpty()


def test_groups_come_before_the_other_tokens(legend):
    three = tuple(
        LegendEntry(name, 5, i) for i, name in enumerate(("sport 体育", "protest 政治", "motion 物理"))
    )
    legend.set_entries(three, others=152)
    whole = legend.width()
    legend.set_room(whole - 60)
    assert legend.width() <= whole - 60
    assert not legend.entry_rect(2).isEmpty()
    assert legend.entry_rect(1).width() > 80


def test_a_note_is_said_where_there_is_room(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_entries((LegendEntry("money", 3, 0), LegendEntry("river", 4, 1)), 640)
    width = legend.width()
    legend.set_note("faded: neighbours not kept")
    assert legend.width() > width
    legend.set_room(width)
    assert legend.width() <= width
