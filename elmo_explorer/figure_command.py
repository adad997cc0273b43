"""``elmo-explorer figure``: a view of a saved session as a PNG, SVG or PDF file, without a window."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from elmo_explorer.arguments import FIGURE_COLOURS, FIGURE_VIEWS, LARGEST_SCALE, WINDOW_CHOICES


def add_figure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's grammar."""
    figure = commands.add_parser(
        "figure",
        help="draw a view of a saved session",
        description="Draw a view of a session, or of the session that a figure carries, as a PNG, SVG or PDF file. "
        "The figure carries the session, so that the window can open it.",
    )
    figure.add_argument(
        "session", metavar="SESSION", help="an .elmox file, or a figure that carries its session"
    )
    figure.add_argument("--out", metavar="FILE", required=True, help="where to: .png, .svg or .pdf")
    figure.add_argument(
        "--view", choices=FIGURE_VIEWS, help="what to draw (default: projection, or what the figure showed)"
    )
    figure.add_argument("--size", metavar="WxH", help="in pixels (default: 960x640, or that of the figure)")
    figure.add_argument(
        "--scale", type=_scale, metavar="1-4", help="pixels of a PNG for each one of its size (default: 2)"
    )
    figure.add_argument("--colours", choices=FIGURE_COLOURS, help="(default: light, or those of the figure)")
    figure.add_argument(
        "--no-session", action="store_true", help="leave the data out: the figure cannot be opened again"
    )
    figure.add_argument("--language", choices=WINDOW_CHOICES["language"], help="of captions (default: en)")
    figure.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")


def main_figure(args: argparse.Namespace) -> int:
    """Draw it.

    Returns:
        The exit status: 0, 1 or 2 after a sentence on the standard error stream.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from elmo_explorer.display import what_a_window_lacks
    from elmo_explorer.session.carried import SUFFIXES
    from elmo_explorer.window_options import WindowOptions

    out, session = Path(args.out), Path(args.session)
    try:
        options = WindowOptions.of(
            argparse.Namespace(file=session, size=args.size, language=args.language, device=args.device)
        )
    except ValueError as error:
        return _refuse(str(error))
    if out.suffix.lower() not in SUFFIXES:
        return _refuse(f"A figure's file ends in {', '.join(SUFFIXES)}, not {out.suffix or out.name!r}.")
    if not out.resolve().parent.is_dir():
        return _refuse(f"There is no folder {out.resolve().parent}.")
    if out.resolve() == session.resolve():
        return _refuse(f"The figure should be a file of its own, not the session {session}.")
    lacking = what_a_window_lacks()
    if lacking is not None:
        return _refuse(lacking)
    from elmo_explorer.explorer import run
    from elmo_explorer.figure_parts import FigureTask

    task = FigureTask(out, args.view, options.size, args.scale, args.colours, not args.no_session)
    return run(options.for_figure(task))


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 1.0 <= scale <= LARGEST_SCALE:
        raise argparse.ArgumentTypeError(f"should be a number from 1 to {LARGEST_SCALE:g}, found {text!r}")
    return scale


def _refuse(sentence: str) -> int:
    print(f"elmo-explorer: {sentence}", file=sys.stderr)
    return 2
