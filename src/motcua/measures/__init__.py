"""The promise, measured: facts out of rows, measures as files, and what boards and reports show of them."""
