import gc
import threading
import weakref

import pytest

from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Cancelled, Task

WAIT_MS = 30_000


@pytest.fixture
def runner(qtbot):
    runner = Runner()
    yield runner
    runner.close()


def test_result_arrives_on_the_main_thread(runner, qtbot):
    seen = {}

    def done(result):
        seen["result"] = result, threading.current_thread()

    runner.submit("a", lambda _: threading.current_thread().name, done)
    qtbot.waitUntil(lambda: "result" in seen, timeout=WAIT_MS)
    assert seen["result"] == ("a", threading.main_thread())
    assert not runner.busy


def test_a_lane_is_one_thread_and_keeps_the_order(runner, qtbot):
    results = []
    for k in range(20):
        runner.submit("a", lambda _, k=k: (k, threading.get_ident()), results.append)
    qtbot.waitUntil(lambda: len(results) == 20, timeout=WAIT_MS)
    assert [k for k, _ in results] == list(range(20))
    assert len({thread for _, thread in results}) == 1


def test_newest_request_wins(runner, qtbot):
    started, go = threading.Event(), threading.Event()
    ran, results = [], []

    def work(k):
        def run(task: Task):
            ran.append(k)
            started.set()
            go.wait(WAIT_MS / 1000)
            return k

        return run

    first = runner.submit("a", work(0), results.append, key="k")
    started.wait(WAIT_MS / 1000)
    for k in range(1, 10):
        runner.submit("a", work(k), results.append, key="k")
    go.set()
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert first.cancelled
    assert ran == [0, 9]
    assert results == [9]


def test_no_error_is_swallowed(runner, qtbot):
    def work(_):
        raise RuntimeError("torch says so")

    errors = []
    runner.submit("a", work, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT_MS)
    with qtbot.waitSignal(runner.failed, timeout=WAIT_MS) as heard:
        runner.submit("a", work)
    assert str(errors[0]) == str(heard.args[0]) == "torch says so"


def test_progress_arrives_and_a_cancelled_task_tells_nobody(runner, qtbot):
    news, results = [], []
    go = threading.Event()

    def work(task: Task):
        task.progress(1, 3, "one")
        go.wait(WAIT_MS / 1000)
        task.progress(2, 3)
        return "never"

    task = runner.submit("a", work, results.append, progress=news.append)
    qtbot.waitUntil(lambda: bool(news), timeout=WAIT_MS)
    task.cancel()
    go.set()
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert [(n.done, n.total, n.text) for n in news] == [(1, 3, "one")]
    assert not results


def test_close_cancels_and_leaves_no_thread(qtbot):
    runner = Runner()
    started = threading.Event()

    def work(task: Task):
        started.set()
        while True:
            task.check()

    task = runner.submit("long", work)
    started.wait(WAIT_MS / 1000)
    runner.close()
    assert task.cancelled
    assert not any(thread.name == "long" for thread in threading.enumerate())
    assert runner.submit("long", lambda _: 1).cancelled


def test_busy_is_told_once_each_way(runner, qtbot):
    told = []
    runner.busy_changed.connect(told.append)
    runner.submit("a", lambda _: 1)
    runner.submit("a", lambda _: 2)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT_MS)
    assert told == [True, False]


def test_a_task_stops_at_its_next_step():
    task = Task()
    task.progress(1)
    task.cancel()
    with pytest.raises(Cancelled):
        task.progress(2)


def test_what_a_job_worked_on_is_freed_when_it_is_over_without_a_collection(runner, qtbot):
    class Large:
        """Stands for many vectors."""

    one, two, three = Large(), Large(), Large()
    made = [weakref.ref(large) for large in (one, two, three)]

    def work(large):
        return lambda _: id(large)

    told = []
    held = threading.Event()
    gc.disable()
    runner.submit("a", lambda _: held.wait(10))
    runner.submit("a", work(one), told.append, key="newest")
    runner.submit("a", work(two), told.append, key="newest")
    runner.submit("a", work(three), told.append).cancel()
    del one, two, three
    held.set()
    qtbot.waitUntil(lambda: not runner.busy, timeout=10_000)
    assert len(told) == 1
    qtbot.waitUntil(lambda: not any(reference() for reference in made), timeout=10_000)
