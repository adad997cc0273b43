import json

import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.scoring import Scorer
from elmo_explorer.cli import run
from elmo_explorer.evaluation.minimal_pairs import MinimalPair, group, pair_margins, read_pairs, table

HEADER = "good\tbad\tphenomenon\tdiff_index\n"


def pair(good: str, bad: str, phenomenon: str = "agreement", diff_index: int = 1) -> MinimalPair:
    return MinimalPair(tuple(good.split()), tuple(bad.split()), phenomenon, diff_index)


def test_a_tie_is_half_a_pair_and_both_is_the_sum():
    pairs = [pair("a b", "a c")] * 2 + [pair("a b", "b a", "word order", 0)] * 2
    margins = np.array([[1.0, -0.5], [0.0, -1.0], [2.0, -3.0], [-1.0, 4.0]])
    groups = group(pairs, margins, np.array([True, True, False, True]))
    assert [(g.name, g.n, g.n_known) for g in groups] == [
        ("all", 4, 3),
        ("agreement", 2, 2),
        ("word order", 2, 1),
    ]
    overall = groups[0].accuracy
    assert (overall.forward, overall.backward, overall.both) == (0.625, 0.25, 0.5)
    assert groups[2].accuracy_known.forward == 0.0
    text = table(groups, "Pairs")
    assert "accuracy      4   62.5 %    25.0 %  50.0 %" in text
    assert "\n\nIn 1 of 4 pairs a word that differs is outside the output vocabulary" in text
    assert "\\" not in text


def test_differing_words():
    assert pair("the dogs bark", "the dogs barks").differing == {"bark", "barks"}
    assert pair("a b c", "a c").differing == {"b", "c"}


def test_command_prints_accuracy_and_writes_json(tmp_path, tiny_model, capsys):
    file, out = tmp_path / "pairs.tsv", tmp_path / "pairs.json"
    file.write_text(
        HEADER
        + "the dog saw a cat .\tthe dog see a cat .\tagreement\t2\n"
        + "a cat saw the dogs .\ta the cat saw dogs .\tword order\t1\n"
        + "a cat saw it .\ta cat sawwwed it .\tinvented\t3\n",
        encoding="utf-8",
    )
    line = ["evaluate", "minimal-pairs", str(file), "--model", str(tiny_model), "--json", str(out)]
    assert run(line) == 0
    printed = capsys.readouterr()
    assert (
        "in 1 of 3 pairs the sentences do not first differ at their diff_index; the first is number 3"
        in printed.err
    )
    assert "In 1 of 3 pairs a word that differs" in printed.out
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["accuracy"].keys() == {"forward", "backward", "both"}
    margins = np.array([[entry["forward"], entry["backward"]] for entry in record["margins"]])
    assert record["accuracy"]["both"] == pytest.approx((margins.sum(axis=1) > 0).mean())
    assert record["accuracy_known"]["forward"] == pytest.approx((margins[:2, 0] > 0).mean())
    assert record["phenomena"]["agreement"]["n"] == 1
    assert (record["n"], record["n_known"]) == (3, 2)
    assert record["phenomena"]["invented"]["accuracy_known"] is None
    assert record["source"].startswith("pairs.tsv; accuracy as in BLiMP")
    assert len(record["weights"]["sha256"]) == 64
    assert record["command"].startswith("elmo-explorer evaluate minimal-pairs ")


def test_margins_are_sums_of_log_probabilities(tiny_model):
    scorer = Scorer(BiLM.load(tiny_model, device="cpu"))
    (margin,) = pair_margins(scorer, [pair("the dog saw a cat", "the dog see a cat")])
    good, bad = scorer.score([["the", "dog", "saw", "a", "cat"], ["the", "dog", "see", "a", "cat"]])
    assert margin == pytest.approx(
        [good.forward.sum() - bad.forward.sum(), good.backward.sum() - bad.backward.sum()], abs=1e-5
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: the header lacks good, bad, phenomenon, diff_index"),
        ("good\tbad\tdiff_index\na\tb\t0\n", "the header lacks phenomenon"),
        (HEADER, "line 2: there is no pair"),
        (HEADER + "a b\ta b\tx\t0\n", "line 2: both sentences are the same"),
        (HEADER + "a b\ta c\tx\t2\n", "from 0 to 1, found '2'"),
        (HEADER + "a b\ta c\tx\n", "line 2: the column diff_index is empty"),
        (HEADER + "a b\t\tx\t0\n", "line 2: the column bad is empty"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path, text, sentence):
    (tmp_path / "p.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        read_pairs(tmp_path / "p.tsv")


def test_a_missing_table_is_refused(tmp_path, capsys):
    assert run(["evaluate", "minimal-pairs", str(tmp_path / "no.tsv")]) == 1
    assert "There is no table of minimal pairs at" in capsys.readouterr().err
