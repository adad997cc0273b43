"""Where files are, also for a user who may not write."""

import tempfile
from pathlib import Path

from elmo_explorer.paths import cache_dir


def test_the_cache_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache_dir() == tmp_path / "cache" / "elmo-explorer"
    assert cache_dir().is_dir()


def test_a_home_that_cannot_be_written_has_a_cache_for_this_run(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    found = cache_dir()
    assert found.is_dir()
    assert Path(tempfile.gettempdir()) in found.parents
    assert cache_dir() == found
