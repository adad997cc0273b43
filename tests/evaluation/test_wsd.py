import gzip
import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer.cli import build_parser
from elmo_explorer.evaluation.wsd import (
    accuracies,
    ambiguous,
    chosen_on_half_of_the_words,
    disambiguate,
    main,
)
from elmo_explorer.text.targets import Target
from elmo_explorer.text.wsd_files import LabelledUses, Use, read_uses

DIRECTIONS = {"gold": (1.0, 0.0), "coin": (0.8, 0.6), "mud": (0.0, 1.0), "reed": (0.6, 0.8)}


class VectorsByHand:
    """Layer 0 is the same for all tokens; layer 1 points where a word of the sentence says."""

    def embed(self, sentences):
        return [
            np.stack([np.ones((len(tokens), 2)), [self.direction(tokens)] * len(tokens)]).astype(np.float32)
            for tokens in sentences
        ]

    def direction(self, tokens):
        return next((DIRECTIONS[token] for token in tokens if token in DIRECTIONS), (1.0, 1.0))


def use(word, sense, sentence, part=""):
    tokens = tuple(sentence.split())
    return Use(word, part, sense, Target(tokens, tokens.index(word), tokens.index(word) + 1))


DATA = LabelledUses(
    [
        use("bank", "money", "bank of gold"),
        use("bank", "money", "bank with coin"),
        use("bank", "river", "bank of mud"),
        use("oar", "tool", "an oar"),
    ],
    [
        use("bank", "money", "bank : gold"),
        use("bank", "river", "bank : reed"),
        use("bank", "row", "bank of seats"),
        use("oar", "tool", "the oar"),
    ],
    "by hand",
    "nowhere",
)


def test_neighbours_centroids_and_baselines_by_hand():
    data = ambiguous(DATA, None, 0)
    assert {use.word for use in data.train + data.test} == {"bank"}
    tested = disambiguate(VectorsByHand(), data)
    assert tested.views == ["layer 0", "layer 1", "average"]
    assert tested.seen.tolist() == [True, True, False]
    # Layer 0: all three neighbours tie, and both centroids.
    assert tested.shares["nearest neighbour"][:, 0] == pytest.approx([2 / 3, 1 / 3, 0])
    assert tested.shares["centroid"][:, 0] == pytest.approx([1 / 2, 1 / 2, 0])
    # reed = (0.6, 0.8): cosine 0.96 with coin (money), 0.8 with mud (river); with money's centroid (0.9, 0.3) 0.822.
    assert tested.shares["nearest neighbour"][:, 1].tolist() == [1, 0, 0]
    assert tested.shares["centroid"][:, 1].tolist() == [1, 0, 0]
    assert tested.baselines["commonest"].tolist() == [1, 0, 0]
    # Bags: "gold" alone is known; "reed" shares no word, so all three tie; "of seats" ties "of gold" and "of mud".
    assert tested.baselines["bag of words"] == pytest.approx([1, 1 / 3, 0])


def test_where_no_sense_was_learnt_from_only_what_is_known_is_told():
    unseen = replace(DATA, test=[use("bank", "row", "bank of seats")])
    rows = accuracies(disambiguate(VectorsByHand(), ambiguous(unseen, None, 0)))
    assert [(row.name, row.n) for row in rows] == [("unseen ones too", 1)] * 2


def test_a_word_may_be_kept_out_of_the_tested_ones():
    data = LabelledUses(
        [
            use(word, sense, f"{word} x{k}")
            for word in ("bank", "oar", "elm")
            for k, sense in enumerate("abb")
        ],
        [use(word, "a", f"{word} y") for word in ("bank", "oar", "elm")],
        "by hand",
        "nowhere",
    )
    assert {use.word for use in ambiguous(data, None, 0).test} == {"bank", "oar", "elm"}
    kept = ambiguous(data, 8, 0)
    assert (len(kept.train), len(kept.test)) == (6, 2)
    with pytest.raises(ValueError, match="no tested word has two senses"):
        ambiguous(LabelledUses(data.train[:1], data.test, "", ""), None, 0)


