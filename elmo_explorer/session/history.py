"""Undo and redo of what the user changes in a session, 100 steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from psygnal import Signal

from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import Mix, Session, View
from elmo_explorer.session.shown_model import show_model
from elmo_explorer.translation import tr

STEPS = 100
"""Steps that are kept."""

MOST_GONE = 10_000
"""Removed sentences that they hold, about 10 MB; the newest step is kept whatever it holds."""

FIELDS = ("sentences", "focus", "mix", "view", "scenes")
"""Fields of the session whose changes can be undone; of the view only what is pictured and compared."""


@dataclass(frozen=True)
class _Step:
    """One change: what it is called, the undoable fields before and after it, and which model was shown then."""

    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    shown_before: str
    shown_after: str

    @cached_property
    def n_gone(self) -> int:
        """Sentences that it took out of the list, and holds."""
        if "sentences" not in self.before:
            return 0
        return len(sentence_changes(self.before["sentences"], self.after["sentences"]).gone)


class History:
    """Listens to a session; every change of an undoable field is a step, a drag or a group of changes is one.

    To show another model is no step; undo and redo first show the model in whose picture the step was made.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._known = self._snapshot()
        self._shown = self._shown_key()
        self._group_name: str | None = None
        self._group_depth = 0
        self._replaying = False
        self._held = False
        for name in FIELDS:
            getattr(session.events, name).connect(self._note)
        session.events.dragging.connect(self._note)
        session.events.model.connect(self._note)
        session.events.models.connect(self._models_changed)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo) and not self._held

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._redo) and not self._held

    @property
    def undo_name(self) -> str:
        """Name of the step that undo takes back, ``""`` where there is none."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """Name of the step that redo does again, ``""`` where there is none."""
        return self._redo[-1].name if self._redo else ""

    def undo(self) -> None:
        """Take back the last step, if there is one."""
        if self.can_undo and not self._session.dragging:
            step = self._undo.pop()
            self._replay(step.shown_before, step.before)
            self._redo.append(step)
            self.changed.emit()

    def redo(self) -> None:
        """Do the last undone step again, if there is one."""
        if self.can_redo and not self._session.dragging:
            step = self._redo.pop()
            self._replay(step.shown_after, step.after)
            self._undo.append(step)
            self.changed.emit()

    def hold(self) -> None:
        """Let everything change without a step, and take nothing back, until ``release``."""
        self._held = True
        self.changed.emit()

    def release(self, name: str) -> None:
        """Go on; what is another than at ``hold`` is one step with this name, and nothing is none."""
        self._held = False
        self._record(name)
        self.changed.emit()

    def clear(self) -> None:
        """Forget all steps, as when a file is opened."""
        self._undo.clear()
        self._redo.clear()
        self._look()
        self.changed.emit()

    @contextmanager
    def group(self, name: str, goes_on: bool = False) -> Iterator[None]:
        """Make all changes inside one step with this name.

        Args:
            name: what undo calls it.
            goes_on: they belong to the newest step, if it has this name.
        """
        if self._group_depth == 0:
            self._group_name = name
        self._group_depth += 1
        try:
            yield
        finally:
            self._group_depth -= 1
            if self._group_depth == 0:
                name, self._group_name = self._group_name or name, None
                self._record(name, goes_on)

    def _note(self) -> None:
        if self._replaying or self._group_depth or self._session.dragging or self._held:
            return
        if self._shown_key() == self._shown:
            self._record(None)
        else:
            self._look()  # another model's picture is shown, with its own focus word and mix

    def _record(self, name: str | None, goes_on: bool = False) -> None:
        if self._held:
            return
        now = self._snapshot()
        before = {field: value for field, value in self._known.items() if value != now[field]}
        shown = self._shown
        self._look()
        if not before:
            return
        after = {field: now[field] for field in before}
        last = self._undo[-1] if goes_on and self._undo else None
        if last is not None and last.name == name and last.before.keys() == before.keys():
            before, shown = last.before, last.shown_before
            del self._undo[-1]
        self._undo.append(_Step(name or _name(before, after), before, after, shown, self._shown))
        self._forget_old()
        self._redo.clear()
        self.changed.emit()

    def _forget_old(self) -> None:
        """Keep so many steps, and the newest of those that hold sentences which are in no list any more."""
        n_gone, n_kept = 0, 0
        for step in reversed(self._undo[-STEPS:]):
            n_gone += step.n_gone
            if n_kept and n_gone > MOST_GONE:
                break
            n_kept += 1
        del self._undo[:-n_kept]

    def _replay(self, shown: str, values: dict[str, Any]) -> None:
        session = self._session
        self._replaying = True
        try:
            if shown in session.readers.values():
                show_model(session, shown)
            for field, value in values.items():
                if (
                    field == "mix"
                    and session.model is not None
                    and len(value.weights) != session.model.n_layers
                ):
                    continue  # of a model that is not shown any more
                if field == "view":
                    value = _merged(session.view, value)
                    if value.layer is not None and value.layer >= len(session.mix.weights):
                        value = replace(value, layer=None)  # of a model with more layers
                setattr(session, field, value)
        finally:
            self._replaying = False
        self._look()

    def _models_changed(self) -> None:
        """A mix of so many layers as no model has that reads anything is meaningless: steps that hold one go."""
        readers = self._session.readers.values()
        n_layers = {model.n_layers for model in self._session.models if model.key in readers}

        def fits(step: _Step) -> bool:
            mixes = [values["mix"] for values in (step.before, step.after) if "mix" in values]
            return all(len(mix.weights) in n_layers for mix in mixes)

        self._undo = [step for step in self._undo if fits(step)]
        self._redo = [step for step in self._redo if fits(step)]
        self.changed.emit()

    def _look(self) -> None:
        """See what is there, and which model is shown, without making a step of it."""
        self._known = self._snapshot()
        self._shown = self._shown_key()

    def _shown_key(self) -> str:
        model = self._session.model
        return model.key if model is not None else ""

    def _snapshot(self) -> dict[str, Any]:
        values = {field: getattr(self._session, field) for field in FIELDS}
        values["view"] = _merged(View(), values["view"])
        return values


def _merged(view: View, undoable: View) -> View:
    """``view`` with the undoable part of another."""
    return replace(
        view,
        projection=undoable.projection,
        axes=undoable.axes,
        layer=undoable.layer,
        colour_by=undoable.colour_by,
        half=undoable.half,
    )


def _name(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What a change is called in the menu, behind "Undo"."""
    if "sentences" in before:
        return _sentences_name(before["sentences"], after["sentences"])
    if "focus" in before:
        focus = after["focus"]
        return tr("Focus “{word}”", word=focus.word) if focus is not None else tr("Clear focus")
    if "mix" in before:
        return _mix_name(before["mix"], after["mix"])
    if "scenes" in before:
        return _scenes_name(before["scenes"], after["scenes"])
    old, new = before["view"], after["view"]
    if old.projection != new.projection:
        return tr("Projection")
    if old.axes != new.axes:
        return tr("Axis")
    if old.half != new.half:
        return tr("Ear")
    return tr("Layer") if old.layer != new.layer else tr("Colour by")


