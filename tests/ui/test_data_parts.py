"""Tokens as data and tables as text, from the real window."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Notice
from elmo_explorer.session.session_file import read_session
from elmo_explorer.token_export import TokenWish, token_data, write_tokens
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.widgets.switch import Switch
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    motion.set_reduced(True)
    made.projection.animated = False
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    made.text.add_text("=SUM(A1) is no\tbank .")
    until(lambda: len(made.session.sentences) == 13 and not made.waiting_for())
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()
    motion.set_reduced(False)


def vectors_of(window: Explorer) -> tuple[list[str], np.ndarray]:
    """All tokens and their layers, (n_layers, n_tokens, dim), straight from the session."""
    session = window.session
    words = [word for s in session.sentences for word in s.tokens]
    return words, np.concatenate([session.states[s.id] for s in session.sentences], axis=1)


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_table_of_all_tokens_has_words_places_and_vectors(
    window: Explorer, form: str, tmp_path: Path
) -> None:
    words, states = vectors_of(window)
    mix = window.session.mix
    wish = TokenWish(form, "all", ("mix", 2), coordinates=True)  # type: ignore[arg-type]
    (file,) = write_tokens(token_data(window.session), wish, tmp_path / f"tokens.{form}")
    with file.open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(text, delimiter="," if form == "csv" else "\t")
    assert head[:8] == ["token", "sentence", "position", "sense", "group", "x", "y", "text"]
    assert head[8] == "mix_0"
    assert head[8 + 256] == "layer2_0"
    assert [row[0].removeprefix("'") for row in rows] == words
    assert all(not row[0].startswith("=") and not row[7].startswith("=") for row in rows)
    numbers = np.array([row[8:] for row in rows], np.float32)
    mixed = mix_layers(states, mix.weights, mix.gamma, mix.layer_norm)
    assert np.array_equal(numbers[:, 256:], states[2])
    assert np.allclose(numbers[:, :256], mixed, atol=1e-5)
    points = window.session.points
    assert points is not None
    assert np.allclose(np.array([row[5:7] for row in rows], float), points.xy, atol=1e-5)
    assert {row[3] for row in rows} > {"", "money", "river"}


def test_npy_and_hdf5_say_beside_them_which_token_is_which(window: Explorer, tmp_path: Path) -> None:
    words, states = vectors_of(window)
    file, beside = write_tokens(
        token_data(window.session), TokenWish("npy", "all", (0, 1, 2)), tmp_path / "tokens.npy"
    )
    array = np.load(file, allow_pickle=False)
    assert np.array_equal(array, states.transpose(1, 0, 2))
    lines = beside.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(words)
    file, _ = write_tokens(
        token_data(window.session), TokenWish("hdf5", "all", (0, 1, 2)), tmp_path / "tokens.hdf5"
    )
    with h5py.File(file, "r") as found:
        assert sorted(found, key=int) == [str(k) for k in range(13)]
        for k, sentence in enumerate(window.session.sentences):
            assert np.array_equal(found[str(k)][()], window.session.states[sentence.id])
    file, _ = write_tokens(
        token_data(window.session), TokenWish("hdf5", "focus", (1,)), tmp_path / "one.hdf5"
    )
    with h5py.File(file, "r") as found:
        assert found["0"].shape == (len(window.session.sentences[0].tokens), 256)


def test_the_projector_gets_its_pair(window: Explorer, tmp_path: Path) -> None:
    window.session.selection = frozenset(window.session.occurrences[2:5])
    wish = TokenWish("projector", "selected", ("mix",))
    metadata, vectors = write_tokens(token_data(window.session), wish, tmp_path / "bank.tsv")
    assert (metadata.name, vectors.name) == ("bank_metadata.tsv", "bank_vectors.tsv")
    facts = [line.split("\t") for line in metadata.read_text(encoding="utf-8").splitlines()]
    assert {len(line) for line in facts} == {8}
    assert [line[0] for line in facts[1:]] == ["bank"] * 3
    assert np.loadtxt(vectors, delimiter="\t").shape == (3, 256)
    several = write_tokens(
        token_data(window.session), replace(wish, vectors=("mix", 1)), tmp_path / "two.tsv"
    )
    assert [path.name for path in several] == [
        "two_metadata.tsv",
        "two_mix_vectors.tsv",
        "two_layer1_vectors.tsv",
    ]


def test_what_cannot_be_written_is_told_and_leaves_nothing(window: Explorer, tmp_path: Path) -> None:
    window.session.selection = frozenset()
    data = token_data(window.session)
    with pytest.raises(ValueError, match="no such tokens"):
        write_tokens(data, TokenWish("csv", "selected"), tmp_path / "a.csv")
    with pytest.raises(ValueError, match="choose the mix or a layer"):
        write_tokens(data, TokenWish("npy", "all", ()), tmp_path / "a.npy")

    def stop() -> None:
        raise KeyboardInterrupt

    for form in ("csv", "tsv", "npy", "hdf5", "projector"):
        with pytest.raises(KeyboardInterrupt):
            write_tokens(data, TokenWish(form, "all"), tmp_path / f"a.{form}", stop)
    assert list(tmp_path.iterdir()) == []
    told: list[Notice] = []
    window.session.events.notice.connect(lambda notice: told.append(notice) if notice else None)
    window.data.export(TokenWish(), tmp_path / "absent" / "a.csv")
    until(lambda: told)
    assert told[0].kind == "error"
    window.data.export(TokenWish("csv", "focus"), tmp_path / "focus.csv")
    until((tmp_path / "focus.csv").is_file)


def test_the_dialog_asks_for_tokens_vectors_and_format(window: Explorer) -> None:
    window.session.selection = frozenset()
    window.actions.export_data.trigger()
    dialog = window.data.dialog
    assert dialog is not None
    assert dialog.wish == TokenWish("csv", "all", ("mix",))
    switches = {switch.accessibleName(): switch for switch in dialog.findChildren(Switch)}
    switches["Layer 1"].toggle()
    switches["The mix"].toggle()
    assert dialog.wish.vectors == (1,)
    switches["Layer 1"].toggle()
    assert dialog.export.isEnabled(), "the table alone"
    dialog._take(form="npy")
    assert not dialog.export.isEnabled()
    dialog.reject()
    assert window.data.dialog is None


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("compare", "cosine with 1"),
        ("layers", "self-similarity"),
        ("neighbours", "rank\tcosine"),
        ("language_model", "backward surprisal (bits)"),
        ("tasks", "gamma high"),
    ],
)
def test_the_tab_in_front_is_copied_as_a_table(window: Explorer, tab: str, said: str) -> None:
    window.session.selection = frozenset(window.session.occurrences[:1])
    window.window.tabs.show_tab(tab)
    until(lambda: not window.waiting_for())
    for action in window.window.tabs.table.menu().actions():
        QGuiApplication.clipboard().clear()
        action.trigger()
        text = QGuiApplication.clipboard().text()
        assert len(text.splitlines()) > 2
        if action.text() == "TSV":
            assert said in text.splitlines()[0]
            assert len({line.count("\t") for line in text.splitlines()}) == 1


def test_a_session_is_saved_with_its_vectors_and_keeps_them(window: Explorer, tmp_path: Path) -> None:
    controller = window.documents.controller
    controller.save(tmp_path / "deck.elmox", with_vectors=True)
    until(lambda: controller.path is not None)
    assert controller.with_vectors
    saved = read_session(tmp_path / "deck.elmox")
    assert {s.tokens for s in saved.sentences} == set(saved.states)
    window.documents.save()
    until(lambda: not window.runner.busy)
    assert read_session(tmp_path / "deck.elmox").states, "the next save keeps them"
    controller.save(tmp_path / "plain.elmox", with_vectors=False)
    until(lambda: not controller.with_vectors)
    assert not read_session(tmp_path / "plain.elmox").states
