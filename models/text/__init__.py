"""What is read of a text: its normal form, the spelling behind its tokens, the windows of a long one."""
