"""Figures of the real window: every kind and view, real text and fonts, opened again, the same once more."""

import base64
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from elmo_explorer.cli import _file_named
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.carried import Kind, carried
from elmo_explorer.session.figure_look import FigureLook
from elmo_explorer.session.session import Mix, Notice
from elmo_explorer.session.session_file import saved_session, write_session
from elmo_explorer.ui import tokens
from elmo_explorer.ui.figure_dialog import FigureWish
from elmo_explorer.ui.figures.svg_fonts import with_fonts
from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.switch import Switch
from elmo_explorer.window_options import WindowOptions
from tests.waiting import until


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    motion.set_reduced(True)
    made.projection.animated = False
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    until(lambda: not made.waiting_for())
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()
    motion.set_reduced(False)


def exported(window: Explorer, look: FigureLook, kind: Kind, file: Path, with_session: bool = True) -> bytes:
    window.figures.packing(FigureWish(look, kind, with_session), file)()
    return file.read_bytes()


def test_a_png_has_its_size_and_colours_and_the_window_keeps_its_own(window: Explorer) -> None:
    before = window.window.grab().toImage()
    canvases = {"light": tokens.LIGHT["canvas"], "dark": tokens.DARK["canvas"], "print": "#FFFFFF"}
    for colours, canvas in canvases.items():
        image = window.figures.drawn(FigureLook("projection", 500, 400, 3.0, colours), "png").image
        assert (image.width(), image.height()) == (1500, 1200)
        found = np.frombuffer(image.constBits(), np.uint32).reshape(1200, 1500) & 0xFFFFFF
        assert (found == QColor(canvas).rgb() & 0xFFFFFF).mean() > 0.5
        assert len(np.unique(found)) > 100, "points and words lie on it"
    assert window.window.grab().toImage() == before


@pytest.mark.parametrize("view", ["projection", "compare", "layers", "influence"])
def test_a_figure_in_other_colours_is_what_the_window_draws_in_them(window: Explorer, view: str) -> None:
    """Nothing that was drawn for the screen is left in it: no heat map, no font."""
    if view in window.window.tabs.titles():
        window.window.tabs.show_tab(view)
    until(lambda: not window.waiting_for())
    size = {key: size for key, _, size in window.figures._views()}[view]
    look = FigureLook(view, size.width(), size.height(), 1.0, "dark")
    pictures = []
    try:
        for mode in ("light", "dark"):
            theme.set_mode(mode)
            until(lambda: not window.waiting_for())
            image = window.figures.drawn(look, "png").image
            pictures.append(
                np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).astype(int)
            )
    finally:
        theme.set_mode("light")
    assert (abs(pictures[0] - pictures[1]) > 40).any(axis=2).mean() < 0.0005


@pytest.mark.parametrize("view", ["projection", "mix", "layers", "compare"])
def test_an_svg_has_real_text_in_its_own_fonts(window: Explorer, view: str, tmp_path: Path) -> None:
    if view in window.window.tabs.titles():
        window.window.tabs.show_tab(view)
        until(lambda: not window.waiting_for())
    size = {key: size for key, _, size in window.figures._views()}[view]
    look = FigureLook(view, size.width(), size.height(), 2.0, "print")
    text = exported(window, look, "svg", tmp_path / "figure.svg").decode()
    root = ElementTree.fromstring(text)
    words = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("bank" in word or "layer" in word for word in words)
    fonts = re.findall(
        r'font-family: "([^"]+)"; font-weight: (\d+); src: url\("data:font/woff;base64,([^"]+)"', text
    )
    known = {
        (family, weight): set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())
        for family, weight, data in fonts
    }
    letters = {ord(letter) for word in words for letter in word}
    assert letters <= set().union(*known.values())
    assert max(map(len, known.values())) < 100, "the letters that are used, and no others"
    if view == "projection":
        assert "<image" not in text, "points stay points"
        assert len({word for word in words if word == "bank"}) == 1
    assert carried(text.encode(), "figure.svg").look == look


