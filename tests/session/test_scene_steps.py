"""Scenes are taken, put in order and shown."""

from dataclasses import replace

from elmo_explorer.session.scene_steps import mix_of, moved, retaken, scene_now, show_all_but_mix, with_scene
from elmo_explorer.session.session import Focus, Mix, Sentence, Session, TokenRef, View


def test_a_scene_is_what_is_shown_and_taken_again_keeps_its_words() -> None:
    session = Session(focus=Focus("bank"), mix=Mix((1.0, 0.0, 0.0)))
    scene = scene_now(session, (0.0, 1.0, 2.0, 3.0), "compare")
    assert (scene.title, scene.mix, scene.camera, scene.tab) == (
        "bank",
        session.mix,
        (0.0, 1.0, 2.0, 3.0),
        "compare",
    )
    named = replace(scene, title="One", caption="c", hint="h", hidden=("river",))
    session.focus, session.mix = None, Mix((0.0, 1.0, 0.0))
    again = retaken(named, session)
    assert (again.title, again.caption, again.hint, again.hidden) == ("One", "c", "h", ("river",))
    assert (again.focus, again.mix, again.camera) == (None, session.mix, None)
    assert scene_now(session).title == "Scene 1"


def test_scenes_are_put_in_another_order() -> None:
    a, b, c = (replace(scene_now(Session()), title=title) for title in "abc")
    assert moved((a, b, c), 0, 2) == (b, c, a)
    assert moved((a, b, c), 2, -5) == (c, a, b)
    assert with_scene((a, b, c), 1, c) == (a, c, c)


def test_what_is_gone_of_a_scene_is_left_out() -> None:
    sentence = Sentence("the bank", ("the", "bank"))
    session = Session(sentences=(sentence,))
    there, gone = TokenRef(sentence.id, 1), TokenRef(sentence.id, 2)
    scene = replace(
        scene_now(session),
        focus=Focus("bank"),
        mix=Mix((0.5, 0.5)),
        view=View(layer=7),
        selection=frozenset({there, gone, TokenRef(10**9, 0)}),
    )
    show_all_but_mix(session, scene)
    assert session.selection == {there}
    assert session.view.layer is None
    assert session.focus == Focus("bank")
    assert mix_of(session, scene) == session.mix  # of a model with as many layers as this one has not
