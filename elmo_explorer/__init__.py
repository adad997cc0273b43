"""ELMo Explorer: see what ELMo sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from elmo_explorer.version import __version__

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

__all__ = ["BiLM", "__version__"]


def __getattr__(name: str) -> Any:
    # torch takes a second to import: whoever needs no biLM does not pay for it.
    if name == "BiLM":
        from elmo_explorer.bilm.embedder import BiLM

        return BiLM
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
