import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer.paths import cache_dir
from elmo_explorer.workers.layout_messages import Ready
from elmo_explorer.workers.layout_process import LayoutProcess, spawn

WAIT_MS = 180_000  # compiled once


def two_clouds(n=40, dim=8):
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(dim)[:2] * 6, n // 2, axis=0)
    upper = centres + random.normal(size=(n, dim))
    return np.stack([random.normal(size=(n, dim)), upper]).astype(np.float32), random.normal(
        size=(n, 2)
    ).astype(np.float32)


def are_apart(xy):
    half = len(xy) // 2
    return np.linalg.norm(xy[:half].mean(0) - xy[half:].mean(0)) > 1.5 * xy[:half].std()


@pytest.fixture
def process(qtbot):
    process = LayoutProcess(cache_dir() / "numba")
    errors = []
    process.failed.connect(errors.append)
    yield process
    process.close()
    assert not errors


@pytest.fixture
def steps(process):
    steps = []
    process.stepped.connect(steps.append)
    return steps


def settle(qtbot, steps, refined):
    qtbot.waitUntil(
        lambda: bool(steps) and steps[-1].refined == refined and steps[-1].layout.settled, timeout=WAIT_MS
    )


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_layouts_come_step_by_step_until_settled(process, steps, qtbot, method):
    states, xy = two_clouds()
    placed = process.place(method, states, xy)
    refined = process.refine((0.0, 1.0), False, "afresh")
    settle(qtbot, steps, refined)
    assert process.ready
    assert {(step.placed, step.refined) for step in steps} == {(placed, refined)}
    last = steps[-1].layout
    assert np.isfinite(last.xy).all()
    assert not last.xy.flags.writeable
    assert not last.trust.flags.writeable
    assert are_apart(last.xy)
    steps.clear()
    settle(qtbot, steps, process.refine((0.1, 0.9), False, "go on"))
    jump = np.linalg.norm(steps[0].layout.xy - last.xy, axis=1).max()
    assert jump < np.ptp(last.xy, axis=0).max()  # it goes on, it does not start again


def test_the_newest_mix_wins(process, steps, qtbot):
    states, xy = two_clouds(400)
    process.place("umap", states, xy)
    numbers = [process.refine((k / 50, 1 - k / 50), False, "follow") for k in range(50)]
    settle(qtbot, steps, numbers[-1])
    drawn = [step.refined for step in steps]
    assert drawn == sorted(drawn)
    assert len(set(drawn)) < len(numbers)
    assert sum(step.layout.settled for step in steps) == 1


def test_a_stop_ends_the_work_and_it_goes_on_when_asked(process, steps, qtbot):
    states, xy = two_clouds(600)
    process.place("tsne", states, xy)
    first = process.refine((0.0, 1.0), False, "afresh")
    qtbot.waitUntil(lambda: len(steps) > 2, timeout=WAIT_MS)
    process.stop()
    second = process.refine((0.0, 1.0), False, "go on")
    settle(qtbot, steps, second)
    assert not any(step.layout.settled for step in steps if step.refined == first)
    assert are_apart(steps[-1].layout.xy)


def test_new_tokens_end_the_work_on_the_old_ones(process, steps, qtbot):
    states, xy = two_clouds(600)
    process.place("tsne", states, xy)
    process.refine((0.0, 1.0), False, "afresh")
    qtbot.waitUntil(lambda: bool(steps), timeout=WAIT_MS)
    placed = process.place("umap", states[:, ::10], xy[::10])
    settle(qtbot, steps, process.refine((0.0, 1.0), False, "afresh"))
    assert steps[-1].placed == placed
    assert len(steps[-1].layout.xy) == 60
    assert not any(step.layout.settled for step in steps if step.placed != placed)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL.")
