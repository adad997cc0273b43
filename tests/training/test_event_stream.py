"""A run's errors in sentences."""

from pathlib import Path

import pytest

from elmo_explorer.training.event_stream import what_went_wrong
from elmo_explorer.training.events import JOURNAL, Journal, Started

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="This system has no device that is always full.")
def test_a_full_disk_is_told_with_the_place_and_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).symlink_to(FULL)
    with pytest.raises(OSError, match="space") as caught:
        Journal(tmp_path).add(Started("news", "en", 0, 0, 1000, 50, 900, 100))
    told = what_went_wrong(caught.value, tmp_path)
    assert str(tmp_path) in told
    assert "No space left" in told
    assert "checkpoint is kept" in told


def test_an_error_of_a_config_is_its_own_sentence(tmp_path: Path) -> None:
    assert what_went_wrong(ValueError("The text is empty."), tmp_path) == "The text is empty."
