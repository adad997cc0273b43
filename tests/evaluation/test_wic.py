import json
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer.cli import build_parser
from elmo_explorer.evaluation.targets import target_vectors
from elmo_explorer.evaluation.wic import main, split_by_word
from elmo_explorer.text.targets import Target
from elmo_explorer.text.wic_files import Pair, read_pairs

# Every word has a pair of the same sense (wet and wet, or dry and dry) and one of different senses.
LINES = [
    ("pier", "N", "2-3", "a wet pier sinks", "two more wet piers", "T"),
    ("pier", "N", "2-2", "a wet pier sinks", "a dry pier burns", "F"),
    ("lock", "N", "1-2", "dry lock opens", "the dry Lock", "T"),
    ("lock", "N", "1-1", "dry lock opens", "wet lock", "F"),
    ("tap", "V", "0-1", "tap dry wood", "they tap dry wood", "T"),
    ("tap", "V", "0-0", "tap dry wood", "tap wet wood", "F"),
    ("dip", "N", "0-1", "dip wet", "a dip wet", "T"),
    ("dip", "N", "1-0", "a dip wet", "dip dry", "F"),
]


class VectorsByHand:
    """Layer 0 is the same for all words; layer 1 says whether the sentence is a wet or a dry one."""

    def __init__(self):
        self.n_read = 0

    def embed(self, sentences):
        self.n_read += len(sentences)
        return [
            np.stack([np.ones((len(tokens), 2)), [[1.0, 0.1] if "wet" in tokens else [0.1, 1.0]] * len(tokens)])
            .astype(np.float32)
            for tokens in sentences
        ]  # fmt: skip


def write(folder, lines=LINES, name="part"):
    (folder / f"{name}.data.txt").write_text("".join("\t".join(line[:5]) + "\n" for line in lines), "utf-8")
    (folder / f"{name}.gold.txt").write_text("".join(line[5] + "\n" for line in lines), "utf-8")
    return folder / f"{name}.data.txt"


def parsed(*arguments):
    arguments = ["evaluate", "wic", *map(str, arguments)]
    args = build_parser(arguments).parse_args(arguments)
    args.command_line = arguments
    return args


def run(*arguments):
    return main(parsed(*arguments), lambda args: VectorsByHand())


def test_lines_of_wic(tmp_path):
    pair = read_pairs(write(tmp_path)).pairs[0]
    assert pair.word == "pier"
    assert pair.left == Target(("a", "wet", "pier", "sinks"), 2, 3)
    assert pair.right.tokens[pair.right.start] == "piers"
    assert pair.same


def test_both_halves_are_tuned_and_scored(tmp_path, capsys):
    assert run(write(tmp_path), "--json", tmp_path / "figures.json") == 0
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert [fold["n_scored"] for fold in figures["folds"]] == [4, 4]
    assert [fold["n_tuned_words"] for fold in figures["folds"]] == [2, 2]
    assert figures["mean"] == {"majority": 0.5, "layer 0": 0.5, "layer 1": 1, "average": 1, "mix": 1}
    # cos((1, .1), (.1, 1)) = 0.2 / 1.01: the threshold lies midway between it and 1.
    assert figures["folds"][0]["views"][1]["threshold"] == pytest.approx((1 + 0.2 / 1.01) / 2, abs=1e-5)
    assert len(figures["files"]) == 2
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("all pairs"))
    assert row.replace("%", "").split()[2:] == ["8", "50.0", "50.0", "100.0", "100.0", "100.0"]
    assert "CC BY-NC 4.0" in out


def test_words_of_the_scored_file_are_not_tuned_on(tmp_path, capsys):
    scored = write(tmp_path, LINES[:2], "scored")
    assert run(scored, "--tune", write(tmp_path)) == 0
    out = capsys.readouterr().out
    assert "tuned on 6 pairs of 3 words" in out
    assert "2 tuning pairs were left out" in out


def test_no_other_word_to_tune_on_is_said(tmp_path):
    with pytest.raises(ValueError, match=r"part\.data\.txt has no word that is not scored too"):
        run(write(tmp_path), "--tune", write(tmp_path))


def test_split_is_by_word_and_seeded():
    target = Target(("x",), 0, 1)
    pairs = [Pair(f"w{k // 3}", target, target, True) for k in range(60)]
    first, second = split_by_word(pairs, 0.25, seed=1)
    assert len(first) == 15
    assert not {pairs[k].word for k in first} & {pairs[k].word for k in second}
    assert split_by_word(pairs, 0.25, seed=1)[0].tolist() == first.tolist()
    assert split_by_word(pairs, 0.25, seed=2)[0].tolist() != first.tolist()
    with pytest.raises(ValueError, match="have 1 different word, too few"):
        split_by_word(pairs[:3], 0.5, seed=0)


