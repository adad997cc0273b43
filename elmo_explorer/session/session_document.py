"""A session as a JSON document and arrays, and back: everything is checked before anything is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from elmo_explorer.brief import brief, shown
from elmo_explorer.session.saved_session import SavedModel, SavedSession, SessionFileError
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Desk, Focus, Groups, Points, Sentence, TokenRef
from elmo_explorer.session.session_archive import Arrays
from elmo_explorer.session.session_checks import (
    Numbers,
    Problem,
    check_result,
    named_once,
    vectors_shape,
)
from elmo_explorer.session.session_entries import (
    Document,
    FocusEntry,
    GroupsEntry,
    MixEntry,
    ModelEntry,
    PairEntry,
    PictureEntry,
    SceneEntry,
    SentenceEntry,
    ViewEntry,
    refs_of,
)
from elmo_explorer.session.session_migrations import FORMAT, VERSION
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.tasks.results import TaskResult, from_json, to_json
from elmo_explorer.translation import plain

_Arrays = dict[str, NDArray[Any]]


def encoded(saved: SavedSession) -> tuple[dict[str, Any], _Arrays]:
    """The document and the arrays of a file; sentences go by their numbers in the list, from 0."""
    arrays: _Arrays = {}
    numbers = {sentence.id: k for k, sentence in enumerate(saved.sentences)}
    lengths = [len(sentence.tokens) for sentence in saved.sentences]
    document = Document(
        format=FORMAT,
        version=VERSION,
        app=saved.app,
        sentences=[],
        focus=FocusEntry.of(saved.focus),
        mix=MixEntry.of(saved.mix),
        view=ViewEntry.of(saved.view, numbers),
        selection=refs_of(saved.selection, numbers),
        isolated=None if saved.isolated is None else refs_of(saved.isolated, numbers),
        picture=_picture(saved.points, numbers, lengths, "picture", arrays),
        groups=GroupsEntry.of_groups(saved.groups, numbers),
        scenes=[SceneEntry.of(scene, numbers) for scene in saved.scenes],
        learned=[json.loads(to_json(result)) for result in saved.learned],
        models=[
            ModelEntry(
                name=model.name,
                checksum=model.checksum,
                languages=list(model.languages),
                n_layers=model.n_layers,
                dim=model.dim,
                focus=FocusEntry.of(model.desk.focus if model.desk is not None else None),
                mix=MixEntry.of(model.desk.mix) if model.desk is not None else None,
                view=ViewEntry.of(model.desk.view, numbers) if model.desk is not None else None,
                picture=_picture(
                    model.desk.points if model.desk is not None else None,
                    numbers,
                    lengths,
                    f"picture_{k}",
                    arrays,
                ),
            )
            for k, model in enumerate(saved.models)
        ],
        shown=saved.shown,
        readers=dict(sorted(saved.readers.items())),
        pairs=[
            PairEntry(
                sentence=numbers[i],
                listed=numbers.get(other.id),
                made=SentenceEntry.of(other) if other.id not in numbers else None,
            )
            for i, other in sorted(saved.pair_asks.items(), key=lambda ask: numbers.get(ask[0], -1))
            if i in numbers
        ],
        vectors=_vectors(saved, arrays),
        seed=saved.seed,
    )
    sentences = [
        msgspec.to_builtins(SentenceEntry.of(sentence), enc_hook=plain) for sentence in saved.sentences
    ]
    return msgspec.to_builtins(document, enc_hook=plain) | {"sentences": sentences}, arrays


def _picture(
    points: Points | None, numbers: Mapping[int, int], lengths: Sequence[int], member: str, arrays: _Arrays
) -> PictureEntry | None:
    """A picture's entry; its arrays are added. None where a sentence of it is gone."""
    if points is None or not len(points.tokens):
        return None
    columns = TokenColumns.of(points.tokens)
    try:
        rows = np.array([numbers[i] for i in columns.sentence_ids.tolist()], np.int64)
    except KeyError:
        return None
    all_lengths = np.array(lengths, np.int64)
    if not np.isfinite(points.xy).all() or (columns.indices >= all_lengths[rows]).any():
        return None
    layer_xy = points.layer_xy if points.layer_xy is not None and np.isfinite(points.layer_xy).all() else None
    basis = points.basis if points.basis is not None and np.isfinite(points.basis).all() else None
    arrays[f"{member}_tokens"] = np.column_stack([rows, columns.indices])
    arrays[f"{member}_xy"] = points.xy
    for name, array in (("layer_xy", layer_xy), ("trust", points.trust), ("basis", basis)):
        if array is not None:
            arrays[f"{member}_{name}"] = array
    return PictureEntry(
        n_tokens=len(points.tokens),
        method=points.method,
        layer=points.layer,
        explained=points.explained,
        settled=points.settled,
        model=points.model,
        axes=[ViewEntry.axis(axis, numbers) for axis in points.axes],
        n_left_out=points.n_left_out,
        n_layers=0 if layer_xy is None else len(layer_xy),
        trust=points.trust is not None,
        dim=0 if basis is None else len(basis),
    )


