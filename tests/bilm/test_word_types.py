"""Words without a sentence: the same numbers as layer 0 of a sentence has."""

import numpy as np
import pytest
import torch

from elmo_explorer import BiLM
from elmo_explorer.bilm.word_types import (
    TypeEncoder,
    encode_words,
    in_vocabulary,
    types_checksum,
    vocabulary_types,
)

WORDS = ["bank", "unfriendable", "🙂", "银行", "a", "x" * 70, "colur", "<S>"]


@pytest.fixture(scope="module")
def en() -> BiLM:
    return BiLM.load("en", device="cpu")


def test_the_vectors_are_both_halves_of_layer_0(en: BiLM) -> None:
    found = encode_words(en, WORDS)
    layer_0 = en.embed([WORDS])[0][0]
    np.testing.assert_allclose(found, layer_0[:, : en.dim // 2], atol=1e-5)
    np.testing.assert_allclose(found, layer_0[:, en.dim // 2 :], atol=1e-5)


def test_words_are_read_to_their_48th_byte(en: BiLM) -> None:
    one, other = encode_words(en, ["y" * 48 + "abc", "y" * 48 + "z"])
    np.testing.assert_array_equal(one, other)


def test_slices_give_what_one_call_gives_in_the_order_of_the_words(en: BiLM) -> None:
    words = vocabulary_types(en)[1000:1400]
    encoder = TypeEncoder(en, words)
    steps = 0
    while not encoder.done:
        before = encoder.n_done
        assert encoder.advance(0.0) > before
        steps += 1
    assert steps > 1
    np.testing.assert_allclose(encoder.vectors, encode_words(en, words), atol=1e-5)


def test_the_marks_of_the_vocabulary_are_no_words(en: BiLM) -> None:
    types = vocabulary_types(en)
    assert len(types) == len(en.vocabulary) - 3
    assert not {"<S>", "</S>", "<UNK>"} & set(types)
    assert in_vocabulary(en, "bank")
    assert not in_vocabulary(en, "colur")
    assert not in_vocabulary(en, "<S>")


def test_the_checksum_follows_weights_and_words(make_bilm) -> None:  # type: ignore[no-untyped-def]
    bilm, same, other = make_bilm(), make_bilm(), make_bilm(seed=1)
    assert types_checksum(bilm, ["a", "b"]) == types_checksum(same, ["a", "b"])
    assert types_checksum(bilm, ["a", "b"]) != types_checksum(other, ["a", "b"])
    assert types_checksum(bilm, ["a", "b"]) != types_checksum(bilm, ["a", "c"])
    with torch.no_grad():
        same.network.char_encoder.embedding[5, 0] += 1e-3
    assert types_checksum(bilm, ["a", "b"]) != types_checksum(same, ["a", "b"])
    assert in_vocabulary(bilm, "a") is None
