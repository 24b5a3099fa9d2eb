"""The citizen's pages of cases: home, tracking, the journey of a draft, one's own cases."""
