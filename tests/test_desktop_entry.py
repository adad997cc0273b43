"""The program in a desktop's menu: files as the specifications want them, and gone again."""

import configparser
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from elmo_explorer.desktop_entry import MIME_TYPE, install, quoted, remove

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="for Linux desktops")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data home"))
    return tmp_path / "data home"


def test_a_session_is_opened_with_the_program(data: Path) -> None:
    written = install()
    assert all(path.is_file() and data in path.parents for path in written)
    entry = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(data / "applications" / "elmo-explorer.desktop", encoding="utf-8")
    said = entry["Desktop Entry"]
    assert said["MimeType"] == f"{MIME_TYPE};"
    assert said["GenericName[zh_CN]"]
    *command, file = shlex.split(said["Exec"].replace("\\\\", "\\"))
    assert file == "%f"
    done = subprocess.run([*command, "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("elmo-explorer ")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = ElementTree.parse(data / "mime" / "packages" / "elmo-explorer.xml").getroot()
    assert kind.get("type") == MIME_TYPE
    assert [glob.get("pattern") for glob in kind.iter(f"{space}glob")] == ["*.elmox"]
    icon = kind.find(f"{space}icon")
    assert icon is not None
    icons = data / "icons" / "hicolor" / "scalable"
    assert (icons / "mimetypes" / f"{icon.get('name')}.svg").is_file()
    assert (icons / "apps" / f"{said['Icon']}.svg").is_file()


def test_it_goes_again_and_leaves_the_rest(data: Path) -> None:
    install()
    install()
    other = data / "applications" / "other.desktop"
    other.write_text("[Desktop Entry]\n")
    assert len(remove()) == 4
    ours = [path for path in data.rglob("*elmo-explorer*") if path.is_file() and "cache" not in path.name]
    assert ours == []
    assert other.is_file()
    assert remove() == []


def test_odd_paths_stand_for_themselves() -> None:
    for odd in ("/opt/a b/python", '/opt/a"b', "/opt/$HOME/`x`", "/opt/100%/x", "/opt/back\\slash"):
        line = quoted(odd).replace("\\\\", "\\")  # as a string of the file is read
        assert line.startswith('"')
        assert line.endswith('"')
        assert re.sub(r'\\(["`$\\])', r"\1", line[1:-1]).replace("%%", "%") == odd
