"""Nothing leaves the machine: only ``models download`` asks another one, and only when it is called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_GUARD = """
import os, sys
from pathlib import Path

def hear(event, arguments):
    if not event.startswith("socket."):
        return
    asks = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
    speaks = event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
    # A place on this machine is a path, not a pair; urllib3 looks for IPv6 by binding to the machine's own address.
    away = speaks and isinstance(arguments[-1], tuple) and arguments[-1][0] not in ("::1", "127.0.0.1")
    if asks or away:
        Path(os.environ["HEARD"]).open("a").write(f"{event} {arguments[1:] if speaks else arguments}\\n")
        raise OSError(101, "Network is unreachable")

sys.addaudithook(hear)
"""
CONFIG = """
name = "mine"
language = "en"
output = "run"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4]]
projection_dim = 4
cell_dim = 4
n_layers = 1
n_highway = 1
[training]
tokens = 200
streams = 2
window = 5
vocabulary = 20
"""


@pytest.fixture
def offline(tmp_path):
    """Runs the program where every question to another machine is heard and refused; returns (status, errors, heard)."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(_GUARD)
    heard = tmp_path / "heard"
    root = Path(__file__).resolve().parents[1]
    environment = os.environ | {
        "PYTHONPATH": f"{guard}{os.pathsep}{root}",
        "HEARD": str(heard),
        "QT_QPA_PLATFORM": "offscreen",
        "OMP_NUM_THREADS": "1",
    }

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "elmo_explorer", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stderr, heard.read_text() if heard.exists() else ""

    return run


def test_the_window_asks_nobody(offline, tmp_path):
    picture = tmp_path / "picture.png"
    command = ("--example", "bank", "--projection", "umap", "--tab", "spelling", "--screenshot", picture)
    status, errors, heard = offline(*command)
    assert (status, heard) == (0, ""), errors
    assert picture.exists()


def test_the_commands_ask_nobody(offline, tmp_path):
    text, config = tmp_path / "text.txt", tmp_path / "config.toml"
    text.write_text("We sat on the bank .\n" * 30)
    config.write_text(CONFIG)
    for command in (("embed", text, tmp_path / "out.hdf5"), ("models", "check", "en"), ("train", config)):
        status, errors, heard = offline(*command)
        assert (status, heard) == (0, ""), errors


def test_a_download_asks_and_says_where_nobody_answers(offline):
    status, errors, heard = offline("models", "download", "small", "--tries", "1")
    assert status == 1
    assert "socket." in heard
    assert "elmo-explorer: " in errors.splitlines()[-1]
    assert "Traceback" not in errors
