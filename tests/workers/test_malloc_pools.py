import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, re, tempfile, threading
from elmo_explorer.workers.freed_memory import limit_pools
limit_pools()
all_there = threading.Barrier(8)
def work():
    kept = [bytearray(5000) for _ in range(100)]
    all_there.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as told:
    file = ctypes.c_void_p(libc.fopen(told.name.encode(), b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(len(re.findall(b"<heap nr", told.read())))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Only glibc has a pool for every thread.")
def test_eight_threads_take_from_two_pools():
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "2", told.stderr
