"""Whole tasks, from their files to their results, with a biLM whose layers know different things."""

import math

import msgspec
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.tasks.config import task_from
from elmo_explorer.tasks.groups import learn_groups
from elmo_explorer.tasks.learn import Stopped, check_size, interval, learn_task
from elmo_explorer.tasks.results import (
    ChoiceDone,
    LearningStep,
    ModelUsed,
    ReadingStates,
    from_json,
    read_result,
    slug,
    to_json,
    write_result,
)
from elmo_explorer.tasks.tagger import read_tagger, write_tagger

NOUNS = ["ox", "tree", "mountain", "sea", "window", "bread"]


@pytest.fixture
def senses(write):
    """A word whose sense is told by the rest of its sentence, which is what layer 2 knows."""
    generator = np.random.default_rng(0)
    lines = []
    for _ in range(120):
        river = generator.random() < 0.5
        words = generator.choice(NOUNS, size=5).tolist()
        words[0], words[-1] = ("river" if river else "loan"), "bank"
        lines.append(f"{' '.join(words)}\t4\t{'shore' if river else 'institute'}\n")
    write("senses.tsv", "".join(lines))
    return {
        "name": "Word sense",
        "kind": "senses",
        "data": {"train": "senses.tsv", "licence": "CC0"},
        "learning": {"seeds": 2, "epochs": 8, "batch": 16, "learning_rate": 0.02},
    }


def run(table, tmp_path, bilm, **more):
    return learn_task(task_from(table), tmp_path, bilm, "abc", cache=tmp_path / "cache", **more)


def test_the_mix_finds_the_layer_that_knows(senses, tmp_path, bilm):
    events = []
    result = run(senses, tmp_path, bilm, report=events.append).result
    means = {choice.name: choice.mean for choice in result.choices}
    assert list(means) == ["learned mix", "layer 0", "layer 1", "layer 2", "average", "majority"]
    assert means["learned mix"] == means["layer 2"] == 1.0
    assert max(means["layer 0"], means["layer 1"], means["majority"]) < 0.8
    assert result.mix is not None
    assert max(result.mix.mean_weights) == result.mix.mean_weights[2]
    assert math.isclose(sum(result.mix.mean_weights), 1, abs_tol=1e-6)
    np.testing.assert_allclose(
        np.exp(result.mix.mean_parameters) / np.exp(result.mix.mean_parameters).sum(), result.mix.mean_weights
    )
    for weights, parameters in zip(result.mix.weights_by_seed, result.mix.scalar_mix_parameters, strict=True):
        np.testing.assert_allclose(np.exp(parameters) / np.exp(parameters).sum(), weights, rtol=1e-5)
    products = np.multiply(result.mix.mean_weights, result.mix.lengths)
    np.testing.assert_allclose(result.mix.shares, products / products.sum())
    assert set(result.data.labels) == {"bank: institute", "bank: shore"}
    assert sum(split.examples for split in result.data.splits) == 120

    steps = [event for event in events if isinstance(event, LearningStep)]
    assert steps[0].step == 0
    assert steps[0].weights == pytest.approx((1 / 3,) * 3)
    assert [step.step for step in steps] == sorted(step.step for step in steps)
    assert isinstance(events[0], ReadingStates)
    assert [event.choice for event in events if isinstance(event, ChoiceDone)] == list(result.choices)


def test_same_task_same_result(senses, tmp_path, bilm):
    first, second = (run(senses, tmp_path, bilm).result for _ in range(2))
    assert first.choices == second.choices
    assert first.mix == second.mix


def test_a_stop_keeps_what_was_learned(senses, tmp_path, bilm):
    events = []

    def stopped():
        return sum(isinstance(event, LearningStep) for event in events) > 5

    result = run(senses, tmp_path, bilm, report=events.append, stopped=stopped).result
    assert not result.complete
    assert len(result.choices) == 6
    assert result.mix.mean_weights == pytest.approx(events[-7].weights)  # before the choices' rows
    assert result.mix.mean_weights[2] > 1 / 3
    assert result.learned.epochs == (0, 0)


def test_stopped_before_anything_was_learned(senses, tmp_path, bilm):
    with pytest.raises(Stopped):
        run(senses, tmp_path, bilm, stopped=lambda: True)


def test_results_survive_their_file(senses, tmp_path, bilm):
    result = run(senses, tmp_path, bilm).result
    write_result(result, tmp_path / "result.json")
    assert read_result(tmp_path / "result.json") == result
    assert not list(tmp_path.glob(".*"))
    text = to_json(result)
    with pytest.raises(ValueError, match=r"^it does not hold weights .* - at `\$\.seeds\[0\]`\.$"):
        from_json(text.replace('"seeds": [', '"seeds": ["x", '), "it")
    with pytest.raises(ValueError, match="in format 9"):
        from_json(text.replace('"format": 1', '"format": 9'))
    assert msgspec.json.decode(text)["mix"]["scalar_mix_parameters"]


