"""What is open, chosen and found: the one home of every fact the window shows."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from psygnal import SignalGroupDescriptor

from elmo_explorer.analysis.halves import Half
from elmo_explorer.session.ears import Ears
from elmo_explorer.session.gates import SentenceGates
from elmo_explorer.session.hovered_pair import HoveredPair
from elmo_explorer.session.influence import Anchors, Baselines, Influence, InfluenceAsk, InfluenceLook
from elmo_explorer.session.learned import LearnedTask, Learning
from elmo_explorer.session.minimal_pair import MinimalPair, PairBaselines
from elmo_explorer.session.nearest import NearestAsk, NearestTokens
from elmo_explorer.session.predictions import NextWordOffer, Predictions
from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.units import UnitAsk, UnitTokens
from elmo_explorer.tasks.results import TaskResult

Floats = NDArray[np.float32]
Matching = Literal["form", "caseless", "lemma"]
ProjectionMethod = Literal["pca", "umap", "tsne", "axis"]
ColourBy = Literal["sense", "sentence", "word", "cluster", "part of speech"]

_sentence_ids = itertools.count(1)
_NO_SENSES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class TokenRef:
    """One token of one sentence: ``index`` counts from 0."""

    sentence_id: int
    index: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the user sees it: its text, its tokens and the senses given to them."""

    text: str
    tokens: tuple[str, ...]
    language: str = "en"
    """``"en"`` or ``"zh"``."""
    spaced: bool = False
    """Chinese whose spaces, as typed, are its word boundaries."""
    hidden: bool = False
    senses: Mapping[int, str] = field(default_factory=lambda: _NO_SENSES)
    """Token index -> name of its sense, for the labelled tokens."""
    id: int = field(default_factory=lambda: next(_sentence_ids))


@dataclass(frozen=True)
class Focus:
    """The word whose occurrences are compared, and what counts as an occurrence."""

    word: str
    matching: Matching = "caseless"


@dataclass(frozen=True)
class Mix:
    """The weighted sum of the layers: gamma * sum_j weights_j h_j, weights from 0 to 1 with sum 1."""

    weights: tuple[float, ...]
    gamma: float = 1.0
    layer_norm: bool = False
    locked: frozenset[int] = frozenset()
    """Layers whose weight a drag leaves alone."""

    @staticmethod
    def average(n_layers: int) -> Mix:
        """The plain mean of ``n_layers`` layers (the biLM's L + 1)."""
        return Mix((1.0 / n_layers,) * n_layers)


@dataclass(frozen=True)
class SemanticAxis:
    """A direction between two groups of seed words, such as he and she: from the centroid of one to that of the other."""

    low: tuple[str, ...]
    """Seed words of the left or lower end."""
    high: tuple[str, ...]
    """Seed words of the right or upper end."""
    low_tokens: tuple[TokenRef, ...] = ()
    """Single tokens that count besides the words: two uses of one word are told apart by nothing else."""
    high_tokens: tuple[TokenRef, ...] = ()


@dataclass(frozen=True)
class AxisFit:
    """What became of the axes that were asked for."""

    axes: tuple[SemanticAxis, ...]
    counts: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    """For each axis and end how many loaded tokens match each seed word, the single tokens behind the words."""
    presets: frozenset[SemanticAxis]
    """Those of the ready-made axes that have matches at both ends."""
    error: str = ""
    """Why there is no picture of them, one sentence; the picture before stays."""
    note: str = ""
    """What else should be known, one sentence."""


@dataclass(frozen=True)
class View:
    """How the picture is drawn."""

    projection: ProjectionMethod = "pca"
    layer: int | None = None
    """The one layer that is shown; None shows the mix."""
    colour_by: ColourBy = "sense"
    labels: bool = True
    trajectories: bool = False
    hidden_groups: frozenset[str] = frozenset()
    axes: tuple[SemanticAxis, ...] = ()
    """Of the projection "axis": the horizontal one and, where there is a second, the vertical one."""
    corrected: bool = False
    """Every cosine is shown less that of random pairs."""
    half: Half = "both"
    """Of the vectors that are compared: what was heard from the left (forward), from the right (backward), or all."""


