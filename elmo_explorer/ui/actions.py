"""The window's actions: one place for menu entries, shortcuts and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.command_list import Entry
from elmo_explorer.ui.examples_menu import fill_examples_menu
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.picture_caption import METHOD_NAMES
from elmo_explorer.ui.theme import Mode
from elmo_explorer.ui.widgets.canvas_tools import Tool

if TYPE_CHECKING:
    from elmo_explorer.examples import Example

Command = Callable[[], object]
_THEMES: tuple[tuple[Mode, str], ...] = (
    ("light", mark("Light")),
    ("dark", mark("Dark")),
    ("system", mark("Follow the system")),
)
LESSON_TITLES = {"en": mark("How ELMo works (English)"), "zh": mark("How ELMo works (Chinese 中文)")}
"""Language of a bundled lesson -> what menus call it."""


@dataclass(frozen=True)
class Commands:
    """What the menus and keys can do; the window's maker fills it in."""

    new_sentence: Command
    search: Command
    import_files: Command
    export_picture: Command
    undo: Command
    redo: Command
    toggle_theme: Command
    set_theme: Callable[[Mode], object]
    zoom_in: Command
    zoom_out: Command
    zoom_reset: Command
    fold: Command
    next_region: Callable[[int], object]
    step_tab: Callable[[int], object]
    show_layer: Callable[[int], object]
    """0 is the mix, k + 1 is layer k."""
    show_projection: Callable[[int], object]
    next_colours: Command
    step_occurrence: Callable[[int], object]
    hide_selection: Command
    toggle_trajectories: Command
    show_neighbours: Command
    open_example: Callable[[str], object]
    open_lesson: Callable[[str], object]
    """By its language."""
    open_log: Command
    quit: Command
    remove_selection: Command | None = None
    """Commands that are None have an action that is neither seen nor answers its keys."""
    escape: Command | None = None
    take_tool: Callable[[Tool], object] | None = None
    fit_picture: Command | None = None
    open_session: Command | None = None
    save_session: Command | None = None
    save_session_as: Command | None = None
    save_with_vectors: Command | None = None
    export_data: Command | None = None
    copy_picture: Command | None = None
    present: Command | None = None
    present_here: Command | None = None
    scenes: Command | None = None
    add_scene: Command | None = None
    help: Command | None = None
    preferences: Command | None = None
    tour: Command | None = None
    about: Command | None = None
    command_list: Command | None = None


def _nothing() -> None:
    """What an action does whose command is not there."""


