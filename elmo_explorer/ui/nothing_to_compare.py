"""What an empty tab says: which word is missing, and which ones there are."""

from __future__ import annotations

from dataclasses import replace

from elmo_explorer.session.session import Focus, Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.word_suggestions import word_suggestions


def say_nothing_to_compare(page: EmptyPage, session: Session) -> None:
    """Fill the page for a session without a focus word, or without a visible sentence that contains it."""
    if session.focus is None:
        page.set_text(
            tr("Pick a word to compare"),
            tr("Click any word in a sentence. Every other occurrence of it is added to the view."),
        )
    else:
        page.set_text(
            tr("No visible sentence contains “{word}”", word=session.focus.word),
            tr("Type one, show a hidden sentence, or pick another word."),
        )
    sentences = session.pictured()
    words = word_suggestions(sentences)
    if words:
        page.suggest(words, tr("Words that occur more than twice"))
    else:
        page.suggest(word_suggestions(sentences, fewest=2), tr("Words that occur twice"))


def focus_on(word: str, session: Session) -> None:
    """Make this the focus word; what counts as an occurrence stays as it was."""
    focus = session.focus
    session.focus = Focus(word, session.matching) if focus is None else replace(focus, word=word)