@dataclass(frozen=True)
class ModelInfo:
    """The biLM that makes the vectors."""

    name: str
    languages: tuple[str, ...]
    n_layers: int
    """Layers of a vector: the LSTM layers and the word vector below them (L + 1)."""
    dim: int
    """Numbers per layer and token: 2 * projection_dim, the forward half first."""
    device: str
    """Where it runs, for people: ``"CPU"``, ``"NVIDIA H100"``."""
    has_output_layer: bool = False
    source: str = ""
    """Where it was loaded from: its folder or weights file; two models may have the same name."""
    checksum: str = ""
    """SHA-256 of the file of its weights; "" where it is not known."""
    absent: bool = False
    """It is not open: this is what a session's file tells of it, whose picture, and perhaps vectors, are shown."""

    @property
    def key(self) -> str:
        """Tells it from every other open model."""
        return self.source or self.name

    def knows(self, language: str) -> bool:
        """Whether it was trained on sentences of a language, ``"en"`` or ``"zh"``.

        Every sentence without Chinese characters counts as ``"en"``, whatever European language it is.
        """
        if not self.languages:
            return True
        return "zh" in self.languages if language == "zh" else any(known != "zh" for known in self.languages)


@dataclass(frozen=True, eq=False)
class Points:
    """One finished picture; same ``tokens`` object as before means that only places changed."""

    tokens: Sequence[TokenRef]
    """Of many tokens the columns, ``TokenColumns``."""
    xy: Floats
    """(n_tokens, 2)."""
    layer_xy: Floats | None
    """Every layer in the same basis for trajectories, (n_layers, n_tokens, 2); None where the view is not linear."""
    method: ProjectionMethod
    layer: int | None
    explained: tuple[float, float] | None
    """Share of variance of each axis, 0 to 1, for PCA."""
    settled: bool
    """False while it still moves (a drag, UMAP refining)."""
    seconds: float = 0.0
    """Time from the request to these points."""
    model: str = ""
    """Name of the biLM that made their vectors."""
    trust: Floats | None = None
    """Share of each token's 15 nearest neighbours that are among its 15 nearest in the plane, 0 to 1, (n_tokens,);
    NaN where it was not measured. None while it is not known."""
    axes: tuple[SemanticAxis, ...] = ()
    """What a picture with the method "axis" shows."""
    n_left_out: int = 0
    """Loaded tokens that are not in the picture: a layout of neighbourhoods has so many and no more."""
    basis: Floats | None = None
    """Of a linear view, (dim, 2): a vector that moves by d moves by d @ basis in the picture, scaled as the mix is."""


@dataclass(frozen=True)
class Groups:
    """The coloured groups of the focus word's occurrences; group k has colour and marker k."""

    names: tuple[str, ...]
    of: Mapping[TokenRef, int]
    """Occurrence -> index into ``names``; occurrences without a group are absent."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """The focus word's occurrences against each other, in the view's layer or mix."""

    tokens: tuple[TokenRef, ...]
    """In display order: by group, inside it by hierarchical clustering."""
    cosine: Floats
    """(n, n), in the order of ``tokens``."""
    within: Floats
    """Mean cosine within groups by layer, (n_layers,); NaN where no pair exists."""
    between: Floats
    """Mean cosine between groups by layer, (n_layers,); NaN where no pair exists."""
    overall: Floats
    """Self-similarity: mean cosine of all pairs of occurrences by layer, (n_layers,)."""
    baseline: Floats
    """Mean cosine of random pairs of different loaded words by layer, (n_layers,); NaN with too few tokens."""
    mix_baseline: float
    """The same for the view's mix or layer; NaN with too few tokens."""
    half: Half = "both"
    """Which numbers of the vectors all of this is of."""


@dataclass(frozen=True, eq=False)
class LayerViews:
    """Every layer's own picture, aligned to the picture of the mix, and its figures."""

    tokens: tuple[TokenRef, ...]
    xy: Floats
    """(n_layers, n_tokens, 2)."""
    separation: Floats
    """Silhouette (cosine) of the focus word's groups by layer, (n_layers,); NaN with under 2 groups."""
    within: Floats
    """Mean cosine within groups by layer, (n_layers,)."""
    between: Floats
    """Mean cosine between groups by layer, (n_layers,)."""
    typical_length: Floats
    """Median vector length of the loaded tokens by layer, (n_layers,)."""


