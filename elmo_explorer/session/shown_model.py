"""Which of the open models is shown, and which reads what: the one place that changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from operator import attrgetter
from types import MappingProxyType

from elmo_explorer.session.session import Desk, Mix, ModelInfo, Session
from elmo_explorer.text.tokens import language_of

LANGUAGES = ("en", "zh")
"""What a sentence's language can be."""

_TOGETHER = (
    "model",
    "models",
    "readers",
    "desks",
    "mix",
    "view",
    "focus",
    "points",
)
"""Fields that change together when another model is shown: told in this order, when all of them are true."""


def open_model(session: Session, info: ModelInfo, fresh: bool = False, show: bool = True) -> None:
    """Let a model read the languages it was trained on, and show it; the others' sentences stay with their models.

    Languages that no open model was trained on follow to the model that is shown.

    Args:
        session: changes all at once.
        info: the model, open already or not.
        fresh: it was loaded just now, and its earlier vectors count no more.
        show: the picture changes to its own; without it only where there is no other.
    """
    others = [model for model in session.models if model.key != info.key and not _gives_way(model, info)]
    known = {model.key: model for model in others}
    readers = {}
    for language in LANGUAGES:
        before = known.get(session.readers.get(language, ""))
        stays = before is not None and before.knows(language) and not info.knows(language)
        readers[language] = before.key if before is not None and stays else info.key
    shown = session.model
    if show or shown is None or shown.key == info.key:
        _show(session, info, (*others, info), readers, fresh)
    else:
        _show(session, shown, (info, *others), readers)


def show_model(session: Session, key: str) -> None:
    """Show the picture of an open model, as it was left; nothing happens where it is not open or is shown already."""
    if session.model is not None and session.model.key == key:
        return
    for info in session.models:
        if info.key == key:
            others = (model for model in session.models if model is not info)
            _show(session, info, (*others, info), session.readers)
            return


def show_reader(session: Session, language: str) -> None:
    """Show the picture of the model that reads a language, where it knows it."""
    key = session.readers.get(language, "")
    if any(model.key == key and model.knows(language) for model in session.models):
        show_model(session, key)


def close_model(session: Session, key: str) -> None:
    """Forget a model: its sentences go to another that knows their language, or else to the shown one.

    Nothing happens where it is not open, or the only one.
    """
    left = tuple(model for model in session.models if model.key != key)
    if not left or len(left) == len(session.models):
        return
    was_shown = session.model is not None and session.model.key == key
    info = left[-1] if was_shown or session.model is None else session.model
    readers = dict(session.readers)
    for language in LANGUAGES:
        if readers.get(language) == key:
            knowing = [model for model in left if model.knows(language)]
            readers[language] = (knowing[-1] if knowing else info).key
    _show(session, info, left, readers)


def _gives_way(model: ModelInfo, info: ModelInfo) -> bool:
    """Whether a model that only a session's file speaks of is nothing any more once another one is open."""
    return model.absent and not any(model.knows(lang) and not info.knows(lang) for lang in LANGUAGES)


def replace_info(session: Session, info: ModelInfo) -> None:
    """Say something new of an open model, such as the device it has moved to."""
    session.models = tuple(info if model.key == info.key else model for model in session.models)
    if session.model is not None and session.model.key == info.key:
        session.model = info


def n_sentences_of(session: Session) -> dict[str, int]:
    """Key of a model -> how many sentences it reads, hidden ones too."""
    shown = session.model.key if session.model is not None else ""
    counts: Counter[str] = Counter()
    for language, n in Counter(map(attrgetter("language"), session.sentences)).items():
        counts[session.readers.get(language, shown)] += n
    return counts


def _show(
    session: Session,
    info: ModelInfo,
    models: Sequence[ModelInfo],
    readers: Mapping[str, str],
    fresh: bool = False,
) -> None:
    before = session.model
    another = fresh or before is None or before.key != info.key
    keys = {model.key for model in models}
    desks = {key: kept for key, kept in session.desks.items() if key in keys}
    if fresh:
        desks.pop(info.key, None)
    desk = desks.get(info.key)
    if before is not None and before.key in keys and before.key != info.key:
        desks[before.key] = Desk(session.focus, session.mix, session.view, session.points, session.sentences)
    takes_over = before is not None and any(
        session.readers.get(language, before.key) == before.key != reader == info.key
        for language, reader in readers.items()
    )
    if fresh and session.brought is not None and session.brought.model == info.key:
        session.brought = None  # of the weights that were there before
    if another:
        _clear(session)  # nobody may weigh one model's layers with another's weights
    with ExitStack() as stack:
        for name in reversed(_TOGETHER):
            stack.enter_context(getattr(session.events, name).paused())
        if another:
            _set_up(session, info, readers, None if takes_over else desk)
            if desk is not None and session.focus is None:
                session.focus = desk.focus
            if desk is not None and not takes_over and desk.sentences is session.sentences:
                session.points = desk.points
        session.desks = MappingProxyType(desks)
        session.readers = MappingProxyType(dict(readers))
        session.models = tuple(models)
        session.model = info


def _set_up(session: Session, info: ModelInfo, readers: Mapping[str, str], desk: Desk | None) -> None:
    """Focus word, mix and view as they were left; without a desk as they are now, so far as they suit the model."""
    focus, mix, view = session.focus, session.mix, session.view
    if desk is not None:
        focus, mix = desk.focus, desk.mix
        view = replace(desk.view, corrected=view.corrected)  # how figures are shown is the same for all
    elif focus is not None and readers.get(language_of(focus.word)) != info.key:
        focus, view = None, replace(view, hidden_groups=frozenset())
    if len(mix.weights) != info.n_layers:
        mix = Mix.average(info.n_layers)
    if view.layer is not None and view.layer >= info.n_layers:
        view = replace(view, layer=None)
    session.focus, session.mix, session.view = focus, mix, view


def _clear(session: Session) -> None:
    """Take away one model's vectors and all that they gave, before another is shown."""
    session.states = MappingProxyType({})
    session.selection = frozenset()
    session.hovered = None
    session.points = None
    session.comparison = None
    session.layer_views = None
    session.separation_map = None
    session.separation = float("nan")
