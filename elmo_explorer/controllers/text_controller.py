"""Text in: typed, edited, imported, out of the examples; tokenised off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from elmo_explorer.controllers.gradual_addition import AT_ONCE, GradualAddition
from elmo_explorer.controllers.replaced_word import with_word
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Job, Notice, Sentence, Session
from elmo_explorer.session.shown_model import show_reader
from elmo_explorer.text.tokens import language_of
from elmo_explorer.text.traditional import has_traditional
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Progress, Task

LANE = "text"
"""The thread that tokenises: spaCy's first import takes a second."""
_FAULTS_SHOWN = 50


class TextController(QObject):
    """Changes ``session.sentences``; every method returns at once."""

    added = Signal(object)
    """The sentences of a text, now that all of them are listed."""

    def __init__(
        self, session: Session, runner: Runner, history: History, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._history = history
        self._import: Task | None = None
        self._prepared: tuple[str, tuple[Sentence, ...]] = ("", ())
        self._n_adding = 0
        self._addition = GradualAddition(session, history, self)
        self._shown = ShownJob(session, self)

    @property
    def adding(self) -> bool:
        """Whether sentences of a long text are still to come into the list."""
        return self._addition.pending

    def add_text(
        self, text: str, keep_spaces: bool | None = None, senses: Mapping[int, str] | None = None
    ) -> None:
        """Add a sentence, or a paragraph's sentences, at the end.

        Args:
            text: as typed.
            keep_spaces: whether a Chinese sentence's spaces are its word boundaries; None looks at them.
            senses: token index -> sense, where the text is one sentence.
        """
        (prepared, sentences), self._prepared = self._prepared, ("", ())
        if prepared == text and keep_spaces is None and not senses and not self._n_adding:
            self._add(sentences)
            return

        def make(_: Task) -> tuple[Sentence, ...]:
            from elmo_explorer.controllers.typed_text import sentences_of

            made = sentences_of(text, keep_spaces)
            if senses and len(made) == 1:
                kept = {i: sense for i, sense in senses.items() if 0 <= i < len(made[0].tokens)}
                made = [replace(made[0], senses=MappingProxyType(kept))]
            return tuple(made)

        def made(sentences: tuple[Sentence, ...]) -> None:
            self._n_adding -= 1
            self._add(sentences)

        def failed(error: Exception) -> None:
            self._n_adding -= 1
            self._runner.failed.emit(error)

        self._n_adding += 1
        self._runner.submit(LANE, make, made, failed=failed)

    def prepare(self, text: str, done: Callable[[tuple[Sentence, ...]], object]) -> None:
        """Tokenise what is perhaps added next, so that ``add_text`` has it at once; the newest text alone is kept.

        Args:
            text: as it would be added.
            done: gets its sentences, which are in no list.
        """

        def make(_: Task) -> tuple[Sentence, ...]:
            from elmo_explorer.controllers.typed_text import sentences_of

            return tuple(sentences_of(text))

        def made(sentences: tuple[Sentence, ...]) -> None:
            self._prepared = text, sentences
            done(sentences)

        self._runner.submit(LANE, make, made, key="prepared")

    def edit_sentence(self, sentence_id: int, text: str) -> None:
        """Give a sentence another text; labels stay with their words. An empty text removes it."""
        if not text.strip():
            self.remove((sentence_id,))
        else:
            self._remake(sentence_id, " ".join(text.split()), None)

    def replace_word(self, sentence_id: int, index: int, word: str) -> None:
        """Put another word in the place of a token; nothing else of the sentence is cut anew."""
        sentence = self._session.sentence(sentence_id)
        if sentence.tokens[index] == word:
            return
        with self._history.group(f"“{sentence.tokens[index]}” → “{word}”"):
            self._put(sentence_id, lambda listed: with_word(listed, index, word))

    def toggle_spaced(self, sentence_id: int) -> None:
        """Take a Chinese sentence's spaces as its word boundaries, or segment it."""
        sentence = self._session.sentence(sentence_id)
        self._remake(sentence_id, sentence.text, not sentence.spaced)

    def simplify(self, sentence_id: int) -> None:
        """Write a Chinese sentence in simplified characters; its words and their labels stay."""
        sentence = self._session.sentence(sentence_id)

        def make(_: Task) -> tuple[str, tuple[str, ...]]:
            from elmo_explorer.text.traditional import simplified

            return simplified(sentence.text), tuple(simplified(token) for token in sentence.tokens)

        def made(written: tuple[str, tuple[str, ...]]) -> None:
            text, tokens = written
            self._put(sentence_id, lambda listed: replace(listed, text=text, tokens=tokens))

        self._runner.submit(LANE, make, made, key=("remake", sentence_id))

    def import_files(self, paths: Sequence[str | Path]) -> None:
        """Add the sentences of .txt, .csv and .tsv files; lines that cannot be used are named in a notice."""
        files = tuple(Path(path) for path in paths)
        if not files:
            return
        self.cancel()

        def read(task: Task) -> object:
            from elmo_explorer.controllers.imported_text import import_text

            return import_text(files, task.progress)

        self._tell(Progress(0))
        self._import = self._runner.submit(
            LANE, read, self._on_imported, failed=self._on_import_failed, progress=self._tell
        )

    def load_example(self, name: str) -> None:
        """Show an example set in place of the sentences there are, with its word in focus."""

        def read(_: Task) -> object:
            from elmo_explorer.controllers.imported_text import open_example

            return open_example(name)

        self._runner.submit(LANE, read, self._on_example, key="example", failed=self._on_refused)

    def cancel(self) -> None:
        """Stop importing; nothing of it is added."""
        if self._import is not None:
            self._import.cancel()
            self._import_ended()

    def remove(self, ids: Collection[int]) -> None:
        """Remove sentences."""
        gone = set(ids)
        kept = tuple(sentence for sentence in self._session.sentences if sentence.id not in gone)
        n = len(self._session.sentences) - len(kept)
        if n:
            self._session.sentences = kept
            self._session.notice = Notice("info", tr("Removed {count}", count=_count(n)), undoable=True)

    def set_hidden(self, ids: Collection[int], hidden: bool) -> None:
        """Hide sentences, or show them again."""
        chosen = set(ids)
        self._session.sentences = tuple(
            replace(s, hidden=hidden) if s.id in chosen and s.hidden != hidden else s
            for s in self._session.sentences
        )

    def _remake(self, sentence_id: int, text: str, spaced: bool | None) -> None:
        def make(_: Task) -> Sentence:
            from elmo_explorer.controllers.typed_text import make_sentence

            return make_sentence(text, spaced)

        def made(sentence: Sentence) -> None:
            from elmo_explorer.controllers.typed_text import relabelled

            self._put(sentence_id, lambda listed: relabelled(listed, sentence))

        self._runner.submit(LANE, make, made, key=("remake", sentence_id))

    def _add(self, made: tuple[Sentence, ...]) -> None:
        if made:
            self._addition.add(made, done=lambda: self.added.emit(made))
        if any(sentence.language == "zh" and has_traditional(sentence.text) for sentence in made[:AT_ONCE]):
            self._session.notice = Notice(
                "info",
                tr("Traditional characters are read as they stand"),
                tr(
                    "The bundled Chinese model learned from simplified ones; a right click rewrites the sentence."
                ),
            )

    def _put(self, sentence_id: int, change: Callable[[Sentence], Sentence]) -> None:
        """Change a sentence as it is listed now, if it still is."""
        self._session.sentences = tuple(
            change(s) if s.id == sentence_id else s for s in self._session.sentences
        )

    def _on_imported(self, imported: object) -> None:
        from elmo_explorer.controllers.imported_text import Imported

        assert isinstance(imported, Imported)
        self._import_ended()
        n, faults = len(imported.sentences), imported.faults
        if n:
            made = tuple(imported.sentences)
            self._addition.add(made, tr("Import {count}", count=_count(n)), lambda: self.added.emit(made))
        if faults:
            shown = "\n".join(faults[:_FAULTS_SHOWN])
            more = (
                tr("\n… and {n:,} more", n=len(faults) - _FAULTS_SHOWN) if len(faults) > _FAULTS_SHOWN else ""
            )
            title = tr("Imported {count}", count=_count(n)) if n else tr("Nothing was imported")
            rest = tr(" {n:,} more were left out.", n=len(faults) - 1) if len(faults) > 1 else ""
            self._session.notice = Notice(
                "warning" if n else "error", title, f"{faults[0]}{rest}", shown + more
            )
        elif n:
            self._session.notice = Notice("info", tr("Imported {count}", count=_count(n)), undoable=True)
        else:
            self._session.notice = Notice(
                "warning", tr("Nothing was imported"), tr("The file has no sentence in it.")
            )

    def _on_import_failed(self, error: Exception) -> None:
        self._import_ended()
        self._runner.failed.emit(error)

    def _import_ended(self) -> None:
        self._import = None
        self._shown.end()

    def _tell(self, news: Progress) -> None:
        self._shown.update(Job("import", tr("Importing"), news.done, news.total, tr("lines")))

    def _on_example(self, opened: object) -> None:
        from elmo_explorer.controllers.imported_text import OpenedExample

        assert isinstance(opened, OpenedExample)
        session = self._session
        with self._history.group(tr("Example “{title}”", title=opened.title)):
            show_reader(session, language_of(opened.focus.word))
            session.selection = frozenset()
            session.focus = opened.focus
            session.sentences = opened.sentences
            if session.view.hidden_groups:
                session.view = replace(session.view, hidden_groups=frozenset())

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, (ValueError, OSError)):
            self._session.notice = Notice("error", tr("The example could not be opened"), str(error))
        else:
            self._runner.failed.emit(error)


def _count(n: int) -> str:
    return tr("1 sentence") if n == 1 else tr("{n:,} sentences", n=n)
