"""The window's way in: what is missing is said in a sentence, before Qt or torch can fail on it."""

from __future__ import annotations

import argparse
import os
import sys

from elmo_explorer.display import what_a_window_lacks
from elmo_explorer.window_options import WindowOptions


def main(args: argparse.Namespace) -> int:
    """Open the window, or draw it into a file.

    Args:
        args: of interest are ``example``, ``screenshot``, ``size`` (text as ``1440x900``), ``theme``, ``language``,
            ``tab``, ``projection``, ``model`` and ``device``, each of which may be absent.

    Returns:
        0, or the exit status after a sentence on the standard error stream.
    """
    try:
        options = WindowOptions.of(args)
    except ValueError as error:
        return _refuse(str(error))
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lacking = what_a_window_lacks()
    if lacking is not None:
        return _refuse(lacking)
    try:
        from elmo_explorer.explorer import run
    except ImportError as error:
        return _refuse(f"The window cannot open because a part of it is missing: {error}.")
    return run(options)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
