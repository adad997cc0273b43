"""A published pair or a model folder taken into the user's models, looked after, and removed."""

import json
import os
import shutil
import sys

import h5py
import numpy as np
import pytest

from elmo_explorer import BiLM
from elmo_explorer.checksum import sha256
from elmo_explorer.cli import run
from elmo_explorer.model_menu import model_choices
from elmo_explorer.model_origin import read_origin
from elmo_explorer.model_store import check_model, import_folder, import_pair, locked, remove_model
from elmo_explorer.paths import model_folders


@pytest.fixture
def trained(pair, tmp_path):
    """A model folder as training leaves it, by name "mine"."""
    folder = tmp_path / "run" / "model"
    BiLM.load(options=pair[0], weights=pair[1], device="cpu").save(folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"name": "mine", "forward_perplexity": 99.5}))
    (folder / "curve.csv").write_text("step,loss\n")
    return folder


def visible(home):
    return sorted(path.name for path in home.iterdir())


def test_a_pair_is_kept_byte_for_byte(pair, home, same_vectors):
    folder = import_pair(*pair, "peters", ["en"])
    assert same_vectors("peters")
    assert (folder / "options.json").read_bytes() == pair[0].read_bytes()
    assert (folder / "weights.hdf5").read_bytes() == pair[1].read_bytes()
    assert read_origin(folder).sha256 == {"options.json": sha256(pair[0]), "weights.hdf5": sha256(pair[1])}
    assert visible(home) == ["peters"]


def test_an_imported_pair_is_a_model_like_any_other(pair):
    import_pair(*pair, "peters", ["de", "en"])
    bilm = BiLM.load("peters", device="cpu")
    assert (bilm.name, bilm.languages) == ("peters", ("de", "en"))
    assert bilm.output_layer is None
    assert "A published pair holds no output layer" in " ".join(bilm.card.split())


@pytest.mark.parametrize("kind", ["f2", ">f8"])
def test_other_precisions_give_the_numbers_they_gave(pair, tmp_path, kind):
    options, weights = (shutil.copy(path, tmp_path) for path in pair)
    with h5py.File(weights, "r+") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
        for name in names:
            values = file[name][...].astype(kind)
            del file[name]
            file[name] = values
    before = BiLM.load(options=options, weights=weights, device="cpu").embed([["bank"]])[0]
    import_pair(tmp_path / "options.json", tmp_path / "weights.hdf5", "half")
    np.testing.assert_array_equal(BiLM.load("half", device="cpu").embed([["bank"]])[0], before)


def test_a_trained_folder_is_taken_with_its_facts(trained, home, same_vectors):
    folder = import_folder(trained)
    assert folder == home / "mine"
    assert same_vectors("mine")
    assert BiLM.load("mine", device="cpu").facts.forward_perplexity == 99.5
    assert visible(folder) == [
        "MODEL_CARD.md",
        "config.json",
        "curve.csv",
        "model.safetensors",
        "origin.json",
    ]
    assert check_model("mine").kind == "imported"


def test_a_folder_may_be_given_another_name(trained):
    import_folder(trained, "other", ["zh"])
    bilm = BiLM.load("other", device="cpu")
    assert (bilm.name, bilm.languages) == ("other", ("zh",))


def test_a_folder_with_a_pair_is_taken_as_a_pair(pair, same_vectors):
    import_folder(pair[0].parent, "peters")
    assert same_vectors("peters")
    import_folder(pair[0].parent.parent / pair[0].parent.name, "again")
    assert import_folder(import_folder(pair[0].parent, "third"), "fourth").name == "fourth"
    assert same_vectors("fourth")


def test_the_window_offers_it_at_once(pair):
    before = {choice[0] for choice in model_choices()}
    import_pair(*pair, "peters")
    assert {choice[0] for choice in model_choices()} == {*before, "peters"}


def test_what_is_on_its_way_is_no_model(pair, home):
    import_pair(*pair, "peters").rename(home / ".peters.part")
    assert model_folders(home) == []


def test_the_commands(pair, home, capsys, same_vectors):
    options, weights = map(str, pair)
    assert run(["models", "import", options, weights, "--name", "peters", "--language", "en"]) == 0
    assert "It opens with --model peters." in capsys.readouterr().out
    assert same_vectors("peters")
    assert run(["models", "import", options, weights, "--name", "peters"]) == 1
    assert "There is a model peters in" in capsys.readouterr().err
    assert run(["models", "import", options, weights, "--name", "peters", "--replace"]) == 0
    assert run(["models", "check", "peters"]) == 0
    assert "peters: every tensor loads, as it came." in capsys.readouterr().out
    assert run(["models", "remove", "peters", "--yes"]) == 0
    assert visible(home) == []


def test_removing_asks(pair, home, monkeypatch, capsys):
    import_pair(*pair, "peters")
    with open(os.devnull) as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        assert run(["models", "remove", "peters"]) == 1
    assert "would be removed for good: say so with --yes." in capsys.readouterr().err
    reading, writing = os.openpty()
    with open(writing) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        for answer, there in (("n", ["peters"]), ("", ["peters"]), ("y", [])):
            os.write(reading, f"{answer}\n".encode())
            assert run(["models", "remove", "peters"]) == 0
            assert visible(home) == there
    os.close(reading)


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a/b", "-x", "ä", "a b", "x" * 65, "end.", "a\n"])
def test_a_name_is_a_plain_word(pair, home, name):
    with pytest.raises(ValueError, match=r"A model's name is made of"):
        import_pair(*pair, name)
    assert not home.exists()


