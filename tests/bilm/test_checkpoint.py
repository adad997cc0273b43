"""Our model folder: what is saved is loaded again, and what is broken is refused with its name."""

import json
import struct

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from elmo_explorer import BiLM
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.checkpoint import read_model, write_model
from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.output_layer import OutputLayer

OPTIONS = ModelOptions(
    filters=((1, 4), (2, 5)),
    projection_dim=6,
    cell_dim=10,
    n_layers=2,
    character_dim=3,
    cell_clip=3.0,
    proj_clip=3.0,
)
VOCABULARY = ("<UNK>", "the", "a\rb", "c\u2028d", "潮水")
SENTENCES = [["The", "bank", "潮水"], ["x"]]
WEIGHT = "network.forward_layers.1.input_weight"


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(0)
    write_model(
        tmp_path / "tiny",
        OPTIONS,
        BiLMNetwork(OPTIONS),
        ModelFacts("tiny", ("en", "zh"), 1234, 56.7, 89.0),
        OutputLayer(5, 6),
        VOCABULARY,
        "# tiny\n\nA card.\n",
        dtype=torch.float32,
    )
    return tmp_path / "tiny"


def refused(folder):
    with pytest.raises(ModelFileError) as caught:
        BiLM.load(folder, device="cpu")
    assert "\n" not in str(caught.value)
    return caught.value


def change(folder, edit):
    tensors = load_file(folder / "model.safetensors")
    edit(tensors)
    save_file(tensors, folder / "model.safetensors")


def test_a_saved_model_is_the_same_when_loaded(folder, tmp_path):
    bilm = BiLM.load(folder, device="cpu")
    bilm.save(tmp_path / "again")
    again = BiLM.load(tmp_path / "again", device="cpu")
    for one, other in zip(bilm.embed(SENTENCES), again.embed(SENTENCES), strict=True):
        np.testing.assert_array_equal(one, other)
    assert again.facts == bilm.facts == ModelFacts("tiny", ("en", "zh"), 1234, 56.7, 89.0)
    assert again.vocabulary == VOCABULARY
    assert again.options == OPTIONS
    for name in ("MODEL_CARD.md", "vocab.txt", "config.json"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()
    torch.testing.assert_close(again.output_layer.weight, bilm.output_layer.weight, rtol=0, atol=0)


def test_half_precision_halves_the_file(folder, tmp_path):
    bilm = BiLM.load(folder, device="cpu")
    bilm.save(tmp_path / "half", dtype=torch.float16)
    sizes = [(path / "model.safetensors").stat().st_size for path in (folder, tmp_path / "half")]
    assert sizes[1] < 0.75 * sizes[0]
    half = BiLM.load(tmp_path / "half", device="cpu")
    assert half.network.char_encoder.embedding.dtype == torch.float32
    np.testing.assert_allclose(half.embed(SENTENCES)[0], bilm.embed(SENTENCES)[0], atol=5e-3)


def test_an_output_layer_in_bytes_is_off_by_half_a_step_of_its_row_at_most(folder, tmp_path):
    stored = read_model(folder)
    with torch.no_grad():
        stored.output_layer.weight[0] *= 1000
        stored.output_layer.weight[1] = 0
    write_model(
        tmp_path / "bytes",
        OPTIONS,
        stored.network,
        stored.facts,
        stored.output_layer,
        stored.vocabulary,
        dtype=torch.float32,
        int8_output=True,
    )
    assert load_file(tmp_path / "bytes" / "model.safetensors")["output_layer.weight"].dtype == torch.int8
    again = read_model(tmp_path / "bytes")
    weight = stored.output_layer.weight
    error = (again.output_layer.weight - weight).abs().amax(dim=1)
    assert bool((error <= weight.abs().amax(dim=1) / 254 * 1.001).all())
    assert torch.equal(again.output_layer.bias, stored.output_layer.bias)
    assert torch.equal(
        again.network.state_dict()[WEIGHT.removeprefix("network.")],
        stored.network.state_dict()[WEIGHT.removeprefix("network.")],
    )


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            lambda t: t.update({"output_layer.weight_scales": torch.ones(4)}),
            "F32 numbers of shape (5,), found F32 of shape (4,)",
        ),
        (lambda t: t.pop("output_layer.weight_scales"), "found type I8"),
        (lambda t: t.update({"output_layer.weight": torch.ones(5, 6)}), "should be int8 numbers"),
    ],
)
def test_bytes_without_their_scales_are_refused(folder, edit, sentence):
    stored = read_model(folder)
    write_model(
        folder,
        OPTIONS,
        stored.network,
        stored.facts,
        stored.output_layer,
        stored.vocabulary,
        int8_output=True,
    )
    change(folder, edit)
    assert sentence in str(refused(folder))


