"""The real window with a small English and a small Chinese model: the offer, the chip, the rows, the two pictures."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import Explorer
from elmo_explorer.paths import user_models_dir
from elmo_explorer.session.session import Focus, Job, ModelInfo, Offer, Sentence, Session
from elmo_explorer.session.shown_model import open_model, show_model
from elmo_explorer.ui.languages import language_list, language_name
from elmo_explorer.ui.model_offer import ModelOffer
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
ENGLISH = "We sat on the bank. The bank lent us money. My bank is near the river bank."
CHINESE = "他 在 银行 存 钱\n我 去 银行 取 钱\n银行 在 河 边"


@pytest.fixture
def user_zh(two_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The Chinese model, in the user's folder, where no model is bundled."""
    for module in ("model_table", "model_menu", "paths"):
        monkeypatch.setattr(f"elmo_explorer.{module}.bundled_models_dir", lambda: tmp_path / "bundled")
    folder = user_models_dir() / "zh"
    shutil.copytree(two_models / "zh", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def explorer(qapp: object, qtbot: QtBot, two_models: Path) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=str(two_models / "en"), device="cpu"), Settings(None))
    made.window.resize(1440, 900)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None, timeout=LONG)
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def mixed(explorer: Explorer, user_zh: Path, qtbot: QtBot) -> Explorer:
    """English sentences with a picture, and Chinese ones typed below them."""
    explorer.text.add_text(ENGLISH)
    explorer.session.focus = Focus("bank")
    wait(explorer, qtbot)
    explorer.text.add_text(CHINESE)
    qtbot.waitUntil(lambda: explorer.sentences.offer.isVisible(), timeout=LONG)
    wait(explorer, qtbot)
    return explorer


@pytest.fixture
def both(mixed: Explorer, qtbot: QtBot) -> Explorer:
    mixed.sentences.offer.button.click()
    qtbot.waitUntil(lambda: len(mixed.session.models) == 2, timeout=LONG)
    qtbot.waitUntil(lambda: not mixed.runner.busy, timeout=LONG)
    return mixed


def wait(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: explorer.waiting_for() == "", timeout=LONG)


def click_row(explorer: Explorer, sentence: Sentence, qtbot: QtBot) -> None:
    """Between the number and the words: no word of the row."""
    rows = explorer.sentences.list
    row = rows.rows.row_of(sentence.id)
    rows.scrollTo(rows.rows.index(row))
    at = QPoint(10, rows.visualRect(rows.rows.index(row)).center().y())
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def menu_actions(explorer: Explorer) -> dict[str, QAction]:
    explorer.model_menu.aboutToShow.emit()
    return {action.text(): action for action in explorer.model_menu.actions()}


def test_chinese_is_taken_as_it_is_and_a_chinese_model_is_offered(mixed: Explorer) -> None:
    offer = mixed.sentences.offer
    assert offer.label.text() == "3 sentences are Chinese; en was trained on English."
    assert offer.button.text() == "Read Chinese with zh"
    assert len(mixed.session.states) == len(mixed.session.sentences)
    assert mixed.sentences.list.row_state.foreign == {"zh"}


def test_one_click_reads_chinese_with_the_chinese_model_and_keeps_the_english_one(both: Explorer) -> None:
    session = both.session
    assert not both.sentences.offer.isVisible()
    assert both.toolbar.model_chip.others == (("en", 3),)
    assert "en has 3 sentences" in both.toolbar.model_chip.toolTip()
    assert session.model is not None
    assert session.model.name == "zh"
    assert {s.language for s in session.pictured()} == {"zh"}
    assert both.centre.currentWidget() is both.centre.empty
    assert [chip.text() for chip in both.centre.empty.words] == ["银行 × 3"]


def test_rows_of_the_other_model_are_muted_and_carry_its_name(both: Explorer) -> None:
    rows = both.sentences.list
    english, chinese = both.session.sentences[0], both.session.sentences[-1]
    assert rows.rows.away == {"en"}
    assert rows.rows.tag(english) == "en"
    assert rows.rows.tag(chinese) == "zh"
    assert not rows.row_state.foreign
    rect = rows.visualRect(rows.rows.index(0))
    tag = rows._delegate.tag_rect(rect, english)
    assert rows.tip_at(tag.center().toPoint())[0].startswith("English, read by en")


def test_a_click_on_a_row_shows_its_models_picture(both: Explorer, qtbot: QtBot) -> None:
    session = both.session
    click_row(both, session.sentences[0], qtbot)
    assert session.model is not None
    assert (session.model.name, session.focus) == ("en", Focus("bank"))
    assert {token.sentence_id for token in session.selection} == {session.sentences[0].id}
    assert both.canvas.header.caption.startswith("en · PCA")
    chinese = session.sentences[-1]
    rows = both.sentences.list
    rows.scrollToBottom()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.token_rect(chinese.id, 0).center())
    assert (session.model.name, session.focus) == ("zh", Focus("银行"))
    assert len(session.occurrences) == 3
    wait(both, qtbot)
    assert both.canvas.header.caption.startswith("zh · PCA")


