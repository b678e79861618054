# Two commands do everything: make run and make test. They need Python 3.11 or later, pip and make; uv is used when it is there.
PYTHON ?= python3
PORT ?= 8501
export SAMHANDLING_DATA ?= data

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: run test bench charts lock clean help

help:
	@echo "make run    the dashboard on this machine, with demo data the first time"
	@echo "make test   all tests"
	@echo "make bench  the benchmarks, each as a ratio in one run"
	@echo "make charts the charts' specifications anew, after a chart or its words have changed"
	@echo "make lock   the locked requirements anew"
	@echo "make clean  remove the environment and caches (not the data)"

run: $(VENV)/run
	@test -f $(SAMHANDLING_DATA)/warehouse.duckdb || $(BIN)/samhandling demo
	@$(BIN)/samhandling serve --port $(PORT)

test: $(VENV)/dev
	$(BIN)/python scripts/ensure_browser.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks

charts: $(VENV)/dev
	$(BIN)/python -m dashboard.author

$(VENV)/python: | check-python
ifdef UV
	$(UV) venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif
	@touch $@

$(VENV)/run: requirements.lock pyproject.toml | $(VENV)/python
	$(call install,requirements.lock)
	@$(BIN)/python -m compileall -q dashboard etl warehouse
	@touch $@

$(VENV)/dev: requirements-dev.lock pyproject.toml | $(VENV)/python
	$(call install,requirements-dev.lock)
	@$(BIN)/python -m compileall -q dashboard etl warehouse
	@touch $@ $(VENV)/run

# Hashes are demanded of all that is installed, and our own package is built with what is locked.
ifdef UV
install = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) && \
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
else
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif

.PHONY: check-python
check-python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is older. Try: make run PYTHON=python3.12"; exit 1; }

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group build pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
