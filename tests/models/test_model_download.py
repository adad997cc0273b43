"""A published model from its server into the user's models."""

import json
import os
import signal
import threading

import h5py
import numpy as np
import pytest
from filelock import FileLock

from elmo_explorer.checksum import sha256
from elmo_explorer.cli import run
from elmo_explorer.model_download import download_model
from elmo_explorer.model_origin import read_origin
from elmo_explorer.published_models import BASE, PUBLISHED, find_published


@pytest.fixture
def refused(server, small, hasty):
    def download():
        with pytest.raises(ValueError) as caught:  # noqa: PT011  the sentence is looked at by each test
            download_model(small[0], server.base, patience=hasty)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return download


def test_the_addresses_are_the_published_ones():
    assert find_published("SMALL").addresses(BASE) == (
        "https://s3-us-west-2.amazonaws.com/allennlp/models/elmo/2x1024_128_2048cnn_1xhighway/"
        "elmo_2x1024_128_2048cnn_1xhighway_options.json",
        "https://s3-us-west-2.amazonaws.com/allennlp/models/elmo/2x1024_128_2048cnn_1xhighway/"
        "elmo_2x1024_128_2048cnn_1xhighway_weights.hdf5",
    )
    assert find_published("elmo-original-5.5b").shape == "2x4096_512_2048cnn_2xhighway_5.5B"


def test_a_downloaded_model_opens_by_name(server, small, hasty, home, pair, same_vectors):
    folder = download_model(small[0], server.base, patience=hasty)
    assert folder == home / "elmo-small"
    assert same_vectors("elmo-small")
    assert sorted(path.name for path in folder.iterdir()) == [
        "MODEL_CARD.md",
        "config.json",
        "options.json",
        "origin.json",
        "weights.hdf5",
    ]
    origin = read_origin(folder)
    assert origin.sha256 == {"options.json": sha256(pair[0]), "weights.hdf5": sha256(pair[1])}
    assert origin.sources == small[0].addresses(server.base)
    assert [path.name for path in home.iterdir()] == ["elmo-small"]


def test_a_model_comes_through_cuts_and_stalls(server, small, hasty, same_vectors):
    _, options, weights = small
    server.fail(options, {"status": 500}, {"cut": 10})
    server.fail(weights, {"cut": 70_000}, {"status": 503}, {"stall": 30_000}, {"cut": 1})
    download_model(small[0], server.base, patience=hasty)
    assert same_vectors("elmo-small")


def test_what_is_given_up_is_gone_on_with_later(server, small, hasty, refused, same_vectors):
    _, _, weights = small
    server.fail(weights, {"cut": 70_000}, *[{"cut": 0}] * 2)
    assert "70,000 bytes are kept: the same command goes on from there." in refused()
    download_model(small[0], server.base, patience=hasty)
    assert server.ranges_asked(weights)[-1] == ("bytes=70000-", 206)
    assert same_vectors("elmo-small")


def test_wrong_bytes_are_found_and_removed(server, small, hasty, refused, home, same_vectors, tmp_path, pair):
    _, _, weights = small
    good = server.files[weights]
    bad = tmp_path / "bad.hdf5"
    bad.write_bytes(good)
    with h5py.File(bad, "r+") as file:
        file["RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/B"][3] = np.nan
    for content, why in (
        (b"\0" * 512 + good[512:], "is no whole HDF5 file"),
        (good[:100_000], "is no whole HDF5 file"),
        (bad.read_bytes(), "RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/B should be finite numbers, found NaN"),
        (b"", "is no whole HDF5 file"),
    ):
        server.files[weights] = content
        sentence = refused()
        assert "is damaged and was removed: weights.hdf5" in sentence
        assert why in sentence
        assert list(home.iterdir()) == []
    server.files[weights] = good
    download_model(small[0], server.base, patience=hasty)
    assert same_vectors("elmo-small")


def test_wrong_options_are_found_before_the_weights_are_asked_for(server, small, refused, home):
    _, options, weights = small
    server.files[options] = b'{"lstm": {}}'
    assert "_options.json is damaged and was removed: options.json: The options have no section" in refused()
    assert server.ranges_asked(weights) == []
    assert list(home.iterdir()) == []


def test_weights_of_another_shape(server, small, refused):
    _, options, _ = small
    server.files[options] = server.files[options].replace(b'"dim": 64', b'"dim": 32')
    assert "should be (64, 128), found (64, 256)" in refused()


def test_what_is_installed_is_not_fetched_again(server, small, hasty, refused, same_vectors):
    download_model(small[0], server.base, patience=hasty)
    n_asked = len(server.asked)
    assert "There is a model elmo-small in" in refused()
    assert len(server.asked) == n_asked
    download_model(small[0], server.base, replace=True, patience=hasty)
    assert same_vectors("elmo-small")


def test_a_failed_replacement_leaves_the_old_model(server, small, hasty, same_vectors):
    download_model(small[0], server.base, patience=hasty)
    server.files[small[2]] = b"nonsense"
    with pytest.raises(ValueError, match="is damaged"):
        download_model(small[0], server.base, replace=True, patience=hasty)
    assert same_vectors("elmo-small")


def test_two_at_once(home, refused):
    home.mkdir(parents=True)
    with FileLock(home / ".elmo-small.lock"):
        assert "Another elmo-explorer is busy with the model elmo-small" in refused()


def test_the_command(server, small, monkeypatch, capsys, pair):
    monkeypatch.setenv("ELMO_EXPLORER_MODELS_URL", server.base + "/")
    assert run(["models", "download", "small"]) == 0
    told = capsys.readouterr()
    assert f"SHA-256 of its weights {sha256(pair[1])}. It opens with --model elmo-small." in told.out
    assert told.err == "elmo-small: Checking every tensor.\n"
    assert run(["models", "--json"]) == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["name"] == "elmo-small")
    assert row["from"] == "downloaded"
    assert row["sha256"] == sha256(pair[1])
    assert row["fault"] is None


def test_without_a_name_the_command_tells_what_there_is(capsys):
    assert run(["models", "download"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [model.short_name for model in PUBLISHED]
    assert "54 MB" in lines[0]
    assert run(["models", "download", "large"]) == 1
    assert "give one of small, medium, original, original-5.5B" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_there(server, small, hasty, home, capsys, same_vectors, number):
    model, _, weights = small
    server.fail(weights, {"stall": 70_000})
    part = home / ".elmo-small.download" / "weights.hdf5"
    over = threading.Event()

    def interrupt():
        while not (part.is_file() and part.stat().st_size == 70_000) and not over.wait(0.01):
            pass
        os.kill(os.getpid(), number)

    watching = threading.Thread(target=interrupt)
    watching.start()
    try:
        assert run(["models", "download", "small", "--from", server.base, "--timeout", "20"]) == 130
    finally:
        over.set()
        watching.join()
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "elmo-small: 0.1 of 0.3 MB are kept; the same command goes on from there.",
        "elmo-explorer: stopped.",
    ]
    download_model(model, server.base, patience=hasty)
    assert server.ranges_asked(weights)[-1] == ("bytes=70000-", 206)
    assert same_vectors("elmo-small")
