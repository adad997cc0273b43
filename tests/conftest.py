"""What every test stands on: no display, and nothing of the user's own files."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Settings, models and caches of the person who runs the tests stay as they are.
_home = tempfile.TemporaryDirectory(prefix="elmo-explorer-tests-")
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(Path(_home.name) / _variable.lower())


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Qt's objects may only be destroyed on the main thread; the window sees to it by itself, a test of parts does here."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    gc.collect()
    gc.freeze()  # what lives now need not be looked at again
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def published_fixture() -> Path:
    """The golden values of a small published biLM, where they lie beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "bilm-tf"
    if not folder.is_dir():
        pytest.skip(f"The golden values of the published biLM are not here: {folder} is missing.")
    return folder
