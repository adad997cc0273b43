"""The container of a session's file: one JSON document and some arrays in a ZIP archive that nobody need trust."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.saved_session import SessionFileError
from elmo_explorer.session.session_migrations import migrated
from elmo_explorer.translation import tr

DOCUMENT = "session.json"
LARGEST = 1 << 30
"""Bytes of a file."""
LARGEST_DOCUMENT = 1 << 28
"""Bytes of the JSON document: some 100 for each of a million tokens."""
MOST_MEMBERS = 256
_FLOOR = 1 << 24
_RATIO = 200
"""More than this, and more than 16 MiB, unpacks from one byte of no honest file."""
_CLOCK = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


@dataclass
class Arrays:
    """The arrays of a file: each is read when its shape is known from the document, and only if it has that shape."""

    name: str
    """Of the file."""
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    taken: set[str] = field(default_factory=set)

    def take(self, member: str, shape: tuple[int, ...], kind: str = "<f4") -> NDArray[Any]:
        """An array of a shape; nothing is allocated before the member's size is found right.

        Raises:
            SessionFileError: it is not there, or another one.
        """
        info = self.members.get(f"{member}.npy")
        head = _npy_head(shape, kind)
        size = len(head) + int(np.dtype(kind).itemsize) * _product(shape)
        if info is None:
            raise SessionFileError(
                tr("{name} is damaged: {member}.npy is not in it.", name=self.name, member=member)
            )
        if info.filename in self.taken or info.file_size != size:
            raise SessionFileError(
                tr(
                    "{name} is damaged: {filename} should be an array of shape {shape}, {size:,} bytes, "
                    "found {file_size:,}.",
                    name=self.name,
                    filename=info.filename,
                    shape=_shape(shape),
                    size=size,
                    file_size=info.file_size,
                )
            )
        self.taken.add(info.filename)
        data = _member(self.archive, info, self.name)
        if data[: len(head)] != head:
            raise SessionFileError(
                tr(
                    "{name} is damaged: {filename} should be an array {kind} of shape {shape}.",
                    name=self.name,
                    filename=info.filename,
                    kind=kind,
                    shape=_shape(shape),
                )
            )
        array: NDArray[Any] = np.frombuffer(data, kind, offset=len(head)).reshape(shape)
        return array

    def check_all_taken(self) -> None:
        """Refuse members that nothing speaks of.

        Raises:
            SessionFileError: there are some.
        """
        left = sorted(self.members.keys() - self.taken)
        if left:
            raise SessionFileError(
                tr(
                    "{name} is damaged: {shortened} is no part of a session's file.",
                    name=self.name,
                    shortened=_shortened(left[0]),
                )
            )


def pack(document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """One file; the same content gives the same bytes.

    Raises:
        SessionFileError: it is too large.
    """
    text = _json(document)
    total = len(text) + sum(array.nbytes for array in arrays.values())
    if len(text) > LARGEST_DOCUMENT or total > LARGEST - _FLOOR:
        raise SessionFileError(
            tr(
                "This session would make a file of {total:,.0f} MB; a session's file holds "
                "{largest:,.0f} MB: save it without its vectors, or with fewer sentences.",
                total=total / 1000000.0,
                largest=LARGEST / 1000000.0,
            )
        )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        _add(archive, DOCUMENT, text, zipfile.ZIP_DEFLATED)
        for member, array in arrays.items():
            kind = array.dtype.newbyteorder("<").str
            content = _npy_head(array.shape, kind) + np.ascontiguousarray(array).astype(kind).tobytes()
            # Vectors are as good as random: to deflate them takes time and gains nothing.
            way = zipfile.ZIP_STORED if array.nbytes > _FLOOR // 16 else zipfile.ZIP_DEFLATED
            _add(archive, f"{member}.npy", content, way)
    return memory.getvalue()


def unpack(data: bytes, name: str) -> tuple[dict[str, Any], Arrays]:
    """The document, as of the present version, and the arrays, which are read as their shapes are known.

    Raises:
        SessionFileError: this is no session's file, or a damaged one, or of a newer program.
    """
    if len(data) > LARGEST:
        raise SessionFileError(
            tr("{name} is too large for a session: {n:,.0f} MB.", name=name, n=len(data) / 1000000.0)
        )
    if not data.startswith(b"PK\x03\x04"):
        raise SessionFileError(tr("{name} is no session of ELMo Explorer.", name=name))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise SessionFileError(tr("{name} is damaged or was cut short.", name=name)) from None
    members = _checked(infos, len(data), name)
    if DOCUMENT not in members:
        raise SessionFileError(
            tr(
                "{name} is no session of ELMo Explorer: {document} is not in it.",
                name=name,
                document=DOCUMENT,
            )
        )
    document = _document(_member(archive, members.pop(DOCUMENT), name), name)
    return migrated(document, name), Arrays(name, archive, members)


def _checked(infos: Iterable[zipfile.ZipInfo], n_bytes: int, name: str) -> dict[str, zipfile.ZipInfo]:
    """The members by name, of which none has been unpacked yet."""
    members: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        member = info.filename
        plain = member == DOCUMENT or (
            member.endswith(".npy")
            and len(member) <= 64
            and member[:-4].isascii()
            and member[:-4].replace("_", "").isalnum()
        )
        if not plain or info.orig_filename != member:
            raise SessionFileError(
                tr(
                    "{name} is damaged: {shortened} is no part of a session's file.",
                    name=name,
                    shortened=_shortened(info.orig_filename),
                )
            )
        if member in members:
            raise SessionFileError(
                tr("{name} is damaged: {member} is in it twice.", name=name, member=member)
            )
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SessionFileError(
                tr(
                    "{name} is damaged: {member} is packed in a way that sessions are not.",
                    name=name,
                    member=member,
                )
            )
        members[member] = info
        total += info.file_size
        if len(members) > MOST_MEMBERS:
            raise SessionFileError(
                tr(
                    "{name} is damaged: it has more than {most_members} parts.",
                    name=name,
                    most_members=MOST_MEMBERS,
                )
            )
    if total > max(_FLOOR, min(_RATIO * n_bytes, LARGEST + LARGEST_DOCUMENT)) or (
        DOCUMENT in members and members[DOCUMENT].file_size > LARGEST_DOCUMENT
    ):
        raise SessionFileError(
            tr("{name} is damaged: it would unpack to {total:,.0f} MB.", name=name, total=total / 1000000.0)
        )
    return members


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """A member whose size was found right; its checksum is compared."""
    try:
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        data = b""
    if len(data) != info.file_size or not data:
        raise SessionFileError(
            tr("{name} is damaged: {filename} cannot be unpacked.", name=name, filename=info.filename)
        )
    return data


def _document(data: bytes, name: str) -> dict[str, Any]:
    try:
        document = json.loads(data, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError, MemoryError):
        document = None
    if not isinstance(document, dict):
        raise SessionFileError(
            tr("{name} is damaged: {document} cannot be read.", name=name, document=DOCUMENT)
        )
    return document


def _json(document: Mapping[str, Any]) -> bytes:
    """The document's text, its lists element by element: other threads have their turn in between."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list):
            parts.append(f"{json.dumps(key)}:[{','.join(map(_dumped, value))}]")
        else:
            parts.append(f"{json.dumps(key)}:{_dumped(value)}")
    return f"{{{','.join(parts)}}}".encode()


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _add(archive: zipfile.ZipFile, member: str, content: bytes, way: int) -> None:
    info = zipfile.ZipInfo(member, _CLOCK)
    info.compress_type = way
    info.create_system = 3
    info.external_attr = 0o600 << 16
    archive.writestr(info, content, compresslevel=_LEVEL if way == zipfile.ZIP_DEFLATED else None)


def _npy_head(shape: tuple[int, ...], kind: str) -> bytes:
    memory = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        memory, {"shape": tuple(map(int, shape)), "fortran_order": False, "descr": kind}
    )
    return memory.getvalue()


def _product(shape: tuple[int, ...]) -> int:
    product = 1
    for length in shape:
        product *= int(length)
    return product


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _shortened(member: str) -> str:
    return repr(member[:40] + ("…" if len(member) > 40 else ""))
