"""What a hand on the picture does to the session: selection, senses, hiding, switches, menus."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from elmo_explorer.session.session import Notice, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.pictured_tokens import PicturedTokens
from elmo_explorer.ui.point_menu import Deeds, point_menu
from elmo_explorer.ui.sentence_edits import with_hidden, with_sense
from elmo_explorer.ui.widgets.legend import Legend
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.selection_bar import SelectionBar

MOST_SELECTED = 2000
"""Tokens that a lasso selects; every panel shows them one by one."""


class PictureDeeds(QObject):
    """Turns points of the picture into tokens, and writes into the session."""

    neighbours_requested = Signal()
    """Of what is selected."""
    path_wished = Signal(object, object)
    """The two tokens at its ends."""

    def __init__(
        self, session: Session, tokens: PicturedTokens, scatter: Scatter, bar: SelectionBar, legend: Legend
    ) -> None:
        super().__init__(scatter)
        self._session = session
        self._tokens = tokens
        self._scatter = scatter
        self._bar = bar
        self._legend = legend
        scatter.clicked.connect(self.click)
        scatter.joined.connect(self.join)
        scatter.emptied.connect(self.clear_selection)
        scatter.lassoed.connect(self.lasso)
        scatter.menu_asked.connect(self.open_menu)
        scatter.stepped.connect(self.step)
        scatter.hide_asked.connect(self.hide_selection)
        scatter.trails_asked.connect(lambda: self.switch(trajectories=not session.view.trajectories))
        legend.toggled.connect(self.toggle_group)
        legend.only.connect(self.only_group)
        bar.sense_chosen.connect(lambda sense: self.set_sense(session.selection, sense))
        bar.hide_clicked.connect(self.hide_selection)

    def click(self, point: int, ctrl: bool) -> None:
        """Select a point, or with Ctrl add or remove it."""
        token = self._tokens.token(point)
        if token is not None:
            chosen = frozenset((token,))
            self._session.selection = self._session.selection ^ chosen if ctrl else chosen

    def join(self, point: int) -> None:
        """Select a point beside the only one selected: the straight path between them is shown."""
        token, before = self._tokens.token(point), self._session.selection
        if token is not None:
            self._session.selection = (before if len(before) == 1 else frozenset()) | {token}
            if len(before) == 1 and token not in before:
                (start,) = before
                self.path_wished.emit(start, token)

    def lasso(self, points: np.ndarray, mode: str, at: QPoint) -> None:
        """Select what lies in a lasso; a small bar at its end offers what can be done."""
        if len(points) > MOST_SELECTED:
            self._session.notice = Notice(
                "info",
                tr("The lasso holds {n:,} tokens", n=len(points)),
                tr(
                    "{most_selected:,} of them are selected, from all over it; that is the most at once.",
                    most_selected=MOST_SELECTED,
                ),
            )
            points = points[np.linspace(0, len(points) - 1, MOST_SELECTED).astype(int)]
        tokens = frozenset(self._tokens.take(points))
        before = self._session.selection
        self._session.selection = {"add": before | tokens, "subtract": before - tokens}.get(mode, tokens)
        if self._session.selection:
            self._bar.show_for(len(self._session.selection), self._tokens.senses(), at)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._bar.hide()
        self._session.selection = frozenset()

    def step(self, by: int) -> None:
        """Select the next or previous large point that is shown."""
        shown = [token for token, on in zip(self._tokens.marks, self._scatter.scene.shown, strict=True) if on]
        if not shown:
            return
        at = [i for i, token in enumerate(shown) if token in self._session.selection]
        token = shown[((at[-1] if by > 0 else at[0]) + by) % len(shown)] if at else shown[0 if by > 0 else -1]
        self._session.selection = frozenset((token,))

    def switch(self, **switches: bool) -> None:
        """Turn switches of the view on or off."""
        self._session.view = replace(self._session.view, **switches)  # type: ignore[arg-type]

    def toggle_group(self, name: str) -> None:
        """Hide a group, or show it again."""
        hidden = self._session.view.hidden_groups ^ {name}
        self._session.view = replace(self._session.view, hidden_groups=hidden)

    def only_group(self, name: str) -> None:
        """Show this group alone, or all again."""
        others = frozenset(entry.name for entry in self._legend.entries) - {name}
        hidden = frozenset() if self._session.view.hidden_groups == others else others
        self._session.view = replace(self._session.view, hidden_groups=hidden)

    def set_sense(self, tokens: Iterable[TokenRef], sense: str | None) -> None:
        """Say in which sense some tokens are used."""
        self._bar.hide()
        self._session.sentences = with_sense(self._session.sentences, tokens, sense)

    def _hide(self, tokens: Iterable[TokenRef]) -> None:
        tokens = frozenset(tokens)
        self._bar.hide()
        self._session.selection = self._session.selection - tokens
        self._session.sentences = with_hidden(self._session.sentences, tokens)

    def hide_selection(self) -> None:
        """Hide what is selected."""
        if self._session.selection:
            self._hide(self._session.selection)

    def open_menu(self, point: int | None, at: QPoint) -> None:
        """Open the menu of a point, or of the selection."""
        tokens = self._session.selection
        token = None if point is None else self._tokens.token(point)
        if token is None and len(tokens) == 1:
            (token,) = tokens
        if token is not None and token not in tokens:
            tokens = frozenset((token,))
        tokens = frozenset(filter(self._tokens.is_there, tokens))
        if tokens:
            self.menu_for(token if token in tokens else next(iter(tokens)), tokens).popup(at)

    def _find_neighbours(self, token: TokenRef) -> None:
        self._session.selection = frozenset((token,))
        self.neighbours_requested.emit()

    def menu_for(self, token: TokenRef, tokens: frozenset[TokenRef]) -> QMenu:
        """The menu of ``token``; senses and hiding act on all ``tokens``."""
        deeds = Deeds(
            lambda sense: self.set_sense(tokens, sense),
            lambda: self._hide(tokens),
            lambda: self._find_neighbours(token),
        )
        _, sentence = self._tokens.by_id[token.sentence_id]
        n_sentences = len({t.sentence_id for t in tokens})
        return point_menu(
            self._scatter, self._session, token, sentence, n_sentences, self._tokens.senses(), deeds
        )
