"""Puts the window together: session, work, panels, and the wires between them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from elmo_explorer.command_entries import command_entries
from elmo_explorer.controllers.compare_controller import CompareController
from elmo_explorer.controllers.comparison import MOST_OCCURRENCES
from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.controllers.language_controller import LanguageController
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.controllers.read_ahead import ReadAhead
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.controllers.training_controller import TrainingController
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.data_parts import DataParts
from elmo_explorer.desk_parts import DeskParts
from elmo_explorer.error_hook import ErrorHook, log, start_log
from elmo_explorer.examples import Example, list_examples
from elmo_explorer.figure_parts import FigureParts
from elmo_explorer.lesson_parts import LessonParts
from elmo_explorer.model_menu import ModelCommands, ModelMenu, installed_model
from elmo_explorer.paths import APP_NAME, bundled_models_dir, log_file, resources_dir
from elmo_explorer.screenshot import Screenshot, save_window
from elmo_explorer.session.carried import SUFFIXES
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Notice, ProjectionMethod, Session
from elmo_explorer.session.session_file import SUFFIX
from elmo_explorer.session.training import ALIVE, Training
from elmo_explorer.session_commands import SessionCommands
from elmo_explorer.session_keeping import SessionKeeping
from elmo_explorer.stage_parts import StageParts
from elmo_explorer.tabs.influence_tab import InfluenceTab
from elmo_explorer.tabs.language_model_tab import LanguageModelTab
from elmo_explorer.tabs.layers_tab import LayersTab
from elmo_explorer.tabs.learned_dock import LearnedDock
from elmo_explorer.tabs.neighbours_tab import NeighboursTab
from elmo_explorer.tabs.pairs_tab import PairsTab
from elmo_explorer.tabs.parts import Parts, TabPart
from elmo_explorer.tabs.spelling_tab import SpellingTab
from elmo_explorer.tabs.tasks_tab import TasksTab
from elmo_explorer.translation import tr
from elmo_explorer.ui import accessible
from elmo_explorer.ui.actions import Actions, Commands
from elmo_explorer.ui.announcer import Announcer
from elmo_explorer.ui.corrected_switch import CorrectedSwitch
from elmo_explorer.ui.focus_ring import FocusRing
from elmo_explorer.ui.language import language
from elmo_explorer.ui.main_window import MainWindow, Tab
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.notices import Kind
from elmo_explorer.ui.panels.centre_panel import CentrePanel, Invitation
from elmo_explorer.ui.panels.compare_panel import ComparePanel
from elmo_explorer.ui.panels.mix_panel import MixPanel
from elmo_explorer.ui.panels.projection_panel import ProjectionPanel
from elmo_explorer.ui.panels.sentence_panel import SentencePanel
from elmo_explorer.ui.panels.training_panel import TrainingPanel
from elmo_explorer.ui.picture_caption import METHOD_NAMES
from elmo_explorer.ui.projection_choice import choose_projection
from elmo_explorer.ui.retranslation import retranslate, show_again
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.status_bar import StatusBar
from elmo_explorer.ui.style import Style
from elmo_explorer.ui.theme import Mode, theme
from elmo_explorer.ui.toolbar import Toolbar
from elmo_explorer.ui.widgets.command_card import CommandCard
from elmo_explorer.window_options import WindowOptions
from elmo_explorer.workers.freed_memory import limit_pools
from elmo_explorer.workers.garbage import MainThreadCollector
from elmo_explorer.workers.priority import leave_cores
from elmo_explorer.workers.runner import Runner

DEFAULT_MODEL = "en"
PROJECTIONS: tuple[ProjectionMethod, ...] = tuple(METHOD_NAMES)
_WARM_UP_MS = 1500
SWITCH_S = 0.0005
"""Seconds after which a worker's Python code lets the main thread in: a frame has many Qt calls, 5 ms at each add up."""


