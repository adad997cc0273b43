import numpy as np

from elmo_explorer.session.session import TokenRef
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.session.token_places import TokenPlaces

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
    longer = TokenPlaces((*TOKENS, TokenRef(1, 1)))
    assert longer.from_earlier(TokenPlaces(TOKENS)).tolist() == [0, 1, 2, -1]
    assert TokenPlaces(TOKENS).from_earlier(longer).tolist() == [0, 1, 2]


def test_any_order_of_sentences_is_found():
    rng = np.random.default_rng(3)
    columns = TokenColumns.of_sentences(rng.permutation(500), rng.integers(1, 30, 500))
    rows = rng.permutation(len(columns))[:999]
    assert TokenPlaces(columns).find(columns.take(rows)).tolist() == rows.tolist()
    ordered = TokenColumns.of_sentences(np.arange(500), np.full(500, 12))
    rows = rows[rows < len(ordered)]
    assert TokenPlaces(ordered).find(ordered.take(rows)).tolist() == rows.tolist()
