# The whole thing on one command. `make help` lists them.

PY := .venv/bin/python
PIP := PYTHONWARNINGS=ignore PIP_PROGRESS_BAR=off $(PY) -m pip --disable-pip-version-check --quiet
# Versions that have wheels of everything come first.
PYTHON ?= python3.11 python3.12 python3.13 python3.14 python3
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

ifdef CORPUS
export ASSISTANT_CORPUS := $(CORPUS)
endif
ifdef INDEX
export ASSISTANT_INDEX := $(INDEX)
endif

.PHONY: help install chat test check

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile
	@echo "  Settings: PORT=7860 CORPUS=folder INDEX=folder PYTHON=python3.12"

install: .venv/.installed ## make .venv with everything that the assistant needs

# An index that is named without its corpus is served as it is.
chat: install ## build the index where it is missing or stale, then start the chat
	@$(if $(CORPUS)$(if $(INDEX),,yes),$(PY) -m assistant index)
	@$(PY) -m assistant serve

# A file's tests stay together, since they share its server and its browser.
test: .venv/.installed-tests ## run all tests; ARGS="tests/test_cli.py" runs some
	@TEST_BROWSER="$$($(PY) tests/browsers.py)" \
	    $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: .venv/.installed-tests ## formatter, linter and strict type checker
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --strict

.venv/bin/python:
	@for python in $(PYTHON); do \
	    if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Making .venv with $$python."; \
	        $$python -m venv --clear .venv; exit; \
	    fi; \
	done; \
	echo "No Python 3.11 or newer with venv was found (looked for: $(PYTHON))." >&2; \
	echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv;" >&2; \
	echo "macOS: brew install python@3.13), or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1

# Stamps: a second run sees that nothing changed, and asks no package index.
.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing the packages: about 550 MB to download, once."
	@$(PIP) install --upgrade -c constraints.txt pip setuptools
	@if [ "$$(uname -s)" = Linux ] && ! nvidia-smi -L >/dev/null 2>&1; then \
	    $(PY) -c "$$ANSWERS" $(TORCH_INDEX)/torch/ 2>/dev/null && \
	    $(PIP) install --no-deps --retries 0 --timeout 15 -c constraints.txt \
	        --index-url $(TORCH_INDEX) torch || \
	    echo "No answer from $(TORCH_INDEX): torch comes from pip's index (PyPI's brings CUDA)."; \
	fi
	@$(PIP) install --no-build-isolation -c constraints.txt -e .
	@touch $@

.venv/.installed-tests: .venv/.installed
	@echo "Installing what the tests need."
	@$(PIP) install --no-build-isolation -c constraints.txt -e ".[test]"
	@touch $@

# Without an NVIDIA card, PyPI's torch would bring 2.7 GB of CUDA that nobody uses; the CPU build
# is 0.2 GB, from an index of its own. This asks in four seconds at most whether that one answers.
define ANSWERS
import os, ssl, sys, threading, urllib.request

def ask():
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    urllib.request.urlopen(sys.argv[1], timeout=3, context=context).close()
    os._exit(0)

asking = threading.Thread(target=ask, daemon=True)  # name servers know no timeout
asking.start()
asking.join(4)
os._exit(1)
endef
export ANSWERS
