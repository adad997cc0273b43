import pytest
from PySide6.QtWidgets import QApplication

from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.controllers.gradual_addition import AT_ONCE
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Focus, Sentence, TokenRef
from elmo_explorer.ui.sentence_edits import with_sense

WAIT_MS = 60_000


@pytest.fixture
def history(session):
    return History(session)


@pytest.fixture
def text(session, runner, history):
    return TextController(session, runner, history)


@pytest.fixture
def wait(runner, qtbot):
    return lambda: qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)


def test_a_paragraph_becomes_sentences(session, text, wait):
    text.add_text("He robbed the bank. We sat on the bank.")
    wait()
    assert [s.tokens for s in session.sentences] == [
        ("He", "robbed", "the", "bank", "."),
        ("We", "sat", "on", "the", "bank", "."),
    ]


@pytest.mark.parametrize(
    ("typed", "spaced", "tokens"),
    [
        ("潮水 退了 就 知道 谁 没穿 裤子", True, ("潮水", "退了", "就", "知道", "谁", "没穿", "裤子")),
        (
            "潮水 退了 就 知道 谁 没穿 裤子。",
            True,
            ("潮水", "退了", "就", "知道", "谁", "没穿", "裤子", "。"),
        ),
        ("我用 Python 写", False, None),
        ("潮水退了就知道谁没穿裤子", False, None),
    ],
)
def test_typed_spaces_are_kept_between_short_chinese_words(session, text, wait, typed, spaced, tokens):
    text.add_text(typed)
    wait()
    (sentence,) = session.sentences
    assert sentence.language == "zh"
    assert sentence.spaced == spaced
    assert "".join(sentence.tokens) == typed.replace(" ", "")
    if tokens is not None:
        assert sentence.tokens == tokens


def test_mixed_text_is_segmented(session, text, wait):
    text.add_text("我用 Python 写")
    wait()
    assert session.sentences[0].tokens == ("我用", "Python", "写")


def test_the_toggle_segments_and_goes_back(session, text, wait):
    text.add_text("潮水 退了 就 知道")
    wait()
    text.toggle_spaced(session.sentences[0].id)
    wait()
    assert not session.sentences[0].spaced
    text.toggle_spaced(session.sentences[0].id)
    wait()
    assert session.sentences[0].tokens == ("潮水", "退了", "就", "知道")


def test_traditional_characters_are_told_of_and_written_in_simplified_ones(session, text, wait):
    text.add_text("蘋果發佈了新手機。")
    wait()
    (sentence,) = session.sentences
    assert sentence.tokens == ("蘋果", "發佈", "了", "新手機", "。")
    assert "Traditional" in session.notice.title
    text.simplify(sentence.id)
    wait()
    (written,) = session.sentences
    assert (written.id, written.text) == (sentence.id, "苹果发布了新手机。")
    assert written.tokens == ("苹果", "发布", "了", "新手机", "。")


def test_labels_stay_with_their_words_in_an_edit(session, text, wait):
    text.add_text("The bank by the bank", senses={1: "money", 4: "river"})
    wait()
    sentence = session.sentences[0]
    text.edit_sentence(sentence.id, "Yesterday the bank stood by the bank")
    wait()
    edited = session.sentences[0]
    assert edited.id == sentence.id
    assert dict(edited.senses) == {2: "money", 6: "river"}


def test_an_empty_edit_removes(session, text, wait):
    text.add_text("One")
    wait()
    text.edit_sentence(session.sentences[0].id, "  ")
    assert session.sentences == ()


def test_files_are_imported_in_one_step_and_faults_are_named(session, text, wait, history, tmp_path):
    (tmp_path / "a.txt").write_text("We sat on the bank.\nShe went to the bank.\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text(
        "sentence\tword\tsense\nThe bank failed .\tbank\tmoney\n", encoding="utf-8"
    )
    (tmp_path / "c.txt").write_bytes(b"%PDF-1.4 not text")
    text.import_files([tmp_path / "a.txt", tmp_path / "b.tsv", tmp_path / "c.txt"])
    wait()
    assert len(session.sentences) == 3
    assert dict(session.sentences[2].senses) == {1: "money"}
    assert history.undo_name == "Import 3 sentences"
    assert session.notice.kind == "warning"
    assert "c.txt" in session.notice.text
    assert not session.jobs


