"""A saved session becomes the open one: all at once, or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from types import MappingProxyType

from elmo_explorer.published_models import PUBLISHED
from elmo_explorer.session.influence import InfluenceLook
from elmo_explorer.session.saved_session import SavedModel, SavedSession
from elmo_explorer.session.session import Brought, Desk, ModelInfo, Notice, Session
from elmo_explorer.translation import tr

_TOGETHER = (
    "brought",
    "seed",
    "model",
    "models",
    "readers",
    "desks",
    "sentences",
    "isolated",
    "pair_asks",
    "mix",
    "view",
    "focus",
    "scenes",
    "points",
)
"""Told in this order, when all of them are true."""


def restore(session: Session, saved: SavedSession) -> None:
    """Open a saved session in place of what is open; its picture is shown at once and stays.

    A model that is not open, or that is another one of the same name, stands there as it was saved: nothing is computed
    until one is chosen, and a notice says so. The history is to be cleared afterwards.

    Args:
        session: changes all at once.
        saved: from a file, or from this session.
    """
    infos = tuple(_info(model, session) for model in saved.models)
    shown = infos[saved.shown] if saved.shown is not None else session.model
    _clear(session)
    with ExitStack() as stack:
        for name in reversed(_TOGETHER):
            stack.enter_context(getattr(session.events, name).paused())
        session.brought = _brought(saved, shown)
        _set_models(session, saved, infos, shown)
        session.sentences = saved.sentences
        session.isolated = saved.isolated
        session.pair_asks = saved.pair_asks
        session.mix, session.view, session.focus = saved.mix, saved.view, saved.focus
        session.scenes, session.seed = saved.scenes, saved.seed
        session.points = saved.points
    session.selection = saved.selection
    if saved.groups.of and saved.groups != session.groups:
        session.groups = saved.groups
    session.notice = _notice(session, saved, shown)


def missing_models(session: Session, saved: SavedSession) -> tuple[SavedModel, ...]:
    """Those of a saved session's models that are not open: whoever opens it may load them first."""
    return tuple(model for model in saved.models if _info(model, session).absent)


def _info(model: SavedModel, session: Session) -> ModelInfo:
    """The open model that a saved one is, or what is known of it where it is not open."""
    for info in reversed(session.models):
        if not info.absent and model.is_same(info):
            return info
    return ModelInfo(
        model.name,
        model.languages,
        model.n_layers,
        model.dim,
        "",
        source=f"session:{model.name}:{model.checksum}",
        checksum=model.checksum,
        absent=True,
    )


def _set_models(
    session: Session, saved: SavedSession, infos: tuple[ModelInfo, ...], shown: ModelInfo | None
) -> None:
    """Every open model stays open; the saved ones are added, the shown one is the last."""
    if shown is None:
        return
    models = {info.key: info for info in session.models if not info.absent}
    models |= {info.key: info for info in infos}
    del models[shown.key]
    readers = {language: infos[k].key for language, k in saved.readers.items()}
    desks = {
        info.key: _desk(model.desk, saved)
        for info, model in zip(infos, saved.models, strict=True)
        if model.desk is not None and info.key != shown.key
    }
    session.readers = MappingProxyType(readers)
    session.desks = MappingProxyType(desks)
    session.models = (*models.values(), shown)
    session.model = shown


def _desk(desk: Desk, saved: SavedSession) -> Desk:
    return replace(desk, sentences=saved.sentences)


def _brought(saved: SavedSession, shown: ModelInfo | None) -> Brought:
    return Brought(
        shown.key if shown is not None else "",
        saved.mix,
        saved.view,
        saved.points,
        saved.states,
        saved.learned,
    )


def _clear(session: Session) -> None:
    """Take away all that was found for what is open now."""
    session.dragging = False
    session.selection = frozenset()
    session.hovered = session.hovered_pair = None
    session.influence_look = InfluenceLook()
    session.hovered_task = session.shaded_task = ""
    session.comparison = session.layer_views = session.separation_map = None
    session.separation = float("nan")
    session.states = MappingProxyType({})


def _notice(session: Session, saved: SavedSession, shown: ModelInfo | None) -> Notice | None:
    """What has to be known of the models before anything is computed anew."""
    absent = next((info for info in (shown, *session.models) if info is not None and info.absent), None)
    if absent is None:
        return None
    stays = (
        tr("Its picture and its vectors are shown as they were saved.")
        if saved.states
        else tr("Its picture is shown as it was saved.")
    )
    if any(info.name == absent.name for info in session.models if not info.absent):
        return Notice(
            "warning",
            tr("Another model {name} made this session", name=absent.name),
            stays
            + " "
            + tr(
                "The {name} that is open has other weights; choosing it computes everything anew.",
                name=absent.name,
            ),
        )
    if any(absent.name == model.name for model in PUBLISHED):
        how = tr("To compute with it: elmo-explorer models download {name}.", name=absent.name)
    else:
        how = tr("To compute with it: elmo-explorer models import FOLDER --name {name}.", name=absent.name)
    return Notice("warning", tr("The model {name} is not here", name=absent.name), f"{stays} {how}")
