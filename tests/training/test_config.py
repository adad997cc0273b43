"""What a training config may say outside its sections."""

from __future__ import annotations

import pytest

from elmo_explorer.training.config import read_config

CONFIG = """
name = "mine"
language = "en"
output = "run"
[[text]]
path = "text.txt"
[model]
filters = [[1, 4]]
projection_dim = 8
cell_dim = 8
n_layers = 1
n_highway = 1
[training]
tokens = 100
[probes]
sentences = ["animal: A *bat* hung ."]
"""


@pytest.mark.parametrize(
    ("found", "instead", "unknown"),
    [
        ('language = "en"', 'language = "en"\ntokens = 100', "tokens"),
        ("[training]", "[trainnig]", "trainnig"),
    ],
)
def test_what_stands_in_the_wrong_place_is_refused(tmp_path, found, instead, unknown):
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    assert read_config(path).tokens == 100
    path.write_text(CONFIG.replace(found, instead))
    with pytest.raises(
        ValueError, match=f"does not know {unknown} here; outside the sections it knows name, language"
    ):
        read_config(path)
