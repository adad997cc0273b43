"""The bundled lessons: whole, and what their captions say is true of the bundled models."""

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
    assert {scene.view.layer for scene in lesson.scenes} == {None, 0, 1, 2}
    assert "language_model" in {scene.tab for scene in lesson.scenes}
    assert len({scene.mix.weights for scene in lesson.scenes}) == 3, "even, and two tasks'"


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
        (whole.replace("in the bank.", "in the shop."), "lacks the word 'bank'"),
    ):
        (folder / "en.toml").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=said):
            read_lesson("en")