def test_a_published_model_survives_our_folder(tmp_path):
    import numpy_bilm

    options, weights = numpy_bilm.write(tmp_path / "p", *numpy_bilm.random_model(8))
    bilm = BiLM.load(options=options, weights=weights, device="cpu")
    bilm.save(tmp_path / "ours")
    np.testing.assert_allclose(
        BiLM.load(tmp_path / "ours", device="cpu").embed(SENTENCES)[0], bilm.embed(SENTENCES)[0], atol=1e-6
    )


def test_saving_replaces_a_model_whole(folder):
    bilm = BiLM.load(folder, device="cpu")
    (folder / "stale.txt").write_text("old")
    bilm.save(folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "MODEL_CARD.md",
        "config.json",
        "model.safetensors",
        "vocab.txt",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]


def test_saving_never_replaces_other_files(folder, tmp_path):
    other = tmp_path / "photographs"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(ValueError, match="is no model folder, so it is not replaced"):
        BiLM.load(folder, device="cpu").save(other)
    assert (other / "cat.jpg").read_bytes() == b"cat"


def test_numbers_that_do_not_fit_into_half_precision_are_not_saved(folder):
    bilm = BiLM.load(folder, device="cpu")
    bilm.network.char_encoder.embedding[0, 0] = 1e6
    before = (folder / "model.safetensors").read_bytes()
    with pytest.raises(
        ValueError, match=r"char_encoder.embedding cannot be saved as float16: .* 1e\+06.* 65504"
    ):
        bilm.save(folder, dtype=torch.float16)
    assert (folder / "model.safetensors").read_bytes() == before


@pytest.mark.parametrize("words", [VOCABULARY[:4], (*VOCABULARY[:4], "two\nlines")])
def test_a_vocabulary_that_does_not_fit_is_not_saved(tmp_path, words):
    with pytest.raises(ValueError, match="should hold 5 words without line ends"):
        write_model(tmp_path / "x", OPTIONS, BiLMNetwork(OPTIONS), ModelFacts("x"), OutputLayer(5, 6), words)
    assert not (tmp_path / "x").exists()


def test_reading_reports_bytes_and_may_be_stopped(folder):
    told = []
    read_model(folder, lambda *report: told.append(report))
    assert told[0][0].startswith("network.char_encoder")
    done = [done for _, done, _ in told]
    assert done == sorted(done)
    assert done[-1] <= told[-1][2] == (folder / "model.safetensors").stat().st_size


def test_wrong_shape(folder):
    change(folder, lambda tensors: tensors.update({WEIGHT: torch.zeros(20, 6)}))
    error = refused(folder)
    assert str(error) == f"model.safetensors: {WEIGHT} should be (40, 6), found (20, 6)."
    assert (error.tensor, error.expected, error.found) == (WEIGHT, (40, 6), (20, 6))


def test_missing_tensor(folder):
    change(folder, lambda tensors: tensors.pop(WEIGHT))
    assert f"{WEIGHT} should be a tensor of shape (40, 6), found nothing" in str(refused(folder))