def _mix_name(old: Mix, new: Mix) -> str:
    if old.weights != new.weights:
        return tr("Mix")
    if old.gamma != new.gamma:
        return tr("Gamma")
    return tr("Layer norm") if old.layer_norm != new.layer_norm else tr("Lock a weight")


def _scenes_name(old: tuple[Scene, ...], new: tuple[Scene, ...]) -> str:
    if len(new) != len(old):
        return tr("Add scene") if len(new) > len(old) else tr("Remove scene")
    stay = all(any(scene is other for other in old) for scene in new)
    return tr("Reorder scenes") if stay else tr("Edit scene")


def _sentences_name(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    _, gone, come = sentence_changes(old, new)
    old_by_id = {sentence.id: sentence for sentence in gone}
    new_by_id = {sentence.id: sentence for sentence in come}
    added = len(new_by_id.keys() - old_by_id.keys())
    removed = len(old_by_id.keys() - new_by_id.keys())
    if added and removed:
        return tr("Replace sentences")
    if added or removed:
        n = added or removed
        return (
            (tr("Add {n} sentences", n=n) if n > 1 else tr("Add {n} sentence", n=n))
            if added
            else (tr("Remove {n} sentences", n=n) if n > 1 else tr("Remove {n} sentence", n=n))
        )
    changed = [(old_by_id[k], new_by_id[k]) for k in old_by_id if old_by_id[k] != new_by_id[k]]
    if not changed:
        return tr("Reorder")
    if any(a.tokens != b.tokens or a.text != b.text for a, b in changed):
        return tr("Edit sentence")
    if any(a.senses != b.senses for a, b in changed):
        return tr("Set sense")
    return tr("Hide") if any(b.hidden for _, b in changed) else tr("Show")