@pytest.mark.parametrize("name", ["en", "EN"])
def test_bundled_models_stay(pair, name):
    with pytest.raises(ValueError, match="is the name of a bundled model"):
        import_pair(*pair, name, replace=True)
    with pytest.raises(ValueError, match=r"only your own can be removed|There is no model 'EN'"):
        remove_model(name)


@pytest.mark.parametrize("language", ["", "English", "e", "en us"])
def test_a_language_is_a_tag(pair, language):
    with pytest.raises(ValueError, match="A language is given by its tag"):
        import_pair(*pair, "peters", [language])


def test_names_that_differ_in_case_are_one(pair):
    import_pair(*pair, "Peters")
    with pytest.raises(ValueError, match="There is a model Peters in"):
        import_pair(*pair, "peters")


def test_what_is_no_model_is_not_replaced(pair, home):
    (home / "notes").mkdir(parents=True)
    (home / "notes" / "thesis.txt").write_text("years of work")
    with pytest.raises(ValueError, match="is no model folder, so it is not replaced"):
        import_pair(*pair, "notes", replace=True)
    assert (home / "notes" / "thesis.txt").exists()


def test_a_link_is_not_followed_when_removing(trained, home):
    home.mkdir(parents=True)
    (home / "linked").symlink_to(trained)
    with pytest.raises(ValueError, match="is no model folder, so it is not replaced"):
        import_folder(trained, "linked", replace=True)
    remove_model("linked")
    assert visible(home) == []
    assert (trained / "config.json").exists()


@pytest.mark.parametrize("name", ["../run", "/", "", ".", "nobody", ".nobody.lock"])
def test_only_models_are_removed(trained, home, name):
    with pytest.raises(ValueError, match="There is no model"):
        remove_model(name)


def test_a_damaged_pair_leaves_nothing(pair, home, tmp_path):
    cut = tmp_path / "weights.hdf5"
    cut.write_bytes(pair[1].read_bytes()[:100_000])
    with pytest.raises(ValueError, match="is no whole HDF5 file"):
        import_pair(pair[0], cut, "peters")
    assert not home.exists()


def test_a_failing_copy_leaves_nothing_and_the_old_one(pair, home, monkeypatch, same_vectors):
    import_pair(*pair, "peters")
    monkeypatch.setattr("elmo_explorer.model_store.describe_pair", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_pair(*pair, "peters", replace=True)
    assert same_vectors("peters")
    assert visible(home) == ["peters"]


def test_what_a_killed_process_left_is_no_hindrance(pair, home, same_vectors):
    (home / ".peters.part").mkdir(parents=True)
    (home / ".peters.part" / "weights.hdf5").write_bytes(b"half")
    import_pair(*pair, "peters")
    assert same_vectors("peters")


def test_what_killed_processes_left_goes_and_what_is_under_way_stays(pair, home, same_vectors):
    import_pair(*pair, "kept")
    (home / "kept").rename(home / ".kept.old")  # killed between the two renamings of a replacement
    for left in (".gone.part", ".gone.removed", ".busy.part", ".elmo.download"):
        (home / left).mkdir()
    with locked("busy"):
        import_pair(*pair, "peters")
    assert visible(home) == [".busy.part", ".elmo.download", "kept", "peters"]
    assert same_vectors("kept")


def test_a_full_disk_is_told_before(pair, home, monkeypatch):
    monkeypatch.setattr("elmo_explorer.disk_space.MARGIN", 1 << 60)
    with pytest.raises(ValueError, match="make room first"):
        import_pair(*pair, "peters")
    assert visible(home) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["{options}"],
            "is no folder: models import takes OPTIONS.json and WEIGHTS.hdf5, or one model folder.",
        ),
        (["a", "b", "c"], "models import takes OPTIONS.json and WEIGHTS.hdf5, or one model folder."),
        (["no.json", "{weights}", "--name", "x"], "no.json cannot be read: No such file or directory."),
        (["{options}", "no.hdf5", "--name", "x"], "There is no weights file at no.hdf5."),
        (["{weights}", "{options}", "--name", "x"], "weights.hdf5 is not a JSON file"),
        (["{run}"], "it has no config.json; its folder model has one: import that."),
        (["{options}", "{weights}", "--name", "x y"], "Give one with --name."),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(trained, pair, capsys, arguments, sentence):
    known = {"options": pair[0], "weights": pair[1], "run": trained.parent}
    assert run(["models", "import", *(argument.format(**known) for argument in arguments)]) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_checking_finds_what_has_changed(pair, home, capsys):
    folder = import_pair(*pair, "peters")
    with h5py.File(folder / "weights.hdf5", "r+") as file:
        file["char_embed"][0, 0] = 0.5
    assert BiLM.load("peters", device="cpu")  # every number has its place, so the load finds nothing
    assert run(["models", "check", "peters"]) == 1
    told = capsys.readouterr().err
    assert "weights.hdf5 is not as it came: its SHA-256 should be" in told
    assert "import peters again with --replace." in told
    (folder / "options.json").unlink()
    assert run(["models", "check", "peters"]) == 1
    assert "options.json is gone" in capsys.readouterr().err
    assert run(["models", "check", "nobody"]) == 1
    assert "There is no model 'nobody'" in capsys.readouterr().err
