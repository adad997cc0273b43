"""Pause, resume and stop, asked from another thread."""

import threading

from elmo_explorer.training.control import Control


def test_a_paused_run_waits_until_it_is_resumed() -> None:
    control = Control()
    control.pause()
    control.wait(0.01)
    assert control.paused
    other = threading.Thread(target=control.resume)
    other.start()
    control.wait(20.0)
    other.join()
    assert not control.paused


def test_a_stop_ends_a_pause() -> None:
    control = Control()
    control.pause()
    control.stop()
    control.wait(20.0)
    assert control.stopped
    assert not control.paused
