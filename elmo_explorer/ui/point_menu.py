"""The menu of a point: its word, its senses, its sentence, its vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.session.session import Focus, Sentence, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.sense_menu import fill_sense_menu


class Deeds(NamedTuple):
    """What the menu does: with all chosen tokens, and with the one pointed at."""

    set_sense: Callable[[str | None], None]
    hide: Callable[[], None]
    find_neighbours: Callable[[], None]
    """Of the one."""


def point_menu(
    parent: QWidget,
    session: Session,
    token: TokenRef,
    sentence: Sentence,
    n_sentences: int,
    senses: Sequence[tuple[str, int]],
    deeds: Deeds,
) -> QMenu:
    """The menu of ``token``.

    Args:
        parent: owns it.
        session: knows focus word, mix and vectors.
        token: was pointed at.
        sentence: the token's.
        n_sentences: that hiding would act on.
        senses: names with the numbers of their colours.
        deeds: what is done with the tokens.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    word = sentence.tokens[token.index]
    matching = session.focus.matching if session.focus else session.matching
    menu.addAction(tr("Focus “{word}”", word=word)).triggered.connect(
        lambda: setattr(session, "focus", Focus(word, matching))
    )
    fill_sense_menu(menu.addMenu(tr("Set sense")), senses, deeds.set_sense)
    hide = (
        tr("Hide sentence")
        if n_sentences == 1
        else tr("Hide {n_sentences} sentences", n_sentences=n_sentences)
    )
    menu.addAction(hide).triggered.connect(lambda: deeds.hide())
    menu.addAction(tr("Find neighbours")).triggered.connect(lambda: deeds.find_neighbours())
    menu.addSeparator()
    clipboard = QGuiApplication.clipboard()
    menu.addAction(tr("Copy sentence")).triggered.connect(lambda: clipboard.setText(sentence.text))
    copy = menu.addAction(tr("Copy vector"))
    copy.setEnabled(token.sentence_id in session.states)
    copy.triggered.connect(lambda: clipboard.setText(_vector_text(session, token)))
    return menu


def _vector_text(session: Session, token: TokenRef) -> str:
    states = session.states[token.sentence_id][:, token.index]
    return " ".join(f"{value:.6g}" for value in token_vector(states, session.mix, session.view.layer))