class Explorer(QObject):
    """The open program: everything it owns, and what leads from one part to the other."""

    _told = Signal(str, str)

    def __init__(self, options: WindowOptions, settings: Settings) -> None:
        super().__init__()
        self.options = options
        self.settings = settings
        self.failure = ""
        self._asked_model = ""
        self._closed = False
        self._examples = list_examples()

        sys.setswitchinterval(SWITCH_S)
        limit_pools()
        self.garbage = MainThreadCollector(self)
        self.session = Session()
        self.history = History(self.session)
        self.runner = Runner()
        self.models = ModelController(self.session, self.runner)
        self.languages = LanguageController(
            self.session, self.runner, self.models, installed_model, self.device
        )
        self.embed = EmbedController(self.session, self.runner, self.models)
        self.text = TextController(self.session, self.runner, self.history)
        self.read_ahead = ReadAhead(self.text, self.embed)
        self.focus = FocusController(self.session, self.runner)
        self.projection = ProjectionController(self.session, self.runner)
        self.compare = CompareController(self.session, self.runner)
        askers = WordAskers(self.models, self)
        self.training = Training()
        self.trainer = TrainingController(self.training, self.runner)

        self._main_menu = QMenu()
        commands = ModelCommands(
            self.models.show, self.load_model, self.load_published, self.models.close_model
        )
        self.model_menu = ModelMenu(self.session, commands)
        self.toolbar = Toolbar(self.session, self._main_menu, self.model_menu)
        self.sentences = SentencePanel(self.session, examples=lambda: self._examples)
        self.canvas = ProjectionPanel(self.session)
        self.centre = CentrePanel(self.session, self.canvas, _invitations(self._examples), _model_text())
        self.mix = MixPanel(self.session)
        self.compare_panel = ComparePanel(self.session)
        parts = Parts(
            self.session,
            self.history,
            self.runner,
            settings,
            self.models,
            askers,
            self.embed,
            self.text,
            self.read_ahead,
            self.projection,
            self.sentences,
            self.canvas,
        )
        self.learned = LearnedDock(parts, self.mix)
        self.layers = LayersTab(parts)
        self.language_model = LanguageModelTab(parts)
        self.neighbours = NeighboursTab(parts)
        self.influence = InfluenceTab(parts)
        self.pairs = PairsTab(parts)
        self.spelling = SpellingTab(parts)
        self.tasks = TasksTab(parts, self.learned)
        self.tab_parts: tuple[TabPart, ...] = (
            self.layers,
            self.language_model,
            self.neighbours,
            self.influence,
            self.pairs,
            self.spelling,
            self.tasks,
        )
        trainer = self.trainer
        self.training_panel = TrainingPanel(
            self.training, trainer.sizes, trainer.more_options, trainer.what_is_wrong_with
        )
        self.status = StatusBar(self.session)
        self.window = MainWindow(
            self.toolbar,
            self.sentences,
            self.centre,
            self.mix,
            [
                Tab("compare", tr("Compare"), self.compare_panel, height=272),
                *(part.tab for part in self.tab_parts),
                Tab("training", tr("Training"), self.training_panel),
            ],
            self.status,
            settings,
        )
        self.command_card = CommandCard(self.window, lambda: command_entries(self, self._examples))
        self.focus_ring = FocusRing(self.window)
        self.announcer = Announcer(self.session, self.window)
        accessible.install()
        self.actions = Actions(self.window, self._commands())
        self.actions.fill_main_menu(self._main_menu, self._examples)
        self.actions.add_view_keys(self.centre)
        self.actions.add_picture_keys(self.canvas.scatter)
        self.actions.add_list_keys(self.sentences.list)
        for region in (self.sentences.list, self.window.tabs):
            self.actions.add_view_keys(region)
            self.actions.add_occurrence_keys(region)
        self.hook = ErrorHook(self._told.emit)
        self.desk = DeskParts(self)
        self.documents = SessionCommands(self)
        self.documents.add_recent(self._main_menu, self.actions.save_session)
        self.keeping = SessionKeeping(self)
        self.figures = FigureParts(self)
        self.data = DataParts(self)
        self.lessons = LessonParts(self)
        self.stage = StageParts(self)
        self._wire()

    def start(self) -> None:
        """Begin the work once the window is seen: load the model, then what was asked for."""
        self.garbage.settle()
        leave_cores()
        QTimer.singleShot(0, self, self.keeping.offer)
        if self.options.file is not None:
            self.documents.open_file(self.options.file)  # with its own model
            return
        self.load_model(self.first_model)
        if self.options.projection is not None or self.options.axes:
            self.session.view = replace(
                self.session.view, projection=self.options.projection or "axis", axes=self.options.axes
            )
            self.history.clear()
        if self.options.example is not None:
            self.open_example(self.options.example)
        elif self.options.lesson is not None:
            self.lessons.open(self.options.lesson)

    @property
    def device(self) -> str:
        """Where models run: what the command line asks for, or else the preferences."""
        return self.settings.device if self.options.device == "auto" else self.options.device

    @property
    def first_model(self) -> str:
        """What to begin with."""
        return self.options.model or self.settings.model or DEFAULT_MODEL

    def load_model(self, source: str) -> None:
        """Load a bundled model by its name, or a folder."""
        self._asked_model = source
        self.models.load(source, self.device, lambda: self._remember(source))

    def _remember(self, source: str) -> None:
        """The next window opens with this model; with one for Chinese alone it would have nothing for English."""
        if self.session.model is not None and self.session.model.knows("en"):
            self.settings.model = source

    def load_published(self, options: Path, weights: Path) -> None:
        """Load the published pair of files."""
        self._asked_model = ""
        self.models.load_published(options, weights, self.device)

    def open_example(self, name: str) -> None:
        """Replace the sentences by a bundled example's; an unknown name is told, with the names there are."""
        examples = {example.name: example for example in self._examples}
        if name in examples:
            self.languages.open_for(examples[name].language, lambda: self.text.load_example(name))
        else:
            names = ", ".join(examples)
            self.session.notice = Notice(
                "error", tr("There is no example {name!r}", name=name), tr("There are {names}.", names=names)
            )

    def import_files(self) -> None:
        """Ask for text files and import them."""
        files, _ = QFileDialog.getOpenFileNames(
            self.window, tr("Import text"), "", tr("Text and tables (*.txt *.csv *.tsv);;All files (*)")
        )
        if files:
            self.text.import_files(files)

    def waiting_for(self) -> str:
        """What is still under way before the picture is finished; "" when nothing is."""
        session = self.session
        if session.model is None:
            return tr("the model")
        if session.jobs:
            return session.jobs[0].title
        if self.text.adding:
            return tr("the sentences")
        asked = self.options.example or self.options.lesson
        if asked is None and not session.sentences:  # an empty window is finished too
            return tr("the analysis") if self.runner.busy else ""
        if asked is not None and (not session.pictured() or session.focus is None):
            return tr("the example")
        if not session.pictured():  # a session whose sentences are all hidden
            return tr("the analysis") if self.runner.busy else ""
        if any(s.id not in session.states for s in session.pictured()):
            if session.model.absent and session.points is not None:  # a file's picture, without vectors
                return "" if self.canvas.settled else tr("the projection")
            return tr("the vectors")
        points = session.points
        found = session.axis_fit
        is_told = (
            found is not None and found.axes == session.view.axes and bool(found.error or not found.axes)
        )
        shown = points is not None and points.method == session.view.projection
        if not (shown or (session.view.projection == "axis" and is_told)) or not self.canvas.settled:
            return tr("the projection")
        if points is not None and points.trust is None:
            return tr("the trust figure")
        comparison = session.comparison
        compared = set() if comparison is None else set(comparison.tokens)
        if compared != set(session.occurrences[:MOST_OCCURRENCES]):
            return tr("the comparison")
        for part in self.tab_parts:
            if part.tab.name == self.window.tabs.seen and part.waiting_for():
                return part.waiting_for()
        return tr("the analysis") if self.runner.busy else ""

    def close(self) -> None:
        """Stop all work and leave no thread or process; the second call does nothing."""
        if self._closed:
            return
        self._closed = True
        if self.trainer.process_id or self.learned.learning.controller.process_id:
            self.window.hide()  # a run that is saved takes its time
        self.stage.close()
        self.desk.close()
        self.trainer.close()
        self.learned.close()
        self.projection.close()
        self.runner.close()
        self.keeping.close()
        self.documents.close()
        controllers = (self.models, self.embed, self.text, self.focus, self.projection, self.compare)
        tabs = (worker for part in self.tab_parts for worker in part.workers)
        for worker in (*controllers, self.read_ahead, *tabs):
            for timer in worker.findChildren(QTimer):
                timer.stop()  # nobody is left to be told
        self.garbage.close()
        self.hook.remove()

    def _wire(self) -> None:
        events, toolbar, centre, window = self.session.events, self.toolbar, self.centre, self.window
        self._told.connect(self._tell_error, Qt.ConnectionType.QueuedConnection)
        self.runner.failed.connect(self.hook.report)
        self.history.changed.connect(self._history_changed)
        toolbar.undo_requested.connect(self.history.undo)
        toolbar.redo_requested.connect(self.history.redo)
        toolbar.theme_requested.connect(self._toggle_theme)
        window.files_dropped.connect(self._files_dropped)
        window.closing.connect(self.close)
        window.tabs.seen_changed.connect(self._tab_seen)
        for part in (centre, self.status):
            part.cancel_requested.connect(self._cancel)
        centre.example_requested.connect(self.open_example)
        centre.import_requested.connect(self.import_files)
        centre.models_requested.connect(toolbar.model_chip.open_menu)
        centre.log_requested.connect(_open_log)
        centre.continue_with_batch.connect(lambda: self.embed.continue_with_batch(self.embed.suggested_batch))
        centre.continue_on_cpu.connect(self.embed.continue_on_cpu)
        centre.stop_requested.connect(self.embed.stop)
        self.canvas.export_requested.connect(self._export_picture)
        self.canvas.neighbours_requested.connect(self._show_neighbours)
        self.learned.panel.overview_requested.connect(partial(self._show_tab, "tasks"))
        self.corrected = CorrectedSwitch(self.session)
        window.tabs.add_tool(self.corrected)
        self.canvas.pause_requested.connect(self.projection.set_paused)
        self._wire_sentences()
        self._wire_training()
        events.notice.connect(self._notice_changed)
        events.view.connect(self._view_changed)
        self.models.changed.connect(self._models_changed)
        theme.changed.connect(self._theme_changed)
        motion.changed.connect(self._motion_changed)
        language.changed.connect(self._language_changed)
        self.settings.changed.connect(self._setting_changed)
        self._tab_seen(window.tabs.seen)
        self._history_changed()
        self._theme_changed()
        self._view_changed()

    def _wire_sentences(self) -> None:
        sentences, search, text = self.sentences, self.toolbar.search, self.text
        sentences.text_submitted.connect(text.add_text)
        text.added.connect(sentences.sum_up_long_words)
        sentences.typed.connect(self.read_ahead.typed)
        sentences.sentence_edited.connect(text.edit_sentence)
        sentences.spaces_toggled.connect(text.toggle_spaced)
        sentences.simplifying_requested.connect(text.simplify)
        sentences.import_requested.connect(
            lambda paths: text.import_files(paths) if paths else self.import_files()
        )
        sentences.example_requested.connect(self.open_example)
        sentences.removed.connect(text.remove)
        sentences.neighbours_requested.connect(self._show_neighbours)
        sentences.search_cleared.connect(search.clear)
        sentences.offer.accepted.connect(self.languages.accept)
        sentences.offer.dismissed.connect(self.languages.dismiss)
        sentences.offer.cancelled.connect(self.models.cancel)
        self.toolbar.search_changed.connect(sentences.set_search)

    def _wire_training(self) -> None:
        panel, trainer = self.training_panel, self.trainer
        panel.start_requested.connect(trainer.start)
        panel.pause_requested.connect(trainer.pause)
        panel.resume_requested.connect(trainer.resume)
        panel.stop_requested.connect(trainer.stop)
        panel.new_requested.connect(trainer.new)
        panel.open_model_requested.connect(trainer.open_model)
        panel.run_chosen.connect(trainer.open_run)
        panel.config_opened.connect(trainer.open_config)
        panel.config_saved.connect(trainer.save_config)
        trainer.model_ready.connect(self.load_model)
        self.training.events.stage.connect(self._training_moved)
        self.training.events.place.connect(self._training_moved)
        trainer.look_for_past_runs()

    def _training_moved(self) -> None:
        """The tab's name tells how far a run is, whichever tab is in front."""
        training = self.training
        share = training.place.tokens / max(1, training.place.total_tokens)
        alive = training.stage in ALIVE
        self.window.tabs.set_title(
            "training", tr("Training {share:.0%}", share=share) if alive else tr("Training")
        )

    def _commands(self) -> Commands:
        return Commands(
            new_sentence=self.sentences.setFocus,
            search=self._search,
            import_files=self.import_files,
            export_picture=self._export_picture,
            undo=self.history.undo,
            redo=self.history.redo,
            toggle_theme=self._toggle_theme,
            set_theme=self._set_theme,
            zoom_in=lambda: theme.set_zoom(theme.zoom + 0.1),
            zoom_out=lambda: theme.set_zoom(theme.zoom - 0.1),
            zoom_reset=lambda: theme.set_zoom(1.0),
            fold=lambda: self.window.toggle_fold(),
            next_region=lambda by: self.window.next_region(by),
            step_tab=lambda by: self.window.tabs.step(by),
            show_layer=self.toolbar.layer.choose,
            show_projection=self._show_projection,
            next_colours=self.toolbar.next_colours,
            step_occurrence=self._step_occurrence,
            hide_selection=self._hide_selection,
            toggle_trajectories=self._toggle_trajectories,
            show_neighbours=self._show_neighbours,
            open_example=self.open_example,
            open_lesson=lambda language: self.lessons.open(language),
            open_log=_open_log,
            quit=lambda: self.window.close(),
            remove_selection=self._remove_selection,
            escape=self.canvas.escape,
            take_tool=self.canvas.scatter.set_tool,
            fit_picture=self.canvas.scatter.fit,
            open_session=lambda: self.documents.open(),
            save_session=lambda: self.documents.save(),
            save_session_as=lambda: self.documents.save_as(),
            copy_picture=lambda: self.figures.copy(),
            export_data=lambda: self.data.ask(),
            save_with_vectors=lambda: self.documents.save_with_vectors(),
            command_list=self.command_card.open,
            present=lambda: self.stage.present(),
            present_here=lambda: self.stage.present_here(),
            scenes=lambda: self.stage.open_scenes(),
            add_scene=lambda: self.stage.add_scene(),
            help=lambda: self.desk.open_help(),
            preferences=lambda: self.desk.open_preferences(),
            tour=lambda: self.desk.show_around(),
            about=lambda: self.desk.open_about(),
        )

    def _files_dropped(self, files: list[str]) -> None:
        sessions = [file for file in files if file.lower().endswith((SUFFIX, *SUFFIXES))]
        if sessions:
            self.documents.open_file(Path(sessions[0]))
        else:
            self.text.import_files(files)

    def _search(self) -> None:
        self.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.search.selectAll()

    def _export_picture(self) -> None:
        self.figures.ask()

    def _show_projection(self, index: int) -> None:
        choose_projection(self.session, PROJECTIONS[index])

    def _toggle_trajectories(self) -> None:
        view = self.session.view
        self.session.view = replace(view, trajectories=not view.trajectories)

    def _step_occurrence(self, by: int) -> None:
        """Select the next or previous occurrence, in the order of the list."""
        session = self.session
        if not session.occurrences:
            return
        places = [i for i, token in enumerate(session.occurrences) if token in session.selection]
        start = (places[-1] if by > 0 else places[0]) if places else (-1 if by > 0 else 0)
        session.selection = frozenset({session.occurrences[(start + by) % len(session.occurrences)]})

    def _hide_selection(self) -> None:
        ids = {token.sentence_id for token in self.session.selection}
        if ids:
            self.text.set_hidden(ids, True)

    def _remove_selection(self) -> None:
        ids = {token.sentence_id for token in self.session.selection}
        if ids:
            self.text.remove(ids)

    def _show_neighbours(self) -> None:
        self._show_tab("neighbours")

    def _show_tab(self, name: str) -> None:
        self.window.tabs.show_tab(name)
        self.window.set_folded(False)

    def _cancel(self, kind: str) -> None:
        cancel: dict[str, Callable[[], object]] = {
            "model": self.models.cancel,
            "embed": self.embed.cancel,
            "import": self.text.cancel,
            "projection": self.projection.cancel,
            "spelling": self.spelling.tables.cancel,
            "learning": self.learned.learning.controller.stop,
        }
        cancel[kind]()

    def _tab_seen(self, name: str) -> None:
        self.compare.visible = {name} - {""}
        for part in self.tab_parts:
            part.set_visible(part.tab.name == name)

    def _history_changed(self) -> None:
        history = self.history
        self.toolbar.set_history(history.can_undo, history.undo_name, history.can_redo, history.redo_name)
        self.actions.undo.setEnabled(history.can_undo)
        self.actions.redo.setEnabled(history.can_redo)
        self.actions.undo.setText(tr("Undo {undo_name}", undo_name=history.undo_name).rstrip())
        self.actions.redo.setText(tr("Redo {redo_name}", redo_name=history.redo_name).rstrip())

    def _notice_changed(self, notice: Notice | None) -> None:
        """Sentences become toasts; what needs an answer stays in the centre."""
        if notice is None:
            return
        if notice.kind in ("error", "model_error", "memory"):
            log.warning("%s: %s %s", notice.kind, notice.title, notice.text)
            self.failure = f"{notice.title}: {notice.text} {notice.details}".rstrip(" :")
        if notice.kind == "memory":
            self.centre.offer_batch(self.embed.suggested_batch, self.embed.memory_failures >= 2)
        elif notice.kind == "model_error":
            self._fall_back(notice)
        else:
            self._toast(notice)
            QTimer.singleShot(0, self, lambda: self._forget(notice))

    def _fall_back(self, notice: Notice) -> None:
        """The model remembered from last time is gone or broken: begin with the bundled one."""
        remembered = self.options.model is None and self._asked_model not in ("", DEFAULT_MODEL)
        if self.session.model is None and remembered:
            self.window.toasts.show("warning", notice.title, notice.text)
            QTimer.singleShot(0, self, lambda: self.load_model(DEFAULT_MODEL))

    def _toast(self, notice: Notice) -> None:
        action, do = "", None
        if notice.details:
            action, do = tr("Copy list"), lambda: QGuiApplication.clipboard().setText(notice.details)
        elif notice.undoable:
            action, do = tr("Undo"), self.history.undo
        kind: Kind = "error" if notice.kind == "error" else "warning" if notice.kind == "warning" else "info"
        self.window.toasts.show(kind, notice.title, notice.text, action, do)

    def _forget(self, notice: Notice) -> None:
        if self.session.notice is notice and not self._closed:
            self.session.notice = None

    def _tell_error(self, sentence: str, details: str) -> None:
        self.failure = sentence
        self.window.toasts.show(
            "error",
            tr("Something went wrong"),
            sentence,
            tr("Open log"),
            _open_log,
            tr("Copy details"),
            lambda: QGuiApplication.clipboard().setText(details),
        )

    def _models_changed(self) -> None:
        self.garbage.settle()
        torch = sys.modules.get("torch")
        self.status.set_threads(torch.get_num_threads() if torch else 0)
        if not self.options.draws:
            QTimer.singleShot(_WARM_UP_MS, self, self._warm_up)

    def _warm_up(self) -> None:
        if not self._closed:
            self.projection.warm_up()

    def _toggle_theme(self) -> None:
        self._set_theme("light" if theme.dark else "dark")

    def _set_theme(self, mode: Mode) -> None:
        self.settings.theme_mode = mode
        theme.set_mode(mode)

    def _view_changed(self) -> None:
        self.actions.projections[PROJECTIONS.index(self.session.view.projection)].setChecked(True)

    def _motion_changed(self, reduced: bool) -> None:
        self.projection.animated = not reduced

    def _setting_changed(self, key: str) -> None:
        if key == "language" and not self._closed:
            language.choose(self.settings.language)

    def _language_changed(self) -> None:
        """Say everything again, in place: sentences, undo steps, runs and the picture stay as they are."""
        if self._closed:
            return
        retranslate([widget for widget in QApplication.allWidgets() if widget.window() is not None])
        self.actions.retranslate()
        self._history_changed()
        show_again(self.session)
        theme.changed.emit()

    def _theme_changed(self) -> None:
        self.settings.zoom = theme.zoom
        self.actions.themes[theme.mode].setChecked(True)


