from dataclasses import replace

import pytest

from elmo_explorer.session import history as history_module
from elmo_explorer.session.history import STEPS, History
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Focus, Mix, ModelInfo, SemanticAxis, Sentence, Session, View
from elmo_explorer.session.shown_model import open_model
from elmo_explorer.translation import look_up_with


@pytest.fixture
def session():
    return Session(sentences=tuple(Sentence(f"s {k}", ("s", str(k))) for k in range(4)))


@pytest.fixture
def history(session):
    return History(session)


def test_undo_and_redo_bring_back_each_choice(session, history):
    before = session.sentences
    session.focus = Focus("bank")
    session.mix = Mix((1.0, 0.0, 0.0))
    session.sentences = before[1:]
    session.view = replace(session.view, projection="umap")
    names = []
    while history.can_undo:
        names.append(history.undo_name)
        history.undo()
    assert names == ["Projection", "Remove 1 sentence", "Mix", "Focus “bank”"]
    assert (session.focus, session.mix, session.sentences) == (None, Mix.average(3), before)
    while history.can_redo:
        history.redo()
    assert session.focus == Focus("bank")
    assert session.mix.weights == (1.0, 0.0, 0.0)
    assert session.sentences == before[1:]
    assert session.view.projection == "umap"


def test_a_drag_is_one_step(session, history):
    session.dragging = True
    for k in range(60):
        session.mix = Mix((k / 60, 1 - k / 60, 0.0))
    assert not history.can_undo
    session.dragging = False
    assert history.undo_name == "Mix"
    history.undo()
    assert session.mix == Mix.average(3)
    assert not history.can_undo


def test_a_drag_back_to_the_start_is_no_step(session, history):
    start = session.mix
    session.dragging = True
    session.mix = Mix((1.0, 0.0, 0.0))
    session.mix = start
    session.dragging = False
    assert not history.can_undo


def test_a_group_is_one_step_with_its_name(session, history):
    with history.group("Import 2 sentences"):
        session.sentences = (*session.sentences, Sentence("a", ("a",)))
        session.sentences = (*session.sentences, Sentence("b", ("b",)))
        session.focus = Focus("a")
    assert history.undo_name == "Import 2 sentences"
    history.undo()
    assert len(session.sentences) == 4
    assert session.focus is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda s: s[:0], "Remove 4 sentences"),
        (lambda s: (*s, Sentence("a", ("a",))), "Add 1 sentence"),
        (lambda s: s[::-1], "Reorder"),
        (lambda s: (replace(s[0], hidden=True), *s[1:]), "Hide"),
        (lambda s: (replace(s[0], senses={1: "x"}), *s[1:]), "Set sense"),
        (lambda s: (replace(s[0], text="t", tokens=("t",)), *s[1:]), "Edit sentence"),
        (lambda s: (replace(s[0], tokens=("s0",)), *s[1:]), "Edit sentence"),
    ],
)
def test_steps_are_named_after_what_was_done(session, history, change, name):
    session.sentences = change(session.sentences)
    assert history.undo_name == name


def test_only_the_last_hundred_steps_are_kept(session, history):
    for k in range(STEPS + 20):
        session.focus = Focus(f"w{k}")
    for _ in range(STEPS):
        history.undo()
    assert not history.can_undo
    assert session.focus == Focus("w19")


def test_a_new_step_forgets_what_was_undone(session, history):
    session.focus = Focus("a")
    history.undo()
    session.focus = Focus("b")
    assert not history.can_redo


def test_selection_tabs_and_results_are_no_steps(session, history):
    session.selection = frozenset()
    session.view = replace(session.view, trajectories=True)
    open_model(session, ModelInfo("m", ("en",), 3, 8, "CPU"))
    assert not history.can_undo


def test_a_models_other_number_of_layers_is_no_step_and_is_never_undone(session, history):
    open_model(session, ModelInfo("m", ("en",), 3, 8, "CPU"))
    session.focus = Focus("a")
    session.mix = Mix((1.0, 0.0, 0.0))
    open_model(session, ModelInfo("deeper", ("en",), 4, 8, "CPU"))
    assert history.undo_name == "Focus “a”"
    history.undo()
    assert session.mix == Mix.average(4)


def test_listeners_hear_what_can_be_undone(session, history):
    heard = []
    history.changed.connect(lambda: heard.append((history.can_undo, history.can_redo)))
    session.focus = Focus("a")
    history.undo()
    history.clear()
    assert heard == [(True, False), (False, True), (False, False)]


def test_other_axes_are_a_step() -> None:
    session = Session()
    history = History(session)
    axis = SemanticAxis(("he",), ("she",))
    session.view = replace(session.view, projection="axis", axes=(axis,))
    session.view = replace(session.view, axes=(axis, SemanticAxis(("bad",), ("good",))))
    assert history.undo_name == "Axis"
    history.undo()
    assert session.view.axes == (axis,)
    assert history.undo_name == "Projection"
    history.undo()
    assert session.view == View()


