"""Being told to stop, and errors whose words may be repeated anywhere."""

import threading

stopping = threading.Event()
"""Set when this process is told to stop: what is begun is ended, and nothing new is begun."""


class Plain(Exception):
    """Its words are ours, free of content: they may be logged, kept and shown."""


class Stopped(Plain):
    """This process was told to stop before the work was done."""
