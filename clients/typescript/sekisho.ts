/**
 * A client of Sekisho's HTTP API.  Written by clients/generate: do not edit.
 *
 *     import { Sekisho, Problem } from "./sekisho";
 *
 *     const sekisho = new Sekisho("http://127.0.0.1:8787", { key: "sks_..." });
 *     const found = await sekisho.personFind({ purpose: "contract",
 *       body: { item: "email", value: "hanako@example.jp" } });
 *     for (const person of found.body.people) { ... }
 *
 * What the policy or the server refuses is thrown as a Problem, with its code,
 * clause and what would help.  For every runtime that has fetch.
 */

/** What was answered. */
export type Answer<T> = {
  status: number;
  headers: Headers;
  etag: string | null;
  decision: string | null;
  body: T;
};

/** What was refused, or wrong (RFC 9457). */
export class Problem extends Error {
  readonly code: string;
  readonly clause?: string;
  readonly article?: string;
  readonly remedy?: string;
  readonly errors: { pointer?: string; code?: string; detail?: string }[];

  constructor(readonly status: number, readonly headers: Headers,
    readonly body: Record<string, any>) {
    super(`${status} ${body.code ?? ""}: ${body.detail ?? body.title ?? ""}`);
    this.name = "Problem";
    this.code = body.code ?? "";
    this.clause = body.clause;
    this.article = body.article;
    this.remedy = body.remedy;
    this.errors = body.errors ?? [];
  }
}

