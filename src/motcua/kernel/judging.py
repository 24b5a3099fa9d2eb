"""The judgement of a flow's structure: names, places, reach, ends, budgets, over all the ways that it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from motcua.kernel.clock import MINUTES_A_DAY, Limit, Unit
from motcua.kernel.flow import DECIDING, END, REFUSED, RESERVED, SIGNING, Flow, Place, Step


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a flow: ``where`` is the path in the file, ``todo`` what the author does about it.

    ``written`` is how files write that, for those who write files.
    """

    code: str
    where: tuple[str | int, ...]
    message: str
    todo: str
    written: str = ""


def check(
    flow: Flow, limit: Limit, *, known_guards: Collection[str], known_roles: Collection[str]
) -> tuple[Finding, ...]:
    """Every structural fault of a flow: targets, guards, roles, places, reach, ends, budgets."""
    findings = [*_unknown_names(flow, known_guards, known_roles)]
    if not any(finding.code == "unknown-target" for finding in findings):
        shape = [*_misplaced(flow), *_unreachable(flow), *_never_ending(flow), *_no_hand_over(flow)]
        shape += _bundled_wrongly(flow)
        findings += shape or [*_over_budget(flow, limit), *_over_share(flow)]
    return tuple(findings)


def _unknown_names(flow: Flow, guards: Collection[str], roles: Collection[str]) -> Iterator[Finding]:
    for place, step in enumerate(flow.steps.values()):
        for verb, target in _all_moves(step):
            if target not in flow.steps and target not in RESERVED:
                yield Finding(
                    "unknown-target", ("steps", place, "moves", verb),
                    f"Bước “{step.title}” chuyển đến “{target}”, không có bước nào tên như vậy.",
                    "Chọn một bước có trong danh sách.", f"Dùng được: {', '.join([*flow.steps, *sorted(RESERVED)])}.",
                )  # fmt: skip
        if step.role not in roles:
            yield Finding(
                "unknown-role", ("steps", place, "role"),
                f"Bước “{step.title}” giao cho vai trò “{step.role}” chưa được khai báo.",
                "Chọn một vai trò có trong danh sách.", f"Dùng được: {', '.join(sorted(roles))}.",
            )  # fmt: skip
        for number, guard in enumerate(step.needs):
            if guard not in guards:
                yield Finding(
                    "unknown-guard", ("steps", place, "needs", number),
                    f"Bước “{step.title}” đòi điều kiện “{guard}” mà hệ thống không biết kiểm tra.",
                    "Bỏ điều kiện ấy, hoặc chọn điều kiện khác.",
                    f"Dùng được: {', '.join(sorted(guards)) or 'chưa có điều kiện nào'}.",
                )  # fmt: skip
        if (step.at is Place.AGENCY) != bool(step.agency):
            yield Finding(
                "no-agency" if step.at is Place.AGENCY else "agency-elsewhere", ("steps", place, "agency"),
                f"Bước “{step.title}” " + ("không nói cơ quan nào làm." if step.at is Place.AGENCY else
                f"nêu cơ quan “{step.agency}” nhưng không ở nơi ấy."),
                "Chọn nơi thực hiện là cơ quan khác và chọn cơ quan ấy; hoặc bỏ cả hai.",
                "“at: agency” đi cùng “agency: mã cơ quan”.",
            )  # fmt: skip


def _all_moves(step: Step) -> Iterator[tuple[str, str]]:
    """Each verb with wherever it may lead."""
    yield from step.moves.items()
    yield from ((verb, way.to) for verb, ways in step.ways.items() for way in ways)


def _misplaced(flow: Flow) -> Iterator[Finding]:
    """Steps and moves at a place where no case could go on from: it is received, decided, then handed over."""
    if flow.first.at is not Place.RECEPTION:
        yield Finding(
            "first-elsewhere", ("steps", 0, "at"),
            f"Bước đầu “{flow.first.title}” không ở nơi tiếp nhận.",
            "Chọn nơi thực hiện là nơi tiếp nhận: hồ sơ được tiếp nhận tại Bộ phận Một cửa (NĐ 61/2018 Đ.17).",
            "Đặt “at: reception”.",
        )  # fmt: skip
    for place, step in enumerate(flow.steps.values()):
        for verb, target in _all_moves(step):
            if wrong := _wrong_way(flow, step, target):
                yield Finding(
                    wrong[0], ("steps", place, "moves", verb), f"Bước “{step.title}” {wrong[1]}", *wrong[2:]
                )
        if step.decides and (step.role not in SIGNING or step.at not in DECIDING):
            yield Finding(
                "refused-by-whom", ("steps", place, "decides"),
                f"Bước “{step.title}” ký từ chối mà không do lãnh đạo ở nơi giải quyết làm.",
                "Giao bước cho lãnh đạo ở cơ quan giải quyết (NĐ 61/2018 Đ.19.8).",
                "Đặt “at: competent” và “role: leader”, hoặc “division-head”.",
            )  # fmt: skip
        if step.decides and not any(flow.steps[name].at is Place.RETURN for name in _next_steps(flow, step)):
            yield Finding(
                "refused-nowhere", ("steps", place, "moves"),
                f"Bước “{step.title}” không có hướng nào ký từ chối để chuyển trả.",
                "Thêm một hướng dẫn đến bước trả kết quả.",
            )  # fmt: skip


