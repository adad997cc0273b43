"""The torture run, shortened; ``python -m tests.torture`` is the whole one."""

import pytest

from tests.torture.__main__ import PARTS, run

SHORT = {"events": 400, "mutants": 360, "kills": 4}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_breaks(part):
    outcome = run(part, SHORT[part.name], seed=7, seconds=60)
    assert outcome.failures == ()
    assert outcome.done == SHORT[part.name]
