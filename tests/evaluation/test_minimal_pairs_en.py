"""The form of benchmarks/minimal_pairs_en.tsv; what is in it is never changed to suit a model."""

from collections import Counter
from pathlib import Path

import pytest

from elmo_explorer.evaluation.minimal_pairs import read_pairs
from elmo_explorer.paths import bundled_models_dir
from elmo_explorer.text.tokens import words

PAIRS = read_pairs(Path(__file__).resolve().parents[2] / "benchmarks" / "minimal_pairs_en.tsv")


def test_there_are_40_pairs_of_each_phenomenon():
    phenomena = ("agreement", "reflexive", "determiner", "negative polarity", "word order")
    assert Counter(pair.phenomenon for pair in PAIRS) == dict.fromkeys(phenomena, 40)
    assert len({pair.good for pair in PAIRS} | {pair.bad for pair in PAIRS}) == 400


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " ".join(pair.good[:4]))
def test_a_pair_differs_in_one_word_or_in_the_order_of_two_neighbours(pair):
    k = pair.diff_index
    good, bad = list(pair.good), list(pair.bad)
    assert good[k] != bad[k]
    if pair.phenomenon == "word order":
        bad[k : k + 2] = reversed(bad[k : k + 2])
    else:
        bad[k] = good[k]
    assert good == bad


def test_sentences_have_8_to_16_words():
    assert {sum(token.isalpha() for token in pair.good) for pair in PAIRS} <= set(range(8, 17))


def test_tokens_are_those_the_window_finds():
    for pair in PAIRS:
        for sentence in (pair.good, pair.bad):
            assert words(" ".join(sentence), "en") == list(sentence)


def test_the_words_are_in_the_bundled_vocabulary():
    vocabulary = set((bundled_models_dir() / "en" / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    assert {word for pair in PAIRS for word in (*pair.good, *pair.bad)} <= vocabulary
