"""A session inside a figure: PNG, SVG and PDF files carry it, so that the figure can be opened again.

A PNG has it in a chunk of its own, ``elMo`` (PNG specification, 3rd edition, 5.4: ancillary, private, safe to copy), and
what was drawn and how it was made in ``iTXt`` chunks; an SVG has all of it in ``<metadata>`` and ``<desc>``; a PDF as
attached files (ISO 32000-1, 7.11.4). The same figure and session give the same bytes, but for a PDF's own marks.
"""

from __future__ import annotations

import base64
import binascii
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from xml.sax.saxutils import escape

from elmo_explorer.session.figure_look import FigureLook, from_json, to_json
from elmo_explorer.session.saved_session import SavedSession, SessionFileError
from elmo_explorer.session.session_archive import LARGEST
from elmo_explorer.session.session_file import from_bytes, read_session
from elmo_explorer.translation import tr

Kind = Literal["png", "svg", "pdf"]
SUFFIXES: Final[dict[str, Kind]] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK = b"elMo"
_LOOK_KEY, _METHODS_KEY = b"elmo-explorer:figure", b"Description"
_SESSION_FILE, _LOOK_FILE, _METHODS_FILE = "session.elmox", "figure.json", "methods.txt"
_SVG_SESSION = re.compile(rb'<metadata id="elmo-explorer-session"[^>]{0,200}>([A-Za-z0-9+/=\s]*)</metadata>')
_SVG_LOOK = re.compile(rb'<metadata id="elmo-explorer-figure">([A-Za-z0-9+/=\s]{0,8192})</metadata>')
_SVG_HEAD = re.compile(rb"<svg\b[^>]*>")
_LARGEST = 2 * LARGEST
"""Bytes of a figure: base64 takes a third more, and the picture comes on top."""


@dataclass(frozen=True)
class Cargo:
    """What a figure carries beside its picture."""

    session: bytes | None = None
    """A session's file; None where it was left out."""
    methods: str = ""
    """How it was made, one sentence."""
    look: FigureLook | None = None


def carry(figure: bytes, kind: Kind, cargo: Cargo) -> bytes:
    """Put the cargo into a figure that has none yet.

    Raises:
        ValueError: the figure is no file of its kind.
    """
    return {"png": _into_png, "svg": _into_svg, "pdf": _into_pdf}[kind](figure, cargo)


def carried(figure: bytes, name: str) -> Cargo:
    """What a figure carries; of a picture by another program nothing.

    Args:
        figure: the bytes of a PNG, SVG or PDF file, whoever made it.
        name: what the file is called in an error's sentence.

    Raises:
        SessionFileError: the file is damaged, or none of these.
    """
    if figure.startswith(_PNG):
        return _from_png(figure, name)
    if figure.startswith(b"%PDF-"):
        return _from_pdf(figure, name)
    if b"<svg" in figure[:4096]:
        return _from_svg(figure, name)
    raise SessionFileError(
        tr("{name} should be a PNG, SVG or PDF figure, or a session: it is none of these.", name=name)
    )


def read_opened(path: Path) -> tuple[SavedSession, FigureLook | None]:
    """Read a session's file, or the session that a figure carries and how that was drawn.

    Raises:
        SessionFileError: it cannot be read, or holds no session.
    """
    if path.suffix.lower() not in SUFFIXES:
        return read_session(path), None
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise SessionFileError(
            tr("{path} cannot be read: {value}.", path=path, value=error.strerror or error)
        ) from None
    if len(data) > _LARGEST:
        raise SessionFileError(tr("{name} is too large for a figure.", name=path.name))
    cargo = carried(data, path.name)
    if cargo.session is None:
        raise SessionFileError(
            tr(
                "{name} carries no session: another program made it, or it was exported without its data.",
                name=path.name,
            )
        )
    return from_bytes(cargo.session, path.name), cargo.look


# PNG


def _into_png(figure: bytes, cargo: Cargo) -> bytes:
    end = figure.rfind(b"IEND") - 4
    if not figure.startswith(_PNG) or end < len(_PNG):
        raise ValueError("This is no PNG file.")
    made = _text_chunk(_METHODS_KEY, cargo.methods.encode())
    if cargo.look is not None:
        made += _text_chunk(_LOOK_KEY, to_json(cargo.look))
    if cargo.session is not None:
        made += _chunk(_CHUNK, cargo.session)
    return figure[:end] + made + figure[end:]


