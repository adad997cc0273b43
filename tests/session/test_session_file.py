import io
import json
import os
import stat
import struct
import zipfile
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pytest

from elmo_explorer.session import session_migrations
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import (
    Brought,
    Desk,
    Focus,
    Groups,
    Mix,
    ModelInfo,
    Points,
    SemanticAxis,
    Sentence,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.session.session_file import (
    SessionFileError,
    from_bytes,
    read_session,
    saved_session,
    to_bytes,
    write_session,
)
from elmo_explorer.session.session_restore import restore
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.translation import tr

EN = ModelInfo("en", ("en",), 3, 8, "CPU", True, "/models/en", "a" * 64)
ZH = ModelInfo("zh", ("zh",), 3, 6, "CPU", False, "/models/zh", "b" * 64)


@pytest.fixture
def session(make_result):
    random = np.random.default_rng(0)
    river = Sentence("I sat by the bank.", ("I", "sat", "by", "the", "bank", "."), senses={4: "river"})
    money = Sentence("The bank is closed", ("The", "bank", "is", "closed"), senses={1: "money"})
    hidden = Sentence("Odd \ud800 \x00 one", ("Odd", "\ud800", "\x00", "one"), hidden=True)
    chinese = Sentence("我 去 银行", ("我", "去", "银行"), "zh", True)
    tokens = [TokenRef(s.id, k) for s in (river, money) for k in range(len(s.tokens))]
    axis = SemanticAxis(("he",), ("she",), (TokenRef(river.id, 0),))
    points = Points(
        TokenColumns.of(tokens),
        random.random((10, 2), np.float32),
        random.random((3, 10, 2), np.float32),
        "axis",
        1,
        (0.5, 0.25),
        True,
        seconds=3.0,
        model="en",
        trust=np.array([np.nan, *([0.5] * 9)], np.float32),
        axes=(axis,),
        basis=random.random((8, 2), np.float32),
    )
    view = View("axis", 1, "sense", False, True, frozenset({"money", "a"}), (axis,), True, "forward")
    bank = frozenset({TokenRef(money.id, 1), TokenRef(river.id, 4)})
    scene = Scene(
        "One", "…", Focus("bank"), Mix((1.0, 0.0, 0.0)), view, bank, (0.0, 1.0, 2.5, 3.0), ("x",), "compare"
    )
    own = make_result(checksum=EN.checksum)
    session = Session(
        sentences=(river, money, hidden, chinese),
        focus=Focus("bank", "form"),
        mix=Mix((0.2, 0.3, 0.5), 1.5, True, frozenset({2, 0})),
        view=view,
        selection=bank,
        isolated=frozenset(tokens[:9]),
        model=EN,
        models=(ZH, EN),
        readers={"en": EN.key, "zh": ZH.key},
        pair_asks={river.id: money, money.id: Sentence("The bank shut", ("The", "bank", "shut"))},
        points=points,
        groups=Groups(("river", "money"), {TokenRef(river.id, 4): 0, TokenRef(money.id, 1): 1}),
        states={s.id: random.random((3, len(s.tokens), 8), np.float32) for s in (river, money)},
        scenes=(scene, replace(scene, title="Two", camera=None)),
        brought=Brought(EN.key, Mix.average(3), View(), learned=(own,)),
    )
    session.desks = {ZH.key: Desk(Focus("银行"), Mix.average(3), View(), None, session.sentences)}
    return session


def data_of(session, with_vectors=True):
    return to_bytes(saved_session(session, with_vectors=with_vectors))


def test_a_session_comes_back_as_it_was(session):
    data = data_of(session)
    saved = from_bytes(data)
    assert not {s.id for s in saved.sentences} & {s.id for s in session.sentences}
    other = Session(models=(ZH, EN), model=EN, readers=session.readers)
    restore(other, saved)
    assert other.notice is None
    assert [s.tokens for s in other.sentences] == [s.tokens for s in session.sentences]
    assert [dict(s.senses) for s in other.sentences] == [dict(s.senses) for s in session.sentences]
    assert [(s.text, s.language, s.spaced, s.hidden) for s in other.sentences] == [
        (s.text, s.language, s.spaced, s.hidden) for s in session.sentences
    ]
    assert (other.focus, other.mix, other.model, other.models) == (session.focus, session.mix, EN, (ZH, EN))
    assert dict(other.readers) == dict(session.readers)
    ids = {s.id: mine.id for mine, s in zip(session.sentences, other.sentences, strict=True)}

    def back(tokens):
        return {TokenRef(ids[t.sentence_id], t.index) for t in tokens}

    assert back(other.selection) == session.selection
    assert back(other.isolated) == session.isolated
    assert back(other.scenes[0].selection) == session.scenes[0].selection
    assert [s.title for s in other.scenes] == ["One", "Two"]
    assert other.scenes[0].camera == (0.0, 1.0, 2.5, 3.0)
    assert {ids[t.sentence_id]: g for t, g in other.groups.of.items()} == {
        t.sentence_id: g for t, g in session.groups.of.items()
    }
    for name in ("xy", "layer_xy", "trust", "basis"):
        np.testing.assert_array_equal(getattr(other.points, name), getattr(session.points, name))
        assert not getattr(other.points, name).flags.writeable
    assert [(ids[t.sentence_id], t.index) for t in other.points.tokens] == [
        (t.sentence_id, t.index) for t in session.points.tokens
    ]
    assert ids[other.view.axes[0].low_tokens[0].sentence_id] == session.sentences[0].id
    assert other.points.axes == other.view.axes
    assert other.pair_asks[other.sentences[0].id] is other.sentences[1]
    assert other.pair_asks[other.sentences[1].id].text == "The bank shut"
    for sentence, mine in zip(other.sentences, session.sentences, strict=True):
        if mine.id in session.states:
            np.testing.assert_array_equal(other.brought.states[sentence.tokens], session.states[mine.id])
    assert other.brought.learned == session.brought.learned
    assert other.desks[ZH.key].focus == Focus("银行")
    other.states = {s.id: other.brought.states[s.tokens] for s in other.sentences[:2]}
    assert data_of(other) == data


def test_the_same_session_gives_the_same_bytes_and_vectors_are_left_out_where_not_wished(session):
    assert data_of(session) == data_of(session)
    short = data_of(session, with_vectors=False)
    assert len(short) < len(data_of(session))
    assert not from_bytes(short).states


def test_an_empty_session_fits_too():
    session = Session()
    restore(session, from_bytes(data_of(Session())))
    assert data_of(session) == data_of(Session())


def test_every_field_is_set_before_the_first_listener_hears(session):
    other, seen = Session(), []
    events = ("sentences", "model", "points", "mix", "view", "focus", "scenes", "readers", "brought")
    for name in events:
        getattr(other.events, name).connect(
            partial(
                lambda name, *_: seen.append(
                    (name, len(other.sentences), other.model, other.focus, other.mix)
                ),
                name,
            )
        )
    restore(other, from_bytes(data_of(session)))
    assert {name for name, *_ in seen} == set(events)
    assert {tuple(facts) for _, *facts in seen} == {(4, other.model, session.focus, session.mix)}


def test_a_missing_model_is_told_with_what_to_install(session):
    other = Session()
    restore(other, from_bytes(data_of(session)))
    assert other.model.absent
    assert other.model.checksum == EN.checksum
    assert "The model en is not here" in other.notice.title
    assert "elmo-explorer models" in other.notice.text
    assert other.points is not None
    assert data_of(other, with_vectors=False) == data_of(session, with_vectors=False)


def test_other_weights_of_the_same_name_are_told_and_the_open_model_stays(session):
    here = replace(EN, checksum="c" * 64)
    other = Session(models=(here,), model=here, readers={"en": here.key})
    restore(other, from_bytes(data_of(session)))
    assert "Another model en" in other.notice.title
    assert other.model.absent
    assert here in other.models
    assert other.reader_key(other.sentences[0]) == other.model.key != here.key


def test_a_file_is_written_whole_or_not_at_all(session, tmp_path, monkeypatch):
    path = tmp_path / "a.elmox"
    saved = saved_session(session, with_vectors=True)
    write_session(path, saved)
    before = path.read_bytes()
    assert [s.text for s in read_session(path).sentences] == [s.text for s in session.sentences]
    link = tmp_path / "link.elmox"
    link.symlink_to(path)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_session(path, replace(saved, focus=None))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path, link]
    write_session(link, replace(saved, focus=None))
    assert link.is_symlink()
    assert read_session(path).focus is None
    assert stat.S_ISREG(path.stat().st_mode)
    with pytest.raises(SessionFileError, match="cannot be read: No such file"):
        read_session(tmp_path / "none.elmox")


