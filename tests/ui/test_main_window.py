from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from elmo_explorer.session.session import Focus, Job, ModelInfo, Notice, Sentence, Session
from elmo_explorer.ui.main_window import MainWindow, Tab
from elmo_explorer.ui.panels.centre_panel import CentrePanel, Invitation
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.status_bar import StatusBar
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.toolbar import Toolbar
from elmo_explorer.ui.widgets.tab_panel import TabPanel, Tool

MODEL = ModelInfo("small", ("en",), 3, 256, "CPU")
LOADING = Job("model", "Loading large", 20, 100, "MB", "", (("Read", True), ("Layers", False)))


@pytest.fixture
def session(qapp: object) -> Session:
    theme.set_mode("light")
    return Session()


@pytest.fixture
def centre(session: Session, qtbot: QtBot) -> CentrePanel:
    panel = CentrePanel(session, QWidget(), [Invitation("bank", "bank: money or river?", "12 sentences")])
    qtbot.addWidget(panel)
    return panel


def panel_with_a_field() -> QWidget:
    panel = QWidget()
    QVBoxLayout(panel).addWidget(QLineEdit())
    return panel


def field_of(panel: QWidget) -> QLineEdit:
    return panel.findChild(QLineEdit)


def build(session: Session, qtbot: QtBot, settings: Settings) -> MainWindow:
    window = MainWindow(
        Toolbar(session, QMenu(), QMenu()),
        panel_with_a_field(),
        QWidget(),
        panel_with_a_field(),
        [Tab("compare", "Compare", QWidget(), height=272), Tab("layers", "Layers", QWidget(), height=408)],
        StatusBar(session),
        settings,
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    yield build(session, qtbot, Settings(None))
    theme.set_zoom(1.0)


def sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(text, tuple(text.split())) for text in texts)


def test_parts_have_the_sizes_they_were_drawn_with(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.bottom.height() == 272)
    assert window.left.width() == 300
    assert window.right.width() == 336
    assert window.bottom.geometry().left() == 0  # the lower panel owns the corner at the left
    assert window.right.geometry().bottom() == window.bottom.geometry().bottom()


