"""An HDF5 file on a disk that may become full: the library would crash where it cannot even close its file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import h5py


@contextmanager
def hdf5_output(path: Path, named: Path, **options: Any) -> Iterator[tuple[h5py.File, Callable[[], None]]]:
    """Write a new HDF5 file.

    Args:
        path: where to.
        named: the file that an error names.
        options: of ``h5py.File``.

    Yields:
        The file, and a function that raises the OSError of a disk that has become full; it is raised at the end too.

    Raises:
        OSError: the file cannot be written.
    """
    import h5py

    with _Written(path, "w+b") as out:

        def check() -> None:
            if out.error is not None:
                raise OSError(out.error.errno, out.error.strerror, str(named)) from out.error

        try:
            with h5py.File(out, "w", **options) as file:
                yield file, check
        finally:
            check()  # rather than what the library makes of it


class _Written(io.FileIO):
    """Keeps the first error, and takes what comes after it as if it were written."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        """All of it."""
        view = memoryview(data).cast("B")
        done = 0
        try:
            while self.error is None and done < len(view):
                done += super().write(view[done:]) or 0
        except OSError as error:
            self.error = error
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        """To the size that the library has come to."""
        try:
            return super().truncate(size) if self.error is None else size or 0
        except OSError as error:
            self.error = error
            return size or 0
