"""Probe sentences: which, when they are written, and their files."""

from pathlib import Path

import numpy as np
import pytest
import torch

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.training.probe_states import probe_states
from elmo_explorer.training.probes import (
    Probe,
    bundled_probes,
    forget_later,
    is_probe_step,
    probe_files,
    probes_of,
    read_probe_states,
    write_probe_states,
)

OPTIONS = ModelOptions(filters=((1, 4), (2, 4)), projection_dim=6, cell_dim=8, n_layers=2, character_dim=4)
PROBES = (
    Probe("river", ("the", "bank", "of", "the", "river"), 1),
    Probe("money", ("a", "savings", "bank"), 2),
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_bundled_example_is_the_default(language: str) -> None:
    probes = probes_of("", language)
    assert probes == bundled_probes(language)
    assert len(probes) >= 8
    assert len({probe.sense for probe in probes}) >= 3


def test_a_config_names_its_own_sentences() -> None:
    text = '[probes]\nsentences = ["river: the *bank* of the river", "money: a savings *bank*"]'
    assert probes_of(text, "en") == PROBES
    assert PROBES[0].word == "bank"


@pytest.mark.parametrize(
    "entry",
    [
        'sentences = ["the bank"]',
        'sentences = ["a: no mark"]',
        "sentences = 3",
        'words = ["bank"]',
        "sentences = [1]",
    ],
)
def test_a_sentence_of_another_form_is_refused_in_one_sentence(entry: str) -> None:
    with pytest.raises(ValueError, match=r"\[probes\]") as caught:
        probes_of(f"[probes]\n{entry}", "en")
    assert "\n" not in str(caught.value)


def test_steps_rise_by_half_doublings() -> None:
    steps = [step for step in range(1000) if is_probe_step(step)]
    assert steps == [0, 50, 71, 100, 141, 200, 283, 400, 566, 800]


def test_probe_states_are_those_of_the_words_and_training_does_not_notice(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = BiLMNetwork(OPTIONS).train()
    found = probe_states(OPTIONS, network, PROBES, 50, 3200)
    assert network.training
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert found.states.shape == (3, 2, 12)
    np.testing.assert_allclose(found.states[0, 0], found.states[0, 1], atol=1e-6)  # the same word
    assert np.abs(found.states[2, 0] - found.states[2, 1]).max() > 1e-4
    read = read_probe_states(write_probe_states(tmp_path, found))
    assert (read.step, read.tokens, read.probes) == (50, 3200, PROBES)
    np.testing.assert_array_equal(read.states, found.states)


def test_files_are_in_order_and_a_lost_future_is_removed(tmp_path: Path) -> None:
    network = BiLMNetwork(OPTIONS)
    for step in (100, 0, 50):
        write_probe_states(tmp_path, probe_states(OPTIONS, network, PROBES, step, step))
    assert [read_probe_states(path).step for path in probe_files(tmp_path)] == [0, 50, 100]
    forget_later(tmp_path, 50)
    assert [read_probe_states(path).step for path in probe_files(tmp_path)] == [0, 50]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "step-00000050.npz"
    path.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(ValueError, match=path.name):
        read_probe_states(path)
