"""A session lasts as long as the account and its password do, and knows at every request what its account may be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from motcua.people.models import Account, Appointment

DESK = "/ban-lam-viec/phim-tat/"

pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture
def minh() -> Account:
    return Account.objects.get(username="minh")


@pytest.fixture
def browser(minh) -> Client:
    client = Client()
    client.force_login(minh)
    return client


def is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def test_a_session_opens_the_desk_until_it_expires(browser):
    assert is_in(browser)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(browser)


def test_a_session_that_nobody_knows_is_nobody(browser):
    browser.cookies["sessionid"] = "x" * 32
    assert browser.get("/").status_code == 200
    assert not is_in(browser)


def test_a_closed_account_is_out_at_once(browser, minh):
    Account.objects.filter(pk=minh.pk).update(is_active=False)
    assert not is_in(browser)


def test_a_new_password_ends_the_sessions_under_the_old_one(browser, minh):
    minh.set_password("mot-mat-khau-moi")
    minh.save()
    assert not is_in(browser)


def test_a_post_given_back_closes_the_desk_at_once(browser, minh):
    Appointment.objects.filter(account=minh).update(valid_to=date(2026, 1, 1))
    assert browser.get(DESK).status_code == 404
    assert browser.get("/").wsgi_request.actor.posts == ()


def test_account_and_actor_come_in_one_query_after_the_session(browser, django_assert_num_queries):
    with django_assert_num_queries(2):
        browser.get(DESK)
