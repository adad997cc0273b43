import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from elmo_explorer.paths import cache_dir
from elmo_explorer.workers.umap_process import UmapProcess

WAIT_MS = 180_000  # umap compiles once


def two_clouds(n=40, dim=8):
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(dim)[:2] * 6, n // 2, axis=0)
    upper = centres + random.normal(size=(n, dim))
    return np.stack([random.normal(size=(n, dim)), upper]).astype(np.float32), random.normal(
        size=(n, 2)
    ).astype(np.float32)


@pytest.fixture
def umap(qtbot):
    process = UmapProcess(cache_dir() / "numba")
    errors = []
    process.failed.connect(errors.append)
    yield process
    process.close()
    assert not errors


def test_layouts_come_step_by_step_until_settled(umap, qtbot):
    states, xy = two_clouds()
    steps = []
    umap.stepped.connect(steps.append)
    placed = umap.place(states, xy)
    refined = umap.refine((0.0, 1.0), False, 1.0, 8)
    qtbot.waitUntil(lambda: bool(steps) and steps[-1].settled, timeout=WAIT_MS)
    assert umap.ready
    assert len(steps) == 8
    assert {(step.placed, step.refined) for step in steps} == {(placed, refined)}
    last = steps[-1].xy
    assert np.isfinite(last).all()
    assert not last.flags.writeable
    assert np.linalg.norm(last[:20].mean(0) - last[20:].mean(0)) > 1.5 * last[:20].std()
    umap.refine((1.0, 0.0), False, 0.25, 2)
    qtbot.waitUntil(lambda: len(steps) == 10, timeout=WAIT_MS)
    jump = np.linalg.norm(steps[8].xy - last, axis=1).max()
    assert jump < np.ptp(last, axis=0).max()  # it goes on, it does not start again


def test_close_leaves_no_process(qtbot):
    process = UmapProcess(cache_dir() / "numba")
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
        "from elmo_explorer.workers.umap_process import UmapProcess\n"
        "if __name__ == '__main__':\n"
        "    app = QCoreApplication([])\n"
        "    umap = UmapProcess(cache_dir() / 'numba')\n"
        "    umap.became_ready.connect(lambda: print(umap._link._process.pid, flush=True))\n"
        "    umap.start()\n"
        "    app.exec()\n"
    )
    window = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
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
