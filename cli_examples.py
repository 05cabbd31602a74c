"""The examples that `verisieve COMMAND --help` ends with; a test parses every one of them."""

EXAMPLES = {
    "generate": """
  verisieve generate corpus.jsonl --out pairs
  verisieve generate texts/ paraphrases.csv --out pairs --config minilm --set max_sentences=2000
  verisieve generate corpus.txt --out triplets --format triplets
""",
    "backtranslate": """
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl --there "my-mt en de" --back "my-mt de en"

Then: verisieve generate corpus.jsonl paraphrases.jsonl --out pairs. Needs a translator that reads lines and
writes lines; the default is Apertium through Spanish (on Debian: apt install apertium apertium-eng-spa). The
same command goes on with a run that was interrupted.
""",
    "audit": """
  verisieve audit pairs
  verisieve audit pairs --out pairs --strict
  verisieve audit pairs --retriever none --json
""",
    "train": """
  verisieve train --data pairs --out run --config minilm
  verisieve train --data pairs --out run --config minilm --set retriever=my-embedder --set steps=3000
  verisieve train --data pairs --out run --json

The same command goes on with a run that was interrupted.
""",
    "evaluate": """
  verisieve evaluate run --near-miss pairs --out report
  verisieve evaluate run --near-miss questions.csv --retrieval scifact --out report --json
  verisieve evaluate run --near-miss pairs --scorers verifier,cosine,cross-encoder:my-reranker --out report
""",
    "compare": """
  verisieve compare report-a report-b
  verisieve compare report-a report-b --scorer gate --json
""",
    "probe": """
  verisieve probe all-MiniLM-L6-v2 --corpus corpus.jsonl --out probe
  verisieve probe my-tuned-embedder --against all-MiniLM-L6-v2 --corpus corpus.jsonl --out probe
""",
    "tradeoff": """
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff --set steps=150
""",
    "verify": """
  verisieve verify run --query "Rome is closer than Paris." --candidates candidates.txt
  verisieve verify run requests.jsonl > answers.jsonl
  retrieve | verisieve verify run | jq 'select(.verdict.answer == "same")'
  verisieve verify run requests.jsonl --explain why.html

A line in: {"query": "...", "candidate": "..."}      out: the same with "verdict": {"answer": ...}
       or: {"query": "...", "candidates": ["..."]}   out: the same with "verdicts": [{"answer": ...}]
Every line is answered as soon as it has arrived. On a terminal the output is coloured instead.
""",
    "publish": """
  verisieve publish run --dry-run hub-folder
  verisieve publish run --repo my-org/my-verifier
  verisieve publish pairs --repo my-org/my-pairs --license cc-by-4.0 --public
""",
    "demo": """
  verisieve demo
  verisieve demo --out quick --config smoke
""",
    "completion": """
  verisieve completion bash > ~/.local/share/bash-completion/completions/verisieve
  verisieve completion zsh > ~/.zfunc/_verisieve
""",
}
