# Everything that people and machines do with Tajryiba. Python 3.11 or newer with venv, and make, are all it needs.
# A link named .venv to an environment elsewhere works too.

PORT ?= 8000
STACK_PORT ?= 8080
STACK ?= var/stack
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python
WORKERS ?= 2

# The tests that need nothing but Python.
ANYWHERE := "not postgresql and not elasticsearch and not browser and not slow and not faults"

.DEFAULT_GOAL := help
.PHONY: help run stack stack-stop test test-fast faults bench relevance axe check check-catalogues format install install-dev services

help:
	@echo "make run         start Tajryiba on http://localhost:$(PORT) (PORT= changes it)"
	@echo "make stack       production on this machine: PostgreSQL, Redis, Elasticsearch, Celery; http://localhost:$(STACK_PORT)"
	@echo "make stack-stop  end it; what it keeps stays in $(STACK)"
	@echo "make test-fast   the tests that take seconds: SQLite in memory, no browser"
	@echo "make test        all tests, on SQLite and PostgreSQL and in Chromium"
	@echo "make faults      processes are killed and hung: nothing may be lost"
	@echo "make check       all lints: style, types, layers, migrations, translations, production settings"
	@echo "make bench       how fast it is, beside its limits (PART=search, explorer, analysis, pages, digest or import; SMALL=1 for a trial)"
	@echo "make relevance   how well what people look for is found, on each engine (WORST=15 prints what went worst)"
	@echo "make axe         accessibility of every page, language, width and colour scheme"
	@echo "make format      put the code into the house's form"

run: install
	@exec $(PY) manage.py start --port $(PORT)

stack: services
	@$(PY) -m tests.services.stack start --folder "$(STACK)" --port $(STACK_PORT)

stack-stop:
	@$(PY) -m tests.services.stack stop --folder "$(STACK)"

# What is installed is kept beside the environment, and compared with what is asked for.
install:
	@cmp -s requirements.txt .venv/installed.txt || { \
		$(MAKE) -s --no-print-directory .venv/bin/python && \
		echo "Installing what Tajryiba stands on …" && \
		$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		cp requirements.txt .venv/installed.txt; }

install-dev: install
	@cmp -s requirements-dev.txt .venv/installed-dev.txt || { \
		echo "Installing what checks and tests need …" && \
		$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && \
		cp requirements-dev.txt .venv/installed-dev.txt; }

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Tajryiba needs Python 3.11 or newer: none is on the PATH." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing (Debian: apt-get install python3-venv)." >&2; rm -rf .venv; exit 1; }

services: install-dev
	@$(PY) -m tests.services.install

test-fast: install-dev
	$(PY) -m pytest -q -m $(ANYWHERE)

# First what runs everywhere, on SQLite; then all of it, on PostgreSQL.
test: services
	$(PY) -m pytest -q -n $(WORKERS) -m $(ANYWHERE)
	$(PY) -m tests.services $(PY) -m pytest -n $(WORKERS) -m "not faults"

# One after the other: each has seconds in which something must have happened.
faults: services
	timeout --signal=INT 1200 $(PY) -m tests.services $(PY) -m pytest -m faults

bench: services
	$(PY) -m tests.services $(PY) -m tests.performance $(PART) $(if $(SMALL),--small)

relevance: services
	$(PY) -m tests.services $(PY) -m tests.relevance $(if $(WORST),--worst $(WORST))

axe: services
	AXE=all $(PY) -m tests.services $(PY) -m pytest -n $(WORKERS) tests/e2e/test_accessibility.py

check: services
	@$(PY) -m tests.checks

check-catalogues: services
	@$(PY) -m tests.checks translations

format: install-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