def _vectors(saved: SavedSession, arrays: _Arrays) -> list[int] | None:
    """Which sentences have vectors, each text once; the vectors of all are one array."""
    model = saved.model
    if model is None or not saved.states:
        return None
    kept: dict[tuple[str, ...], int] = {}
    found = []
    for k, sentence in enumerate(saved.sentences):
        array = saved.states.get(sentence.tokens)
        shape = (model.n_layers, len(sentence.tokens), model.dim)
        if array is None or sentence.tokens in kept or array.shape != shape or not np.isfinite(array).all():
            continue
        kept[sentence.tokens] = k
        found.append(array)
    if not found:
        return None
    arrays["vectors"] = np.concatenate(found, axis=1)
    return list(kept.values())


def decoded(document: Mapping[str, Any], arrays: Arrays, name: str) -> SavedSession:
    """The session that a document and its arrays are of.

    Raises:
        SessionFileError: an entry is missing, unknown or impossible; the sentence names it.
    """
    try:
        entries = msgspec.convert(document, Document)
        saved = _Reading(entries, arrays).session()
    except SessionFileError:
        raise
    except msgspec.MsgspecError as error:
        raise SessionFileError(f"{name} is damaged: {brief(error)}.") from None
    except Problem as problem:
        raise SessionFileError(f"{name} is damaged: {brief(problem)}.") from None
    except UnicodeEncodeError as error:  # half a character where one of a few words is expected
        raise SessionFileError(
            f"{name} is damaged: {shown(error.object)} is no entry of a session."
        ) from None
    arrays.check_all_taken()
    return saved


def _sentence(k: int, entry: dict[str, Any]) -> Sentence:
    try:
        return msgspec.convert(entry, SentenceEntry).sentence(k)
    except msgspec.MsgspecError as error:
        raise Problem(f"sentences[{k}]: {error}") from None