def test_a_label_with_one_example_is_named_by_line(senses, tmp_path, bilm, write):
    text = (tmp_path / "senses.tsv").read_text()
    write("senses.tsv", text + "my blood bank\t2\tstore\n")
    with pytest.raises(ValueError, match=r"^Line 121: the label 'bank: store' has one example"):
        run(senses, tmp_path, bilm)
    senses["data"]["drop_rare"] = True
    assert len(run(senses, tmp_path, bilm).result.data.labels) == 2


def test_heads_that_would_fill_the_memory_are_refused():
    task = task_from({"name": "Many", "kind": "tokens", "data": {"train": "x"}})
    check_size(task, 3, 256, 10_000)
    with pytest.raises(ValueError, match=r"has 20,000 labels, too many for heads of 5 seeds .*: 3 would do"):
        check_size(task, 3, 256, 20_000)
    with pytest.raises(ValueError, match="too many for a head in 2 GB"):
        check_size(task, 3, 256, 200_000)


def test_too_little_to_split(senses, tmp_path, bilm, write):
    write("senses.tsv", "the bank\t1\ta\nthe bank\t1\tb\nthe bank\t1\ta\nthe bank\t1\tb\n")
    with pytest.raises(ValueError, match="has 1 different sentences, too few to set"):
        run(senses, tmp_path, bilm)


def tagged(n, seed):
    """Sentences whose words' parts are told by their length, which is what layer 1 knows."""
    generator = np.random.default_rng(seed)
    parts = ["ODD", "EVEN"]
    return [[(word, parts[len(word) % 2 == 0]) for word in generator.choice(NOUNS, size=6)] for _ in range(n)]


TAGS = {
    "name": "Parts",
    "kind": "tokens",
    "data": {"train": "train.conllu", "dev": "dev.conllu", "title": "Ours", "licence": "CC0"},
    "learning": {"seeds": 2, "epochs": 6, "batch": 16, "learning_rate": 0.02},
}


def test_tokens_and_their_tagger(tmp_path, bilm, write, conllu):
    write("train.conllu", conllu(*tagged(60, 0)))
    write("dev.conllu", conllu(*tagged(20, 1)))
    outcome = run(TAGS, tmp_path, bilm)
    assert outcome.result.learned.mean == 1.0
    write_tagger(outcome, tmp_path / "parts.safetensors")
    tagger = read_tagger(tmp_path / "parts.safetensors")
    (states,) = bilm.embed([["mountain", "sea", "window"]])
    assert tagger.tag(states) == ["EVEN", "ODD", "EVEN"]
    assert (tagger.checksum, tagger.score, tagger.credit) == ("abc", 1.0, "Ours · CC0")
    (tmp_path / "bad.safetensors").write_bytes((tmp_path / "parts.safetensors").read_bytes()[:-9])
    with pytest.raises(ValueError, match="or is damaged"):
        read_tagger(tmp_path / "bad.safetensors")


def test_a_single_layer_alone_is_a_logistic_regression(tmp_path, bilm, write, conllu):
    """Long enough and without weight decay, layer 1's head reaches what scikit-learn's does on the same vectors."""
    generator = np.random.default_rng(2)

    def noisy(n):
        return [
            [(word, tag if generator.random() < 0.8 else "ODD") for word, tag in words]
            for words in tagged(n, generator)
        ]

    train, dev = noisy(60), noisy(40)
    write("train.conllu", conllu(*train))
    write("dev.conllu", conllu(*dev))
    table = {**TAGS, "learning": {"seeds": 1, "epochs": 20, "learning_rate": 0.02, "weight_decay": 0.0}}
    result = run(table, tmp_path, bilm).result
    x, y = (
        (
            np.concatenate([bilm.embed([[word for word, _ in words]])[0][1] for words in part]),
            [tag for words in part for _, tag in words],
        )
        for part in (train, dev)
    )
    expected = LogisticRegression(C=1e6).fit(*x).score(*y)
    layer = next(choice for choice in result.choices if choice.layer == 1)
    assert layer.mean == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "head", "layer_norm"),
    [("sentences", "linear", False), ("sentences", "linear", True), ("sentences", "attention", False)],
)
def test_sentences(tmp_path, bilm, write, kind, head, layer_norm):
    generator = np.random.default_rng(3)
    rows = []
    for _ in range(60):
        words = generator.choice(NOUNS, size=generator.integers(2, 9)).tolist()
        wet = generator.random() < 0.5
        rows.append(f"{' '.join([*words, 'river'] if wet else words)},{'wet' if wet else 'dry'}\n")
    write("all.csv", "sentence,label\n" + "".join(rows))
    table = {
        "name": "Weather",
        "kind": kind,
        "data": {"train": "all.csv", "tokenized": True},
        "learning": {
            "seeds": 2,
            "epochs": 10,
            "head": head,
            "batch": 8,
            "layer_norm": layer_norm,
            "learning_rate": 0.02,
        },
    }
    result = run(table, tmp_path, bilm).result
    means = {choice.name: choice.mean for choice in result.choices}
    if not layer_norm:  # which takes away all that layer 2 says here
        assert means["learned mix"] == means["layer 2"] == 1.0
    assert means["learned mix"] >= means["majority"]


