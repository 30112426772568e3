"""A form that is sent twice is done once, and both senders see that it was done."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeData, mark_safe
from django.utils.timezone import now

from catalogue.models import Standard
from core.concurrency import once
from core.models import PostedForm
from enterprises.models import Enterprise
from programme.models import Report
from tests.backoffice import form_of
from tests.factories.enterprises import PendingEnterpriseFactory
from tests.factories.localization import OpenWaveFactory
from tests.factories.people import SuperuserFactory
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory
from tests.factories.reports import ReportFactory, at_work, sent_back, task_of, writer
from tests.pages import read
from tests.together import at_once, only_postgresql

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/catalogue/standard/add/"
NEW = {"slug": "iso-9001", "name_vi": "ISO 9001", "position": 1}


def filled(client: Client) -> dict:
    return form_of(client, ADD) | NEW


def test_a_second_click_gets_the_first_ones_answer(staff_client):
    typed = filled(staff_client)
    pages = [staff_client.post(ADD, typed, follow=True) for _ in range(2)]
    assert Standard.objects.count() == 1
    assert [page.redirect_chain for page in pages] == [[("/quan-tri/catalogue/standard/", 302)]] * 2
    assert ["thành công" in read(page).notices for page in pages] == [True, True]


def test_another_page_with_the_same_text_is_another_form(staff_client):
    staff_client.post(ADD, filled(staff_client))
    page = staff_client.post(ADD, filled(staff_client))
    assert page.status_code == 200
    assert page.context["errors"]


def test_the_same_page_with_another_text_is_another_form(staff_client):
    typed = filled(staff_client)
    for slug in ("iso-9001", "iso-14001"):
        assert staff_client.post(ADD, typed | {"slug": slug}).status_code == 302
    assert Standard.objects.count() == 2


def test_what_somebody_else_sends_is_another_form(staff_client):
    typed = filled(staff_client)
    staff_client.post(ADD, typed)
    other = Client()
    other.force_login(SuperuserFactory())
    assert other.post(ADD, typed).status_code == 200


def test_a_refused_form_is_looked_at_again(staff_client):
    typed = filled(staff_client)
    assert staff_client.post(ADD, typed | {"name_vi": ""}).status_code == 200
    assert staff_client.post(ADD, typed | {"name_vi": ""}).status_code == 200
    assert not PostedForm.objects.exists()
    assert staff_client.post(ADD, typed).status_code == 302


def answered_by(rf, view, person, address: str = "/") -> list:
    """Send a form with a key through the middleware; the words that its answer says."""
    request = rf.post(address, {once.FIELD: "1"})
    request.user, request.session = person, {}
    request._messages = CookieStorage(request)
    assert once.do_forms_once(view)(request).status_code == 302
    return [each.message for each in request._messages._queued_messages]


def saying(say, words, called: list):
    """A view that says something and leads on."""

    def view(request) -> HttpResponse:
        called.append(request.get_full_path())
        say(request, words)
        return HttpResponseRedirect("/")

    return view


def test_a_step_that_was_refused_with_words_is_tried_anew(rf):
    called, person = [], SuperuserFactory()
    for _time in range(2):
        answered_by(rf, saying(messages.error, "Hãy ghi lý do.", called), person)
    assert len(called) == 2


def test_what_is_sent_to_another_address_is_another_form(rf):
    called, person = [], SuperuserFactory()
    for address in ("/?nam=2026", "/?nam=2027", "/?nam=2027"):
        answered_by(rf, saying(messages.success, "Đã lưu.", called), person, address)
    assert called == ["/?nam=2026", "/?nam=2027"]


@pytest.mark.parametrize("words", ["Đã lưu <b>A&B</b>.", mark_safe("Đã lưu <b>A</b>.")])
def test_words_that_are_said_again_are_as_safe_as_before(rf, words):
    """The fault: what somebody had typed would be markup the second time."""
    called, person = [], SuperuserFactory()
    view = saying(messages.success, words, called)
    first, again = (answered_by(rf, view, person) for _time in range(2))
    assert (first, len(called)) == (again, 1)
    assert [isinstance(each, SafeData) for each in again] == [isinstance(words, SafeData)]


def test_nobody_waits_for_who_broke_off(rf):
    def breaks_off(request) -> HttpResponse:
        raise SystemExit

    with pytest.raises(SystemExit):
        answered_by(rf, breaks_off, SuperuserFactory())
    assert not PostedForm.objects.exists()


def test_without_a_key_only_what_comes_at_the_same_moment_is_one(staff_client):
    for count in (1, 2):
        record = PendingEnterpriseFactory()
        address = "/quan-tri/enterprises/enterprise/"
        sent = {"action": "publish", "_selected_action": [record.pk]}
        staff_client.post(address, sent)
        Enterprise.objects.filter(pk=record.pk).update(state=Enterprise.State.HIDDEN)
        staff_client.post(address, sent)
        assert Enterprise.objects.published().count() == count


def test_the_answer_is_repeated_for_a_minute_and_forgotten_after_a_day(staff_client, clock):
    typed = filled(staff_client)
    staff_client.post(ADD, typed)
    clock.advance(seconds=61)
    assert staff_client.post(ADD, typed).status_code == 200
    PostedForm.objects.create(key="cu", begun_at=now() - timedelta(days=2))
    once.forget_answers()
    assert not PostedForm.objects.filter(key="cu").exists()


def test_nobody_waits_for_who_was_killed(staff_client, monkeypatch):
    monkeypatch.setattr(once, "time", None)  # by which it would wait
    typed = filled(staff_client)
    staff_client.post(ADD, typed)
    Standard.objects.all().delete()
    PostedForm.objects.update(begun_at=now() - timedelta(seconds=30), answered_at=None, location="")
    assert staff_client.post(ADD, typed).status_code == 302
    assert Standard.objects.count() == 1


def test_what_was_abandoned_one_alone_takes_over():
    PostedForm.objects.create(key="cu", begun_at=now() - timedelta(minutes=1))
    one, other = PostedForm.objects.get(), PostedForm.objects.get()
    assert (one.take_over(), other.take_over()) == (True, False)


def test_without_a_key_an_answer_that_came_meanwhile_is_the_answer(staff_client, monkeypatch):
    keys, digest = [], once._digest

    def while_it_was_done(request) -> str:
        keys.append(digest(request))
        told = {"told": [[25, "Đã làm.", False, ""]], "location": "/quan-tri/"}
        PostedForm.objects.create(key=keys[-1], answered_at=now(), **told)
        return keys[-1]

    monkeypatch.setattr(once, "_digest", while_it_was_done)
    page = staff_client.post(ADD, NEW, follow=True)
    assert page.redirect_chain == [("/quan-tri/", 302)]
    assert "Đã làm." in read(page).notices
    assert not Standard.objects.exists()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_five_who_come_at_the_same_moment_make_one_record_and_get_one_answer():
    user = SuperuserFactory()
    browsers = [Client() for _ in range(5)]
    for browser in browsers:
        browser.force_login(user)
    typed = filled(browsers[0])
    pages = at_once(*(partial(browser.post, ADD, typed) for browser in browsers))
    assert [page.status_code for page in pages] == [302] * 5
    assert len({page["Location"] for page in pages}) == 1
    assert Standard.objects.count() == 1


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_three_people_who_add_the_same_at_once_two_are_told_that_it_is_there():
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        browser.force_login(SuperuserFactory())
    pages = at_once(*(partial(browser.post, ADD, NEW) for browser in browsers))
    assert sorted(page.status_code for page in pages) == [200, 200, 302]
    refused = [page for page in pages if page.status_code == 200]
    assert ["đã tồn tại" in str(page.context["errors"]) for page in refused] == [True, True]
    assert Standard.objects.count() == 1


def report_to_send(clock) -> tuple[Report, Client]:
    clock.set(date(2026, 3, 20))
    agency = AgencyFactory()
    report = ReportFactory(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)
    return report, at_work(writer(agency))


def page_of(report: Report) -> str:
    args = [report.task_id, report.agency.code, report.period]
    return reverse("admin:programme_report_write", args=args)


def test_a_report_that_is_sent_by_a_double_click_is_sent(clock):
    report, browser = report_to_send(clock)
    typed = sent_back(browser, page_of(report)) | {"send": "1"}
    pages = [browser.post(page_of(report), typed, follow=True) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert ["Đã gửi báo cáo" in read(page).notices for page in pages] == [True, True]
    assert Report.objects.get().state == Report.State.SUBMITTED


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_report_that_is_sent_three_times_at_once_is_sent(clock):
    report, browser = report_to_send(clock)
    typed = sent_back(browser, page_of(report)) | {"send": "1"}
    versions = report.history.count()
    browsers = [browser, *(Client() for _ in range(2))]
    for other in browsers[1:]:
        other.cookies = browser.cookies.copy()
    pages = at_once(*(partial(each.post, page_of(report), typed) for each in browsers))
    assert [page.status_code for page in pages] == [302] * 3
    assert Report.objects.get().state == Report.State.SUBMITTED
    assert report.history.count() - versions <= 2, "saved and submitted, once"


def test_a_step_of_the_back_office_is_done_once_and_told_twice(staff_client):
    wave = OpenWaveFactory()
    address = f"/quan-tri/localization/wave/{wave.pk}/close/"
    typed = {**read(staff_client.get(address)).form(once.FIELD), "reason": "Đã đủ phiếu"}
    pages = [staff_client.post(address, typed, follow=True) for _ in range(2)]
    assert ["Đã thực hiện: Đóng khảo sát." in read(page).notices for page in pages] == [True, True]
    assert wave.history.filter(state=wave.State.CLOSED).count() == 1
