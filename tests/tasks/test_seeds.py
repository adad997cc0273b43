"""The random seed of the preferences reaches what is learned."""

from dataclasses import replace

import numpy as np

from elmo_explorer.tasks.groups import learn_groups
from elmo_explorer.tasks.results import ModelUsed, TaskResult
from elmo_explorer.tasks.wish import Wish, entries_of

WISH = Wish("words.tsv", "upos", "Tone")


def learned(seed: int) -> TaskResult:
    states = np.random.default_rng(0).normal(size=(3, 12, 4)).astype(np.float32)
    return learn_groups(states, ["a", "b"] * 6, ModelUsed("en", "0", 3, 4), seed=seed)


def test_a_wish_names_its_first_seed_where_it_is_not_the_usual_one() -> None:
    assert "first_seed" not in entries_of(WISH)["learning"]
    assert entries_of(replace(WISH, first_seed=8))["learning"]["first_seed"] == 8


def test_groups_are_learned_with_the_seed_and_come_out_the_same_with_the_same() -> None:
    first, again, other = learned(0), learned(0), learned(5)
    assert first.mix == again.mix != other.mix
    assert first.seeds[0] == 1
    assert other.seeds[0] == 6