def test_every_strip_of_a_vector_is_its_own_in_an_svg(window: Explorer, tmp_path: Path) -> None:
    """An SVG cannot draw a part of an image: each part has to be an image."""
    window.window.tabs.show_tab("layers")
    until(lambda: not window.waiting_for())
    text = exported(window, FigureLook("layers", 1103, 372), "svg", tmp_path / "layers.svg").decode()
    images = re.findall(r'href="data:image/png;base64,([^"]+)"', text)
    assert len(set(images)) > len(images) // 2


def test_a_pdf_has_real_text_and_embedded_fonts(window: Explorer, tmp_path: Path) -> None:
    from pypdf import PdfReader

    data = exported(window, FigureLook(colours="print"), "pdf", tmp_path / "figure.pdf")
    (page,) = PdfReader(io.BytesIO(data)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (720.0, 480.0)
    said = " ".join(page.extract_text().split())
    assert "12 occurrences" in said, "numbers are text, too"
    assert "PCA of the layer mix" in said
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert carried(data, "figure.pdf").session is not None


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_opens_again_and_gives_the_same_once_more(
    window: Explorer, kind: Kind, tmp_path: Path
) -> None:
    window.session.mix = Mix((0.1, 0.2, 0.7))
    window.session.selection = frozenset(window.session.occurrences[:1])
    until(lambda: not window.waiting_for())
    scatter = window.canvas.scatter
    scatter.move_camera(scatter.camera_to_be.zoomed(1.4, QPointF(300, 200)))
    look = FigureLook("projection", 640, 420, 2.0, "dark", window.figures._camera())
    first = exported(window, look, kind, tmp_path / f"first.{kind}")
    picture = exported(window, look, "png", tmp_path / "picture.png")
    window.session.mix = Mix.average(3)
    window.session.selection = frozenset()
    scatter.fit(ease=False)
    until(lambda: not window.waiting_for())
    window.documents.controller.look = None
    window._files_dropped([str(tmp_path / f"first.{kind}")])
    window.documents.may_close = lambda afterwards=None: True  # type: ignore[method-assign]
    until(lambda: window.keeping.offered or window.documents.controller.look is not None or _answer_discard())
    until(lambda: not window.waiting_for())
    assert window.session.mix == Mix((0.1, 0.2, 0.7))
    assert window.documents.controller.path is None, "to save asks for a session's file"
    assert window.documents.controller.look == look
    assert scatter.camera_is_users
    assert exported(window, look, "png", tmp_path / "again.png") == picture
    if kind == "png":
        assert first == picture


def _answer_discard() -> bool:
    box = QApplication.activeModalWidget()
    if box is not None:
        box.reject()
    return False


def test_without_its_data_a_figure_holds_no_typed_word_and_is_refused(
    window: Explorer, tmp_path: Path
) -> None:
    told: list[Notice] = []
    window.session.events.notice.connect(lambda notice: told.append(notice) if notice else None)
    data = exported(window, FigureLook(), "png", tmp_path / "private.png", with_session=False)
    cargo = carried(data, "private.png")
    assert cargo.session is None
    assert b"bank" not in data
    assert "biLM en" in cargo.methods
    sentences = window.session.sentences
    window.documents.controller.open_file(tmp_path / "private.png")
    until(lambda: told)
    assert told[0].kind == "error"
    assert "private.png carries no session" in told[0].text
    assert window.session.sentences is sentences


def test_the_command_draws_what_the_window_draws(window: Explorer, tmp_path: Path) -> None:
    window.canvas.scatter.fit(ease=False)
    look = FigureLook("projection", 700, 500, 2.0, "light")
    expected = exported(window, look, "png", tmp_path / "window.png")
    write_session(tmp_path / "talk.elmox", saved_session(window.session, with_vectors=False))
    run = [sys.executable, "-m", "elmo_explorer", "figure", str(tmp_path / "talk.elmox")]
    done = subprocess.run(
        [*run, "--out", str(tmp_path / "command.png"), "--size", "700x500"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "command.png").read_bytes() == expected
    for arguments, said in (
        (["--out", str(tmp_path / "a.gif")], "ends in .png, .svg, .pdf"),
        (["--out", str(tmp_path / "no" / "a.png")], "There is no folder"),
        (["--out", str(tmp_path / "a.png"), "--scale", "9"], "from 1 to 4"),
    ):
        refused = subprocess.run([*run, *arguments], capture_output=True, text=True)
        assert refused.returncode == 2
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr


def test_the_dialog_asks_by_keyboard_and_shows_what_comes(window: Explorer) -> None:
    window.actions.export_picture.trigger()
    dialog = window.figures.dialog
    assert dialog is not None
    until(lambda: not dialog.picture.pixmap().isNull())
    colours = next(c for c in dialog.findChildren(Segmented) if c.accessibleName() == "Colours")
    before = dialog.picture.pixmap().toImage()
    colours.changed.emit(2)
    until(lambda: dialog.picture.pixmap().toImage() != before)
    assert dialog.wish.look.colours == "print"
    switch = dialog.findChild(Switch)
    assert switch is not None
    switch.toggle()
    assert not dialog.wish.with_session
    dialog.wish = replace(dialog.wish, look=replace(dialog.wish.look, width=9000, height=9000))
    dialog._show_picture()
    assert "at most 200,000,000 pixels" in dialog.problem.text()
    assert not dialog.export.isEnabled()
    dialog.reject()
    assert window.figures.dialog is None


def test_a_file_that_cannot_be_written_is_told(window: Explorer, tmp_path: Path) -> None:
    told: list[Notice] = []
    window.session.events.notice.connect(lambda notice: told.append(notice) if notice else None)
    window.figures.export(FigureWish(FigureLook()), tmp_path / "absent" / "figure.png")
    until(lambda: told)
    assert told[0].kind == "error"
    assert "figure.png" in told[0].title
    window.figures.export(FigureWish(FigureLook(view="spelling")), tmp_path / "figure.png")
    assert "is not in front" in told[-1].text


def test_the_tab_of_a_run_is_exported_from_the_window(window: Explorer, tmp_path: Path) -> None:
    window.window.tabs.show_tab("training")
    window.window.tabs.export.click()
    dialog = window.figures.dialog
    assert dialog is not None
    assert dialog.wish.look.view == "training"
    until(lambda: not dialog.picture.pixmap().isNull())
    assert not dialog.problem.text()
    assert len(exported(window, dialog.wish.look, "svg", tmp_path / "training.svg")) > 1000
    dialog.reject()


def test_the_copied_picture_is_twice_as_sharp(window: Explorer) -> None:
    QGuiApplication.clipboard().clear()
    window.actions.copy_picture.trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.width() == 2 * window.canvas.width()
    window.window.copy_tab()
    assert QGuiApplication.clipboard().image().width() == 2 * window.window.tabs.page.width()


def test_text_that_no_xml_file_may_have_is_replaced() -> None:
    svg = '<svg><text font-family="Inter" font-weight="400">a\x00b\x0b&lt;银</text></svg>'
    made = with_fonts(svg.encode())
    root = ElementTree.fromstring(made)
    assert root.find("text").text == "a\ufffdb\ufffd<银"


def test_a_figure_alone_on_the_command_line_is_opened() -> None:
    assert _file_named(["figure.PNG"]) == ["--file", "figure.PNG"]
    assert _file_named(["--screenshot", "out.png", "--example", "bank"])[0] == "--screenshot"
    assert _file_named(["figure", "a.png", "--out", "b.png"]) == ["figure", "a.png", "--out", "b.png"]