def test_steps_hold_no_more_removed_sentences_than_their_bound(session, history, monkeypatch):
    monkeypatch.setattr(history_module, "MOST_GONE", 3)
    for k in range(4):
        session.sentences = tuple(Sentence(f"{k} {n}", (str(k), str(n))) for n in range(2))
        session.sentences = ()
    n_steps = 0
    while history.can_undo:
        history.undo()
        n_steps += 1
    assert n_steps == 2  # the last removal of two, and what was added before it
    assert len(session.sentences) == 0


def test_the_newest_step_is_kept_whatever_it_holds(session, history, monkeypatch):
    monkeypatch.setattr(history_module, "MOST_GONE", 1)
    session.sentences = many = tuple(Sentence(f"{n}", (str(n),)) for n in range(5))
    session.sentences = ()
    history.undo()
    assert session.sentences == many


def test_which_half_is_compared_is_a_step(session, history):
    session.view = replace(session.view, half="backward", corrected=True)
    assert history.undo_name == "Ear"
    history.undo()
    assert session.view.half == "both"
    assert session.view.corrected


def _scene(title):
    return Scene(title, "", None, Mix.average(3), View())


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda s: setattr(s, "mix", Mix((0.0, 0.0, 1.0))), "Mix"),
        (lambda s: setattr(s, "mix", replace(s.mix, gamma=2.0)), "Gamma"),
        (lambda s: setattr(s, "mix", replace(s.mix, layer_norm=True)), "Layer norm"),
        (lambda s: setattr(s, "mix", replace(s.mix, locked=frozenset({1}))), "Lock a weight"),
        (lambda s: setattr(s, "sentences", (*s.sentences, Sentence("a", ("a",)))), "Add 1 sentence"),
        (lambda s: setattr(s, "sentences", s.sentences[2:]), "Remove 2 sentences"),
        (lambda s: setattr(s, "sentences", (replace(s.sentences[0], hidden=True), *s.sentences[1:])), "Hide"),
        (
            lambda s: setattr(s, "sentences", (replace(s.sentences[0], senses={0: "x"}), *s.sentences[1:])),
            "Set sense",
        ),
        (
            lambda s: setattr(
                s, "sentences", (replace(s.sentences[0], text="t", tokens=("t",)), *s.sentences[1:])
            ),
            "Edit sentence",
        ),
        (lambda s: setattr(s, "focus", Focus("bank")), "Focus “bank”"),
        (lambda s: setattr(s, "view", replace(s.view, projection="tsne")), "Projection"),
        (lambda s: setattr(s, "view", replace(s.view, colour_by="word")), "Colour by"),
        (lambda s: setattr(s, "view", replace(s.view, layer=1)), "Layer"),
        (lambda s: setattr(s, "scenes", (*s.scenes, _scene("c"))), "Add scene"),
        (lambda s: setattr(s, "scenes", s.scenes[1:]), "Remove scene"),
        (lambda s: setattr(s, "scenes", s.scenes[::-1]), "Reorder scenes"),
        (lambda s: setattr(s, "scenes", (replace(s.scenes[0], title="x"), s.scenes[1])), "Edit scene"),
    ],
)
def test_each_kind_of_change_is_undone_and_done_again(session, history, change, name):
    session.scenes = (_scene("a"), _scene("b"))
    history.clear()
    fields = ("sentences", "focus", "mix", "view", "scenes")
    before = [getattr(session, field) for field in fields]
    change(session)
    after = [getattr(session, field) for field in fields]
    assert before != after
    assert history.undo_name == name
    history.undo()
    assert [getattr(session, field) for field in fields] == before
    assert history.redo_name == name
    assert not history.can_undo
    history.redo()
    assert [getattr(session, field) for field in fields] == after


def test_steps_are_named_in_the_language_of_the_window(session, history):
    look_up_with(lambda text: {"Mix": "混合", "Add scene": "添加场景"}.get(text, text))
    try:
        session.mix = Mix((0.0, 0.0, 1.0))
        assert history.undo_name == "混合"
        session.scenes = (_scene("a"),)
        assert history.undo_name == "添加场景"
    finally:
        look_up_with(str)


def test_what_changes_while_it_is_held_is_one_step_or_none():
    session = Session()
    history = History(session)
    session.mix = first = Mix((1.0, 0.0, 0.0))
    history.hold()
    assert not history.can_undo
    session.mix = Mix((0.0, 1.0, 0.0))
    history.undo()
    with history.group("Inside"):
        session.focus = Focus("bank")
    assert session.mix == Mix((0.0, 1.0, 0.0))
    session.mix, session.focus = first, None
    history.release("Talk")
    assert history.undo_name == "Mix"
    history.hold()
    session.focus = Focus("bank")
    history.release("Talk")
    assert history.undo_name == "Talk"
    history.undo()
    assert session.focus is None
    assert session.mix == first
