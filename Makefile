# The commands of eia. `make help` prints them from the comments below.

SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
# Three on two processors: a worker waits for its browser, its server or the disk a third of its time.
WORKERS ?= 3
# A test of ten minutes hangs: its worker says where, ends, and the run names the test and goes on.
HANGING := -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true
export EIA_PORT PYTHONUNBUFFERED := 1
# Where this is set, each process that a command starts would compile every module anew: two seconds a start.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test prove check bench pictures static lock format clean environment dev

help: ## say what can be typed
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: environment static ## run it here with demonstration data: first time two minutes, then seconds
	@$(PY) -m tools.run

test: dev static ## run every test on SQLite, on PostgreSQL and in a browser; narrow with ARGS="-k trail"
	@$(PY) -m compileall -q -j 0 eia migrations tests/support # once, and not by each worker of a fresh clone
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal --ignore tests/bench $(HANGING) $(ARGS) || \
	{ status=$$?; [ $$status -eq 5 ] && echo "There are no tests to run" || exit $$status; }

# With ARGS one of the two may find nothing to run.
prove: dev static ## run the long proofs with their full counts (up to 40 minutes)
	@EIA_PROVE=1 $(PY) -m pytest tests/prove tests/assessments/test_random_people.py \
		tests/browser/test_a_board_sits.py $(ARGS) $(if $(ARGS),|| [ $$? -eq 5 ])
	@EIA_PROVE=1 $(PY) -m pytest -n $(WORKERS) --dist worksteal tests/promotions/test_oracles.py \
		tests/promotions/test_laws.py tests/promotions/test_releases.py $(ARGS) $(if $(ARGS),|| [ $$? -eq 5 ])

check: dev ## check style, types, import floors, templates, sizes, and the docs drawn from code
	@$(PY) -m tools.check

bench: dev static ## measure the speed against floors on the same machine; ARGS=--write keeps it in docs/
	@$(PY) -m tests.bench $(ARGS)

pictures: dev static ## take the pictures of README.md from the demonstration, with a real browser
	@$(PY) -m tools.pictures

static: environment ## build the style sheets and scripts, if their sources changed
	@$(PY) -m tools.build_static

lock: dev ## write the hashed locks anew from pyproject.toml and package.json
	@$(PY) -m tools.lock

format: dev ## put the code in order
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix --quiet .

clean: ## remove what was built; instance/ with its data stays
	@rm -rf .venv node_modules static/dist static/dist.new build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

environment:
	@$(PYTHON) -m tools.environment run

dev:
	@$(PYTHON) -m tools.environment dev
