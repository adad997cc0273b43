"""What was not saved outlives kill -9; a window that is closed keeps nothing; recent files; two windows, one file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.locks import hold
from elmo_explorer.paths import open_files_dir, recovery_dir
from elmo_explorer.recovery import left_behind, new_slot
from elmo_explorer.session.session import Notice
from elmo_explorer.session.session_file import SUFFIX, read_session
from elmo_explorer.ui.recent_menu import RecentMenu
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until

TEXTS = ("They walked along the bank of the river .", "The bank lent them money .")
WINDOW = """
import sys
from pathlib import Path
import time
from PySide6.QtWidgets import QApplication
from elmo_explorer.explorer import Explorer
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions
app = QApplication([])
made = Explorer(WindowOptions(), Settings(Path(sys.argv[1])))
made.window.show()
def wait():
    app.processEvents()
    time.sleep(0.005)
document = Path(sys.argv[2])
made.text.add_text(sys.argv[3])
while not made.session.sentences:
    wait()
made.documents.controller.save(document)
while made.documents.controller.path is None:
    wait()
made.text.add_text(sys.argv[4])
while made.keeping.kept is None:
    wait()
print("kept", flush=True)
while True:
    wait()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def window(qapp: QApplication, home: Path) -> Iterator[Explorer]:
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(home / "settings.toml"))
    made.window.resize(1280, 720)
    made.window.show()
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()


def press(window: Explorer, text: str) -> None:
    box = window.keeping.offered
    assert box is not None
    next(button for button in box.buttons() if button.text() == text).click()


def test_what_a_killed_window_had_not_saved_is_offered_and_restored(window: Explorer, home: Path) -> None:
    document = home / "talk.elmox"
    killed = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(home / "other.toml"), str(document), *TEXTS],
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == b"kept\n"
    assert not left_behind(recovery_dir()), "a living window's is nobody else's"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert len(read_session(document).sentences) == 1, "the file stays as it was saved"

    window.start()
    until(lambda: window.keeping.offered)
    box = window.keeping.offered
    assert box is not None
    assert "talk.elmox" in box.text()
    press(window, "Later")
    window.keeping.offer()
    press(window, "Restore")
    controller = window.documents.controller
    until(lambda: controller.path)
    assert [sentence.text for sentence in window.session.sentences] == list(TEXTS)
    assert controller.path == document
    assert controller.dirty
    assert window.keeping.kept is not None, "it is kept until it is saved"
    window.documents.save()
    until(lambda: not controller.dirty and window.keeping.kept is None)
    assert len(read_session(document).sentences) == 2
    assert not list(recovery_dir().glob(f"*{SUFFIX}"))


def test_a_closed_window_keeps_nothing_and_the_switch_stops_it(window: Explorer) -> None:
    window.settings.autosave = False
    window.text.add_text(TEXTS[0])
    until(lambda: window.session.sentences)
    until(lambda: not window.keeping._timer.isActive())
    assert window.keeping.kept is None
    window.settings.autosave = True
    until(lambda: window.keeping.kept)
    window.close()
    assert not list(recovery_dir().iterdir())


def test_what_a_dead_window_had_only_begun_to_write_goes(home: Path) -> None:
    folder = recovery_dir()
    dead, alive = new_slot(folder), new_slot(folder)
    dead.leave()
    for slot in (dead, alive):
        slot.file.with_name(f".{slot.file.name}.1-0.part").write_bytes(b"half")
        slot.file.with_suffix(".json").write_text("{}")
    assert left_behind(folder) == []
    assert {path.name.lstrip(".").partition(".")[0] for path in folder.iterdir()} == {alive.file.stem}
    assert len(list(folder.iterdir())) == 3, "a living window's stay"
    alive.leave()


def test_a_damaged_one_is_told_and_set_aside(window: Explorer) -> None:
    slot = new_slot(recovery_dir())
    slot.file.write_bytes(b"no session")
    slot.leave()
    told: list[Notice] = []
    window.session.events.notice.connect(lambda notice: told.append(notice) if notice else None)
    window.keeping.offer()
    press(window, "Restore")
    until(lambda: told)
    assert told[0].kind == "error"
    assert not window.session.sentences
    assert [file.suffix for file in recovery_dir().iterdir()] == [".damaged"]


def test_to_discard_removes_it(window: Explorer) -> None:
    slot = new_slot(recovery_dir())
    slot.file.write_bytes(b"no session")
    slot.leave()
    window.keeping.offer()
    press(window, "Discard them")
    assert window.keeping.offered is None
    assert not list(recovery_dir().iterdir())


def test_a_file_that_another_window_has_open_is_told(window: Explorer, home: Path) -> None:
    told: list[str] = []
    window.session.events.notice.connect(lambda notice: told.append(notice.title) if notice else None)
    window.text.add_text(TEXTS[0])
    until(lambda: window.session.sentences)
    window.documents.controller.save(home / "one.elmox")
    until(lambda: "Saved one.elmox" in told)
    (lock,) = open_files_dir().iterdir()
    assert hold(lock) is None, "another window sees it"
    window.documents.controller.save(home / "two.elmox")
    until(lambda: "Saved two.elmox" in told)
    other = hold(lock)
    assert other is not None, "a file that is left is anybody's"
    window.documents.open_file(home / "one.elmox")
    until(lambda: "one.elmox is open in another window, too" in told)
    other.release()
    window.close()
    assert not list(open_files_dir().iterdir())


def test_recent_files_open_and_missing_ones_leave_the_list(window: Explorer, home: Path) -> None:
    window.settings.recent = (str(home / "gone.elmox"),)
    told: list[str] = []
    window.session.events.notice.connect(lambda notice: told.append(notice.title) if notice else None)
    (menu,) = (menu for menu in window._main_menu.findChildren(QMenu) if isinstance(menu, RecentMenu))
    menu.fill()
    menu.actions()[0].trigger()
    assert told == ["gone.elmox is not there any more"]
    window.text.add_text(TEXTS[0])
    until(lambda: window.session.sentences)
    window.documents.controller.save(home / "one.elmox")
    until(lambda: window.documents.controller.path)
    window.text.add_text(TEXTS[1])
    until(lambda: len(window.session.sentences) == 2)
    window.documents.controller.save(home / "two.elmox")
    until(lambda: "Saved two.elmox" in told)
    menu.fill()
    assert menu.actions()[0].text().startswith("&1 two.elmox – ")
    menu.actions()[1].trigger()
    until(lambda: len(window.session.sentences) == 1)
    menu.fill()
    menu.actions()[-1].trigger()
    assert window.settings.recent == ()


def test_the_picture_is_copied(window: Explorer) -> None:
    window.actions.copy_picture.trigger()
    assert not QApplication.clipboard().image().isNull()
    assert "Copied as a picture" in window.window.toasts.titles
