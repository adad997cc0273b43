"""The entries of a session's document; an entry that is not listed here is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from elmo_explorer.analysis.halves import Half
from elmo_explorer.session.saved_session import SavedModel
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import (
    ColourBy,
    Focus,
    Groups,
    Matching,
    Mix,
    ProjectionMethod,
    SemanticAxis,
    Sentence,
    TokenRef,
    View,
)
from elmo_explorer.session.session_checks import (
    MOST_LAYERS,
    Numbers,
    Problem,
    Ref,
    finite_number,
    named_once,
    weights_sum_to_one,
)

_LONGEST = 1 << 20
"""Tokens of a sentence."""
_LARGEST_DIM = 1 << 16


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A part of the document."""


class SentenceEntry(Entry, kw_only=True):
    """A sentence as it was."""

    text: str
    tokens: list[str]
    language: Literal["en", "zh"] = "en"
    spaced: bool = False
    hidden: bool = False
    senses: dict[str, str] = {}
    """Token's number -> its sense."""

    @staticmethod
    def of(sentence: Sentence) -> SentenceEntry:
        """The entry of a sentence."""
        return SentenceEntry(
            text=sentence.text,
            tokens=list(sentence.tokens),
            language="zh" if sentence.language == "zh" else "en",
            spaced=sentence.spaced,
            hidden=sentence.hidden,
            senses={str(k): sense for k, sense in sorted(sentence.senses.items())},
        )

    def sentence(self, k: int, where: str = "") -> Sentence:
        """With an id of this process."""
        where = where or f"sentences[{k}]"
        n = len(self.tokens)
        if n > _LONGEST or not all(self.tokens):
            raise Problem(f"{where} should have up to {_LONGEST:,} tokens, none of them empty")
        senses = {}
        for index, sense in self.senses.items():
            if not re.fullmatch(r"\d{1,6}", index, re.ASCII) or int(index) >= n or str(int(index)) != index:
                raise Problem(f"{where}.senses names a token that there is not, {index[:12]}")
            senses[int(index)] = sense
        return Sentence(
            self.text,
            tuple(self.tokens),
            self.language,
            self.spaced,
            self.hidden,
            MappingProxyType(senses),
        )


class FocusEntry(Entry, kw_only=True):
    """The focus word."""

    word: str
    matching: Matching = "caseless"

    @staticmethod
    def of(focus: Focus | None) -> FocusEntry | None:
        """The entry of a focus word, if there is one."""
        return FocusEntry(word=focus.word, matching=focus.matching) if focus is not None else None

    def focus(self) -> Focus:
        """What it is of."""
        return Focus(self.word, self.matching)


class MixEntry(Entry, kw_only=True):
    """The weighted sum of the layers."""

    weights: list[float]
    gamma: float = 1.0
    layer_norm: bool = False
    locked: list[int] = []

    @staticmethod
    def of(mix: Mix) -> MixEntry:
        """The entry of a mix."""
        return MixEntry(
            weights=list(mix.weights), gamma=mix.gamma, layer_norm=mix.layer_norm, locked=sorted(mix.locked)
        )

    def mix(self, where: str, n_layers: int | None) -> Mix:
        """What it is of; None takes any number of layers."""
        weights_sum_to_one(self.weights, where, n_layers)
        finite_number(self.gamma, f"{where}.gamma")
        named_once(self.locked, f"{where}.locked")
        if any(not 0 <= k < len(self.weights) for k in self.locked):
            raise Problem(f"{where}.locked names a layer that there is not")
        return Mix(tuple(self.weights), self.gamma, self.layer_norm, frozenset(self.locked))


class AxisEntry(Entry, kw_only=True):
    """A semantic axis; tokens as sentence and place."""

    low: list[str]
    high: list[str]
    low_tokens: list[Ref] = []
    high_tokens: list[Ref] = []


