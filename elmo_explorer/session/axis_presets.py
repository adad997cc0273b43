"""Semantic axes to begin with, by language."""

from __future__ import annotations

from typing import Final

from elmo_explorer.session.session import ModelInfo, SemanticAxis

_ENGLISH: Final = (
    SemanticAxis(("he", "him", "his"), ("she", "her", "hers")),
    SemanticAxis(("bad", "awful", "poor", "worst"), ("good", "great", "best", "excellent")),
    SemanticAxis(("small", "little", "short"), ("large", "big", "long", "great")),
    SemanticAxis(("old", "ancient"), ("new", "young", "modern")),
    SemanticAxis(("is", "are", "has"), ("was", "were", "had")),
)
_CHINESE: Final = (
    SemanticAxis(("他", "他们"), ("她", "她们")),
    SemanticAxis(("坏", "差", "糟糕"), ("好", "优秀", "美好")),
    SemanticAxis(("小", "短"), ("大", "长")),
    SemanticAxis(("旧", "老"), ("新", "年轻")),
)


def axis_presets(model: ModelInfo | None) -> tuple[SemanticAxis, ...]:
    """The ready-made axes for the languages of a model; without one, the English ones."""
    if model is None or not model.knows("zh"):
        return _ENGLISH
    return _CHINESE + _ENGLISH if model.knows("en") else _CHINESE
