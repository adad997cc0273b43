"""Where models run and in what precision: chosen in the preferences, the open model is loaded again."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions

LONG = 60_000


@pytest.fixture(scope="module")
def explorer(qapp: object) -> Iterator[Explorer]:
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.projection.animated = False
    made.window.show()
    made.start()
    yield made
    made.window.close()
    made.window.deleteLater()


def test_the_open_model_is_loaded_again_and_what_cannot_be_had_is_told(
    explorer: Explorer, qtbot: QtBot
) -> None:
    session, models = explorer.session, explorer.models
    explorer.text.add_text("The bank is closed .\nThe bank of the river is green .")
    qtbot.waitUntil(lambda: len(session.states) == 2 and not models.loading, timeout=LONG)
    before, states = models.bilm, dict(session.states)
    explorer.settings.device = "cpu"
    qtbot.waitUntil(lambda: models.bilm is not before and len(session.states) == 2, timeout=LONG)
    assert models.bilm is not None
    assert models.bilm.device.type == "cpu"
    for sentence, found in session.states.items():
        np.testing.assert_allclose(found, states[sentence], atol=1e-5)

    explorer.desk.open_preferences()
    dialog, here = explorer.desk.preferences, models.bilm
    assert dialog is not None
    explorer.settings.device = "mps"
    qtbot.waitUntil(lambda: dialog.fault.text() != "", timeout=LONG)
    assert "mps" in dialog.fault.text()
    assert explorer.settings.device == "cpu"
    assert models.bilm is here
    dialog.close()
