import numpy as np
import pytest

from elmo_explorer.controllers.loaded_tokens import LoadedTokens, sample_rows
from elmo_explorer.session.session import ModelInfo, Sentence, Session, TokenRef

LENGTHS = (3, 1, 7, 4, 12, 2, 5)


def _sentences(n: int, first: int = 0) -> tuple[Sentence, ...]:
    words = [tuple(f"w{k}.{i}" for i in range(LENGTHS[k % len(LENGTHS)])) for k in range(first, first + n)]
    return tuple(Sentence(" ".join(w), w) for w in words)


def _states(sentences) -> dict[int, np.ndarray]:
    rng = np.random.default_rng(0)
    return {s.id: rng.standard_normal((3, len(s.tokens), 4), dtype=np.float32) for s in sentences}


@pytest.fixture
def session():
    session = Session()
    session.model = ModelInfo("en", ("en",), 3, 4, "CPU")
    session.sentences = _sentences(20)
    session.states = _states(session.sentences)
    return session


def _expect(session, loaded) -> None:
    """All that is loaded is what a plain loop over the list finds."""
    kept = [s for s in session.sentences if not s.hidden and s.id in session.states]
    tokens = [TokenRef(s.id, i) for s in kept for i in range(len(s.tokens))]
    words = [word for s in kept for word in s.tokens]
    states = np.concatenate([session.states[s.id] for s in kept], axis=1)
    assert list(loaded.tokens) == tokens
    assert loaded.rows(tokens[::-1]).tolist() == list(range(len(tokens)))[::-1]
    rows = np.random.default_rng(1).permutation(len(tokens))
    np.testing.assert_array_equal(loaded.states(rows), states[:, rows])
    assert loaded.words_of(rows) == [words[row] for row in rows]
    for start in (0, 1, 3, 4, 50, len(tokens)):
        for size in (1, 7, 1000):
            pieces = [np.empty((3, 0, 4), np.float32), *loaded.chunks(start, size)]
            np.testing.assert_array_equal(np.concatenate(pieces, axis=1), states[:, start:])
    assert all(piece.shape[1] < 7 + max(LENGTHS) for piece in loaded.chunks(0, 7))


def test_everything_with_vectors_is_loaded(session):
    loaded = LoadedTokens.of(session)
    _expect(session, loaded)
    assert (loaded.n_layers, loaded.dim, loaded.model) == (3, 4, "en")
    assert LoadedTokens.of(session) is loaded


def test_nothing_is_loaded_without_vectors(session):
    session.states = {}
    loaded = LoadedTokens.of(session)
    assert not loaded.tokens
    assert loaded.n_layers == loaded.dim == 0
    assert not list(loaded.chunks())
    assert loaded.known((TokenRef(1, 0),)) == ()
    assert len(loaded.rows((TokenRef(1, 0),))) == 0
    assert loaded.states(np.empty(0, np.int64)).shape == (0, 0, 0)


def test_more_sentences_go_on_from_those_there_were(session):
    before = LoadedTokens.of(session)
    more = _sentences(5, first=20)
    session.sentences += more
    assert LoadedTokens.of(session).same_as(before)
    session.states = {**session.states, **_states(more[:2]), **_states(more[3:])}
    loaded = LoadedTokens.of(session)
    _expect(session, loaded)
    assert loaded.goes_on_from(before)
    assert not before.goes_on_from(loaded)
    assert not loaded.same_as(before)
    session.states = {**session.states, **_states(more[2:3])}  # the one that was skipped comes late
    late = LoadedTokens.of(session)
    _expect(session, late)
    assert late.goes_on_from(before)
    assert not late.goes_on_from(loaded)


@pytest.mark.parametrize("place", [0, 9, 19])
def test_a_change_anywhere_is_seen(session, place):
    LoadedTokens.of(session)
    listed = list(session.sentences)
    again = _states([listed[place]])
    session.states = {**session.states, **{i: array + 1 for i, array in again.items()}}
    _expect(session, LoadedTokens.of(session))
    gone = listed.pop(place)
    session.sentences = tuple(listed)
    _expect(session, LoadedTokens.of(session))
    listed.insert(place, Sentence(gone.text, gone.tokens, hidden=True, id=gone.id))
    session.sentences = tuple(listed)
    _expect(session, LoadedTokens.of(session))
    session.sentences = tuple(reversed(listed))
    _expect(session, LoadedTokens.of(session))


def test_another_model_begins_anew(session):
    before = LoadedTokens.of(session)
    session.model = ModelInfo("other", ("en",), 3, 4, "CPU")
    loaded = LoadedTokens.of(session)
    assert loaded.model == "other"
    assert not loaded.same_as(before)
    assert not loaded.goes_on_from(before)
    _expect(session, loaded)


def test_only_loaded_tokens_are_known(session):
    session.states = {i: a for i, a in session.states.items() if i != session.sentences[2].id}
    loaded = LoadedTokens.of(session)
    ids = [s.id for s in session.sentences]
    asked = (TokenRef(ids[2], 1), TokenRef(ids[4], 3), TokenRef(max(ids) + 9, 0), TokenRef(ids[0], 0))
    assert loaded.known(asked) == (asked[1], asked[3])
    assert loaded.rows(asked).tolist() == [loaded.tokens.index(asked[1]), 0]


def test_a_sample_keeps_the_order():
    rows = np.arange(100, 1000)
    some = sample_rows(rows, 50)
    assert len(some) == 50
    assert (np.diff(some) > 0).all()
    assert np.isin(some, rows).all()
    assert sample_rows(rows, 5000) is rows


def test_a_token_behind_the_end_of_its_sentence_is_not_loaded(session):
    """As after an edit: what was isolated or chosen as an end of an axis may lie behind the shorter sentence."""
    loaded = LoadedTokens.of(session)
    here = TokenRef(session.sentences[3].id, 3)
    beyond = [TokenRef(session.sentences[3].id, 4), TokenRef(session.sentences[-1].id, 50)]
    assert loaded.known([here, *beyond]) == (here,)
    assert loaded.rows([here, *beyond]).tolist() == loaded.rows([here]).tolist()
    assert not len(loaded.rows(beyond))
