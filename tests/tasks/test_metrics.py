import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score

from elmo_explorer.tasks.metrics import accuracy, answer_f1, answer_predictions, entities, entity_f1


def test_accuracy_is_scikit_learns():
    gold, found = np.random.default_rng(0).integers(0, 4, (2, 200))
    assert accuracy(gold, found) == pytest.approx(accuracy_score(gold, found))


def by_conlleval(tags):
    """Entities of one sentence by the rules of CoNLL's script: a new one at every B, and where the type changes."""
    found, start, kind = set(), None, None
    for k, tag in enumerate([*tags, "O"]):
        inside = tag[2:] if tag != "O" else None
        if start is not None and (inside != kind or tag.startswith("B-")):
            found.add((kind, start, k - 1))
            start = None
        if inside is not None and start is None:
            start, kind = k, inside
    return found


def test_entities_are_those_of_conll():
    generator = np.random.default_rng(1)
    for _ in range(200):
        tags = generator.choice(["O", "B-A", "I-A", "B-B", "I-B"], size=9).tolist()
        own = {(label, start, end) for _, label, start, end in entities(tags, np.zeros(9, int))}
        assert own == by_conlleval(tags), tags


def test_an_entity_ends_with_its_sentence():
    found = entities(["B-A", "I-A", "I-A"], np.array([0, 0, 1]))
    assert found == {(0, "A", 0, 1), (1, "A", 0, 0)}


def test_entity_f1_by_hand():
    gold = {(0, "A", 0, 1), (0, "B", 3, 3), (1, "A", 0, 0)}
    found = {(0, "A", 0, 1), (0, "B", 3, 4)}
    assert entity_f1(gold, found) == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert entity_f1(gold, set()) == 0.0


def test_answers():
    # "b c d" found where "c d e" or "z" is right: 2 common words of 3 and 3.
    answers = [((2, 5), (9, 10)), ((0, 1),)]
    assert answer_f1(answers, np.array([[1, 3], [0, 0]])) == pytest.approx((2 / 3 + 1) / 2)


def test_an_answer_begins_before_it_ends_and_is_not_too_long():
    logits = torch.full((2, 30), -5.0)
    logits[0, 20] = 9  # the likeliest start lies behind the likeliest end
    logits[1, 3] = 8
    logits[0, 2] = 7
    logits[1, 25] = 6.5
    assert answer_predictions(logits).tolist() == [20, 25]
