from elmo_explorer.session.session import Sentence, TokenRef
from elmo_explorer.ui.sentence_edits import with_hidden, with_sense


def test_a_sense_is_given_and_taken_away_in_new_sentences():
    first, second = Sentence("a bank", ("a", "bank")), Sentence("the bank", ("the", "bank"))
    given = with_sense((first, second), [TokenRef(second.id, 1)], "river")
    assert given[0] is first
    assert dict(given[1].senses) == {1: "river"}
    assert dict(second.senses) == {}
    assert given[1].id == second.id
    assert dict(with_sense(given, [TokenRef(second.id, 1)], None)[1].senses) == {}


def test_hiding_tokens_hides_their_sentences():
    first, second = Sentence("a", ("a",)), Sentence("b", ("b",))
    after = with_hidden((first, second), [TokenRef(first.id, 0)])
    assert [s.hidden for s in after] == [True, False]
