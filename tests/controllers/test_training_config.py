"""The training form's choices as a config, and back."""

from dataclasses import replace
from pathlib import Path

import pytest

from elmo_explorer.bilm.checkpoint import read_model
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.controllers.training_config import (
    CONFIG,
    choices_of,
    compose,
    folder_name,
    preset_text,
    sizes,
)
from elmo_explorer.session.training import CUSTOM, Choices
from elmo_explorer.training.config import TrainingConfig, read_config


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    text = tmp_path / "novel “one”.txt"
    text.write_text("A text .\n", encoding="utf-8")
    return Choices((str(text),), "my model", "en", "tiny", 1_500_000, "", str(tmp_path / "run"))


def written(choices: Choices) -> TrainingConfig:
    folder = Path(choices.output)
    folder.mkdir(exist_ok=True)
    (folder / CONFIG).write_text(compose(choices), encoding="utf-8")
    return read_config(folder / CONFIG)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_size_is_a_config_that_can_be_read(choices: Choices, language: str) -> None:
    for size in sizes(language):
        config = written(replace(choices, language=language, size=size.name))
        assert isinstance(config.model, ModelOptions)
        assert (config.name, config.language, config.tokens) == ("my model", language, 1_500_000)
        assert config.output == Path(choices.output)
        assert str(config.sources[0].path) == choices.texts[0]


def test_a_model_to_start_from_is_written_with_its_place(choices: Choices) -> None:
    config = written(replace(choices, size="en", initial="en"))
    assert config.initial is not None
    assert config.model == read_model(config.initial).options
    assert choices_of(Path(choices.output) / CONFIG).initial == "en"


def test_a_config_comes_back_as_it_was_chosen(choices: Choices) -> None:
    written(choices)
    back = choices_of(Path(choices.output) / CONFIG)
    assert replace(back, more="", size="tiny") == choices
    assert back.size == CUSTOM
    assert written(back) == read_config(Path(choices.output) / CONFIG)


def test_what_the_form_does_not_show_stays(choices: Choices, tmp_path: Path) -> None:
    text = preset_text("tiny", "en") + "dropout = 0.25  # my own\n"
    (tmp_path / "mine.toml").write_text(
        f'notes = "Mine."\nname = "mine"\nlanguage = "en"\noutput = "run"\n'
        f'[[text]]\npath = "{Path(choices.texts[0]).name}"\ntitle = "A novel"\nlicence = "public domain"\n{text}',
        encoding="utf-8",
    )
    config = written(replace(choices_of(tmp_path / "mine.toml"), name="other", tokens=7))
    assert (config.name, config.tokens, config.dropout, config.notes) == ("other", 7, 0.25, "Mine.")
    assert (config.sources[0].title, config.sources[0].licence) == ("A novel", "public domain")
    assert "# my own" in config.source_toml


@pytest.mark.parametrize(
    ("missing", "word"), [({"texts": ()}, "text"), ({"name": " "}, "name"), ({"output": ""}, "folder")]
)
def test_what_is_not_chosen_is_said(choices: Choices, missing: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        compose(replace(choices, **missing))  # type: ignore[arg-type]


def test_options_that_are_no_toml_are_refused_in_one_sentence(choices: Choices) -> None:
    with pytest.raises(ValueError, match="not TOML") as caught:
        compose(replace(choices, more="[model\nfilters = 3"))
    assert "\n" not in str(caught.value)


def test_a_name_becomes_a_folder() -> None:
    assert folder_name("  My model / 2  ") == "My-model-2"
    assert folder_name("红楼梦") == "红楼梦"
    assert folder_name("../..") == "model"
