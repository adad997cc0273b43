import numpy as np
import pytest

from elmo_explorer.analysis.mix_triangle import TriangleLattice


def lattice(n=24):
    return np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n


def test_the_lattice_has_325_mixes():
    assert len(lattice()) == 325


def test_a_linear_function_is_read_exactly_everywhere():
    s = lattice()
    slope = np.array([0.2, -0.7, 0.4])
    anywhere = np.random.default_rng(0).dirichlet(np.ones(3), 2000)
    assert np.allclose(TriangleLattice(s, s @ slope).at(anywhere), anywhere @ slope)


@pytest.mark.parametrize("n", [1, 2, 24])
def test_the_values_themselves_come_back_in_any_order(n):
    rng = np.random.default_rng(1)
    s = rng.permutation(lattice(n))
    values = rng.normal(size=len(s))
    assert np.allclose(TriangleLattice(s, values).at(s), values)


def test_outside_is_clipped_to_the_triangle():
    s = lattice(4)
    assert TriangleLattice(s, s[:, 0]).at([[1.4, -0.2, -0.2]]) == pytest.approx([1.0])


def test_mixes_of_single_precision_are_accepted():
    s = lattice().astype(np.float32)
    assert TriangleLattice(s, s[:, 1]).at([0.2, 0.3, 0.5]) == pytest.approx(0.3, abs=1e-6)


def test_what_is_no_lattice_is_refused():
    with pytest.raises(ValueError, match=r"\(n \+ 1\)"):
        TriangleLattice(np.ones((5, 3)) / 3, np.ones(5))
    with pytest.raises(ValueError, match="lattice of 24 steps"):
        TriangleLattice(np.full((325, 3), 1 / 3), np.ones(325))
