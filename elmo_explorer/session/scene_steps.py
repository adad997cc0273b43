"""Taking, changing and showing the scenes of a talk."""

from __future__ import annotations

from dataclasses import replace

from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Mix, Session, TokenRef
from elmo_explorer.session.shown_model import show_reader
from elmo_explorer.text.tokens import language_of
from elmo_explorer.translation import tr

Camera = tuple[float, float, float, float]


def scene_now(session: Session, camera: Camera | None = None, tab: str = "") -> Scene:
    """A scene of what is shown now, named after the focus word."""
    focus = session.focus
    title = focus.word if focus is not None else tr("Scene {n}", n=len(session.scenes) + 1)
    return Scene(title, "", focus, session.mix, session.view, session.selection, camera, tab=tab)


def retaken(scene: Scene, session: Session, camera: Camera | None = None, tab: str = "") -> Scene:
    """The scene with what is shown now; what is said about it stays."""
    now = scene_now(session, camera, tab)
    return replace(
        scene,
        focus=now.focus,
        mix=now.mix,
        view=now.view,
        selection=now.selection,
        camera=camera,
        tab=tab,
    )


def with_scene(scenes: tuple[Scene, ...], k: int, scene: Scene) -> tuple[Scene, ...]:
    """The scenes with another k-th one."""
    return (*scenes[:k], scene, *scenes[k + 1 :])


def moved(scenes: tuple[Scene, ...], k: int, to: int) -> tuple[Scene, ...]:
    """The scenes with the k-th one at place ``to``, which is kept within them."""
    rest = [*scenes[:k], *scenes[k + 1 :]]
    rest.insert(min(max(to, 0), len(rest)), scenes[k])
    return tuple(rest)


def show_all_but_mix(session: Session, scene: Scene) -> None:
    """Focus word, view and selection of a scene; what is gone of them is left out."""
    if scene.focus is not None:
        show_reader(session, language_of(scene.focus.word))
    session.focus = scene.focus
    view, n_layers = scene.view, len(session.mix.weights)
    session.view = replace(view, layer=None) if view.layer is not None and view.layer >= n_layers else view
    session.selection = still_there(session, scene.selection)


def mix_of(session: Session, scene: Scene) -> Mix:
    """The scene's mix, or the present one where the shown model has another number of layers."""
    return scene.mix if len(scene.mix.weights) == len(session.mix.weights) else session.mix


def still_there(session: Session, tokens: frozenset[TokenRef]) -> frozenset[TokenRef]:
    """Those of some tokens whose sentences have them."""
    wanted = {token.sentence_id for token in tokens}
    lengths = {s.id: len(s.tokens) for s in session.sentences if s.id in wanted}
    return frozenset(token for token in tokens if token.index < lengths.get(token.sentence_id, 0))