class _Reading:
    """One document on its way into the session's types."""

    def __init__(self, document: Document, arrays: Arrays) -> None:
        self._document = document
        self._arrays = arrays
        self._sentences = tuple(_sentence(k, entry) for k, entry in enumerate(document.sentences))
        self._numbers = Numbers([s.id for s in self._sentences], [len(s.tokens) for s in self._sentences])

    def session(self) -> SavedSession:
        document, numbers = self._document, self._numbers
        models = tuple(self._model(k, entry) for k, entry in enumerate(document.models))
        shown = numbers.number(document.shown, len(models), "shown")
        model = models[shown] if shown is not None else None
        for language, k in document.readers.items():
            if language not in ("en", "zh"):
                raise Problem("readers should name en and zh alone")
            numbers.number(k, len(models), f"readers.{language}")
        mix = document.mix.mix("mix", model.n_layers if model is not None else None)
        return SavedSession(
            self._sentences,
            self._focus(document.focus),
            mix,
            document.view.view("view", numbers, len(mix.weights)),
            numbers.set_of(document.selection, "selection"),
            None if document.isolated is None else numbers.set_of(document.isolated, "isolated"),
            self._picture(document.picture, "picture", model),
            self._groups(document.groups),
            tuple(self._scene(k, entry) for k, entry in enumerate(document.scenes)),
            tuple(self._learned(k, entry) for k, entry in enumerate(document.learned)),
            models,
            shown,
            MappingProxyType(dict(document.readers)),
            MappingProxyType(self._pairs(document.pairs)),
            MappingProxyType(self._vectors(document.vectors, model)),
            document.app,
            numbers.number(document.seed, 1 << 31, "seed") or 0,
        )

    @staticmethod
    def _focus(entry: FocusEntry | None) -> Focus | None:
        return entry.focus() if entry is not None else None

    def _model(self, k: int, entry: ModelEntry) -> SavedModel:
        entry.check(f"models[{k}]")
        model = SavedModel(
            entry.name,
            entry.checksum,
            tuple(entry.languages),
            entry.n_layers,
            entry.dim,
        )
        if entry.mix is None or entry.view is None:
            return model
        mix = entry.mix.mix(f"models[{k}].mix", model.n_layers)
        view = entry.view.view(f"models[{k}].view", self._numbers, model.n_layers)
        points = self._picture(entry.picture, f"picture_{k}", model)
        return replace(model, desk=Desk(self._focus(entry.focus), mix, view, points, self._sentences))

    def _picture(self, entry: PictureEntry | None, member: str, model: SavedModel | None) -> Points | None:
        if entry is None:
            return None
        numbers, arrays, n = self._numbers, self._arrays, entry.n_tokens
        entry.check(member, numbers.n_tokens, model)
        places = arrays.take(f"{member}_tokens", (n, 2), "<i8")
        tokens = numbers.columns(places, member)
        layer_xy, trust, basis = None, None, None
        xy = numbers.finite(arrays.take(f"{member}_xy", (n, 2)), f"{member}_xy")
        if entry.n_layers:
            layer_xy = arrays.take(f"{member}_layer_xy", (entry.n_layers, n, 2))
            layer_xy = numbers.finite(layer_xy, f"{member}_layer_xy")
        if entry.trust:
            trust = numbers.share(arrays.take(f"{member}_trust", (n,)), f"{member}_trust")
        if entry.dim:
            basis = numbers.finite(arrays.take(f"{member}_basis", (entry.dim, 2)), f"{member}_basis")
        return Points(
            tokens,
            xy,
            layer_xy,
            entry.method,
            entry.layer,
            entry.explained,
            entry.settled,
            model=entry.model,
            trust=trust,
            axes=tuple(
                ViewEntry.read_axis(axis, numbers, f"{member}.axes[{k}]") for k, axis in enumerate(entry.axes)
            ),
            n_left_out=entry.n_left_out,
            basis=basis,
        )

    def _groups(self, entry: GroupsEntry) -> Groups:
        named_once(entry.names, "groups.names")
        of: dict[TokenRef, int] = {}
        for k, (sentence, index, group) in enumerate(entry.of):
            token = self._numbers.token((sentence, index), f"groups.of[{k}]")
            if token in of or not 0 <= group < len(entry.names):
                raise Problem(f"groups.of[{k}] names a token twice or a group that there is not")
            of[token] = group
        return Groups(tuple(entry.names), MappingProxyType(of))

    def _scene(self, k: int, entry: SceneEntry) -> Scene:
        where = f"scenes[{k}]"
        mix = entry.mix.mix(f"{where}.mix", None)
        return Scene(
            title=entry.title,
            caption=entry.caption,
            focus=self._focus(entry.focus),
            mix=mix,
            view=entry.view.view(f"{where}.view", self._numbers, len(mix.weights)),
            selection=self._numbers.set_of(entry.selection, f"{where}.selection"),
            camera=entry.checked_camera(where),
            hidden=tuple(entry.hidden),
            tab=entry.tab,
            hint=entry.hint,
        )

    @staticmethod
    def _learned(k: int, entry: dict[str, Any]) -> TaskResult:
        try:
            result = from_json(json.dumps(entry), f"learned[{k}]")
        except ValueError as error:
            raise Problem(str(error).rstrip(".")) from None
        check_result(result, f"learned[{k}]")
        return result

    def _pairs(self, entries: Sequence[PairEntry]) -> dict[int, Sentence]:
        found: dict[int, Sentence] = {}
        for k, entry in enumerate(entries):
            sentence = self._numbers.number(entry.sentence, len(self._sentences), f"pairs[{k}].sentence")
            listed = self._numbers.number(entry.listed, len(self._sentences), f"pairs[{k}].listed")
            if sentence is None or (listed is None) == (entry.made is None):
                raise Problem(f"pairs[{k}] should name one listed sentence or hold one")
            made = entry.made.sentence(0, f"pairs[{k}].made") if entry.made is not None else None
            other = made if made is not None else self._sentences[listed or 0]
            if found.setdefault(self._sentences[sentence].id, other) is not other:
                raise Problem(f"pairs[{k}] is the second of its sentence")
        return found

    def _vectors(
        self, entry: Sequence[int] | None, model: SavedModel | None
    ) -> dict[tuple[str, ...], NDArray[np.float32]]:
        if entry is None:
            return {}
        named_once(entry, "vectors")
        for k in entry:
            self._numbers.number(k, len(self._sentences), "vectors")
        tokens = [self._sentences[k].tokens for k in entry]
        named_once(tokens, "vectors")
        lengths = [len(read) for read in tokens]
        array = self._arrays.take("vectors", vectors_shape(model, sum(lengths)))
        self._numbers.finite(array, "vectors")
        ends = np.cumsum(lengths)
        # Each by itself and in one piece, as the model gives them: the very same numbers are summed in the same order.
        parts = {
            read: np.ascontiguousarray(array[:, end - n : end])
            for read, n, end in zip(tokens, lengths, ends.tolist(), strict=True)
        }
        for part in parts.values():
            part.flags.writeable = False
        return parts
