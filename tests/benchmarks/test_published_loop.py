"""The loop that the benchmark compares with gives the same numbers."""

import numpy as np
import numpy_bilm
import pytest

from benchmarks.published_loop import PublishedLoop
from elmo_explorer import BiLM

SENTENCES = [["The", "bank", "of", "the", "river"], ["One"], ["潮水", "退了", "就"], [], ["x" * 60] * 7]


@pytest.mark.parametrize("clip", [None, 0.3])
@pytest.mark.parametrize("skip", [True, False])
def test_the_published_loop_gives_the_same_vectors(tmp_path, clip, skip):
    shape = {"n_layers": 3, "skip": skip, "cell_clip": clip, "proj_clip": clip, "n_highway": 2}
    options, weights = numpy_bilm.write(tmp_path, *numpy_bilm.random_model(5, **shape))
    bilm = BiLM.load(options=options, weights=weights, device="cpu")
    assert_same(bilm)


def test_the_published_loop_gives_the_bundled_models_vectors():
    assert_same(BiLM.load("zh", device="cpu"))


def assert_same(bilm):
    loop = PublishedLoop(bilm.network)
    for found, expected in zip(loop.embed(SENTENCES), bilm.embed(SENTENCES), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-5, rtol=0)
