import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from elmo_explorer.session.session import Sentence
from elmo_explorer.ui.widgets.heat_map import HeatMap, figure, ticks, value_range
from elmo_explorer.ui.widgets.kwic_list import KwicList, KwicRow
from elmo_explorer.ui.widgets.line_chart import Line, LineChart, apart
from elmo_explorer.ui.widgets.scale_legend import signed
from elmo_explorer.ui.widgets.small_multiple import Frame
from elmo_explorer.ui.widgets.vector_strip import strongest, symmetric_limit
from elmo_explorer.ui.word_suggestions import word_suggestions


def test_the_colours_span_the_pairs():
    cosine = np.array([[1.0, 0.55, 0.91], [0.55, 1.0, 0.6], [0.91, 0.6, 1.0]])
    assert value_range(cosine) == (0.5, 1.0)
    assert value_range(np.array([[1.0, 0.55], [0.55, 1.0]])) == pytest.approx((0.5, 0.7))
    assert value_range(np.ones((3, 3))) == (0.8, 1.0)
    assert value_range(np.full((2, 2), np.nan)) == (0.0, 1.0)


def test_the_colour_bar_reaches_to_the_baseline(qtbot):
    heat = HeatMap()
    qtbot.addWidget(heat)
    cosine = np.array([[1.0, 0.55], [0.55, 1.0]])
    heat.set_matrix(cosine, ["1", "2"], [0, 0], 0.12)
    assert heat.bar_range == pytest.approx((0.1, 0.7))
    heat.set_matrix(cosine, ["1", "2"], [0, 0])
    assert heat.bar_range == heat.range


def test_ticks_are_round_and_few():
    assert ticks(0.2, 1.0, 5) == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert ticks(-0.1, 1.0, 3) == [0.0, 0.5, 1.0]
    assert ticks(0.8, 1.0, 9) == [0.8, 0.9, 1.0]


def test_figures_have_a_true_minus_and_no_minus_zero():
    assert [figure(v) for v in (0.806, -0.12, -0.001, float("nan"))] == ["0.81", "−0.12", "0.00", "–"]
    assert [signed(v) for v in (-2.0, 0.5)] == ["−2", "+0.5"]


def test_names_move_apart_and_stay_inside():
    assert apart([10.0, 12.0, 80.0], 20.0, 0.0, 110.0) == [1.0, 21.0, 80.0]
    assert apart([95.0, 99.0], 20.0, 0.0, 110.0) == [70.0, 90.0]
    assert apart([5.0, 1.0], 20.0, 0.0, 110.0) == [20.0, 0.0]


def test_long_vectors_keep_their_strongest_numbers():
    values = np.array([[0.1, -3.0, 0.2, 0.3, 2.0, -0.4]])
    assert strongest(values, 2).tolist() == [[-3.0, 2.0]]
    assert strongest(values, 6) is values


def test_the_scale_is_a_round_number():
    assert symmetric_limit(np.linspace(-1.8, 1.8, 101)) == 2.0
    assert symmetric_limit(np.zeros(4)) == 1.0
    assert symmetric_limit(np.array([0.05, -0.05])) == 0.05


def test_the_frame_holds_the_marks_and_not_all_of_the_rest():
    marks = np.array([[[0.0, 0.0], [2.0, 1.0]]])
    places = np.array([[[-50.0, 0.0], [50.0, 1.0]]])
    frame = Frame.around(places, marks)
    assert frame.x <= 0
    assert frame.x + frame.width >= 2
    assert frame.width < 5
    alone = Frame.around(np.zeros((1, 0, 2)), np.zeros((1, 0, 2)))
    assert alone.width > 0


def test_a_cell_is_found_where_it_is_drawn(qtbot):
    heat = HeatMap()
    qtbot.addWidget(heat)
    heat.resize(310, 200)
    heat.set_matrix(np.eye(12), [str(i) for i in range(12)], [0] * 12, 0.1)
    assert heat.cell_at(heat.cell_rect(3, 7).center()) == (3, 7)
    assert heat.cell_at(QPointF(2, heat.cell_rect(5, 0).center().y())) == (5, 5)
    assert heat.cell_at(QPointF(309, 10)) == (-1, -1)


@pytest.mark.parametrize("n", [1, 2, 8, 40, 400, 3000])
def test_matrices_of_any_size_are_drawn(qtbot, n):
    heat = HeatMap()
    qtbot.addWidget(heat)
    heat.resize(310, 200)
    values = np.random.default_rng(0).uniform(-0.1, 1, (n, n)).astype(np.float32)
    heat.set_matrix(values, [str(i) for i in range(n)], [i * 4 // n for i in range(n)], 0.2)
    heat.set_selected([0, n - 1])
    assert not heat.grab().isNull()


def test_thousands_of_lines_are_made_when_seen(qtbot):
    made = []

    def row_at(i):
        made.append(i)
        return KwicRow(str(i + 1), i % 3, f"line {i} has the ", "bank", " in it")

    kwic = KwicList()
    qtbot.addWidget(kwic)
    kwic.resize(460, 190)
    kwic.set_rows(5000, row_at)
    kwic.show()
    qtbot.waitExposed(kwic)
    kwic.grab()
    assert 0 < len(set(made)) < 60
    kwic.set_selected([4321])
    kwic.grab()
    assert 4321 in made


def test_a_broken_line_is_drawn_where_it_has_values(qtbot):
    chart = LineChart()
    qtbot.addWidget(chart)
    chart.resize(290, 180)
    values = np.array([np.nan, 0.5, 0.2])
    nothing = np.full(3, np.nan)
    chart.set_lines([Line("within", values), Line("between", nothing)], [("0", "a"), ("1", "b"), ("2", "c")])
    assert [line.name for line in chart.lines] == ["within"]
    assert chart.gap_name == ""
    assert not chart.grab().isNull()


def test_suggested_words_come_back_and_carry_meaning():
    texts = ("the bank and the river", "the bank of the river", "the bank", "谁 没穿 裤子", "裤子 裤子 谁")
    sentences = [Sentence(text, tuple(text.split())) for text in texts]
    assert word_suggestions(sentences) == (("bank", 3), ("裤子", 3))
    hidden = [Sentence(s.text, s.tokens, hidden=True) for s in sentences]
    assert word_suggestions(hidden) == ()
    assert word_suggestions(sentences, fewest=2, at_most=1) == (("bank", 3),)


def test_a_large_matrix_takes_no_frame(qtbot):
    heat = HeatMap()
    qtbot.addWidget(heat)
    heat.resize(310, 200)
    values = np.random.default_rng(0).uniform(0, 1, (400, 400)).astype(np.float32)
    names, groups = [str(i) for i in range(400)], [i // 100 for i in range(400)]
    heat.grab()
    best = np.inf
    for _ in range(5):
        start = time.perf_counter()
        heat.set_matrix(values, names, groups, 0.1)
        heat.grab()
        best = min(best, time.perf_counter() - start)
    assert best < 0.2, "four hundred occurrences are compared in every step of a drag"
