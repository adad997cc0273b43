"""The dev metric over the triangle, with a biLM by hand whose layer 1 knows the labels."""

import math

from elmo_explorer.analysis.mix_triangle import TriangleLattice
from elmo_explorer.tasks.config import task_from
from elmo_explorer.tasks.learn import learn_task
from elmo_explorer.tasks.results import from_json, to_json

SENTENCES = [
    " ".join("x" * (1 + (k + j) % 3) + chr(97 + (7 * k + j) % 26) for j in range(6)) for k in range(60)
]


def learn(bilm, write, tmp_path, stopped=lambda: False):
    lines = [f"{word}\tlength{len(word)}" for sentence in SENTENCES for word in [*sentence.split(), ""]]
    text = "\n".join("" if line.startswith("\t") else line for line in lines)
    write("tags.conll", text)
    task = task_from(
        {
            "name": "Lengths",
            "kind": "tokens",
            "data": {"train": "tags.conll", "format": "conll"},
            "learning": {"seeds": 2, "epochs": 12, "batch": 32, "learning_rate": 0.03},
        }
    )
    return learn_task(task, tmp_path, bilm, "0" * 64, stopped=stopped, cache=tmp_path).result


def test_the_surface_is_best_near_the_learned_mix_and_goes_with_the_result(bilm, write, tmp_path):
    result = learn(bilm, write, tmp_path)
    surface = result.surface
    assert surface is not None
    assert len(surface.weights) == len(surface.scores) == 28
    assert all(math.isclose(sum(weights), 1) for weights in surface.weights)
    read = TriangleLattice(surface.weights, surface.scores)
    at_mix, at_layer_0 = read.at(result.mix.mean_weights), read.at((1, 0, 0))
    assert at_mix >= at_layer_0 + 0.2
    assert abs(at_mix - result.learned.mean) < 0.1
    assert from_json(to_json(result)) == result


def test_a_stopped_run_has_none(bilm, write, tmp_path):
    asked = []
    result = learn(bilm, write, tmp_path, lambda: len(asked.append(1) or asked) > 5)
    assert result.surface is None
    assert not result.complete


def test_two_layers_have_none(bilm, write, tmp_path):
    embed = bilm.embed
    bilm.n_layers, bilm.embed = 2, lambda sentences: [layers[:2].copy() for layers in embed(sentences)]
    result = learn(bilm, write, tmp_path)
    assert result.surface is None
    assert result.complete
