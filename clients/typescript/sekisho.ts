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
 * clause and what would help.  Where body is a file it may be a stream; into
 * gets the content, piece by piece, instead of the answer's body.  For every
 * runtime that has fetch.
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

export type PageLinkedNowAnswer = unknown;
export type PageLinkedAnswer = unknown;
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
  policy: AnyObject;
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
export type PolicyRevisionAnswer = PolicyNowAnswer;
export type PolicyAcknowledgeBody = {
  revision?: number;
};
export type FormsAnswer = {
  forms: {
    form: string;
    label: string;
    medium: string;
    source: string;
  }[];
};
export type FormNoticeAnswer = {
  form: string;
  label: string;
  medium: string;
  source: string;
  language: string;
  revision: number;
  subjects: string[];
  services: string[];
  items: {
    item: string;
    label: string;
    kind: string;
    required: boolean;
    choices?: {
      id: string;
      label: string;
    }[];
  }[];
  consents: {
    consent: string;
    wording: string;
  }[];
  consequence?: string;
  announcement?: string;
  text: string;
  hash: string;
  evidence: string;
  expires: string;
};
export type DisplayAnswer = {
  hash: string;
  form: string;
  revision: number;
  language: string;
  text: string;
};
export type PersonAddBody = {
  way?: string;
  subject?: string;
  service?: string;
  shown?: boolean;
  announced?: boolean;
  evidence?: string;
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
    observed?: {
      code: string;
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
    };
    standing: number;
    records: ({
      record: number;
      version: number;
      way: string;
      service?: string;
      revision?: number;
      acquired: string;
      shown?: string;
      shown_at?: string;
      origin?: string;
      source_unknown?: boolean;
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
export type PeopleDueAnswer = {
  people: {
    person: string;
    since: string;
    due: string;
  }[];
  next?: string;
};
export type PeopleAddBody = PersonAddBody;
export type PeopleAddAnswer = {
  line: number;
  person?: string;
  error?: {
    type: string;
    code: string;
    field?: string;
    clause?: string;
    article?: string;
    message: {
      ja: string;
      en: string;
    };
    remedy?: {
      ja: string;
      en: string;
    };
  };
  observed?: string;
};
export type PersonShowAnswer = {
  person: string;
  decision: string;
  clause: string;
  observed?: {
    code: string;
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
  };
  standing: number;
  records: ({
    record: number;
    version: number;
    way: string;
    service?: string;
    revision?: number;
    acquired: string;
    shown?: string;
    shown_at?: string;
    origin?: string;
    source_unknown?: boolean;
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
  observed?: {
    code: string;
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
  };
  standing: number;
  records: ({
    record: number;
    version: number;
    way: string;
    service?: string;
    revision?: number;
    acquired: string;
    shown?: string;
    shown_at?: string;
    origin?: string;
    source_unknown?: boolean;
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
    service?: string;
    revision?: number;
    acquired: string;
    shown?: string;
    shown_at?: string;
    origin?: string;
    source_unknown?: boolean;
    values: Record<string, string | number | boolean | null>;
    masked: string[];
    replaced: string;
  })[];
  uses: Entry[];
};
export type RecordAddBody = PersonAddBody;
export type RecordAddAnswer = PersonAddAnswer;
export type FileAddAnswer = {
  file: string;
  bytes: number;
  sha256: string;
};
export type EraseBody = {
  items?: string[];
  file?: string;
  dry?: boolean;
};
export type EraseAnswer = {
  erasure?: string;
  decision?: string;
  person: string;
  scope: string;
  cause: string;
  items: string[];
  kept_by_law: {
    item: string;
    until?: string;
  }[];
  slots: number;
  erased: string;
  restorable_until?: string;
  horizon: string;
  state: string;
  certificate?: string;
};
export type ErasureAnswer = EraseAnswer;
export type StandingShowAnswer = {
  version: number;
  subject: string;
  introducer?: string;
  guardian?: string;
  of_age?: string;
  confirmed?: string;
  deceased?: string;
  merged?: string[];
  consents: {
    consent: string;
    state: string;
    time?: string;
    expires?: string;
    recipient?: string;
    evidence?: string;
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
  objections: {
    revision: number;
    time?: string;
    purposes: string[];
  }[];
  asked: {
    consent: string;
    revision: number;
    time: string;
    way: string;
  }[];
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
export type UseResumeBody = UseStopBody;
export type PolicyObjectBody = PolicyAcknowledgeBody;
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
export type SuppressBody = {
  cause: "abuse" | "asked";
  items: string[];
  until?: string;
  reference?: string;
};
export type ConsentAskBody = {
  consent: string;
  way: "email" | "post" | "phone" | "in_person" | "web" | "app";
};
export type CampaignOpenBody = {
  consent: string;
  until?: string;
};
export type CampaignOpenAnswer = {
  consent: string;
  revision: number;
  opened_at: string;
  until?: string;
  by: string;
};
export type CampaignsAnswer = {
  campaigns: {
    consent: string;
    revision: number;
    opened_at: string;
    until?: string;
    by: string;
  }[];
};
export type CampaignReportAnswer = {
  campaign: {
    consent: string;
    revision: number;
    opened_at: string;
    until?: string;
    by: string;
  };
  asked: number;
  unseen: number;
  answers: Record<string, number>;
  ways: Record<string, number>;
  people: ({
    person: string;
    answer: "agreed" | "refused" | "silent";
    way: "email" | "post" | "phone" | "in_person" | "web" | "app";
    asked: number;
    first: string;
    last: string;
    answered?: string;
  })[];
  next?: string;
};
export type ObjectionsAnswer = {
  count: number;
  unseen: number;
  people: {
    person: string;
    revision: number;
    time: string;
    purposes: string[];
  }[];
  next?: string;
};
export type SuppressionsAnswer = {
  suppressions: ({
    cause: "abuse" | "asked";
    item: string;
    by: string;
    made: string;
    until?: string;
    reference?: string;
  })[];
  next?: string;
};
export type SuppressionFindBody = {
  item: string;
  value: string;
};
export type SuppressionFindAnswer = {
  suppressed: boolean;
  cause?: "abuse" | "asked";
  item?: string;
  by?: string;
  made?: string;
  until?: string;
  reference?: string;
};
export type SuppressionLiftBody = SuppressionFindBody;
export type PersonMergeBody = {
  into: string;
};
export type NameChangeBody = {
  values: Record<string, string | number | boolean | null>;
  searchable?: boolean;
};
export type DeceasedBody = {
  date: string;
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
  observed?: {
    code: string;
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
export type MailShowAnswer = MailOrderAnswer;
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
export type ObservationAnswer = {
  state: string;
  days?: number;
  asked_by?: string;
  reason?: string;
  approved_by?: string;
  from?: string;
  until?: string;
};
export type ObservationAskBody = {
  days: number;
  reason: string;
};
export type ObservationAskAnswer = ObservationAnswer;
export type ObservationApproveAnswer = ObservationAnswer;
export type ObservationEndAnswer = ObservationAnswer;
export type ObservationReportAnswer = {
  decisions: number;
  rows: {
    enforced: boolean;
    code: string;
    clause: string;
    role: string;
    purpose: string;
    count: number;
    last: string;
  }[];
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
export type ApprovalDecideAnswer = ApprovalAnswer;
export type ApprovalReviewBody = {
  justified: boolean;
  note?: string;
};
export type ApprovalReviewAnswer = ApprovalAnswer;
export type WebhooksAnswer = {
  webhooks: {
    webhook: string;
    url: string;
    events: string[];
    made: string;
    by: string;
    waits?: number;
    told?: number;
    failed?: number;
    secret?: string;
  }[];
};
export type WebhookAddBody = {
  url: string;
  events?: string[];
};
export type WebhookAddAnswer = {
  webhook: string;
  url: string;
  events: string[];
  made: string;
  by: string;
  waits?: number;
  told?: number;
  failed?: number;
  secret?: string;
};
export type WebhookReplayBody = {
  since: string;
};
export type WebhookReplayAnswer = {
  events: number;
};
export type DatasetMakeBody = {
  kind?: "anonymised" | "pseudonymised" | "internal";
  declaration?: string;
  plan: Plan;
  files?: Record<string, string>;
};
export type DatasetMakeAnswer = {
  id: string;
  needs_approval: boolean;
  people: number;
  left_out: number;
  steps: {
    rule: string;
    ja: string;
    en: string;
  }[];
  report: AnyObject;
};
export type DatasetsAnswer = {
  datasets: {
    id: string;
    kind: string;
    declaration: string;
    purpose: string;
    rows: number;
    made_at: string;
  }[];
};
export type DatasetAnswer = {
  id: string;
  kind: string;
  declaration: string;
  purpose: string;
  revision: number;
  made_at: string;
  made_by: string;
  role: string;
  rows: number;
  people: number;
  left_out: number;
  columns: AnyObject[];
  steps: AnyObject[];
  sha256: string;
  bytes: number;
  parts: number;
  slots: number[];
  destroyed_at: string;
  approval_needed: boolean;
  repeats?: boolean;
  approvals?: AnyObject[];
  uses?: AnyObject[];
  provisions?: AnyObject[];
  evaluations?: AnyObject[];
  erasures?: AnyObject[];
};
export type DatasetApproveBody = {
  act?: "anonymise" | "export";
};
export type DatasetUseBody = {
  for?: "analysis" | "collation" | "contact";
};
export type DatasetProvideBody = {
  recipient: string;
  way: string;
};
export type DatasetProvideAnswer = {
  manifest: AnyObject;
  statement: string;
  data: string;
};
export type DatasetMethodAnswer = AnyObject;
export type DatasetEvaluateBody = {
  result: string;
};
export type ProcessingPublishBody = {
  where: string;
  ways?: boolean;
  from?: string;
};
export type ProcessingStateAnswer = {
  operator: string;
  anonymised: AnyObject[];
  any_made: boolean;
  as_of: string;
};
export type ReleaseMakeBody = {
  rows: string;
  columns?: string;
  round?: number;
  epsilon?: string;
  variance?: string;
};
export type ReleaseMakeAnswer = {
  id: string;
  needs_approval: boolean;
};
export type BudgetAnswer = {
  period: "month" | "year";
  epsilon_millionths: number;
  epsilon_spent_millionths: number;
  rho_billionths: number;
  rho_spent_billionths: number;
};
export type BudgetSetBody = {
  epsilon?: string;
  rho?: string;
  period?: "month" | "year";
};
export type BudgetSetAnswer = BudgetAnswer;
export type ReleasesAnswer = {
  releases: {
    id: string;
    made_at: string;
    statistic: string;
    purpose: string;
    mode: string;
    rows: string;
    columns: string;
  }[];
};
export type ReleaseShowAnswer = {
  id: string;
  made_at: string;
  statistic: string;
  purpose: string;
  mode: string;
  rows: string;
  columns: string;
  revision: number;
  made_by: string;
  role: string;
  approval_needed: boolean;
  minimum: number;
  base?: number;
  epsilon?: string | number | boolean | null;
  variance?: string | number | boolean | null;
  row_labels?: string[];
  column_labels?: string[];
  counts?: (string | number | boolean | null)[];
  approvals?: AnyObject[];
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
export type AnyObject = Record<string, unknown>;
export type Plan = {
  sekisho_plan: number;
  input?: Input;
  columns: Column[];
  undeclared?: "refuse" | "delete" | "keep";
  models: Model[];
  suppression_limit?: string | number | boolean | null;
  quality?: "loss" | "loss_arithmetic" | "aecs" | "discernibility" | "discernibility_monotone" | "height" | "precision" | "entropy" | "entropy_normalised";
  transformation?: "full_domain" | "local";
  subset?: Subset;
  delete_rows?: RowDeletion[];
  pseudo_rows?: number;
  output?: Output;
};
export type Input = {
  delimiter?: "," | ";" | "tab";
  encoding?: "auto" | "utf-8" | "cp932";
  header?: boolean;
};
export type Column = {
  name: string | number | boolean | null;
  role: "quasi_identifier" | "sensitive" | "keep" | "delete";
  hierarchy?: Hierarchy;
  levels?: Levels;
  order?: "text" | "number";
  delete_cells?: CellDeletion;
  bottom_code?: Coding;
  top_code?: Coding;
  micro_aggregate?: MicroAggregation;
  noise?: Noise;
  swap?: Swap;
};
export type Hierarchy = {
  file?: string;
  builtin?: "postal_code" | "date" | "birth_date" | "wareki" | "age" | "occupation" | "nationality" | "prefecture" | "money" | "flat";
  bands?: number[];
  mask?: "right" | "left";
  others?: string;
  municipalities?: string;
  reference_date?: string;
};
export type Levels = {
  min?: number;
  max?: number;
};
export type CellDeletion = {
  values?: (string | number | boolean | null)[];
  fewer_than?: number;
  label?: string | number | boolean | null;
};
export type Coding = {
  at: string | number | boolean | null;
  label?: string;
};
export type MicroAggregation = {
  size: number;
  function?: "mean" | "median" | "mode";
};
export type Noise = {
  amplitude: string | number | boolean | null;
  distribution?: "uniform" | "triangular";
};
export type Swap = {
  share: string | number | boolean | null;
  within?: string[];
};
export type Model = {
  k_anonymity?: number;
  k_map?: number;
  distinct_l_diversity?: LDiversity;
  entropy_l_diversity?: LDiversity;
  recursive_cl_diversity?: RecursiveClDiversity;
  t_closeness?: TCloseness;
  delta_presence?: DeltaPresence;
  sample_uniqueness?: string | number | boolean | null;
  average_risk?: string | number | boolean | null;
};
export type LDiversity = {
  column: string | number | boolean | null;
  l: string | number | boolean | null;
};
export type RecursiveClDiversity = {
  column: string | number | boolean | null;
  c: string | number | boolean | null;
  l: number;
};
export type TCloseness = {
  column: string | number | boolean | null;
  t: string | number | boolean | null;
  distance?: "equal" | "ordered" | "hierarchical";
};
export type DeltaPresence = {
  min?: string | number | boolean | null;
  max: string | number | boolean | null;
};
export type Subset = {
  file?: string;
  column?: string | number | boolean | null;
  value?: string | number | boolean | null;
};
export type RowDeletion = {
  values?: (string | number | boolean | null)[];
  fewer_than?: number;
  column: string | number | boolean | null;
};
export type Output = {
  suppressed?: "mark" | "drop";
  order?: "original" | "shuffled";
  formula_guard?: boolean;
  encoding?: "auto" | "utf-8" | "cp932";
  bom?: boolean;
  newline?: "same" | "lf" | "crlf";
  delimiter?: "," | ";" | "tab";
};

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
    query: Values, headers: Values, body: unknown, sends = "json",
    into?: WritableStream<Uint8Array>): Promise<Answer<any>> {
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
    const data = sends === "lines" ? (body as unknown[]).map((line) =>
      JSON.stringify(line) + "\n").join("") : sends !== "json" ?
      body as BodyInit : body === undefined ? undefined :
      JSON.stringify(body);
    if (data !== undefined) send["Content-Type"] = sends === "lines" ?
      "application/x-ndjson" : sends === "json" ? "application/json" : sends;
    const streams = into !== undefined ||
      (sends !== "json" && sends !== "lines");
    const tail = asked.toString();
    const late = new AbortController();
    // What streams takes the time that it takes.
    const timer = streams ? undefined : setTimeout(() => late.abort(),
      this.options.timeout ?? 30000);
    try {
      return await this.read(kind, await fetch(
        this.url + path + (tail === "" ? "" : `?${tail}`), {
          method, headers: send, redirect: "error", signal: late.signal,
          body: data, ...(streams ? { duplex: "half" } : {}),
        } as RequestInit), into);
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(kind: string, response: Response,
    into?: WritableStream<Uint8Array>): Promise<Answer<any>> {
    if (response.status >= 400) {
      const type = response.headers.get("content-type") ?? "";
      throw new Problem(response.status, response.headers,
        type.startsWith("application/problem+json") ?
          await response.json() as Record<string, any> : {});
    }
    if (into !== undefined && response.body !== null)
      await response.body.pipeTo(into as WritableStream<any>);
    const bytes = into !== undefined ? new Uint8Array() :
      new Uint8Array(await response.arrayBuffer());
    const text = () => new TextDecoder().decode(bytes);
    return {
      status: response.status, headers: response.headers,
      etag: response.headers.get("etag"),
      decision: response.headers.get("decision-id"),
      body: kind === "bytes" ? bytes : kind === "text" ? text() :
        kind === "lines" ? text().split("\n").filter((line) => line !== "")
          .map((line) => JSON.parse(line)) :
        kind === "json" && bytes.length > 0 ? JSON.parse(text()) : null,
    };
  }

  /** The policy in force, as a page. */
  pagePolicy(given: { lang?: string } = {}): Promise<Answer<string>> {
    return this.ask("GET", `/policy`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** All revisions, as a page. */
  pageHistory(given: { lang?: string } = {}): Promise<Answer<string>> {
    return this.ask("GET", `/policy/history`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** The newest notice of revision, as a page. */
  pageNoticeNow(given: { lang?: string } = {}): Promise<Answer<string>> {
    return this.ask("GET", `/policy/notice`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** The policy in force, as JSON-LD. */
  pageLinkedNow(given: { lang?: string } = {}): Promise<Answer<PageLinkedNowAnswer>> {
    return this.ask("GET", `/policy/linked`, "json",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** One revision of the policy, as a page. */
  pageRevision(given: { hash: string; lang?: string }): Promise<Answer<string>> {
    return this.ask("GET", `/policy/${encodeURIComponent(given.hash)}`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** The notice of a revision, as a page. */
  pageNotice(given: { hash: string; lang?: string }): Promise<Answer<string>> {
    return this.ask("GET", `/policy/${encodeURIComponent(given.hash)}/notice`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** One revision of the policy, as JSON-LD. */
  pageLinked(given: { hash: string; lang?: string }): Promise<Answer<PageLinkedAnswer>> {
    return this.ask("GET", `/policy/${encodeURIComponent(given.hash)}/linked`, "json",
      { "lang": given.lang },
      {  },
      undefined);
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

  /** Record that you have read a revision of the policy. */
  policyAcknowledge(given: { body: PolicyAcknowledgeBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/policy/acknowledgements`, "None",
      {  },
      {  },
      given.body);
  }

  /** Forms of the policy. */
  forms(given: { lang?: string } = {}): Promise<Answer<FormsAnswer>> {
    return this.ask("GET", `/v1/forms`, "json",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** How forms look. */
  formStyle(): Promise<Answer<string>> {
    return this.ask("GET", `/v1/forms/style.css`, "text",
      {  },
      {  },
      undefined);
  }

  /** A public form. */
  formPage(given: { form: string; lang?: string }): Promise<Answer<string>> {
    return this.ask("GET", `/v1/forms/${encodeURIComponent(given.form)}`, "text",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** What is to be shown, its evidence, and what to ask. */
  formNotice(given: { form: string; lang?: string }): Promise<Answer<FormNoticeAnswer>> {
    return this.ask("GET", `/v1/forms/${encodeURIComponent(given.form)}/notice`, "json",
      { "lang": given.lang },
      {  },
      undefined);
  }

  /** What was shown at an acquisition. */
  display(given: { hash: string }): Promise<Answer<DisplayAnswer>> {
    return this.ask("GET", `/v1/displays/${encodeURIComponent(given.hash)}`, "json",
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

  /** Whose data is to be confirmed (article 22). */
  peopleDue(given: { limit?: number; cursor?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<PeopleDueAnswer>> {
    return this.ask("GET", `/v1/people/due`, "json",
      { "limit": given.limit, "cursor": given.cursor },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Take many people in, a line each, a result a line. */
  peopleAdd(given: { purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: PeopleAddBody[] }): Promise<Answer<PeopleAddAnswer[]>> {
    return this.ask("POST", `/v1/people/bulk`, "lines",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body, "lines");
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

  /** Take a file in, to become an item's value within 24 hours. */
  fileAdd(given: { item?: string; way?: string; subject?: string; service?: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: BodyInit; contentType?: string }): Promise<Answer<FileAddAnswer>> {
    return this.ask("POST", `/v1/files`, "json",
      { "item": given.item, "way": given.way, "subject": given.subject, "service": given.service },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body, given.contentType ?? "application/octet-stream");
  }

  /** A file of a person. */
  file(given: { person: string; file: string; purpose: string; role?: string; reason?: string; into?: WritableStream<Uint8Array> }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/people/${encodeURIComponent(given.person)}/files/${encodeURIComponent(given.file)}`, "bytes",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined, "json", given.into);
  }

  /** Erase a person, items or a file. */
  erase(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: EraseBody }): Promise<Answer<EraseAnswer>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/erasures`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** An erasure and its certificate. */
  erasure(given: { erasure: string }): Promise<Answer<ErasureAnswer>> {
    return this.ask("GET", `/v1/erasures/${encodeURIComponent(given.erasure)}`, "json",
      {  },
      {  },
      undefined);
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

  /** Record an objection to a change of the policy. */
  policyObject(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: PolicyObjectBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/objections`, "None",
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

  /** Are not to be taken in again. */
  suppress(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: SuppressBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/suppressions`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Record that a consent was asked for. */
  consentAsk(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: ConsentAskBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/askings`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Open a consent campaign. */
  campaignOpen(given: { purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: CampaignOpenBody }): Promise<Answer<CampaignOpenAnswer>> {
    return this.ask("POST", `/v1/campaigns`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Consent campaigns; by a decision, and with an entry of the log. */
  campaigns(given: { purpose: string; role?: string; reason?: string }): Promise<Answer<CampaignsAnswer>> {
    return this.ask("GET", `/v1/campaigns`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Who was asked when, and what they answered. */
  campaignReport(given: { consent: string; revision?: number; answer?: "agreed" | "refused" | "silent"; cursor?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<CampaignReportAnswer>> {
    return this.ask("GET", `/v1/campaigns/${encodeURIComponent(given.consent)}`, "json",
      { "revision": given.revision, "answer": given.answer, "cursor": given.cursor },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Who objects to a change of the policy. */
  objections(given: { revision?: number; cursor?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<ObjectionsAnswer>> {
    return this.ask("GET", `/v1/objections`, "json",
      { "revision": given.revision, "cursor": given.cursor },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Who is not to be taken in, without any value. */
  suppressions(given: { limit?: number; cursor?: string; purpose: string; role?: string; reason?: string }): Promise<Answer<SuppressionsAnswer>> {
    return this.ask("GET", `/v1/suppressions`, "json",
      { "limit": given.limit, "cursor": given.cursor },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Whether a value is not to be taken in. */
  suppressionFind(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: SuppressionFindBody }): Promise<Answer<SuppressionFindAnswer>> {
    return this.ask("POST", `/v1/suppressions/find`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Lift a suppression. */
  suppressionLift(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: SuppressionLiftBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/suppressions/lift`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Merge into who is the same person. */
  personMerge(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: PersonMergeBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/merge`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Undo a merge. */
  personUnmerge(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/unmerge`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      undefined);
  }

  /** A name changes; the old one stays as history. */
  nameChange(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: NameChangeBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/name-change`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** Be found by no former name any more. */
  formerNamesForget(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/former-names/forget`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      undefined);
  }

  /** Record a death. */
  deceased(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string; body: DeceasedBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/deceased`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      given.body);
  }

  /** A death was recorded by mistake. */
  living(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/living`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      undefined);
  }

  /** What is held was confirmed as accurate and up to date. */
  confirm(given: { person: string; purpose: string; role?: string; reason?: string; idempotencyKey?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/people/${encodeURIComponent(given.person)}/confirmations`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "Idempotency-Key": given.idempotencyKey, "If-Match": given.ifMatch },
      undefined);
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
  export(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: ExportBody; into?: WritableStream<Uint8Array> }): Promise<Answer<Uint8Array>> {
    return this.ask("POST", `/v1/exports`, "bytes",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body, "json", given.into);
  }

  /** What was taken out so far. */
  exports(given: { limit?: number; cursor?: string } = {}): Promise<Answer<ExportsAnswer>> {
    return this.ask("GET", `/v1/exports`, "json",
      { "limit": given.limit, "cursor": given.cursor },
      {  },
      undefined);
  }

  /** Whether refusals are only noted. */
  observation(): Promise<Answer<ObservationAnswer>> {
    return this.ask("GET", `/v1/observation`, "json",
      {  },
      {  },
      undefined);
  }

  /** Ask for it. */
  observationAsk(given: { body: ObservationAskBody }): Promise<Answer<ObservationAskAnswer>> {
    return this.ask("POST", `/v1/observation`, "json",
      {  },
      {  },
      given.body);
  }

  /** Begin it, as a second person. */
  observationApprove(): Promise<Answer<ObservationApproveAnswer>> {
    return this.ask("POST", `/v1/observation/approval`, "json",
      {  },
      {  },
      undefined);
  }

  /** Enforce everything again. */
  observationEnd(): Promise<Answer<ObservationEndAnswer>> {
    return this.ask("POST", `/v1/observation/end`, "json",
      {  },
      {  },
      undefined);
  }

  /** What would have been refused. */
  observationReport(): Promise<Answer<ObservationReportAnswer>> {
    return this.ask("GET", `/v1/observation/report`, "json",
      {  },
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
  logBundle(given: { rest: string; into?: WritableStream<Uint8Array> }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/log/tile/entries/${given.rest.split("/").map(encodeURIComponent).join("/")}`, "bytes",
      {  },
      {  },
      undefined, "json", given.into);
  }

  /** A tile of hashes. */
  logTile(given: { rest: string; into?: WritableStream<Uint8Array> }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/log/tile/${given.rest.split("/").map(encodeURIComponent).join("/")}`, "bytes",
      {  },
      {  },
      undefined, "json", given.into);
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

  /** The webhooks, for officers. */
  webhooks(): Promise<Answer<WebhooksAnswer>> {
    return this.ask("GET", `/v1/webhooks`, "json",
      {  },
      {  },
      undefined);
  }

  /** Register a webhook, for officers. */
  webhookAdd(given: { body: WebhookAddBody }): Promise<Answer<WebhookAddAnswer>> {
    return this.ask("POST", `/v1/webhooks`, "json",
      {  },
      {  },
      given.body);
  }

  /** Remove a webhook, for officers. */
  webhookRemove(given: { webhook: string }): Promise<Answer<null>> {
    return this.ask("DELETE", `/v1/webhooks/${encodeURIComponent(given.webhook)}`, "None",
      {  },
      {  },
      undefined);
  }

  /** Tell it again what happened since then, for officers. */
  webhookReplay(given: { webhook: string; body: WebhookReplayBody }): Promise<Answer<WebhookReplayAnswer>> {
    return this.ask("POST", `/v1/webhooks/${encodeURIComponent(given.webhook)}/replay`, "json",
      {  },
      {  },
      given.body);
  }

  /** Make anonymised or pseudonymised information. */
  datasetMake(given: { purpose: string; role?: string; reason?: string; ifMatch?: string; body: DatasetMakeBody }): Promise<Answer<DatasetMakeAnswer>> {
    return this.ask("POST", `/v1/datasets`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** What was made for the purpose. */
  datasets(given: { purpose: string; role?: string; reason?: string }): Promise<Answer<DatasetsAnswer>> {
    return this.ask("GET", `/v1/datasets`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Record of making, approval, use and provision. */
  dataset(given: { dataset: string; purpose: string; role?: string; reason?: string }): Promise<Answer<DatasetAnswer>> {
    return this.ask("GET", `/v1/datasets/${encodeURIComponent(given.dataset)}`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Erase the file and its method. */
  datasetErase(given: { dataset: string; purpose: string; role?: string; reason?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("DELETE", `/v1/datasets/${encodeURIComponent(given.dataset)}`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      undefined);
  }

  /** Approve the making, or one export. */
  datasetApprove(given: { dataset: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: DatasetApproveBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/datasets/${encodeURIComponent(given.dataset)}/approvals`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Take the file out, to be used inside. */
  datasetUse(given: { dataset: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: DatasetUseBody }): Promise<Answer<string>> {
    return this.ask("POST", `/v1/datasets/${encodeURIComponent(given.dataset)}/uses`, "text",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Make the package that is provided to a third party. */
  datasetProvide(given: { dataset: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: DatasetProvideBody }): Promise<Answer<DatasetProvideAnswer>> {
    return this.ask("POST", `/v1/datasets/${encodeURIComponent(given.dataset)}/provisions`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** See how it was made, which is logged. */
  datasetMethod(given: { dataset: string; purpose: string; role?: string; reason?: string }): Promise<Answer<DatasetMethodAnswer>> {
    return this.ask("GET", `/v1/datasets/${encodeURIComponent(given.dataset)}/method`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** The officer's report, which is logged. */
  datasetReport(given: { dataset: string; purpose: string; role?: string; reason?: string }): Promise<Answer<string>> {
    return this.ask("GET", `/v1/datasets/${encodeURIComponent(given.dataset)}/report`, "text",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** The officer's report as PDF, which is logged. */
  datasetReportPdf(given: { dataset: string; purpose: string; role?: string; reason?: string; into?: WritableStream<Uint8Array> }): Promise<Answer<Uint8Array>> {
    return this.ask("GET", `/v1/datasets/${encodeURIComponent(given.dataset)}/report.pdf`, "bytes",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined, "json", given.into);
  }

  /** Record the evaluation of who may see the method. */
  datasetEvaluate(given: { dataset: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: DatasetEvaluateBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/datasets/${encodeURIComponent(given.dataset)}/evaluations`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** Record that items (and ways) are published. */
  processingPublish(given: { declaration: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: ProcessingPublishBody }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/declarations/${encodeURIComponent(given.declaration)}/publications`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** The state of making and provision, for the public. */
  processingState(): Promise<Answer<ProcessingStateAnswer>> {
    return this.ask("GET", `/v1/declarations`, "json",
      {  },
      {  },
      undefined);
  }

  /** Make a declared statistic. */
  releaseMake(given: { statistic: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: ReleaseMakeBody }): Promise<Answer<ReleaseMakeAnswer>> {
    return this.ask("POST", `/v1/statistics/${encodeURIComponent(given.statistic)}/releases`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** The privacy budget. */
  budget(given: { statistic: string; purpose: string; role?: string; reason?: string }): Promise<Answer<BudgetAnswer>> {
    return this.ask("GET", `/v1/statistics/${encodeURIComponent(given.statistic)}/budget`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Set the privacy budget. */
  budgetSet(given: { statistic: string; purpose: string; role?: string; reason?: string; ifMatch?: string; body: BudgetSetBody }): Promise<Answer<BudgetSetAnswer>> {
    return this.ask("PUT", `/v1/statistics/${encodeURIComponent(given.statistic)}/budget`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      given.body);
  }

  /** What was made, without its numbers. */
  releases(given: { purpose: string; role?: string; reason?: string }): Promise<Answer<ReleasesAnswer>> {
    return this.ask("GET", `/v1/releases`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Show what was made. */
  releaseShow(given: { release: string; purpose: string; role?: string; reason?: string }): Promise<Answer<ReleaseShowAnswer>> {
    return this.ask("GET", `/v1/releases/${encodeURIComponent(given.release)}`, "json",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Its table, as CSV. */
  releaseTable(given: { release: string; purpose: string; role?: string; reason?: string }): Promise<Answer<string>> {
    return this.ask("GET", `/v1/releases/${encodeURIComponent(given.release)}/table`, "text",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason },
      undefined);
  }

  /** Approve a statistic. */
  releaseApprove(given: { release: string; purpose: string; role?: string; reason?: string; ifMatch?: string }): Promise<Answer<null>> {
    return this.ask("POST", `/v1/releases/${encodeURIComponent(given.release)}/approvals`, "None",
      {  },
      { "Purpose": given.purpose, "Role": given.role, "Reason": given.reason, "If-Match": given.ifMatch },
      undefined);
  }
}
