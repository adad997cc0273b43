"""The n-gram baseline: its arithmetic by hand, its sums, and lmplz's own figures where lmplz is found."""

from __future__ import annotations

import json
import math
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.kneser_ney import main
from benchmarks.kneser_ney_counts import KneserNey, modified_discounts
from benchmarks.kneser_ney_lmplz import LmplzModel
from benchmarks.kneser_ney_text import Text, Vocabulary, read_text, spread_sentences
from elmo_explorer.training.corpus import Sentences


def sentences(*rows: list[int]) -> Sentences:
    ids = np.array([k for row in rows for k in row], dtype=np.uint32)
    return Sentences(ids, np.cumsum([0, *map(len, rows)]).astype(np.int64))


def random_sentences(n: int, n_words: int, seed: int) -> Sentences:
    """Words that depend on the word before, rare and frequent ones."""
    draw = np.random.default_rng(seed)
    rows = []
    for _ in range(n):
        row = [0]
        while len(row) < 30 and draw.random() > 0.08:
            row.append(int((row[-1] * 3 + draw.zipf(1.6)) % n_words))
        rows.append(row)
    return sentences(*rows)


def test_text_stands_between_boundaries_in_both_directions() -> None:
    vocabulary = Vocabulary(3)
    text = sentences([0, 2, 7], [1])
    forward, backward = read_text(text, vocabulary), read_text(text, vocabulary, backward=True)
    begin, end, unknown = vocabulary.begin, vocabulary.end, vocabulary.unknown
    assert forward.words.tolist() == [begin, 0, 2, unknown, end, begin, 1, end]
    assert backward.words.tolist() == [begin, unknown, 2, 0, end, begin, 1, end]
    assert forward.places.tolist() == backward.places.tolist() == [0, 1, 2, 3, 4, 0, 1, 2]


def test_discounts_follow_chen_and_goodman() -> None:
    counts = np.repeat([1, 2, 3, 4, 9], [8, 4, 2, 1, 5])
    y = 8 / (8 + 2 * 4)
    expected = [0.0, 1 - 2 * y * 4 / 8, 2 - 3 * y * 2 / 4, 3 - 4 * y * 1 / 2]
    np.testing.assert_allclose(modified_discounts(counts), expected)


def test_discounts_fall_back_where_small_counts_are_missing() -> None:
    np.testing.assert_allclose(modified_discounts(np.array([9, 12, 1])), [0.0, 0.5, 1.0, 1.5])


def test_bigrams_match_arithmetic_by_hand() -> None:
    """Two sentences "0 1" and "0 0 1" over the words 0, 1, <UNK>, end: all discounts are the fallbacks 0.5, 1, 1.5.

    Bigrams: begin 0 (2), 0 1 (2), 1 end (2), 0 0 (1). Different words before: 0 has 2 (begin, 0), 1 has 1, end has 1.
    """
    vocabulary = Vocabulary(2)
    text = read_text(sentences([0, 1], [0, 0, 1]), vocabulary)
    gamma = (1.0 + 0.5 + 0.5) / 4  # D2 for word 0, D1 for 1 and for the end, of 4 bigrams
    zero = (2 - 1.0) / 4 + gamma / 4
    one = (1 - 0.5) / 4 + gamma / 4
    end = one
    after_begin = (2 - 1.0) / 2 + 1.0 / 2 * zero
    share_after_zero = (1.0 + 0.5) / 3  # D2 for 0 1, D1 for 0 0, of 3
    zero_zero = (1 - 0.5) / 3 + share_after_zero * zero
    zero_one = (2 - 1.0) / 3 + share_after_zero * one
    one_end = (2 - 1.0) / 2 + 1.0 / 2 * end
    expected = [after_begin, zero_one, one_end, after_begin, zero_zero, zero_one, one_end]
    np.testing.assert_allclose(KneserNey(text, vocabulary, order=2).probabilities(text), expected)


