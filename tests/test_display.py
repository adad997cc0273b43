"""Where no window can open, one sentence says what to do."""

import sys

import pytest

import elmo_explorer.display as display

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Qt brings all it needs elsewhere"
)


@pytest.fixture
def all_libraries(monkeypatch):
    monkeypatch.setattr(display, "_loads", lambda library: True)
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_no_display(all_libraries):
    sentence = display.what_a_window_lacks()
    assert "no display was found" in sentence
    assert "--screenshot" in sentence


def test_offscreen_needs_no_display(all_libraries):
    all_libraries.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.what_a_window_lacks() is None


def test_missing_libraries_are_named_with_their_packages(all_libraries):
    all_libraries.setattr(
        display, "_loads", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0")
    )
    sentence = display.what_a_window_lacks()
    assert "libEGL.so.1, libxcb-cursor.so.0" in sentence
    assert "sudo apt-get install libegl1 libxcb-cursor0" in sentence
    all_libraries.setenv("QT_QPA_PLATFORM", "offscreen")
    assert "libxcb" not in display.what_a_window_lacks()


def test_a_display_that_does_not_answer(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setattr(display, "X11", {})
    if display._loads("libxcb.so.1"):
        assert "the display :4711 does not answer" in display.what_a_window_lacks()
