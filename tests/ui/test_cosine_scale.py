import numpy as np
import pytest

from elmo_explorer.analysis.similarity import corrected
from elmo_explorer.ui.cosine_scale import CosineScale, no_baseline, shown_by_layer


def test_a_corrected_cosine_is_what_it_has_over_the_baseline():
    scale = CosineScale(0.3, wanted=True)
    assert scale.shown(0.8) == pytest.approx(0.5) == corrected(0.8, 0.3)
    np.testing.assert_allclose(scale.shown_all(np.array([0.8, 0.1])), [0.5, -0.2])
    assert scale.text(0.1) == "−0.20"
    assert scale.shown_baseline == 0
    assert scale.remark == "less random pair 0.30"


def test_a_raw_cosine_stays_and_has_its_baseline_beside_it():
    scale = CosineScale(0.3, wanted=False)
    values = np.array([0.8, 0.1])
    assert scale.shown_all(values) is values
    assert scale.shown_baseline == 0.3
    assert scale.remark == "random pair 0.30"
    assert "0.30" in scale.explanation


@pytest.mark.parametrize("wanted", [False, True])
def test_without_a_baseline_values_stay_and_that_is_said(wanted):
    scale = CosineScale(float("nan"), wanted)
    assert scale.shown(0.8) == 0.8
    assert not scale.corrects
    assert scale.name == "cosine"
    assert scale.remark == "too few words for a baseline"
    assert scale.explanation.startswith(no_baseline())


def test_every_layer_has_its_own():
    scales = [CosineScale(baseline, True) for baseline in (0.1, 0.2, float("nan"))]
    np.testing.assert_allclose(shown_by_layer(np.array([0.5, 0.5, 0.5]), scales), [0.4, 0.3, 0.5])
