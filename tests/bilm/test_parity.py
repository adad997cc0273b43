"""The network against the published golden values and against the equations in plain NumPy."""

import json

import h5py
import numpy as np
import numpy_bilm
import pytest

from elmo_explorer import BiLM

ODD_SENTENCES = [
    ["The", "bank", "of", "the", "river"],
    ["One"],
    ["a" * 48, "b" * 49, "c" * 200, "end"],
    ["潮水", "退了", "就", "知道", "谁", "没穿", "裤子"],
    ["😀", "𝔹", "🏳️‍🌈" * 6, "x"],
    ["", "<S>", "</S>"],
    ["word"] * 23,
]


def published(tmp_path, seed, **shape):
    options, weights = numpy_bilm.random_model(seed, **shape)
    return (
        options,
        weights,
        BiLM.load(
            **dict(zip(("options", "weights"), numpy_bilm.write(tmp_path, options, weights), strict=True)),
            device="cpu",
        ),
    )


def assert_same(found, expected):
    """Up to float32's rounding, in units of the largest number."""
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-6 * max(1.0, np.abs(expected).max())


def test_golden_values_of_the_published_model(published_fixture):
    bilm = BiLM.load(
        options=published_fixture / "options.json",
        weights=published_fixture / "lm_weights.hdf5",
        device="cpu",
    )
    documents = json.loads((published_fixture / "lm_embeddings_sentences.json").read_text())
    half = bilm.dim // 2
    worst = 0.0
    files = [h5py.File(published_fixture / f"lm_embeddings_{k}.hdf5") for k in range(3)]
    for i in range(10):
        batch = [
            document[i].split() if isinstance(document[i], str) else document[i] for document in documents
        ]
        for layers, file in zip(bilm.embed(batch, batch_size=3, stateful=True), files, strict=True):
            golden = file[str(i)][...]
            worst = max(worst, np.abs(layers[-1, :, :half] - golden[0]).max())
            worst = max(worst, np.abs(layers[-1, :, half:] - golden[1]).max())
    for file in files:
        file.close()
    print(f"largest difference from the golden values: {worst:.2e}")
    assert worst <= 1e-6


@pytest.mark.parametrize("skip", [True, False], ids=["skip", "no_skip"])
@pytest.mark.parametrize("n_layers", [1, 2, 3])
@pytest.mark.parametrize("clips", [(None, None), (0.3, 0.2)], ids=["no_clips", "clips"])
def test_every_layer_follows_the_equations(tmp_path, skip, n_layers, clips):
    seed = 100 * n_layers + skip + 7 * (clips[0] is not None)
    options, weights, bilm = published(
        tmp_path, seed, n_layers=n_layers, skip=skip, cell_clip=clips[0], proj_clip=clips[1]
    )
    for sentence, found in zip(ODD_SENTENCES, bilm.embed(ODD_SENTENCES), strict=True):
        expected = numpy_bilm.embed(sentence, options, weights)
        assert found.shape == (n_layers + 1, len(sentence), 14)
        assert_same(found, expected)


def test_the_clips_of_these_tests_bite(tmp_path):
    clipped = published(tmp_path / "a", 1, cell_clip=0.3, proj_clip=0.2)[2].embed(ODD_SENTENCES)
    free = published(tmp_path / "b", 1)[2].embed(ODD_SENTENCES)
    assert np.abs(clipped[0][1]).max() <= 0.2 < np.abs(free[0][1]).max()


@pytest.mark.parametrize("only", ["cell_clip", "proj_clip"])
def test_either_clip_may_be_absent(tmp_path, only):
    options, weights, bilm = published(tmp_path, 11, **{only: 0.25})
    expected = numpy_bilm.embed(ODD_SENTENCES[0], options, weights)
    assert_same(bilm.embed(ODD_SENTENCES[:1])[0], expected)


@pytest.mark.parametrize(
    "shape",
    [
        {"activation": "tanh"},
        {"n_highway": 0},
        {"n_highway": 3},
        {"filters": ((1, 3), (7, 9)), "char_dim": 6},
        {"filters": ((50, 5),)},
        {"projection": 15, "filters": ((1, 4), (2, 5), (3, 6))},
    ],
    ids=[
        "tanh",
        "no_highway",
        "three_highways",
        "wide",
        "as_wide_as_a_word",
        "filters_as_many_as_projection",
    ],
)
def test_every_shape_of_the_character_encoder(tmp_path, shape):
    options, weights = numpy_bilm.random_model(5, **shape)
    if shape.get("projection") == 15:  # bilm-tf has no projection where the numbers are equal
        del weights["CNN_proj/W_proj"], weights["CNN_proj/b_proj"]
    files = numpy_bilm.write(tmp_path, options, weights)
    bilm = BiLM.load(options=files[0], weights=files[1], device="cpu")
    for sentence, found in zip(ODD_SENTENCES, bilm.embed(ODD_SENTENCES), strict=True):
        assert_same(found, numpy_bilm.embed(sentence, options, weights))


def test_layer_0_is_the_word_vector_twice(tmp_path):
    layers = published(tmp_path, 3)[2].embed([["bank", "river", "bank"]])[0]
    np.testing.assert_array_equal(layers[0, :, :7], layers[0, :, 7:])
    np.testing.assert_array_equal(layers[0, 0], layers[0, 2])


def test_a_word_is_48_bytes_at_most(tmp_path):
    bilm = published(tmp_path, 3)[2]
    cut, whole, shorter = (bilm.embed([["x" * n]])[0] for n in (60, 48, 47))
    np.testing.assert_allclose(cut, whole, atol=1e-6)
    assert np.abs(whole - shorter).max() > 1e-3


def test_states_are_carried_as_bilm_tf_carries_them(tmp_path):
    options, weights, bilm = published(tmp_path, 4, n_layers=2, skip=True, cell_clip=2.0, proj_clip=1.0)
    random = np.random.default_rng(0)
    batches = [
        [["w" * int(n)] * int(m) for n, m in random.integers(1, 9, (size, 2))] for size in (3, 2, 3, 4)
    ]
    states = [numpy_bilm.zero_states(options) for _ in range(4)]
    for batch in batches:
        found = bilm.embed(batch, batch_size=4, stateful=True)
        for row, sentence in enumerate(batch):
            expected = numpy_bilm.embed(sentence, options, weights, states[row])
            assert_same(found[row], expected)


def test_one_stateful_call_cuts_the_same_batches(tmp_path):
    options, weights, bilm = published(tmp_path, 4)
    sentences = [["a"] * n for n in (3, 1, 4, 1, 5, 2, 6)]
    found = bilm.embed(sentences, batch_size=3, stateful=True)
    states = [numpy_bilm.zero_states(options) for _ in range(3)]
    for number, sentence in enumerate(sentences):
        expected = numpy_bilm.embed(sentence, options, weights, states[number % 3])
        assert_same(found[number], expected)
