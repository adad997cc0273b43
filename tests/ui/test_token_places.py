from elmo_explorer.session.session import TokenRef
from elmo_explorer.ui.token_places import TokenPlaces

TOKENS = (TokenRef(7, 1), TokenRef(2, 0), TokenRef(7, 0))


def test_tokens_are_found_wherever_they_stand():
    places = TokenPlaces(TOKENS)
    assert places.find(TOKENS).tolist() == [0, 1, 2]
    assert places.find((TokenRef(7, 0), TokenRef(7, 2), TokenRef(2, 0))).tolist() == [2, -1, 1]


def test_nothing_is_found_among_nothing():
    assert TokenPlaces(()).find(TOKENS).tolist() == [-1, -1, -1]
    assert TokenPlaces(TOKENS).find(()).tolist() == []


def test_a_list_knows_where_its_tokens_were_before():
    after = TokenPlaces((TokenRef(9, 0), *TOKENS[1:]))
    assert after.from_earlier(TokenPlaces(TOKENS)).tolist() == [-1, 1, 2]