def test_places_in_characters_become_tokens(tmp_path):
    entries = [
        {"id": "a.0", "lemma": "pipe", "pos": "NOUN", "sentence1": "Don't pipe.", "start1": "6", "end1": "10",
         "sentence2": "The water-pipe, old", "start2": "10", "end2": 14},
        {"id": "a.1", "lemma": "审判", "pos": "NOUN", "sentence1": "他们参加了审判程序。", "start1": 5, "end1": 7,
         "sentence2": "审判开始了。", "start2": "0", "end2": "2"},
        {"id": "a.2", "lemma": "判程", "pos": "NOUN", "sentence1": "审判程序", "start1": 1, "end1": 3,
         "sentence2": "审判，开始", "start2": "1", "end2": "4"},
    ]  # fmt: skip
    golds = [{"id": entry["id"], "tag": tag} for entry, tag in zip(entries, "TFT", strict=True)]
    (tmp_path / "x.zz.data").write_text(json.dumps(entries), "utf-8")
    (tmp_path / "x.zz.gold").write_text(json.dumps(golds[::-1]), "utf-8")  # found by their id
    pipe, trial, across = read_pairs(tmp_path / "x.zz.data").pairs
    assert (pipe.left.tokens[pipe.left.start : pipe.left.stop], pipe.same) == (("pipe",), True)
    assert pipe.right.tokens[pipe.right.start : pipe.right.stop] == ("pipe",)
    assert "审判" in "".join(trial.left.tokens[trial.left.start : trial.left.stop])
    assert not trial.same
    assert "审判，开始".startswith("".join(across.right.tokens[across.right.start : across.right.stop]))
    assert across.right.stop - across.right.start >= 2


def test_a_target_of_several_tokens_is_their_mean_and_a_sentence_is_read_once():
    class Places(VectorsByHand):
        def embed(self, sentences):
            super().embed(sentences)
            return [np.arange(2 * len(s) * 2, dtype=np.float32).reshape(2, len(s), 2) for s in sentences]

    bilm = Places()
    targets = [Target(("a", "b", "c"), 0, 2), Target(("d",), 0, 1), Target(("a", "b", "c"), 2, 3)]
    vectors = target_vectors(bilm, targets)
    assert vectors.tolist() == [[[1, 2], [7, 8]], [[0, 1], [2, 3]], [[4, 5], [10, 11]]]
    assert bilm.n_read == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("pier", "N", "2", "a b c", "a b c", "T"), r"part\.data\.txt, line 2: the places should be .* '2'"),
        (("pier", "N", "2-3", "a b c", "a b c", "T"), r"line 2: the place is 3, but the sentence has 3 tokens"),
        (("pier", "N", "2-2", "a b c\td", "a b c", "T"), r"line 2: expected 5 columns separated by tabs, found 6"),
        (("pier", "N", "2-2", "a b c", "a b c", "yes"), r"part\.gold\.txt, line 2: the answer should be T or F"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(tmp_path, line, said):
    with pytest.raises(ValueError, match=said):
        read_pairs(write(tmp_path, [LINES[0], line]))


def test_broken_files_are_named(tmp_path):
    data = write(tmp_path)
    (tmp_path / "part.gold.txt").write_text("T\n", "utf-8")
    with pytest.raises(ValueError, match=r"part\.data\.txt has 8 lines and part\.gold\.txt 1"):
        read_pairs(data)
    (tmp_path / "part.gold.txt").unlink()
    with pytest.raises(ValueError, match=r"There is no file .*part\.gold\.txt"):
        read_pairs(data)
    with pytest.raises(ValueError, match="should have 'data' in its name"):
        read_pairs(tmp_path / "pairs.txt")
    data.write_bytes(b"pier\n\xff\n")
    (tmp_path / "part.gold.txt").write_text("T\n", "utf-8")
    with pytest.raises(ValueError, match=r"part\.data\.txt, line 2: the text is not UTF-8"):
        read_pairs(data)


@pytest.mark.parametrize(
    ("data", "gold", "said"),
    [
        ('[{"id": 1,\n]', "[]", r"x\.data, line 2: this is not JSON"),
        ('[{"id": "1"}]', '[{"id": "2", "tag": "T"}]', r"entry 1: x\.gold has no answer for 1"),
        ('[{"id": "1"}]', '[{"id": "1", "tag": "T"}]', r"x\.data, entry 1 has no 'lemma'"),
        (
            '[{"id": "1", "lemma": "a", "sentence1": "a b", "start1": 7, "end1": 9}]',
            '[{"id": "1", "tag": "T"}]',
            r"entry 1: there is no word at the characters 7 to 9 of sentence1",
        ),
    ],
)
def test_broken_json_is_named(tmp_path, data, gold, said):
    (tmp_path / "x.data").write_text(data, "utf-8")
    (tmp_path / "x.gold").write_text(gold, "utf-8")
    with pytest.raises(ValueError, match=said):
        read_pairs(tmp_path / "x.data")


@pytest.mark.parametrize(
    ("path", "n_pairs"),
    [
        ("wic/train/train.data.txt", 5428),
        ("mcl_wic/dev/multilingual/dev.en-en.data", 1000),
        ("mcl_wic/dev/multilingual/dev.zh-zh.data", 1000),
    ],
)
def test_the_published_files_are_read(path, n_pairs):
    file = Path(__file__).resolve().parents[3] / "shared" / "eval" / path
    if not file.is_file():
        pytest.skip(f"The data set is not here: {file} is missing.")
    pairs = read_pairs(file).pairs
    assert len(pairs) == n_pairs
    assert sum(pair.same for pair in pairs) == n_pairs / 2
