"""The published pair: what is written is read again, and what is broken is refused with its name."""

import json

import h5py
import numpy as np
import numpy_bilm
import pytest

from elmo_explorer import BiLM
from elmo_explorer.bilm.errors import ModelFileError

W_0 = "RNN_1/RNN/MultiRNNCell/Cell1/LSTMCell/W_0"


@pytest.fixture
def pair(tmp_path):
    return numpy_bilm.write(tmp_path / "model", *numpy_bilm.random_model(6, cell_clip=3.0, proj_clip=3.0))


def load(pair):
    return BiLM.load(options=pair[0], weights=pair[1], device="cpu")


def refused(pair):
    with pytest.raises(ModelFileError) as caught:
        load(pair)
    assert "\n" not in str(caught.value)
    return caught.value


def test_written_tensors_are_those_that_were_read(pair, tmp_path):
    load(pair).save_published(tmp_path / "options.json", tmp_path / "weights.hdf5")
    before, after = (
        numpy_bilm.read(*pair),
        numpy_bilm.read(tmp_path / "options.json", tmp_path / "weights.hdf5"),
    )
    assert before[1].keys() == after[1].keys()
    for name, tensor in before[1].items():
        np.testing.assert_array_equal(after[1][name], tensor, err_msg=name)
    assert after[0]["lstm"] == before[0]["lstm"]
    assert after[0]["char_cnn"] == before[0]["char_cnn"]


def test_training_and_prediction_count_characters_differently(pair):
    expected = load(pair).embed([["bank"]])[0]
    options = json.loads(pair[0].read_text())
    options["char_cnn"]["n_characters"] = 261
    pair[0].write_text(json.dumps(options))
    np.testing.assert_array_equal(load(pair).embed([["bank"]])[0], expected)


def test_half_and_double_precision_are_read(pair):
    expected = load(pair).embed([["bank"]])[0]
    for kind in ("f2", ">f8"):
        with h5py.File(pair[1], "r+") as file:
            for name in _names(file):
                values = file[name][...].astype(kind)
                del file[name]
                file[name] = values
        np.testing.assert_allclose(load(pair).embed([["bank"]])[0], expected, atol=2e-2)


def test_a_folder_with_one_pair_is_a_model(pair):
    np.testing.assert_array_equal(
        BiLM.load(pair[0].parent, device="cpu").embed([["a"]])[0], load(pair).embed([["a"]])[0]
    )


def test_wrong_shape(pair):
    with h5py.File(pair[1], "r+") as file:
        del file[W_0]
        file[W_0] = np.zeros((14, 24), np.float32)
    error = refused(pair)
    assert f"weights.hdf5: {W_0} should be (14, 48), found (14, 24)." in str(error)
    assert (error.tensor, error.expected, error.found) == (W_0, (14, 48), (14, 24))
    assert error.details == f"{W_0}\nexpected (14, 48), found (14, 24)"


def test_missing_tensor(pair):
    with h5py.File(pair[1], "r+") as file:
        del file[W_0]
    assert f"{W_0} should be a tensor of shape (14, 48), found nothing" in str(refused(pair))


def test_missing_group(pair):
    with h5py.File(pair[1], "r+") as file:
        del file["RNN_1"]
    assert "RNN_1/RNN/MultiRNNCell/Cell0/LSTMCell/W_0 should be" in str(refused(pair))


def test_a_group_where_a_tensor_should_be_and_the_other_way_round(pair):
    with h5py.File(pair[1], "r+") as file:
        del file["CNN_proj"]
        file["CNN_proj"] = np.zeros(3, np.float32)
    assert "CNN_proj/W_proj should be" in str(refused(pair))
    with h5py.File(pair[1], "r+") as file:
        del file["CNN_proj"], file["char_embed"]
        file.create_group("char_embed")
    assert "char_embed should be a tensor of shape (261, 4), found a group" in str(refused(pair))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none(pair, bad):
    with h5py.File(pair[1], "r+") as file:
        file[W_0][3, 5] = bad
    assert f"{W_0} should be finite numbers, found NaN or infinity" in str(refused(pair))


def test_numbers_too_large_for_float32(pair):
    with h5py.File(pair[1], "r+") as file:
        values = file["char_embed"][...].astype("f8")
        values[0, 0] = 1e200
        del file["char_embed"]
        file["char_embed"] = values
    assert "char_embed should be finite numbers" in str(refused(pair))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_cut_short(pair, share):
    content = pair[1].read_bytes()
    pair[1].write_bytes(content[: int(share * len(content))])
    assert "weights.hdf5 is no whole HDF5 file" in str(refused(pair))


def test_damage_inside_is_told_in_a_sentence(pair):
    content = pair[1].read_bytes()
    for place in (b"HEAP", b"TREE", b"SNOD"):  # signatures of HDF5's own tables
        at = content.index(place)
        pair[1].write_bytes(content[:at] + b"XXXX" + content[at + 4 :])
        assert "weights.hdf5 is damaged: " in str(refused(pair))


def test_no_hdf5_at_all(pair):
    pair[1].write_bytes(b"\x80\x04cposix\nsystem\n" * 100)
    assert "is no whole HDF5 file" in str(refused(pair))


def test_links_to_elsewhere_are_not_followed(pair, tmp_path):
    with h5py.File(tmp_path / "other.hdf5", "w") as file:
        file["x"] = np.zeros((14, 48), np.float32)
    for link in (h5py.ExternalLink(str(tmp_path / "other.hdf5"), "x"), h5py.SoftLink("/char_embed")):
        with h5py.File(pair[1], "r+") as file:
            del file[W_0]
            file[W_0] = link
        assert f"{W_0} should be numbers inside this file, found a link to another place" in str(
            refused(pair)
        )


