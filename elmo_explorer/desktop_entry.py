"""``elmo-explorer desktop``: the program in a Linux desktop's menu, and a double click on a session opens it.

Files and places are those of the Desktop Entry (1.5), Shared MIME-info (0.21) and Icon Theme specifications of
freedesktop.org, below ``XDG_DATA_HOME``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

from elmo_explorer.paths import APP_NAME, resources_dir
from elmo_explorer.written_aside import write_whole

MIME_TYPE = "application/x-elmo-explorer-session"
_TIMEOUT_S = 60
_SPECIAL = re.compile(r'(["`$\\])')
_ENTRY = """[Desktop Entry]
Type=Application
Version=1.5
Name=ELMo Explorer
GenericName=Contextual word embeddings
GenericName[zh_CN]=语境词向量
Comment=See how a word's vector changes with its sentence, and how its layers mix
Comment[zh_CN]=看一个词的向量如何随句子而变，各层如何混合
Exec={command} %f
Icon={name}
Terminal=false
StartupWMClass={name}
StartupNotify=true
MimeType={mime_type};
Categories=Education;Science;
Keywords=ELMo;word vectors;embeddings;language model;
"""
_MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{mime_type}">
    <comment>ELMo Explorer session</comment>
    <comment xml:lang="zh_CN">ELMo Explorer 会话</comment>
    <sub-class-of type="application/zip"/>
    <icon name="{icon}"/>
    <glob pattern="*.elmox"/>
  </mime-type>
</mime-info>
"""


def main_desktop(args: argparse.Namespace) -> int:
    """Carry it out.

    Returns:
        The exit status.

    Raises:
        OSError: a file cannot be written or removed.
    """
    if sys.platform in ("win32", "darwin"):
        print("elmo-explorer: this command is for Linux desktops.", file=sys.stderr)
        return 1
    for path in install() if args.what == "install" else remove():
        print(path)
    return 0


def install() -> list[Path]:
    """Write the files.

    Returns:
        What was written.

    Raises:
        OSError: a file cannot be written.
    """
    written = []
    for path, content in _files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        written.append(path)
    _tell_the_desktop()
    return written


def remove() -> list[Path]:
    """Take away what ``install`` wrote, and nothing else.

    Returns:
        What was there.

    Raises:
        OSError: a file cannot be removed.
    """
    there = [path for path in _files() if path.is_file()]
    for path in there:
        path.unlink()
    if there:
        _tell_the_desktop()
    return there


def quoted(argument: str) -> str:
    """An argument of an ``Exec`` line: quotes, what the shell would take up, and field codes stand for themselves."""
    inside = _SPECIAL.sub(r"\\\1", argument).replace("%", "%%")
    return f'"{inside}"'.replace("\\", "\\\\")


def _files() -> dict[Path, str]:
    data = platformdirs.user_data_path()
    icon_name = MIME_TYPE.replace("/", "-")
    icon = (resources_dir() / "icons" / "elmo_explorer.svg").read_text(encoding="utf-8")
    icons = data / "icons" / "hicolor" / "scalable"
    return {
        data / "applications" / f"{APP_NAME}.desktop": _ENTRY.format(
            command=_command(), name=APP_NAME, mime_type=MIME_TYPE
        ),
        data / "mime" / "packages" / f"{APP_NAME}.xml": _MIME.format(mime_type=MIME_TYPE, icon=icon_name),
        icons / "apps" / f"{APP_NAME}.svg": icon,
        icons / "mimetypes" / f"{icon_name}.svg": icon,
    }


def _command() -> str:
    """How this very program is started."""
    beside = Path(sys.executable).with_name(APP_NAME)
    if beside.is_file():
        return quoted(str(beside))
    return " ".join(map(quoted, (sys.executable, "-m", "elmo_explorer")))


def _tell_the_desktop() -> None:
    """Its lists are made anew, where their programs are installed; without them the next login does it."""
    data = platformdirs.user_data_path()
    for program, folder in (
        ("update-mime-database", data / "mime"),
        ("update-desktop-database", data / "applications"),
    ):
        found = shutil.which(program)
        if found is None or not folder.is_dir():
            continue
        try:
            subprocess.run([found, str(folder)], capture_output=True, check=False, timeout=_TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired):
            continue
