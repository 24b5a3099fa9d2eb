"""The API of cases: drafts and filing, the officers' acts, the inbox, one case whole, tracking."""

from motcua.cases.api import deeds, drafts, following
from motcua.cases.api.router import router

__all__ = ["deeds", "drafts", "following", "router"]
