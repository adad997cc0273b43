"""What a damaged file says is repeated, but not all of it."""

import json

import pytest

from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.published import read_options
from elmo_explorer.brief import brief, shown
from elmo_explorer.tasks.results import from_json, to_json


def test_a_long_text_keeps_its_beginning_and_its_end_in_one_line():
    assert brief("as\nit  is") == "as it is"
    cut = brief("a" * 500 + "z" * 500)
    assert len(cut) <= 240
    assert cut.startswith("aaa")
    assert cut.endswith("zzz")
    assert " … " in cut
    assert len(shown(["x" * 1000])) <= 80
    assert shown("x") == "'x'"


def test_a_models_file_with_an_endless_entry_is_refused_in_a_sentence(tmp_path):
    options = {
        "lstm": {"cell_clip": 3, "dim": 4, "n_layers": 2, "proj_clip": 3, "projection_dim": 4},
        "char_cnn": {
            "activation": "[" * 3000,
            "embedding": {"dim": 4},
            "filters": [[1, 4]],
            "n_characters": 261,
            "n_highway": 1,
            "max_characters_per_token": 50,
        },
    }
    file = tmp_path / "options.json"
    file.write_text(json.dumps(options))
    with pytest.raises(ModelFileError, match="activation") as caught:
        read_options(file)
    assert len(str(caught.value)) <= 800


def test_a_result_with_an_endless_entry_is_refused_in_a_sentence(make_result):
    text = to_json(make_result()).replace('"average"', f'"{"[" * 3000}"')
    with pytest.raises(ValueError, match="enum value") as caught:
        from_json(text)
    assert len(str(caught.value)) < 400
