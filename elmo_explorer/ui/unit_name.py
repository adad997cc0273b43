"""What one number of the vectors is called."""

from __future__ import annotations

from elmo_explorer.session.units import UnitAsk
from elmo_explorer.translation import tr


def unit_name(ask: UnitAsk, dim: int) -> str:
    """Its layer, its half and its number there, from 0; ``dim`` numbers in all."""
    half = dim - dim // 2
    place = (
        tr("forward {unit}", unit=ask.unit)
        if ask.unit < half
        else tr("backward {unit}", unit=ask.unit - half)
    )
    return f"{'mix' if ask.layer is None else f'layer {ask.layer}'}, {place}"
