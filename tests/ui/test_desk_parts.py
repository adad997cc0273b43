"""Preferences, help, tour, About and errors in the real window, which all the tests share."""

import logging
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from elmo_explorer.desk_parts import DeskParts
from elmo_explorer.error_hook import private
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Focus
from elmo_explorer.ui.help_window import PAGES, read_pages
from elmo_explorer.ui.language import language
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.preference_rows import PreferencePage
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.shortcut_page import ShortcutPage
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 60_000


@pytest.fixture(scope="module")
def explorer(qapp: object) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(), Settings(None))
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    theme.set_mode("light")
    theme.set_zoom(1.0)
    motion.set_reduced(False)


@pytest.fixture
def desk(explorer: Explorer, qtbot: QtBot) -> Iterator[DeskParts]:
    yield explorer.desk
    for dialog in (explorer.desk.preferences, explorer.desk.help, explorer.desk.about):
        if dialog is not None:
            dialog.close()
    if explorer.desk.tour is not None:
        explorer.desk.tour.end()


def test_preferences_count_at_once_and_can_be_reset(desk: DeskParts, explorer: Explorer) -> None:
    explorer.actions.preferences.trigger()
    dialog, settings = desk.preferences, explorer.settings
    assert dialog is not None
    assert dialog.isVisible()
    settings.theme_mode, settings.zoom, settings.reduce_motion = "dark", 1.3, True
    settings.matching, settings.seed = "lemma", 12
    assert theme.mode == "dark"
    assert theme.zoom == 1.3
    assert motion.reduced
    assert explorer.session.seed == 12
    explorer.actions.zoom_reset.trigger()  # what is changed elsewhere is shown here
    assert settings.zoom == 1.0
    explorer.centre._focus("bank")
    assert explorer.session.focus == Focus("bank", "lemma")
    explorer.session.focus = None
    dialog.reset()
    assert (theme.mode, motion.reduced, settings.matching, explorer.session.seed) == (
        "system",
        False,
        "caseless",
        0,
    )
    settings.theme_mode = "light"


def test_every_preference_has_a_name_and_a_tip(desk: DeskParts) -> None:
    desk.open_preferences()
    assert desk.preferences is not None
    pages = desk.preferences.findChildren(PreferencePage)
    assert {page.title for page in pages} == {"General", "Model", "Analysis", "Shortcuts"}
    for name in ("list", "edit", "none", "first", "reset", "filter"):
        control = getattr(next(page for page in pages if isinstance(page, ShortcutPage)), name)
        assert control.toolTip()


def test_keys_can_be_others_and_conflicts_are_told(desk: DeskParts, explorer: Explorer) -> None:
    desk.open_preferences()
    assert desk.preferences is not None
    page = desk.preferences.findChild(ShortcutPage)
    page.choose_action("fold")
    page.edit.setKeySequence(QKeySequence("Ctrl+F"))
    assert "Find" in page.problem.text()
    assert explorer.actions.fold.shortcut() == QKeySequence("Ctrl+J")
    page.edit.setKeySequence(QKeySequence("X"))
    assert "Ctrl or Alt" in page.problem.text()
    page.edit.setKeySequence(QKeySequence("Ctrl+Alt+J"))
    assert not page.problem.text()
    assert explorer.actions.fold.shortcut() == QKeySequence("Ctrl+Alt+J")
    assert dict(explorer.settings.shortcuts) == {"fold": "Ctrl+Alt+J"}
    page.none.click()
    assert explorer.actions.fold.shortcut().isEmpty()
    page.reset.click()
    assert explorer.actions.fold.shortcut() == QKeySequence("Ctrl+J")
    assert not explorer.settings.shortcuts


def test_broken_keys_in_the_settings_count_for_nothing(desk: DeskParts, explorer: Explorer) -> None:
    explorer.settings.shortcuts = {"fold": "J", "search": "\x00??", "unknown": "Ctrl+B"}
    desk.shortcuts.apply()
    assert explorer.actions.fold.shortcut() == QKeySequence("Ctrl+J")
    desk.shortcuts.reset()


def test_help_opens_the_page_of_the_part_with_the_keyboard(
    desk: DeskParts, explorer: Explorer, qtbot: QtBot
) -> None:
    explorer.window.activateWindow()
    explorer.window.tabs.show_tab("layers")
    explorer.sentences.setFocus()
    assert desk.page_here() == "first_steps"
    explorer.actions.help.trigger()
    assert desk.help is not None
    assert desk.help.current == "first_steps"
    assert {part.tab.name for part in explorer.tab_parts} | {"compare", "training"} <= set(PAGES)
    desk.open_help("layers")
    assert desk.help.current == "layers"
    desk.help.page.page_requested.emit("keys")
    assert "Ctrl+F" in desk.help.page.markdown


