"""The triangle shaded by a task's dev metric instead of the groups' separation."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import Session
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme

CORNERS = 3
FIXED = mark("Its classifier and γ stay as they were learned at the task's own mix; none is trained anew")


def shading_task(session: Session) -> LearnedTask | None:
    """The task whose metric shades the triangle; None where the separation does, or it was not measured."""
    return next((t for t in session.learned if t.key == session.shaded_task and can_shade(t)), None)


def can_shade(task: LearnedTask) -> bool:
    """Whether its metric is known over the triangle."""
    return task.result.surface is not None and len(task.weights) == CORNERS


def surface_of(task: LearnedTask) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mixes (M, 3) and the metric there (M,)."""
    assert task.result.surface is not None
    return np.array(task.result.surface.weights), np.array(task.result.surface.scores)


def shade_title(task: LearnedTask) -> str:
    """``"Part of speech, accuracy"``."""
    return f"{tr(task.result.name)}, {tr(task.result.metric)}"


def shade_note(task: LearnedTask) -> str:
    """HTML: what the shade is, from where to where, and the way back."""
    _, scores = surface_of(task)
    link = theme.color("accent_text").name()
    return tr(
        "Shade: {shade_title} {min:.1f}–{max:.1f} %, the classifier as learned at the task's "
        'mix. <a href="separation" style="color: {link}; text-decoration: none">Show the '
        "separation</a>",
        shade_title=escape(shade_title(task)),
        min=100 * scores.min(),
        max=100 * scores.max(),
        link=link,
    )
