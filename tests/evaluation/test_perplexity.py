import gzip
import json
import math
import random

import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.checkpoint import ModelFacts
from elmo_explorer.bilm.scoring import Scorer, SentenceScore
from elmo_explorer.cli import run
from elmo_explorer.evaluation.perplexity import measure, table
from elmo_explorer.evaluation.texts import read_text, spread

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
[training]
vocabulary = 9
tokens = 2000
streams = 4
window = 8
tokenizer_processes = 1
held_out = 0.2
bfloat16 = false
"""
TEXT = ["the dog saw a cat .", "a cat saw the zebra .", "the dogs barked ."]


def evaluate(capsys, *words):
    """Run ``evaluate perplexity``: (exit status, standard output, standard error)."""
    status = run(["evaluate", "perplexity", *map(str, words), "--device", "cpu"])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def text(tmp_path):
    (tmp_path / "text.txt").write_text("\n".join(TEXT) + "\n", encoding="utf-8")
    return tmp_path / "text.txt"


def test_figures_by_hand():
    first = SentenceScore(
        np.log(np.float32([0.5, 0.25, 0.5])), np.log(np.float32([0.5, 0.5, 1.0])), np.array([True, False])
    )
    second = SentenceScore(
        np.log(np.float32([0.25, 1.0])), np.log(np.float32([0.125, 0.5])), np.array([True])
    )
    report = measure([(["ab", "cde"], first), (["f"], second)])
    assert (report.sentences, report.tokens, report.characters, report.predictions) == (2, 3, 6, 5)
    assert (report.unknown, report.unknown_share) == (1, pytest.approx(1 / 3))
    assert report.forward.perplexity == pytest.approx(2 ** (6 / 5))
    assert report.forward.perplexity_known == pytest.approx(2 ** (4 / 4))
    assert report.forward.bits_per_character == pytest.approx(6 / 6)
    assert report.forward.perplexity_per_character == pytest.approx(2)
    assert report.backward.perplexity == pytest.approx(2 ** (6 / 5))
    assert report.backward.perplexity_known == pytest.approx(2 ** (5 / 4))
    assert "1 tokens (33.3 %) are outside the output vocabulary" in table(report, "Title")


def test_the_command_says_what_the_scorer_says(text, tiny_model, tmp_path, capsys):
    out = tmp_path / "p.json"
    status, printed, _ = evaluate(capsys, text, "--model", tiny_model, "--json", out, "--float32")
    assert status == 0
    scores = Scorer(BiLM.load(tiny_model, device="cpu")).score([line.split() for line in TEXT])
    expected = [
        math.exp(-np.concatenate([getattr(s, side) for s in scores]).mean())
        for side in ("forward", "backward")
    ]
    record = json.loads(out.read_text(encoding="utf-8"))
    assert [record[side]["perplexity"] for side in ("forward", "backward")] == pytest.approx(expected, 1e-5)
    assert (record["sentences"], record["tokens"], record["unknown"]) == (3, 16, 1)
    assert (record["softmax_products"], record["tokens_of_text"]) == ("float32", 16)
    assert record["source"] == "text.txt; perplexity as in Peters et al. (2018, 3.1), full softmax"
    assert record["files"][0]["file"] == "text.txt"
    assert f"{expected[0]:.2f}" in printed


def test_held_out_text_gives_the_trainers_own_perplexity(tmp_path, capsys):
    from elmo_explorer.training.config import read_config
    from elmo_explorer.training.corpus import load_corpus
    from elmo_explorer.training.trainer import Trainer

    rng = random.Random(0)
    words = ["the", "cat", "saw", "her", "while", "an", "old", "man", "fed", "that", "bird", "."]
    documents = [
        "\n".join(" ".join(rng.choices(words, k=rng.randint(3, 30))) for _ in range(5)) for _ in range(40)
    ]
    (tmp_path / "text.txt").write_text("\n\n".join(documents), encoding="utf-8")
    (tmp_path / "tiny.toml").write_text(CONFIG, encoding="utf-8")
    config = read_config(tmp_path / "tiny.toml")
    trainer = Trainer(config, load_corpus(config))
    for _ in zip(range(3), trainer.run(), strict=False):
        pass
    facts = ModelFacts("tiny")
    BiLM(config.model, trainer.network, facts, trainer.output_layer, trainer.vocabulary, "cpu").save(
        tmp_path / "model"
    )
    expected = trainer.perplexity()
    out = tmp_path / "p.json"
    status, printed, _ = evaluate(
        capsys,
        "--held-out",
        tmp_path / "tiny.toml",
        "--model",
        tmp_path / "model",
        "--json",
        out,
        "--float32",
    )
    assert status == 0
    assert "the held-out text of tiny.toml" in printed
    record = json.loads(out.read_text(encoding="utf-8"))
    assert [record[side]["perplexity"] for side in ("forward", "backward")] == pytest.approx(expected, 1e-4)
    assert record["unknown_share"] == pytest.approx(trainer.unknown_share())


def test_packed_text_gives_the_same(text, tiny_model, tmp_path, capsys):
    plain = evaluate(capsys, text, "--model", tiny_model)[1]
    (tmp_path / "packed.txt.gz").write_bytes(gzip.compress(text.read_bytes()))
    packed = evaluate(capsys, tmp_path / "packed.txt.gz", "--model", tiny_model)[1]
    assert packed.splitlines()[2:-1] == plain.splitlines()[2:-1]  # all but the names


def test_tokenized_text_is_taken_as_it_is(tmp_path):
    (tmp_path / "t.txt").write_text("do n't stop.  it\n\nthe end\n", encoding="utf-8")
    text = read_text([tmp_path / "t.txt"], "en", True, print)
    assert [text.tokens(k) for k in range(2)] == [["do", "n't", "stop.", "it"], ["the", "end"]]


def test_long_text_is_read_in_parts(tmp_path, monkeypatch):
    (tmp_path / "t.txt").write_text("\n".join(TEXT * 20), encoding="utf-8")
    whole = read_text([tmp_path / "t.txt"], "en", False, print)
    monkeypatch.setattr("elmo_explorer.evaluation.texts.CHUNK_CHARACTERS", 50)
    parts = read_text([tmp_path / "t.txt"], "en", False, print)
    assert [whole.tokens(k) for k in range(60)] == [parts.tokens(k) for k in range(60)]


def test_a_sample_is_spread_evenly(text):
    many = read_text([text] * 30, "en", False, print)
    chosen = spread(many, 160).tolist()
    assert (chosen[0], chosen[-1], len(chosen)) == (0, 89, 30)
    assert len(spread(many, None)) == len(spread(many, 10**9)) == 90


def test_stateful_reading_goes_on_from_the_sentence_before(text, tiny_model, capsys):
    alone = evaluate(capsys, text, "--model", tiny_model, "--float32")[1].splitlines()[2]
    carried = evaluate(capsys, text, text, *[text] * 20, "--model", tiny_model, "--float32", "--stateful")[1]
    assert carried.splitlines()[2] != alone


def test_lines_that_cannot_be_read_are_named(text, tiny_model, capsys):
    text.write_bytes(text.read_bytes() + b"na\xefve\n")
    assert "skipped that should be UTF-8 (first: line 4)" in evaluate(capsys, text, "--model", tiny_model)[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "needs either text files or --held-out"),
        (["{text}", "--held-out", "c.toml"], "needs either text files or --held-out"),
        (["{text}", "--stateful", "--tokens", "5"], "cannot go with --tokens"),
        (["--held-out", "c.toml", "--tokenized"], "cannot go with --held-out"),
        (["--held-out", "no.toml"], "There is no training config at no.toml"),
        (["no.txt"], "no.txt"),
        (["{text}", "--model", "{published}"], "has no output layer, so it cannot tell how likely a word is"),
        (["{text}", "--json", "no/p.json"], "there is no folder"),
        (["{empty}", "--model", "{tiny}"], "There is no text in"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(text, tiny_model, tmp_path, capsys, words, sentence):
    (tmp_path / "empty.txt").write_text("\n")
    places = {
        "text": text,
        "tiny": tiny_model,
        "published": tmp_path / "published",
        "empty": tmp_path / "empty.txt",
    }
    status, _, error = evaluate(capsys, *(word.format(**places) for word in words))
    assert status == 1
    assert sentence in error
    assert error.count("\n") == 1
