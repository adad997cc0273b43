"""Events as lines, and the journal that a later look at a run reads."""

from pathlib import Path

import pytest

from elmo_explorer.training.events import (
    JOURNAL,
    Event,
    Failed,
    Finished,
    HeldOut,
    Journal,
    Said,
    Started,
    StepDone,
    decode,
    encode,
    read_journal,
)

STARTED = Started("news", "en", 0, 0, 1000, 50, 900, 100)
EVENTS: tuple[Event, ...] = (
    Said("文 “text”"),
    STARTED,
    StepDone(10, 640, 5.25, 1000.0, 12.5),
    HeldOut(10, 640, 90.5, 80.25),
    Finished("/run/model", True, 20, 1000),
    Failed("The disk is full."),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_survives_its_line(event: Event) -> None:
    line = encode(event)
    assert "\n" not in line
    assert decode(line) == event


@pytest.mark.parametrize("line", ["", "step 10", "{}", '{"event": "Other"}', '{"event": "Failed"}', "[1]"])
def test_other_lines_are_no_events(line: str) -> None:
    with pytest.raises(ValueError, match="no event"):
        decode(line)


def test_a_run_that_goes_on_from_before_forgets_what_it_lost(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for event in (STARTED, StepDone(10, 640, 5.0, 1.0, 1.0), StepDone(20, 1280, 4.0, 1.0, 1.0)):
        journal.add(event)
    journal.add(Started("news", "en", 10, 640, 1000, 50, 900, 100))
    journal.add(StepDone(15, 960, 4.5, 1.0, 1.0))
    steps = [event.step for event in read_journal(tmp_path) if isinstance(event, StepDone)]
    assert steps == [10, 15]


def test_a_line_cut_short_by_a_kill_is_skipped(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(STARTED)
    with (tmp_path / JOURNAL).open("a", encoding="utf-8") as stream:
        stream.write(encode(EVENTS[2])[:30])
    assert read_journal(tmp_path) == [STARTED]


def test_a_folder_without_a_journal_has_no_events(tmp_path: Path) -> None:
    assert read_journal(tmp_path) == []
