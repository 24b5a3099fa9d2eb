# make demo  dựng và phục vụ một tỉnh mẫu       make test  chạy mọi kiểm thử
# make lint  soát mã và danh mục                make bench  đo hiệu năng        make docs  sinh lại tài liệu tham khảo
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
JOBS ?= 2

.PHONY: demo test test-tools test-embedded test-postgres15 lint docs bench lock clean

demo: .venv/demo
	$(BIN)/motcua demo --port $(PORT)

test: .venv/dev test-tools lint test-embedded test-postgres15

test-embedded: .venv/dev
	$(BIN)/pytest -n $(JOBS) --dist loadgroup

test-postgres15: .venv/dev
	MOTCUA_TEST_POSTGRES=debian $(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not browser" src tests

test-tools:
	@sh tests/install-tools

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/motcua lint
	$(BIN)/python -m motcua.web.messages --check

docs: .venv/dev
	$(BIN)/python -m docs.generate

bench: .venv/dev
	for file in bench/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

# Bộ thư viện được ghim theo mã băm, không ghi địa chỉ kho nào.
lock: .venv/dev
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile $(LOCK) --build-deps-for=editable --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK) --build-deps-for=editable --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
LOCK := --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.venv/demo: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: requirements-dev.txt .venv/demo
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-build-isolation --use-pep517 -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
