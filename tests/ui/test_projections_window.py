"""t-SNE and the choice among the projections in the real window with the bundled model."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Mix

LONG = 60_000


@pytest.fixture
def window(doctor_window: Explorer) -> Explorer:
    return doctor_window


def test_tsne_is_paused_and_told_how_far_it_can_be_trusted(window: Explorer, qtbot: QtBot) -> None:
    session, canvas = window.session, window.canvas
    window.actions.projections[2].trigger()
    assert session.view.projection == "tsne"
    assert window.actions.projections[2].isChecked()
    assert canvas.tools.pause.isVisible()
    qtbot.waitUntil(lambda: session.points.method == "tsne" and session.points.settled, timeout=LONG)
    assert canvas.header.caption == "t-SNE of the layer mix"
    qtbot.waitUntil(lambda: canvas.trust.mean is not None, timeout=LONG)
    assert canvas.trust.mean == pytest.approx(np.nanmean(session.points.trust), abs=1e-3)
    before = session.points.xy
    session.dragging = True
    session.mix = Mix((0.1, 0.2, 0.7))
    assert canvas.badge.state == "paused"
    assert canvas.trust.text == "trust –"
    qtbot.mouseClick(canvas.tools.pause, Qt.MouseButton.LeftButton)
    session.dragging = False
    assert session.layout_paused
    assert canvas.badge.state == "paused"
    assert canvas.tools.pause.accessibleName() == "Let t-SNE go on"
    assert session.points.xy is before
    qtbot.mouseClick(canvas.tools.pause, Qt.MouseButton.LeftButton)
    assert not session.layout_paused
    qtbot.waitUntil(lambda: session.points.xy is not before and session.points.settled, timeout=LONG)
    assert canvas.badge.state == "live"


def test_the_toolbar_fits_the_window_whatever_its_width(window: Explorer, qtbot: QtBot) -> None:
    toolbar = window.toolbar
    for width, labels in ((1280, ["Mix", "0 characters", "1 LSTM", "2 LSTM"]), (960, ["Mix", "0", "1", "2"])):
        window.window.resize(width, 720)
        qtbot.waitUntil(lambda width=width: toolbar.width() == width)
        assert toolbar.layer.labels() == labels
        assert toolbar.projection.labels() == ["PCA", "UMAP", "t-SNE", "Axis"]
        parts = (toolbar.projection, toolbar.layer, toolbar.colour_by, toolbar.search, toolbar.theme_button)
        bar = QRect(0, 0, width, 60)
        qtbot.waitUntil(
            lambda parts=parts, bar=bar: all(
                bar.contains(part.geometry()) and part.width() >= part.minimumSizeHint().width()
                for part in parts
            )
        )
