"""What the engine makes known to the rooms below it."""

from motcua.cases import sentences

sentences.declare_all()