def test_the_layer_is_chosen_on_other_words_than_it_is_scored_on():
    data = LabelledUses(
        [use(w, s, f"{w} {c}") for w in ("bank", "oar") for s, c in (("a", "gold"), ("b", "mud"))],
        [use(w, s, f"{w} {c}") for w in ("bank", "oar") for s, c in (("a", "coin"), ("b", "reed"))],
        "by hand",
        "nowhere",
    )
    neighbour, _ = chosen_on_half_of_the_words(disambiguate(VectorsByHand(), data))
    assert neighbour.chosen == ("layer 1", "layer 1")
    assert (neighbour.accuracy, neighbour.mean, neighbour.bag_of_words) == ((1, 1), 1, 0.5)


TABLE = """# doc a
The\tthe\tDT\t
old_bank\tbank\tNN\t1:14:00::
``\t\t\t
holds\thold\tVB\t2:40:00::;2:41:00::
Fulton_Bank\tgroup\tNNP\t1:03:00::

A\ta\tDT\t
wet\twet\tJJ\t5:00:00:damp:00
Bank\tbank\tNN\t1:17:01::
"""


def documents(n):
    return "".join(TABLE.replace("# doc a", f"# doc {k}") + "\n" for k in range(n))


def test_a_table_in_semcors_layout(tmp_path):
    file = tmp_path / "s.tsv.xz"
    file.write_bytes(lzma.compress(documents(5).encode()))
    data = read_uses(file)
    assert (len(data.train), len(data.test)) == (16, 4)
    assert data.split.startswith("every 5th of 5 documents is tested on (1)")
    bank, hold, wet, other = data.test
    assert bank == Use("bank (noun)", "noun", "1:14:00::", Target(hold.target.tokens, 1, 3))
    assert hold.target.tokens == ("The", "old", "bank", '"', "holds", "Fulton", "Bank")
    assert hold.sense == "2:40:00::"
    assert (wet.word, other.word, other.sense) == ("wet (adjective)", "bank (noun)", "1:17:01::")


def test_a_table_without_documents_is_split_by_sentences(tmp_path):
    file = tmp_path / "s.tsv"
    file.write_text((TABLE.replace("# doc a\n", "") + "\n") * 5, "utf-8")
    data = read_uses(file)
    assert data.split == "the last 2 of 10 sentences are tested on, the others are learnt from"
    assert (len(data.train), len(data.test)) == (16, 4)


def noun(folder, name, train, test):
    (folder / name).mkdir()
    for part, rows in (("train", train), ("test", test)):
        (folder / name / f"{part}.data.txt").write_text("".join(f"{p}\t{s}\n" for p, s, _ in rows), "utf-8")
        (folder / name / f"{part}.gold.txt").write_text("".join(f"{g}\n" for _, _, g in rows), "utf-8")
    (folder / name / "classes_map.txt").write_text('{"0": "gold_bar", "1": "bar_(law)"}', "utf-8")


BAR = [(1, "a bar gold", 0), (1, "a bar mud", 1), (0, "bar mud", 1)]


def run(*arguments):
    arguments = ["evaluate", "wsd", *map(str, arguments)]
    args = build_parser(arguments).parse_args(arguments)
    args.command_line = arguments
    return main(args, lambda args: VectorsByHand())


