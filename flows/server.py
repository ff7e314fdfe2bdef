"""Prefect's server as `helix run` starts it, without the pauses that SQLite and Python's collector make together.

Where the collector runs in the event loop's thread it may let go of a cursor whose connection another thread is using:
it waits for that thread, which waits for the write lock, whose holder waits for the event loop. After 60 seconds, the
server's time limit for locks, one of the three gives up. Collected in a thread of its own, a cursor keeps nobody.
"""

import gc
import threading
from typing import Any

EVERY = 5.0
"""Seconds between two collections."""


def create_app() -> Any:
    from prefect.server.api.server import create_app as prefect_app  # seconds: only in Prefect's own process

    app = prefect_app()
    gc.collect()
    gc.freeze()  # modules stay: what is collected later is little
    gc.disable()
    threading.Thread(target=_collect, daemon=True, name="collector").start()
    return app


def _collect() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        gc.collect()
