"""Prefect's application as `helix run` starts it: garbage is collected, but never in the event loop's thread."""

import subprocess
import sys

from tests.flows.processes import ENOUGH

PROGRAM = """
import gc, threading
from flows import server

class Ring:
    def __init__(self):
        self.own = self
    def __del__(self):
        collected_in.append(threading.current_thread().name)
        ended.set()

collected_in, ended = [], threading.Event()
server.EVERY = 0.1
app = server.create_app()
Ring()
ended.wait()
print(type(app).__name__, gc.isenabled(), *collected_in)
"""


def test_garbage_is_collected_in_a_thread_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=ENOUGH, check=False)
    assert done.stdout == "FastAPI False collector\n", done.stderr
