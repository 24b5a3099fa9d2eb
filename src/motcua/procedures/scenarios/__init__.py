"""Tests beside a procedure: ``<code>.feature``, in Vietnamese Gherkin, run wholly in memory by the kernel's decisions.

No row is written, no event recorded, nobody told. What a scenario does not say was not answered and did not happen.
"""

from motcua.procedures.scenarios.reading import Scenario, feature_of, read
from motcua.procedures.scenarios.running import Failure, run
from motcua.procedures.scenarios.vocabulary import SENTENCES, Sentence

__all__ = ["SENTENCES", "Failure", "Scenario", "Sentence", "feature_of", "read", "run"]
