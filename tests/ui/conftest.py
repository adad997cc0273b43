"""The real window with the bundled model, and a few sentences in which somebody does something."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Focus
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 60_000
TEXT = """He said that his brother was a good doctor.
She said that her sister was a great nurse.
The doctor told him that the news was bad.
The nurse told her that the weather was awful.
A doctor came at night, and she was kind.
"""


@pytest.fixture
def doctor_window(qapp: object, qtbot: QtBot) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.start()
    made.text.add_text(TEXT)
    session = made.session
    qtbot.waitUntil(lambda: len(session.states) == len(session.sentences) > 0, timeout=LONG)
    session.focus = Focus("doctor")
    qtbot.waitUntil(lambda: session.points is not None and made.canvas.settled, timeout=LONG)
    yield made
    made.window.close()
    made.window.deleteLater()
