"""A session's file in the real window: saved, opened, changed, dropped, and broken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from elmo_explorer.cli import build_parser
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Mix, Notice
from elmo_explorer.session.session_file import read_session
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def told(window: Explorer) -> Iterator[list[Notice]]:
    seen: list[Notice] = []

    def listen(notice: Notice | None) -> None:
        if notice is not None:
            seen.append(notice)

    window.session.events.notice.connect(listen)
    yield seen
    window.session.events.notice.disconnect(listen)


@pytest.fixture
def saved(window: Explorer, tmp_path: Path) -> Path:
    path = tmp_path / "talk.elmox"
    until(lambda: not window.waiting_for())
    written: list[bool] = []
    window.documents.controller.save(path, lambda: written.append(True))
    until(lambda: written)
    return path


def test_a_saved_session_is_clean_until_something_changes_and_clean_again_after_undo(
    window: Explorer, saved: Path
) -> None:
    documents = window.documents.controller
    assert documents.path == saved
    assert not window.window.isWindowModified()
    assert window.window.windowTitle() == "talk.elmox[*] – ELMo Explorer"
    window.session.mix = Mix((1.0, 0.0, 0.0))
    assert window.window.isWindowModified()
    window.history.undo()
    assert not window.window.isWindowModified()
    assert window.settings.recent[0] == str(saved)


def test_an_opened_session_shows_what_was_saved_with_a_fresh_history(window: Explorer, saved: Path) -> None:
    session = window.session
    before = session.points
    texts = [sentence.text for sentence in session.sentences]
    assert before is not None
    window.text.remove([session.sentences[0].id])
    session.mix = Mix((0.0, 1.0, 0.0))
    with_changes = window.documents.controller
    with_changes.open_file(saved)
    until(lambda: not with_changes.dirty and [s.text for s in session.sentences] == texts)
    until(lambda: not window.waiting_for())
    assert session.points is not None
    assert np.array_equal(session.points.xy, before.xy)
    assert not window.history.can_undo


def test_a_broken_file_changes_nothing(
    window: Explorer, saved: Path, tmp_path: Path, told: list[Notice]
) -> None:
    broken = tmp_path / "broken.elmox"
    broken.write_bytes(saved.read_bytes()[:-200])
    sentences = window.session.sentences
    window._files_dropped([str(broken)])
    until(lambda: any(notice.kind == "error" for notice in told))
    assert "broken.elmox" in told[-1].title + told[-1].text
    assert window.session.sentences is sentences
    assert window.documents.controller.path == saved


def test_a_place_that_cannot_be_written_keeps_the_old_file_and_the_mark(
    window: Explorer, saved: Path, told: list[Notice]
) -> None:
    window.session.view = replace(window.session.view, colour_by="word")
    window.documents.controller.save(saved.parent / "no folder" / "talk.elmox")
    until(lambda: any(notice.kind == "error" for notice in told))
    assert "could not be saved" in told[-1].title
    assert window.documents.controller.path == saved
    assert window.documents.controller.dirty
    assert read_session(saved).view.colour_by != "word"
    window.history.undo()


@pytest.mark.parametrize("answer", ["Save", "Discard", "Cancel"])
def test_a_changed_file_is_asked_about(window: Explorer, saved: Path, answer: str) -> None:
    button = QMessageBox.StandardButton[answer]
    window.session.mix = Mix((0.25, 0.25, 0.5))

    def click() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(button).click()

    QTimer.singleShot(0, window.window, click)
    later: list[bool] = []
    assert window.documents.may_close(lambda: later.append(True)) == (answer == "Discard")
    if answer == "Save":
        until(lambda: later)
        assert read_session(saved).mix.weights == (0.25, 0.25, 0.5)
    window.history.undo()


def test_a_file_alone_on_the_command_line_is_opened(saved: Path) -> None:
    from elmo_explorer.cli import _file_named

    args = build_parser().parse_args(_file_named([str(saved)]))
    assert WindowOptions.of(args).file == saved
    with pytest.raises(ValueError, match="There is no file"):
        WindowOptions.of(build_parser().parse_args(_file_named(["--theme", "dark", "gone.elmox"])))


def test_the_window_begins_with_the_file_that_was_named(window: Explorer, saved: Path) -> None:
    other = Explorer(WindowOptions(file=saved), Settings(None))
    other.projection.animated = False
    other.window.show()
    other.start()
    until(lambda: other.session.model is not None and not other.waiting_for())
    assert [s.text for s in other.session.sentences] == [s.text for s in window.session.sentences]
    assert other.documents.controller.path == saved
    other.window.close()
    other.window.deleteLater()
