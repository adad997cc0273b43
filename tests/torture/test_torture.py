"""The torture run, shortened; ``python -m tests.torture`` is the whole one."""

import pytest

from tests.torture.__main__ import PARTS, run

SHORT = {"events": 250, "mutants": 390, "kills": 3, "places": 7, "windows": 6}
MORE = {"events": ("--patience", "20")}
"""A machine that tests may be busy: what hangs for good is found all the same."""


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_breaks(part):
    outcome = run(part, SHORT[part.name], 7, 60.0, *MORE.get(part.name, ()))
    assert outcome.failures == ()
    assert outcome.done == SHORT[part.name]
