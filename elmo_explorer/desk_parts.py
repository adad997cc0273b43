"""Preferences, help, the first look around and About: opens them, and carries out what was chosen there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from elmo_explorer.about import about_markdown
from elmo_explorer.error_hook import log
from elmo_explorer.translation import tr
from elmo_explorer.ui.about_dialog import AboutDialog
from elmo_explorer.ui.help_window import HelpWindow
from elmo_explorer.ui.language import language
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.preferences_dialog import PreferencesDialog
from elmo_explorer.ui.shortcuts import Shortcuts, named_actions
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.tour import Stop, Tour
from elmo_explorer.window_options import WindowOptions

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

LANE = "settings"
_SETTLED_MS = 500
"""Changes that follow each other more closely are written once."""


class DeskParts(QObject):
    """Listens to the settings: what is changed in them, wherever, counts at once and is written soon after."""

    def __init__(self, explorer: Explorer) -> None:
        """The window and its actions are there, nothing is shown yet."""
        super().__init__(explorer)
        self._explorer = explorer
        self._settings = explorer.settings
        self.shortcuts = Shortcuts(named_actions(explorer.actions), explorer.settings)
        self.preferences: PreferencesDialog | None = None
        self.help: HelpWindow | None = None
        self.about: AboutDialog | None = None
        self.tour: Tour | None = None
        self._model_kind = (explorer.device, explorer.settings.precision)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self._write)
        self._models_soon = QTimer(self, singleShot=True, interval=0)
        self._models_soon.timeout.connect(self._reload_models)
        self._said_soon = QTimer(self, singleShot=True, interval=0)
        self._said_soon.timeout.connect(self._say_again)
        self._settings.changed.connect(self._changed)
        language.changed.connect(self._speak)
        settings, session = explorer.settings, explorer.session
        self._appliers: dict[str, Callable[[], object]] = {
            "theme": self._take_theme,
            "zoom": lambda: theme.set_zoom(settings.zoom),
            "high_contrast": lambda: theme.set_contrast(settings.high_contrast or None),
            "reduce_motion": lambda: motion.set_reduced(settings.reduce_motion),
            "matching": lambda: setattr(session, "matching", settings.matching),
            "seed": lambda: setattr(session, "seed", settings.seed),
            "device": self._models_soon.start,
            "precision": self._models_soon.start,
        }
        """Key of an entry -> what makes it count; a session that is opened may have a seed of its own until then."""
        for key in ("high_contrast", "reduce_motion", "matching", "seed"):
            self._appliers[key]()
        explorer.models.precision = settings.precision

    def begin(self) -> None:
        """The window of a person is seen: tell what was wrong with the settings, and show around for the first time."""
        said = self._settings.take_said()
        if said:
            log.warning("%s", said)
            self._explorer.window.toasts.show("warning", tr("Preferences"), said)
        plain = replace(self._explorer.options, model=None, device="auto", theme=None, size=None)
        if self._settings.kept and not self._settings.tour_seen and plain == WindowOptions():
            QTimer.singleShot(0, self, self.show_around)

    def open_preferences(self) -> None:
        """Show the preferences."""
        if self.preferences is None:
            self.preferences = PreferencesDialog(self._settings, self.shortcuts, self._explorer.window)
            self.preferences.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.preferences.finished.connect(self._forget_preferences)
        _bring(self.preferences)

    def open_help(self, page: str = "") -> None:
        """Show a page of the help, or the one about the part of the window that has the keyboard."""
        page = page or self.page_here()
        if self.help is None:
            self.help = HelpWindow(language.spoken, self.shortcuts.actions, self._explorer.window)
            self.help.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.help.finished.connect(self._forget_help)
        self.help.show_page(page)
        _bring(self.help)

    def open_about(self) -> None:
        """Show version, licences and credits, which are looked up meanwhile."""
        if self.about is None:
            self.about = AboutDialog(self._explorer.window)
            self.about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.about.finished.connect(self._forget_about)
            self._explorer.runner.submit(LANE, lambda _: about_markdown(), self._tell_about, key="about")
        _bring(self.about)

    def show_around(self) -> None:
        """Begin the tour, from its first stop."""
        if self.tour is not None:
            self.tour.end()
        self._settings.tour_seen = True
        self._explorer.window.set_folded(False)
        self.tour = Tour(self._explorer.window, self._stops())
        self.tour.ended.connect(self._forget_tour)

    def page_here(self) -> str:
        """The help's page about the part of the window that has the keyboard."""
        window = self._explorer.window
        focus = window.focusWidget()

        def has(part: QWidget) -> bool:
            return focus is not None and (focus is part or part.isAncestorOf(focus))

        if has(window.tabs):
            return window.tabs.current
        pages = ((window.sentences, "first_steps"), (window.centre, "picture"), (window.mix, "mixing"))
        found = [page for part, page in pages if has(part)]
        return found[0] if found else "elmo"

    def close(self) -> None:
        """The window goes: nothing is changed any more; what was changed is written."""
        self._soon.stop()
        self._models_soon.stop()
        self._said_soon.stop()
        self._settings.changed.disconnect(self._changed)
        language.changed.disconnect(self._speak)
        for dialog in (self.preferences, self.help, self.about):
            if dialog is not None:
                dialog.close()
        if self.tour is not None:
            self.tour.end()
        self._settings.save()

    def _stops(self) -> list[Stop]:
        explorer = self._explorer
        return [
            Stop(
                explorer.sentences.field,
                tr("Type a sentence"),
                tr("Enter adds it. Then click a word in it: all its uses are compared."),
            ),
            Stop(
                explorer.centre,
                tr("Every point is a use of a word"),
                tr(
                    "Each use has a vector of its own, made from its sentence. Uses that are alike lie close together."
                ),
            ),
            Stop(
                explorer.mix,
                tr("Mix the layers"),
                tr("Drag the handle: layer 0 knows the spelling alone, the upper layers know the sentence."),
            ),
            Stop(
                explorer.window.tabs,
                tr("Ask on"),
                tr(
                    "Each tab asks something else: how alike, why here, what comes next, what does a layer know?"
                ),
            ),
            Stop(
                explorer.toolbar.menu_button,
                tr("Show it to others"),
                tr(
                    "Save, export and all the rest is in this menu, a lesson that is ready, too. F5 presents. "
                    "F1 explains the part you are in."
                ),
            ),
        ]

    def _changed(self, key: str) -> None:
        self._soon.start()
        if key in self._appliers:
            self._appliers[key]()

    def _take_theme(self) -> None:
        if theme.mode != self._settings.theme_mode:
            theme.set_mode(self._settings.theme_mode)

    def _speak(self) -> None:
        """What is open says its texts anew, after the window has: pages name its actions."""
        self._said_soon.start()

    def _say_again(self) -> None:
        if self.preferences is not None:
            self.preferences.rebuild()
        if self.help is not None:
            self.help.set_language(language.spoken)
        if self.about is not None:
            self.about.close()
        if self.tour is not None:
            self.tour.end()

    def _reload_models(self) -> None:
        explorer, precision = self._explorer, self._settings.precision
        wanted = (explorer.device, precision)
        if wanted == self._model_kind:
            return
        before, self._model_kind = self._model_kind, wanted
        explorer.models.precision, explorer.languages.device = precision, explorer.device
        if self.preferences is not None:
            self.preferences.tell_fault("")

        def failed(sentence: str) -> None:
            """As it was before: a preference that cannot be had would fail again at the next start."""
            if self._model_kind == wanted:
                self._model_kind = before
                explorer.models.precision, explorer.languages.device = before[1], before[0]
                if explorer.options.device == "auto":
                    self._settings.device = before[0]
                self._settings.precision = before[1]
                if self.preferences is not None:
                    self.preferences.tell_fault(sentence)
                else:
                    explorer.window.toasts.show("error", tr("The model stays as it was"), sentence)

        explorer.models.reload(explorer.device, precision, failed)

    def _write(self) -> None:
        write = self._settings.writing()
        self._explorer.runner.submit(LANE, lambda _: write(), failed=self._not_written)

    def _not_written(self, error: Exception) -> None:
        self._settings.not_written()
        log.warning("The settings could not be written: %s", error)
        self._explorer.window.toasts.show("warning", tr("The preferences could not be stored"), str(error))

    def _tell_about(self, text: str) -> None:
        if self.about is not None:
            self.about.show_text(text)

    def _forget_preferences(self) -> None:
        self.preferences = None

    def _forget_help(self) -> None:
        self.help = None

    def _forget_about(self) -> None:
        self.about = None

    def _forget_tour(self) -> None:
        self.tour = None


def _bring(dialog: QWidget) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
