"""Calls every operation by the Python clients and tells what came of it, a line each. What is right is in scenario.mjs."""

import os
from datetime import date
from decimal import Decimal
from typing import Any, Callable, Dict, List

import ocms_cas
import ocms_ces
import ocms_plus
import ocms_repccs
from ocms_cas import CourtNoticeUpdate, GetPaymentStatusRequest, UpdateCourtNoticesRequest
from ocms_plus import QueryNoticeInfoRequest

URL = os.environ["OCMS_URL"]
STATUSES = os.environ["OCMS_STATUSES"].split(",")
FAILURES = (ocms_cas.ApiException, ocms_plus.ApiException, ocms_repccs.ApiException, ocms_ces.ApiException)


def text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "null" if value is None else str(value)


def tell(what: str, call: Callable[[], Any]) -> None:
    try:
        answer = call()
    except FAILURES as failure:
        if failure.data is None:
            raise
        data = failure.data.data
        errors = ", ".join(f"{each.path} {each.message}" for each in data.errors or [])
        wait = "wait" if failure.headers and failure.headers.get("Retry-After") else "no wait"
        answer = f"{failure.status} {data.app_code} {data.message}; {wait}; {errors or 'no errors'}"
    print(f"{what}: {answer}")


def provoke(what: str, call: Callable[[Dict[str, Any]], Any]) -> None:
    for status in STATUSES:
        tell(f"{what} {status}", lambda: call({"X-Provoke": status}))


def outcome(answer: Any) -> str:
    notices = ", ".join(f"{each.notice_no}={each.app_code} {each.status}" for each in answer.notices)
    return f"{answer.updated_count}/{answer.failed_count} {notices}"


def cas(api: ocms_cas.CasApi) -> None:
    def update(*notices: CourtNoticeUpdate) -> str:
        return outcome(api.update_court_notices(UpdateCourtNoticesRequest(notices=list(notices))))

    tell("updateCourtNotices", lambda: update(
        CourtNoticeUpdate(notice_no="COURT1", amount_payable=Decimal("70.10"), suspension_type=None,
                          next_processing_date=date(2026, 12, 1)),
        CourtNoticeUpdate(notice_no="SUSPENDED1", amount_payable=Decimal("99999999.99"),
                          epr_reason_of_suspension=None, epr_date_of_suspension=None),
        CourtNoticeUpdate(notice_no="PAID1", amount_payable=Decimal("0.10")),
        CourtNoticeUpdate(notice_no="UNPAID1", atoms_flag="Y"),
        CourtNoticeUpdate(notice_no="NONE1", atoms_flag=None),
    ))
    amounts: List[Decimal] = []
    asked = GetPaymentStatusRequest(notice_numbers=["COURT1", "SUSPENDED1", "PAID1", "NONE1"])
    for notice in api.get_payment_status(asked).notices:
        amounts.append(notice.amount_payable)
        told = [notice.suspension_type, notice.epr_reason_of_suspension, notice.payment_status,
                notice.amount_payable, notice.amount_paid, notice.payment_acceptance_allowed]
        tell("getPaymentStatus", lambda: " ".join([notice.notice_no, *map(text, told)]))
    tell("sum", lambda: text(amounts[0] + amounts[2]))

    def kept() -> str:
        read = CourtNoticeUpdate.from_json(
            CourtNoticeUpdate(notice_no="COURT1", epr_reason_of_suspension=None).to_json())
        assert read
        return update(read)

    tell("kept as JSON", kept)
    tell("the same twice", lambda: update(CourtNoticeUpdate(notice_no="COURT1", atoms_flag="N"),
                                          CourtNoticeUpdate(notice_no="COURT1", atoms_flag="N")))
    provoke("getPaymentStatus", lambda headers: api.get_payment_status(
        GetPaymentStatusRequest(notice_numbers=["COURT1"]), _headers=headers))
    provoke("updateCourtNotices", lambda headers: api.update_court_notices(
        UpdateCourtNoticesRequest(notices=[CourtNoticeUpdate(notice_no="COURT1", atoms_flag=None)]), _headers=headers))