export type DescriptionAnswer = unknown;
export type ProblemTypeAnswer = {
  type: string;
  status: number;
  title: {
    ja?: string;
    en?: string;
  };
};
export type PolicyNowAnswer = {
  number: number;
  hash: string;
  announced_at: string;
  in_force_from: string;
  in_force: boolean;
  policy: Any;
};
export type PolicyRevisionsAnswer = {
  revisions: {
    number: number;
    hash: string;
    announced_at: string;
    in_force_from: string;
    in_force: boolean;
  }[];
};
export type PolicyRevisionAnswer = {
  number: number;
  hash: string;
  announced_at: string;
  in_force_from: string;
  in_force: boolean;
  policy: Any;
};
export type PersonAddBody = {
  way?: string;
  subject?: string;
  service?: string;
  shown?: boolean;
  values: Record<string, string | number | boolean | null>;
  consents?: string[];
  person?: string;
  acquired?: string;
  ground?: string;
  origin?: string;
  guardian?: string;
  client?: string;
  introducer?: string;
};
export type PersonAddAnswer = {
  person: string;
};
export type PersonFindBody = {
  item: string;
  value: string;
  items?: string[];
};
export type PersonFindAnswer = {
  people: ({
    person: string;
    decision: string;
    clause: string;
    standing: number;
    records: ({
      record: number;
      version: number;
      way: string;
      revision?: number;
      acquired: string;
      values: Record<string, string | number | boolean | null>;
      masked: string[];
    })[];
    refused: {
      type: string;
      code: string;
      field?: string;
      clause?: string;
      article?: string;
      message?: {
        ja?: string;
        en?: string;
      };
      remedy?: {
        ja?: string;
        en?: string;
      };
    }[];
  })[];
};
export type PersonShowAnswer = {
  person: string;
  decision: string;
  clause: string;
  standing: number;
  records: ({
    record: number;
    version: number;
    way: string;
    revision?: number;
    acquired: string;
    values: Record<string, string | number | boolean | null>;
    masked: string[];
  })[];
  refused: {
    type: string;
    code: string;
    field?: string;
    clause?: string;
    article?: string;
    message?: {
      ja?: string;
      en?: string;
    };
    remedy?: {
      ja?: string;
      en?: string;
    };
  }[];
};
export type PersonCorrectBody = {
  values: Record<string, string | number | boolean | null>;
};
export type PersonHistoryAnswer = {
  person: string;
  decision: string;
  clause: string;
  standing: number;
  records: ({
    record: number;
    version: number;
    way: string;
    revision?: number;
    acquired: string;
    values: Record<string, string | number | boolean | null>;
    masked: string[];
  })[];
  refused: {
    type: string;
    code: string;
    field?: string;
    clause?: string;
    article?: string;
    message?: {
      ja?: string;
      en?: string;
    };
    remedy?: {
      ja?: string;
      en?: string;
    };
  }[];
  earlier: ({
    record: number;
    version: number;
    way: string;
    revision?: number;
    acquired: string;
    values: Record<string, string | number | boolean | null>;
    masked: string[];
    replaced: string;
  })[];
  uses: Entry[];
};
export type RecordAddBody = {
  way?: string;
  subject?: string;
  service?: string;
  shown?: boolean;
  values: Record<string, string | number | boolean | null>;
  consents?: string[];
  person?: string;
  acquired?: string;
  ground?: string;
  origin?: string;
  guardian?: string;
  client?: string;
  introducer?: string;
};
export type RecordAddAnswer = {
  person: string;
};
export type StandingShowAnswer = {
  version: number;
  subject: string;
  consents: {
    consent: string;
    state: string;
    time?: string;
    expires?: string;
    recipient?: string;
  }[];
  personal: {
    purpose: string;
    text: string;
    state: string;
    expires?: string;
  }[];
  stops: string[];
  provision_stopped: boolean;
  holds: ({
    kind: "request" | "law" | "dispute";
    reference: string;
    time?: string;
    until?: string;
  })[];
  quarantine: number[];
};
export type ConsentGiveBody = {
  consent: string;
  recipient?: string;
  giver?: "person" | "guardian" | "agent";
  text?: string;
};
export type ConsentWithdrawBody = {
  consent: string;
  recipient?: string;
  giver?: "person" | "guardian" | "agent";
};
export type UseStopBody = {
  purpose?: string;
};
export type UseResumeBody = {
  purpose?: string;
};
export type HoldBody = {
  kind: "request" | "law" | "dispute";
  reference?: string;
  until?: string;
};
export type ReleaseBody = {
  reference?: string;
};
export type EventBody = {
  event: string;
  date: string;
};
export type PersonalPurposeBody = {
  id: string;
  text: string;
  items: string[];
  until?: string;
};
export type GroundBody = {
  record: number;
  ground: string;
};
export type DecideBody = {
  act?: "acquire" | "use" | "correct" | "provide" | "stop" | "erase" | "export" | "disclose" | "anonymise";
  person?: string;
  items?: string[];
  way?: string;
  subject?: string;
  recipient?: string;
  named?: string;
  ground?: string;
};
export type DecideAnswer = {
  permitted: boolean;
  needs_approval: boolean;
  code: string;
  field?: string;
  clause?: string;
  article?: string;
  message?: {
    ja?: string;
    en?: string;
  };
  remedy?: {
    ja?: string;
    en?: string;
  };
  items: Record<string, {
    answer: "plain" | "masked" | "refused";
    code: string;
    field?: string;
    clause?: string;
    article?: string;
    message?: {
      ja?: string;
      en?: string;
    };
    remedy?: {
      ja?: string;
      en?: string;
    };
  }>;
};
export type MailOrderBody = {
  category: string;
  template?: string;
  language?: "ja" | "en";
  item?: string;
  reference?: string;
  date?: string;
  url?: string;
};
export type MailOrderAnswer = {
  mail: string;
  state: string;
  person?: string;
  category: string;
  template: string;
  principal: string;
  made: string;
  next?: string;
  ended?: string;
  attempts: number;
  code?: string;
};
export type MailShowAnswer = {
  mail: string;
  state: string;
  person?: string;
  category: string;
  template: string;
  principal: string;
  made: string;
  next?: string;
  ended?: string;
  attempts: number;
  code?: string;
};
export type ExportBody = {
  items?: string[];
  format?: "csv" | "xlsx" | "ndjson";
  encoding?: "utf-8" | "cp932";
  no_bom?: boolean;
  replace?: boolean;
  with_person?: boolean;
  heads?: "label" | "id";
};
export type ExportsAnswer = {
  exports: {
    export: string;
    made: string;
    principal: string;
    role: string;
    purpose: string;
    reason: string;
    format: string;
    items: string[];
    people: number;
    left_out: number;
    bytes: number;
    sha256: string;
  }[];
  next?: string;
};
export type LogEntriesAnswer = {
  size: number;
  entries: Entry[];
  next?: string;
};
export type LogInBody = {
  principal: string;
  password: string;
  code: string;
};
export type LogInAnswer = {
  token: string;
  expires: string;
  idle_minutes: number;
};
export type ProveAgainBody = {
  password: string;
  code: string;
};
export type PrincipalAnswer = {
  principal: string;
  kind: string;
  roles: string[];
  purposes: string[];
  items: string[];
  services: string[];
  quota: number;
};
export type ApprovalsAnswer = {
  approvals: ({
    approval: string;
    state: string;
    requester: string;
    role: string;
    purpose: string;
    act: "acquire" | "use" | "correct" | "provide" | "stop" | "erase" | "export" | "disclose" | "anonymise";
    request: string;
    fields: string[];
    digest: string;
    reason?: string;
    made: string;
    expires: string;
    decided_by?: string;
    decided_role?: string;
    decided?: string;
    note?: string;
  })[];
  next?: string;
};
export type ApprovalAnswer = {
  approval: string;
  state: string;
  requester: string;
  role: string;
  purpose: string;
  act: "acquire" | "use" | "correct" | "provide" | "stop" | "erase" | "export" | "disclose" | "anonymise";
  request: string;
  fields: string[];
  digest: string;
  reason?: string;
  made: string;
  expires: string;
  decided_by?: string;
  decided_role?: string;
  decided?: string;
  note?: string;
};
export type ApprovalDecideBody = {
  approve: boolean;
  note?: string;
};
export type ApprovalDecideAnswer = {
  approval: string;
  state: string;
  requester: string;
  role: string;
  purpose: string;
  act: "acquire" | "use" | "correct" | "provide" | "stop" | "erase" | "export" | "disclose" | "anonymise";
  request: string;
  fields: string[];
  digest: string;
  reason?: string;
  made: string;
  expires: string;
  decided_by?: string;
  decided_role?: string;
  decided?: string;
  note?: string;
};
export type ApprovalReviewBody = {
  justified: boolean;
  note?: string;
};
export type ApprovalReviewAnswer = {
  approval: string;
  state: string;
  requester: string;
  role: string;
  purpose: string;
  act: "acquire" | "use" | "correct" | "provide" | "stop" | "erase" | "export" | "disclose" | "anonymise";
  request: string;
  fields: string[];
  digest: string;
  reason?: string;
  made: string;
  expires: string;
  decided_by?: string;
  decided_role?: string;
  decided?: string;
  note?: string;
};
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id?: string;
  clause?: string;
  article?: string;
  remedy?: string;
  errors?: {
    pointer?: string;
    parameter?: string;
    code: string;
    detail: string;
    clause?: string;
    article?: string;
    remedy?: string;
  }[];
};
export type Entry = {
  index: number;
  kind: string;
  time?: string;
};
export type Any = Record<string, unknown>;

