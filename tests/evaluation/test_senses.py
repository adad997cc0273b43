import json
from typing import ClassVar

import numpy as np
import pytest

from elmo_explorer.cli import build_parser
from elmo_explorer.evaluation.layer_choice import choose_layers, split_words
from elmo_explorer.evaluation.sense_report import (
    Occurrence,
    SenseReport,
    WordAccuracy,
    evaluate_senses,
    part_of,
    table,
)
from elmo_explorer.evaluation.senses import main
from elmo_explorer.examples import ExampleRow


def row(word: str, sense: str, sentence: str) -> ExampleRow:
    tokens = tuple(sentence.split(" "))
    return ExampleRow(word, sense, tokens, [token.lower() for token in tokens].index(word))


ROWS = [
    row("bank", "money", "my bank lends gold"),
    row("bank", "money", "a bank holds gold"),
    row("bank", "river", "the muddy bank"),
    row("bat", "animal", "a bat sleeps"),
    row("bat", "animal", "the bat wakes"),
    row("gull", "bird", "one gull cries"),
]


class VectorsByHand:
    """Layer 0 knows the word's length alone; layer 1 points where the sentence's sense lies."""

    languages = ("en",)
    directions: ClassVar = {
        "gold": (1.0, 0.1),
        "muddy": (0.0, 1.0),
        "sleeps": (1.0, 0.0),
        "wakes": (0.9, 0.1),
    }

    def embed(self, sentences):
        return [np.stack([self.form(tokens), self.meaning(tokens)]) for tokens in sentences]

    def form(self, tokens):
        return np.array([[len(token), 1.0] for token in tokens], dtype=np.float32)

    def meaning(self, tokens):
        found = next((self.directions[token] for token in tokens if token in self.directions), (1.0, 1.0))
        return np.array([found] * len(tokens), dtype=np.float32)

    @classmethod
    def load(cls, args):
        return cls()


def arguments(*words: str):
    line = ["evaluate", "senses", *words]
    return build_parser(line).parse_args(line)


def test_leave_one_out_by_hand():
    report = evaluate_senses(VectorsByHand(), ROWS)
    assert report.views == ("layer 0", "layer 1", "average", "tf-idf")
    bank, bat = report.words
    # Layer 0: both others tie; money sees one money and one river, river sees two money.
    assert bank.accuracy == pytest.approx((1 / 3, 2 / 3, 2 / 3, 2 / 3))
    assert bat.accuracy == pytest.approx((1.0, 1.0, 1.0, 1.0))
    assert report.n == 5
    assert report.overall == pytest.approx((0.6, 0.8, 0.8, 0.8))
    assert report.macro == pytest.approx((2 / 3, 5 / 6, 5 / 6, 5 / 6))
    assert report.left_out == ("gull",)


def test_neighbours_are_named():
    river = evaluate_senses(VectorsByHand(), ROWS).occurrences[2]
    assert river.assigned == ("money", "money", "money", "money")
    assert evaluate_senses(VectorsByHand(), ROWS).occurrences[0].assigned[0] == "money|river"


def test_new_rows_take_the_sense_of_their_nearest_labelled_row():
    new = [row("bank", "river", "some muddy bank"), row("bank", "money", "no gold bank")]
    report = evaluate_senses(VectorsByHand(), new, labelled=ROWS)
    assert report.overall == pytest.approx((0.5, 1.0, 1.0, 1.0))
    assert [occurrence.assigned[1] for occurrence in report.occurrences] == ["river", "money"]


def test_words_may_be_reported_apart():
    report = part_of(evaluate_senses(VectorsByHand(), ROWS), ["bat"])
    assert (report.n, report.overall) == (2, (1.0, 1.0, 1.0, 1.0))


def test_nothing_to_evaluate_is_said():
    with pytest.raises(ValueError, match="no row has another labelled row"):
        evaluate_senses(VectorsByHand(), ROWS[-1:])