# Damage


def repacked(data, change=None, members=None, ways=None):
    """The same file with a changed document, and other members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {info.filename: archive.read(info) for info in archive.infolist()}
    document = json.loads(found["session.json"])
    if change is not None:
        document = change(document) or document
    found["session.json"] = json.dumps(document).encode()
    found |= members or {}
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in found.items():
            if content is not None:
                archive.writestr(name, content, compress_type=(ways or {}).get(name, zipfile.ZIP_DEFLATED))
    return memory.getvalue()


def at(*path_and_value):
    *path, last, value = path_and_value

    def change(document):
        place = document
        for key in path:
            place = place[key]
        place[last] = value

    return change


def npy(array):
    memory = io.BytesIO()
    np.save(memory, array, allow_pickle=False)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (at("version", 2), "newer ELMo Explorer"),
        (at("version", -3), "never was"),
        (at("version", True), "no session"),
        (at("format", "other"), "no session"),
        (at("unknown", 1), "unknown"),
        (at("sentences", 0, "id", 1), "unknown"),
        (at("sentences", 0, "tokens", "x"), "sentences"),
        (at("sentences", 0, "tokens", ["a", ""]), "sentences[0]"),
        (at("sentences", 0, "senses", {"6": "x"}), "sentences[0].senses"),
        (at("sentences", 0, "senses", {"04": "x"}), "sentences[0].senses"),
        (at("sentences", 0, "language", "fr"), "language"),
        (at("mix", "weights", [0.2, 0.3, 0.6]), "sum is 1"),
        (at("mix", "weights", [0.5, 0.5]), "mix should have 3 weights"),
        (at("mix", "weights", [1.5, -0.5, 0.0]), "from 0 to 1"),
        (at("mix", "gamma", 1e300), "mix.gamma"),
        (at("mix", "locked", [0, 3]), "mix.locked"),
        (at("mix", "locked", [0, 0]), "mix.locked"),
        (at("view", "projection", "exec"), "projection"),
        (at("view", "layer", 3), "view.layer"),
        (at("view", "axes", 0, "low_tokens", [[0, 6]]), "view.axes[0]"),
        (at("selection", [[0, 6]]), "selection"),
        (at("selection", [[4, 0]]), "selection"),
        (at("selection", [[-1, 0]]), "selection"),
        (at("selection", [[0, 0], [0, 0]]), "twice"),
        (at("selection", [[0, 10**30]]), "selection"),
        (at("isolated", [[0, -1]]), "isolated"),
        (at("groups", "names", ["a", "a"]), "groups.names"),
        (at("groups", "of", [[0, 4, 2]]), "groups.of[0]"),
        (at("groups", "of", [[0, 4, 0], [0, 4, 1]]), "groups.of[1]"),
        (at("picture", "n_tokens", 9), "picture_tokens"),
        (at("picture", "n_tokens", 10**9), "picture should have"),
        (at("picture", "n_layers", 2), "picture is of"),
        (at("picture", "dim", 10**6), "picture is of"),
        (at("picture", "layer", -1), "picture.layer"),
        (at("picture", "explained", [2.0, 0.1]), "explained"),
        (at("models", 1, "n_layers", 10**9), "models[1]"),
        (at("models", 1, "dim", 9), "damaged"),
        (at("models", 1, "checksum", "../../etc"), "models[1].checksum"),
        (at("shown", 7), "shown"),
        (at("seed", -1), "seed"),
        (at("readers", "en", 5), "readers.en"),
        (at("readers", "fr", 0), "readers"),
        (at("scenes", 0, "mix", "weights", []), "scenes[0].mix"),
        (at("scenes", 0, "camera", [1e300, 0, 1, 1]), "scenes[0].camera"),
        (at("scenes", 0, "selection", [[9, 9]]), "scenes[0].selection"),
        (at("learned", 0, "mix", "weights", []), "learned[0]"),
        (at("learned", 0, "name", 3), "learned[0]"),
        (at("pairs", 0, "listed", 9), "pairs[0]"),
        (at("pairs", 0, "listed", None), "pairs[0]"),
        (at("vectors", [0]), "vectors.npy"),
        (at("vectors", [0, 0]), "vectors"),
        (at("vectors", [0, 99]), "vectors"),
        (at("vectors", None), "no part of a session"),
        (at("picture", None), "no part of a session"),
        (at("[" * 3000, 1), "unknown"),
        (at("sentences", 0, "[" * 3000, 1), "sentences[0]"),
        (at("a\nb", 1), "unknown"),
        (at("sentences", 0, "language", "\ud800"), "ud800"),
        (at("view", "projection", "\ud800"), "ud800"),
        (at("readers", "[" * 3000, "x"), "readers"),
    ],
)
def test_a_document_that_says_the_impossible_is_refused_in_one_sentence(session, change, said):
    with pytest.raises(SessionFileError) as caught:
        from_bytes(repacked(data_of(session), change), "a.elmox")
    message = str(caught.value)
    assert said in message
    assert message.startswith("a.elmox ")
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize(
    "members",
    [
        {"../escape.npy": b"x"},
        {"/etc/passwd": b"x"},
        {"C:\\x.npy": b"x"},
        {"run.py": b"import os"},
        {"more.npy": npy(np.zeros(3, np.float32))},
        {"picture_xy.npy": npy(np.zeros((10, 2), np.float64))},
        {"picture_xy.npy": npy(np.zeros((2, 10), np.float32))},
        {"picture_xy.npy": npy(np.full((10, 2), np.nan, np.float32))},
        {"picture_xy.npy": None},
        {"picture_trust.npy": npy(np.full(10, 2, np.float32))},
        {"picture_tokens.npy": npy(np.zeros((10, 2), np.int64))},
        {"picture_tokens.npy": npy(np.full((10, 2), -1, np.int64))},
        {"vectors.npy": npy(np.full((3, 10, 8), np.inf, np.float32))},
        {"session.json": b"[" * 100_000},
        {"session.json": b"{}"},
        {"session.json": b"\xff\xfe"},
        {"session.json": b'{"format":"elmo-explorer session","version":1,"version":1}'},
        {"session.json": b'{"format":"elmo-explorer session","version":1,"mix":NaN}'},
        {"session.json": b'{"format":"elmo-explorer session","version":' + b"9" * 5000 + b"}"},
        {"session.json": None},
    ],
)
def test_members_that_do_not_belong_are_refused(session, members):
    with pytest.raises(SessionFileError) as caught:
        from_bytes(repacked(data_of(session), members=members))
    assert str(caught.value).count(".  ") == 0
    assert "\n" not in str(caught.value)


def test_a_bomb_is_refused_before_it_is_unpacked(session):
    bomb = repacked(data_of(session), members={"more.npy": bytes(200 << 20)})
    assert len(bomb) < 1 << 20
    with pytest.raises(SessionFileError, match="would unpack to"):
        from_bytes(bomb)


def test_a_member_that_lies_about_its_size_is_refused(session):
    data = bytearray(data_of(session))
    at_directory = data.rindex(b"PK\x01\x02")  # of the last member
    struct.pack_into("<I", data, at_directory + 24, 7)
    with pytest.raises(SessionFileError):
        from_bytes(bytes(data))


def test_two_members_of_one_name_are_refused(session):
    memory = io.BytesIO(data_of(session))
    with zipfile.ZipFile(memory, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("session.json", b"{}")
    with pytest.raises(SessionFileError, match="twice"):
        from_bytes(memory.getvalue())


def test_cut_mutated_and_foreign_files_give_one_sentence_and_nothing_else(session):
    data = data_of(session)
    random = np.random.default_rng(0)
    for cut in random.integers(0, len(data), 60).tolist():
        with pytest.raises(SessionFileError):
            from_bytes(data[:cut])
    for _ in range(300):
        mutated = bytearray(data)
        for place in random.integers(0, len(data), random.integers(1, 6)).tolist():
            mutated[place] = int(random.integers(256))
        try:
            from_bytes(bytes(mutated))
        except SessionFileError as error:
            assert "\n" not in str(error)  # noqa: PT017 - some mutations hit what nobody reads
    for foreign in (b"", b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG", bytes(1000), b"PK\x05\x06" + bytes(18)):
        with pytest.raises(SessionFileError):
            from_bytes(foreign)


def test_an_earlier_version_is_brought_to_the_present_one(session, monkeypatch):
    """An invented version 0, whose mix was a list of weights."""

    def from_0(document):
        document["mix"] = {"weights": document.pop("weights")}
        return document

    def to_0(document):
        document |= {"version": 0, "weights": document.pop("mix")["weights"]}

    old = repacked(data_of(session), to_0)
    with pytest.raises(SessionFileError, match="never was"):
        from_bytes(old)
    monkeypatch.setattr(
        session_migrations.migrated,
        "__defaults__",
        (MappingProxyType({0: from_0}), session_migrations.VERSION),
    )
    assert from_bytes(old).mix.weights == session.mix.weights
    with pytest.raises(SessionFileError, match="as version 0 it lacks or misuses 'weights'"):
        from_bytes(repacked(old, lambda document: document.pop("weights") and None))


def test_texts_that_the_window_made_are_kept_as_plain_texts() -> None:
    session = Session()
    session.sentences = (Sentence(tr("bank"), (tr("bank"),), senses={0: tr("money")}),)
    opened = from_bytes(data_of(session))
    assert opened.sentences[0].text == "bank"
    assert opened.sentences[0].senses == {0: "money"}
