"""What comes with the program: results that name their model, and heads that tag with it."""

import pytest

from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.paths import bundled_models_dir
from elmo_explorer.tasks.results import bundled_results, model_checksum
from elmo_explorer.tasks.tagger import bundled_tagger

ENGLISH = {
    "part_of_speech",
    "dependency_relation",
    "named_entities",
    "sentiment",
    "word_sense",
    "word_in_context",
}


@pytest.fixture(scope="module")
def checksums():
    return {name: model_checksum(bundled_models_dir() / name) for name in ("en", "zh")}


def test_every_result_is_whole_and_of_its_model(checksums):
    english, chinese = (bundled_results(checksums[name]) for name in ("en", "zh"))
    assert {result.task for result in english} == ENGLISH
    assert {result.task for result in chinese} == {"part_of_speech", "named_entities"}
    for result in (*english, *chinese):
        assert result.complete
        assert len(result.seeds) == 5
        assert len(result.choices) == 6
        assert result.data.licence
        assert "/" not in result.command
    assert bundled_results("another model's") == ()


def test_what_is_promised_of_the_english_model(checksums):
    results = {result.task: result for result in bundled_results(checksums["en"])}
    assert results["part_of_speech"].learned.mean >= 0.92
    senses = {choice.name: choice.mean for choice in results["word_sense"].choices}
    assert senses["layer 0"] < senses["learned mix"] - 0.1


@pytest.mark.parametrize(
    ("name", "tokens", "tags"),
    [
        ("en", "The old dog sleeps in the house .", "DET ADJ NOUN VERB ADP DET NOUN PUNCT"),
        ("zh", "他 喜欢 北京 。", "PRON VERB PROPN PUNCT"),
    ],
)
def test_the_heads_tag_parts_of_speech(checksums, name, tokens, tags):
    tagger = bundled_tagger(checksums[name])
    (states,) = BiLM.load(name, device="cpu").embed([tokens.split()])
    assert tagger.tag(states) == tags.split()
