import numpy as np
import pytest

from elmo_explorer.controllers.layout_start import LayoutStart
from elmo_explorer.controllers.projection_layout import LayoutPicture
from elmo_explorer.session.session import Mix, TokenRef, View
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.workers.layout_process import LayoutProcess

WAIT_MS = 60_000
N_TOKENS = 60


class NotingProcess(LayoutProcess):
    """Lays out like any other, and remembers at which paces."""

    def __init__(self, cache):
        super().__init__(cache)
        self.paces = []

    def refine(self, weights, layer_norm, pace):
        self.paces.append(pace)
        return super().refine(weights, layer_norm, pace)


@pytest.fixture
def process(tmp_path):
    made = NotingProcess(tmp_path / "numba")
    yield made
    made.close()


def start(method, n_tokens, afresh):
    random = np.random.default_rng(0)
    states = random.normal(size=(3, n_tokens, 8)).astype(np.float32)
    tokens = TokenColumns.of([TokenRef(1, index) for index in range(n_tokens)])
    xy = random.normal(size=(n_tokens, 2)).astype(np.float32)
    return LayoutStart(method, tokens, states, xy, afresh, 0)


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_a_first_layout_that_more_tokens_interrupt_begins_again_as_boldly(session, process, qtbot, method):
    session.mix, session.view = Mix((0.2, 0.3, 0.5)), View(projection=method)
    picture = LayoutPicture(session, process=process)
    picture.start(start(method, N_TOKENS, afresh=True))
    picture.start(start(method, N_TOKENS + 1, afresh=False))
    assert process.paces == ["afresh", "afresh"]
    qtbot.waitUntil(lambda: session.points is not None and session.points.settled, timeout=WAIT_MS)
    picture.start(start(method, N_TOKENS + 2, afresh=False))
    assert process.paces[-1] == "go on"
    picture.close()