class Actions(QObject):
    """Menu entries with their shortcuts, and single-letter keys for the picture and the lists."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._titles: dict[QAction, str] = {}
        c = commands
        self.new_sentence = self._action(mark("New sentence"), c.new_sentence, "Ctrl+N", "plus")
        self.search = self._action(mark("Find"), c.search, "Ctrl+F", "search")
        self.import_files = self._action(mark("Import text…"), c.import_files, "Ctrl+I", "import")
        self.export_picture = self._action(mark("Export picture…"), c.export_picture, "Ctrl+E", "camera")
        self.undo = self._action(mark("Undo"), c.undo, "Ctrl+Z", "undo")
        self.redo = self._action(mark("Redo"), c.redo, "Ctrl+Shift+Z", "redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.fold = self._action(mark("Fold the lower panel"), c.fold, "Ctrl+J", "fold")
        self.zoom_in = self._action(mark("Larger text"), c.zoom_in, "Ctrl++")
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._action(mark("Smaller text"), c.zoom_out, "Ctrl+-")
        self.zoom_reset = self._action(mark("Normal text"), c.zoom_reset, "Ctrl+0")
        self.toggle_theme = self._action(mark("Light or dark"), c.toggle_theme, "Ctrl+Shift+D")
        self.open_log = self._action(mark("Open log"), c.open_log)
        self.quit = self._action(mark("Quit"), c.quit, "Ctrl+Q")
        self.next_region = self._action(mark("Next part of the window"), lambda: c.next_region(1), "F6")
        self.previous_region = self._action(
            mark("Previous part of the window"), lambda: c.next_region(-1), "Shift+F6"
        )
        self.open_session = self._action(mark("Open a session…"), c.open_session, "Ctrl+O", "folder")
        self.save_session = self._action(mark("Save the session"), c.save_session, "Ctrl+S")
        self.save_session_as = self._action(mark("Save the session as…"), c.save_session_as, "Ctrl+Shift+S")
        self.save_with_vectors = self._action(mark("Save with vectors…"), c.save_with_vectors)
        self.export_data = self._action(
            mark("Export tokens as data…"), c.export_data, "Ctrl+Shift+E", "export"
        )
        self.copy_picture = self._action(mark("Copy as a picture"), c.copy_picture, "Ctrl+Shift+C", "copy")
        self.present = self._action(mark("Present"), c.present, "F5", "present")
        self.present_here = self._action(mark("Present from here"), c.present_here, "Shift+F5")
        self.scenes = self._action(mark("Scenes…"), c.scenes)
        self.add_scene = self._action(mark("Add this as a scene"), c.add_scene)
        self.help = self._action(mark("Help"), c.help, "F1")
        self.preferences = self._action(mark("Preferences…"), c.preferences, "Ctrl+,")
        self.tour = self._action(mark("Show me around"), c.tour)
        self.about = self._action(mark("About ELMo Explorer"), c.about)
        self.command_list = self._action(mark("All commands…"), c.command_list, "Ctrl+K", "search")
        self.themes: dict[Mode, QAction] = {}
        self.projections: list[QAction] = []

    def fill_main_menu(self, menu: QMenu, examples: Iterable[Example]) -> None:
        """The menu behind the three bars."""
        menu.addActions([self.open_session, self.save_session, self.save_session_as, self.save_with_vectors])
        menu.addSeparator()
        menu.addActions([self.new_sentence, self.import_files])
        listed = list(examples)
        if listed:
            fill_examples_menu(
                menu.addMenu(icon("book"), tr("Examples")), listed, self._commands.open_example
            )
        lessons = menu.addMenu(icon("present"), tr("Lessons"))
        for language, title in LESSON_TITLES.items():
            lessons.addAction(tr(title)).triggered.connect(
                lambda _=False, language=language: self._commands.open_lesson(language)
            )
        menu.addActions([self.export_picture, self.copy_picture, self.export_data])
        menu.addSeparator()
        menu.addActions([self.undo, self.redo, self.search, self.command_list])
        menu.addSeparator()
        self._add_projections(menu.addMenu(icon("axis"), tr("Projection")))
        self._add_themes(menu.addMenu(icon("moon"), tr("Theme")))
        size = menu.addMenu(icon("text"), tr("Text size"))
        size.addActions([self.zoom_in, self.zoom_out, self.zoom_reset])
        menu.addActions([self.fold, self.present, self.scenes])
        menu.addSeparator()
        menu.addActions([self.preferences, self.tour, self.help, self.about, self.open_log])
        menu.addSeparator()
        menu.addAction(self.quit)

    def add_view_keys(self, region: QWidget) -> None:
        """Digits show layers and projections, C colours, N neighbours, brackets tabs, while ``region`` has the focus."""
        c = self._commands
        keys = {keys: do for _, keys, do in self._view_commands}
        for k in range(9):
            keys[str(k + 1)] = partial(c.show_layer, k)
        for k, shifted in enumerate(("!", "@", "#", "$")):
            keys[f"Shift+{k + 1}"] = keys[shifted] = partial(c.show_projection, k)
        _add_keys(region, keys)

    def add_occurrence_keys(self, region: QWidget) -> None:
        """Walking the occurrences, hiding them, their paths, and the picture's tools; the picture answers these itself."""
        _add_keys(region, {keys: do for _, keys, do in self._occurrence_commands})

    def add_list_keys(self, listed: QWidget) -> None:
        """Esc in a list does what it does in the picture."""
        if self._commands.escape is not None:
            _add_keys(listed, {"Esc": self._commands.escape})

    def add_picture_keys(self, picture: QWidget) -> None:
        """Del in the picture removes the sentences of what is selected."""
        if self._commands.remove_selection is not None:
            _add_keys(picture, {"Del": self._commands.remove_selection})

    @property
    def _view_commands(self) -> list[tuple[str, str, Command]]:
        """English title, key, and what it does."""
        c = self._commands
        return [
            (mark("Next colours"), "C", c.next_colours),
            (mark("Find neighbours of the selection"), "N", c.show_neighbours),
            (mark("Previous tab"), "[", lambda: c.step_tab(-1)),
            (mark("Next tab"), "]", lambda: c.step_tab(1)),
        ]

    @property
    def _occurrence_commands(self) -> list[tuple[str, str, Command]]:
        c = self._commands
        made: list[tuple[str, str, Command]] = [
            (mark("Next occurrence"), "J", lambda: c.step_occurrence(1)),
            (mark("Previous occurrence"), "K", lambda: c.step_occurrence(-1)),
            (mark("Hide the sentences of the selection"), "H", c.hide_selection),
            (mark("Trajectories through the layers"), "T", c.toggle_trajectories),
        ]
        if c.take_tool is not None:
            made.append((mark("Select in the picture"), "V", partial(c.take_tool, "select")))
            made.append((mark("Lasso in the picture"), "L", partial(c.take_tool, "lasso")))
        if c.fit_picture is not None:
            made.append((mark("Fit the picture"), "F", c.fit_picture))
        return made

    def entries(self) -> list[Entry]:
        """Every command of the window, for the list of all commands."""
        c = self._commands
        made = [
            Entry(
                title,
                action.trigger,
                keys=_said(action.shortcut()),
                shown=action.text() if action in (self.undo, self.redo) else "",
                enabled=action.isEnabled(),
            )
            for action, title in self._titles.items()
            if action is not self.command_list
        ]
        view = mark("Picture")
        made += [
            Entry(title, do, view, keys)
            for title, keys, do in (*self._view_commands, *self._occurrence_commands)
        ]
        if c.remove_selection is not None:
            made.append(Entry(mark("Remove the sentences of the selection"), c.remove_selection, view, "Del"))
        made += [
            Entry(name, partial(c.show_projection, k), mark("Projection"), f"Shift+{k + 1}")
            for k, name in enumerate(METHOD_NAMES.values())
        ]
        made += [
            Entry(title, partial(c.open_lesson, language), mark("Lesson"))
            for language, title in LESSON_TITLES.items()
        ]
        made += [Entry(title, partial(c.set_theme, mode), mark("Theme")) for mode, title in _THEMES]
        return made

    def retranslate(self) -> None:
        """Say all titles in the language that is chosen now."""
        for action, title in self._titles.items():
            if action not in (self.undo, self.redo):
                action.setText(tr(title))

    def _add_projections(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for k, name in enumerate(METHOD_NAMES.values()):
            # The keys work in the picture and the lists alone: in a text field they are letters.
            action = QAction(f"{tr(name)}\tShift+{k + 1}", menu, checkable=True)
            group.addAction(action)
            menu.addAction(action)
            action.triggered.connect(lambda _=False, k=k: self._commands.show_projection(k))
            self.projections.append(action)

    def _add_themes(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for mode, title in _THEMES:
            action = QAction(tr(title), menu, checkable=True)
            group.addAction(action)
            menu.addAction(action)
            action.triggered.connect(lambda _=False, mode=mode: self._commands.set_theme(mode))
            self.themes[mode] = action
        menu.addSeparator()
        menu.addAction(self.toggle_theme)

    def _action(self, title: str, command: Command | None, keys: str = "", icon_name: str = "") -> QAction:
        """An action of the window.

        Args:
            title: English, marked for translation.
            command: what it does; without one it is not there.
            keys: of its shortcut.
            icon_name: for menus.
        """
        action = QAction(tr(title), self._window)
        self._titles[action] = title
        action.setEnabled(command is not None)
        action.setVisible(command is not None)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            action.setShortcut(QKeySequence(keys))
        do = command or _nothing
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        return action


def _add_keys(region: QWidget, keys: dict[str, Command]) -> None:
    """Shortcuts that work in ``region`` alone; a text field in it takes its letters first."""
    for key, command in keys.items():
        shortcut = QShortcut(QKeySequence(key), region)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(command)


def _said(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
