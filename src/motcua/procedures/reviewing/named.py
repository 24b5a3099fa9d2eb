"""The same paper under two names: people bring it twice, and no list of papers adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from motcua.procedures.definition import Definition
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.procedures.reviewing.names import FEWEST_WORDS, alike, words_of

APPLICATIONS = ("don", "to khai", "phieu de nghi", "giai de nghi", "van ban de nghi")
"""How the titles of applications begin: each procedure has its own."""

Name = tuple[str, str]
"""A paper's id and title."""


def otherwise(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Papers that another procedure asks under a plainer name, or one used more; two of one procedure are never one."""
    users = _users(of)
    kept = _kept(users)
    for one in of:
        for index, paper in enumerate(one.papers):
            name = (paper.id, paper.title)
            better = kept.get(name, name)
            if better == name or any((other.id, other.title) == better for other in one.papers):
                continue
            askers = ", ".join(sorted(users[better]))
            what = "title" if better[1] != paper.title else "id"
            yield Advice(
                one,
                ("papers", index, what),
                f"“{paper.title}” ({paper.id}) là “{better[1]}” ({better[0]}) của thủ tục {askers}.",
                f"Giữ một tên: “{better[1]}”, mã {better[0]}; hoặc đặt tên cho thấy là giấy tờ khác.",
                known.applicants(one.code, paper.id),
            )


def _users(of: Sequence[Definition]) -> Mapping[Name, set[str]]:
    """The codes of the procedures that ask a paper, by its name; applications are not among them."""
    users = defaultdict[Name, set[str]](set)
    for one in of:
        for paper in one.papers:
            said = " ".join(words_of(paper.title))
            if not paper.from_form and not said.startswith(APPLICATIONS):
                users[paper.id, paper.title].add(one.code)
    return users


def _kept(users: Mapping[Name, set[str]]) -> Mapping[Name, Name]:
    """For each name the one to keep: of fewest words, then that of most procedures, then the shorter."""
    keepers: list[Name] = []
    kept: dict[Name, Name] = {}
    for name in sorted(users, key=lambda one: (len(words_of(one[1])), -len(users[one]), len(one[1]), one)):
        kept[name] = next((keeper for keeper in keepers if _same(name, keeper)), name)
        if kept[name] == name:
            keepers.append(name)
    return kept


def _same(one: Name, other: Name) -> bool:
    return len(words_of(one[1])) >= FEWEST_WORDS and alike(one[1], other[1], one_id=one[0] == other[0])
