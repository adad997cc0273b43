"""The commands, as they are typed."""

import os
import subprocess
import sys

import h5py
import numpy as np
import numpy_bilm
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.devices import has_fast_bfloat16
from elmo_explorer.cli import run
from elmo_explorer.embed_command import with_less_memory
from elmo_explorer.embed_file import EmbedRequest, count_lines, embed_file


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return numpy_bilm.write(
        tmp_path_factory.mktemp("model"), *numpy_bilm.random_model(9, cell_clip=3.0, proj_clip=3.0)
    )


@pytest.fixture
def published(pair):
    return ["--options", str(pair[0]), "--weights", str(pair[1]), "--device", "cpu"]


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "in.txt"
    path.write_bytes("\ufeffThe bank, of course.\r\n\nOne\n潮水退了 就知道\nlast line".encode())
    return path


def read(path):
    with h5py.File(path) as file:
        return {name: file[name][...] for name in file}


def test_embed_writes_every_layer_of_every_line(text, tmp_path, pair, published):
    assert run(["embed", str(text), str(tmp_path / "out.hdf5"), *published]) == 0
    found = read(tmp_path / "out.hdf5")
    assert sorted(found) == ["0", "1", "2", "3", "4"]
    assert found["1"].shape == (3, 0, 14)
    assert found["0"].dtype == np.float32
    expected = BiLM.load(options=pair[0], weights=pair[1], device="cpu").embed(
        [["The", "bank", ",", "of", "course", "."]]
    )
    np.testing.assert_allclose(found["0"], expected[0], atol=1e-5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.hdf5"]


def test_embed_takes_tokens_as_they_are(text, tmp_path, published):
    run(["embed", str(text), str(tmp_path / "out.hdf5"), "--tokenized", *published])
    assert {name: vectors.shape[1] for name, vectors in read(tmp_path / "out.hdf5").items()} == {
        "0": 4,
        "1": 0,
        "2": 1,
        "3": 2,
        "4": 2,
    }


@pytest.mark.parametrize("layers", ["top", "average"])
def test_embed_one_layer(text, tmp_path, published, layers):
    run(["embed", str(text), str(tmp_path / "all.hdf5"), *published])
    run(["embed", str(text), str(tmp_path / "one.hdf5"), "--layers", layers, *published])
    everything, one = read(tmp_path / "all.hdf5"), read(tmp_path / "one.hdf5")
    for name, vectors in everything.items():
        expected = vectors[-1] if layers == "top" else vectors.mean(axis=0)
        np.testing.assert_allclose(one[name], expected, atol=1e-5)


def test_embed_in_bfloat16(text, tmp_path, published):
    if not has_fast_bfloat16(torch.device("cpu")):
        pytest.skip("this processor has no instructions for bfloat16")
    run(["embed", str(text), str(tmp_path / "exact.hdf5"), *published])
    run(["embed", str(text), str(tmp_path / "rounded.hdf5"), "--precision", "bf16", *published])
    exact, rounded = read(tmp_path / "exact.hdf5"), read(tmp_path / "rounded.hdf5")
    for name, vectors in exact.items():
        np.testing.assert_allclose(rounded[name], vectors, atol=0.05)
    assert any(np.abs(rounded[name] - vectors).max() > 0 for name, vectors in exact.items() if vectors.size)


def test_stateful_embed_is_one_long_run(tmp_path, pair, published):
    lines = [["a"] * (1 + n % 5) + ["b"] for n in range(11)]
    (tmp_path / "in.txt").write_text("\n".join(" ".join(line) for line in lines))
    run(
        [
            "embed",
            str(tmp_path / "in.txt"),
            str(tmp_path / "out.hdf5"),
            "--tokenized",
            "--stateful",
            "--batch-size",
            "3",
            *published,
        ]
    )
    options, weights = numpy_bilm.read(*pair)
    states = [numpy_bilm.zero_states(options) for _ in range(3)]
    for number, vectors in sorted(read(tmp_path / "out.hdf5").items(), key=lambda item: int(item[0])):
        expected = numpy_bilm.embed(lines[int(number)], options, weights, states[int(number) % 3])
        np.testing.assert_allclose(vectors, expected, atol=5e-6)


def test_chunks_change_nothing(tmp_path, pair, monkeypatch):
    bilm = BiLM.load(options=pair[0], weights=pair[1], device="cpu")
    source = tmp_path / "in.txt"
    source.write_text("\n".join("word " * (n % 7) for n in range(51)))
    for stateful in (False, True):
        results = []
        for n_bytes in (64 << 20, 4000):
            monkeypatch.setattr("elmo_explorer.embed_file.CHUNK_BYTES", n_bytes)
            output = tmp_path / f"{stateful}{n_bytes}.hdf5"
            bilm.reset_states()
            steps = list(
                embed_file(
                    bilm, EmbedRequest(source, output, tokenized=True, stateful=stateful, batch_size=4)
                )
            )
            assert steps[-1] == 51 == count_lines(source)
            assert len(steps) == 1 if n_bytes > 4000 else len(steps) > 5
            results.append(read(output))
        assert results[0].keys() == results[1].keys()
        for name in results[0]:
            np.testing.assert_allclose(results[1][name], results[0][name], atol=1e-5)


def test_an_interrupted_embed_leaves_the_old_file_alone(tmp_path, pair, monkeypatch):
    monkeypatch.setattr("elmo_explorer.embed_file.CHUNK_SENTENCES", 2)
    bilm = BiLM.load(options=pair[0], weights=pair[1], device="cpu")
    (tmp_path / "in.txt").write_text("a\nb\nc\nd\n")
    output = tmp_path / "out.hdf5"
    output.write_bytes(b"old")
    writing = embed_file(bilm, EmbedRequest(tmp_path / "in.txt", output, tokenized=True))
    assert next(writing) == 2
    with pytest.raises(KeyboardInterrupt):
        writing.throw(KeyboardInterrupt)
    assert output.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.hdf5"]


def test_a_full_disk_is_told_before_the_file_cannot_be_closed(text, tmp_path, published, monkeypatch, capsys):
    monkeypatch.setattr("elmo_explorer.disk_space.MARGIN", 1 << 60)
    assert run(["embed", str(text), str(tmp_path / "out.hdf5"), *published]) == 1
    assert "are needed: make room first." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_a_line_that_is_no_text_is_named(tmp_path, published, capsys):
    (tmp_path / "in.txt").write_bytes(b"fine\nna\xefve\n")
    assert run(["embed", str(tmp_path / "in.txt"), str(tmp_path / "out.hdf5"), *published]) == 1
    assert "line 2 should be UTF-8 text, found the byte 0xef at place 3." in capsys.readouterr().err
    assert not (tmp_path / "out.hdf5").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["embed", "no.txt", "out.hdf5"], "There is no text file at no.txt"),
        (["embed", "{text}", "no/out.hdf5"], "there is no folder"),
        (["embed", "{text}", "{text}"], "should be a file of its own"),
        (["embed", "{text}", "out.hdf5", "--options", "o"], "needs either --model, or both"),
        (["embed", "{text}", "out.hdf5", "--model", "klingon"], "There is no model 'klingon'"),
        (
            ["embed", "{text}", "out.hdf5", "--model", "en", "--options", "o", "--weights", "w"],
            "needs either",
        ),
        (["train", "no.toml"], "no.toml"),
        (["train", "."], "cannot be read"),
        (["train", "{text}/c.toml"], "cannot be read"),
        (["evaluate", "senses", "."], "is a directory"),
        (["evaluate", "senses", "--json", "no/out.json"], "there is no folder"),
        (["embed", "{text}", "out.hdf5", "--options", "{options}", "--weights", "."], "no weights file at ."),
        (["evaluate", "senses", "no.tsv"], "no.tsv"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    text, tmp_path, pair, monkeypatch, capsys, arguments, sentence
):
    monkeypatch.chdir(tmp_path)
    assert run([argument.format(text=text, options=pair[0]) for argument in arguments]) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_a_batch_has_one_sentence_at_least(capsys):
    with pytest.raises(SystemExit) as caught:
        run(["embed", "a", "b", "--batch-size", "0"])
    assert caught.value.code == 2
    assert "should be a whole number from 1 on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("batch_size", "device", "advice"),
    [
        (8, "cuda", "Try --batch-size 4 or --device cpu."),
        (1, "cuda", "Try --device cpu."),
        (3, "cpu", "Try --batch-size 1."),
        (1, "cpu", "Cut the longest line into several."),
    ],
)
def test_advice_for_too_little_memory_can_be_followed(batch_size, device, advice):
    assert with_less_memory(batch_size, device) == advice


def test_nobody_reading_on_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "elmo_explorer", "models"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.stderr == b""


@pytest.mark.parametrize("minutes", ["-1", "nan", "soon"])
def test_minutes_are_a_number_from_0(capsys, minutes):
    with pytest.raises(SystemExit):
        run(["train", "c.toml", f"--max-minutes={minutes}"])
    assert "should be a number of minutes from 0 on" in capsys.readouterr().err


def test_embed_into_a_folder_that_cannot_be_written(text, published, capsys):
    assert run(["embed", str(text), "/proc/vectors.hdf5", *published]) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("elmo-explorer: /proc/vectors.hdf5 cannot be written: ")


def test_help_comes_without_torch_or_qt():
    code = (
        "import sys; from elmo_explorer.cli import build_parser; build_parser().format_help();"
        "sys.exit(bool({'torch', 'PySide6', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_of_evaluate_comes_without_torch_or_qt():
    code = (
        "import sys; from elmo_explorer.cli import build_parser; build_parser(['evaluate']).format_help();"
        "sys.exit(bool({'torch', 'PySide6'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
