# The commands of this project. `make run` starts the eleven sites, `make test` tests them.

.NOTPARALLEL:
.PHONY: help run test test-postgresql lint lock bench bench-pages bench-desk bench-scale bench-search bench-import cards packages test-packages
.DEFAULT_GOAL := help

PORT ?= 8000
export PORT

# The first Python that is new enough; if none is, the one that will say so.
PYTHON := $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))) python3)
PREFLIGHT = command -v $(PYTHON) >/dev/null \
	|| { echo "Python 3.11 or newer is needed and there is no python3 here: on Debian or Ubuntu, apt install python3 python3-venv." >&2; exit 1; }; \
	$(PYTHON) empcp_site/preflight.py
BIN = .venv/bin
PYTEST ?=

# $(call install,LOCK,STAMP): make .venv if it is not whole, then install the lock if it has changed.
define install
	@$(BIN)/python -m pip --version >/dev/null 2>&1 \
		|| { echo "Making .venv …"; $(PYTHON) -m venv --clear .venv \
		|| { echo "The virtual environment .venv cannot be made here: the message above says why." >&2; exit 1; }; }
	@cmp -s $(1) .venv/$(2) \
		|| { echo "Installing the packages in $(1) …"; \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(1) && cp $(1) .venv/$(2) \
		|| { echo "The packages in $(1) could not be installed: pip's message above says why." >&2; exit 1; }; }
endef

help:
	@echo "make run   start the eleven sites on http://127.0.0.1:$(PORT)/ (PORT=9000 make run for another port)"
	@echo "make test  run every test (PYTEST='-k words' make test for some)"
	@echo "make test-postgresql  the same on a PostgreSQL server of its own, thrown away afterwards"
	@echo "make lint  look for mistakes in code, settings, migrations and content"
	@echo "make lock  write the locks anew from pyproject.toml"
	@echo "make cards  draw the pictures that stand for each site where pages are shared"
	@echo "make bench  measure everything that is quick: stored and fresh pages beside others, growth, import, start"
	@echo "make bench-pages  measure pages as Lighthouse does: paint, shift, blocking, bytes"
	@echo "make bench-search measure the search among a thousand to a hundred thousand documents"
	@echo "make bench-import measure how a hundred thousand records come in"
	@echo "make bench-scale  measure pages, desk and publishing with a thousand and with a hundred thousand releases"
	@echo "make bench-desk   measure the desk's lists with a hundred thousand rows"

run:
	@$(PREFLIGHT) $(PORT)
	$(call install,requirements.txt,requirements.lock)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python -m gunicorn -c empcp_site/gunicorn.py

test: test-packages
	@EMPCP_CHROMIUM="$$($(BIN)/python tests/ground/chromium.py)" && export EMPCP_CHROMIUM && exec $(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(PYTEST)

test-postgresql: test-packages
	@exec $(BIN)/python -m tests.ground.postgres $(MAKE) --no-print-directory test

lint: test-packages
	@$(BIN)/ruff check .
	@$(BIN)/python tests/ground/lint.py

# --upgrade takes the newest versions that pyproject.toml allows. Run it with the oldest Python we support.
lock: test-packages
	@for target in "--output-file=requirements.txt" "--extra=tests --extra=pdf --extra=postgresql --output-file=tests/requirements.txt" \
		"--extra=pdf --extra=postgresql --extra=s3 --extra=metrics --extra=anymail --output-file=deploy/requirements.txt"; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $$target pyproject.toml || exit 1; \
	done

bench: test-packages
	@exec $(BIN)/python -m tests.benchmarks

bench-pages: test-packages
	@EMPCP_CHROMIUM="$$($(BIN)/python tests/ground/chromium.py)" && export EMPCP_CHROMIUM && exec $(BIN)/python -m tests.benchmarks.pages

bench-desk: test-packages
	@exec $(BIN)/python -m tests.benchmarks.desk

bench-scale: test-packages
	@exec $(BIN)/python -m tests.benchmarks.scale

bench-search: test-packages
	@exec $(BIN)/python -m tests.benchmarks.search

bench-import: test-packages
	@exec $(BIN)/python -m tests.benchmarks.importing

cards: test-packages
	@EMPCP_CHROMIUM="$$($(BIN)/python tests/ground/chromium.py)" && export EMPCP_CHROMIUM && exec $(BIN)/python -m tests.ground.cards

test-packages:
	@$(PREFLIGHT)
	$(call install,tests/requirements.txt,tests-requirements.lock)
