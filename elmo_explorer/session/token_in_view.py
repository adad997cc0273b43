"""Which one token the views of a single token show."""

from __future__ import annotations

from elmo_explorer.session.session import Session, TokenRef


def token_in_view(session: Session) -> TokenRef | None:
    """The first selected occurrence of the focus word, else another selected token, else the first occurrence.

    A selected token of a sentence that another model reads, or that is hidden, does not count: the picture is not of it.
    """
    selection = session.selection
    if selection:
        for token in session.occurrences:
            if token in selection:
                return token
        lengths = {s.id: len(s.tokens) for s in session.pictured()}
        for token in sorted(selection, key=lambda token: (token.sentence_id, token.index)):
            if token.index < lengths.get(token.sentence_id, 0):
                return token
    return session.occurrences[0] if session.occurrences else None
