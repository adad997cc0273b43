import numpy as np
import pytest

from elmo_explorer.tasks import states as module
from elmo_explorer.tasks.states import read_states

SENTENCES = [("the", "river"), ("a", "bank", "of", "money"), ("bank",)]


def told(done, total):
    pass


def test_states_are_read_once(bilm, tmp_path):
    first = read_states(bilm, "abc", SENTENCES, told, tmp_path)
    again = read_states(bilm, "abc", SENTENCES, told, tmp_path)
    assert bilm.n_read == 3
    for states in (first, again):
        assert isinstance(states.layers, np.memmap)
        for k, layers in enumerate(bilm.embed(SENTENCES)):
            kept = states.layers[states.starts[k] : states.starts[k + 1]]
            np.testing.assert_allclose(kept, layers.swapaxes(0, 1), atol=2e-3)


@pytest.mark.parametrize(
    ("checksum", "sentences"),
    [
        ("abd", SENTENCES),
        ("abc", SENTENCES[:2]),
        ("abc", [("the", "river"), ("a", "bank of", "money"), ("bank",)]),
    ],
)
def test_another_model_or_text_is_read_anew(bilm, tmp_path, checksum, sentences):
    read_states(bilm, "abc", SENTENCES, told, tmp_path)
    read_states(bilm, checksum, sentences, told, tmp_path)
    assert bilm.n_read == 3 + len(sentences)


def test_a_stop_leaves_nothing_behind(bilm, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TOKENS_AT_ONCE", 1)

    def stop(done, total):
        if done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read_states(bilm, "abc", SENTENCES, stop, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_made_again(bilm, tmp_path):
    read_states(bilm, "abc", SENTENCES, told, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:90])
    read_states(bilm, "abc", SENTENCES, told, tmp_path)
    assert bilm.n_read == 6


def test_what_was_not_used_for_longest_makes_room(bilm, tmp_path, monkeypatch):
    import os

    for k, checksum in enumerate("abc"):
        read_states(bilm, checksum, SENTENCES, told, tmp_path)
        (new,) = (file for file in tmp_path.iterdir() if file.stat().st_mtime > 1e6)
        os.utime(new, (k, k))
    one = new.stat().st_size
    read_states(bilm, "a", SENTENCES, told, tmp_path)  # the first one is used again
    monkeypatch.setattr(module, "MOST_BYTES", 2 * one)
    read_states(bilm, "d", SENTENCES, told, tmp_path)
    n_read = bilm.n_read
    read_states(bilm, "a", SENTENCES, told, tmp_path)
    assert bilm.n_read == n_read
    assert len(list(tmp_path.iterdir())) == 2