@pytest.mark.parametrize("head", ["difference", "bilinear"])
def test_pairs(tmp_path, bilm, write, head):
    generator = np.random.default_rng(4)
    data, gold = [], []
    for k in range(200):
        sides = generator.random(2) < 0.5
        left, right = (
            f"{'river' if wet else 'loan'} {noun} bank"
            for wet, noun in zip(sides, generator.choice(NOUNS, 2), strict=True)
        )
        data.append(f"bank{k}\tN\t2-2\t{left}\t{right}\n")
        gold.append("T\n" if sides[0] == sides[1] else "F\n")
    write("p.data.txt", "".join(data))
    write("p.gold.txt", "".join(gold))
    table = {
        "name": "Same sense",
        "kind": "pairs",
        "data": {"train": "p.data.txt", "split_by": "word"},
        "learning": {"seeds": 1, "epochs": 15, "head": head, "batch": 8, "learning_rate": 0.02},
    }
    result = run(table, tmp_path, bilm).result
    means = {choice.name: choice.mean for choice in result.choices}
    assert means["learned mix"] > 0.9
    assert means["layer 0"] < 0.75
    assert {file.file for file in result.data.files} == {"p.data.txt", "p.gold.txt"}


def test_entities(tmp_path, bilm, write):
    generator = np.random.default_rng(5)
    names = {"Yorkshire": "B-LOC", "Manchester": "B-LOC"}

    def part(n):
        blocks = []
        for _ in range(n):
            words = [*generator.choice(NOUNS, 4).tolist(), *generator.choice(list(names), 1).tolist()]
            blocks.append(
                "".join(f"{word}\t{names.get(word, 'O')}\n" for word in generator.permutation(words))
            )
        return "\n".join(blocks)

    write("train.conll", part(40))
    write("dev.conll", part(15))
    table = {
        "name": "Names",
        "kind": "entities",
        "data": {"train": "train.conll", "dev": "dev.conll"},
        "learning": {"seeds": 2, "epochs": 10, "batch": 8, "learning_rate": 0.05},
    }
    result = run(table, tmp_path, bilm).result
    assert result.metric == "entity F1"
    assert result.learned.mean == 1.0
    assert result.choices[-1].mean == 0.0


def test_groups_are_learned_by_what_was_left_out(bilm):
    tokens = [["river", "ox", "bank"], ["loan", "sea", "bank"]] * 12
    states = np.stack([layers[:, 2] for layers in bilm.embed(tokens)], axis=1)  # (L, N, D)
    steps = []
    model = ModelUsed("by hand", "abc", 3, 8)
    result = learn_groups(states, ["shore", "institute"] * 12, model, report=steps.append)
    means = {choice.name: choice.mean for choice in result.choices}
    assert means["learned mix"] == means["layer 2"] == 1.0
    assert means["layer 0"] == pytest.approx(0.5, abs=0.1)
    assert result.mix.mean_weights[2] > 0.5
    assert len(steps) > 50
    assert steps[0].weights == pytest.approx((1 / 3,) * 3)
    assert "24 tokens" in result.note
    assert from_json(to_json(result)) == result

    stopped = learn_groups(
        states, ["a", "b"] * 12, model, report=steps.append, stopped=lambda: len(steps) % 5 == 4
    )
    assert not stopped.complete
    assert stopped.mix is not None


def test_groups_that_cannot_be_learned(bilm):
    states = np.zeros((3, 3, 8), np.float32)
    model = ModelUsed("by hand", "abc", 3, 8)
    with pytest.raises(ValueError, match="two groups of tokens or more, got 1"):
        learn_groups(states, ["a", "a", "a"], model)
    with pytest.raises(ValueError, match="'b' has a single token"):
        learn_groups(states, ["a", "b", "a"], model)


def test_an_interval_is_students():
    found = interval(np.array([0.2, 0.4, 0.6]))
    # t(0.975, 2 degrees of freedom) = 4.302653, standard error = 0.2 / sqrt(3)
    assert found.mean == pytest.approx(0.4)
    assert found.high - found.mean == pytest.approx(4.302653 * 0.2 / math.sqrt(3), rel=1e-5)
    assert interval(np.array([0.3])).low == interval(np.array([0.3])).high == pytest.approx(0.3)
    assert interval(np.array([0.01, 0.2]), 0, 1).low == 0


def test_slug():
    assert slug("Part of speech (UPOS)") == "part_of_speech_upos"


def test_questions_run(tmp_path):
    from elmo_explorer.paths import bundled_results_dir
    from elmo_explorer.tasks.config import read_task
    from elmo_explorer.tasks.learn import learn_task

    task = read_task(bundled_results_dir() / "question_answering.toml")
    task = msgspec.structs.replace(task, learning=msgspec.structs.replace(task.learning, epochs=2, seeds=1))
    result = learn_task(
        task, bundled_results_dir(), BiLM.load("en", device="cpu"), "abc", cache=tmp_path
    ).result
    assert result.metric == "answer F1"
    assert sum(split.examples for split in result.data.splits) == 60