def _wrong_way(flow: Flow, step: Step, target: str) -> tuple[str, ...] | None:
    """Why a move cannot be made, as code, message, what to do, how files write it; None when it can."""
    at = flow.steps[target].at if target in flow.steps else None
    called = flow.steps[target].title if target in flow.steps else target
    if step.at is Place.RETURN and target != END and at is not Place.RETURN:
        return ("back-from-hand-over", f"trả kết quả rồi còn chuyển đến “{called}”.",
                "Kết quả đã có thì chỉ còn trả: kết thúc; sai sót thì đính chính (NĐ 61/2018 Đ.21).",
                "Kết thúc là “end”.")  # fmt: skip
    if target == END and step.at is not Place.RETURN:
        return ("ends-elsewhere", "kết thúc hồ sơ mà chưa trả kết quả.",
                "Chuyển đến bước ở nơi trả kết quả, bước ấy mới kết thúc hồ sơ.",
                "Bước ấy có “at: return”, và chuyển đến “end”.")  # fmt: skip
    if step.decides and at is not Place.RETURN and not flow.is_return(step, target):
        return ("refused-elsewhere", f"ký từ chối rồi chuyển đến “{called}”.",
                "Ký thì chuyển đến bước trả kết quả; không ký thì trả lại bước trước.")  # fmt: skip
    if step.at is Place.RECEPTION and target in flow.steps and flow.refuses(target):
        return ("refused-before-reception", f"trình ký từ chối ở “{called}” khi chưa tiếp nhận.",
                "Ở nơi tiếp nhận chuyển đến từ chối: một cửa từ chối ngay (NĐ 61/2018 Đ.17.1b).",
                "Từ chối ngay là “refused”.")  # fmt: skip
    if step is flow.first and at is Place.RETURN:
        return ("nothing-decided", f"tiếp nhận rồi chuyển thẳng đến bước trả kết quả “{called}”.",
                "Thêm một bước tại cơ quan giải quyết, dù giải quyết ngay.",
                "Bước ấy có “at: competent”.")  # fmt: skip
    return None


def _followers(flow: Flow, step: Step) -> set[str]:
    """The steps that may open right after this one; ``refused`` goes on to the hand-over once received."""
    after = _next_steps(flow, step)
    last = flow.hand_over
    if REFUSED in step.targets and last and step.at is not Place.RECEPTION:
        after.add(last.id)
    return after


def _next_steps(flow: Flow, step: Step) -> set[str]:
    """The steps that the step's own moves open."""
    return {target for target in step.targets if target in flow.steps}


def _moves_on(flow: Flow, step: Step) -> set[str]:
    """Those of them that are on the way to the result."""
    return {target for target in _next_steps(flow, step) if not flow.refuses(target)}


def _unreachable(flow: Flow) -> Iterator[Finding]:
    seen, ahead = {flow.first.id}, [flow.first.id]
    while ahead:
        for follower in _followers(flow, flow.steps[ahead.pop()]) - seen:
            seen.add(follower)
            ahead.append(follower)
    for name, place in flow.order.items():
        if name not in seen:
            yield Finding(
                "unreachable", ("steps", place, "id"),
                f"Không có đường nào dẫn đến bước “{flow.steps[name].title}”.",
                "Thêm một hướng xử lý dẫn đến bước này, hoặc bỏ nó.",
            )  # fmt: skip


def _never_ending(flow: Flow) -> Iterator[Finding]:
    """Steps from which the end cannot be reached: a dead end has no way on, a loop has only ways round."""
    ending = _ending(flow, _followers)
    if flow.first.id in ending and flow.first.id not in _ending(flow, _moves_on):
        yield Finding(
            "never-granted", ("steps",),
            "Không có đường nào đến kết thúc mà không qua từ chối: không ai nhận được kết quả.",
            "Thêm hướng xử lý dẫn đến bước trả kết quả.",
        )  # fmt: skip
    for name, place in flow.order.items():
        if name in ending:
            continue
        dead = not _followers(flow, flow.steps[name])
        yield Finding(
            "dead-end" if dead else "endless-loop", ("steps", place, "moves"),
            f"Bước “{flow.steps[name].title}” "
            + ("không dẫn đi đâu." if dead else "chỉ đi vòng, không bao giờ kết thúc."),
            "Thêm một hướng xử lý dẫn đến bước sau, hoặc kết thúc hồ sơ.", "Kết thúc hồ sơ là “end”.",
        )  # fmt: skip


