"""What a run prepares before its first step: token states on disk, and each sentence's neighbours."""
