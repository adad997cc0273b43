"""A session inside PNG, SVG and PDF files: it comes back whole, or a sentence does."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from elmo_explorer.session.carried import Cargo, Kind, carried, carry, read_opened
from elmo_explorer.session.figure_look import FigureLook, from_json, to_json
from elmo_explorer.session.saved_session import SavedSession, SessionFileError
from elmo_explorer.session.session import Sentence
from elmo_explorer.session.session_file import to_bytes

LOOK = FigureLook("layers", 700, 300, 3.0, "print", (0.0, -1.5, 2.0, 3.0))
CARGO = Cargo(
    to_bytes(SavedSession((Sentence(0, "The bank .", ("The", "bank", ".")),))), "PCA of <1> & 银行.", LOOK
)
KINDS: tuple[Kind, ...] = ("png", "svg", "pdf")


def png() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def pdf() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


PLAIN: dict[Kind, bytes] = {
    "png": png(),
    "svg": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><g/></svg>\n',
    "pdf": pdf(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_put_in_comes_out(kind: Kind) -> None:
    figure = carry(PLAIN[kind], kind, CARGO)
    assert carried(figure, "a figure") == CARGO
    assert carried(PLAIN[kind], "a figure") == Cargo(), "another program's picture carries nothing"
    if kind != "pdf":  # which has marks of its own
        assert carry(PLAIN[kind], kind, CARGO) == figure
    else:
        assert PdfReader(io.BytesIO(figure)).metadata.subject == CARGO.methods


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_can_be_left_out(kind: Kind) -> None:
    found = carried(carry(PLAIN[kind], kind, Cargo(None, CARGO.methods, LOOK)), "a figure")
    assert found == Cargo(None, CARGO.methods, LOOK)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_or_changed_figure_is_refused_in_a_sentence_or_carries_the_same(
    kind: Kind, tmp_path: Path
) -> None:
    figure = carry(PLAIN[kind], kind, CARGO)
    file = tmp_path / f"figure.{kind}"
    step = max(1, len(figure) // 60)
    refused: list[str] = []
    for at in range(1, len(figure) - 1, step):
        turned = figure[:at] + bytes([figure[at] ^ 0x21]) + figure[at + 1 :]
        for damaged in (figure[:at], turned):
            file.write_bytes(damaged)
            try:
                saved, _ = read_opened(file)
            except SessionFileError as error:
                refused.append(str(error))
            else:
                assert [sentence.tokens for sentence in saved.sentences] == [("The", "bank", ".")]
    assert len(refused) > 50
    for said in refused:
        assert said.startswith(file.name)
        assert said.endswith(".")
        assert len(said) < 300


def test_a_chunk_that_promises_more_than_there_is_takes_no_memory(tmp_path: Path) -> None:
    figure = PLAIN["png"]
    huge = figure[:33] + struct.pack(">I", 0xFFFF_FFF0) + b"elMo" + figure[33:]
    with pytest.raises(SessionFileError, match="cut short"):
        carried(huge, "huge.png")


def test_files_that_hold_no_session_are_told(tmp_path: Path) -> None:
    for name, content, said in (
        ("plain.png", PLAIN["png"], "carries no session"),
        ("plain.pdf", PLAIN["pdf"], "carries no session"),
        ("text.svg", b"no figure", "none of these"),
        (
            "bad.svg",
            PLAIN["svg"].replace(b"<g/>", b'<metadata id="elmo-explorer-session">A</metadata>'),
            "damaged",
        ),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SessionFileError, match=f"{name}.*{said}"):
            read_opened(tmp_path / name)
    with pytest.raises(SessionFileError, match="cannot be read"):
        read_opened(tmp_path / "absent.png")


def test_an_svg_is_searched_not_carried_out() -> None:
    hostile = (
        b'<!DOCTYPE svg [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;&a;">]>\n<svg><script>alert(1)</script>'
        b'<metadata id="elmo-explorer-session">&b;</metadata></svg>'
    )
    assert carried(hostile, "hostile.svg") == Cargo()


def test_a_look_that_cannot_be_drawn_is_none() -> None:
    assert from_json(to_json(LOOK)) == LOOK
    for text in (
        b"",
        b"[]",
        b'{"view": "x"}',
        b'{"width": 1}',
        b'{"scale": 1e9}',
        b'{"width": 9999, "height": 9999}',
    ):
        assert from_json(text) is None


def test_sizes_are_refused_in_a_sentence() -> None:
    for look, said in (
        (FigureLook(width=10), "100 to 10,000 pixels"),
        (FigureLook(scale=5.0), "scale is from 1 to 4"),
        (FigureLook(width=9000, height=9000), "at most 200,000,000 pixels"),
        (FigureLook(view="spam"), "one of projection, mix"),
    ):
        with pytest.raises(ValueError, match=said):
            look.check()