def test_a_tensor_too_many(folder):
    change(folder, lambda tensors: tensors.update({"network.forward_layers.2.bias": torch.zeros(40)}))
    assert "has the tensor network.forward_layers.2.bias, which config.json does not describe" in str(
        refused(folder)
    )


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none(folder, bad):
    change(folder, lambda tensors: tensors[WEIGHT].view(-1).__setitem__(7, bad))
    assert f"{WEIGHT} should be finite numbers, found NaN or infinity" in str(refused(folder))


def test_other_kinds_of_numbers(folder):
    change(folder, lambda tensors: tensors.update({WEIGHT: torch.zeros(40, 6, dtype=torch.int64)}))
    assert f"{WEIGHT} should be F16, BF16 or F32 numbers, found type I64" in str(refused(folder))


def test_cut_short_anywhere(folder):
    path = folder / "model.safetensors"
    content = path.read_bytes()
    for size in (0, 4, 8, 100, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:size])
        assert "model.safetensors" in str(refused(folder))


def test_cut_short_names_the_tensor(folder):
    path = folder / "model.safetensors"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    error = refused(folder)
    assert error.tensor in load_names(content)
    assert (
        f"{error.tensor} should be whole, up to byte {len(content):,}, found a file of {len(content) - 1:,} bytes"
        in str(error)
    )


def load_names(content):
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length])


@pytest.mark.parametrize(
    "content",
    [
        struct.pack("<Q", 1 << 62) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 3) + b"{}}",
        struct.pack("<Q", 40) + b'{"a":{"dtype":"F32","shape":[9999999999]}}'[:40],
        b"\x80\x04cposix\nsystem\n(S'true'\ntR.",
        b"PK\x03\x04" + bytes(100),
    ],
)
def test_what_is_no_safetensors_file(folder, content):
    (folder / "model.safetensors").write_bytes(content)
    assert "model.safetensors" in str(refused(folder))


def test_a_pickle_is_never_read(folder):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was read",))

    torch.save({"x": Trap()}, folder / "model.safetensors")
    torch.save({"x": Trap()}, folder / "pytorch_model.bin")
    assert "safetensors" in str(refused(folder))


def test_absurd_sizes_take_no_memory(folder):
    edit_config(folder, lambda c: c["options"].update(cell_dim=60000, projection_dim=8192, n_layers=24))
    assert "describes a network of" in str(refused(folder))


def test_vocabulary_of_another_size(folder):
    (folder / "vocab.txt").write_text("<UNK>\nthe\n", encoding="utf-8")
    assert "output_layer.weight should be (2, 6), found (5, 6)" in str(refused(folder))


def test_missing_files(folder):
    (folder / "vocab.txt").unlink()
    assert "no vocab.txt" in str(refused(folder))
    (folder / "model.safetensors").unlink()
    assert "has no model.safetensors" in str(refused(folder))
    (folder / "config.json").unlink()
    assert "is no model folder: it has no config.json" in str(refused(folder))


def edit_config(folder, edit):
    config = json.loads((folder / "config.json").read_text())
    edit(config)
    (folder / "config.json").write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 99}, "should have format 1, found 99"),
        ({"name": 5}, "name should be the model's name, found 5"),
        ({"languages": "en"}, "languages should be a list"),
        ({"tokens_seen": "many"}, "tokens_seen should be a number"),
        ({"forward_perplexity": float("nan")}, "forward_perplexity should be a number"),
        ({"options": None}, "has no options"),
        ({"options": {}}, "config.json"),
        ({"options": {"filters": 3}}, "config.json"),
        (
            {"options": {"filters": [[1e999, 8]], "projection_dim": 8, "cell_dim": 8, "n_layers": 1}},
            "cannot convert float infinity to integer",
        ),
    ],
)
def test_a_config_without_sense(folder, change, sentence):
    edit_config(folder, lambda config: config.update(change))
    assert sentence in str(refused(folder))


def test_an_unknown_name_lists_the_models_there_are():
    with pytest.raises(ValueError, match="There is no model 'klingon': give a folder or one of"):
        BiLM.load("klingon")