def test_help_finds_pages_by_their_words(desk: DeskParts) -> None:
    desk.open_help("elmo")
    assert desk.help is not None
    desk.help.search.setText("surprisal")
    assert desk.help.current == "language_model"
    desk.help.search.setText("no such word anywhere")
    assert desk.help.none.isVisibleTo(desk.help)
    desk.help.search.clear()
    assert not desk.help.none.isVisibleTo(desk.help)
    desk.help.set_language("zh")
    desk.help.show_page("files")
    assert "没有任何东西离开这台机器" in desk.help.page.toPlainText()


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_every_page_is_there_and_its_links_lead_somewhere(spoken: str) -> None:
    pages = read_pages(spoken)
    assert tuple(pages) == PAGES
    assert all(text.startswith("# ") and "**" not in text.split("\n", 1)[0] for text in pages.values())
    assert all(
        link.split(")")[0].removesuffix(".md") in PAGES
        for text in pages.values()
        for link in text.split("](")[1:]
    )
    if spoken == "zh":
        assert all(text != read_pages("en")[name] for name, text in pages.items())


def test_the_tour_ends_where_what_had_the_keyboard_is_gone(explorer: Explorer) -> None:
    button = QPushButton(explorer.window)
    button.show()
    button.setFocus()
    explorer.actions.tour.trigger()
    tour = explorer.desk.tour
    assert tour is not None
    assert tour._before is button
    shiboken6.delete(button)
    tour.end()
    assert explorer.desk.tour is None


def test_the_tour_has_five_stops_and_can_be_left_at_any(
    desk: DeskParts, explorer: Explorer, qtbot: QtBot
) -> None:
    explorer.actions.tour.trigger()
    seen = []
    for _ in range(5):
        tour = desk.tour
        assert tour is not None
        assert explorer.window.rect().contains(tour.bubble.geometry())
        seen.append(tour.bubble.title.text())
        tour.forward()
    assert len(set(seen)) == 5
    assert desk.tour is None
    desk.show_around()
    assert desk.tour is not None
    desk.tour.forward()
    assert explorer.window.isEnabled()
    qtbot.keyClick(desk.tour.bubble.forward, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.tour is None)
    desk.show_around()
    assert desk.tour is not None
    desk.tour.bubble.skip.click()
    assert desk.tour is None
    assert explorer.settings.tour_seen


def test_the_tour_does_not_come_by_itself_where_nothing_is_remembered(desk: DeskParts) -> None:
    desk.begin()
    assert desk.tour is None


def test_about_names_versions_licences_and_credits(desk: DeskParts, qtbot: QtBot) -> None:
    desk.open_about()
    about = desk.about
    assert about is not None
    qtbot.waitUntil(lambda: about.copy.isEnabled(), timeout=LONG)
    about.copy.click()
    copied = QGuiApplication.clipboard().text()
    for what in (
        "ELMo Explorer",
        "Apache License 2.0",
        "SIL Open Font License",
        "numpy",
        "CC BY-SA",
        "PySide6",
    ):
        assert what in copied


def test_an_error_offers_its_details_and_shows_no_traceback(
    desk: DeskParts, explorer: Explorer, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        try:
            raise ValueError("The made-up part is missing.")
        except ValueError as error:
            explorer.hook.report(error)
    qtbot.waitUntil(lambda: "Something went wrong" in explorer.window.toasts.titles)
    toast = explorer.window.toasts._toasts[-1]
    shown = " ".join(label.text() for label in toast.findChildren(QLabel))
    assert "The made-up part is missing." in shown
    assert "Traceback" not in shown
    toast.also.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("ELMo Explorer ")
    assert "Traceback" in copied
    explorer.window.toasts.clear()
    explorer.failure = ""


def test_reports_name_nobodys_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("USERPROFILE", "/home/ada")
    assert private("in /home/ada/x.py") == "in ~/x.py"


def test_open_pages_speak_the_language_that_is_chosen(
    desk: DeskParts, explorer: Explorer, qtbot: QtBot
) -> None:
    desk.open_preferences()
    desk.open_help("keys")
    assert desk.help is not None
    page = desk.help.page
    explorer.settings.language = "zh"
    try:
        assert language.spoken == "zh"
        qtbot.waitUntil(lambda: page.markdown.startswith("# 按键"))
        assert "新句子" in page.markdown
    finally:
        explorer.settings.language = "en"
    qtbot.waitUntil(lambda: page.markdown.startswith("# Keys"))
    assert "New sentence" in page.markdown
