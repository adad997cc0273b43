"""The design tokens: every colour, stop and size the window draws with, for both themes."""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "app": "#EEF0F3",
    "surface": "#FFFFFF",
    "raised": "#FFFFFF",
    "sunken": "#F1F3F6",
    "canvas": "#FBFCFD",
    "hover": "#F3F4F8",
    "border": "#DFE3E9",
    "control_border": "#C6CCD6",
    "grid": "#EBEEF2",
    "background_point": "#4D8A93A3",
    "text1": "#171B22",
    "text2": "#4A5260",
    "text3": "#626A78",
    "accent": "#5247C9",
    "accent_hover": "#463BB8",
    "accent_soft": "#ECEBFB",
    "accent_text": "#4A3FC0",
    "on_accent": "#FFFFFF",
    "ok_text": "#0F7041",
    "ok_soft": "#E3F4EB",
    "ok_dot": "#22A565",
    "warn_text": "#8F5B00",
    "warn_soft": "#FBF1DC",
    "error_text": "#BC2F2F",
    "error_soft": "#FCECEC",
    "forward": "#5247C9",
    "backward": "#9A6200",
    "shadow": "#29000000",
    "tooltip": "#171B22",
    "on_tooltip": "#FFFFFF",
    "segment": "#DFE2EA",
}
"""Role -> colour as #RRGGBB or #AARRGGBB, light theme."""

DARK: Final[dict[str, str]] = {
    "app": "#101216",
    "surface": "#181B21",
    "raised": "#23272F",
    "sunken": "#121419",
    "canvas": "#14171C",
    "hover": "#20242C",
    "border": "#2A2F39",
    "control_border": "#414957",
    "grid": "#1D2129",
    "background_point": "#4D7C8698",
    "text1": "#ECEEF2",
    "text2": "#B3BAC6",
    "text3": "#929BA9",
    "accent": "#8E86F5",
    "accent_hover": "#A19AF8",
    "accent_soft": "#2A2850",
    "accent_text": "#B2ACFB",
    "on_accent": "#14122B",
    "ok_text": "#54CD8E",
    "ok_soft": "#16301F",
    "ok_dot": "#3FC380",
    "warn_text": "#E8B85A",
    "warn_soft": "#352A14",
    "error_text": "#FF8C8C",
    "error_soft": "#3A1E22",
    "forward": "#9D96F8",
    "backward": "#E0AC4E",
    "shadow": "#8C000000",
    "tooltip": "#ECEEF2",
    "on_tooltip": "#171B22",
    "segment": "#121419",
}
"""Role -> colour as #RRGGBB or #AARRGGBB, dark theme."""

PRINT: Final[dict[str, str]] = {
    "app": "#FFFFFF",
    "surface": "#FFFFFF",
    "raised": "#FFFFFF",
    "canvas": "#FFFFFF",
    "grid": "#F3F3F3",
    "background_point": "#73808080",
    "text1": "#000000",
    "text2": "#1F1F1F",
    "text3": "#454545",
}
"""Role -> colour on white paper, in place of the light theme's; what is not named stays."""

HIGH_CONTRAST: Final[dict[str, str]] = {
    "control_border": "text3",
    "border": "text3",
    "grid": "control_border",
    "text3": "text2",
    "text2": "text1",
}
"""Where the desktop asks for high contrast: role -> the role whose colour it takes."""

SHAPES: Final = (
    "circle",
    "triangle",
    "square",
    "diamond",
    "pentagon",
    "hexagon",
    "ring",
    "triangle_down",
)
"""The marker of each category: colour is never the only cue."""

LIGHT_CATEGORIES: Final = (
    ("#1259A8", "#0F4F97", "#DCE9F8"),
    ("#DC6803", "#A34700", "#FDE8D3"),
    ("#00864E", "#006B3E", "#D6F0E2"),
    ("#BF5696", "#99306F", "#F8E2EF"),
    ("#7E5A08", "#6B4C05", "#F3EAD3"),
    ("#4B505A", "#454A54", "#E8EAEE"),
    ("#EE4266", "#B21A3E", "#FDE1E7"),
    ("#0096CA", "#006A90", "#D9F0FA"),
    ("#8A93A3", "#4A5260", "#EBEEF2"),
)
"""Mark, text and tint of categories 0 to 7; the last one is the grey of all the rest."""

DARK_CATEGORIES: Final = (
    ("#4096F6", "#82BCFB", "#182F4D"),
    ("#F56A35", "#FF9C74", "#47261B"),
    ("#34E3A0", "#5FE6B4", "#123B2C"),
    ("#D574AE", "#EBA0CD", "#3E2435"),
    ("#EBCB55", "#EFD578", "#38311A"),
    ("#C9D5DF", "#D3DDE5", "#2C323A"),
    ("#EA6D7A", "#F597A1", "#432329"),
    ("#4CCBF9", "#85DBFB", "#16384A"),
    ("#7C8698", "#B3BAC6", "#23272F"),
)
"""Mark, text and tint of categories 0 to 7; the last one is the grey of all the rest."""

LIGHT_SEQUENTIAL: Final = ("#F5F6FD", "#DCDFF8", "#B5BAF0", "#8A8BE2", "#655DCB", "#463AA3", "#2A1F6E")
DARK_SEQUENTIAL: Final = ("#1C1F2A", "#2A2A5A", "#403C92", "#6059C6", "#8E88EC", "#BDBBFA", "#ECEBFF")
"""Low to high; high is always furthest from the background."""

LIGHT_DIVERGING: Final = ("#1C5FA8", "#5E9BD3", "#B4D2EC", "#F4F5F7", "#F6CFAE", "#DE8B4A", "#A94E07")
DARK_DIVERGING: Final = ("#8FCBFF", "#4A90D0", "#24507C", "#22262E", "#75441C", "#D07B33", "#FFB978")
"""Negative, zero, positive."""

TEXT_FAMILIES: Final = ("Inter", "Noto Sans CJK SC")
BOLD_FAMILIES: Final = ("Inter", "Noto Sans CJK SC Bold", "Noto Sans CJK SC")
MONO_FAMILIES: Final = ("JetBrains Mono", "Noto Sans CJK SC")
"""Font families with their fallbacks, all of them bundled; the bold Chinese one has fewer characters."""

TOOLBAR_HEIGHT: Final = 48
DOCK_TITLE_HEIGHT: Final = 38
TAB_BAR_HEIGHT: Final = 36
STATUS_HEIGHT: Final = 28
CONTROL_HEIGHT: Final = 30
ROW_HEIGHT: Final = 31
"""Heights in pixels at a zoom of 1."""
