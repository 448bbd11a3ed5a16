"""A client of Sekisho's HTTP API.  Written by clients/generate: do not edit.

    from sekisho import Sekisho, Problem

    sekisho = Sekisho("http://127.0.0.1:8787", key="sks_...")
    found = sekisho.person_find(
        {"item": "email", "value": "hanako@example.jp"}, purpose="contract")
    for person in found.body["people"]: ...

What the policy or the server refuses is raised as a Problem, with its code,
clause and what would help.  Where body is bytes it may be a file that is open
for reading; into is one for writing, which gets the content instead of the
answer's body, piece by piece; one that was cut raises
http.client.IncompleteRead.  One client may be used by many threads.  Python
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
from typing import (IO, Any, Generic, Iterable, Literal, NotRequired,
                    TypedDict, TypeVar)

T = TypeVar("T")
_PIECE = 1 << 20  # bytes
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
    "pointer": NotRequired['str'],
    "parameter": NotRequired['str'],
    "code": 'str',
    "detail": 'str',
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "remedy": NotRequired['str'],
})

ProblemBody = TypedDict("ProblemBody", {
    "type": 'str',
    "title": 'str',
    "status": 'int',
    "detail": 'str',
    "code": 'str',
    "request_id": NotRequired['str'],
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "remedy": NotRequired['str'],
    "errors": NotRequired['list[ProblemBodyErrors]'],
})

Entry = TypedDict("Entry", {
    "index": 'int',
    "kind": 'str',
    "time": NotRequired['str'],
})

AnyObject = dict[str, Any]

Plan = TypedDict("Plan", {
    "sekisho_plan": 'int',
    "input": NotRequired['Input'],
    "columns": 'list[Column]',
    "undeclared": NotRequired['Literal["refuse", "delete", "keep"]'],
    "models": 'list[Model]',
    "suppression_limit": NotRequired['str | int | bool | None'],
    "quality": NotRequired['Literal["loss", "loss_arithmetic", "aecs", "discernibility", "discernibility_monotone", "height", "precision", "entropy", "entropy_normalised"]'],
    "transformation": NotRequired['Literal["full_domain", "local"]'],
    "subset": NotRequired['Subset'],
    "delete_rows": NotRequired['list[RowDeletion]'],
    "pseudo_rows": NotRequired['int'],
    "output": NotRequired['Output'],
})

Input = TypedDict("Input", {
    "delimiter": NotRequired['Literal[",", ";", "tab"]'],
    "encoding": NotRequired['Literal["auto", "utf-8", "cp932"]'],
    "header": NotRequired['bool'],
})

Column = TypedDict("Column", {
    "name": 'str | int | bool | None',
    "role": 'Literal["quasi_identifier", "sensitive", "keep", "delete"]',
    "hierarchy": NotRequired['Hierarchy'],
    "levels": NotRequired['Levels'],
    "order": NotRequired['Literal["text", "number"]'],
    "delete_cells": NotRequired['CellDeletion'],
    "bottom_code": NotRequired['Coding'],
    "top_code": NotRequired['Coding'],
    "micro_aggregate": NotRequired['MicroAggregation'],
    "noise": NotRequired['Noise'],
    "swap": NotRequired['Swap'],
})

Hierarchy = TypedDict("Hierarchy", {
    "file": NotRequired['str'],
    "builtin": NotRequired['Literal["postal_code", "date", "birth_date", "wareki", "age", "occupation", "nationality", "prefecture", "money", "flat"]'],
    "bands": NotRequired['list[int]'],
    "mask": NotRequired['Literal["right", "left"]'],
    "others": NotRequired['str'],
    "municipalities": NotRequired['str'],
    "reference_date": NotRequired['str'],
})

Levels = TypedDict("Levels", {
    "min": NotRequired['int'],
    "max": NotRequired['int'],
})

CellDeletion = TypedDict("CellDeletion", {
    "values": NotRequired['list[str | int | bool | None]'],
    "fewer_than": NotRequired['int'],
    "label": NotRequired['str | int | bool | None'],
})

Coding = TypedDict("Coding", {
    "at": 'str | int | bool | None',
    "label": NotRequired['str'],
})

MicroAggregation = TypedDict("MicroAggregation", {
    "size": 'int',
    "function": NotRequired['Literal["mean", "median", "mode"]'],
})

Noise = TypedDict("Noise", {
    "amplitude": 'str | int | bool | None',
    "distribution": NotRequired['Literal["uniform", "triangular"]'],
})

Swap = TypedDict("Swap", {
    "share": 'str | int | bool | None',
    "within": NotRequired['list[str]'],
})

Model = TypedDict("Model", {
    "k_anonymity": NotRequired['int'],
    "k_map": NotRequired['int'],
    "distinct_l_diversity": NotRequired['LDiversity'],
    "entropy_l_diversity": NotRequired['LDiversity'],
    "recursive_cl_diversity": NotRequired['RecursiveClDiversity'],
    "t_closeness": NotRequired['TCloseness'],
    "delta_presence": NotRequired['DeltaPresence'],
    "sample_uniqueness": NotRequired['str | int | bool | None'],
    "average_risk": NotRequired['str | int | bool | None'],
})

LDiversity = TypedDict("LDiversity", {
    "column": 'str | int | bool | None',
    "l": 'str | int | bool | None',
})

RecursiveClDiversity = TypedDict("RecursiveClDiversity", {
    "column": 'str | int | bool | None',
    "c": 'str | int | bool | None',
    "l": 'int',
})

TCloseness = TypedDict("TCloseness", {
    "column": 'str | int | bool | None',
    "t": 'str | int | bool | None',
    "distance": NotRequired['Literal["equal", "ordered", "hierarchical"]'],
})

DeltaPresence = TypedDict("DeltaPresence", {
    "min": NotRequired['str | int | bool | None'],
    "max": 'str | int | bool | None',
})

Subset = TypedDict("Subset", {
    "file": NotRequired['str'],
    "column": NotRequired['str | int | bool | None'],
    "value": NotRequired['str | int | bool | None'],
})

RowDeletion = TypedDict("RowDeletion", {
    "values": NotRequired['list[str | int | bool | None]'],
    "fewer_than": NotRequired['int'],
    "column": 'str | int | bool | None',
})

Output = TypedDict("Output", {
    "suppressed": NotRequired['Literal["mark", "drop"]'],
    "order": NotRequired['Literal["original", "shuffled"]'],
    "formula_guard": NotRequired['bool'],
    "encoding": NotRequired['Literal["auto", "utf-8", "cp932"]'],
    "bom": NotRequired['bool'],
    "newline": NotRequired['Literal["same", "lf", "crlf"]'],
    "delimiter": NotRequired['Literal[",", ";", "tab"]'],
})

ProblemTypeAnswerTitle = TypedDict("ProblemTypeAnswerTitle", {
    "ja": NotRequired['str'],
    "en": NotRequired['str'],
})

ProblemTypeAnswer = TypedDict("ProblemTypeAnswer", {
    "type": 'str',
    "status": 'int',
    "title": 'ProblemTypeAnswerTitle',
})

PolicyNowAnswer = TypedDict("PolicyNowAnswer", {
    "number": 'int',
    "hash": 'str',
    "announced_at": 'str',
    "in_force_from": 'str',
    "in_force": 'bool',
    "policy": 'AnyObject',
})

PolicyRevisionsAnswerRevisions = TypedDict("PolicyRevisionsAnswerRevisions", {
    "number": 'int',
    "hash": 'str',
    "announced_at": 'str',
    "in_force_from": 'str',
    "in_force": 'bool',
})

PolicyRevisionsAnswer = TypedDict("PolicyRevisionsAnswer", {
    "revisions": 'list[PolicyRevisionsAnswerRevisions]',
})

PolicyRevisionAnswer = PolicyNowAnswer

PolicyAcknowledgeBody = TypedDict("PolicyAcknowledgeBody", {
    "revision": NotRequired['int'],
})

FormsAnswerForms = TypedDict("FormsAnswerForms", {
    "form": 'str',
    "label": 'str',
    "medium": 'str',
    "source": 'str',
})

FormsAnswer = TypedDict("FormsAnswer", {
    "forms": 'list[FormsAnswerForms]',
})

FormNoticeAnswerItemsChoices = TypedDict("FormNoticeAnswerItemsChoices", {
    "id": 'str',
    "label": 'str',
})

FormNoticeAnswerItems = TypedDict("FormNoticeAnswerItems", {
    "item": 'str',
    "label": 'str',
    "kind": 'str',
    "required": 'bool',
    "choices": NotRequired['list[FormNoticeAnswerItemsChoices]'],
})

FormNoticeAnswerConsents = TypedDict("FormNoticeAnswerConsents", {
    "consent": 'str',
    "wording": 'str',
})

FormNoticeAnswer = TypedDict("FormNoticeAnswer", {
    "form": 'str',
    "label": 'str',
    "medium": 'str',
    "source": 'str',
    "language": 'str',
    "revision": 'int',
    "subjects": 'list[str]',
    "services": 'list[str]',
    "items": 'list[FormNoticeAnswerItems]',
    "consents": 'list[FormNoticeAnswerConsents]',
    "consequence": NotRequired['str'],
    "announcement": NotRequired['str'],
    "text": 'str',
    "hash": 'str',
    "evidence": 'str',
    "expires": 'str',
})

DisplayAnswer = TypedDict("DisplayAnswer", {
    "hash": 'str',
    "form": 'str',
    "revision": 'int',
    "language": 'str',
    "text": 'str',
})

PersonAddBody = TypedDict("PersonAddBody", {
    "way": NotRequired['str'],
    "subject": NotRequired['str'],
    "service": NotRequired['str'],
    "shown": NotRequired['bool'],
    "announced": NotRequired['bool'],
    "evidence": NotRequired['str'],
    "values": 'dict[str, str | int | bool | None]',
    "consents": NotRequired['list[str]'],
    "person": NotRequired['str'],
    "acquired": NotRequired['str'],
    "ground": NotRequired['str'],
    "origin": NotRequired['str'],
    "guardian": NotRequired['str'],
    "client": NotRequired['str'],
    "introducer": NotRequired['str'],
})

PersonAddAnswer = TypedDict("PersonAddAnswer", {
    "person": 'str',
})

PersonFindBody = TypedDict("PersonFindBody", {
    "item": 'str',
    "value": 'str',
    "items": NotRequired['list[str]'],
})

PersonFindAnswerPeopleObservedMessage = ProblemTypeAnswerTitle

PersonFindAnswerPeopleObservedRemedy = ProblemTypeAnswerTitle

PersonFindAnswerPeopleObserved = TypedDict("PersonFindAnswerPeopleObserved", {
    "code": 'str',
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "message": NotRequired['ProblemTypeAnswerTitle'],
    "remedy": NotRequired['ProblemTypeAnswerTitle'],
})

PersonFindAnswerPeopleRecords = TypedDict("PersonFindAnswerPeopleRecords", {
    "record": 'int',
    "version": 'int',
    "way": 'str',
    "service": NotRequired['str'],
    "revision": NotRequired['int'],
    "acquired": 'str',
    "shown": NotRequired['str'],
    "shown_at": NotRequired['str'],
    "origin": NotRequired['str'],
    "source_unknown": NotRequired['bool'],
    "values": 'dict[str, str | int | bool | None]',
    "masked": 'list[str]',
})

PersonFindAnswerPeopleRefusedMessage = ProblemTypeAnswerTitle

PersonFindAnswerPeopleRefusedRemedy = ProblemTypeAnswerTitle

PersonFindAnswerPeopleRefused = TypedDict("PersonFindAnswerPeopleRefused", {
    "type": 'str',
    "code": 'str',
    "field": NotRequired['str'],
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "message": NotRequired['ProblemTypeAnswerTitle'],
    "remedy": NotRequired['ProblemTypeAnswerTitle'],
})

PersonFindAnswerPeople = TypedDict("PersonFindAnswerPeople", {
    "person": 'str',
    "decision": 'str',
    "clause": 'str',
    "observed": NotRequired['PersonFindAnswerPeopleObserved'],
    "standing": 'int',
    "records": 'list[PersonFindAnswerPeopleRecords]',
    "refused": 'list[PersonFindAnswerPeopleRefused]',
})

PersonFindAnswer = TypedDict("PersonFindAnswer", {
    "people": 'list[PersonFindAnswerPeople]',
})

PeopleDueAnswerPeople = TypedDict("PeopleDueAnswerPeople", {
    "person": 'str',
    "since": 'str',
    "due": 'str',
})

PeopleDueAnswer = TypedDict("PeopleDueAnswer", {
    "people": 'list[PeopleDueAnswerPeople]',
    "next": NotRequired['str'],
})

PeopleAddBody = PersonAddBody

PeopleAddAnswerErrorMessage = TypedDict("PeopleAddAnswerErrorMessage", {
    "ja": 'str',
    "en": 'str',
})

PeopleAddAnswerErrorRemedy = PeopleAddAnswerErrorMessage

PeopleAddAnswerError = TypedDict("PeopleAddAnswerError", {
    "type": 'str',
    "code": 'str',
    "field": NotRequired['str'],
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "message": 'PeopleAddAnswerErrorMessage',
    "remedy": NotRequired['PeopleAddAnswerErrorMessage'],
})

PeopleAddAnswer = TypedDict("PeopleAddAnswer", {
    "line": 'int',
    "person": NotRequired['str'],
    "error": NotRequired['PeopleAddAnswerError'],
    "observed": NotRequired['str'],
})

PersonShowAnswerObservedMessage = ProblemTypeAnswerTitle

PersonShowAnswerObservedRemedy = ProblemTypeAnswerTitle

PersonShowAnswerObserved = PersonFindAnswerPeopleObserved

PersonShowAnswerRecords = PersonFindAnswerPeopleRecords

PersonShowAnswerRefusedMessage = ProblemTypeAnswerTitle

PersonShowAnswerRefusedRemedy = ProblemTypeAnswerTitle

PersonShowAnswerRefused = PersonFindAnswerPeopleRefused

PersonShowAnswer = PersonFindAnswerPeople

PersonCorrectBody = TypedDict("PersonCorrectBody", {
    "values": 'dict[str, str | int | bool | None]',
})

PersonHistoryAnswerObservedMessage = ProblemTypeAnswerTitle

PersonHistoryAnswerObservedRemedy = ProblemTypeAnswerTitle

PersonHistoryAnswerObserved = PersonFindAnswerPeopleObserved

PersonHistoryAnswerRecords = PersonFindAnswerPeopleRecords

PersonHistoryAnswerRefusedMessage = ProblemTypeAnswerTitle

PersonHistoryAnswerRefusedRemedy = ProblemTypeAnswerTitle

PersonHistoryAnswerRefused = PersonFindAnswerPeopleRefused

PersonHistoryAnswerEarlier = TypedDict("PersonHistoryAnswerEarlier", {
    "record": 'int',
    "version": 'int',
    "way": 'str',
    "service": NotRequired['str'],
    "revision": NotRequired['int'],
    "acquired": 'str',
    "shown": NotRequired['str'],
    "shown_at": NotRequired['str'],
    "origin": NotRequired['str'],
    "source_unknown": NotRequired['bool'],
    "values": 'dict[str, str | int | bool | None]',
    "masked": 'list[str]',
    "replaced": 'str',
})

PersonHistoryAnswer = TypedDict("PersonHistoryAnswer", {
    "person": 'str',
    "decision": 'str',
    "clause": 'str',
    "observed": NotRequired['PersonFindAnswerPeopleObserved'],
    "standing": 'int',
    "records": 'list[PersonFindAnswerPeopleRecords]',
    "refused": 'list[PersonFindAnswerPeopleRefused]',
    "earlier": 'list[PersonHistoryAnswerEarlier]',
    "uses": 'list[Entry]',
})

RecordAddBody = PersonAddBody

RecordAddAnswer = PersonAddAnswer

FileAddAnswer = TypedDict("FileAddAnswer", {
    "file": 'str',
    "bytes": 'int',
    "sha256": 'str',
})

EraseBody = TypedDict("EraseBody", {
    "items": NotRequired['list[str]'],
    "file": NotRequired['str'],
    "dry": NotRequired['bool'],
})

EraseAnswerKeptByLaw = TypedDict("EraseAnswerKeptByLaw", {
    "item": 'str',
    "until": NotRequired['str'],
})

EraseAnswer = TypedDict("EraseAnswer", {
    "erasure": NotRequired['str'],
    "decision": NotRequired['str'],
    "person": 'str',
    "scope": 'str',
    "cause": 'str',
    "items": 'list[str]',
    "kept_by_law": 'list[EraseAnswerKeptByLaw]',
    "slots": 'int',
    "erased": 'str',
    "restorable_until": NotRequired['str'],
    "horizon": 'str',
    "state": 'str',
    "certificate": NotRequired['str'],
})

ErasureAnswerKeptByLaw = EraseAnswerKeptByLaw

ErasureAnswer = EraseAnswer

StandingShowAnswerConsents = TypedDict("StandingShowAnswerConsents", {
    "consent": 'str',
    "state": 'str',
    "time": NotRequired['str'],
    "expires": NotRequired['str'],
    "recipient": NotRequired['str'],
    "evidence": NotRequired['str'],
})

StandingShowAnswerPersonal = TypedDict("StandingShowAnswerPersonal", {
    "purpose": 'str',
    "text": 'str',
    "state": 'str',
    "expires": NotRequired['str'],
})

StandingShowAnswerHolds = TypedDict("StandingShowAnswerHolds", {
    "kind": 'Literal["request", "law", "dispute"]',
    "reference": 'str',
    "time": NotRequired['str'],
    "until": NotRequired['str'],
})

StandingShowAnswerObjections = TypedDict("StandingShowAnswerObjections", {
    "revision": 'int',
    "time": NotRequired['str'],
    "purposes": 'list[str]',
})

StandingShowAnswerAsked = TypedDict("StandingShowAnswerAsked", {
    "consent": 'str',
    "revision": 'int',
    "time": 'str',
    "way": 'str',
})

StandingShowAnswer = TypedDict("StandingShowAnswer", {
    "version": 'int',
    "subject": 'str',
    "introducer": NotRequired['str'],
    "guardian": NotRequired['str'],
    "of_age": NotRequired['str'],
    "confirmed": NotRequired['str'],
    "deceased": NotRequired['str'],
    "merged": NotRequired['list[str]'],
    "consents": 'list[StandingShowAnswerConsents]',
    "personal": 'list[StandingShowAnswerPersonal]',
    "stops": 'list[str]',
    "provision_stopped": 'bool',
    "holds": 'list[StandingShowAnswerHolds]',
    "objections": 'list[StandingShowAnswerObjections]',
    "asked": 'list[StandingShowAnswerAsked]',
    "quarantine": 'list[int]',
})

ConsentGiveBody = TypedDict("ConsentGiveBody", {
    "consent": 'str',
    "recipient": NotRequired['str'],
    "giver": NotRequired['Literal["person", "guardian", "agent"]'],
    "text": NotRequired['str'],
})

ConsentWithdrawBody = TypedDict("ConsentWithdrawBody", {
    "consent": 'str',
    "recipient": NotRequired['str'],
    "giver": NotRequired['Literal["person", "guardian", "agent"]'],
})

UseStopBody = TypedDict("UseStopBody", {
    "purpose": NotRequired['str'],
})

UseResumeBody = UseStopBody

PolicyObjectBody = PolicyAcknowledgeBody

HoldBody = TypedDict("HoldBody", {
    "kind": 'Literal["request", "law", "dispute"]',
    "reference": NotRequired['str'],
    "until": NotRequired['str'],
})

ReleaseBody = TypedDict("ReleaseBody", {
    "reference": NotRequired['str'],
})

EventBody = TypedDict("EventBody", {
    "event": 'str',
    "date": 'str',
})

PersonalPurposeBody = TypedDict("PersonalPurposeBody", {
    "id": 'str',
    "text": 'str',
    "items": 'list[str]',
    "until": NotRequired['str'],
})

GroundBody = TypedDict("GroundBody", {
    "record": 'int',
    "ground": 'str',
})

SuppressBody = TypedDict("SuppressBody", {
    "cause": 'Literal["abuse", "asked"]',
    "items": 'list[str]',
    "until": NotRequired['str'],
    "reference": NotRequired['str'],
})

ConsentAskBody = TypedDict("ConsentAskBody", {
    "consent": 'str',
    "way": 'Literal["email", "post", "phone", "in_person", "web", "app"]',
})

CampaignOpenBody = TypedDict("CampaignOpenBody", {
    "consent": 'str',
    "until": NotRequired['str'],
})

CampaignOpenAnswer = TypedDict("CampaignOpenAnswer", {
    "consent": 'str',
    "revision": 'int',
    "opened_at": 'str',
    "until": NotRequired['str'],
    "by": 'str',
})

CampaignsAnswerCampaigns = CampaignOpenAnswer

CampaignsAnswer = TypedDict("CampaignsAnswer", {
    "campaigns": 'list[CampaignOpenAnswer]',
})

CampaignReportAnswerCampaign = CampaignOpenAnswer

CampaignReportAnswerPeople = TypedDict("CampaignReportAnswerPeople", {
    "person": 'str',
    "answer": 'Literal["agreed", "refused", "silent"]',
    "way": 'Literal["email", "post", "phone", "in_person", "web", "app"]',
    "asked": 'int',
    "first": 'str',
    "last": 'str',
    "answered": NotRequired['str'],
})

CampaignReportAnswer = TypedDict("CampaignReportAnswer", {
    "campaign": 'CampaignOpenAnswer',
    "asked": 'int',
    "unseen": 'int',
    "answers": 'dict[str, int]',
    "ways": 'dict[str, int]',
    "people": 'list[CampaignReportAnswerPeople]',
    "next": NotRequired['str'],
})

ObjectionsAnswerPeople = TypedDict("ObjectionsAnswerPeople", {
    "person": 'str',
    "revision": 'int',
    "time": 'str',
    "purposes": 'list[str]',
})

ObjectionsAnswer = TypedDict("ObjectionsAnswer", {
    "count": 'int',
    "unseen": 'int',
    "people": 'list[ObjectionsAnswerPeople]',
    "next": NotRequired['str'],
})

SuppressionsAnswerSuppressions = TypedDict("SuppressionsAnswerSuppressions", {
    "cause": 'Literal["abuse", "asked"]',
    "item": 'str',
    "by": 'str',
    "made": 'str',
    "until": NotRequired['str'],
    "reference": NotRequired['str'],
})

SuppressionsAnswer = TypedDict("SuppressionsAnswer", {
    "suppressions": 'list[SuppressionsAnswerSuppressions]',
    "next": NotRequired['str'],
})

SuppressionFindBody = TypedDict("SuppressionFindBody", {
    "item": 'str',
    "value": 'str',
})

SuppressionFindAnswer = TypedDict("SuppressionFindAnswer", {
    "suppressed": 'bool',
    "cause": NotRequired['Literal["abuse", "asked"]'],
    "item": NotRequired['str'],
    "by": NotRequired['str'],
    "made": NotRequired['str'],
    "until": NotRequired['str'],
    "reference": NotRequired['str'],
})

SuppressionLiftBody = SuppressionFindBody

PersonMergeBody = TypedDict("PersonMergeBody", {
    "into": 'str',
})

NameChangeBody = TypedDict("NameChangeBody", {
    "values": 'dict[str, str | int | bool | None]',
    "searchable": NotRequired['bool'],
})

DeceasedBody = TypedDict("DeceasedBody", {
    "date": 'str',
})

DecideBody = TypedDict("DecideBody", {
    "act": NotRequired['Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"]'],
    "person": NotRequired['str'],
    "items": NotRequired['list[str]'],
    "way": NotRequired['str'],
    "subject": NotRequired['str'],
    "recipient": NotRequired['str'],
    "named": NotRequired['str'],
    "ground": NotRequired['str'],
})

DecideAnswerMessage = ProblemTypeAnswerTitle

DecideAnswerRemedy = ProblemTypeAnswerTitle

DecideAnswerObservedMessage = ProblemTypeAnswerTitle

DecideAnswerObservedRemedy = ProblemTypeAnswerTitle

DecideAnswerObserved = PersonFindAnswerPeopleObserved

DecideAnswerItemsMessage = ProblemTypeAnswerTitle

DecideAnswerItemsRemedy = ProblemTypeAnswerTitle

DecideAnswerItems = TypedDict("DecideAnswerItems", {
    "answer": 'Literal["plain", "masked", "refused"]',
    "code": 'str',
    "field": NotRequired['str'],
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "message": NotRequired['ProblemTypeAnswerTitle'],
    "remedy": NotRequired['ProblemTypeAnswerTitle'],
})

DecideAnswer = TypedDict("DecideAnswer", {
    "permitted": 'bool',
    "needs_approval": 'bool',
    "code": 'str',
    "field": NotRequired['str'],
    "clause": NotRequired['str'],
    "article": NotRequired['str'],
    "message": NotRequired['ProblemTypeAnswerTitle'],
    "remedy": NotRequired['ProblemTypeAnswerTitle'],
    "observed": NotRequired['PersonFindAnswerPeopleObserved'],
    "items": 'dict[str, DecideAnswerItems]',
})

MailOrderBody = TypedDict("MailOrderBody", {
    "category": 'str',
    "template": NotRequired['str'],
    "language": NotRequired['Literal["ja", "en"]'],
    "item": NotRequired['str'],
    "reference": NotRequired['str'],
    "date": NotRequired['str'],
    "url": NotRequired['str'],
})

MailOrderAnswer = TypedDict("MailOrderAnswer", {
    "mail": 'str',
    "state": 'str',
    "person": NotRequired['str'],
    "category": 'str',
    "template": 'str',
    "principal": 'str',
    "made": 'str',
    "next": NotRequired['str'],
    "ended": NotRequired['str'],
    "attempts": 'int',
    "code": NotRequired['str'],
})

MailShowAnswer = MailOrderAnswer

ExportBody = TypedDict("ExportBody", {
    "items": NotRequired['list[str]'],
    "format": NotRequired['Literal["csv", "xlsx", "ndjson"]'],
    "encoding": NotRequired['Literal["utf-8", "cp932"]'],
    "no_bom": NotRequired['bool'],
    "replace": NotRequired['bool'],
    "with_person": NotRequired['bool'],
    "heads": NotRequired['Literal["label", "id"]'],
})

ExportsAnswerExports = TypedDict("ExportsAnswerExports", {
    "export": 'str',
    "made": 'str',
    "principal": 'str',
    "role": 'str',
    "purpose": 'str',
    "reason": 'str',
    "format": 'str',
    "items": 'list[str]',
    "people": 'int',
    "left_out": 'int',
    "bytes": 'int',
    "sha256": 'str',
})

ExportsAnswer = TypedDict("ExportsAnswer", {
    "exports": 'list[ExportsAnswerExports]',
    "next": NotRequired['str'],
})

ObservationAnswer = TypedDict("ObservationAnswer", {
    "state": 'str',
    "days": NotRequired['int'],
    "asked_by": NotRequired['str'],
    "reason": NotRequired['str'],
    "approved_by": NotRequired['str'],
    "from": NotRequired['str'],
    "until": NotRequired['str'],
})

ObservationAskBody = TypedDict("ObservationAskBody", {
    "days": 'int',
    "reason": 'str',
})

ObservationAskAnswer = ObservationAnswer

ObservationApproveAnswer = ObservationAnswer

ObservationEndAnswer = ObservationAnswer

ObservationReportAnswerRows = TypedDict("ObservationReportAnswerRows", {
    "enforced": 'bool',
    "code": 'str',
    "clause": 'str',
    "role": 'str',
    "purpose": 'str',
    "count": 'int',
    "last": 'str',
})

ObservationReportAnswer = TypedDict("ObservationReportAnswer", {
    "decisions": 'int',
    "rows": 'list[ObservationReportAnswerRows]',
})

LogEntriesAnswer = TypedDict("LogEntriesAnswer", {
    "size": 'int',
    "entries": 'list[Entry]',
    "next": NotRequired['str'],
})

LogInBody = TypedDict("LogInBody", {
    "principal": 'str',
    "password": 'str',
    "code": 'str',
})

LogInAnswer = TypedDict("LogInAnswer", {
    "token": 'str',
    "expires": 'str',
    "idle_minutes": 'int',
})

ProveAgainBody = TypedDict("ProveAgainBody", {
    "password": 'str',
    "code": 'str',
})

PrincipalAnswer = TypedDict("PrincipalAnswer", {
    "principal": 'str',
    "kind": 'str',
    "roles": 'list[str]',
    "purposes": 'list[str]',
    "items": 'list[str]',
    "services": 'list[str]',
    "quota": 'int',
})

ApprovalsAnswerApprovals = TypedDict("ApprovalsAnswerApprovals", {
    "approval": 'str',
    "state": 'str',
    "requester": 'str',
    "role": 'str',
    "purpose": 'str',
    "act": 'Literal["acquire", "use", "correct", "provide", "stop", "erase", "export", "disclose", "anonymise"]',
    "request": 'str',
    "fields": 'list[str]',
    "digest": 'str',
    "reason": NotRequired['str'],
    "made": 'str',
    "expires": 'str',
    "decided_by": NotRequired['str'],
    "decided_role": NotRequired['str'],
    "decided": NotRequired['str'],
    "note": NotRequired['str'],
})

ApprovalsAnswer = TypedDict("ApprovalsAnswer", {
    "approvals": 'list[ApprovalsAnswerApprovals]',
    "next": NotRequired['str'],
})

ApprovalAnswer = ApprovalsAnswerApprovals

ApprovalDecideBody = TypedDict("ApprovalDecideBody", {
    "approve": 'bool',
    "note": NotRequired['str'],
})

ApprovalDecideAnswer = ApprovalsAnswerApprovals

ApprovalReviewBody = TypedDict("ApprovalReviewBody", {
    "justified": 'bool',
    "note": NotRequired['str'],
})

ApprovalReviewAnswer = ApprovalsAnswerApprovals

WebhooksAnswerWebhooks = TypedDict("WebhooksAnswerWebhooks", {
    "webhook": 'str',
    "url": 'str',
    "events": 'list[str]',
    "made": 'str',
    "by": 'str',
    "waits": NotRequired['int'],
    "told": NotRequired['int'],
    "failed": NotRequired['int'],
    "secret": NotRequired['str'],
})

WebhooksAnswer = TypedDict("WebhooksAnswer", {
    "webhooks": 'list[WebhooksAnswerWebhooks]',
})

WebhookAddBody = TypedDict("WebhookAddBody", {
    "url": 'str',
    "events": NotRequired['list[str]'],
})

WebhookAddAnswer = WebhooksAnswerWebhooks

WebhookReplayBody = TypedDict("WebhookReplayBody", {
    "since": 'str',
})

WebhookReplayAnswer = TypedDict("WebhookReplayAnswer", {
    "events": 'int',
})

DatasetMakeBody = TypedDict("DatasetMakeBody", {
    "kind": NotRequired['Literal["anonymised", "pseudonymised", "internal"]'],
    "declaration": NotRequired['str'],
    "plan": 'Plan',
    "files": NotRequired['dict[str, str]'],
})

DatasetMakeAnswerSteps = TypedDict("DatasetMakeAnswerSteps", {
    "rule": 'str',
    "ja": 'str',
    "en": 'str',
})

DatasetMakeAnswer = TypedDict("DatasetMakeAnswer", {
    "id": 'str',
    "needs_approval": 'bool',
    "people": 'int',
    "left_out": 'int',
    "steps": 'list[DatasetMakeAnswerSteps]',
    "report": 'AnyObject',
})

DatasetsAnswerDatasets = TypedDict("DatasetsAnswerDatasets", {
    "id": 'str',
    "kind": 'str',
    "declaration": 'str',
    "purpose": 'str',
    "rows": 'int',
    "made_at": 'str',
})

DatasetsAnswer = TypedDict("DatasetsAnswer", {
    "datasets": 'list[DatasetsAnswerDatasets]',
})

DatasetAnswer = TypedDict("DatasetAnswer", {
    "id": 'str',
    "kind": 'str',
    "declaration": 'str',
    "purpose": 'str',
    "revision": 'int',
    "made_at": 'str',
    "made_by": 'str',
    "role": 'str',
    "rows": 'int',
    "people": 'int',
    "left_out": 'int',
    "columns": 'list[AnyObject]',
    "steps": 'list[AnyObject]',
    "sha256": 'str',
    "bytes": 'int',
    "parts": 'int',
    "slots": 'list[int]',
    "destroyed_at": 'str',
    "approval_needed": 'bool',
    "repeats": NotRequired['bool'],
    "approvals": NotRequired['list[AnyObject]'],
    "uses": NotRequired['list[AnyObject]'],
    "provisions": NotRequired['list[AnyObject]'],
    "evaluations": NotRequired['list[AnyObject]'],
    "erasures": NotRequired['list[AnyObject]'],
})

DatasetApproveBody = TypedDict("DatasetApproveBody", {
    "act": NotRequired['Literal["anonymise", "export"]'],
})

DatasetUseBody = TypedDict("DatasetUseBody", {
    "for": NotRequired['Literal["analysis", "collation", "contact"]'],
})

DatasetProvideBody = TypedDict("DatasetProvideBody", {
    "recipient": 'str',
    "way": 'str',
})

DatasetProvideAnswer = TypedDict("DatasetProvideAnswer", {
    "manifest": 'AnyObject',
    "statement": 'str',
    "data": 'str',
})

DatasetEvaluateBody = TypedDict("DatasetEvaluateBody", {
    "result": 'str',
})

ProcessingPublishBody = TypedDict("ProcessingPublishBody", {
    "where": 'str',
    "ways": NotRequired['bool'],
    "from": NotRequired['str'],
})

ProcessingStateAnswer = TypedDict("ProcessingStateAnswer", {
    "operator": 'str',
    "anonymised": 'list[AnyObject]',
    "any_made": 'bool',
    "as_of": 'str',
})

ReleaseMakeBody = TypedDict("ReleaseMakeBody", {
    "rows": 'str',
    "columns": NotRequired['str'],
    "round": NotRequired['int'],
    "epsilon": NotRequired['str'],
    "variance": NotRequired['str'],
})

ReleaseMakeAnswer = TypedDict("ReleaseMakeAnswer", {
    "id": 'str',
    "needs_approval": 'bool',
})

BudgetAnswer = TypedDict("BudgetAnswer", {
    "period": 'Literal["month", "year"]',
    "epsilon_millionths": 'int',
    "epsilon_spent_millionths": 'int',
    "rho_billionths": 'int',
    "rho_spent_billionths": 'int',
})

BudgetSetBody = TypedDict("BudgetSetBody", {
    "epsilon": NotRequired['str'],
    "rho": NotRequired['str'],
    "period": NotRequired['Literal["month", "year"]'],
})

BudgetSetAnswer = BudgetAnswer

ReleasesAnswerReleases = TypedDict("ReleasesAnswerReleases", {
    "id": 'str',
    "made_at": 'str',
    "statistic": 'str',
    "purpose": 'str',
    "mode": 'str',
    "rows": 'str',
    "columns": 'str',
})

ReleasesAnswer = TypedDict("ReleasesAnswer", {
    "releases": 'list[ReleasesAnswerReleases]',
})

ReleaseShowAnswer = TypedDict("ReleaseShowAnswer", {
    "id": 'str',
    "made_at": 'str',
    "statistic": 'str',
    "purpose": 'str',
    "mode": 'str',
    "rows": 'str',
    "columns": 'str',
    "revision": 'int',
    "made_by": 'str',
    "role": 'str',
    "approval_needed": 'bool',
    "minimum": 'int',
    "base": NotRequired['int'],
    "epsilon": NotRequired['str | int | bool | None'],
    "variance": NotRequired['str | int | bool | None'],
    "row_labels": NotRequired['list[str]'],
    "column_labels": NotRequired['list[str]'],
    "counts": NotRequired['list[str | int | bool | None]'],
    "approvals": NotRequired['list[AnyObject]'],
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
             body: Any, sends: str = "json",
             into: IO[bytes] | None = None) -> Answer[Any]:
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
        if sends == "lines":
            data = "".join(json.dumps(line) + "\n"
                           for line in body).encode()
            send["Content-Type"] = "application/x-ndjson"
        elif sends != "json":
            # A file is read while it is sent, whatever its length.
            data = body
            send["Content-Type"] = sends
        elif body is not None:
            data = json.dumps(body).encode()
            send["Content-Type"] = "application/json"
        try:
            connection = self._connection()
            try:
                connection.request(method, self.url.path.rstrip("/") + path,
                                   data, send)
            except (BrokenPipeError, ConnectionResetError):
                # Refused before all was sent: the answer says why.
                pass
            response = connection.getresponse()
            if into is not None and response.status < 300:
                while piece := response.read(_PIECE):
                    into.write(piece)
                if response.length:
                    # read(n) takes the end of a connection for the end.
                    raise http.client.IncompleteRead(b"", response.length)
                content = b""
            else:
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
        if kind == "lines":
            return Answer(response.status, got,
                          [json.loads(line) for line in content.splitlines()])
        if kind == "text":
            return Answer(response.status, got, content.decode())
        return Answer(response.status, got,
                      content if kind == "bytes" else None)

    def page_policy(
            self,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """The policy in force, as a page."""
        return self._ask(
            "GET", "/policy", "text",
            {"lang": lang},
            {},
            None)

    def page_history(
            self,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """All revisions, as a page."""
        return self._ask(
            "GET", "/policy/history", "text",
            {"lang": lang},
            {},
            None)

    def page_notice_now(
            self,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """The newest notice of revision, as a page."""
        return self._ask(
            "GET", "/policy/notice", "text",
            {"lang": lang},
            {},
            None)

    def page_linked_now(
            self,
            *,
            lang: str | None = None,
    ) -> Answer[Any]:
        """The policy in force, as JSON-LD."""
        return self._ask(
            "GET", "/policy/linked", "json",
            {"lang": lang},
            {},
            None)

    def page_revision(
            self,
            hash: str,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """One revision of the policy, as a page."""
        return self._ask(
            "GET", f"/policy/{_quote(hash)}", "text",
            {"lang": lang},
            {},
            None)

    def page_notice(
            self,
            hash: str,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """The notice of a revision, as a page."""
        return self._ask(
            "GET", f"/policy/{_quote(hash)}/notice", "text",
            {"lang": lang},
            {},
            None)

    def page_linked(
            self,
            hash: str,
            *,
            lang: str | None = None,
    ) -> Answer[Any]:
        """One revision of the policy, as JSON-LD."""
        return self._ask(
            "GET", f"/policy/{_quote(hash)}/linked", "json",
            {"lang": lang},
            {},
            None)

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
    ) -> Answer[PolicyNowAnswer]:
        """One revision of the policy."""
        return self._ask(
            "GET", f"/v1/policy/revisions/{_quote(hash)}", "json",
            {},
            {},
            None)

    def policy_acknowledge(
            self,
            body: PolicyAcknowledgeBody,
    ) -> Answer[None]:
        """Record that you have read a revision of the policy."""
        return self._ask(
            "POST", "/v1/policy/acknowledgements", "None",
            {},
            {},
            body)

    def forms(
            self,
            *,
            lang: str | None = None,
    ) -> Answer[FormsAnswer]:
        """Forms of the policy."""
        return self._ask(
            "GET", "/v1/forms", "json",
            {"lang": lang},
            {},
            None)

    def form_style(
            self,
    ) -> Answer[str]:
        """How forms look."""
        return self._ask(
            "GET", "/v1/forms/style.css", "text",
            {},
            {},
            None)

    def form_page(
            self,
            form: str,
            *,
            lang: str | None = None,
    ) -> Answer[str]:
        """A public form."""
        return self._ask(
            "GET", f"/v1/forms/{_quote(form)}", "text",
            {"lang": lang},
            {},
            None)

    def form_notice(
            self,
            form: str,
            *,
            lang: str | None = None,
    ) -> Answer[FormNoticeAnswer]:
        """What is to be shown, its evidence, and what to ask."""
        return self._ask(
            "GET", f"/v1/forms/{_quote(form)}/notice", "json",
            {"lang": lang},
            {},
            None)

    def display(
            self,
            hash: str,
    ) -> Answer[DisplayAnswer]:
        """What was shown at an acquisition."""
        return self._ask(
            "GET", f"/v1/displays/{_quote(hash)}", "json",
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

    def people_due(
            self,
            *,
            purpose: str,
            limit: int | None = None,
            cursor: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[PeopleDueAnswer]:
        """Whose data is to be confirmed (article 22)."""
        return self._ask(
            "GET", "/v1/people/due", "json",
            {"limit": limit, "cursor": cursor},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def people_add(
            self,
            body: Iterable[PersonAddBody],
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[list[PeopleAddAnswer]]:
        """Take many people in, a line each, a result a line."""
        return self._ask(
            "POST", "/v1/people/bulk", "lines",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body, "lines")

    def person_show(
            self,
            person: str,
            *,
            purpose: str,
            items: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[PersonFindAnswerPeople]:
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
            body: PersonAddBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[PersonAddAnswer]:
        """Take in more from somebody who is there."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/records", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def file_add(
            self,
            body: bytes | IO[bytes],
            *,
            purpose: str,
            item: str | None = None,
            way: str | None = None,
            subject: str | None = None,
            service: str | None = None,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
            content_type: str = "application/octet-stream",
    ) -> Answer[FileAddAnswer]:
        """Take a file in, to become an item's value within 24 hours."""
        return self._ask(
            "POST", "/v1/files", "json",
            {"item": item, "way": way, "subject": subject, "service": service},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body, content_type)

    def file(
            self,
            person: str,
            file: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            into: IO[bytes] | None = None,
    ) -> Answer[bytes]:
        """A file of a person."""
        return self._ask(
            "GET", f"/v1/people/{_quote(person)}/files/{_quote(file)}", "bytes",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None, into=into)

    def erase(
            self,
            person: str,
            body: EraseBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[EraseAnswer]:
        """Erase a person, items or a file."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/erasures", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def erasure(
            self,
            erasure: str,
    ) -> Answer[EraseAnswer]:
        """An erasure and its certificate."""
        return self._ask(
            "GET", f"/v1/erasures/{_quote(erasure)}", "json",
            {},
            {},
            None)

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
            body: UseStopBody,
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

    def policy_object(
            self,
            person: str,
            body: PolicyAcknowledgeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record an objection to a change of the policy."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/objections", "None",
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

    def suppress(
            self,
            person: str,
            body: SuppressBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Are not to be taken in again."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/suppressions", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def consent_ask(
            self,
            person: str,
            body: ConsentAskBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record that a consent was asked for."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/askings", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def campaign_open(
            self,
            body: CampaignOpenBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[CampaignOpenAnswer]:
        """Open a consent campaign."""
        return self._ask(
            "POST", "/v1/campaigns", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def campaigns(
            self,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[CampaignsAnswer]:
        """Consent campaigns; by a decision, and with an entry of the log."""
        return self._ask(
            "GET", "/v1/campaigns", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def campaign_report(
            self,
            consent: str,
            *,
            purpose: str,
            revision: int | None = None,
            answer: Literal["agreed", "refused", "silent"] | None = None,
            cursor: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[CampaignReportAnswer]:
        """Who was asked when, and what they answered."""
        return self._ask(
            "GET", f"/v1/campaigns/{_quote(consent)}", "json",
            {"revision": revision, "answer": answer, "cursor": cursor},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def objections(
            self,
            *,
            purpose: str,
            revision: int | None = None,
            cursor: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[ObjectionsAnswer]:
        """Who objects to a change of the policy."""
        return self._ask(
            "GET", "/v1/objections", "json",
            {"revision": revision, "cursor": cursor},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def suppressions(
            self,
            *,
            purpose: str,
            limit: int | None = None,
            cursor: str | None = None,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[SuppressionsAnswer]:
        """Who is not to be taken in, without any value."""
        return self._ask(
            "GET", "/v1/suppressions", "json",
            {"limit": limit, "cursor": cursor},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def suppression_find(
            self,
            body: SuppressionFindBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[SuppressionFindAnswer]:
        """Whether a value is not to be taken in."""
        return self._ask(
            "POST", "/v1/suppressions/find", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def suppression_lift(
            self,
            body: SuppressionFindBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Lift a suppression."""
        return self._ask(
            "POST", "/v1/suppressions/lift", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def person_merge(
            self,
            person: str,
            body: PersonMergeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Merge into who is the same person."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/merge", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def person_unmerge(
            self,
            person: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Undo a merge."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/unmerge", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            None)

    def name_change(
            self,
            person: str,
            body: NameChangeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """A name changes; the old one stays as history."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/name-change", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def former_names_forget(
            self,
            person: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Be found by no former name any more."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/former-names/forget", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            None)

    def deceased(
            self,
            person: str,
            body: DeceasedBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record a death."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/deceased", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            body)

    def living(
            self,
            person: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """A death was recorded by mistake."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/living", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            None)

    def confirm(
            self,
            person: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            idempotency_key: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """What is held was confirmed as accurate and up to date."""
        return self._ask(
            "POST", f"/v1/people/{_quote(person)}/confirmations", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "Idempotency-Key": idempotency_key, "If-Match": if_match},
            None)

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
    ) -> Answer[MailOrderAnswer]:
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
            into: IO[bytes] | None = None,
    ) -> Answer[bytes]:
        """The people who may be used, as a sealed file (ZIP, AES-256)."""
        return self._ask(
            "POST", "/v1/exports", "bytes",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body, into=into)

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

    def observation(
            self,
    ) -> Answer[ObservationAnswer]:
        """Whether refusals are only noted."""
        return self._ask(
            "GET", "/v1/observation", "json",
            {},
            {},
            None)

    def observation_ask(
            self,
            body: ObservationAskBody,
    ) -> Answer[ObservationAnswer]:
        """Ask for it."""
        return self._ask(
            "POST", "/v1/observation", "json",
            {},
            {},
            body)

    def observation_approve(
            self,
    ) -> Answer[ObservationAnswer]:
        """Begin it, as a second person."""
        return self._ask(
            "POST", "/v1/observation/approval", "json",
            {},
            {},
            None)

    def observation_end(
            self,
    ) -> Answer[ObservationAnswer]:
        """Enforce everything again."""
        return self._ask(
            "POST", "/v1/observation/end", "json",
            {},
            {},
            None)

    def observation_report(
            self,
    ) -> Answer[ObservationReportAnswer]:
        """What would have been refused."""
        return self._ask(
            "GET", "/v1/observation/report", "json",
            {},
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
            *,
            into: IO[bytes] | None = None,
    ) -> Answer[bytes]:
        """A bundle of entries."""
        return self._ask(
            "GET", f"/v1/log/tile/entries/{_quote(rest, '/')}", "bytes",
            {},
            {},
            None, into=into)

    def log_tile(
            self,
            rest: str,
            *,
            into: IO[bytes] | None = None,
    ) -> Answer[bytes]:
        """A tile of hashes."""
        return self._ask(
            "GET", f"/v1/log/tile/{_quote(rest, '/')}", "bytes",
            {},
            {},
            None, into=into)

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
    ) -> Answer[ApprovalsAnswerApprovals]:
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
    ) -> Answer[ApprovalsAnswerApprovals]:
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
    ) -> Answer[ApprovalsAnswerApprovals]:
        """Review what was done in an emergency."""
        return self._ask(
            "POST", f"/v1/approvals/{_quote(approval)}/review", "json",
            {},
            {},
            body)

    def webhooks(
            self,
    ) -> Answer[WebhooksAnswer]:
        """The webhooks, for officers."""
        return self._ask(
            "GET", "/v1/webhooks", "json",
            {},
            {},
            None)

    def webhook_add(
            self,
            body: WebhookAddBody,
    ) -> Answer[WebhooksAnswerWebhooks]:
        """Register a webhook, for officers."""
        return self._ask(
            "POST", "/v1/webhooks", "json",
            {},
            {},
            body)

    def webhook_remove(
            self,
            webhook: str,
    ) -> Answer[None]:
        """Remove a webhook, for officers."""
        return self._ask(
            "DELETE", f"/v1/webhooks/{_quote(webhook)}", "None",
            {},
            {},
            None)

    def webhook_replay(
            self,
            webhook: str,
            body: WebhookReplayBody,
    ) -> Answer[WebhookReplayAnswer]:
        """Tell it again what happened since then, for officers."""
        return self._ask(
            "POST", f"/v1/webhooks/{_quote(webhook)}/replay", "json",
            {},
            {},
            body)

    def dataset_make(
            self,
            body: DatasetMakeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[DatasetMakeAnswer]:
        """Make anonymised or pseudonymised information."""
        return self._ask(
            "POST", "/v1/datasets", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def datasets(
            self,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[DatasetsAnswer]:
        """What was made for the purpose."""
        return self._ask(
            "GET", "/v1/datasets", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def dataset(
            self,
            dataset: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[DatasetAnswer]:
        """Record of making, approval, use and provision."""
        return self._ask(
            "GET", f"/v1/datasets/{_quote(dataset)}", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def dataset_erase(
            self,
            dataset: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Erase the file and its method."""
        return self._ask(
            "DELETE", f"/v1/datasets/{_quote(dataset)}", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            None)

    def dataset_approve(
            self,
            dataset: str,
            body: DatasetApproveBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Approve the making, or one export."""
        return self._ask(
            "POST", f"/v1/datasets/{_quote(dataset)}/approvals", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def dataset_use(
            self,
            dataset: str,
            body: DatasetUseBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[str]:
        """Take the file out, to be used inside."""
        return self._ask(
            "POST", f"/v1/datasets/{_quote(dataset)}/uses", "text",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def dataset_provide(
            self,
            dataset: str,
            body: DatasetProvideBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[DatasetProvideAnswer]:
        """Make the package that is provided to a third party."""
        return self._ask(
            "POST", f"/v1/datasets/{_quote(dataset)}/provisions", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def dataset_method(
            self,
            dataset: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[AnyObject]:
        """See how it was made, which is logged."""
        return self._ask(
            "GET", f"/v1/datasets/{_quote(dataset)}/method", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def dataset_report(
            self,
            dataset: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[str]:
        """The officer's report, which is logged."""
        return self._ask(
            "GET", f"/v1/datasets/{_quote(dataset)}/report", "text",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def dataset_report_pdf(
            self,
            dataset: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            into: IO[bytes] | None = None,
    ) -> Answer[bytes]:
        """The officer's report as PDF, which is logged."""
        return self._ask(
            "GET", f"/v1/datasets/{_quote(dataset)}/report.pdf", "bytes",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None, into=into)

    def dataset_evaluate(
            self,
            dataset: str,
            body: DatasetEvaluateBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record the evaluation of who may see the method."""
        return self._ask(
            "POST", f"/v1/datasets/{_quote(dataset)}/evaluations", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def processing_publish(
            self,
            declaration: str,
            body: ProcessingPublishBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Record that items (and ways) are published."""
        return self._ask(
            "POST", f"/v1/declarations/{_quote(declaration)}/publications", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def processing_state(
            self,
    ) -> Answer[ProcessingStateAnswer]:
        """The state of making and provision, for the public."""
        return self._ask(
            "GET", "/v1/declarations", "json",
            {},
            {},
            None)

    def release_make(
            self,
            statistic: str,
            body: ReleaseMakeBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[ReleaseMakeAnswer]:
        """Make a declared statistic."""
        return self._ask(
            "POST", f"/v1/statistics/{_quote(statistic)}/releases", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def budget(
            self,
            statistic: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[BudgetAnswer]:
        """The privacy budget."""
        return self._ask(
            "GET", f"/v1/statistics/{_quote(statistic)}/budget", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def budget_set(
            self,
            statistic: str,
            body: BudgetSetBody,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[BudgetAnswer]:
        """Set the privacy budget."""
        return self._ask(
            "PUT", f"/v1/statistics/{_quote(statistic)}/budget", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            body)

    def releases(
            self,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[ReleasesAnswer]:
        """What was made, without its numbers."""
        return self._ask(
            "GET", "/v1/releases", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def release_show(
            self,
            release: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[ReleaseShowAnswer]:
        """Show what was made."""
        return self._ask(
            "GET", f"/v1/releases/{_quote(release)}", "json",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def release_table(
            self,
            release: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
    ) -> Answer[str]:
        """Its table, as CSV."""
        return self._ask(
            "GET", f"/v1/releases/{_quote(release)}/table", "text",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason},
            None)

    def release_approve(
            self,
            release: str,
            *,
            purpose: str,
            role: str | None = None,
            reason: str | None = None,
            if_match: str | None = None,
    ) -> Answer[None]:
        """Approve a statistic."""
        return self._ask(
            "POST", f"/v1/releases/{_quote(release)}/approvals", "None",
            {},
            {"Purpose": purpose, "Role": role, "Reason": reason, "If-Match": if_match},
            None)
