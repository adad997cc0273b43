"""A tiny model with an output layer, which every kind of ``evaluate`` can measure in no time."""

from pathlib import Path

import pytest

VOCABULARY = ("<S>", "</S>", "<UNK>", "the", "cat", "saw", "a", "dog", ".", "dogs", "barked", "see")


@pytest.fixture
def tiny_model(tmp_path) -> Path:
    """The folder of a biLM with random weights; its output layer knows a handful of words."""
    import numpy_bilm
    import torch

    from elmo_explorer import BiLM
    from elmo_explorer.bilm.output_layer import OutputLayer

    options, weights = numpy_bilm.write(tmp_path / "published", *numpy_bilm.random_model(3))
    bilm = BiLM.load(options=options, weights=weights, device="cpu")
    torch.manual_seed(0)
    layer = OutputLayer(len(VOCABULARY), bilm.options.projection_dim)
    BiLM(bilm.options, bilm.network, bilm.facts, layer, VOCABULARY, "cpu").save(tmp_path / "tiny")
    return tmp_path / "tiny"
