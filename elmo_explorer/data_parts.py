"""Exports tokens as data files, and copies the tabs' tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from elmo_explorer.session.session import Notice
from elmo_explorer.tab_tables import tab_table
from elmo_explorer.table_text import FORMATS, Format, table_text
from elmo_explorer.token_export import SUFFIXES, TokenData, TokenWish, Which, token_data, write_tokens
from elmo_explorer.translation import tr
from elmo_explorer.ui.export_dialog import ExportDialog
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

LANE = "data"


class DataParts(QObject):
    """Asks what is wanted; the writing is done beside the window."""

    def __init__(self, explorer: Explorer) -> None:
        """The window is there."""
        super().__init__(explorer)
        self._explorer = explorer
        self._wish = TokenWish()
        self.dialog: ExportDialog | None = None
        explorer.window.tabs.table_requested.connect(self.copy_table)

    def ask(self) -> None:
        """Open the dialog, with what was chosen last."""
        session, window = self._explorer.session, self._explorer.window
        data = token_data(session)
        counts: dict[Which, int] = {
            "selected": len(data.tokens["selected"]),
            "focus": len(data.tokens["focus"]),
            "all": sum(states.shape[1] for states in data.states.values()),
        }
        if not counts["all"] or session.model is None:
            window.toasts.show("warning", tr("There are no tokens with vectors yet"))
            return
        note = ""
        if data.n_left_out:
            note = tr("{n:,} sentences have no vectors of this model: they are left out.", n=data.n_left_out)
        dialog = ExportDialog(
            self._first(counts, session.model.n_layers), counts, session.model.n_layers, note, window
        )
        self.dialog = dialog

        def answered(accepted: int) -> None:
            self.dialog = None
            dialog.deleteLater()
            if accepted:
                self._wish = dialog.wish
                self._choose_file(dialog.wish, data)

        dialog.finished.connect(answered)
        dialog.open()

    def export(self, wish: TokenWish, file: Path, data: TokenData | None = None) -> None:
        """Write the tokens; how it went is told."""
        explorer = self._explorer
        data = data or token_data(explorer.session)

        def work(task: Task) -> tuple[Path, ...]:
            return write_tokens(data, wish, file, task.check)

        def done(written: tuple[Path, ...]) -> None:
            names = ", ".join(path.name for path in written)
            explorer.window.toasts.show("info", tr("Saved {name}", name=names), str(file.parent))

        def failed(error: Exception) -> None:
            if not isinstance(error, OSError | ValueError):
                raise error
            said = f"{error.filename}: {error.strerror}." if isinstance(error, OSError) else str(error)
            explorer.session.notice = Notice("error", tr("{name} could not be saved", name=file.name), said)

        explorer.runner.submit(LANE, work, done, failed=failed)

    def copy_table(self, form: Format) -> None:
        """Put the table of the tab in front on the clipboard."""
        explorer = self._explorer
        tabs = explorer.window.tabs
        table = tab_table(explorer.session, tabs.seen)
        if table is None:
            explorer.window.toasts.show("warning", tr("This tab shows no table now"))
            return
        QGuiApplication.clipboard().setText(table_text(table, form))
        explorer.window.toasts.show(
            "info",
            tr("Copied as {form}", form=FORMATS[form]),
            tr("{n:,} rows, {m:,} columns", n=len(table.rows), m=len(table.head)),
        )

    def _first(self, counts: dict[Which, int], n_layers: int) -> TokenWish:
        """What was chosen last, as far as it is there."""
        wish = self._wish
        which: Which = wish.which if counts[wish.which] else "all"
        vectors = tuple(v for v in wish.vectors if v == "mix" or v < n_layers)
        return TokenWish(wish.form, which, vectors, wish.coordinates)

    def _choose_file(self, wish: TokenWish, data: TokenData) -> None:
        suffix = SUFFIXES[wish.form]
        chosen, _ = QFileDialog.getSaveFileName(
            self._explorer.window, tr("Export tokens as data"), f"tokens{suffix}", f"*{suffix}"
        )
        if chosen:
            file = Path(chosen)
            self.export(
                wish, file if file.suffix.lower() == suffix else file.with_name(f"{file.name}{suffix}"), data
            )
