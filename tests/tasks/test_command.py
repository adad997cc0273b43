"""``elmo-explorer learn`` as it is typed."""

import os
import signal
import subprocess
import sys

import pytest

from elmo_explorer.cli import run
from elmo_explorer.tasks.results import read_result

TASK = """
name = "Which bank"
kind = "senses"
[data]
train = "uses.tsv"
[learning]
seeds = 2
epochs = {epochs}
patience = 0
batch = 8
"""
USES = [
    ("they sat on the bank of the river", 4, "shore"),
    ("the river bank was muddy", 2, "shore"),
    ("fish swim near the bank", 4, "shore"),
    ("reeds grow along the left bank", 5, "shore"),
    ("the bank raised its interest rates", 1, "institute"),
    ("she works at a bank in town", 4, "institute"),
    ("the bank lent him money", 1, "institute"),
    ("robbers broke into the bank", 4, "institute"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "data").mkdir()
    lines = "".join(f"{sentence}\t{place}\t{sense}\n" for sentence, place, sense in USES)
    (tmp_path / "data" / "uses.tsv").write_text(lines, "utf-8")
    (tmp_path / "task.toml").write_text(TASK.format(epochs=2), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_and_a_result(folder, capsys):
    assert run(["learn", "task.toml", "--data", "data", "--device", "cpu"]) == 0
    result = read_result(folder / "which_bank.json")
    assert result.command == "elmo-explorer learn task.toml --data FOLDER"
    assert result.model.name == "en"
    told = capsys.readouterr().out
    assert "learned mix" in told
    assert "majority" in told
    assert "effective shares" in told
    assert "Written to which_bank.json" in told


def test_seeds_and_output_of_the_command_line(folder, capsys):
    assert run(["learn", "task.toml", "--data", "data", "--seeds", "1", "--output", "mine.json"]) == 0
    assert read_result(folder / "mine.json").seeds == (1,)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "learn needs either TASK.toml or --bundled MODEL."),
        (["task.toml", "--bundled", "en"], "learn needs either TASK.toml or --bundled MODEL."),
        (["task.toml", "--only", "sentiment"], "--only chooses among the bundled tasks"),
        (["--bundled", "pt"], "No tasks are bundled for a model 'pt', but for en, zh."),
        (
            ["--bundled", "en", "--only", "cooking"],
            "There is no bundled task 'cooking', but dependency_relation",
        ),
        (["nothing.toml"], "There is no task at nothing.toml."),
        (["task.toml"], "uses.tsv."),
        (["task.toml", "--data", "data", "--output", "data/uses.tsv"], "would be overwritten"),
    ],
)
def test_refusals(folder, capsys, arguments, sentence):
    assert run(["learn", *arguments]) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("model.json", "is no head learned from a task and would be overwritten"),
        ("model.safetensors", "a result is JSON"),
        pytest.param(
            "/proc/result.json",
            "/proc",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody can write to"),
        ),
    ],
)
def test_where_it_cannot_go_is_told_before_it_is_learned(folder, capsys, monkeypatch, output, sentence):
    monkeypatch.setattr("elmo_explorer.tasks.learn.learn_task", lambda *_: pytest.fail("was learned"))
    (folder / "model.safetensors").write_bytes(b"weights of somebody")
    task = TASK.format(epochs=2).replace('"senses"', '"tokens"')
    (folder / "task.toml").write_text(task, "utf-8")
    assert run(["learn", "task.toml", "--output", output]) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
    assert (folder / "model.safetensors").read_bytes() == b"weights of somebody"


def test_a_training_split_of_one_label(folder, capsys):
    lines = "".join(f"{text}\t{at}\t{sense}\n" for text, at, sense in USES[:4])
    (folder / "data" / "same.tsv").write_text(lines, "utf-8")
    task = TASK.format(epochs=2).replace('train = "uses.tsv"', 'train = "same.tsv"\ndev = "uses.tsv"')
    (folder / "task.toml").write_text(task, "utf-8")
    assert run(["learn", "task.toml", "--data", "data"]) == 1
    assert "has only the label 'bank: shore'" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_keeps_what_was_learned(folder):
    (folder / "task.toml").write_text(TASK.format(epochs=10_000), "utf-8")
    command = [sys.executable, "-c", SLOW, "learn", "task.toml", "--data", "data", "--device", "cpu"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "learning\n"
        process.send_signal(signal.SIGINT)
        told, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was learned so far is kept" in errors
    result = read_result(folder / "which_bank.json")
    assert not result.complete
    assert len(result.choices) == 6
    assert "(stopped: what was learned until then)" in told


SLOW = """
import sys
from elmo_explorer.cli import run
from elmo_explorer.tasks import command

def show(self, event, before=command._Bars.show):
    if getattr(event, "step", 0) == 3:
        print("learning", flush=True)
    before(self, event)

command._Bars.show = show
sys.exit(run(sys.argv[1:]))
"""