def _ending(flow: Flow, followers: Callable[[Flow, Step], set[str]]) -> set[str]:
    """The steps from which the end is reached by what follows each."""
    ending = {name for name, step in flow.steps.items() if END in step.targets}
    while more := {name for name, step in flow.steps.items() if followers(flow, step) & ending} - ending:
        ending |= more
    return ending


def _no_hand_over(flow: Flow) -> Iterator[Finding]:
    if not flow.hand_over:
        yield Finding(
            "no-hand-over", ("steps",),
            "Quy trình không có bước ở nơi trả kết quả.",
            "Thêm bước trả kết quả tại Bộ phận Một cửa (NĐ 61/2018 Đ.20).", "Bước ấy có “at: return”.",
        )  # fmt: skip


def budget(flow: Flow) -> int:
    """The longest way through the flow without returns, up to the hand-over, in working minutes.

    Handing over waits for the applicant and is not counted (NĐ 61/2018 Đ.20.3; QĐ 766, 2.1).
    """
    best: dict[str, int] = {}
    for step in reversed(list(flow.steps.values())):
        own = 0 if step.at is Place.RETURN else minutes(step.within)
        ahead = [best[name] for name in _followers(flow, step) if flow.order[name] > flow.order[step.id]]
        best[step.id] = own + max(ahead, default=0)
    return best[flow.first.id]


def minutes(limit: Limit) -> int:
    """A limit in working minutes, as budgets are added: a day is 8 hours, a week of calendar days 5 working days."""
    if limit.unit is Unit.WORKING_HOURS:
        return limit.value * 60
    if limit.unit is Unit.WORKING_DAYS:
        return limit.value * MINUTES_A_DAY
    days = limit.value if limit.unit is Unit.CALENDAR_DAYS else limit.value * 30
    return days * 5 * MINUTES_A_DAY // 7


def _over_budget(flow: Flow, limit: Limit) -> Iterator[Finding]:
    spent, allowed = budget(flow), minutes(limit)
    if spent > allowed:
        yield Finding(
            "over-budget", ("steps",),
            f"Các bước cộng lại {_days(spent)}, vượt thời hạn {_with_days(limit)}.",
            f"Rút ngắn các bước tổng cộng {_days(spent - allowed)}, hoặc sửa thời hạn nếu luật cho phép.",
        )  # fmt: skip


def _bundled_wrongly(flow: Flow) -> Iterator[Finding]:
    """Steps whose child cases could not be filed, or whose end would lead nowhere."""
    for place, step in enumerate(flow.steps.values()):
        here: tuple[str | int, ...] = ("steps", place, "children")
        if step.children and step.at not in DECIDING:
            yield Finding(
                "children-elsewhere", here,
                f"Bước “{step.title}” mở hồ sơ con nhưng không ở nơi giải quyết.",
                "Đặt hồ sơ con ở một bước của cơ quan giải quyết: cơ quan ấy chủ trì (NĐ 61/2018 Đ.19.6).",
                "Đặt “children” ở một bước “at: competent”.",
            )  # fmt: skip
        if step.children and flow.onward(step) is None:
            yield Finding(
                "children-lead-nowhere", here,
                f"Bước “{step.title}” không có hướng đi tiếp khi các hồ sơ con xong.",
                "Thêm một hướng xử lý dẫn đến bước sau.",
            )  # fmt: skip
        names = [part.id for part in step.children]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Finding(
                    "part-twice", (*here, number, "id"),
                    f"Bước “{step.title}” có hai hồ sơ con mang mã “{name}”.", "Đặt mã khác.",
                )  # fmt: skip


def _over_share(flow: Flow) -> Iterator[Finding]:
    """Child cases that are given more time than the step that waits for them has."""
    for place, step in enumerate(flow.steps.values()):
        allowed = minutes(step.within)
        for number, part in enumerate(step.children):
            if minutes(part.share) > allowed:
                yield Finding(
                    "over-share", ("steps", place, "children", number, "share"),
                    f"Phần thời gian {part.share.in_words()} của hồ sơ con “{part.id}” vượt thời hạn "
                    f"{step.within.in_words()} của bước “{step.title}”.",
                    "Rút ngắn phần này, hoặc nới thời hạn của bước.",
                )  # fmt: skip


def _with_days(limit: Limit) -> str:
    """A limit in words, and in working days where it is counted otherwise."""
    words, days = limit.in_words(), _days(minutes(limit))
    return words if words == days else f"{words} ({days})"


def _days(amount: int) -> str:
    days, rest = divmod(amount, MINUTES_A_DAY)
    hours, left = divmod(rest, 60)
    units = [(days, "ngày"), (hours, "giờ"), (left, "phút")]
    return " ".join(f"{count} {unit}" for count, unit in units if count) + " làm việc"
