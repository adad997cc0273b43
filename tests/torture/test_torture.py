"""The torture run, shortened; ``python -m tests.torture`` is the whole one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.torture.__main__ import PARTS, run

SHORT = {"events": 250, "mutants": 390, "kills": 4, "places": 6, "opened": 4, "windows": 6}
MORE = {"events": ("--patience", "20")}
"""A machine that tests may be busy: what hangs for good is found all the same."""


@pytest.fixture(scope="module")
def outcomes():
    """Each part has a process of its own; two at a time."""
    with ThreadPoolExecutor(2) as pool:
        longest_first = sorted(PARTS, key=lambda part: part.name != "windows")
        yield {
            part.name: pool.submit(run, part, SHORT[part.name], 7, 60.0, *MORE.get(part.name, ()))
            for part in longest_first
        }


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_breaks(part, outcomes):
    outcome = outcomes[part.name].result()
    assert outcome.failures == ()
    assert outcome.done == SHORT[part.name]
