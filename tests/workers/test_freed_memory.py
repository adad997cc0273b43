import platform

import psutil
import pytest

from elmo_explorer.workers.freed_memory import give_back_memory

MB = 1024**2


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Only glibc keeps freed memory in pools.")
def test_freed_memory_goes_back_to_the_system():
    process = psutil.Process()
    many = [bytearray(b"x" * 65_536) for _ in range(1600)]  # small enough for the pools: 100 MB
    last = many.pop()  # the end of the pool is in use: the C library cannot shorten it by itself
    many.clear()
    before = process.memory_info().rss
    give_back_memory()
    assert before - process.memory_info().rss > 50 * MB
    del last
