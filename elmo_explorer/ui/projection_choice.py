"""Another projection is chosen, by the toolbar, a key or the command line."""

from __future__ import annotations

from dataclasses import replace

from elmo_explorer.session.session import ProjectionMethod, Session
from elmo_explorer.ui.axis_overlay import axis_of_selection


def choose_projection(session: Session, method: ProjectionMethod) -> None:
    """Show it; semantic axes that nobody has given yet run between the two selected tokens, where two are selected."""
    view = replace(session.view, projection=method)
    if method == "axis" and not view.axes:
        axis = axis_of_selection(session)
        if axis is not None:
            view = replace(view, axes=(axis,))
    session.view = view
