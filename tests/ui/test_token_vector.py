import numpy as np

from elmo_explorer.session.session import Mix
from elmo_explorer.ui.token_vector import token_vector

LAYERS = np.array([[1.0, 3.0], [2.0, 6.0]], np.float32)


def test_a_layer_is_taken_as_it_is_and_a_mix_is_weighed():
    mix = Mix((0.25, 0.75), gamma=2.0)
    assert token_vector(LAYERS, mix, 1).tolist() == [2.0, 6.0]
    np.testing.assert_allclose(token_vector(LAYERS, mix, None), [3.5, 10.5])


def test_layer_normalisation_comes_before_the_weights():
    mix = Mix((0.25, 0.75), layer_norm=True)
    np.testing.assert_allclose(token_vector(LAYERS, mix, None), [-1.0, 1.0], atol=1e-6)
