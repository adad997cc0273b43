import os
import random
import stat
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from elmo_explorer.settings_file import backup_of
from elmo_explorer.ui.settings import Entry, Settings

ENTRIES = {name: entry for name, entry in vars(Settings).items() if isinstance(entry, Entry)}


def filled(file: Path) -> Settings:
    """Settings of which every entry is unlike at first, written twice: there is a backup."""
    settings = Settings(file)
    settings.theme_mode = "dark"
    settings.save()
    settings.zoom = 1.5
    settings.language = "zh"
    settings.reduce_motion = settings.high_contrast = settings.tour_seen = True
    settings.autosave = settings.type_ahead = False
    settings.model = "模型\x7f\u2028 \U0001f600"
    settings.device, settings.precision, settings.matching, settings.seed = "cpu", "bf16", "lemma", 7
    settings.tab = "layers"
    settings.recent = ("/a.elmox", '/b "c".elmox')
    settings.shortcuts = {"search": "Ctrl+G", "fold": ""}
    settings.geometry = QByteArray(b"\x00\x01\xff")
    settings.set_size("left", 321)
    settings.save()
    return settings


def test_all_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    first = filled(file)
    second = Settings(file)
    for name, entry in ENTRIES.items():
        assert getattr(second, name) == getattr(first, name) != entry.default
    assert second.shortcuts == {"search": "Ctrl+G", "fold": ""}
    assert second.geometry == QByteArray(b"\x00\x01\xff")
    assert second.size("left", 300) == 321
    assert second.font_size == 20
    assert second.take_said() == ""
    assert sorted(os.listdir(tmp_path)) == ["settings.toml", "settings.toml.bak", "settings.toml.lock"]


def test_without_a_file_all_is_as_at_first_and_forgotten() -> None:
    settings = Settings(None)
    assert all(getattr(settings, name) == entry.default for name, entry in ENTRIES.items())
    settings.seed = 3
    settings.save()
    assert settings.seed == 3


@pytest.mark.parametrize("line", ["theme = 3", 'theme = "pink', "theme = [[[[[[[", "= \x00\xff", "theme"])
def test_a_broken_entry_costs_itself_alone(line: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"zoom = 1.5\n{line}\nseed = 4\n# end\n", encoding="latin-1")
    settings = Settings(file)
    assert (settings.theme_mode, settings.zoom, settings.seed) == ("system", 1.5, 4)
    settings.save()


def test_values_out_of_their_bounds_are_as_at_first(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "zoom = nan\nseed = -1\nautosave = 1\nrecent = 5\nsizes.left = 99999999\ngeometry = '%%'\ndevice = 'tpu'\n# end"
    )
    settings = Settings(file)
    assert (settings.zoom, settings.seed, settings.autosave, settings.recent) == (1.0, 0, True, ())
    assert (settings.size("left", 300), settings.device) == (300, "auto")
    assert settings.geometry.isEmpty()


def test_an_unreadable_file_falls_back_to_its_backup_and_says_so_once(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    filled(file)
    file.write_bytes(b"\x00" * 500)
    settings = Settings(file)
    assert settings.theme_mode == "dark"
    said = settings.take_said()
    assert "settings.toml.bak" in said
    assert settings.take_said() == ""
    settings.seed = 11
    settings.save()  # the rubbish does not become the backup
    assert b"\x00" not in backup_of(file).read_bytes()
    again = Settings(file)
    assert (again.theme_mode, again.seed, again.take_said()) == ("dark", 11, "")


def test_a_file_that_was_cut_short_keeps_the_rest_from_its_backup(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings = filled(file)
    settings.seed = 8
    settings.save()
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("seed")], encoding="utf-8")
    cut = Settings(file)
    assert (cut.language, cut.seed, cut.zoom) == ("zh", 7, 1.5)


