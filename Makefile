# make run 启动 · make test 测试 · make setup 只做安装 · make bench 性能 · make proof 期限互核 · make shots 截图 · make clean 删除生成物
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: help setup run test lint bench proof shots lock clean

help: ## 列出命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

setup: $(STAMP) ## 安装到 .venv（含开发工具、页面资源与字体）

$(STAMP): requirements-dev.lock pyproject.toml hatch_build.py package-lock.json scripts/check_machine.sh scripts/fetch_fonts.py
	@bash scripts/check_machine.sh $(PYTHON)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（首次约一分钟）……"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@echo "正在取得页面资源……"
	@$(BIN)/python hatch_build.py
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "正在取得字体……"
	@$(BIN)/python scripts/fetch_fonts.py
	@$(BIN)/python -m compileall -q . -x '(\.venv|node_modules|var)/' || true
	@touch $@

run: setup ## 启动全部（演示办公室），打印网址与演示账号
	@$(BIN)/weiquan serve --demo

test: setup lint ## 全部检查与测试
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: setup ## 性能对比，写入 docs/performance.md
	@$(BIN)/python -m benchmarks

proof: setup ## 一百万个随机期限，由引擎、第二程序和穷举程序互相核对（约六分钟）
	@$(BIN)/python -m benchmarks.proof

shots: setup ## 重新生成截图
	@$(BIN)/python scripts/screenshots.py

lock: ## 重新锁定依赖（需要 uv）
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.lock

clean: ## 删除安装与生成物（不动 var 里的数据）
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache node_modules web/static/vendor build dist *.egg-info
