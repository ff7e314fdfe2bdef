"""Writes the table of all rules to standard output."""

import sys

from models.rules.clocks.page import page

sys.stdout.write(page())