def test_two_windows_keep_each_others_changes(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    filled(file)
    first, second = Settings(file), Settings(file)
    first.seed = 21
    second.language = "en"
    first.save()
    second.save()
    settings = Settings(file)
    assert (settings.seed, settings.language) == (21, "en")


def test_many_writers_leave_a_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    filled(file)

    def write(n: int) -> None:
        settings = Settings(file)
        for k in range(5):
            settings.set_size(f"w{n}", 100 * n + k + 1)
            settings.writing()()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settings = Settings(file)
    assert [settings.size(f"w{n}", 0) for n in range(4)] == [5, 105, 205, 305]
    assert settings.theme_mode == "dark"
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a folder cannot be closed to this user")
def test_a_read_only_folder_costs_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings = filled(file)
    before = file.read_bytes()
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    settings.seed = 99
    settings.save()
    tmp_path.chmod(stat.S_IRWXU)
    assert file.read_bytes() == before
    settings.save()  # nothing is forgotten meanwhile
    assert Settings(file).seed == 99


def test_changes_are_told_once(tmp_path: Path) -> None:
    settings = Settings(None)
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.seed = 5
    settings.seed = 5
    settings.shortcuts = {"search": "Ctrl+G"}
    settings.shortcuts = {}
    assert told == ["seed", "shortcuts.search", "shortcuts.search"]


def test_recent_files_are_few_and_each_once() -> None:
    settings = Settings(None)
    for k in range(15):
        settings.add_recent(f"/{k}")
    settings.add_recent("/12")
    assert settings.recent[:3] == ("/12", "/14", "/13")
    assert len(settings.recent) == 10


def test_settings_of_older_versions_are_taken_over(tmp_path: Path) -> None:
    old = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    for key, value in {"theme": "dark", "zoom": 1.2, "type_ahead": False, "tab": "tasks"}.items():
        old.setValue(key, value)
    old.setValue("geometry", QByteArray(b"abc"))
    old.setValue("sizes/left", 310)
    old.sync()
    settings = Settings(tmp_path / "settings.toml")
    assert (settings.theme_mode, settings.zoom, settings.type_ahead) == ("dark", 1.2, False)
    assert (settings.tab, settings.geometry, settings.size("left", 1)) == ("tasks", QByteArray(b"abc"), 310)
    settings.save()
    (tmp_path / "window.ini").unlink()
    assert Settings(tmp_path / "settings.toml").theme_mode == "dark"


def test_no_mutated_file_does_harm(tmp_path: Path) -> None:
    """A thousand broken files: every entry has a value of its kind, and the file can be written again."""
    file = tmp_path / "settings.toml"
    filled(file)
    good = file.read_bytes()
    draw = random.Random(1)
    for round_ in range(1000):
        data = bytearray(good)
        for _ in range(draw.choice((1, 1, 3, 40))):
            at, n = draw.randrange(len(data) + 1), draw.choice((0, 1, 1, 8, 60))
            new = draw.choice(
                (b"", bytes(draw.randrange(256) for _ in range(n)), data[:n], b"[[", b'"', b"\n\x00")
            )
            data[at : at + n] = new
        file.write_bytes(data)
        settings = Settings(file)
        for name, entry in ENTRIES.items():
            assert isinstance(getattr(settings, name), type(entry.default))
        assert len(settings.shortcuts) <= 40
        assert 0 < settings.size("left", 300) < 10_000
        assert isinstance(settings.geometry, QByteArray)
        if round_ % 50 == 0:
            settings.seed = round_ + 1
            settings.save()
            assert Settings(file).seed == round_ + 1


def test_two_windows_keep_each_others_recent_files(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    first = Settings(file)
    first.recent = ("/a", "/b")
    first.save()
    second = Settings(file)
    first.add_recent("/c")
    first.save()
    second.add_recent("/d")
    second.save()
    assert Settings(file).recent == ("/d", "/a", "/b", "/c")
    first.recent = ("/c",)  # the others were taken out here
    first.save()
    assert Settings(file).recent == ("/c", "/d")
    first.recent = ()
    first.save()
    assert Settings(file).recent == ()
