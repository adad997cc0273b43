"""The shape of a biLM: published options.json or our config.json -> one checked, frozen record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from elmo_explorer.bilm.characters import N_CHARACTERS


@dataclass(frozen=True)
class ModelOptions:
    """Everything that fixes the shape and the arithmetic of a biLM.

    Raises:
        ValueError: a number is missing, of the wrong kind or out of bounds; the sentence names it.
    """

    filters: tuple[tuple[int, int], ...]
    """Convolutions as (width in characters, number of filters)."""
    projection_dim: int
    """Numbers per token, direction and layer."""
    cell_dim: int
    """LSTM cells per direction and layer."""
    n_layers: int
    """LSTM layers per direction, L; the biLM's output has L + 1."""
    character_dim: int = 16
    n_highway: int = 1
    activation: Literal["relu", "tanh"] = "relu"
    max_characters: int = 50
    """Character ids per word, its two markers included."""
    skip_connections: bool = True
    cell_clip: float | None = None
    proj_clip: float | None = None

    def __post_init__(self) -> None:
        bounds = {
            "projection_dim": (1, 8192),
            "cell_dim": (1, 65536),
            "n_layers": (1, 24),
            "character_dim": (1, 1024),
            "n_highway": (0, 16),
            "max_characters": (3, 1024),
        }
        for name, (low, high) in bounds.items():
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise ValueError(f"{name} must be a whole number from {low} to {high}, found {value!r}.")
        if not isinstance(self.filters, tuple) or not self.filters:
            raise ValueError(
                f"filters must name at least one convolution as [width, count], found {self.filters!r}."
            )
        for entry in self.filters:
            if not _is_filter(entry, self.max_characters):
                raise ValueError(
                    f"filters must be pairs of a width from 1 to {self.max_characters} and a count from 1 to 16384, "
                    f"found {entry!r}."
                )
        if not isinstance(self.skip_connections, bool):
            raise ValueError(f"skip_connections must be true or false, found {self.skip_connections!r}.")
        if self.activation not in ("relu", "tanh"):
            raise ValueError(f"activation must be relu or tanh, found {self.activation!r}.")
        for name in ("cell_clip", "proj_clip"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, int | float) and 0 < value < 1e6):
                raise ValueError(f"{name} must be a positive number or absent, found {value!r}.")

    @property
    def n_filters(self) -> int:
        """Numbers per word after the convolutions."""
        return sum(count for _, count in self.filters)

    @property
    def dim(self) -> int:
        """Numbers per token and layer, both directions."""
        return 2 * self.projection_dim

    @staticmethod
    def from_published(options: Mapping[str, Any]) -> ModelOptions:
        """Read the content of bilm-tf's ``options.json``.

        Raises:
            ValueError: something is missing or has no sense; the sentence names it.
        """
        lstm = _mapping(options, "lstm")
        cnn = _mapping(options, "char_cnn")
        n_characters = cnn.get("n_characters", N_CHARACTERS + 1)
        if n_characters not in (N_CHARACTERS, N_CHARACTERS + 1):
            raise ValueError(
                f"char_cnn.n_characters must be {N_CHARACTERS} (training) or {N_CHARACTERS + 1} (prediction), "
                f"found {n_characters!r}."
            )
        if options.get("bidirectional", True) is not True:
            raise ValueError("bidirectional must be true: one direction alone is no biLM.")
        return ModelOptions(
            filters=_filters(_entry(cnn, "char_cnn", "filters")),
            projection_dim=_entry(lstm, "lstm", "projection_dim"),
            cell_dim=_entry(lstm, "lstm", "dim"),
            n_layers=_entry(lstm, "lstm", "n_layers"),
            character_dim=_entry(_mapping(cnn, "embedding"), "char_cnn.embedding", "dim"),
            n_highway=cnn.get("n_highway") or 0,
            activation=cnn.get("activation", "relu"),
            max_characters=cnn.get("max_characters_per_token", 50),
            skip_connections=bool(lstm.get("use_skip_connections", False)),
            # bilm-tf treats a missing clip and null alike: no clipping.
            cell_clip=lstm.get("cell_clip"),
            proj_clip=lstm.get("proj_clip"),
        )

    def to_published(self) -> dict[str, Any]:
        """The content of an ``options.json`` as bilm-tf writes it for prediction."""
        lstm: dict[str, Any] = {
            "dim": self.cell_dim,
            "n_layers": self.n_layers,
            "projection_dim": self.projection_dim,
            "use_skip_connections": self.skip_connections,
        }
        if self.cell_clip is not None:
            lstm["cell_clip"] = self.cell_clip
        if self.proj_clip is not None:
            lstm["proj_clip"] = self.proj_clip
        return {
            "bidirectional": True,
            "char_cnn": {
                "activation": self.activation,
                "embedding": {"dim": self.character_dim},
                "filters": [list(entry) for entry in self.filters],
                "max_characters_per_token": self.max_characters,
                "n_characters": N_CHARACTERS + 1,
                "n_highway": self.n_highway,
            },
            "lstm": lstm,
        }


def _mapping(options: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = options.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"The options have no section {name!r}, which describes the network's shape.")
    return value


def _entry(section: Mapping[str, Any], section_name: str, name: str) -> Any:
    if name not in section:
        raise ValueError(f"The options lack {section_name}.{name}.")
    return section[name]


def _filters(entries: Any) -> tuple[tuple[int, int], ...]:
    try:
        return tuple((int(width), int(count)) for width, count in entries)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"filters must be a list of [width, count] pairs, found {entries!r}.") from None


def _is_filter(entry: object, widest: int) -> bool:
    return (
        isinstance(entry, tuple)
        and len(entry) == 2
        and all(isinstance(number, int) and not isinstance(number, bool) for number in entry)
        and 1 <= entry[0] <= widest
        and 1 <= entry[1] <= 16384
    )