def test_one_that_is_killed_is_told_of_and_starts_again(qtbot):
    process = LayoutProcess(cache_dir() / "numba")
    steps = []
    process.stepped.connect(steps.append)
    with qtbot.waitSignal(process.became_ready, timeout=WAIT_MS):
        process.start()
    with qtbot.waitSignal(process.failed, timeout=WAIT_MS) as failure:
        os.kill(process._link._process.pid, signal.SIGKILL)
    assert "has stopped by itself" in str(failure.args[0])
    states, xy = two_clouds()
    process.place("umap", states, xy)
    settle(qtbot, steps, process.refine((0.0, 1.0), False, "afresh"))
    process.close()


def test_no_room_for_a_process_is_told_in_a_sentence_and_the_next_wish_tries_again(qtbot):
    rooms = [False, True]

    def full_at_first(cache):
        if not rooms.pop(0):
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return spawn(cache)

    process = LayoutProcess(cache_dir() / "numba", spawn=full_at_first)
    with qtbot.waitSignal(process.failed, timeout=WAIT_MS) as failure:
        process.place("umap", *two_clouds())
    (sentence,) = str(failure.args[0]).splitlines()
    assert f"could not be started ({os.strerror(errno.EAGAIN)})" in sentence
    assert "choose UMAP or t-SNE again" in sentence
    with qtbot.waitSignal(process.became_ready, timeout=WAIT_MS):
        process.start()
    process.close()
    assert not rooms


def test_nobody_waits_while_the_process_starts(qtbot):
    asked = threading.Event()
    done_before = []

    def slow(cache):
        done_before.append(asked.wait(10))
        return spawn(cache)

    process = LayoutProcess(cache_dir() / "numba", spawn=slow)
    steps = []
    process.stepped.connect(steps.append)
    process.place("umap", *two_clouds())
    process.stop()
    refined = process.refine((0.0, 1.0), False, "afresh")
    asked.set()
    settle(qtbot, steps, refined)
    process.close()
    assert done_before == [True]


def test_one_that_starts_while_the_window_closes_is_ended(qtbot):
    closing, started = threading.Event(), []

    def slow(cache):
        closing.wait(10)
        started.append(spawn(cache))
        return started[0]

    process = LayoutProcess(cache_dir() / "numba", spawn=slow)
    process.start()
    link = process._link
    threading.Thread(target=lambda: (link._ended.wait(10), closing.set())).start()
    process.close()
    assert not link._writer.is_alive()
    assert not started[0][0].is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process.")
def test_ctrl_c_while_it_starts_prints_nothing(capfd):
    process, connection = spawn(str(cache_dir() / "numba"))
    while not connection.poll(0.02):
        os.kill(process.pid, signal.SIGINT)
    assert connection.recv() == Ready()
    connection.close()
    process.join()
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def test_close_leaves_no_process(qtbot):
    process = LayoutProcess(cache_dir() / "numba")
    with qtbot.waitSignal(process.became_ready, timeout=WAIT_MS):
        process.start()
    child = process._link._process
    process.close()
    process.close()
    assert not child.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL.")
def test_no_orphan_is_left_when_the_window_is_killed(tmp_path):
    script = tmp_path / "window.py"
    script.write_text(
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from elmo_explorer.paths import cache_dir\n"
        "from elmo_explorer.workers.layout_process import LayoutProcess\n"
        "if __name__ == '__main__':\n"
        "    app = QCoreApplication([])\n"
        "    process = LayoutProcess(cache_dir() / 'numba')\n"
        "    process.became_ready.connect(lambda: print(process._link._process.pid, flush=True))\n"
        "    process.start()\n"
        "    app.exec()\n"
    )
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    window = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=here)
    pid = int(window.stdout.readline())
    child = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    window.send_signal(signal.SIGKILL)
    window.wait()
    window.stdout.close()
    if child is None:
        pytest.skip("This system cannot wait for a stranger's process.")
    import select

    ended, _, _ = select.select([child], [], [], WAIT_MS / 1000)
    os.close(child)
    assert ended, "the helper process outlived its window"
