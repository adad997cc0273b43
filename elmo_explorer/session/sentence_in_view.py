"""Which one sentence the views of a single sentence show."""

from __future__ import annotations

from elmo_explorer.session.session import Sentence, Session, TokenRef


def sentence_in_view(session: Session) -> Sentence | None:
    """That of the selection; else the hovered one, that of the focus word's first use, or the first visible one."""
    tokens: list[TokenRef] = []
    if session.selection:
        tokens.append(min(session.selection, key=lambda token: (token.sentence_id, token.index)))
    elif session.hovered is not None:
        tokens.append(session.hovered)
    tokens += session.occurrences[:1]
    for token in tokens:
        try:
            return session.sentence(token.sentence_id)
        except KeyError:  # it went a moment ago
            continue
    return next((s for s in session.sentences if not s.hidden and session.is_read_here(s)), None)
