"""Text in, edits out. Knows nothing of files, Prefect or processes."""