def run(options: WindowOptions) -> int:
    """Open the window and stay until it is closed, or until its picture is drawn.

    Returns:
        0; 1 after a sentence on the standard error stream when the picture could not be drawn.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("ELMo Explorer")
    app.setDesktopFileName(APP_NAME)
    app.setStyle(Style())
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "elmo_explorer.svg")))
    start_log()
    drawing = options.draws
    settings = Settings(
        None if drawing else platformdirs.user_config_path(APP_NAME, appauthor=False) / "settings.toml"
    )
    if options.theme is not None:
        settings.theme_mode = options.theme  # type: ignore[assignment]
    elif drawing:
        settings.theme_mode = "light"
    if options.language is not None:
        settings.language = options.language  # type: ignore[assignment]
    elif drawing:
        settings.language = "en"
    language.choose(settings.language)
    theme.set_mode(settings.theme_mode)
    theme.set_zoom(settings.zoom)
    explorer = Explorer(options, settings)
    if options.size is not None:
        explorer.window.resize(*options.size)
    if options.tab is not None:
        explorer.window.tabs.show_tab(options.tab)
    outcome: list[str] = []
    if drawing:
        screenshot, figure, window = options.screenshot, options.figure, explorer.window
        if figure is not None and figure.view is not None:
            window.tabs.show_tab(figure.view)
        explorer.projection.animated = False
        explorer.window.move(200, 200)  # away from the pointer, which rests at 0, 0: nothing looks hovered
        shot = Screenshot(
            window,
            lambda: (
                save_window(window, screenshot)
                if screenshot is not None
                else explorer.figures.carry_out(figure)
                if figure is not None
                else ""
            ),
            explorer.waiting_for,
            lambda: explorer.failure,
            prepare=lambda: explorer.canvas.scatter.fit(ease=False),
        )
        shot.finished.connect(outcome.append)
        shot.finished.connect(explorer.window.close)
    signal.signal(signal.SIGINT, lambda *_: explorer.window.close())
    wake = QTimer(interval=200)  # lets Python see Ctrl+C
    wake.timeout.connect(lambda: None)
    wake.start()
    explorer.window.show()
    explorer.centre.setFocus()
    explorer.desk.begin()
    QTimer.singleShot(0, explorer, explorer.start)  # the window is painted first: torch takes its time
    status = app.exec()
    explorer.close()
    if outcome and outcome[0]:
        print(outcome[0], file=sys.stderr)
        return 1
    return status


def _invitations(examples: list[Example]) -> list[Invitation]:
    return [Invitation(e.name, e.title, _contents(e)) for e in examples[:3]]


def _contents(example: Example) -> str:
    counts = tr(
        "{n_sentences} sentences, {n_senses} senses",
        n_sentences=example.n_sentences,
        n_senses=example.n_senses,
    )
    return tr("Chinese, {counts}", counts=counts) if example.language == "zh" else counts


def _model_text() -> str:
    if (bundled_models_dir() / DEFAULT_MODEL / "config.json").is_file():
        return tr("A small English and a Chinese model are included. Nothing to download.")
    return tr("Open a model first: behind the chip at the top left, or with Models…")


def _open_log() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file())))
