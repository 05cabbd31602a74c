"""The benchmarks: near-misses, retrieval, a cache, two pipelines, and what each remedy costs."""
