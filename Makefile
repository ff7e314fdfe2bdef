# make setup   what `helix run` needs: Debian packages, .venv, the locked libraries
# make run     set up, then run Helix with the example portfolio on http://127.0.0.1:8000
# make test    set up for development, then pytest in three processes;   make test ARGS="-n 0 -k matching" in one
# make check   ruff, mypy and the layers, over everything
# make format  let ruff put the code in form
# make lock    compile the three lock files from pyproject.toml again
# make bench   set up for the benchmarks, then run them

.PHONY: setup run test check format lock bench
.DEFAULT_GOAL := setup
MAKEFLAGS += --no-print-directory --no-builtin-rules
ARGS ?=

setup:
	@.ci/setup run

run: setup
	@.venv/bin/helix run --example $(ARGS)

test:
	@.ci/setup dev
	@.venv/bin/pytest -n 3 --dist loadgroup $(ARGS)

check:
	@.ci/setup dev
	@.ci/check

format:
	@.ci/setup dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock:
	@.ci/lock $(ARGS)

bench:
	@.ci/setup bench
	@.venv/bin/python -m benchmarks $(ARGS)