def test_table_has_a_line_for_each_word():
    text = table(evaluate_senses(VectorsByHand(), ROWS), "Senses")
    assert "bank                        3   33.3 %   66.7 %" in text
    assert "gull" in text.splitlines()[-1]


def test_command_prints_the_table_and_writes_json(tmp_path, capsys):
    file, out = tmp_path / "s.tsv", tmp_path / "s.json"
    lines = [f"{r.word}\t{r.sense}\t{' '.join(r.tokens)}\t{r.target_index}" for r in ROWS]
    file.write_text("\n".join(["word\tsense\tsentence\ttarget_index", *lines]), encoding="utf-8")
    assert main(arguments(str(file), "--json", str(out)), VectorsByHand.load) == 0
    assert "all occurrences" in capsys.readouterr().out
    (report,) = json.loads(out.read_text(encoding="utf-8"))["reports"]
    assert report["overall"] == pytest.approx([0.6, 0.8, 0.8, 0.8])


def test_without_a_file_the_bundled_examples_are_evaluated(capsys):
    main(arguments(), VectorsByHand.load)
    out = capsys.readouterr().out
    assert "\nbank " in out
    assert "退了" not in out


def test_a_bad_file_is_refused_before_the_model_is_opened(tmp_path):
    file = tmp_path / "s.tsv"
    file.write_text("word\tsense\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"s.tsv, line 1: the header lacks sentence, target_index"):
        main(arguments(str(file)), VectorsByHand.load)


def test_an_index_column_will_do(tmp_path, capsys):
    file = tmp_path / "s.tsv"
    lines = [f"{r.target_index}\t{r.word}\t{r.sense}\t{' '.join(r.tokens)}" for r in ROWS]
    file.write_text("\n".join(["index\tword\tsense\tsentence", *lines]), encoding="utf-8")
    main(arguments(str(file)), VectorsByHand.load)
    assert "layer chosen on half of the words" in capsys.readouterr().out


@pytest.mark.parametrize("chosen", [["--language", "zh"], []])
def test_the_language_is_chosen_or_the_models_own(monkeypatch, capsys, chosen):
    if not chosen:
        monkeypatch.setattr(VectorsByHand, "languages", ("zh",))
    main(arguments(*chosen), VectorsByHand.load)
    out = capsys.readouterr().out
    assert "\n苹果 " in out
    assert "\nbank " not in out


def test_a_language_without_examples_needs_a_file(monkeypatch):
    monkeypatch.setattr(VectorsByHand, "languages", ("fr",))
    with pytest.raises(ValueError, match="no bundled examples in the language 'fr'"):
        main(arguments(), VectorsByHand.load)


def test_words_are_halved_alike_in_any_order():
    words = [f"word{k}" for k in range(11)]
    first, second = split_words(words)
    assert (len(first), len(second)) == (6, 5)
    assert split_words([word.upper() for word in reversed(words)]) == (first, second)
    assert sorted(first + second) == sorted(words)


def test_each_half_is_scored_in_the_layer_that_is_best_on_the_other():
    (a, b), (c,) = split_words(["bank", "bat", "bow"])
    shares = {a: (1.0, 0.0, 0.5), b: (1.0, 0.5, 0.0), c: (0.0, 1.0, 0.25)}
    occurrences = tuple(Occurrence(word, "s", "", 0, ("", "", ""), share) for word, share in shares.items())
    words = tuple(WordAccuracy(word, 1, 1, share) for word, share in shares.items())
    report = SenseReport(("layer 0", "layer 1", "tf-idf"), 3, (0, 0, 0), (0, 0, 0), words, occurrences, ())
    choice = choose_layers(report, 2)
    assert [(half.layer, half.accuracy, half.n) for half in choice.halves] == [
        ("layer 1", 0.25, 2),
        ("layer 0", 0.0, 1),
    ]
    assert choice.accuracy == pytest.approx(0.5 / 3)
    assert choice.baseline == pytest.approx(0.25)
    assert choose_layers(part_of(report, [a]), 2) is None
