import math

from elmo_explorer.ui.moved_scale import MovedScale, distance_figure, percent_figure


def test_a_distance_stays_as_it_is_beside_that_of_a_random_pair():
    scale = MovedScale(0.2, wanted=False)
    assert scale.text(0.314) == "0.31"
    assert scale.remark == "random pair 0.80"


def test_corrected_it_is_a_share_of_the_random_pairs_distance():
    scale = MovedScale(0.2, wanted=True)
    assert scale.shown(0.4) == 0.5
    assert scale.text(0.4) == "50 %"
    assert scale.text(0.0) == "0 %"
    assert "0.80" in scale.remark


def test_too_few_words_are_told_and_nothing_is_corrected():
    for cosine in (math.nan, 1.0):  # or a space in which all vectors are one
        scale = MovedScale(cosine, wanted=True)
        assert not scale.corrects
        assert scale.text(0.4) == "0.40"
        assert "too few" in scale.remark
        assert "as they are" in scale.explanation


def test_small_figures_keep_two_digits_that_count():
    assert [distance_figure(x) for x in (0.0, 0.0001, 0.0123, 0.0996, math.nan)] == [
        "0",
        "<0.001",
        "0.012",
        "0.10",
        "–",
    ]
    assert [percent_figure(x) for x in (0.0, 0.0001, 0.0123, 0.2, math.nan)] == [
        "0 %",
        "<0.1 %",
        "1.2 %",
        "20 %",
        "–",
    ]