def test_each_tab_remembers_its_height(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    window.tabs.show_tab("layers")
    qtbot.waitUntil(lambda: window.bottom.height() == 408)
    window.tabs.step(1)
    qtbot.waitUntil(lambda: window.bottom.height() == 272)


def test_folding_leaves_the_tabs_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    window.toggle_fold()
    qtbot.waitUntil(lambda: window.bottom.height() == window.tabs.bar_height())
    window.toggle_fold()
    qtbot.waitUntil(lambda: window.bottom.height() == 272)


def test_the_picture_keeps_its_room_in_a_small_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    window.tabs.show_tab("layers")
    qtbot.waitUntil(lambda: window.bottom.height() < 408)
    assert window.centre.height() >= 200


def test_a_large_page_scrolls_and_leaves_the_docks_their_room(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.show_tab("layers")
    large = window.tabs.page
    large.setMinimumSize(900, 500)
    window.resize(940, 560)
    qtbot.waitUntil(lambda: window.bottom.height() < 300)
    bottom, right, left = (dock.geometry() for dock in (window.bottom, window.right, window.left))
    assert bottom.right() < right.left()
    assert left.bottom() < bottom.top()
    assert window.tabs.page is large
    assert large.height() == 500  # what is copied and exported is the whole of it


def test_layout_is_remembered(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    first = build(session, qtbot, Settings(file))
    first.resize(940, 700)  # the screen of the tests is small, and a window is restored onto it
    first.tabs.show_tab("layers")
    first.close()
    second = build(Session(), qtbot, Settings(file))
    assert second.size() == first.size()
    assert second.tabs.current == "layers"


def test_broken_settings_cost_nothing(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    file.write_bytes(
        b"\x00\xff[General\ngeometry=@ByteArray(x\ntheme=pink\nzoom=big\n[sizes]\nleft=-3\nright=much"
    )
    settings = Settings(file)
    assert settings.theme_mode == "system"
    assert settings.zoom == 1.0
    assert settings.size("right", 336) == 336
    assert build(session, qtbot, settings).isVisible()


def test_texts_and_figures_can_be_dropped(window: MainWindow, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in ("a.txt", "b.CSV", "c.gif", "d.PNG")])
    left = Qt.MouseButton.LeftButton
    drop = QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(window.files_dropped) as dropped:
        window.dropEvent(drop)
    assert [Path(path).name for path in dropped.args[0]] == ["a.txt", "b.CSV", "d.PNG"]


def test_f6_walks_through_the_parts(window: MainWindow) -> None:
    field_of(window.sentences).setFocus()
    window.next_region()
    assert field_of(window.mix).hasFocus()  # the centre holds nothing here
    window.next_region(-1)
    assert field_of(window.sentences).hasFocus()


def test_toolbar_writes_the_view(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    toolbar = window.toolbar
    toolbar.projection.choose(1)
    toolbar.layer.choose(2)
    toolbar.next_colours()
    assert (session.view.projection, session.view.layer, session.view.colour_by) == ("umap", 1, "sentence")
    session.view = replace(session.view, projection="pca", layer=None)
    assert toolbar.projection.index == 0
    assert toolbar.layer.index == 0


@pytest.mark.parametrize("n_layers", [2, 3, 4, 7])
def test_toolbar_has_every_layer_of_the_model(window: MainWindow, session: Session, n_layers: int) -> None:
    session.model = replace(MODEL, n_layers=n_layers)
    assert len(window.toolbar.layer.labels()) == n_layers + 1


def test_arrow_keys_choose_a_layer(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    layer = window.toolbar.layer
    qtbot.keyClick(layer, Qt.Key.Key_Right)
    assert session.view.layer == 0
    qtbot.keyClick(layer, Qt.Key.Key_End)
    assert session.view.layer == 2
    qtbot.keyClick(layer, Qt.Key.Key_Home)
    assert session.view.layer is None


def test_chip_says_what_the_model_does(window: MainWindow, session: Session) -> None:
    assert window.toolbar.model_chip.state == "none"
    session.jobs = (LOADING,)
    assert window.toolbar.model_chip.state == "loading"
    session.model = MODEL
    session.jobs = ()
    assert window.toolbar.model_chip.state == "ready"
    assert "small" in window.toolbar.model_chip.accessibleName()


def test_a_job_shows_count_rate_and_the_others(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.jobs = (Job("embed", "Embedding", 0, 5000, "sentences"),)
    assert window.status.title.isVisible()
    session.jobs = (Job("embed", "Embedding", 1240, 5000, "sentences", "3.1k tok/s"), LOADING)
    assert window.status.count.text() == "1,240 / 5,000 sentences"
    assert "3.1k tok/s" in window.status.rest.text()
    assert "+1" in window.status.rest.text()
    with qtbot.waitSignal(window.status.cancel_requested) as cancelled:
        window.status.cancel.click()
    assert cancelled.args == ["embed"]
    session.jobs = ()
    assert not window.status.title.isVisible()


def test_toasts_offer_their_action_once(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    toast = window.toasts.show("info", "Removed 4 sentences", "", "Undo", lambda: done.append("undo"))
    window.toasts.show("info", "Removed 4 sentences")
    assert window.toasts.titles == ["Removed 4 sentences"]
    toast = window.toasts.show("warning", "Another", "", "Undo", lambda: done.append("undo"))
    toast.action.click()
    assert done == ["undo"]
    assert window.toasts.titles == ["Removed 4 sentences"]


def test_first_run_leads_to_an_example(centre: CentrePanel, qtbot: QtBot) -> None:
    assert centre.currentWidget() is centre.first_run
    with qtbot.waitSignal(centre.example_requested) as asked:
        centre.first_run.rows[0].click()
    assert asked.args == ["bank"]


def test_without_a_focus_word_the_frequent_words_are_offered(centre: CentrePanel, session: Session) -> None:
    session.sentences = sentences("the bank opened", "a river bank", "the river rose")
    assert centre.currentWidget() is centre.empty
    assert [chip.text() for chip in centre.empty.words] == ["bank × 2", "river × 2"]
    centre.empty.words[0].click()
    assert session.focus == Focus("bank")
    assert centre.currentWidget() is centre.projection


def test_a_loading_model_shows_its_steps_and_can_be_cancelled(
    centre: CentrePanel, session: Session, qtbot: QtBot
) -> None:
    session.model = MODEL
    session.jobs = (LOADING,)
    assert centre.currentWidget() is centre.loading
    assert centre.loading.amount.text() == "20 of 100 MB"
    with qtbot.waitSignal(centre.cancel_requested) as cancelled:
        centre.loading.cancel.click()
    assert cancelled.args == ["model"]
    session.jobs = ()
    assert centre.currentWidget() is centre.first_run


def test_a_refused_model_is_explained_until_dismissed(centre: CentrePanel, session: Session) -> None:
    session.model = MODEL
    session.notice = Notice("model_error", "This model could not be loaded", "It is cut short.", "W_0 (4, 8)")
    assert centre.currentWidget() is centre.model_failed
    assert centre.model_failed.details.text() == "W_0 (4, 8)"
    assert "small stays open." in centre.model_failed.text.text()
    centre.model_failed.dismiss.click()
    assert session.notice is None
    assert centre.currentWidget() is centre.first_run


def test_out_of_memory_offers_smaller_batches_then_the_cpu(
    centre: CentrePanel, session: Session, qtbot: QtBot
) -> None:
    session.notice = Notice("memory", "The GPU ran out of memory", "3 of 5 sentences are done and kept.")
    centre.offer_batch(16, prefer_cpu=False)
    assert centre.out_of_memory.smaller.text() == "Continue with batch 16"
    with qtbot.waitSignal(centre.continue_with_batch):
        centre.out_of_memory.smaller.click()
    centre.offer_batch(8, prefer_cpu=True)
    assert centre.out_of_memory.cpu.property("kind") == "primary"


def test_tabs_stand_closer_where_they_would_not_fit(qtbot: QtBot) -> None:
    theme.set_mode("light")
    panel = TabPanel()
    qtbot.addWidget(panel)
    for name in ("Compare", "Language model", "Neighbours", "Minimal pairs"):
        panel.add_tab(name, name, QWidget())
    heard: list[bool] = []

    class Brief(Tool):
        def set_compact(self, compact: bool) -> None:
            heard.append(compact)

    panel.add_tool(Brief())
    panel.resize(900, 300)
    panel.show()
    qtbot.waitExposed(panel)
    wide = panel.bar.sizeHint().width()
    panel.resize(wide, 300)
    assert heard == [True]
    assert panel.bar.sizeHint().width() < wide
    panel.resize(900, 300)
    assert heard == [True, False]
    assert panel.bar.sizeHint().width() == wide