def test_a_linked_group_is_not_followed(pair, tmp_path):
    with h5py.File(pair[1], "r+") as file:
        file.move("RNN_1", "kept")
        file["RNN_1"] = h5py.SoftLink("/kept")
    assert "found a link to another place" in str(refused(pair))


def test_numbers_in_another_file_are_not_read(pair, tmp_path):
    (tmp_path / "raw").write_bytes(bytes(261 * 4 * 4))
    with h5py.File(pair[1], "r+") as file:
        del file["char_embed"]
        file.create_dataset("char_embed", (261, 4), "f4", external=[(str(tmp_path / "raw"), 0, 261 * 4 * 4)])
    assert "found a reference to another file" in str(refused(pair))


def test_virtual_data_sets_are_not_read(pair, tmp_path):
    layout = h5py.VirtualLayout((261, 4), "f4")
    layout[:] = h5py.VirtualSource(str(tmp_path / "other.hdf5"), "x", shape=(261, 4))
    with h5py.File(pair[1], "r+", libver="latest") as file:
        del file["char_embed"]
        file.create_virtual_dataset("char_embed", layout)
    assert "found a reference to another file" in str(refused(pair))


@pytest.mark.parametrize("kind", [h5py.string_dtype(), h5py.ref_dtype, np.dtype("i4"), np.dtype("c8")])
def test_other_things_than_floats(pair, kind):
    with h5py.File(pair[1], "r+") as file:
        del file["char_embed"]
        file.create_dataset("char_embed", (261, 4), kind)
    assert "char_embed should be floating-point numbers, found type" in str(refused(pair))


def test_a_size_that_is_only_claimed(pair):
    with h5py.File(pair[1], "r+") as file:
        del file["char_embed"]
        file.create_dataset("char_embed", (261, 4), "f4", chunks=(64, 4))
    assert "char_embed should be 4,176 bytes, found 0 bytes" in str(refused(pair))


def test_absurd_sizes_take_no_memory(pair):
    options = json.loads(pair[0].read_text())
    options["lstm"].update(dim=60000, projection_dim=8192, n_layers=24)
    pair[0].write_text(json.dumps(options))
    assert "describes a network of" in str(refused(pair))


def test_more_layers_than_the_options_say(pair):
    options = json.loads(pair[0].read_text())
    options["lstm"]["n_layers"] = 1
    pair[0].write_text(json.dumps(options))
    assert "has RNN_0/RNN/MultiRNNCell/Cell1, which options.json does not describe" in str(refused(pair))


def test_other_data_may_stand_beside_the_network(pair):
    expected = load(pair).embed([["a"]])[0]
    with h5py.File(pair[1], "r+") as file:
        file["global_step"] = 7
        file["softmax/W"] = np.zeros((5, 7), np.float32)
    np.testing.assert_array_equal(load(pair).embed([["a"]])[0], expected)


@pytest.mark.parametrize(
    ("section", "change", "sentence"),
    [
        ("lstm", {"n_layers": 0}, "n_layers must be a whole number from 1"),
        ("lstm", {"dim": "many"}, "cell_dim must be a whole number"),
        ("lstm", {"cell_clip": -1}, "cell_clip must be a positive number or absent"),
        ("lstm", {"cell_clip": [1]}, "options.json"),
        ("char_cnn", {"filters": [[1e999, 8]]}, "filters must be a list"),
        ("char_cnn", {"n_characters": 300}, "n_characters must be 261"),
        ("char_cnn", {"activation": "gelu"}, "activation must be relu or tanh"),
        ("char_cnn", {"filters": []}, "filters must name at least one"),
        ("char_cnn", {"filters": [[1]]}, "filters must be a list of"),
        ("char_cnn", {"filters": [[60, 5]]}, "filters must be pairs of a width from 1 to 50"),
        ("char_cnn", {"embedding": None}, "no section 'embedding'"),
        ("char_cnn", {"n_highway": 99}, "n_highway must be a whole number from 0 to 16"),
    ],
)
def test_options_without_sense(pair, section, change, sentence):
    options = json.loads(pair[0].read_text())
    options[section].update(change)
    pair[0].write_text(json.dumps(options))
    assert sentence in str(refused(pair))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a JSON file"),
        (b"[1]", "should hold one JSON object, found a list"),
        (b"[" * 100_000, "is not a JSON file"),
        (b"\xff\xfe", "is not a JSON file"),
        (b"{}", "no section 'lstm'"),
        (b" " * 2_000_000, "found 2,000,000 bytes"),
    ],
)
def test_options_that_are_none(pair, content, sentence):
    pair[0].write_bytes(content)
    assert sentence in str(refused(pair))


def test_missing_files(pair, tmp_path):
    assert "No such file" in str(refused((tmp_path / "no.json", pair[1])))
    assert "There is no weights file" in str(refused((pair[0], tmp_path / "no.hdf5")))


def test_a_pair_is_both_files(pair):
    for arguments in ({"options": pair[0]}, {"weights": pair[1]}, {}):
        with pytest.raises(ValueError, match="needs either a model's name or folder, or both"):
            BiLM.load(**arguments)
    with pytest.raises(ValueError, match="needs either"):
        BiLM.load("en", options=pair[0], weights=pair[1])


def _names(file):
    names = []
    file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
    return names
