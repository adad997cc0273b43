import numpy as np
import pytest

from elmo_explorer.session.session import TokenRef
from elmo_explorer.session.token_columns import TokenColumns

TOKENS = (TokenRef(7, 1), TokenRef(2, 0), TokenRef(7, 0), TokenRef(2, 5))


@pytest.fixture
def columns():
    return TokenColumns.of(TOKENS)


def test_columns_are_a_sequence_of_the_same_tokens(columns):
    assert len(columns) == 4
    assert columns
    assert tuple(columns) == TOKENS
    assert columns[1] == TOKENS[1]
    assert columns[-1] == TOKENS[-1]
    assert isinstance(columns[0].sentence_id, int)
    assert tuple(columns[1:3]) == TOKENS[1:3]
    assert tuple(reversed(columns)) == TOKENS[::-1]
    assert columns.index(TokenRef(7, 0)) == 2
    assert columns.count(TokenRef(7, 0)) == 1
    assert TokenRef(2, 5) in columns
    assert TokenRef(2, 4) not in columns
    assert "bank" not in columns


def test_a_token_that_is_not_there_is_named(columns):
    with pytest.raises(ValueError, match="index=4"):
        columns.index(TokenRef(2, 4))
    with pytest.raises(ValueError, match="is not among"):
        columns.index(TokenRef(7, 1), 1)
    with pytest.raises(IndexError):
        columns[4]


def test_columns_equal_whatever_holds_the_same_tokens(columns):
    assert columns == TokenColumns.of(list(TOKENS))
    assert columns == TOKENS
    assert columns != TOKENS[:3]
    assert columns != TOKENS[::-1]
    assert columns != 4
    assert TokenColumns.of(columns) is columns
    assert TokenColumns.empty() == ()
    assert not TokenColumns.empty()


def test_columns_cannot_be_changed(columns):
    with pytest.raises(ValueError, match="read-only"):
        columns.indices[0] = 3
    with pytest.raises(ValueError, match="read-only"):
        columns.keys[0] = 3
    with pytest.raises(TypeError, match="unhashable"):
        {columns}  # noqa: B018
    with pytest.raises(ValueError, match="as many"):
        TokenColumns(np.arange(3), np.arange(2))


def test_whole_sentences_become_their_tokens():
    columns = TokenColumns.of_sentences(np.array([7, 3, 9]), np.array([2, 0, 3]))
    assert tuple(columns) == tuple(TokenRef(*t) for t in ((7, 0), (7, 1), (9, 0), (9, 1), (9, 2)))
    assert TokenColumns.of_sentences(np.empty(0, np.int64), np.empty(0, np.int64)) == ()


def test_columns_are_cut_and_joined(columns):
    some = columns.take(np.array([3, 0]))
    assert tuple(some) == (TOKENS[3], TOKENS[0])
    assert tuple(columns.take(np.array([True, False, False, True]))) == (TOKENS[0], TOKENS[3])
    joined = columns.followed_by(some)
    assert tuple(joined) == (*TOKENS, TOKENS[3], TOKENS[0])
    assert joined.begins_with(columns)
    assert joined.begins_with(TokenColumns.empty())
    assert not columns.begins_with(joined)
    assert not joined.begins_with(some)