def test_a_missing_file_is_named(session, text, wait, tmp_path):
    text.import_files([tmp_path / "gone.txt"])
    wait()
    assert session.notice.kind == "error"
    assert "gone.txt" in session.notice.text


def test_a_cancelled_import_adds_nothing(session, text, wait, tmp_path):
    (tmp_path / "a.txt").write_text("A line.\n" * 2000, encoding="utf-8")
    text.import_files([tmp_path / "a.txt"])
    text.cancel()
    wait()
    assert session.sentences == ()
    assert not session.jobs


def test_an_example_opens_with_its_word_and_senses_in_one_step(session, runner, text, wait, history):
    focus = FocusController(session, runner)
    text.load_example("bank")
    wait()
    assert session.focus == Focus("bank")
    assert len(session.occurrences) >= 8
    assert len(session.groups.names) >= 2
    history.undo()
    assert (session.sentences, session.focus) == ((), None)
    assert not history.can_undo
    assert focus is not None  # a session holds its listeners weakly


def test_an_unknown_example_is_told(session, text, wait):
    text.load_example("no such")
    wait()
    assert "no such" in session.notice.text


def test_remove_and_hide(session, text, wait, history):
    text.add_text("One. Two. Three.")
    wait()
    one, two, three = (s.id for s in session.sentences)
    text.set_hidden({one}, True)
    assert [s.hidden for s in session.sentences] == [True, False, False]
    text.remove({one, two})
    assert [s.id for s in session.sentences] == [three]
    assert session.notice.title == "Removed 2 sentences"
    history.undo()
    assert len(session.sentences) == 3


def test_a_sense_set_while_the_sentence_is_cut_anew_stays(session, text, wait):
    text.add_text("We sat on the bank")
    wait()
    (sentence,) = session.sentences
    text.edit_sentence(sentence.id, "We sat on the far bank")
    session.sentences = with_sense(session.sentences, [TokenRef(sentence.id, 4)], "river")
    wait()
    (sentence,) = session.sentences
    assert dict(sentence.senses) == {5: "river"}


N_LONG = 4 * AT_ONCE + 3
LONG = "\n".join(f"line {k}" for k in range(N_LONG))


@pytest.fixture
def wait_for_all(text, wait, qtbot):
    def wait_until_listed():
        wait()
        qtbot.waitUntil(lambda: not text.adding, timeout=WAIT_MS)

    return wait_until_listed


def _begin(session, text):
    """Add a long text until its beginning has come."""
    text.add_text(LONG)
    while not session.sentences:
        QApplication.processEvents()
    assert text.adding
    return session.sentences


def test_a_long_text_comes_in_order_and_is_one_step(session, text, history, wait_for_all):
    text.add_text("One before")
    listed, told = [], []
    session.events.sentences.connect(lambda new: listed.append(len(new)))
    text.added.connect(told.append)
    text.add_text(LONG)
    wait_for_all()
    assert [s.text for s in session.sentences] == ["One before", *LONG.split("\n")]
    assert listed == [1, *(1 + k * AT_ONCE for k in range(1, 5)), 1 + N_LONG]
    assert [len(sentences) for sentences in told] == [1, N_LONG]
    assert history.undo_name == f"Add {N_LONG} sentences"
    history.undo()
    assert [s.text for s in session.sentences] == ["One before"]
    history.redo()
    assert len(session.sentences) == 1 + N_LONG


def test_the_rest_of_a_long_text_does_not_come_when_its_beginning_was_taken_back(
    session, text, history, wait_for_all
):
    _begin(session, text)
    history.undo()
    wait_for_all()
    assert session.sentences == ()


def test_a_sentence_typed_while_a_long_text_comes_stays_a_step_of_its_own(
    session, text, history, wait_for_all
):
    begun = _begin(session, text)
    session.sentences = (*session.sentences, Sentence("Typed", ("Typed",)))
    wait_for_all()
    assert len(session.sentences) == N_LONG + 1
    assert session.sentences[len(begun)].text == "Typed"
    history.undo()
    assert session.sentences[-1].text == "Typed"
    history.undo()
    assert session.sentences == begun
