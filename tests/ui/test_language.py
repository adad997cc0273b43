"""The window in Chinese: every text is translated, its fields agree, the bundled font has its characters."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import Explorer
from elmo_explorer.paths import resources_dir
from elmo_explorer.session.session import Focus
from elmo_explorer.translation import tr
from elmo_explorer.ui.language import language
from elmo_explorer.ui.retranslation import retranslate
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = resources_dir() / "translations"
CHINESE = TRANSLATIONS / "elmo_explorer_zh_CN.ts"
LUPDATE = [
    "-tr-function-alias",
    "QT_TR_NOOP+=mark",
    "-locations",
    "none",
    "-no-obsolete",
    "-extensions",
    "py",
]
COLLECT = f"pyside6-lupdate {' '.join(LUPDATE)} elmo_explorer -ts {CHINESE.relative_to(ROOT)}"

SHOWN = {
    *("setText", "setToolTip", "setStatusTip", "setAccessibleName", "setAccessibleDescription", "setTitle"),
    *("setPlaceholderText", "setWindowTitle", "setSpecialValueText", "setSuffix", "setPrefix", "showText"),
    *("QLabel", "QAction", "QPushButton", "QCheckBox", "QGroupBox", "addMenu", "addAction", "drawText"),
    *(
        "SectionTitle",
        "QuietButton",
        "PanelHeader",
        "Segmented",
        "set_segments",
        "set_text",
        "set_tip",
        "say",
    ),
    *(
        "Notice",
        "Job",
        "add_label",
        "button",
        "Heading",
        "Figure",
        "Ranking",
        "add_button",
        "ReadOut",
        "TriangleMark",
    ),
}
"""What shows its texts, or has them read out."""
KEYS = {
    *("primary", "chip", "danger", "quiet", "plain", "link"),
    *("info", "warning", "error", "memory", "model_error", "model", "import", "embed", "learning"),
    *(
        "projection",
        "spelling",
        "picture",
        "forward",
        "backward",
        "accent",
        "word",
        "layer",
        "search",
        "scissors",
    ),
}
"""Names of looks, icons and kinds, which nobody reads."""
COMMAND_LINE = {
    "downloads",
    "cli",
    "app",
    "arguments",
    "model_commands",
    "model_download",
    "embed_command",
    "figure_command",
}
"""Modules that speak on the terminal, in English."""
TECHNICAL = {
    "\tShift+",
    "PCA",
    "UMAP",
    "LSTM",
    "ELMo",
    "ELMo Explorer",
    "CPU",
    "GPU",
    "MB",
    "Ctrl F",
    "Del",
    "BOS",
    "EOS",
}


def texts(file: Path) -> dict[str, ElementTree.Element]:
    """English -> the translation's element."""
    messages = ElementTree.parse(file).getroot().iter("message")
    return {m.findtext("source", ""): m.find("translation") for m in messages}  # type: ignore[misc]


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    return {source: element.text or "" for source, element in texts(CHINESE).items()}


@pytest.fixture
def spoken(qapp: object) -> Iterator[None]:
    language.choose("zh")
    yield
    language.choose("en")