class ViewEntry(Entry, kw_only=True):
    """How the picture is drawn."""

    projection: ProjectionMethod = "pca"
    layer: int | None = None
    colour_by: ColourBy = "sense"
    labels: bool = True
    trajectories: bool = False
    hidden_groups: list[str] = []
    axes: list[AxisEntry] = []
    corrected: bool = False
    half: Half = "both"

    @staticmethod
    def of(view: View, numbers: Mapping[int, int]) -> ViewEntry:
        """The entry of a view."""
        return ViewEntry(
            projection=view.projection,
            layer=view.layer,
            colour_by=view.colour_by,
            labels=view.labels,
            trajectories=view.trajectories,
            hidden_groups=sorted(view.hidden_groups),
            axes=[ViewEntry.axis(axis, numbers) for axis in view.axes],
            corrected=view.corrected,
            half=view.half,
        )

    def view(self, where: str, numbers: Numbers, n_layers: int) -> View:
        """What it is of."""
        if self.layer is not None and not 0 <= self.layer < n_layers:
            raise Problem(f"{where}.layer names a layer that there is not, {self.layer}")
        if len(self.axes) > 2:
            raise Problem(f"{where}.axes should be two at most, found {len(self.axes)}")
        named_once(self.hidden_groups, f"{where}.hidden_groups")
        return View(
            self.projection,
            self.layer,
            self.colour_by,
            self.labels,
            self.trajectories,
            frozenset(self.hidden_groups),
            tuple(self.read_axis(axis, numbers, f"{where}.axes[{k}]") for k, axis in enumerate(self.axes)),
            self.corrected,
            self.half,
        )

    @staticmethod
    def axis(axis: SemanticAxis, numbers: Mapping[int, int]) -> AxisEntry:
        """The entry of an axis."""
        return AxisEntry(
            low=list(axis.low),
            high=list(axis.high),
            low_tokens=[
                (numbers[t.sentence_id], t.index) for t in axis.low_tokens if t.sentence_id in numbers
            ],
            high_tokens=[
                (numbers[t.sentence_id], t.index) for t in axis.high_tokens if t.sentence_id in numbers
            ],
        )

    @staticmethod
    def read_axis(entry: AxisEntry, numbers: Numbers, where: str) -> SemanticAxis:
        """What an axis' entry is of."""
        return SemanticAxis(
            tuple(entry.low),
            tuple(entry.high),
            tuple(numbers.token(ref, f"{where}.low_tokens") for ref in entry.low_tokens),
            tuple(numbers.token(ref, f"{where}.high_tokens") for ref in entry.high_tokens),
        )


class PictureEntry(Entry, kw_only=True):
    """A finished picture, whose places are arrays."""

    n_tokens: int
    method: ProjectionMethod
    layer: int | None = None
    explained: tuple[float, float] | None = None
    settled: bool = True
    model: str = ""
    axes: list[AxisEntry] = []
    n_left_out: int = 0
    n_layers: int = 0
    """Of the layers' own places; 0 where the picture has none."""
    trust: bool = False
    dim: int = 0
    """Of the basis; 0 where the picture has none."""

    def check(self, where: str, n_tokens: int, model: SavedModel | None) -> None:
        """Refuse what would be no picture, before its arrays are looked at."""
        if not 0 < self.n_tokens <= n_tokens or not 0 <= self.n_left_out <= n_tokens:
            raise Problem(f"{where} should have 1 to {n_tokens} tokens, found {self.n_tokens}")
        layers = (0, model.n_layers) if model is not None else range(MOST_LAYERS + 1)
        dims = (0, model.dim) if model is not None else range(_LARGEST_DIM + 1)
        if self.n_layers not in layers or self.dim not in dims:
            raise Problem(f"{where} is of {self.n_layers} layers with {self.dim} numbers, its model is not")
        most = model.n_layers if model is not None else MOST_LAYERS
        if self.layer is not None and not 0 <= self.layer < most:
            raise Problem(f"{where}.layer names a layer that there is not, {self.layer}")
        if self.explained is not None and not all(-1e-6 <= share <= 1 + 1e-6 for share in self.explained):
            raise Problem(f"{where}.explained should be two numbers from 0 to 1")
        if len(self.axes) > 2:
            raise Problem(f"{where}.axes should be two at most, found {len(self.axes)}")


