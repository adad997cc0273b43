"""Whole training runs on a small text, as the command line starts them."""

import dataclasses
import json
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from elmo_explorer.training.checkpoints import checkpoints, load_checkpoint, save_checkpoint
from elmo_explorer.training.config import TrainingConfig, read_config
from elmo_explorer.training.corpus import load_corpus
from elmo_explorer.training.curve import add_row, forget_later_rows, read_curve
from elmo_explorer.training.export import export_model
from elmo_explorer.training.initial import load_weights
from elmo_explorer.training.run import run
from elmo_explorer.training.trainer import NanLossError, Trainer

HEAD = "step,tokens,loss,tokens_per_second,forward_perplexity,backward_perplexity"

CONFIG = """
name = "tiny"
language = "en"
output = "run"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4], [2, 4]]
character_dim = 4
projection_dim = 8
cell_dim = 12
n_layers = 2
cell_clip = 3.0
proj_clip = 3.0
[training]
vocabulary = 40
tokens = {tokens}
streams = 4
tokenizer_processes = 1
window = 16
samples = 16
warmup_steps = 5
dropout = 0.1
held_out = 0.1
evaluate_every = 50
bfloat16 = false
learning_rate = {rate}
checkpoint_minutes = 0.01
"""


def _write_config(folder: Path, tokens: int = 2000, rate: str = "0.01") -> Path:
    rng = random.Random(0)
    subjects, verbs, objects = (
        ["the cat", "a dog", "the old man"],
        ["saw", "liked", "fed"],
        ["her", "the bird", "it"],
    )
    documents = [
        "\n".join(f"{rng.choice(subjects)} {rng.choice(verbs)} {rng.choice(objects)} ." for _ in range(5))
        for _ in range(60)
    ]
    (folder / "text.txt").write_text("\n\n".join(documents), encoding="utf-8")
    path = folder / "tiny.toml"
    path.write_text(CONFIG.format(tokens=tokens, rate=rate), encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path) -> TrainingConfig:
    return read_config(_write_config(tmp_path))


def _losses(trainer: Trainer, n: int) -> list[float]:
    run = trainer.run()
    return [next(run).loss for _ in range(n)]


def test_training_lowers_held_out_perplexity_in_both_directions(config: TrainingConfig) -> None:
    trainer = Trainer(dataclasses.replace(config, tokens=12_000), load_corpus(config))
    before = trainer.perplexity()
    for _ in trainer.run():
        pass
    after = trainer.perplexity()
    assert after[0] < before[0] / 2
    assert after[1] < before[1] / 2


def test_bfloat16_reads_and_measures(config: TrainingConfig) -> None:
    trainer = Trainer(dataclasses.replace(config, bfloat16=True), load_corpus(config))
    exact = Trainer(config, trainer.corpus)
    assert _losses(trainer, 3) == pytest.approx(_losses(exact, 3), rel=0.02)
    assert trainer.perplexity() == pytest.approx(exact.perplexity(), rel=0.05)


def test_resumed_run_repeats_the_unbroken_one(config: TrainingConfig, tmp_path: Path) -> None:
    corpus = load_corpus(config)
    unbroken = _losses(Trainer(config, corpus), 30)
    first = Trainer(config, corpus)
    _losses(first, 10)
    path = save_checkpoint(first, tmp_path / "checkpoints")
    second = Trainer(config, corpus)
    load_checkpoint(second, path)
    assert _losses(second, 20) == unbroken[10:]


def test_a_loss_that_is_no_number_stops_and_keeps_the_weights(config: TrainingConfig) -> None:
    trainer = Trainer(config, load_corpus(config))
    _losses(trainer, 3)
    before = {name: p.clone() for name, p in trainer.language_model.named_parameters()}
    with torch.no_grad():
        trainer.output_layer.bias[0] = float("nan")
    with pytest.raises(NanLossError, match="step 4"):
        _losses(trainer, 1)
    for name, parameter in trainer.language_model.named_parameters():
        if name != "output_layer.bias":
            assert torch.equal(parameter, before[name])


def _command(path: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "elmo_explorer", "train", str(path), *more]