def test_every_text_of_the_code_is_translated(tmp_path: Path) -> None:
    collected = tmp_path / "all.ts"
    subprocess.run(
        [tool("pyside6-lupdate"), *LUPDATE, "elmo_explorer", "-ts", str(collected)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wanted, there = set(texts(collected)), texts(CHINESE)
    assert wanted == set(there), f"collect the texts anew: {COLLECT}"
    assert not [source for source, element in there.items() if element.get("type") or not element.text]


def test_what_the_window_reads_is_made_of_the_texts(tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    subprocess.run(
        [tool("pyside6-lrelease"), str(CHINESE), "-qm", str(made)], check=True, capture_output=True
    )
    assert made.read_bytes() == CHINESE.with_suffix(".qm").read_bytes(), f"pyside6-lrelease {CHINESE.name}"


def test_fields_agree(chinese: dict[str, str]) -> None:
    field = re.compile(r"\{[^{}]*\}")
    differing = {
        source: text
        for source, text in chinese.items()
        if sorted(field.findall(source)) != sorted(field.findall(text))
    }
    assert not differing


def test_spaces_at_the_ends_and_line_breaks_agree(chinese: dict[str, str]) -> None:
    assert not {s: t for s, t in chinese.items() if s.count("\n") != t.count("\n")}


def test_the_bundled_font_has_every_character(qapp: object, chinese: dict[str, str]) -> None:
    fonts = [
        QRawFont(str(resources_dir() / "fonts" / name), 13)
        for name in ("NotoSansCJKsc-Regular.otf", "Inter-Regular.ttf")
    ]
    used = {character for text in chinese.values() for character in text if character > " "}
    assert not {c for c in used if not any(font.supportsCharacter(ord(c)) for font in fonts)}


def test_texts_are_looked_up_in_the_chosen_language(qtbot: QtBot) -> None:
    assert tr("Mixing weights") == "Mixing weights"
    with qtbot.waitSignal(language.changed):
        language.choose("zh")
    try:
        assert tr("Mixing weights") == "混合权重"
        assert tr("{n:,} sentences", n=1200) == "1,200 个句子"
        assert tr("not a text of ours") == "not a text of ours"
    finally:
        language.choose("en")
    assert tr("{n:,} sentences", n=1200) == "1,200 sentences"


@pytest.mark.usefixtures("spoken")
def test_qt_s_own_texts_are_chinese_as_well(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def shown_literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals that are given to what shows texts, outside ``tr`` and ``mark``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SHOWN:
            for given in (
                *node.args,
                *(k.value for k in node.keywords if k.arg in ("text", "name", "title")),
            ):
                yield from literals(given)


def literals(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        plain = [part.value for part in node.values if isinstance(part, ast.Constant)]
        yield node.lineno, re.sub(r"<[^>]*>|&\w+;", "", "".join(map(str, plain)))
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from literals(item)
    elif isinstance(node, ast.BinOp):
        yield from literals(node.left)
        yield from literals(node.right)


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_no_text_is_shown_untranslated() -> None:
    package = ROOT / "elmo_explorer"
    files = [f for name in ("ui", "tabs", "controllers") for f in (package / name).rglob("*.py")]
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in (*files, *(f for f in package.glob("*.py") if f.stem not in COMMAND_LINE))
        for line, text in shown_literals(ast.parse(file.read_text(encoding="utf-8")))
        if re.search("[A-Za-z]{2}", text.replace("ELMo Explorer", ""))
        and text not in KEYS | TECHNICAL
        and not re.fullmatch("[a-z_]+", text)
    ]
    assert not found


def test_the_collector_finds_every_text(chinese: dict[str, str]) -> None:
    """It does not look into f-strings."""
    calls = [
        (f"{file.name}:{node.lineno}", node.args[0])
        for file in (ROOT / "elmo_explorer").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node) in ("tr", "mark")
    ]
    texts = {place: node.value for place, node in calls if isinstance(node, ast.Constant)}
    assert not {place: text for place, text in texts.items() if text not in chinese}


def words_of(window: QWidget) -> set[tuple[str, str, str]]:
    """What a window's widgets say, by kind of widget and property."""
    said = set()
    for widget in window.findChildren(QWidget):
        shows_text = isinstance(widget, QLabel | QAbstractButton)
        for name in (
            "toolTip",
            "accessibleName",
            "placeholderText",
            "title",
            *(("text",) if shows_text else ()),
        ):
            if isinstance(text := widget.property(name), str) and text:
                said.add((type(widget).__name__, name, text))
    return said


def test_an_open_window_changes_over_and_back_and_keeps_what_is_in_it(
    qapp: QApplication, qtbot: QtBot, two_models: Path
) -> None:
    settings = Settings(None)
    settings.language = "en"
    explorer = Explorer(WindowOptions(model=str(two_models / "en"), device="cpu"), settings)
    try:
        explorer.projection.animated = False
        explorer.window.resize(1440, 900)
        explorer.window.show()
        explorer.start()
        session = explorer.session
        qtbot.waitUntil(lambda: session.model is not None, timeout=60_000)
        explorer.text.add_text("We sat on the bank. The bank lent us money. The cell is open.")
        session.focus = Focus("bank")
        qtbot.waitUntil(lambda: not explorer.waiting_for(), timeout=60_000)
        sentences, points, english = session.sentences, session.points, words_of(explorer.window)
        undone = explorer.history.undo_name

        settings.language = "zh"
        chinese = words_of(explorer.window)
        assert explorer.window.tabs.bar.tabText(0) == "比较"
        assert explorer.toolbar.search.placeholderText() == "查找词或句子"
        assert len(chinese - english) > 200
        assert session.sentences is sentences
        assert session.points is points
        assert explorer.history.can_undo
        assert explorer.history.undo_name == undone

        settings.language = "en"
        back = words_of(explorer.window)
        assert not {said for said in back if re.search("[一-鿿]", said[2]) and said not in english}
        assert len(back - english) < 20  # some read alike in Chinese: "Layer 1" and "layer 1"
    finally:
        explorer.window.close()
        explorer.window.deleteLater()
        language.choose("en")


def test_what_people_wrote_is_not_translated(qtbot: QtBot) -> None:
    ours, written, word = QPushButton(tr("cell")), QPushButton("bank of the river"), QPushButton("cell")
    word.setProperty("verbatim", True)
    for button in (ours, written, word):
        qtbot.addWidget(button)
    language.choose("zh")
    try:
        retranslate([ours, written, word])
        assert [button.text() for button in (ours, written, word)] == ["单元", "bank of the river", "cell"]
    finally:
        language.choose("en")
