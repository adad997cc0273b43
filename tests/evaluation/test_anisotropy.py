import itertools
import json

import numpy as np
import pytest

from elmo_explorer.cli import build_parser
from elmo_explorer.evaluation.anisotropy import draw_sample, main, measure


class RandomVectors:
    """Layer 0 depends on the word alone, layer 1 on the sentence and the place too."""

    languages = ("en",)

    def embed(self, sentences):
        return [
            np.stack(
                [
                    [self.vector(word) for word in tokens],
                    [self.vector(" ".join(tokens), place) for place in range(len(tokens))],
                ]
            ).astype(np.float32)
            for tokens in sentences
        ]

    def vector(self, text, place=0):
        return np.random.default_rng([place, *text.encode()]).normal(1.0, 1.0, size=5)


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


SENTENCES = [
    tuple(f"the {animal} {verb} the {place}".split())
    for animal, verb, place in itertools.product(
        ("dog", "owl"), ("sees", "likes", "leaves"), ("barn", "pond")
    )
]


def test_measures_are_those_of_a_plain_loop():
    bilm = RandomVectors()
    sample = draw_sample([*SENTENCES, SENTENCES[0], ("alone",)], 100, 400, seed=2)
    assert sorted(sample.sentences) == sorted(SENTENCES)  # doubles once, one token not at all
    layers = measure(bilm, sample)
    for layer, measured in enumerate(layers):
        states = [bilm.embed([tokens])[0][layer].astype(np.float64) for tokens in sample.sentences]
        tokens = np.concatenate(states)
        pairs = [cosine(tokens[j], tokens[k]) for j, k in zip(*sample.pairs, strict=True)]
        assert measured.random_cosine == pytest.approx(np.mean(pairs), abs=2e-3)
        own, variance = [], []
        for word in ("the", "dog", "owl", "barn", "pond"):  # the verbs stand in four sentences each
            rows = np.array(
                [s[t.index(word)] for s, t in zip(states, sample.sentences, strict=True) if word in t]
            )
            own.append(np.mean([cosine(a, b) for a, b in itertools.combinations(rows, 2)]))
            squares = np.linalg.svd(rows, compute_uv=False) ** 2
            variance.append(squares[0] / squares.sum())
        assert len(sample.uses) == 5
        assert measured.self_similarity == pytest.approx(np.mean(own), abs=2e-3)
        assert measured.explainable_variance == pytest.approx(np.mean(variance), abs=2e-3)
        intra = [np.mean([cosine(row, s.mean(axis=0)) for row in s]) for s in states]
        assert measured.intra_sentence_similarity == pytest.approx(np.mean(intra), abs=1e-6)
        assert measured.intra_sentence_similarity_adjusted == pytest.approx(
            measured.intra_sentence_similarity - measured.random_cosine
        )
        lengths = np.linalg.norm(tokens, axis=1)
        assert measured.norm_mean == pytest.approx(lengths.mean(), rel=1e-5)
        assert measured.norm_sd == pytest.approx(lengths.std(), rel=1e-5)
    assert layers[0].self_similarity == pytest.approx(1, abs=1e-6)
    assert layers[0].explainable_variance == pytest.approx(1, abs=1e-6)


def test_the_sample_is_seeded():
    first, again, other = (draw_sample(SENTENCES, 9, 10, seed=seed) for seed in (1, 1, 2))
    assert first.sentences == again.sentences
    assert first.pairs[0].tolist() == again.pairs[0].tolist()
    assert first.sentences != other.sentences


def test_too_short_a_text_is_said():
    with pytest.raises(ValueError, match="No word stands in 5 of the 2 different sentences"):
        draw_sample(SENTENCES[:2], 100, 10, seed=0)


def parsed(*arguments):
    arguments = ["evaluate", "anisotropy", *map(str, arguments)]
    args = build_parser(arguments).parse_args(arguments)
    args.command_line = arguments
    return args


def test_command_prints_the_table_and_writes_json(tmp_path, capsys):
    text = tmp_path / "barn.txt"
    text.write_text("\n".join(" ".join(tokens) for tokens in SENTENCES), "utf-8")
    args = parsed(text, "--pairs", "50", "--json", tmp_path / "figures.json")
    assert main(args, lambda args: RandomVectors()) == 0
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert [layer["layer"] for layer in figures["layers"]] == [0, 1]
    assert (figures["sentences"], figures["tokens"], figures["words"]) == (12, 60, 5)
    out = capsys.readouterr().out
    assert "How contextual, barn.txt, en" in out
    assert "layer 1" in out
    assert "Ethayarajh" in out


def test_a_text_or_a_config_is_asked_for(tmp_path, capsys):
    assert parsed("--held-out", tmp_path / "c.toml").text == []
    for arguments in ((), (tmp_path / "t.txt", "--held-out", tmp_path / "c.toml")):
        with pytest.raises(SystemExit):
            parsed(*arguments)
    capsys.readouterr()
