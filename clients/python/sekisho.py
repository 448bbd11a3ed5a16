"""A client of Sekisho's HTTP API.  Written by clients/generate: do not edit.

    from sekisho import Sekisho, Problem

    sekisho = Sekisho("http://127.0.0.1:8787", key="sks_...")
    found = sekisho.person_find(
        {"item": "email", "value": "hanako@example.jp"}, purpose="contract")
    for person in found.body["people"]: ...

What the policy or the server refuses is raised as a Problem, with its code,
clause and what would help.  One client may be used by many threads.  Python
3.11 and later; nothing but the standard library.
"""
from __future__ import annotations

import dataclasses
import http.client
import json
import ssl
import threading
import time
import urllib.parse
from typing import (Any, Generic, Literal, NotRequired, TypedDict, TypeVar)

T = TypeVar("T")
_IDLE = 20  # seconds; the server lets go of a connection after 60


@dataclasses.dataclass(frozen=True)
class Answer(Generic[T]):
    """What was answered; header names in lower case."""
    status: int
    headers: dict[str, str]
    body: T

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def decision(self) -> str | None:
        return self.headers.get("decision-id")


class Problem(Exception):
    """What was refused, or wrong (RFC 9457)."""

    def __init__(self, status: int, headers: dict[str, str],
                 body: dict[str, Any]):
        super().__init__(f"{status} {body.get('code', '')}: "
                         f"{body.get('detail', body.get('title', ''))}")
        self.status = status
        self.headers = headers
        self.body = body
        self.code: str = body.get("code", "")
        self.clause: str | None = body.get("clause")
        self.article: str | None = body.get("article")
        self.remedy: str | None = body.get("remedy")
        self.errors: list[dict[str, Any]] = body.get("errors", [])


ProblemBodyErrors = TypedDict("ProblemBodyErrors", {
    "pointer": NotRequired[str],
    "parameter": NotRequired[str],
    "code": str,
    "detail": str,
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "remedy": NotRequired[str],
})

ProblemBody = TypedDict("ProblemBody", {
    "type": str,
    "title": str,
    "status": int,
    "detail": str,
    "code": str,
    "request_id": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "remedy": NotRequired[str],
    "errors": NotRequired[list[ProblemBodyErrors]],
})

Entry = TypedDict("Entry", {
    "index": int,
    "kind": str,
    "time": NotRequired[str],
})

Any = dict[str, Any]