export type Options = {
  /** Of a service (sks_...), or a session's token (sst_...). */
  key?: string;
  /** For every request that names none. */
  role?: string;
  language?: "ja" | "en";
  /** Milliseconds. */
  timeout?: number;
};

type Values = Record<string, string | number | undefined>;

/** A header is bytes: Japanese reasons are UTF-8. */
function headerOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

export class Sekisho {
  private readonly url: string;

  constructor(url: string, readonly options: Options = {}) {
    this.url = url.replace(/\/+$/, "");
  }

  private async ask(method: string, path: string, kind: string,
    query: Values, headers: Values, body: unknown): Promise<Answer<any>> {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) asked.set(name, String(value));
    const send: Record<string, string> = {
      "Accept-Language": this.options.language ?? "ja",
    };
    if (this.options.key !== undefined)
      send["Authorization"] = `Bearer ${this.options.key}`;
    if ("Role" in headers) headers["Role"] ??= this.options.role;
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) send[name] = headerOf(String(value));
    if (body !== undefined) send["Content-Type"] = "application/json";
    const tail = asked.toString();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(),
      this.options.timeout ?? 30000);
    try {
      return await this.read(kind, await fetch(
        this.url + path + (tail === "" ? "" : `?${tail}`), {
          method, headers: send, redirect: "error", signal: late.signal,
          body: body === undefined ? undefined : JSON.stringify(body),
        }));
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(kind: string, response: Response):
    Promise<Answer<any>> {
    if (response.status >= 400) {
      const type = response.headers.get("content-type") ?? "";
      throw new Problem(response.status, response.headers,
        type.startsWith("application/problem+json") ?
          await response.json() as Record<string, any> : {});
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = () => new TextDecoder().decode(bytes);
    return {
      status: response.status, headers: response.headers,
      etag: response.headers.get("etag"),
      decision: response.headers.get("decision-id"),
      body: kind === "bytes" ? bytes : kind === "text" ? text() :
        kind === "json" && bytes.length > 0 ? JSON.parse(text()) : null,
    };
  }

  /** What this API is. */
  description(): Promise<Answer<DescriptionAnswer>> {
    return this.ask("GET", `/v1/openapi.json`, "json",
      {  },
      {  },
      undefined);
  }

  /** A type of problem. */
  problemType(given: { name: string }): Promise<Answer<ProblemTypeAnswer>> {
    return this.ask("GET", `/v1/problems/${encodeURIComponent(given.name)}`, "json",
      {  },
      {  },
      undefined);
  }

  /** The policy in force. */
  policyNow(): Promise<Answer<PolicyNowAnswer>> {
    return this.ask("GET", `/v1/policy`, "json",
      {  },
      {  },
      undefined);
  }

  /** Revisions of the policy. */
  policyRevisions(): Promise<Answer<PolicyRevisionsAnswer>> {
    return this.ask("GET", `/v1/policy/revisions`, "json",
      {  },
      {  },
      undefined);
  }

  /** One revision of the policy. */
  policyRevision(given: { hash: string }): Promise<Answer<PolicyRevisionAnswer>> {
    return this.ask("GET", `/v1/policy/revisions/${encodeURIComponent(given.hash)}`, "json",
      {  },
      {  },
      undefined);
  }

  /** Take somebody in. */
  personAdd(given: { purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: PersonAddBody }): Promise<Answer<PersonAddAnswer>> {
    return this.ask("POST", `/v1/people`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Find people by an item's value and show them. */
  personFind(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: PersonFindBody }): Promise<Answer<PersonFindAnswer>> {
    return this.ask("POST", `/v1/people/find`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Show a person. */
  personShow(given: { person: string; items?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<PersonShowAnswer>> {
    return this.ask("GET", `/v1/people/${encodeURIComponent(given.person)}`, "json",
      { "items": given.items },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Correct, add or delete values. */
  personCorrect(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch: string; body: PersonCorrectBody }): Promise<Answer<null>> {
    return this.ask("PATCH", `/v1/people/${encodeURIComponent(given.person)}`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Earlier versions and who used what. */
  personHistory(given: { person: string; items?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<PersonHistoryAnswer>> {
    return this.ask("GET", `/v1/people/${encodeURIComponent(given.person)}/history`, "json",
      { "items": given.items },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Take in more from somebody who is there. */
  recordAdd(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: RecordAddBody }): Promise<Answer<RecordAddAnswer>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/records`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** What the person has said. */
  standingShow(given: { person: string; purpose: string; role?: string; reason?: string }): Promise<Answer<StandingShowAnswer>> {
    return this.ask("GET", `/v1/people/${encodeURIComponent(given.person)}/standing`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Record a consent. */
  consentGive(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: ConsentGiveBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/consents`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Record a withdrawal. */
  consentWithdraw(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: ConsentWithdrawBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/withdrawals`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Stop a use, or all provision. */
  useStop(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: UseStopBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/stops`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Lift a stop. */
  useResume(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: UseResumeBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/resumptions`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Hold a person's data. */
  hold(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: HoldBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/holds`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Release a hold. */
  release(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: ReleaseBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/releases`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Record an event from which a retention counts. */
  event(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: EventBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/events`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Record a consent to a purpose of this person alone. */
  personalPurpose(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: PersonalPurposeBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/personal-purposes`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** End a purpose of this person alone. */
  personalPurposeEnd(given: { person: string; purposeId: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/personal-purposes/${encodeURIComponent(given.purposeId)}/end`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      undefined);
  }

  /** Record the ground for quarantined special-care information. */
  ground(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: GroundBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/grounds`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Ask the gate, without doing anything. */
  decide(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: DecideBody }): Promise<Answer<DecideAnswer>> {
    return this.ask("POST", `/v1/decisions`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Order a mail to the person. */
  mailOrder(given: { person: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: MailOrderBody }): Promise<Answer<MailOrderAnswer>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/mails`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** What became of a mail that one has ordered. */
  mailShow(given: { mail: string }): Promise<Answer<MailShowAnswer>> {
    return this.ask("GET", `/v1/mails/${encodeURIComponent(given.mail)}`, "json",
      {  },
      {  },
      undefined);
  }

  /** The people who may be used, as a sealed file (ZIP, AES-256). */
  export(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: ExportBody }): Promise<Answer<Uint8Array>> {
    return this.ask("POST", `/v1/exports`, "bytes",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** What was taken out so far. */
  exports(given: { limit?: number; cursor?: string } = {}): Promise<Answer<ExportsAnswer>> {
    return this.ask("GET", `/v1/exports`, "json",
      { "limit": given.limit, "cursor": given.cursor },
      {  },
      undefined);
  }

  /** Signed state of the log. */
  logCheckpoint(): Promise<Answer<string>> {
    return this.ask("GET", `/v1/log/checkpoint`, "text",
      {  },
      {  },
      undefined);
  }

  /** Key by which to verify the log. */
  logKey(): Promise<Answer<string>> {
    return this.ask("GET", `/v1/log/vkey`, "text",
      {  },
      {  },
      undefined);
  }

  /** A bundle of entries. */
  logBundle(given: { rest: string }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/log/tile/entries/${given.rest.split("/").map(encodeURIComponent).join("/")}`, "bytes",
      {  },
      {  },
      undefined);
  }

  /** A tile of hashes. */
  logTile(given: { rest: string }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/log/tile/${given.rest.split("/").map(encodeURIComponent).join("/")}`, "bytes",
      {  },
      {  },
      undefined);
  }

  /** Entries of the log. */
  logEntries(given: { limit?: number; cursor?: string; kind?: string; refused?: string } = {}): Promise<Answer<LogEntriesAnswer>> {
    return this.ask("GET", `/v1/log/entries`, "json",
      { "limit": given.limit, "cursor": given.cursor, "kind": given.kind, "refused": given.refused },
      {  },
      undefined);
  }

  /** Receipt of an entry (C2SP tlog-proof). */
  logProof(given: { index: number }): Promise<Answer<string>> {
    return this.ask("GET", `/v1/log/entries/${encodeURIComponent(given.index)}/proof`, "text",
      {  },
      {  },
      undefined);
  }

  /** Staff prove who they are. */
  logIn(given: { body: LogInBody }): Promise<Answer<LogInAnswer>> {
    return this.ask("POST", `/v1/sessions`, "json",
      {  },
      {  },
      given.body);
  }

  /** Prove it again. */
  proveAgain(given: { body: ProveAgainBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/sessions/current/proof`, "None",
      {  },
      {  },
      given.body);
  }

  /** End the session. */
  logOut(): Promise<Answer<null>> {
    return this.ask("DELETE", `/v1/sessions/current`, "None",
      {  },
      {  },
      undefined);
  }

  /** As whom one was let in. */
  principal(): Promise<Answer<PrincipalAnswer>> {
    return this.ask("GET", `/v1/principal`, "json",
      {  },
      {  },
      undefined);
  }

  /** Acts that need a second person. */
  approvals(given: { limit?: number; cursor?: string } = {}): Promise<Answer<ApprovalsAnswer>> {
    return this.ask("GET", `/v1/approvals`, "json",
      { "limit": given.limit, "cursor": given.cursor },
      {  },
      undefined);
  }

  /** See an approval. */
  approval(given: { approval: string }): Promise<Answer<ApprovalAnswer>> {
    return this.ask("GET", `/v1/approvals/${encodeURIComponent(given.approval)}`, "json",
      {  },
      {  },
      undefined);
  }

  /** Approve, or do not. */
  approvalDecide(given: { approval: string; body: ApprovalDecideBody }): Promise<Answer<ApprovalDecideAnswer>> {
    return this.ask("POST", `/v1/approvals/${encodeURIComponent(given.approval)}/decision`, "json",
      {  },
      {  },
      given.body);
  }

  /** Review what was done in an emergency. */
  approvalReview(given: { approval: string; body: ApprovalReviewBody }): Promise<Answer<ApprovalReviewAnswer>> {
    return this.ask("POST", `/v1/approvals/${encodeURIComponent(given.approval)}/review`, "json",
      {  },
      {  },
      given.body);
  }
}