def test_folders_in_coarse_wsds_layout(tmp_path, capsys):
    noun(tmp_path, "bar", BAR, [(0, "bar coin", 0), (1, "the bar reed", 1)])
    noun(tmp_path, "bat", BAR, [(0, "bar gold", 0)])
    assert run(tmp_path, "--json", tmp_path / "figures.json") == 0
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    first = figures["accuracy"][0]
    assert (first["name"], first["method"], first["n"]) == ("senses seen in training", "nearest neighbour", 3)
    assert first["views"]["layer 1"] == 1
    assert first["views"]["commonest"] == pytest.approx(1 / 3)
    assert figures["words"] == 2
    assert len(figures["files"]) == 8
    assert len(figures["layer_chosen_on_half_of_the_words"]) == 2
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("bar "))
    # "bar" itself is the other word of no sentence: both bags of words tie, one of three uses is right by its share.
    assert row.replace("%", "").split()[3:] == ["2", "50.0", "100.0", "100.0", "50.0", "50.0"]
    assert "CC BY-NC 4.0" in out
    assert read_uses(tmp_path / "bar").train[1].sense == "bar_(law)"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("a\tb\n", r"s\.tsv, line 1: expected 4 columns .* found 2"),
        ("x\tx\tNN\t\nbank\tbank\tNN\t14\n", r"line 2: a sense is a lemma and a key such as 1:14:00::"),
        ("\tbank\tNN\t1:14:00::\n", r"line 1: the token is empty"),
        ("\n\n", r"s\.tsv has no sentence"),
    ],
)
def test_a_broken_table_is_named(tmp_path, table, said):
    (tmp_path / "s.tsv").write_text(table, "utf-8")
    with pytest.raises(ValueError, match=said):
        read_uses(tmp_path / "s.tsv")


def test_broken_bytes_are_named(tmp_path):
    (tmp_path / "s.tsv").write_bytes(b"a\ta\tDT\t\n\xff\n")
    with pytest.raises(ValueError, match=r"s\.tsv, line 2: the text is not UTF-8"):
        read_uses(tmp_path / "s.tsv")
    (tmp_path / "s.tsv.xz").write_bytes(lzma.compress(documents(3).encode())[:-20])
    damaged = bytearray(gzip.compress(b"bank\tbank\tNN\t1:14:00::\n" * 999))
    damaged[20:40] = bytes(20)
    (tmp_path / "s.tsv.gz").write_bytes(damaged)
    with pytest.raises(ValueError, match=r"s\.tsv\.gz cannot be unpacked"):
        read_uses(tmp_path / "s.tsv.gz")
    with pytest.raises(ValueError, match=r"s\.tsv\.xz cannot be unpacked"):
        read_uses(tmp_path / "s.tsv.xz")
    with pytest.raises(ValueError, match="There is no file or folder"):
        read_uses(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("train", "said"),
    [
        ([(3, "a bar gold", 0)], r"train\.data\.txt, line 1: the place is 3, but the sentence has 3 tokens"),
        ([("a", "bar", 0)], r"train\.data\.txt, line 1: expected the noun's place from 0, a tab"),
        ([(0, "bar", "")], r"train\.gold\.txt, line 1: the sense is missing"),
    ],
)
def test_a_broken_folder_is_named(tmp_path, train, said):
    noun(tmp_path, "bar", train, BAR)
    with pytest.raises(ValueError, match=said):
        read_uses(tmp_path)


def test_missing_parts_are_named(tmp_path):
    with pytest.raises(ValueError, match=r"has no train\.data\.txt, nor have its folders"):
        read_uses(tmp_path)
    noun(tmp_path, "bar", BAR, BAR)
    (tmp_path / "bar" / "test.gold.txt").write_text("0\n", "utf-8")
    with pytest.raises(ValueError, match=r"test\.data\.txt has 3 lines and test\.gold\.txt 1"):
        read_uses(tmp_path)


@pytest.mark.parametrize(
    ("path", "n_train", "n_test"),
    [("coarsewsd20", 11998, 5279), ("semcor3/semcor3.tsv.xz", None, None)],
)
def test_the_published_sets_are_read(path, n_train, n_test):
    place = Path(__file__).resolve().parents[3] / "shared" / "eval" / path
    if not place.exists():
        pytest.skip(f"The data set is not here: {place} is missing.")
    data = read_uses(place)
    if n_train is not None:
        assert (len(data.train), len(data.test)) == (n_train, n_test)
    else:
        assert "every 5th of 352 documents is tested on (70)" in data.split
        assert len(data.train) + len(data.test) == 234_136 - 8_741
