"""Numbered facts of the State that no case yields: declared, entered with their proof, superseded, never edited."""
