"""What ``elmo-explorer models`` tells."""

import json
import os
import shutil

import pytest

from elmo_explorer import BiLM
from elmo_explorer.checksum import sha256
from elmo_explorer.cli import run
from elmo_explorer.model_store import import_folder, import_pair


@pytest.fixture(autouse=True)
def no_bundled_models(monkeypatch, tmp_path):
    monkeypatch.setattr("elmo_explorer.model_table.bundled_models_dir", lambda: tmp_path / "bundled")


@pytest.fixture
def lines(capsys):
    def run_list(*arguments):
        assert run(["models", *arguments]) == 0
        return capsys.readouterr().out.splitlines()

    return run_list


@pytest.fixture
def by_hand(home, pair):
    BiLM.load(options=pair[0], weights=pair[1], device="cpu").save(home / "mine")
    return home / "mine"


def test_nothing_is_installed(lines, home):
    assert lines() == [f"No models are installed; {home} is where your own would be."]
    assert lines("--json") == ["[]"]


def test_where_each_model_comes_from(lines, home, pair, by_hand, tmp_path):
    shutil.copytree(by_hand, tmp_path / "bundled" / "en")
    import_pair(*pair, "peters", ["en", "de"])
    import_folder(by_hand, "taken")
    table = lines("list")
    assert table == lines()
    assert [line.split()[:2] for line in table[2:]] == [
        ["en", "bundled"],
        ["mine", "user"],
        ["peters", "imported"],
        ["taken", "imported"],
    ]
    assert (
        f"0.3 MB  en, de    2       64     32       no output layer  {sha256(pair[1])[:12]}  {home}"
        in table[4]
    )
    assert "not measured" in table[3]


def test_the_list_as_json(lines, home, pair):
    folder = import_pair(*pair, "peters")
    assert (
        json.loads("\n".join(lines("--json")))
        == json.loads("\n".join(lines("list", "--json")))
        == [
            {
                "name": "peters",
                "from": "imported",
                "bytes": sum(path.stat().st_size for path in folder.iterdir()),
                "languages": ["en"],
                "layers": 2,
                "cells": 64,
                "numbers": 32,
                "forward_perplexity": None,
                "backward_perplexity": None,
                "sha256": sha256(pair[1]),
                "sources": [str(path.resolve()) for path in pair],
                "folder": str(home / "peters"),
                "fault": None,
            }
        ]
    )


def test_perplexities(lines, by_hand):
    config = json.loads((by_hand / "config.json").read_text())
    perplexities = {"forward_perplexity": 45.67, "backward_perplexity": 48}
    (by_hand / "config.json").write_text(json.dumps(config | perplexities))
    assert "45.7 forward, 48.0 backward" in lines()[2]


def damage_config(folder):
    (folder / "config.json").write_text("{")


def damage_facts(folder):
    (folder / "config.json").write_text('{"name": 3}')


def damage_origin(folder):
    (folder / "origin.json").write_text('{"kind": "stolen"}')


def damage_sums(folder):
    (folder / "origin.json").write_text('{"kind": "imported", "sha256": {"../x": "00"}}')


def lose_weights(folder):
    (folder / "model.safetensors").unlink()


def lose_config(folder):
    (folder / "config.json").unlink()


def config_is_a_folder(folder):
    (folder / "config.json").unlink()
    (folder / "config.json").mkdir()


def dangling_link(folder):
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").symlink_to("nowhere")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (damage_config, "is not a JSON file"),
        (damage_facts, "name should be the model's name, found 3."),
        (damage_origin, "kind should be imported or downloaded, found 'stolen'."),
        (damage_sums, "sha256 should give 64 hexadecimal digits for each file"),
        (lose_weights, "mine has no model.safetensors, which a model of its kind needs."),
        (dangling_link, "mine has no model.safetensors, which a model of its kind needs."),
        (lose_config, "mine is no model folder: it has no config.json."),
        (config_is_a_folder, "mine is no model folder: it has no config.json."),
    ],
)
def test_a_damaged_folder_is_told_in_a_line(lines, by_hand, pair, damage, sentence):
    import_pair(*pair, "peters")
    damage(by_hand)
    table = lines()
    assert len(table) == 5
    assert table[2].startswith("mine ")
    assert table[3].startswith("peters ")
    assert sentence in table[4]
    assert json.loads("\n".join(lines("--json")))[0]["fault"] == table[4]


def test_what_is_on_its_way_is_not_listed(lines, by_hand, home):
    by_hand.rename(home / ".mine.part")
    (home / "stray.txt").write_text("")
    assert lines() == [f"No models are installed; {home} is where your own would be."]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_read(lines, by_hand):
    by_hand.chmod(0)
    try:
        assert "Permission denied" in lines()[-1]
    finally:
        by_hand.chmod(0o700)
