"""Whether a window can open here, asked before Qt is: Qt's own answer is an abort."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# Shared library -> the Debian and Ubuntu package that has it.
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def what_a_window_lacks() -> str | None:
    """One sentence on what to install or do so that Qt can start here; None where it can.

    Reads ``QT_QPA_PLATFORM``, ``DISPLAY`` and ``WAYLAND_DISPLAY``. Only Linux is looked at: Qt's wheels for other systems
    bring all they need.
    """
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    wayland = platform.startswith("wayland") or (not platform and _wayland_answers())
    x11 = platform == "xcb" or (not platform and not wayland)
    needed = ALWAYS | (X11 if x11 else {}) | (WAYLAND if wayland else {})
    missing = [library for library in needed if not _loads(library)]
    if missing:
        packages = " ".join(sorted(needed[library] for library in missing))
        return (
            f"The window needs system libraries that are missing here ({', '.join(missing)}): "
            f"install them, on Debian or Ubuntu with `sudo apt-get install {packages}`."
        )
    if x11 and not _x11_answers():
        display = os.environ.get("DISPLAY")
        found = f"the display {display} does not answer" if display else "no display was found"
        return (
            f"The window cannot open because {found}: start it from a desktop session, "
            "or draw into a file with `elmo-explorer --example bank --screenshot out.png`."
        )
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()


def _x11_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
