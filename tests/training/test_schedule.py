import pytest

from elmo_explorer.training.schedule import learning_rate


@pytest.mark.parametrize(
    ("step", "expected"),
    [(0, 0.1), (9, 1.0), (10, 1.0), (70, 1.0), (80, 2 / 3), (90, 1 / 3), (99, 1 / 30), (100, 0.0)],
)
def test_rate_warms_up_stays_and_falls_to_zero(step: int, expected: float) -> None:
    assert learning_rate(step, 100, 1.0, warmup_steps=10, decay_share=0.3) == pytest.approx(expected)
