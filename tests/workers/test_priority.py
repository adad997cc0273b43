import os
import subprocess
import sys
import threading

import pytest

from elmo_explorer.workers.priority import BEHIND, FAR_BEHIND, step_back_process
from elmo_explorer.workers.runner import Runner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has nice values for threads.")


def nice_of(number):
    return os.getpriority(os.PRIO_PROCESS, number)


def test_work_lets_the_window_go_first(qtbot):
    runner = Runner()
    own = nice_of(0)
    told = []

    def look(_):
        inner = []
        thread = threading.Thread(target=lambda: inner.append(nice_of(threading.get_native_id())))
        thread.start()
        thread.join()
        return nice_of(threading.get_native_id()), inner[0]

    runner.submit("some", look, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    runner.close()
    assert told == [(min(19, own + BEHIND),) * 2]
    assert nice_of(0) == own


def test_a_process_that_is_gone_is_nobodys_business():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    step_back_process(process.pid, FAR_BEHIND)
