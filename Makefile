# The two commands a newcomer needs are `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint lock bench clean system-packages prefect-demo prefect-demo-postgres

run: $(VENV)/.run-ready  ## set up, then run the sample city from its page to a release
	$(BIN)/kouyaku run sample

test: $(VENV)/.test-ready lint  ## set up, then lint, types, import rules and tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock:  ## write the lock files anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --override requirements/override.txt --quiet --upgrade \
	  --custom-compile-command "make lock" -o requirements/run.lock
	$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --override requirements/override.txt --quiet \
	  -c requirements/run.lock --custom-compile-command "make lock" -o requirements/test.lock

bench: $(VENV)/.test-ready  ## measure side by side; writes docs/performance.md
	$(BIN)/python -m benchmarks

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "kouyaku needs Python 3.11 to 3.13; $(PYTHON) is another. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing (Debian: apt install python3-venv)."; exit 1; }

# --no-deps: the lock files are complete, and leave out what the override file replaces.
$(VENV)/.run-ready: $(VENV)/bin/python requirements/run.lock pyproject.toml
	@echo "Setting up: Python packages from requirements/run.lock (a minute or two, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --no-deps --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@bash .ci/system-packages run
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready requirements/test.lock
	@echo "Setting up: test tools from requirements/test.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --no-deps --require-hashes -r requirements/test.lock
	@bash .ci/system-packages test
	@touch $@

prefect-demo: $(VENV)/.run-ready  ## Prefect on loopback: the sample city by schedule, then all stopped
	$(BIN)/python -m flows.deployment.demo

prefect-demo-postgres: $(VENV)/.run-ready  ## the same with PostgreSQL as Prefect's database
	$(BIN)/python -m flows.deployment.demo --postgres

clean:
	rm -rf $(VENV) out build