def test_trigrams_count_words_before_but_beginnings_as_they_come() -> None:
    """In "0 1" three times and "1 0 1" once, the bigram begin 0 counts 3; 0 1 counts 2 (behind begin and behind 1)."""
    vocabulary = Vocabulary(2)
    model = KneserNey(
        read_text(sentences([0, 1], [0, 1], [0, 1], [1, 0, 1]), vocabulary), vocabulary, order=3
    )
    bigrams = {
        (int(key) // 5, int(key) % 5): int(count)
        for key, count in zip(model.levels[1].keys, model.levels[1].counts, strict=True)
    }
    begin, end = vocabulary.begin, vocabulary.end
    assert bigrams == {(begin, 0): 3, (begin, 1): 1, (0, 1): 2, (1, 0): 1, (1, end): 1}


@pytest.mark.parametrize("history", [[], [0], [3, 10], [3, 10, 11], [5, 5, 5, 5, 5], [39, 0, 1, 4], [40]])
def test_probabilities_sum_to_one(history: list[int]) -> None:
    vocabulary = Vocabulary(40)
    model = KneserNey(read_text(random_sentences(400, 45, seed=1), vocabulary), vocabulary, order=5)
    words = range(vocabulary.n_predicted)
    rows = [[vocabulary.begin, *history, word] for word in words]
    text = Text(
        np.array(rows, dtype=np.int32).ravel(),
        np.tile(np.arange(len(history) + 2, dtype=np.int32), len(words)),
    )
    last = model.probabilities(text).reshape(len(words), -1)[:, -1]
    assert (last > 0).all()
    assert last.sum() == pytest.approx(1.0, abs=1e-12)


def test_a_word_never_seen_gets_a_share_of_the_uniform_distribution() -> None:
    vocabulary = Vocabulary(60)  # the words 45 to 59 and <UNK> never come
    model = KneserNey(read_text(random_sentences(400, 45, seed=1), vocabulary), vocabulary, order=4)
    text = read_text(sentences([50], [60], [0]), vocabulary)
    probabilities = model.probabilities(text)
    assert probabilities[0] == pytest.approx(probabilities[2])
    assert 0 < probabilities[0] < probabilities[4]


def test_counts_agree_with_lmplz(tmp_path: Path) -> None:
    lmplz = os.environ.get("LMPLZ") or shutil.which("lmplz")
    if not lmplz:
        pytest.skip("KenLM's lmplz is not on the PATH (nor in the variable LMPLZ)")
    vocabulary = Vocabulary(80)
    texts = [random_sentences(3000, 90, seed=1), random_sentences(200, 90, seed=2)]
    # lmplz counts the very last n-gram of each length raw; where it ends in a word that comes but once, that is the same.
    ids = np.where(texts[0].ids == 79, 78, texts[0].ids)
    train_sentences = Sentences(
        np.append(ids, [79]).astype(np.uint32), np.append(texts[0].starts, len(ids) + 1)
    )
    for backward in (False, True):
        train = read_text(train_sentences, vocabulary, backward)
        held_out = read_text(texts[1], vocabulary, backward)
        folder = tmp_path / str(backward)
        folder.mkdir()
        theirs = LmplzModel(Path(lmplz), folder, train, vocabulary, 5, "100M")
        # One more word shares the uniform distribution there: <unk>, which never comes.
        ours = KneserNey(train, vocabulary, 5, vocabulary.n_predicted + 1)
        assert 0 < theirs.unknown_mass < 1e-2
        np.testing.assert_allclose(ours.probabilities(held_out), theirs.probabilities(held_out), rtol=1e-4)


def test_spread_sentences_are_evenly_spread_and_whole() -> None:
    inside = spread_sentences(
        np.full(10, 5), max_tokens=12
    )  # 4 tokens and an end each: 3 sentences are 12 tokens
    assert inside.reshape(10, 5).tolist() == [[k in (0, 4, 9)] * 5 for k in range(10)]
    assert spread_sentences(np.full(10, 5), max_tokens=1000).all()


def test_the_command_measures_a_training_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["猫坐在垫子上。", "狗坐在猫上。", "狗看见垫子。"] * 20
    (tmp_path / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "run.toml").write_text(
        f"""name = "toy"
language = "zh"
output = "{tmp_path / "out"}"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4]]
character_dim = 4
n_highway = 1
projection_dim = 4
cell_dim = 8
n_layers = 2
skip_connections = true
[training]
vocabulary = 8
held_out = 0.1
""",
        encoding="utf-8",
    )
    assert main([str(tmp_path / "run.toml"), "--order", "3", "--json", str(tmp_path / "kn.json")]) == 0
    result = json.loads((tmp_path / "kn.json").read_text(encoding="utf-8"))
    assert result["vocabulary"] == 8
    assert result["predictions"] == result["held_out_tokens"] + result["held_out_sentences"]
    assert 0 < result["unknown_share"] < 1
    assert 1 < result["forward"]["perplexity"] < 4
    assert math.isfinite(result["backward"]["perplexity"])
    assert "perplexity" in capsys.readouterr().out


def test_the_command_names_a_missing_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.toml")]) == 1
    assert "none.toml" in capsys.readouterr().err
