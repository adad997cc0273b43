"""Typed words in a session with a small model that has a vocabulary: numbers, the carrier sentence, the table's life."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from elmo_explorer import BiLM
from elmo_explorer.array_cache import ArrayCache
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.spelling_controller import SpellingController
from elmo_explorer.controllers.word_tables import WordTables
from elmo_explorer.session.session import Focus, Sentence, Session, TokenRef
from elmo_explorer.session.spelling import Encoding, Spelling, SpellingAsk, SpellingLab
from elmo_explorer.workers.runner import Runner

WAIT_MS = 60_000
VOCABULARY = ("<S>", "</S>", "<UNK>", *(f"{a}{b}{c}" for a in "bcdfghlm" for b in "aeiou" for c in "nrstk"))


@pytest.fixture(scope="module")
def spelling_folder(tmp_path_factory: pytest.TempPathFactory, make_bilm: Callable[..., BiLM]) -> Path:
    bilm = make_bilm()
    folder = tmp_path_factory.mktemp("models") / "small"
    output = OutputLayer(len(VOCABULARY), bilm.options.projection_dim)
    BiLM(bilm.options, bilm.network, bilm.facts, output, VOCABULARY, device="cpu").save(folder)
    return folder


class Lab:
    """A session, a model and what looks words up."""

    def __init__(self, folder: Path, cache: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.session = Session()
        self.runner = Runner()
        self.errors: list[Exception] = []
        self.runner.failed.connect(self.errors.append)
        self.models = ModelController(self.session, self.runner)
        with qtbot.waitSignal(self.models.changed, timeout=WAIT_MS):
            self.models.load(folder)
        self.embed = EmbedController(self.session, self.runner, self.models)
        self.focus = FocusController(self.session, self.runner)
        self.lab = SpellingLab()
        self.cache = ArrayCache(cache, 1 << 30)
        self.tables = WordTables(self.lab, self.session, self.runner, self.models, self.cache)
        self.controller = SpellingController(self.lab, self.session, self.runner, self.models, self.tables)

    @property
    def bilm(self) -> BiLM:
        assert self.models.bilm is not None
        return self.models.bilm

    def show(self) -> None:
        self.tables.visible = self.controller.visible = True

    def ask(self, *words: str, **changes: object) -> Spelling:
        """What is found once all is known."""
        self.lab.ask = replace(self.lab.ask, words=words, **changes)  # type: ignore[arg-type]
        return self.rest()

    def rest(self) -> Spelling:
        self.qtbot.waitUntil(self._at_rest, timeout=WAIT_MS)
        assert self.lab.found is not None
        return self.lab.found

    def _at_rest(self) -> bool:
        return not (self.controller.pending or self.tables.pending or self.runner.busy)


@pytest.fixture
def make_lab(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    made: list[Lab] = []

    def make(folder: Path, cache: Path = tmp_path / "cache") -> Lab:
        made.append(Lab(folder, cache, qtbot))
        return made[-1]

    yield make
    for lab in made:
        lab.runner.close()
        assert not lab.errors


@pytest.fixture
def lab(make_lab: Callable[..., Lab], spelling_folder: Path, bank_sentences: tuple[Sentence, ...]) -> Lab:
    made = make_lab(spelling_folder)
    made.session.sentences = bank_sentences
    made.session.focus = Focus("bank")
    made.qtbot.waitUntil(
        lambda: len(made.session.states) == len(bank_sentences) == len(made.session.occurrences),
        timeout=WAIT_MS,
    )
    return made


def cosines(query: np.ndarray, rows: np.ndarray) -> np.ndarray:
    query, rows = query.astype(np.float64), rows.astype(np.float64)
    return rows @ query / np.linalg.norm(rows, axis=1) / np.linalg.norm(query)


def test_neighbours_are_those_of_the_public_vectors(lab: Lab, bank_sentences: tuple[Sentence, ...]) -> None:
    lab.show()
    found = lab.ask("banc", "bat")
    types = np.array(VOCABULARY[3:])
    half = lab.bilm.dim // 2
    layer_0 = np.stack([array[0, 0, :half] for array in lab.bilm.embed([[w] for w in types])])
    assert found.n_types == len(types)
    assert found.from_vocabulary
    tokens = [
        (TokenRef(s.id, k), array[:, k])
        for s in bank_sentences
        for array in lab.bilm.embed([s.tokens])
        for k in range(len(s.tokens))
    ]
    first = bank_sentences[0]
    place = first.tokens.index("bank")
    assert found.place == TokenRef(first.id, place)
    assert found.n_tokens == len(tokens)
    for word in found.words:
        plain = cosines(lab.bilm.embed([[word.word]])[0][0, 0, :half], layer_0)
        plain[types == word.word] = -2
        order = np.argsort(-plain)[:10]
        assert word.spellings is not None
        assert word.spellings.words == tuple(types[order])
        np.testing.assert_allclose(word.spellings.cosines, plain[order], atol=1e-5)
        assert word.known == (word.word in VOCABULARY)
        read = lab.bilm.embed([(*first.tokens[:place], word.word, *first.tokens[place + 1 :])])[0][:, place]
        assert [near.layer for near in word.contexts] == [1, 2]
        for near in word.contexts:
            plain = cosines(read[near.layer], np.stack([states[near.layer] for _, states in tokens]))
            np.testing.assert_allclose(near.cosines, np.sort(plain)[::-1][:10], atol=1e-5)
            best = [tokens[k][0] for k in np.argsort(-plain)[:3]]
            assert list(near.tokens[:3]) == best
            assert np.isfinite(near.baseline)


def test_each_letter_tells_how_far_the_vector_moves_without_it(lab: Lab) -> None:
    lab.show()
    (word,) = lab.ask("colur").words
    half = lab.bilm.dim // 2

    def alone(text: str) -> np.ndarray:
        return lab.bilm.embed([[text]])[0][0, 0, :half]

    for k, letter in enumerate(word.letters):
        without = "colur"[:k] + "colur"[k + 1 :]
        assert letter.shift == pytest.approx(1 - cosines(alone("colur"), alone(without)[None])[0], abs=1e-5)
    (only,) = lab.ask("🙂").words[0].letters
    assert only.code == "🙂".encode()
    assert np.isnan(only.shift)


def test_what_is_cut_is_told(lab: Lab) -> None:
    lab.show()
    (word,) = lab.ask("é" * 30).words  # two bytes each
    assert (word.n_bytes, word.n_read) == (60, 48)
    assert [letter.n_read for letter in word.letters] == [2] * 24 + [0] * 6
    assert all(np.isnan(letter.shift) for letter in word.letters[24:])


def test_the_very_token_is_not_its_own_neighbour(lab: Lab) -> None:
    lab.show()
    found = lab.ask("bank")
    assert all(found.place not in near.tokens for near in found.words[0].contexts)


def test_a_clicked_word_comes_first_and_the_sentence_in_view_carries(
    lab: Lab, bank_sentences: tuple[Sentence, ...]
) -> None:
    lab.show()
    assert [w.word for w in lab.rest().words] == ["bank"]  # the focus word that was there
    lab.ask("bank", "colur")
    lab.session.focus = Focus("river")
    lab.session.selection = frozenset({TokenRef(bank_sentences[4].id, 7)})
    found = lab.rest()
    assert [w.word for w in found.words] == ["river", "colur"]
    assert found.carrier == (*bank_sentences[4].tokens[:7], "_")
    assert lab.lab.carrier == "We sat on the bank of the _"


def test_a_sentence_of_the_user_s_own_carries_the_words(lab: Lab) -> None:
    lab.show()
    found = lab.ask("colur", carrier="The old _, of course.")
    assert found.carrier == ("The", "old", "_", ",", "of", "course", ".")
    assert found.place is None
    assert lab.ask("colur", carrier="At the").carrier == ("At", "the", "_")
    assert lab.ask("colur", carrier="").place is not None


def test_without_sentences_there_are_spellings_alone(
    make_lab: Callable[..., Lab], spelling_folder: Path
) -> None:
    lab = make_lab(spelling_folder)
    lab.show()
    (word,) = lab.ask("banc").words
    assert word.spellings is not None
    assert word.contexts == ()


def test_without_a_vocabulary_the_loaded_words_are_compared_with(
    make_lab: Callable[..., Lab], model_folder: Path, bank_sentences: tuple[Sentence, ...]
) -> None:
    lab = make_lab(model_folder)
    lab.session.sentences = bank_sentences
    lab.show()
    lab.qtbot.waitUntil(lambda: len(lab.session.states) == len(bank_sentences), timeout=WAIT_MS)
    found = lab.ask("banck")
    types = sorted({token for sentence in bank_sentences for token in sentence.tokens})
    assert (found.n_types, found.from_vocabulary) == (len(types), False)
    assert found.words[0].known is None
    half = lab.bilm.dim // 2
    layer_0 = np.stack([a[0, 0, :half] for a in lab.bilm.embed([[w] for w in types])])
    plain = cosines(lab.bilm.embed([["banck"]])[0][0, 0, :half], layer_0)
    assert found.words[0].spellings is not None
    assert found.words[0].spellings.words[0] == types[int(plain.argmax())]
    lab.session.sentences = bank_sentences[:2]
    lab.qtbot.waitUntil(lambda: lab.rest().n_types < len(types), timeout=WAIT_MS)


def test_the_table_is_kept_on_disk_and_used_at_the_next_start(
    make_lab: Callable[..., Lab], spelling_folder: Path, tmp_path: Path
) -> None:
    first = make_lab(spelling_folder)
    first.show()
    before = first.ask("banc")
    assert len(list((tmp_path / "cache").iterdir())) == 1
    second = make_lab(spelling_folder)
    second.show()
    after = second.ask("banc")
    assert isinstance(second.tables.types.directions, np.memmap)  # type: ignore[union-attr]
    assert before.words[0].spellings is not None
    assert after.words[0].spellings is not None
    assert after.words[0].spellings.words == before.words[0].spellings.words
    assert after.baseline == before.baseline


def test_where_nothing_can_be_kept_it_is_said_once_and_all_is_found(
    make_lab: Callable[..., Lab], spelling_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    lab = make_lab(spelling_folder, tmp_path / "file" / "cache")
    notices = []
    lab.session.events.notice.connect(lambda notice, _: notices.append(notice))
    lab.show()
    assert lab.ask("banc").words[0].spellings is not None
    assert [notice.title for notice in notices] == ["The vocabulary's vectors could not be kept on disk"]


def test_nothing_is_encoded_unseen_and_a_stop_keeps_what_is_done(
    make_lab: Callable[..., Lab], spelling_folder: Path
) -> None:
    lab = make_lab(spelling_folder)
    assert not lab.tables.pending
    lab.lab.ask = SpellingAsk(("banc",))

    def stop(encoding: Encoding | None, _before: Encoding | None) -> None:
        if encoding is not None:
            lab.lab.events.encoding.disconnect(stop)
            lab.tables.cancel()

    lab.lab.events.encoding.connect(stop)
    lab.show()
    lab.qtbot.waitUntil(lambda: lab.lab.encoding is not None and lab.lab.encoding.stopped, timeout=WAIT_MS)
    found = lab.rest()
    assert found.words[0].spellings is None  # the rest of the tab works
    assert lab.lab.encoding.n_types == len(VOCABULARY) - 3
    lab.tables.resume()
    lab.qtbot.waitUntil(lambda: lab.lab.encoding is None, timeout=WAIT_MS)
    assert lab.rest().words[0].spellings is not None


def test_the_newest_words_win(lab: Lab) -> None:
    lab.show()
    seen = []
    lab.lab.events.found.connect(lambda found, _: seen.append(found and [w.word for w in found.words]))
    for typed in ("c", "co", "col", "colu", "colur"):
        lab.lab.ask = replace(lab.lab.ask, words=(typed,))
    lab.rest()
    assert seen[-1] == ["colur"]
    assert ["col"] not in seen
