# `make demo` and `make test` need Python 3.11 or newer and nothing else: the rest goes into .venv.
# Another Python: make demo PYTHON=/path/to/python

PYTHON ?=
CANDIDATES = $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3.14 python3 python)
ARGS ?=

VENV := .venv
IN_VENV := $(VENV)/bin
PIP := $(IN_VENV)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench screenshot lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/runs ## open kamtui on the sample data
	@$(IN_VENV)/kamtui --history sample

test: $(VENV)/tests ## run every test but the benchmarks (ARGS="-k words" for some of them)
	$(IN_VENV)/python -m pytest -n 2 --dist loadfile --ignore tests/bench $(ARGS)

lint: $(VENV)/tests ## ruff, mypy and the direction of imports
	$(IN_VENV)/ruff check .
	$(IN_VENV)/ruff format --check .
	$(IN_VENV)/mypy
	$(IN_VENV)/lint-imports

bench: $(VENV)/tests ## measure speed as ratios: a table here, JSON in bench.json
	$(IN_VENV)/python -m pytest tests/bench -m bench -s $(ARGS)

screenshot: $(VENV)/tests ## draw the picture of the README from the real screen
	$(IN_VENV)/python tests/terminal/picture.py docs/kamtui.svg

lock: ## pin every dependency anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--constraint requirements.lock --extra dev pyproject.toml --output-file requirements-dev.lock

clean: ## remove .venv and whatever else was made here
	rm -rf $(VENV) build dist bench.json snapshot_report.html
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three steps; each file is there when its step was finished.
$(VENV)/made:
	@rm -rf $(VENV)
	@bare=; for python in $(CANDIDATES); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import venv, ensurepip' 2>/dev/null || { bare=$$python; continue; }; \
		echo "Making $(VENV) with $$("$$python" --version)"; \
		exec "$$python" -m venv $(VENV); \
	done; \
	if [ -n "$$bare" ]; then \
		echo "kamtui: $$bare has no venv module (on Debian and Ubuntu: apt install python3-venv)"; \
	else \
		echo "kamtui needs Python 3.11 or newer; looked for: $(CANDIDATES)"; \
		echo "Install one, or say where it is: make demo PYTHON=/path/to/python"; \
	fi >&2; exit 1
	@touch $@

$(VENV)/runs: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing what kamtui needs"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --editable .
	@$(IN_VENV)/python -m compileall -q kamtui
	@touch $@

$(VENV)/tests: $(VENV)/runs requirements-dev.lock
	@echo "Installing what its tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
