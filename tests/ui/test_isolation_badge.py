from dataclasses import replace

from elmo_explorer.session.session import Sentence, Session, TokenRef
from elmo_explorer.ui.isolation_badge import IsolationBadge


def test_tokens_that_are_gone_or_hidden_are_not_counted(qtbot):
    session = Session(sentences=tuple(Sentence("the river bank", ("the", "river", "bank")) for _ in range(3)))
    badge = IsolationBadge(session)
    qtbot.addWidget(badge)
    all_there = session.sentences
    first, second, third = all_there
    session.isolated = frozenset({TokenRef(first.id, 0), TokenRef(second.id, 2), TokenRef(third.id, 2)})
    assert badge.text == "3 tokens isolated"
    session.sentences = (first, replace(second, text="the", tokens=("the",)), third)
    assert badge.text == "2 tokens isolated"
    session.sentences = (first, second, replace(third, hidden=True))
    assert badge.text == "2 tokens isolated"
    session.sentences = (first,)
    assert badge.text == "1 token isolated"
    session.sentences = all_there
    assert badge.text == "3 tokens isolated"