def test_each_picture_keeps_where_one_looked(both: Explorer, qtbot: QtBot) -> None:
    session, scatter = both.session, both.canvas.scatter
    keys = {model.name: model.key for model in session.models}
    show_model(session, keys["en"])
    wait(both, qtbot)
    scatter.move_camera(scatter.camera.zoomed(3.0, QPointF(300, 200)))
    looked = scatter.camera
    show_model(session, keys["zh"])
    session.focus = Focus("银行")
    wait(both, qtbot)
    assert not scatter.camera_is_users
    assert scatter.camera != looked
    show_model(session, keys["en"])
    wait(both, qtbot)
    assert scatter.camera == looked
    assert scatter.camera_is_users


def test_the_chips_menu_switches_and_unloads(both: Explorer, qtbot: QtBot) -> None:
    actions = menu_actions(both)
    assert actions["zh\t3 sentences"].isChecked()
    actions["en\t3 sentences"].trigger()
    assert both.session.model is not None
    assert both.session.model.name == "en"
    assert both.toolbar.model_chip.others == (("zh", 3),)
    unload = menu_actions(both)["Unload"].menu()
    next(action for action in unload.actions() if action.text() == "zh").trigger()
    assert [model.name for model in both.session.models] == ["en"]
    assert both.toolbar.model_chip.others == ()
    qtbot.waitUntil(both.sentences.offer.isVisible, timeout=LONG)
    assert "Load zh" in menu_actions(both)


def test_a_model_without_sentences_says_so_and_leads_back(
    explorer: Explorer, user_zh: Path, qtbot: QtBot
) -> None:
    explorer.text.add_text(ENGLISH)
    qtbot.waitUntil(lambda: len(explorer.session.states) == 3, timeout=LONG)
    explorer.load_model("zh")
    qtbot.waitUntil(lambda: explorer.centre.currentWidget() is explorer.centre.unread, timeout=LONG)
    assert explorer.centre.unread.title.text() == "zh has no sentence to read yet"
    assert explorer.settings.model.endswith("en")  # the next window opens with English
    explorer.centre.unread.back.click()
    assert explorer.session.model is not None
    assert explorer.session.model.name == "en"
    assert len(explorer.session.states) == 3


def test_a_damaged_second_model_is_explained_beside_the_picture(
    explorer: Explorer, user_zh: Path, qtbot: QtBot
) -> None:
    os.truncate(user_zh / "model.safetensors", 1000)
    explorer.text.add_text(ENGLISH)
    explorer.session.focus = Focus("bank")
    wait(explorer, qtbot)
    explorer.text.add_text(CHINESE)
    qtbot.waitUntil(explorer.sentences.offer.isVisible, timeout=LONG)
    wait(explorer, qtbot)
    points = explorer.session.points
    explorer.sentences.offer.button.click()
    qtbot.waitUntil(lambda: explorer.sentences.offer.button.text() == "Try again", timeout=LONG)
    assert explorer.sentences.offer.label.text().startswith("zh could not be loaded: ")
    assert explorer.sentences.offer.label.text().endswith("en stays open.")
    assert explorer.centre.currentWidget() is explorer.canvas
    assert explorer.session.points is points
    assert [model.name for model in explorer.session.models] == ["en"]
    explorer.sentences.offer.close_button.click()
    assert not explorer.sentences.offer.isVisible()


def test_undo_and_redo_work_over_both_pictures(both: Explorer, qtbot: QtBot) -> None:
    session = both.session
    session.focus = Focus("银行")
    click_row(both, session.sentences[0], qtbot)
    both.sentences.removed.emit([session.sentences[0].id])
    n = len(session.sentences)
    both.actions.undo.trigger()
    assert len(session.sentences) == n + 1
    both.actions.undo.trigger()
    assert session.model is not None
    assert (session.model.name, session.focus) == ("zh", None)
    both.actions.redo.trigger()
    both.actions.redo.trigger()
    assert len(session.sentences) == n
    assert session.model.name == "en"


# The line that offers, by itself

EN = ModelInfo("en", ("en",), 3, 8, "CPU")


@pytest.fixture
def offer(qapp: object, qtbot: QtBot) -> tuple[Session, ModelOffer]:
    session = Session()
    widget = ModelOffer(session)
    qtbot.addWidget(widget)
    open_model(session, EN)
    return session, widget


def test_without_a_model_to_load_there_is_no_button(offer: tuple[Session, ModelOffer]) -> None:
    session, widget = offer
    session.offer = Offer("zh", 1, EN)
    assert widget.label.text() == (
        "This sentence is Chinese; en was trained on English. No Chinese model is installed."
    )
    assert not widget.button.isVisible()
    session.offer = None
    assert not widget.isVisible()


def test_loading_beside_shows_how_far_it_is_and_can_be_cancelled(
    offer: tuple[Session, ModelOffer], qtbot: QtBot
) -> None:
    session, widget = offer
    session.offer = Offer("zh", 2, EN, "zh", "zh")
    session.jobs = (Job("model", "Loading zh", 12, 18, "MB", beside=True),)
    assert widget.label.text() == "Loading zh, 12 of 18 MB"
    with qtbot.waitSignal(widget.cancelled):
        widget.button.click()
    session.jobs = ()
    with qtbot.waitSignal(widget.accepted):
        widget.button.click()


def test_languages_have_names() -> None:
    assert language_name("pt-BR") == "Portuguese"
    assert language_name("xx") == "xx"
    assert language_list(("en",)) == "English"
    assert language_list(("en", "de", "zh")) == "English, German and Chinese"