@dataclass(frozen=True, eq=False)
class SeparationMap:
    """Separation (cosine silhouette of the groups) over the triangle of mixes, for three layers."""

    weights: Floats
    """(n_mixes, 3)."""
    separation: Floats
    """(n_mixes,)."""
    best: tuple[float, ...]
    """The mix with the largest separation."""


@dataclass(frozen=True)
class Job:
    """Work under way, for the status bar and the centre."""

    kind: Literal["model", "embed", "import", "projection", "spelling", "learning"]
    title: str
    done: int = 0
    total: int = 0
    """0 where the end is unknown."""
    unit: str = ""
    rate: str = ""
    steps: tuple[tuple[str, bool], ...] = ()
    """Named steps with their state (done or not), for loading a model."""
    beside: bool = False
    """A model that is loaded beside the one in use: the picture stays in sight."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know: one sentence, details behind it."""

    kind: Literal["info", "warning", "error", "model_error", "memory"]
    title: str
    text: str = ""
    details: str = ""
    """Shown in mono with Copy: tensor name and shapes."""
    undoable: bool = False
    """Whether what it tells can be taken back with undo."""


@dataclass(frozen=True)
class Offer:
    """Another model would be the right one for some sentences."""

    language: str
    """Of the sentences, ``"en"`` or ``"zh"``."""
    n_sentences: int
    reader: ModelInfo
    """The model that reads them now; it was not trained on their language."""
    name: str = ""
    """The installed model that was; ``""`` where there is none."""
    source: str = ""
    """What to load for it."""
    fault: str = ""
    """Why it could not be loaded, one sentence."""


@dataclass(frozen=True)
class Desk:
    """How a model's picture was left."""

    focus: Focus | None
    mix: Mix
    view: View
    points: Points | None
    sentences: tuple[Sentence, ...]
    """Those there were, of all models: while they are the same, so is the picture."""


@dataclass(frozen=True, eq=False)
class Brought:
    """What a session's file brought, until it is taken up."""

    model: str
    """Key of the model that it is of."""
    mix: Mix
    view: View
    """With which ``points`` were drawn."""
    points: Points | None = None
    """The picture: it stays until all its tokens have vectors, and then as long as mix and view are as they were."""
    states: Mapping[tuple[str, ...], Floats] = field(default_factory=lambda: MappingProxyType({}))
    """What was read -> its vectors, (n_layers, n_tokens, dim)."""
    learned: tuple[TaskResult, ...] = ()
    """Tasks' results that are not among the user's own on this machine."""


