"""The boards: what a leader sees in a minute, each number leading to its definition, its rows, the very case."""
