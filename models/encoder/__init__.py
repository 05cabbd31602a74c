"""What carries the retriever's encoder: its LoRA view, the device it runs on, and other processes."""