@dataclass
class Session:
    """Evented: ``session.events.<field>`` emits (new, old) after every assignment that changes a field."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor(
        equality_operators={"states": operator.is_, "groups": operator.is_, "brought": operator.is_}
    )

    # What is open and chosen
    sentences: tuple[Sentence, ...] = ()
    focus: Focus | None = None
    mix: Mix = Mix((1 / 3, 1 / 3, 1 / 3))
    view: View = View()
    selection: frozenset[TokenRef] = frozenset()
    hovered: TokenRef | None = None
    matching: Matching = "caseless"
    """What counts as an occurrence of a new focus word."""
    seed: int = 0
    """Of UMAP, t-SNE and the learning of weights."""
    hovered_pair: HoveredPair | None = None
    """Of which ``hovered`` is one."""
    dragging: bool = False
    """True from press to release of a mixing handle: one undo step, and the basis stays."""
    model: ModelInfo | None = None
    """The shown one: it alone made what the picture, the lower tabs and ``states`` hold."""
    models: tuple[ModelInfo, ...] = ()
    """All that are open, the one shown last at the end."""
    nearest_ask: NearestAsk = field(default_factory=NearestAsk)
    unit_ask: UnitAsk | None = None
    """The unit whose tokens are listed."""
    influence_ask: InfluenceAsk = field(default_factory=InfluenceAsk)
    influence_look: InfluenceLook = field(default_factory=InfluenceLook)
    pair_asks: Mapping[int, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """Sentence id -> what it is compared with word by word, a listed sentence or one that was made of it."""
    isolated: frozenset[TokenRef] | None = None
    """The picture is of these tokens alone; None where it is of all that are loaded."""
    readers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Language -> key of the model that reads its sentences; the shown one where a language is absent."""
    desks: Mapping[str, Desk] = field(default_factory=lambda: MappingProxyType({}))
    """Key of an open model -> how its picture was left when another was shown."""
    scenes: tuple[Scene, ...] = ()
    """Of a talk, in their order."""
    brought: Brought | None = None
    """From the file that was opened last."""

    # What was found; controllers write it
    occurrences: tuple[TokenRef, ...] = ()
    """The focus word's tokens in the pictured sentences, in the order of the list."""
    states: Mapping[int, Floats] = field(default_factory=lambda: MappingProxyType({}))
    """Sentence id -> (n_layers, n_tokens, dim), read-only arrays of the shown model; absent until embedded."""
    groups: Groups = Groups((), MappingProxyType({}))
    points: Points | None = None
    axis_fit: AxisFit | None = None
    """Of the projection "axis"."""
    layout_paused: bool = False
    """The user holds t-SNE: it goes on from its layout afterwards."""
    comparison: Comparison | None = None
    """Of whole vectors, whatever the view's half is."""
    half_comparison: Comparison | None = None
    """The same of the half that the view chooses; None where it chooses both."""
    ears: Ears | None = None
    """Which half tells the groups apart; kept true only while the tab Compare is seen."""
    nearest: NearestTokens | None = None
    """Of the selected token, while the tab is in front that shows them."""
    layer_views: LayerViews | None = None
    gates: SentenceGates | None = None
    """Of the sentence of the token in view, while the tab is in front that shows them."""
    unit_tokens: UnitTokens | None = None
    """Of the unit that is asked for, likewise."""
    separation_map: SeparationMap | None = None
    separation: float = float("nan")
    """Separation at the present mix."""
    predictions: Predictions | None = None
    """Of the sentence in view; kept true only while somebody looks."""
    next_words: NextWordOffer | None = None
    """For what is being typed."""
    minimal_pair: MinimalPair | None = None
    """The sentence in view beside another one, while the tab is in front that shows them."""
    pair_baselines: PairBaselines | None = None
    influence: Influence | None = None
    """Of the words around the followed token, while the tab is in front that shows it."""
    influence_baselines: Baselines | None = None
    influence_anchors: Anchors | None = None
    """Where the picture is not linear; None until they are found."""
    learned: tuple[LearnedTask, ...] = ()
    """Tasks whose weights were learned with the shown model."""
    hovered_task: str = ""
    """Key of the learned task that the pointer is on."""
    shaded_task: str = ""
    """Key of the learned task whose metric shades the triangle; "" where the groups' separation does."""
    learning: Learning | None = None
    """A task that is being learned."""
    jobs: tuple[Job, ...] = ()
    notice: Notice | None = None
    offer: Offer | None = None

    def reader_key(self, sentence: Sentence) -> str:
        """Key of the model that a sentence belongs to; ``""`` before any is open."""
        shown = self.model.key if self.model is not None else ""
        return self.readers.get(sentence.language, shown)

    def is_read_here(self, sentence: Sentence) -> bool:
        """Whether a sentence belongs to the shown model."""
        return self.model is None or self.reader_key(sentence) == self.model.key

    def pictured(self) -> list[Sentence]:
        """The sentences that may be in one picture: visible, and all read by the shown model.

        Vectors of two models have nothing to do with each other, even where they have as many numbers: whoever
        compares, projects or counts tokens takes them from here.
        """
        shown = self.model.key if self.model is not None else None
        elsewhere = {language for language, key in self.readers.items() if shown not in (None, key)}
        return [s for s in self.sentences if not s.hidden and s.language not in elsewhere]

    def sentence(self, sentence_id: int) -> Sentence:
        """The sentence with this id; KeyError where it is gone."""
        for sentence in self.sentences:
            if sentence.id == sentence_id:
                return sentence
        raise KeyError(sentence_id)

    def word(self, token: TokenRef) -> str:
        """The token's word."""
        return self.sentence(token.sentence_id).tokens[token.index]
