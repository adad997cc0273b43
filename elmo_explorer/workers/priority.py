"""The window before the work behind it: which thread gets a core first."""

from __future__ import annotations

import os
import sys
import threading

BEHIND = 5
"""Nice value of a thread or process that works for the window: measured, the window's pauses become three times shorter."""
FAR_BEHIND = 10
"""Of work that takes minutes, such as training."""


def leave_cores() -> None:
    """Let NumPy's matrix products work on one core, torch's not: theirs are small, and threads that wait for each other spin.

    To be called before torch is imported; a process that this one starts is not meant.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def step_back(by: int = BEHIND) -> None:
    """Let the main thread go first where all cores are busy; threads that this one starts follow it.

    Without effect on a machine with an idle core, and where threads have no nice value of their own (Linux alone has).
    """
    step_back_process(threading.get_native_id(), by)


def step_back_process(number: int, by: int) -> None:
    """The same for a process that was started just now, by its number; nothing happens where it is gone."""
    if sys.platform == "linux":
        try:
            now = os.getpriority(os.PRIO_PROCESS, number)
            os.setpriority(os.PRIO_PROCESS, number, min(19, now + by))
        except ProcessLookupError:
            pass