def _text_chunk(key: bytes, text: bytes) -> bytes:
    """``iTXt``: keyword, not compressed, no language, no translated keyword."""
    return _chunk(b"iTXt", key + b"\0\0\0\0\0" + text)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _from_png(figure: bytes, name: str) -> Cargo:
    session, methods, look = None, "", None
    for kind, content in _chunks(figure, name):
        if kind == _CHUNK:
            session = content
        elif kind == b"iTXt":
            key, _, rest = content.partition(b"\0")
            text = rest[4:]
            if key == _METHODS_KEY and rest[:4] == b"\0\0\0\0":
                methods = text.decode("utf-8", "replace")
            elif key == _LOOK_KEY and rest[:4] == b"\0\0\0\0":
                look = from_json(text)
    return Cargo(session, methods, look)


def _chunks(figure: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """The chunks that may be ours, each compared with its checksum."""
    at = len(_PNG)
    while at < len(figure):
        if at + 12 > len(figure):
            raise _cut(name)
        (length,) = struct.unpack_from(">I", figure, at)
        kind, end = figure[at + 4 : at + 8], at + 8 + length
        if end + 4 > len(figure):
            raise _cut(name)
        if kind in (_CHUNK, b"iTXt"):
            content = figure[at + 8 : end]
            if struct.unpack_from(">I", figure, end)[0] != zlib.crc32(kind + content):
                raise SessionFileError(
                    tr("{name} is damaged: what it carries is not what was written.", name=name)
                )
            yield kind, content
        if kind == b"IEND":
            return
        at = end + 4
    raise _cut(name)


def _cut(name: str) -> SessionFileError:
    return SessionFileError(tr("{name} is damaged or was cut short.", name=name))


# SVG


def _into_svg(figure: bytes, cargo: Cargo) -> bytes:
    head = _SVG_HEAD.search(figure)
    if head is None:
        raise ValueError("This is no SVG file.")
    made = b""
    if cargo.methods:
        made += b"\n<desc>" + escape(cargo.methods).encode() + b"</desc>"
    if cargo.look is not None:
        coded = base64.b64encode(to_json(cargo.look))
        made += b'\n<metadata id="elmo-explorer-figure">' + coded + b"</metadata>"
    if cargo.session is not None:
        coded = base64.encodebytes(cargo.session)
        made += b'\n<metadata id="elmo-explorer-session">\n' + coded + b"</metadata>"
    return figure[: head.end()] + made + figure[head.end() :]


def _from_svg(figure: bytes, name: str) -> Cargo:
    """By searching: no entity is replaced, nothing is fetched, no script can run."""
    if not figure.rstrip().endswith(b"</svg>"):
        raise _cut(name)
    found, look = _SVG_SESSION.search(figure), _SVG_LOOK.search(figure)
    session = None if found is None else _decoded(found[1], name)
    return Cargo(session, _description(figure), None if look is None else from_json(_decoded(look[1], name)))


def _description(figure: bytes) -> str:
    found = re.search(rb"<desc>([^<]{0,4000})</desc>", figure)
    text = "" if found is None else found[1].decode("utf-8", "replace")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _decoded(text: bytes, name: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        raise SessionFileError(
            tr("{name} is damaged: what it carries is not what was written.", name=name)
        ) from None


# PDF


def _into_pdf(figure: bytes, cargo: Cargo) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(figure)))
    except PyPdfError as error:
        raise ValueError(f"This is no PDF file: {error}.") from None
    writer.add_metadata({"/Subject": cargo.methods})
    files = {_METHODS_FILE: cargo.methods.encode()}
    if cargo.look is not None:
        files[_LOOK_FILE] = to_json(cargo.look)
    if cargo.session is not None:
        files[_SESSION_FILE] = cargo.session
    for file, content in files.items():
        writer.add_attachment(file, content)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _from_pdf(figure: bytes, name: str) -> Cargo:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said in one sentence
    try:
        attached = PdfReader(io.BytesIO(figure)).attachments
        found = {
            file: attached[file][-1]
            for file in (_SESSION_FILE, _LOOK_FILE, _METHODS_FILE)
            if file in attached
        }
    except Exception:  # a foreign file can break its reader in any way
        raise _cut(name) from None
    look, methods = found.get(_LOOK_FILE), found.get(_METHODS_FILE, b"")
    return Cargo(
        found.get(_SESSION_FILE),
        methods.decode("utf-8", "replace"),
        None if look is None else from_json(look),
    )
