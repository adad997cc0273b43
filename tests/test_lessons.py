"""The bundled lessons: whole, and what their captions say is true of the bundled models."""

import json
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer import lessons
from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.lessons import LESSONS, read_lesson


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_follows_the_lecture(name: str) -> None:
    lesson = read_lesson(name)
    assert len(lesson.scenes) >= 10
    assert all(scene.title and scene.caption and scene.hint for scene in lesson.scenes)
    assert len({scene.title for scene in lesson.scenes}) == len(lesson.scenes)
    senses = {sense for sentence in lesson.sentences for sense in sentence.senses.values()}
    assert len(senses) == 3
    covered = {hidden for scene in lesson.scenes for hidden in scene.hidden}
    assert covered == senses
    assert "language_model" in {scene.tab for scene in lesson.scenes}
    mixes = {scene.mix.weights for scene in lesson.scenes}
    assert {(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)} < mixes, "each layer alone"
    assert len(mixes) == 6, "the layers, all of them evenly, and two tasks'"


@pytest.mark.parametrize(
    ("name", "tasks"),
    [("en", ("part_of_speech", "word_sense")), ("zh", ("part_of_speech", "named_entities"))],
)
def test_a_tasks_weights_are_those_that_it_learned(name: str, tasks: tuple[str, str]) -> None:
    shown = [scene.mix.weights for scene in read_lesson(name).scenes if scene.tab == "tasks"]
    for task, weights in zip(tasks, shown, strict=True):
        path = lessons.resources_dir() / "tasks" / name / f"{task}.json"
        learned = json.loads(path.read_text(encoding="utf-8"))["mix"]["weights"]
        assert weights == pytest.approx([interval["mean"] for interval in learned], abs=0.01)


@pytest.mark.parametrize("name", LESSONS)
def test_its_captions_are_true(name: str) -> None:
    lesson = read_lesson(name)
    bilm = BiLM.load(name)
    labelled = [sentence for sentence in lesson.sentences if sentence.senses]
    states = bilm.embed([list(sentence.tokens) for sentence in labelled])
    places = [next(iter(sentence.senses)) for sentence in labelled]
    senses = np.array([next(iter(sentence.senses.values())) for sentence in labelled])
    vectors = np.stack([array[:, place] for array, place in zip(states, places, strict=True)], axis=1)
    assert np.ptp(vectors[0], axis=0).max() == 0.0, "one point at layer 0"
    between = []
    for weights in ((1 / 3, 1 / 3, 1 / 3), (0, 1, 0), (0, 0, 1)):
        mixed = mix_layers(vectors, weights)
        unit = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        cosines = unit @ unit.T
        others = senses[:, None] != senses[None]
        between.append(cosines[others].mean())
        np.fill_diagonal(cosines, -2.0)
        assert (senses[cosines.argmax(axis=1)] == senses).all(), "every nearest neighbour means the same"
    assert between[2] < between[1] < 1.0, "least alike in the top layer"


def test_a_damaged_lesson_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    whole = (lessons.resources_dir() / "lessons" / "en.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(lessons, "resources_dir", lambda: tmp_path)
    for text, said in (
        ("title = ", "en.toml is damaged"),
        ("title = 3", "en.toml is damaged"),
        (whole.replace("uses = [6]", "uses = [99]"), "of sentence 99"),
        (whole.replace("weights = [0.13, 0.76, 0.11]", "weights = [1.0]"), "needs 3 weights"),
        (whole.replace("layer = 2", "layer = 3"), "shows layer 3"),
        (whole.replace("in the bank.", "in the shop."), "lacks the word 'bank'"),
    ):
        (folder / "en.toml").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=said):
            read_lesson("en")