class GroupsEntry(Entry, kw_only=True):
    """The coloured groups."""

    names: list[str] = []
    of: list[tuple[int, int, int]] = []
    """Sentence, token, group."""

    @staticmethod
    def of_groups(groups: Groups, numbers: Mapping[int, int]) -> GroupsEntry:
        """The entry of the groups."""
        of = sorted(
            (numbers[t.sentence_id], t.index, group)
            for t, group in groups.of.items()
            if t.sentence_id in numbers
        )
        return GroupsEntry(names=list(groups.names), of=of)


class SceneEntry(Entry, kw_only=True):
    """A scene of a talk."""

    title: str
    caption: str = ""
    focus: FocusEntry | None = None
    mix: MixEntry
    view: ViewEntry
    selection: list[Ref] = []
    camera: tuple[float, float, float, float] | None = None
    hidden: list[str] = []
    tab: str = ""
    hint: str = ""

    @staticmethod
    def of(scene: Scene, numbers: Mapping[int, int]) -> SceneEntry:
        """The entry of a scene."""
        return SceneEntry(
            title=scene.title,
            caption=scene.caption,
            focus=FocusEntry.of(scene.focus),
            mix=MixEntry.of(scene.mix),
            view=ViewEntry.of(scene.view, numbers),
            selection=refs_of(scene.selection, numbers),
            camera=scene.camera,
            hidden=list(scene.hidden),
            tab=scene.tab,
            hint=scene.hint,
        )

    def checked_camera(self, where: str) -> tuple[float, float, float, float] | None:
        """The camera, where its numbers are some."""
        for value in self.camera or ():
            finite_number(value, f"{where}.camera", 1e9)
        return self.camera


class ModelEntry(Entry, kw_only=True):
    """A model that was open."""

    name: str
    checksum: str = ""
    languages: list[str] = []
    n_layers: int
    dim: int
    focus: FocusEntry | None = None
    mix: MixEntry | None = None
    """With ``view``: how its picture was left."""
    view: ViewEntry | None = None
    picture: PictureEntry | None = None

    def check(self, where: str) -> None:
        """Refuse what is no model."""
        if not 0 < len(self.name) <= 200 or any(len(language) > 20 for language in self.languages):
            raise Problem(f"{where} should have a name and languages")
        if self.checksum and not re.fullmatch(r"[0-9a-f]{64}", self.checksum):
            raise Problem(f"{where}.checksum should be 64 hexadecimal digits")
        if not 1 <= self.n_layers <= MOST_LAYERS or not 1 <= self.dim <= _LARGEST_DIM:
            raise Problem(f"{where} has {self.n_layers} layers of {self.dim} numbers, which no model has")


class PairEntry(Entry, kw_only=True):
    """What a sentence is compared with."""

    sentence: int
    listed: int | None = None
    """The sentence of the list that it is compared with."""
    made: SentenceEntry | None = None
    """Or one that was made for it."""


class Document(Entry, kw_only=True):
    """All but the arrays."""

    format: str
    version: int
    app: str = ""
    sentences: list[dict[str, Any]]
    """Each a ``SentenceEntry``, converted one by one: 50,000 at once would hold the window up."""
    focus: FocusEntry | None = None
    mix: MixEntry
    view: ViewEntry
    selection: list[Ref] = []
    isolated: list[Ref] | None = None
    picture: PictureEntry | None = None
    groups: GroupsEntry
    scenes: list[SceneEntry] = []
    learned: list[dict[str, Any]] = []
    """As a task's result is written."""
    models: list[ModelEntry] = []
    shown: int | None = None
    readers: dict[str, int] = {}
    pairs: list[PairEntry] = []
    vectors: list[int] | None = None
    """The sentences that the array ``vectors`` is of, one after the other; None without it."""
    seed: int = 0


def refs_of(tokens: Iterable[TokenRef], numbers: Mapping[int, int]) -> list[Ref]:
    """Tokens by their sentences' numbers, in order; those of sentences that are gone are left out."""
    return sorted((numbers[t.sentence_id], t.index) for t in tokens if t.sentence_id in numbers)