ProblemTypeAnswerTitle = TypedDict("ProblemTypeAnswerTitle", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

ProblemTypeAnswer = TypedDict("ProblemTypeAnswer", {
    "type": str,
    "status": int,
    "title": ProblemTypeAnswerTitle,
})

PolicyNowAnswer = TypedDict("PolicyNowAnswer", {
    "number": int,
    "hash": str,
    "announced_at": str,
    "in_force_from": str,
    "in_force": bool,
    "policy": Any,
})

PolicyRevisionsAnswerRevisions = TypedDict("PolicyRevisionsAnswerRevisions", {
    "number": int,
    "hash": str,
    "announced_at": str,
    "in_force_from": str,
    "in_force": bool,
})

PolicyRevisionsAnswer = TypedDict("PolicyRevisionsAnswer", {
    "revisions": list[PolicyRevisionsAnswerRevisions],
})

PolicyRevisionAnswer = TypedDict("PolicyRevisionAnswer", {
    "number": int,
    "hash": str,
    "announced_at": str,
    "in_force_from": str,
    "in_force": bool,
    "policy": Any,
})

PersonAddBody = TypedDict("PersonAddBody", {
    "way": NotRequired[str],
    "subject": NotRequired[str],
    "service": NotRequired[str],
    "shown": NotRequired[bool],
    "values": dict[str, str | int | bool | None],
    "consents": NotRequired[list[str]],
    "person": NotRequired[str],
    "acquired": NotRequired[str],
    "ground": NotRequired[str],
    "origin": NotRequired[str],
    "guardian": NotRequired[str],
    "client": NotRequired[str],
    "introducer": NotRequired[str],
})

PersonAddAnswer = TypedDict("PersonAddAnswer", {
    "person": str,
})

PersonFindBody = TypedDict("PersonFindBody", {
    "item": str,
    "value": str,
    "items": NotRequired[list[str]],
})

PersonFindAnswerPeopleRecords = TypedDict("PersonFindAnswerPeopleRecords", {
    "record": int,
    "version": int,
    "way": str,
    "revision": NotRequired[int],
    "acquired": str,
    "values": dict[str, str | int | bool | None],
    "masked": list[str],
})

PersonFindAnswerPeopleRefusedMessage = TypedDict("PersonFindAnswerPeopleRefusedMessage", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonFindAnswerPeopleRefusedRemedy = TypedDict("PersonFindAnswerPeopleRefusedRemedy", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonFindAnswerPeopleRefused = TypedDict("PersonFindAnswerPeopleRefused", {
    "type": str,
    "code": str,
    "field": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "message": NotRequired[PersonFindAnswerPeopleRefusedMessage],
    "remedy": NotRequired[PersonFindAnswerPeopleRefusedRemedy],
})

PersonFindAnswerPeople = TypedDict("PersonFindAnswerPeople", {
    "person": str,
    "decision": str,
    "clause": str,
    "standing": int,
    "records": list[PersonFindAnswerPeopleRecords],
    "refused": list[PersonFindAnswerPeopleRefused],
})

PersonFindAnswer = TypedDict("PersonFindAnswer", {
    "people": list[PersonFindAnswerPeople],
})

PersonShowAnswerRecords = TypedDict("PersonShowAnswerRecords", {
    "record": int,
    "version": int,
    "way": str,
    "revision": NotRequired[int],
    "acquired": str,
    "values": dict[str, str | int | bool | None],
    "masked": list[str],
})

PersonShowAnswerRefusedMessage = TypedDict("PersonShowAnswerRefusedMessage", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonShowAnswerRefusedRemedy = TypedDict("PersonShowAnswerRefusedRemedy", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonShowAnswerRefused = TypedDict("PersonShowAnswerRefused", {
    "type": str,
    "code": str,
    "field": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "message": NotRequired[PersonShowAnswerRefusedMessage],
    "remedy": NotRequired[PersonShowAnswerRefusedRemedy],
})

PersonShowAnswer = TypedDict("PersonShowAnswer", {
    "person": str,
    "decision": str,
    "clause": str,
    "standing": int,
    "records": list[PersonShowAnswerRecords],
    "refused": list[PersonShowAnswerRefused],
})

PersonCorrectBody = TypedDict("PersonCorrectBody", {
    "values": dict[str, str | int | bool | None],
})

PersonHistoryAnswerRecords = TypedDict("PersonHistoryAnswerRecords", {
    "record": int,
    "version": int,
    "way": str,
    "revision": NotRequired[int],
    "acquired": str,
    "values": dict[str, str | int | bool | None],
    "masked": list[str],
})

PersonHistoryAnswerRefusedMessage = TypedDict("PersonHistoryAnswerRefusedMessage", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonHistoryAnswerRefusedRemedy = TypedDict("PersonHistoryAnswerRefusedRemedy", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

PersonHistoryAnswerRefused = TypedDict("PersonHistoryAnswerRefused", {
    "type": str,
    "code": str,
    "field": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "message": NotRequired[PersonHistoryAnswerRefusedMessage],
    "remedy": NotRequired[PersonHistoryAnswerRefusedRemedy],
})

PersonHistoryAnswerEarlier = TypedDict("PersonHistoryAnswerEarlier", {
    "record": int,
    "version": int,
    "way": str,
    "revision": NotRequired[int],
    "acquired": str,
    "values": dict[str, str | int | bool | None],
    "masked": list[str],
    "replaced": str,
})

PersonHistoryAnswer = TypedDict("PersonHistoryAnswer", {
    "person": str,
    "decision": str,
    "clause": str,
    "standing": int,
    "records": list[PersonHistoryAnswerRecords],
    "refused": list[PersonHistoryAnswerRefused],
    "earlier": list[PersonHistoryAnswerEarlier],
    "uses": list[Entry],
})

RecordAddBody = TypedDict("RecordAddBody", {
    "way": NotRequired[str],
    "subject": NotRequired[str],
    "service": NotRequired[str],
    "shown": NotRequired[bool],
    "values": dict[str, str | int | bool | None],
    "consents": NotRequired[list[str]],
    "person": NotRequired[str],
    "acquired": NotRequired[str],
    "ground": NotRequired[str],
    "origin": NotRequired[str],
    "guardian": NotRequired[str],
    "client": NotRequired[str],
    "introducer": NotRequired[str],
})

RecordAddAnswer = TypedDict("RecordAddAnswer", {
    "person": str,
})

StandingShowAnswerConsents = TypedDict("StandingShowAnswerConsents", {
    "consent": str,
    "state": str,
    "time": NotRequired[str],
    "expires": NotRequired[str],
    "recipient": NotRequired[str],
})

StandingShowAnswerPersonal = TypedDict("StandingShowAnswerPersonal", {
    "purpose": str,
    "text": str,
    "state": str,
    "expires": NotRequired[str],
})

StandingShowAnswerHolds = TypedDict("StandingShowAnswerHolds", {
    "kind": Literal["request", "law", "dispute"],
    "reference": str,
    "time": NotRequired[str],
    "until": NotRequired[str],
})

StandingShowAnswer = TypedDict("StandingShowAnswer", {
    "version": int,
    "subject": str,
    "consents": list[StandingShowAnswerConsents],
    "personal": list[StandingShowAnswerPersonal],
    "stops": list[str],
    "provision_stopped": bool,
    "holds": list[StandingShowAnswerHolds],
    "quarantine": list[int],
})

ConsentGiveBody = TypedDict("ConsentGiveBody", {
    "consent": str,
    "recipient": NotRequired[str],
    "giver": NotRequired[Literal["person", "guardian", "agent"]],
    "text": NotRequired[str],
})

ConsentWithdrawBody = TypedDict("ConsentWithdrawBody", {
    "consent": str,
    "recipient": NotRequired[str],
    "giver": NotRequired[Literal["person", "guardian", "agent"]],
})

UseStopBody = TypedDict("UseStopBody", {
    "purpose": NotRequired[str],
})

UseResumeBody = TypedDict("UseResumeBody", {
    "purpose": NotRequired[str],
})

HoldBody = TypedDict("HoldBody", {
    "kind": Literal["request", "law", "dispute"],
    "reference": NotRequired[str],
    "until": NotRequired[str],
})

ReleaseBody = TypedDict("ReleaseBody", {
    "reference": NotRequired[str],
})

EventBody = TypedDict("EventBody", {
    "event": str,
    "date": str,
})

PersonalPurposeBody = TypedDict("PersonalPurposeBody", {
    "id": str,
    "text": str,
    "items": list[str],
    "until": NotRequired[str],
})

GroundBody = TypedDict("GroundBody", {
    "record": int,
    "ground": str,
})

DecideBody = TypedDict("DecideBody", {
    "act": NotRequired[Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"]],
    "person": NotRequired[str],
    "items": NotRequired[list[str]],
    "way": NotRequired[str],
    "subject": NotRequired[str],
    "recipient": NotRequired[str],
    "named": NotRequired[str],
    "ground": NotRequired[str],
})

DecideAnswerMessage = TypedDict("DecideAnswerMessage", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

DecideAnswerRemedy = TypedDict("DecideAnswerRemedy", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

DecideAnswerItemsMessage = TypedDict("DecideAnswerItemsMessage", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

DecideAnswerItemsRemedy = TypedDict("DecideAnswerItemsRemedy", {
    "ja": NotRequired[str],
    "en": NotRequired[str],
})

DecideAnswerItems = TypedDict("DecideAnswerItems", {
    "answer": Literal["plain", "masked", "refused"],
    "code": str,
    "field": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "message": NotRequired[DecideAnswerItemsMessage],
    "remedy": NotRequired[DecideAnswerItemsRemedy],
})

DecideAnswer = TypedDict("DecideAnswer", {
    "permitted": bool,
    "needs_approval": bool,
    "code": str,
    "field": NotRequired[str],
    "clause": NotRequired[str],
    "article": NotRequired[str],
    "message": NotRequired[DecideAnswerMessage],
    "remedy": NotRequired[DecideAnswerRemedy],
    "items": dict[str, DecideAnswerItems],
})

MailOrderBody = TypedDict("MailOrderBody", {
    "category": str,
    "template": NotRequired[str],
    "language": NotRequired[Literal["ja", "en"]],
    "item": NotRequired[str],
    "reference": NotRequired[str],
    "date": NotRequired[str],
    "url": NotRequired[str],
})

MailOrderAnswer = TypedDict("MailOrderAnswer", {
    "mail": str,
    "state": str,
    "person": NotRequired[str],
    "category": str,
    "template": str,
    "principal": str,
    "made": str,
    "next": NotRequired[str],
    "ended": NotRequired[str],
    "attempts": int,
    "code": NotRequired[str],
})

MailShowAnswer = TypedDict("MailShowAnswer", {
    "mail": str,
    "state": str,
    "person": NotRequired[str],
    "category": str,
    "template": str,
    "principal": str,
    "made": str,
    "next": NotRequired[str],
    "ended": NotRequired[str],
    "attempts": int,
    "code": NotRequired[str],
})

ExportBody = TypedDict("ExportBody", {
    "items": NotRequired[list[str]],
    "format": NotRequired[Literal["csv", "xlsx", "ndjson"]],
    "encoding": NotRequired[Literal["utf-8", "cp932"]],
    "no_bom": NotRequired[bool],
    "replace": NotRequired[bool],
    "with_person": NotRequired[bool],
    "heads": NotRequired[Literal["label", "id"]],
})

ExportsAnswerExports = TypedDict("ExportsAnswerExports", {
    "export": str,
    "made": str,
    "principal": str,
    "role": str,
    "purpose": str,
    "reason": str,
    "format": str,
    "items": list[str],
    "people": int,
    "left_out": int,
    "bytes": int,
    "sha256": str,
})

ExportsAnswer = TypedDict("ExportsAnswer", {
    "exports": list[ExportsAnswerExports],
    "next": NotRequired[str],
})

LogEntriesAnswer = TypedDict("LogEntriesAnswer", {
    "size": int,
    "entries": list[Entry],
    "next": NotRequired[str],
})

LogInBody = TypedDict("LogInBody", {
    "principal": str,
    "password": str,
    "code": str,
})

LogInAnswer = TypedDict("LogInAnswer", {
    "token": str,
    "expires": str,
    "idle_minutes": int,
})

ProveAgainBody = TypedDict("ProveAgainBody", {
    "password": str,
    "code": str,
})

PrincipalAnswer = TypedDict("PrincipalAnswer", {
    "principal": str,
    "kind": str,
    "roles": list[str],
    "purposes": list[str],
    "items": list[str],
    "services": list[str],
    "quota": int,
})

ApprovalsAnswerApprovals = TypedDict("ApprovalsAnswerApprovals", {
    "approval": str,
    "state": str,
    "requester": str,
    "role": str,
    "purpose": str,
    "act": Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"],
    "request": str,
    "fields": list[str],
    "digest": str,
    "reason": NotRequired[str],
    "made": str,
    "expires": str,
    "decided_by": NotRequired[str],
    "decided_role": NotRequired[str],
    "decided": NotRequired[str],
    "note": NotRequired[str],
})

ApprovalsAnswer = TypedDict("ApprovalsAnswer", {
    "approvals": list[ApprovalsAnswerApprovals],
    "next": NotRequired[str],
})

ApprovalAnswer = TypedDict("ApprovalAnswer", {
    "approval": str,
    "state": str,
    "requester": str,
    "role": str,
    "purpose": str,
    "act": Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"],
    "request": str,
    "fields": list[str],
    "digest": str,
    "reason": NotRequired[str],
    "made": str,
    "expires": str,
    "decided_by": NotRequired[str],
    "decided_role": NotRequired[str],
    "decided": NotRequired[str],
    "note": NotRequired[str],
})

ApprovalDecideBody = TypedDict("ApprovalDecideBody", {
    "approve": bool,
    "note": NotRequired[str],
})

ApprovalDecideAnswer = TypedDict("ApprovalDecideAnswer", {
    "approval": str,
    "state": str,
    "requester": str,
    "role": str,
    "purpose": str,
    "act": Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"],
    "request": str,
    "fields": list[str],
    "digest": str,
    "reason": NotRequired[str],
    "made": str,
    "expires": str,
    "decided_by": NotRequired[str],
    "decided_role": NotRequired[str],
    "decided": NotRequired[str],
    "note": NotRequired[str],
})

ApprovalReviewBody = TypedDict("ApprovalReviewBody", {
    "justified": bool,
    "note": NotRequired[str],
})

ApprovalReviewAnswer = TypedDict("ApprovalReviewAnswer", {
    "approval": str,
    "state": str,
    "requester": str,
    "role": str,
    "purpose": str,
    "act": Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"],
    "request": str,
    "fields": list[str],
    "digest": str,
    "reason": NotRequired[str],
    "made": str,
    "expires": str,
    "decided_by": NotRequired[str],
    "decided_role": NotRequired[str],
    "decided": NotRequired[str],
    "note": NotRequired[str],
})


def _quote(text: str, safe: str = "") -> str:
    return urllib.parse.quote(str(text), safe=safe)


class Sekisho:
    """key: of a service (sks_...), or a session's token (sst_...).  role: for
    every request that names none.  language: "ja" or "en"."""

    def __init__(self, url: str, key: str | None = None,
                 role: str | None = None, language: str = "ja",
                 timeout: float = 30,
                 context: ssl.SSLContext | None = None):
        self.url = urllib.parse.urlsplit(url)
        if self.url.scheme not in ("http", "https"):
            raise ValueError("the URL begins with http:// or https://")
        self.key, self.role, self.language = key, role, language
        self.timeout, self.context = timeout, context
        self._own = threading.local()

    def close(self) -> None:
        """Lets go of this thread's connection."""
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
        self._own.connection = None

    def _connection(self) -> http.client.HTTPConnection:
        if time.monotonic() - getattr(self._own, "used", 0) > _IDLE:
            self.close()
        if getattr(self._own, "connection", None) is None:
            host, port = self.url.hostname or "", self.url.port
            self._own.connection = (
                http.client.HTTPSConnection(
                    host, port, timeout=self.timeout,
                    context=self.context or ssl.create_default_context())
                if self.url.scheme == "https" else
                http.client.HTTPConnection(host, port,
                                           timeout=self.timeout))
        return self._own.connection

    def _ask(self, method: str, path: str, kind: str,
             query: dict[str, Any], headers: dict[str, Any],
             body: Any) -> Answer[Any]:
        given = {k: v for k, v in query.items() if v is not None}
        if given:
            path += "?" + urllib.parse.urlencode(given)
        send = {"Accept-Language": self.language}
        if self.key is not None:
            send["Authorization"] = "Bearer " + self.key
        if "Role" in headers and headers["Role"] is None:
            headers["Role"] = self.role
        for name, value in headers.items():
            if value is not None:
                # A header is bytes: Japanese reasons are UTF-8.
                send[name] = value.encode().decode("latin-1")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            send["Content-Type"] = "application/json"
        try:
            connection = self._connection()
            connection.request(method, self.url.path.rstrip("/") + path,
                               data, send)
            response = connection.getresponse()
            content = response.read()
        except BaseException:
            self.close()
            raise
        self._own.used = time.monotonic()
        got = {k.lower(): v for k, v in response.getheaders()}
        if response.status >= 400:
            problem = got.get("content-type", "").startswith(
                "application/problem+json")
            raise Problem(response.status, got,
                          json.loads(content) if problem else {})
        if kind == "json":
            return Answer(response.status, got,
                          json.loads(content) if content else None)
        if kind == "text":
            return Answer(response.status, got, content.decode())
        return Answer(response.status, got,
                      content if kind == "bytes" else None)

    def description(
            self,
    ) -> Answer[Any]:
        """What this API is."""
        return self._ask(
            "GET", "/v1/openapi.json", "json",
            {},
            {},
            None)

    def problem_type(
            self,
            name: str,
    ) -> Answer[ProblemTypeAnswer]:
        """A type of problem."""
        return self._ask(
            "GET", f"/v1/problems/{_quote(name)}", "json",
            {},
            {},
            None)

    def policy_now(
            self,
    ) -> Answer[PolicyNowAnswer]:
        """The policy in force."""
        return self._ask(
            "GET", "/v1/policy", "json",
            {},
            {},
            None)

    def policy_revisions(
            self,
    ) -> Answer[PolicyRevisionsAnswer]:
        """Revisions of the policy."""
        return self._ask(
            "GET", "/v1/policy/revisions", "json",
            {},
            {},
            None)

    def policy_revision(
            self,
            hash: str,
    ) -> Answer[PolicyRevisionAnswer]:
        """One revision of the policy."""
        return self._ask(
            "GET", f"/v1/policy/revisions/{_quote(hash)}", "json",
            {},
            {},
            None)

    def person_add(
            self,
            body: PersonAddBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[PersonAddAnswer]:
        """Take somebody in."""
        return self._ask(
            "POST", "/v1/people", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def person_find(
            self,
            body: PersonFindBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[PersonFindAnswer]:
        """Find people by an item's value and show them."""
        return self._ask(
            "POST", "/v1/people/find", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def person_show(
            self,
            person: str,
            *,
            purpose: str,
            items: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[PersonShowAnswer]:
        """Show a person."""
        return self._ask(
            "GET", f"/v1/people/{_quote(person)}", "json",
            {"items": items},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def person_correct(
            self,
            person: str,
            body: PersonCorrectBody,
            *,
            purpose: str,
            if_match: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
    ) -> Answer[None]:
        """Correct, add or delete values."""
        return self._ask(
            "PATCH", f"/v1/people/{_quote(person)}", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def person_history(
            self,
            person: str,
            *,
            purpose: str,
            items: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[PersonHistoryAnswer]:
        """Earlier versions and who used what."""
        return self._ask(
            "GET", f"/v1/people/{_quote(person)}/history", "json",
            {"items": items},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def record_add(
            self,
            person: str,
            body: RecordAddBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[RecordAddAnswer]:
        """Take in more from somebody who is there."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/records", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def standing_show(
            self,
            person: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[StandingShowAnswer]:
        """What the person has said."""
        return self._ask(
            "GET", f"/v1/people/{_quote(person)}/standing", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def consent_give(
            self,
            person: str,
            body: ConsentGiveBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record a consent."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/consents", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def consent_withdraw(
            self,
            person: str,
            body: ConsentWithdrawBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record a withdrawal."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/withdrawals", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def use_stop(
            self,
            person: str,
            body: UseStopBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Stop a use, or all provision."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/stops", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def use_resume(
            self,
            person: str,
            body: UseResumeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Lift a stop."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/resumptions", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def hold(
            self,
            person: str,
            body: HoldBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Hold a person's data."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/holds", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def release(
            self,
            person: str,
            body: ReleaseBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Release a hold."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/releases", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def event(
            self,
            person: str,
            body: EventBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record an event from which a retention counts."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/events", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def personal_purpose(
            self,
            person: str,
            body: PersonalPurposeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record a consent to a purpose of this person alone."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/personal-purposes", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def personal_purpose_end(
            self,
            person: str,
            purpose_id: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """End a purpose of this person alone."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/personal-purposes/{_quote(purpose_id)}/end", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            None)

    def ground(
            self,
            person: str,
            body: GroundBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record the ground for quarantined special-care information."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/grounds", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def decide(
            self,
            body: DecideBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[DecideAnswer]:
        """Ask the gate, without doing anything."""
        return self._ask(
            "POST", "/v1/decisions", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def mail_order(
            self,
            person: str,
            body: MailOrderBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[MailOrderAnswer]:
        """Order a mail to the person."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/mails", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def mail_show(
            self,
            mail: str,
    ) -> Answer[MailShowAnswer]:
        """What became of a mail that one has ordered."""
        return self._ask(
            "GET", f"/v1/mails/{_quote(mail)}", "json",
            {},
            {},
            None)

    def export(
            self,
            body: ExportBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[bytes]:
        """The people who may be used, as a sealed file (ZIP, AES-256)."""
        return self._ask(
            "POST", "/v1/exports", "bytes",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def exports(
            self,
            *,
            limit: int | None = None,
            cursor: str | None = None,
    ) -> Answer[ExportsAnswer]:
        """What was taken out so far."""
        return self._ask(
            "GET", "/v1/exports", "json",
            {"limit": limit, "cursor": cursor},
            {},
            None)

    def log_checkpoint(
            self,
    ) -> Answer[str]:
        """Signed state of the log."""
        return self._ask(
            "GET", "/v1/log/checkpoint", "text",
            {},
            {},
            None)

    def log_key(
            self,
    ) -> Answer[str]:
        """Key by which to verify the log."""
        return self._ask(
            "GET", "/v1/log/vkey", "text",
            {},
            {},
            None)

    def log_bundle(
            self,
            rest: str,
    ) -> Answer[bytes]:
        """A bundle of entries."""
        return self._ask(
            "GET", f"/v1/log/tile/entries/{_quote(rest, '/')}", "bytes",
            {},
            {},
            None)

    def log_tile(
            self,
            rest: str,
    ) -> Answer[bytes]:
        """A tile of hashes."""
        return self._ask(
            "GET", f"/v1/log/tile/{_quote(rest, '/')}", "bytes",
            {},
            {},
            None)

    def log_entries(
            self,
            *,
            limit: int | None = None,
            cursor: str | None = None,
            kind: str | None = None,
            refused: str | None = None,
    ) -> Answer[LogEntriesAnswer]:
        """Entries of the log."""
        return self._ask(
            "GET", "/v1/log/entries", "json",
            {"limit": limit, "cursor": cursor, "kind": kind, "refused": refused},
            {},
            None)

    def log_proof(
            self,
            index: str,
    ) -> Answer[str]:
        """Receipt of an entry (C2SP tlog-proof)."""
        return self._ask(
            "GET", f"/v1/log/entries/{_quote(index)}/proof", "text",
            {},
            {},
            None)

    def log_in(
            self,
            body: LogInBody,
    ) -> Answer[LogInAnswer]:
        """Staff prove who they are."""
        return self._ask(
            "POST", "/v1/sessions", "json",
            {},
            {},
            body)

    def prove_again(
            self,
            body: ProveAgainBody,
    ) -> Answer[None]:
        """Prove it again."""
        return self._ask(
            "POST", "/v1/sessions/current/proof", "None",
            {},
            {},
            body)

    def log_out(
            self,
    ) -> Answer[None]:
        """End the session."""
        return self._ask(
            "DELETE", "/v1/sessions/current", "None",
            {},
            {},
            None)

    def principal(
            self,
    ) -> Answer[PrincipalAnswer]:
        """As whom one was let in."""
        return self._ask(
            "GET", "/v1/principal", "json",
            {},
            {},
            None)

    def approvals(
            self,
            *,
            limit: int | None = None,
            cursor: str | None = None,
    ) -> Answer[ApprovalsAnswer]:
        """Acts that need a second person."""
        return self._ask(
            "GET", "/v1/approvals", "json",
            {"limit": limit, "cursor": cursor},
            {},
            None)

    def approval(
            self,
            approval: str,
    ) -> Answer[ApprovalAnswer]:
        """See an approval."""
        return self._ask(
            "GET", f"/v1/approvals/{_quote(approval)}", "json",
            {},
            {},
            None)

    def approval_decide(
            self,
            approval: str,
            body: ApprovalDecideBody,
    ) -> Answer[ApprovalDecideAnswer]:
        """Approve, or do not."""
        return self._ask(
            "POST", f"/v1/approvals/{_quote(approval)}/decision", "json",
            {},
            {},
            body)

    def approval_review(
            self,
            approval: str,
            body: ApprovalReviewBody,
    ) -> Answer[ApprovalReviewAnswer]:
        """Review what was done in an emergency."""
        return self._ask(
            "POST", f"/v1/approvals/{_quote(approval)}/review", "json",
            {},
            {},
            body)
