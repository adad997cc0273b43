"""The real window with the bundled model, from the first paint to the last thread."""

import os
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from elmo_explorer import app
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Focus, Mix, SemanticAxis
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
"""Milliseconds that a loaded machine may take for a model, a layout, a picture."""


@pytest.fixture
def explorer(qapp: object, qtbot: QtBot) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.window.resize(1440, 900)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None, timeout=LONG)
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def bank(explorer: Explorer, qtbot: QtBot) -> Explorer:
    explorer.open_example("bank")
    wait_until_finished(explorer, qtbot)
    return explorer


def wait_until_finished(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: explorer.waiting_for() == "", timeout=LONG)


def places(explorer: Explorer) -> np.ndarray:
    """Where the focus word's occurrences are, (n, 2)."""
    points = explorer.session.points
    assert points is not None
    focus = set(explorer.session.occurrences)
    return points.xy[[token in focus for token in points.tokens]]


def run_app(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the window in a process of its own, without this one's display settings."""
    code = (
        "import argparse, sys; from elmo_explorer import app; p = argparse.ArgumentParser();"
        "[p.add_argument('--' + a) for a in 'example screenshot size theme tab projection model'.split()];"
        "sys.exit(app.main(p.parse_args()))"
    )
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_window_is_there_before_torch() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from elmo_explorer.explorer import Explorer; from elmo_explorer.ui.settings import Settings;"
        "from elmo_explorer.window_options import WindowOptions;"
        "explorer = Explorer(WindowOptions(), Settings(None)); explorer.window.show(); app.processEvents();"
        "slow = {'torch', 'umap', 'spacy', 'rjieba', 'sklearn', 'scipy', 'numba', 'openTSNE', 'requests', 'h5py'};"
        "slow &= set(sys.modules);"
        "explorer.close(); sys.exit(f'imported too early: {slow}' if slow else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_typed_sentence_becomes_points(explorer: Explorer, qtbot: QtBot) -> None:
    session = explorer.session
    for text in ("We sat on the bank of the river.", "The bank raised its interest rates."):
        explorer.sentences.field.set_text(text)
        explorer.sentences.field.submitted.emit(text)
    qtbot.waitUntil(lambda: len(session.states) == 2, timeout=LONG)
    assert explorer.centre.currentWidget() is explorer.centre.empty
    session.focus = Focus("bank")
    qtbot.waitUntil(lambda: session.points is not None and session.points.settled, timeout=LONG)
    assert len(session.occurrences) == 2
    assert explorer.centre.currentWidget() is explorer.canvas


def test_the_example_comes_with_its_word_senses_and_figures(bank: Explorer) -> None:
    session = bank.session
    assert session.focus is not None
    assert session.focus.word == "bank"
    assert set(session.groups.names) >= {"money", "river"}
    assert session.comparison is not None
    assert session.comparison.cosine.shape == (len(session.occurrences),) * 2
    assert bank.toolbar.undo.isEnabled()


def test_another_focus_word_has_other_occurrences(bank: Explorer, qtbot: QtBot) -> None:
    before = bank.session.occurrences
    bank.session.focus = Focus("the")
    wait_until_finished(bank, qtbot)
    assert bank.session.occurrences != before
    assert bank.session.comparison is not None
    assert set(bank.session.comparison.tokens) == set(bank.session.occurrences)


def test_every_position_of_a_drag_moves_the_points(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    pictures: list[np.ndarray] = []
    session.dragging = True
    for step in range(60):
        rest = (1 - step / 59) / 2
        session.mix = Mix((step / 59, rest, rest))
        before = pictures[-1] if pictures else None
        qtbot.waitUntil(
            lambda before=before: before is None or not np.array_equal(session.points.xy, before),
            timeout=LONG,
        )
        pictures.append(session.points.xy)
    session.dragging = False
    assert len({picture.tobytes() for picture in pictures}) == 60


def test_the_word_vector_alone_draws_all_occurrences_into_one_point(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session

    def least_cosine() -> float:
        return 0.0 if session.comparison is None else float(session.comparison.cosine.min())

    session.mix = Mix((1.0, 0.0, 0.0))
    qtbot.waitUntil(lambda: least_cosine() > 0.999, timeout=LONG)
    assert np.ptp(places(bank), axis=0).max() < 1e-3
    session.mix = Mix((0.0, 0.0, 1.0))
    qtbot.waitUntil(lambda: 0.0 < least_cosine() < 0.95, timeout=LONG)
    qtbot.waitUntil(lambda: np.ptp(places(bank), axis=0).max() > 1.0, timeout=LONG)


def test_umap_and_back(bank: Explorer, qtbot: QtBot) -> None:
    bank.toolbar.projection.choose(1)
    wait_until_finished(bank, qtbot)
    assert bank.session.points is not None
    assert bank.session.points.method == "umap"
    bank.toolbar.projection.choose(0)
    wait_until_finished(bank, qtbot)
    assert bank.session.points.method == "pca"


def test_a_broken_model_is_explained_and_the_old_one_stays(
    bank: Explorer, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"cut short")
    model, states = bank.session.model, bank.session.states
    bank.load_model(str(tmp_path))
    qtbot.waitUntil(lambda: bank.centre.currentWidget() is bank.centre.model_failed, timeout=LONG)
    assert bank.session.model is model
    assert bank.session.states is states
    bank.centre.model_failed.dismiss.click()
    assert bank.centre.currentWidget() is bank.canvas


def test_a_remembered_model_that_is_gone_gives_way_to_the_bundled_one(
    qapp: object, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(None)
    settings.model = str(tmp_path / "gone")
    made = Explorer(WindowOptions(), settings)
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None, timeout=LONG)
    assert made.session.notice is None
    assert any("gone" in title for title in made.window.toasts.titles)
    assert settings.model == DEFAULT_MODEL
    made.window.close()
    made.window.deleteLater()


def test_undo_takes_back_what_was_removed(bank: Explorer, qtbot: QtBot) -> None:
    sentences = bank.session.sentences
    bank.sentences.removed.emit([sentences[0].id, sentences[1].id])
    assert len(bank.session.sentences) == len(sentences) - 2
    qtbot.waitUntil(lambda: "Removed 2 sentences" in bank.window.toasts.titles)
    bank.actions.undo.trigger()
    assert bank.session.sentences == sentences


def test_keys_work_in_the_picture_and_not_in_a_text_field(bank: Explorer, qtbot: QtBot) -> None:
    bank.window.activateWindow()
    bank.canvas.scatter.setFocus()
    qtbot.keyClick(bank.canvas.scatter, Qt.Key.Key_3)
    assert bank.session.view.layer == 1
    qtbot.keyClick(bank.canvas.scatter, Qt.Key.Key_1)
    assert bank.session.view.layer is None
    bank.actions.search.trigger()
    qtbot.keyClicks(bank.toolbar.search, "2c")
    assert bank.session.view.layer is None
    assert bank.session.view.colour_by == "sense"
    assert bank.toolbar.search.text() == "2c"


def test_the_search_lists_what_contains_it(bank: Explorer) -> None:
    bank.toolbar.search.setText("river")
    assert 0 < bank.sentences.list.model().rowCount() < len(bank.session.sentences)
    bank.toolbar.search.clear()
    assert bank.sentences.list.model().rowCount() == len(bank.session.sentences)


def test_chinese_is_segmented(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.sentences.text_submitted.emit("潮水 退了 就 知道 谁 没穿 裤子")
    qtbot.waitUntil(lambda: len(explorer.session.sentences) == 1, timeout=LONG)
    sentence = explorer.session.sentences[0]
    assert sentence.language == "zh"
    assert sentence.tokens == ("潮水", "退了", "就", "知道", "谁", "没穿", "裤子")


def test_an_unforeseen_error_is_told_in_one_sentence(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.hook.report(RuntimeError("The device is gone.\nwith a second line"))
    qtbot.waitUntil(lambda: explorer.window.toasts.titles == ["Something went wrong"])
    assert explorer.failure == "The device is gone."


def test_closing_during_work_leaves_no_thread(explorer: Explorer, qtbot: QtBot) -> None:
    explorer.sentences.text_submitted.emit("One sentence more. And another one. " * 200)
    qtbot.waitUntil(lambda: len(explorer.session.sentences) > 0, timeout=LONG)
    assert {"bilm", "text"} & {thread.name for thread in threading.enumerate()}
    explorer.window.close()
    assert not {"bilm", "analysis", "text"} & {thread.name for thread in threading.enumerate()}


def test_a_closed_window_has_nothing_left_to_say(explorer: Explorer) -> None:
    explorer.text.add_text("A sentence comes . " * 2000)
    explorer.load_model(DEFAULT_MODEL)  # begins at once, and would be shown a while later
    explorer.window.close()
    parts = (explorer.models, explorer.embed, explorer.text, explorer.projection, explorer.compare)
    timers = [timer for part in parts for timer in part.findChildren(QTimer)]
    assert timers
    assert not any(timer.isActive() for timer in timers)


def test_the_same_window_can_be_drawn_without_a_display(tmp_path: Path) -> None:
    file = tmp_path / "layers.png"
    done = run_app(
        "--example",
        "bank",
        "--screenshot",
        str(file),
        "--size",
        "1280x720",
        "--theme",
        "dark",
        "--tab",
        "layers",
    )
    assert done.returncode == 0, done.stderr
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1280, 720)
    assert image.pixelColor(640, 4).lightness() < 60  # the toolbar, above its buttons


def test_a_window_without_sentences_is_drawn_too(tmp_path: Path) -> None:
    file = tmp_path / "training.png"
    done = run_app("--tab", "training", "--screenshot", str(file))
    assert done.returncode == 0, done.stderr
    assert file.is_file()


def test_an_unknown_example_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    done = run_app("--example", "nothing", "--screenshot", str(tmp_path / "x.png"))
    assert done.returncode != 0
    assert "bank" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Other systems always have a display.")
def test_a_missing_display_or_library_is_said_in_one_sentence() -> None:
    done = run_app()
    assert done.returncode == 2
    assert done.stderr.startswith("The window ")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("size", "big"), ("theme", "pink"), ("tab", "x"), ("projection", "mds")]
)
def test_a_wrong_option_is_refused(name: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(Namespace(**{name: value})) == 2
    assert f"--{name}" in capsys.readouterr().err


def test_options_keep_their_choices() -> None:
    options = WindowOptions.of(Namespace(size="1280x720", theme="dark", screenshot="a.png", other=1))
    assert options == replace(WindowOptions(), size=(1280, 720), theme="dark", screenshot=Path("a.png"))


def test_axes_are_given_by_their_words() -> None:
    options = WindowOptions.of(Namespace(axis=["he,him:she,her", "bad:good"]))
    assert options.projection == "axis"
    assert options.axes == (SemanticAxis(("he", "him"), ("she", "her")), SemanticAxis(("bad",), ("good",)))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"axis": ["he,she"]}, "with a colon between"),
        ({"axis": ["a:b", "c:d", "e:f"]}, "twice"),
        ({"axis": ["a:b"], "projection": "pca"}, "--projection axis"),
    ],
)
def test_axes_without_sense_are_refused(
    given: dict[str, object], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(Namespace(**given)) == 2
    assert sentence in capsys.readouterr().err
