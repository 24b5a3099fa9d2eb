"""The officers' pages of cases: inbox, the case and its deeds, the counter."""
