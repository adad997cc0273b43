"""Tables and weights that other programs read."""

import csv
import io
import json

import numpy as np

from elmo_explorer.tasks.tables import as_csv, as_latex, as_markdown, weights_json


def test_csv_holds_every_number_in_full(make_result) -> None:
    results = [make_result(), make_result("sense", "=SUM(A1)", (0.1, 0.3, 0.6))]
    rows = list(csv.DictReader(io.StringIO(as_csv(results))))
    assert [row["task"] for row in rows] == ["Part of speech", "'=SUM(A1)"]  # no formula for a spreadsheet
    learned = results[0].learned
    assert float(rows[0]["learned mix"]) == learned.mean
    assert float(rows[0]["learned mix sd"]) == learned.deviation
    assert [float(rows[1][f"s{layer}"]) for layer in range(3)] == [0.1, 0.3, 0.6]
    assert (rows[0]["train examples"], rows[0]["dev examples"], rows[0]["seeds"]) == ("80", "40", "2")


def test_the_best_choice_is_bold(make_result) -> None:
    result = make_result(scores={"layer 2": (0.95, 0.97)}, name="a|b_c")
    line = as_markdown([result]).splitlines()[2]
    cells = [cell.strip() for cell in line.replace("\\|", "/").strip("|").split("|")]
    assert cells[0] == "a/b_c"
    assert [cell for cell in cells if cell.startswith("**")] == ["**96.0 ± 1.4**"]
    latex = as_latex([result])
    assert "a|b\\_c & accuracy" in latex
    assert "\\textbf{96.0 $\\pm$ 1.4}" in latex
    columns = latex.splitlines()[0].removeprefix("\\begin{tabular}{").removesuffix("}")
    assert latex.splitlines()[4].count(" & ") == len(columns) - 1


def test_parameters_before_the_softmax_give_the_weights(make_result) -> None:
    weights = (0.12, 0.36, 0.52)
    told = json.loads(weights_json([make_result(weights=weights, gamma=1.31)]))["part_of_speech"]
    parameters = np.exp(told["scalar_mix_parameters"])
    np.testing.assert_allclose(parameters / parameters.sum(), weights, rtol=1e-12)
    assert told["gamma"] == 1.31
    assert told["weights"] == list(weights)


def test_a_result_without_weights_keeps_its_line(make_result) -> None:
    from dataclasses import replace

    stopped = replace(make_result(), mix=None, choices=(), complete=False)
    assert json.loads(weights_json([stopped])) == {}
    (row,) = csv.DictReader(io.StringIO(as_csv([stopped])))
    assert row["complete"] == "False"
    assert row["learned mix"] == ""


def test_weights_of_the_same_name_are_all_kept(make_result) -> None:
    told = json.loads(weights_json([make_result(gamma=1.0), make_result(gamma=2.0)]))
    assert {key: task["gamma"] for key, task in told.items()} == {
        "part_of_speech": 1.0,
        "part_of_speech-2": 2.0,
    }
