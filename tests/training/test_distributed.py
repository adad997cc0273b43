"""Two real processes under torchrun (gloo, CPU) train what one process with twice the streams trains."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from elmo_explorer.training.checkpoints import checkpoints, load_checkpoint
from elmo_explorer.training.config import read_config
from elmo_explorer.training.corpus import load_corpus
from elmo_explorer.training.trainer import Trainer

CONFIG = """
name = "tiny"
language = "en"
output = "{output}"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4], [2, 4]]
character_dim = 4
projection_dim = 8
cell_dim = 12
n_layers = 2
[training]
vocabulary = 40
tokens = 2000
streams = {streams}
window = 8
accumulate = {accumulate}
samples = 16
warmup_steps = 5
held_out = 0.1
evaluate_every = 5
bfloat16 = false
learning_rate = 0.01
average = 0.9
tokenizer_processes = 1
"""


def _config(folder: Path, output: str, streams: int, accumulate: int = 1) -> Path:
    (folder / "text.txt").write_text(
        "\n\n".join(f"the {a} saw a {b} .\nher {b} fed the {a} today ." for a in WORDS for b in WORDS),
        encoding="utf-8",
    )
    path = folder / f"{output}.toml"
    path.write_text(CONFIG.format(output=output, streams=streams, accumulate=accumulate), encoding="utf-8")
    return path


WORDS = ["cat", "dog", "bird", "fish", "man", "child", "old", "new"]


def _curve(output: Path) -> list[tuple[float, ...]]:
    with (output / "curve.csv").open(newline="", encoding="utf-8") as stream:
        names = ("step", "tokens", "loss", "forward_perplexity", "backward_perplexity")
        return [tuple(float(row[name]) for name in names) for row in csv.DictReader(stream)]


def _train(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr


def _torchrun(path: Path, *more: str) -> None:
    run = ("torch.distributed.run", "--nproc-per-node", "2", "--master-port", "0", "--standalone")
    _train(*run, "-m", "elmo_explorer", "train", str(path), *more)


@pytest.mark.parametrize("accumulate", [1, 2])
def test_two_processes_follow_the_curve_of_one_with_twice_the_streams(
    tmp_path: Path, accumulate: int
) -> None:
    one = _config(tmp_path, "one", streams=8, accumulate=accumulate)
    two = _config(tmp_path, "two", streams=4, accumulate=accumulate)
    _train("elmo_explorer", "train", str(one))
    _torchrun(two)
    expected, found = _curve(tmp_path / "one"), _curve(tmp_path / "two")
    assert len(found) == len(expected) > 2
    for there, here in zip(expected, found, strict=True):
        assert here == pytest.approx(there, rel=2e-3)
    assert (tmp_path / "two" / "model" / "model.safetensors").exists()


def test_what_two_processes_saved_one_goes_on_from(tmp_path: Path) -> None:
    two = _config(tmp_path, "two", streams=4)
    _torchrun(two, "--max-minutes", "0")
    config = read_config(_config(tmp_path, "two", streams=8))
    saved = checkpoints(config.output / "checkpoints")[-1]
    trainer = Trainer(config, load_corpus(config))
    load_checkpoint(trainer, saved)
    assert trainer.progress.step >= 1
    assert trainer.states is not None
    assert trainer.states[0][0].hidden.shape == (8, 8)
    unbroken = Trainer(config, trainer.corpus)
    steps = unbroken.run()
    for _ in range(trainer.progress.step):
        next(steps)
    following = trainer.run()
    assert [next(following).loss for _ in range(5)] == pytest.approx(
        [next(steps).loss for _ in range(5)], rel=1e-3
    )
