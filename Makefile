# Every target sets up what it needs, once, then does its job. `make` alone lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help book html pdf test check bench lock clean

python := .venv/bin/python
handbook := .venv/bin/handbook
set_up := sh requirements/install.sh

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.* ## /make \1	/p' Makefile | expand -t 14

book: ## the site and the PDF, in English: _build/en/html/index.html, _build/en/pdf/handbook.pdf
	@$(set_up) book
	@$(handbook) build all

html: ## the site alone
	@$(set_up) book
	@$(handbook) build html

pdf: ## the PDF alone
	@$(set_up) book
	@$(handbook) build pdf

check: ## look over the program: style and types
	@$(set_up) test
	$(python) -m ruff check .
	$(python) -m mypy

test: check ## everything that must hold before a change is accepted: style, types and all tests
	$(python) -m pytest

bench: ## time the builds side by side with others
	@$(set_up) test
	$(python) -m benchmarks --contenders all --per-page
	$(python) -m benchmarks.live

# `make lock` keeps what is pinned as long as pyproject.toml allows it; `make lock newer=--upgrade` takes the newest of all.
lock_with = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command 'make lock' $(newer)

lock: ## after a change of the dependencies in pyproject.toml: pin them anew (needs uv)
	@$(lock_with) --group install --output-file requirements/book.txt
	@$(lock_with) --group install --group test --constraints requirements/book.txt --output-file requirements/test.txt

clean: ## remove all that was built; the private environment .venv stays
	rm -rf _build .mypy_cache .pytest_cache .ruff_cache .hypothesis
