# From nothing but Python 3.11+ and make: `make run` serves, `make test` tests.
# The virtual environment is made once; a stamp per lock file keeps later runs quick.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# The first Python that is new enough; `make PYTHON=/path/to/python run` overrides it.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$p"; break; fi; done)

.PHONY: run demo test bench lint format lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make run    serve at http://127.0.0.1:8080 (first time: makes .venv, about a minute)"
	@echo "make demo   the same with a database of believable cases"
	@echo "make test   the whole suite"
	@echo "make lint   ruff and mypy --strict"
	@echo "make bench  ratios of speed and size"
	@echo "make lock   resolve the locks again (needs uv)"

run: $(VENV)/.installed
	$(PY) -m bot run

demo: $(VENV)/.installed
	$(PY) -m bot demo

test: $(VENV)/.installed-dev
	$(PY) -m pytest $(ARGS)

bench: $(VENV)/.installed-dev
	$(PY) -m tests.benchmarks $(ARGS)

lint: $(VENV)/.installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(VENV)/.installed-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

UV_COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--custom-compile-command "make lock"
lock:
	$(UV_COMPILE) pyproject.toml -o requirements.lock
	$(UV_COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

$(PY):
	@test -n "$(PYTHON)" || { echo "Fenliu needs Python 3.11 or newer on the PATH." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

# Only wheels whose hash is in the lock; jieba comes as source and is built here.
$(VENV)/.installed: requirements.lock | $(PY)
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(PY)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
