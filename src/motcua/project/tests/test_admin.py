"""The first administrator, who can only come in by the command line."""

from __future__ import annotations

import pytest

from motcua.people.models import Account
from motcua.people.reads import history
from motcua.project import cli, commands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(province, monkeypatch):
    monkeypatch.setattr(commands, "_django", lambda: None)


def test_the_first_administrator_gets_a_password_that_is_printed_once(capsys):
    assert cli.main(["admin", "tu.pm", "--name", "Phan Minh Tú"]) == 0
    printed = capsys.readouterr()
    account = Account.objects.get(username="tu.pm")
    assert account.check_password(printed.out.strip())
    assert (account.is_administrator, account.one_time_password) == (True, True)
    assert "dùng một lần" in printed.err
    assert [sentence for _, sentence in history("tu.pm")] == [
        "Hệ thống mở tài khoản quản trị “tu.pm” cho Phan Minh Tú."
    ]


def test_an_administrator_who_has_lost_the_password_gets_another(capsys):
    assert cli.main(["admin", "tu"]) == 0
    assert Account.objects.get(username="tu").check_password(capsys.readouterr().out.strip())


def test_an_officer_does_not_become_administrator(capsys):
    assert cli.main(["admin", "minh", "--name", "Nguyễn Văn Minh"]) == 1
    assert "đã có người dùng" in capsys.readouterr().err
    assert not Account.objects.get(username="minh").is_administrator


def test_a_new_administrator_has_a_name(capsys):
    assert cli.main(["admin", "tu.pm"]) == 1
    assert "full_name: Nhập họ và tên" in capsys.readouterr().err