def plus(api: ocms_plus.PlusApi) -> None:
    due = date(2026, 12, 31)
    tell("queryNoticeInfo", lambda: outcome(api.query_notice_info(
        QueryNoticeInfoRequest(notice_numbers=["UNPAID1", "PAID1", "NONE1"], payment_due_date=due))))
    provoke("queryNoticeInfo", lambda headers: api.query_notice_info(
        QueryNoticeInfoRequest(notice_numbers=["COURT1"], payment_due_date=due), _headers=headers))


def repccs(api: ocms_repccs.RepccsApi) -> None:
    def offence(transaction_id: str, **more: Any) -> ocms_repccs.CreateNoticeRequest:
        return ocms_repccs.CreateNoticeRequest(
            transaction_id=transaction_id, subsystem_label="REPCCS", vehicle_no="SKX2026A", computer_rule_code=10300,
            composition_amount=Decimal("70.10"), notice_date_and_time="2026-01-15T09:30:00", offence_notice_type="O",
            vehicle_category="C", vehicle_registration_type="S", pp_code="A0007", pp_name="ALIWAL \u505c\u8f66\u573a",
            cre_user_id="REPCCS", cre_date="2026-01-15T09:31:00+08:00", **more)

    def created(offence: ocms_repccs.CreateNoticeRequest) -> str:
        answer = api.create_notice_with_http_info(offence)
        data = answer.data.data
        return f"{answer.status_code} {data.app_code} {data.message} {text(data.notice_no)}"

    tell("repccs without number", lambda: created(offence("RC-1", notice_no=None)))
    tell("repccs with number", lambda: created(offence("RC-2", notice_no="SDK1")))
    tell("repccs with one taken", lambda: created(offence("RC-3", notice_no="PAID1")))
    provoke("repccs", lambda headers: api.create_notice(offence("RC-4", notice_no="COURT1"), _headers=headers))


def ces(api: ocms_ces.CesApi) -> None:
    def offence(notice_no: str, rule_code: int = 10300) -> ocms_ces.CreateNoticeRequest:
        return ocms_ces.CreateNoticeRequest(
            transaction_id="CES-1", subsystem_label="030", notice_no=notice_no, an_flag="N", vehicle_no="SKX2027B",
            computer_rule_code=rule_code, composition_amount=Decimal("99999999.99"),
            notice_date_and_time="2026-01-15T09:30:00", offence_notice_type="O", vehicle_category="C",
            vehicle_registration_type="S", pp_code="A0007", pp_name="ALIWAL STREET", cre_user_id="CERTIS",
            cre_date="2026-01-15T09:31:00+08:00")

    def created(offence: ocms_ces.CreateNoticeRequest) -> str:
        answer = api.create_notice_with_http_info(offence)
        return f"{answer.status_code} {answer.data.data.app_code} {answer.data.data.message}"

    tell("ces", lambda: created(offence("SDK2")))
    tell("ces, number taken", lambda: created(offence("PAID1")))
    tell("ces, no such rule", lambda: created(offence("SDK3", 99999)))
    provoke("ces", lambda headers: api.create_notice(offence("COURT1"), _headers=headers))


def main() -> None:
    key = os.environ
    with ocms_cas.ApiClient(ocms_cas.Configuration(
            host=URL, api_key={"CasSubscriptionKey": key["OCMS_KEY_CAS"]})) as cas_client:
        cas(ocms_cas.CasApi(cas_client))
    with ocms_plus.ApiClient(ocms_plus.Configuration(
            host=URL, api_key={"PlusSubscriptionKey": key["OCMS_KEY_PLUS"]})) as plus_client:
        plus(ocms_plus.PlusApi(plus_client))
    with ocms_repccs.ApiClient(ocms_repccs.Configuration(
            host=URL, api_key={"RepccsApiKey": key["OCMS_KEY_REPCCS"]})) as repccs_client:
        repccs(ocms_repccs.RepccsApi(repccs_client))
    with ocms_ces.ApiClient(ocms_ces.Configuration(
            host=URL, api_key={"CesApiKey": key["OCMS_KEY_CES"]})) as ces_client:
        ces(ocms_ces.CesApi(ces_client))


main()
