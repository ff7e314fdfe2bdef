"""Helix against the bare libraries under it and against other engines: `make bench`."""