def _wait_for(process: subprocess.Popen[str], pattern: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if re.search(pattern, line):
            return
    raise AssertionError(f"{pattern!r} was never printed")


def test_kill_9_loses_only_the_steps_since_the_last_checkpoint(tmp_path: Path) -> None:
    path = _write_config(tmp_path, tokens=3_000_000)
    # After every step: how many there are does not depend on the machine's speed.
    path.write_text(
        path.read_text(encoding="utf-8").replace("minutes = 0.01", "minutes = 0.0"), encoding="utf-8"
    )
    with subprocess.Popen(_command(path), stdout=subprocess.PIPE, text=True) as process:
        _wait_for(process, r"step 100 .*held-out perplexity")
        process.send_signal(signal.SIGKILL)
    saved = checkpoints(tmp_path / "run" / "checkpoints")
    assert saved
    for checkpoint in saved:
        with np.load(checkpoint) as file:  # whole, not half written
            assert all(np.isfinite(file[name]).all() for name in file.files if name != "metadata")
    curve = tmp_path / "run" / "curve.csv"
    with curve.open("a", encoding="utf-8") as stream:
        stream.write("1000000,9,9,9,9,9\n")  # measured behind the last checkpoint
    again = subprocess.run(
        _command(path, "--max-minutes", "0"), capture_output=True, text=True, timeout=120, check=False
    )
    assert again.returncode == 0, again.stderr
    found = re.search(r"Going on from step ([\d,]+)", again.stdout)
    assert found
    assert int(found[1].replace(",", "")) >= 99
    steps = [int(line.split(",")[0]) for line in curve.read_text(encoding="utf-8").splitlines()[1:]]
    assert steps == sorted(set(steps))
    assert 1_000_000 not in steps
    assert "Stopped" in again.stdout


def test_ctrl_c_stops_cleanly_and_leaves_a_model(tmp_path: Path) -> None:
    path = _write_config(tmp_path, tokens=3_000_000)
    with subprocess.Popen(
        _command(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        _wait_for(process, r"step 50 .*held-out perplexity")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "goes on from here" in out
    assert (tmp_path / "run" / "model" / "model.safetensors").exists()


def test_a_finished_run_opens_as_a_model_and_says_its_perplexity(tmp_path: Path) -> None:
    from elmo_explorer import BiLM

    path = _write_config(tmp_path)
    done = subprocess.run(_command(path), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "run" / "model"
    bilm = BiLM.load(folder, device="cpu")
    assert bilm.embed([["the", "cat", "saw", "her"]])[0].shape == (3, 4, 16)
    assert "held-out" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_a_gradient_that_is_no_number_changes_no_weight(config: TrainingConfig) -> None:
    trainer = Trainer(config, load_corpus(config))
    _losses(trainer, 2)
    before = {name: p.clone() for name, p in trainer.language_model.named_parameters()}
    trainer.output_layer.bias.register_hook(lambda gradient: gradient * float("nan"))
    with pytest.raises(NanLossError, match="step 3"):
        _losses(trainer, 1)
    for name, parameter in trainer.language_model.named_parameters():
        assert torch.equal(parameter, before[name])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("n_layers = 2", "n_layers = 1", "n_layers is 2 in the checkpoint and 1 in the config"),
        ("cell_clip = 3.0", "cell_clip = 2.0", "cell_clip is 3.0 in the checkpoint and 2.0 in the config"),
        ("held_out = 0.1", "held_out = 0.5", "other words"),
    ],
)
def test_a_changed_config_does_not_go_on_from_another_networks_checkpoint(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = _write_config(tmp_path)
    # Which words are frequent depends on the lines that are trained on.
    lines = ["a b c ."] * 30 + ["c b b d ."] * 25
    (tmp_path / "text.txt").write_text("\n\n".join(lines), encoding="utf-8")
    config = read_config(path)
    saved = save_checkpoint(Trainer(config, load_corpus(config)), tmp_path / "checkpoints")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    changed = read_config(path)
    trainer = Trainer(changed, load_corpus(changed))
    before = {name: p.clone() for name, p in trainer.language_model.named_parameters()}
    with pytest.raises(ValueError, match=message):
        load_checkpoint(trainer, saved)
    for name, parameter in trainer.language_model.named_parameters():
        assert torch.equal(parameter, before[name])


def test_a_checkpoint_that_is_cut_short_is_named(config: TrainingConfig, tmp_path: Path) -> None:
    trainer = Trainer(config, load_corpus(config))
    saved = save_checkpoint(trainer, tmp_path / "checkpoints")
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(ValueError, match="is no whole checkpoint"):
        load_checkpoint(trainer, saved)


def test_a_checkpoint_of_an_earlier_version_is_named(config: TrainingConfig, tmp_path: Path) -> None:
    trainer = Trainer(config, load_corpus(config))
    saved = save_checkpoint(trainer, tmp_path / "checkpoints")
    with np.load(saved) as file:
        arrays = dict(file)
    metadata = json.loads(str(arrays["metadata"]))
    del metadata["window"]
    np.savez(saved, **arrays | {"metadata": np.array(json.dumps(metadata))})
    with pytest.raises(ValueError, match=r"is no whole checkpoint \(it lacks window\)"):
        load_checkpoint(trainer, saved)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("projection_dim = 8", "projection_dim = -8"), "projection_dim must be a whole number"),
        (("vocabulary = 40", "vocabulary = 40\nvocabluary = 3"), "does not know vocabluary"),
        (('path = "text.txt"', 'path = "gone.txt"'), "no text file or folder at"),
        (('language = "en"', 'language = "fr"'), "language must be"),
        (("tokens = 2000", "tokens = [1]"), "tokens must be a whole number"),
        (("streams = 4", "streams = 4.5"), "streams must be a whole number"),
        (("bfloat16 = false", 'bfloat16 = "no"'), "bfloat16 must be true or false"),
        (("bfloat16 = false", "compile = 1"), "compile must be true or false"),
        (("bfloat16 = false", "minutes = 0"), "minutes must be a number above 0"),
        (("bfloat16 = false", "fresh_sentences = 2"), "fresh_sentences must be a number from"),
        (("bfloat16 = false", "seed = -1"), "seed must be a whole number"),
        (("bfloat16 = false", "initial = 5"), "initial must be"),
        (('path = "text.txt"', 'path = "text.txt"\nmax_tokens = "all"'), "max_tokens must be a whole number"),
        (("filters = [[1, 4], [2, 4]]", "filters = 5"), "filters must name"),
        (("filters = [[1, 4], [2, 4]]", "filters = [[1, 4, 2]]"), "filters must be"),
        (("filters = [[1, 4], [2, 4]]", "filters = [[1.5, 4]]"), "filters must be"),
        (("cell_clip = 3.0", 'cell_clip = "3"'), "cell_clip must be a positive number"),
        (("cell_clip = 3.0", 'skip_connections = "no"'), "skip_connections must be true or false"),
        (("cell_dim = 12\n", ""), "lacks cell_dim"),
        (('name = "tiny"', 'name = ""'), "lacks name"),
        (("[model]", "[model"), "not a TOML file"),
        (("[model]", f"a = {'[' * 5000}{']' * 5000}\n[model]"), "not a TOML file"),
        (('name = "tiny"', 'name = "a\\nb"'), "name should be one line of plain text"),
        (("vocabulary = 40", 'vocabulary = 40\nname = "other"'), "does not know name; it knows accumulate"),
    ],
)
def test_bad_config_is_one_sentence(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = _write_config(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_corpus(read_config(path))


def test_more_streams_than_text(config: TrainingConfig) -> None:
    with pytest.raises(ValueError, match="less than one window of 16 for each of 100000 streams"):
        Trainer(dataclasses.replace(config, streams=100_000), load_corpus(config))


@pytest.mark.parametrize(
    ("initial", "message"),
    [
        ("gone", "gone is no model folder: it has no config.json"),
        ("other", "another network: cell_dim is 12 there and 10 in"),
    ],
)
def test_weights_to_start_from_are_looked_at_before_the_text(
    tmp_path: Path, initial: str, message: str
) -> None:
    path = _write_config(tmp_path)
    config = read_config(path)
    export_model(Trainer(config, load_corpus(config)), tmp_path / "other", finished=False)
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("bfloat16", f'initial = "{initial}"\nbfloat16')
        .replace("cell_dim = 12", "cell_dim = 10")
        .replace('"run"', '"new"'),
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=message):
        run(path, report=lambda line: None)
    assert not (tmp_path / "new").exists()


def test_a_run_starts_from_a_models_weights_and_the_words_that_both_know(
    config: TrainingConfig, tmp_path: Path
) -> None:
    corpus = load_corpus(config)
    first = Trainer(config, corpus)
    _losses(first, 5)
    export_model(first, tmp_path / "first", finished=False)
    second = Trainer(dataclasses.replace(config, vocabulary=8, average=0.9), corpus)
    fresh = second.output_layer.weight[5].clone()
    load_weights(second, tmp_path / "first")
    found = second.network.state_dict()  # of the average: it starts there too
    for name, tensor in first.network.state_dict().items():
        torch.testing.assert_close(found[name], tensor, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(
        second.output_layer.weight, first.output_layer.weight[:8], rtol=0.02, atol=0.02
    )
    assert not torch.equal(fresh, second.output_layer.weight[5])


def test_a_network_beyond_the_memory_is_refused_before_the_text(tmp_path: Path) -> None:
    path = _write_config(tmp_path)
    large = path.read_text(encoding="utf-8").replace("cell_dim = 12", "cell_dim = 65536")
    path.write_text(large.replace("projection_dim = 8", "projection_dim = 8192"), encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"19,328,476,380 weights, which take 309\.3 GB while they are trained"
    ):
        run(path, report=lambda line: None)
    assert not (tmp_path / "run").exists()


def test_memory_that_does_not_suffice_for_the_words_is_one_sentence(tmp_path: Path) -> None:
    path = _write_config(tmp_path)
    wide = (
        path.read_text(encoding="utf-8")
        .replace("streams = 4", "streams = 1")
        .replace("window = 16", "window = 2")
    )
    path.write_text(wide, encoding="utf-8")
    limited = (
        "import sys, resource, torch; from elmo_explorer.cli import run; import elmo_explorer.training.run; "
        "used = int(open('/proc/self/statm').read().split()[0]) * 4096; "
        "resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 28),) * 2); "
        "sys.exit(run(['train', sys.argv[1]]))"
    )
    path.write_text(
        wide.replace("cell_dim = 12", "cell_dim = 65536").replace("= 8\n", "= 512\n"), encoding="utf-8"
    )
    load_corpus(read_config(path))
    done = subprocess.run(
        [sys.executable, "-c", limited, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "has too little memory for this network" in done.stderr


def test_two_processes_do_not_train_in_one_folder(tmp_path: Path) -> None:
    path = _write_config(tmp_path, tokens=3_000_000)
    with subprocess.Popen(_command(path), stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_for(process, "tokens in")
            with pytest.raises(ValueError, match=r"Another process is training in .*run: stop it first\."):
                run(path, report=lambda line: None)
        finally:
            process.kill()
    # Killed, it holds nobody up.
    assert run(path, max_minutes=0, report=lambda line: None) == 0
    assert not (tmp_path / "run" / ".lock").exists()


@pytest.mark.parametrize("content", ["", "step,tokens\n", f"{HEAD}\n50,1,2,3,4,5\n100,1,2"])
def test_a_curve_that_a_kill_cut_short_goes_on(tmp_path: Path, content: str) -> None:
    (tmp_path / "curve.csv").write_text(content, encoding="utf-8")
    forget_later_rows(tmp_path, 100)
    add_row(tmp_path, [150, 1, 2, 3, 4, 5])
    head, *rows = read_curve(tmp_path).splitlines()
    assert head == HEAD
    assert rows == (["50,1,2,3,4,5"] if content.startswith(HEAD) else []) + ["150,1,2,3,4,5"]


BLOCKED = """
import sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in {"torch", "numpy", "elmo_explorer", *sys.stdlib_module_names, *sys.argv[2:]}:
            if not any(part in ("torch", "numpy") for part in CALLERS()):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
def CALLERS():
    frame = sys._getframe(2)
    while frame:
        yield frame.f_globals.get("__name__", "").split(".")[0]
        frame = frame.f_back
sys.meta_path.insert(0, Nothing())
from elmo_explorer.cli import run
sys.exit(run(["train", sys.argv[1]]))
"""


def test_a_machine_with_torch_and_numpy_alone_trains_from_the_token_cache(tmp_path: Path) -> None:
    path = _write_config(tmp_path)
    load_corpus(read_config(path))  # tokenised here, where there is a tokeniser
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, str(path), "filelock"],  # without which there is no torch
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "is not installed here: take" in done.stdout
    assert not (tmp_path / "run" / "model").exists()
    again = subprocess.run(_command(path), capture_output=True, text=True, timeout=120, check=False)
    assert "The model stands in" in again.stdout, again.stderr


def test_losses_after_kill_9_equal_those_of_an_unbroken_run(tmp_path: Path) -> None:
    path = _write_config(tmp_path, tokens=3_000_000)
    path.write_text(
        path.read_text(encoding="utf-8").replace("minutes = 0.01", "minutes = 0.0"), encoding="utf-8"
    )
    with subprocess.Popen(_command(path), stdout=subprocess.PIPE, text=True) as process:
        while len(saved := checkpoints(tmp_path / "run" / "checkpoints")) < 2:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    config = read_config(path)
    resumed = Trainer(config, load_corpus(config))
    load_checkpoint(resumed, saved[-1])
    unbroken = Trainer(config, resumed.corpus)
    _losses(unbroken, resumed.progress.step)
    assert resumed.progress.step > 0
    assert _losses(resumed, 20) == _losses(unbroken, 20)
