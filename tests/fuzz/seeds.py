"""What the fuzzers begin with: our own files, and a store that is made for
it.  Not a test."""
import base64
import json
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests" / "faults"))
import faultlib as lib  # noqa: E402

REQUESTS = [
    "GET /v1/people/per_1 HTTP/1.1\nHost: a.example.jp\n",
    "POST /v1/people HTTP/1.1\nHost: a.example.jp\nContent-Length: 12\n"
    "Content-Type: application/json; charset=utf-8\nPurpose: contract\n"
    "Idempotency-Key: abc\nAccept-Language: en;q=0.5, ja\n",
    "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n"
    "Content-Length: 1\n",
    "GET /v1/log HTTP/1.1\n?after=cur_%41%e3%81%82\n?limit=10\nHost: [::1]\n",
    "HEAD /%2e%2e/x HTTP/1.0\nHost: a.example.jp:80\nExpect: 100-continue\n"
    "Authorization: Bearer key_0123456789abcdefghjkmnpqrstvwxyz\n",
    "DELETE /v1/people/per_1 HTTP/1.1\nHost: a\nHost: b\nIf-Match: \"3\"\n",
    "OPTIONS * HTTP/1.1\nHost: a\nConnection: close, upgrade\nX-A: 日本語\tb\n",
]
TABLES = [
    b"\x00name,email\nA,a@example.jp\n\"B,\"\"b\"\"\",\"x\ny\"\n",
    b"\x01a,b\r\n1,2\r\n", b"\x02a;b\n1;2\n", b"\x03a\tb\n1\t2\n",
    b"\x10\xef\xbb\xbf1,2\n3,4",
    b"\x08" + "氏名,会社\n見本 太郎,(株)例示\n".encode("cp932"),
    b"\x00" + "氏名,会社\n見本 太郎,(株)例示\n".encode("utf-8"),
    b"\x00a,a\n=1+1,@x\n\n,\n", b"\x00" + b"x," * 40 + b"y\n",
]
JSONS = [
    '{"a":[1,-2,3.5e-7,true,false,null,"x\\u3042\\ud83d\\ude00\\n"],"":{}}',
    '[[[[[[[[]]]]]]]]', '{"a":1,"a":2}', '"\\ud800"', '1e999', '-0',
    lib.line(1), '\ufeff{}',
    '{"values":{"email":"a@example.jp","phone":null}}',
]
TEMPLATES = [
    "{{a}} {{{a}}} {{&a}} {{#b}}x{{a}}{{/b}}{{^d}}no{{/d}}{{! c }}",
    "{{=<% %>=}}<%a%><%={{ }}=%>{{>p}}\n  {{>q}}\n",
    "{{#c}}{{a}}{{/c}}\r\n{{#e}}\n- {{.}}\n{{/e}}\n",
    '{{x.y.z}}{{#x}}{{/x}}\0{"x":{"y":{"z":"deep"}}}',
    "{{#b}}", "{{/b}}", "{{", "{{}}", "{{=a=}}",
]
CONFIGS = [
    "sekisho: 1\ndata: \"sqlite:data.db\"\nkeys: \"sqlite:keys/keys.db\"\n"
    "log:\n  origin: sekisho/x\nunlock:\n  key_file: \"/x.key\"\n"
    "deadline_ms: 250\n",
    "sekisho: 2\n", "a: &b c\nd: *b\n", "x: [1, 2, {y: z}]\n---\n",
]
# Rows of requests to the holder: kind, count, a, b (crypto/holder/wire.h).
ASKED = [
    [(2, 3, 100, 1), (3, 4, 0, 0), (12, 0, 0, 0)],
    [(8, 1, 1, 50), (3, 16, 0, 0), (9, 0, 1, 0), (3, 16, 0, 0)],
    [(4, 0, 1, 0), (5, 16, 0, 0), (6, 0, 0, 0), (7, 0, 0, 0), (3, 1, 0, 0)],
    [(3, 2, 0, 0), (10, 0, 0, 0), (11, 0, 1 << 32 | 1, 0),
     (11, 0, 1 << 32 | 2, 1)],
]
VALUES = [
    "見本 太郎", "ミホン　タロウ", "ﾐﾎﾝ ﾀﾛｳ", "a.b+c@example.jp",
    "090-0000-0000", "+81 (0)3-0000-0000", "1990年4月1日", "19900401",
    "1990/04", "〒100-0001", "1,234,567", "△12", "¥1,000円", "はい", "○",
    "https://a.example.jp/x?y#z", "0001-001-普通-0000001-ミホン",
    "token:abc/1234", "AB1234567", "株式会社例示", "パスワード８文字以上",
    "東京都千代田区一番町1-1", "髙﨑𠮷\U000e0100",
]
HOLIDAYS = ("国民の祝日・休日月日,国民の祝日・休日名称\r\n"
            "2026/1/1,元日\r\n2026/1/12,成人の日\r\n")
MAPPING = """sekisho_mapping: 1
way: application_form
subject: customer
shown: true
origin: 旧会員システム
columns:
  - {column: 氏名, item: name}
  - {column: 会社, item: company}
  - {column: メール, item: email}
  - {column: 電話, item: phone, before: " "}
  - {column: 同意, consent: marketing_mail, given: [はい, "1"]}
  - {column: 登録日, acquired: true}
"""
PLAN = """sekisho_plan: 1
columns:
  - {name: age, role: quasi_identifier, hierarchy: {builtin: ranges}}
  - {name: sex, role: quasi_identifier}
  - {name: disease, role: sensitive}
  - {name: id, role: delete}
models:
  - {k_anonymity: 5}
  - {l_diversity: 2, column: disease}
suppression_limit: 5%
"""
DOCS = [{
    "language": 0, "title": "方針", "author": "例示社", "subject": "s",
    "keywords": "k", "date": "2026-01-01", "blocks": [
        {"kind": kind, "compact": True, "key": True,
         "words": [{"text": "語", "style": 1, "language": 0,
                    "href": "https://a.example.jp/"}],
         "blocks": [{"kind": "paragraph", "words": [{"text": "x"}]}]}
        for kind in ("paragraph", "heading", "list", "item", "table", "row",
                     "cell")]}, {}]


def head(major, value):
    """A CBOR head."""
    for size, info in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if value < 24:
            return bytes([major << 5 | value])
        if value < 1 << 8 * size:
            return bytes([major << 5 | info]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor(value):
    """Just what our forms need."""
    if isinstance(value, bool):
        return bytes([0xf5 if value else 0xf4])
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(
        cbor(k) + cbor(v) for k, v in value.items())


RECORDS = [
    {0: 1767225600, 1: {1: "見本 太郎", 2: "例示社", 5: "a@example.jp"}},
    {0: -1, 1: {}, 2: b"\x01" * 32, 3: "a18_1", 4: "旧システム"},
    {0: b"\x07" * 16, 1: 1, 2: [[0, 1, 7]], 3: 2},
    {0: b"\x07" * 16, 3: 3, 4: [[1, 1767225600, True, "", 1]], 6: True},
]


def entries_of(bundle):
    at = 0
    while at + 2 <= len(bundle):
        size = bundle[at] << 8 | bundle[at + 1]
        yield bundle[at + 2:at + 2 + size]
        at += 2 + size


def of_store(place):
    """What a store leaves on disk, by fuzzer."""
    store = place.new_store("seeds")
    person = lib.acknowledged(lib.right(lib.sekisho(
        "person", "add", *lib.CONTRACT, "--in", store,
        stdin=lib.line(1) + lib.line(2))).out)[0]
    lib.right(lib.sekisho("person", "correct", person, *lib.CONTRACT, "--in",
                          store, stdin='{"values": {"company": "例示社"}}'))
    certificate = store / "certificate"
    lib.right(lib.sekisho("person", "erase", person, *lib.CONTRACT, "--in",
                          store, "--certificate", certificate))
    depots = [place.path / "depot", place.path / "key-depot"]
    lib.right(lib.sekisho("backup", "create", "--in", store, "--depot",
                          depots[0], "--key-depot", depots[1]))
    for depot in depots:
        for path in sorted(depot.rglob("*")):
            if path.is_file() and b"\n\n\xe2\x80\x94 " in \
                    path.read_bytes():
                yield "backup", path.read_bytes()
    log = store / "log"
    width = max((int(p.name) for p in (log / "tile/0/000.p").iterdir()))
    bundle = (log / f"tile/entries/000.p/{width}").read_bytes()
    hashes = (log / f"tile/0/000.p/{width}").read_bytes()
    for entry in entries_of(bundle):
        yield "entry", entry
        yield "record", entry
    yield "tile", (bytes([width]) + len(bundle).to_bytes(2, "big") + bundle +
                   hashes)
    key = (log / "vkey").read_text().strip().encode() + b"\n"
    yield "note", key + (log / "checkpoint").read_bytes()
    yield "note", key + certificate.read_bytes()
    yield "note", key + lib.right(lib.sekisho(
        "audit", "prove", "1", "--in", store)).out.encode()
    yield "config", (store / "sekisho.yaml").read_bytes()
    for name in ("kek", "unlock.json"):
        yield "key", (store / "keys" / name).read_bytes()
    yield "key", pathlib.Path(str(store) + ".key").read_bytes()
    yield "key", person.encode()
    db = sqlite3.connect(f"file:{store}/data.db?mode=ro", uri=True)
    for (sealed,) in db.execute("SELECT sealed FROM record"):
        yield "seal", b"\x05\x01" + bytes(sealed or b"x")
    db.close()


def texts_below(*patterns):
    for pattern in patterns:
        for path in sorted(TOP.glob(pattern)):
            yield path.read_bytes()


def of_files():
    for name, seeds in (("guard", REQUESTS), ("json", JSONS),
                        ("mustache", TEMPLATES), ("config", CONFIGS),
                        ("yaml", CONFIGS), ("mapping", [MAPPING]),
                        ("plan", [PLAN])):
        for seed in seeds:
            yield name, seed.encode()
    for seed in TABLES:
        yield "csv", seed
    for row in ASKED:
        yield "holder", b"".join(struct.pack(">H", 24) +
                                 struct.pack("=IIQQ", *asked)
                                 for asked in row)
    for seed in (b"\x00\x00\x01", b"\x00\x52\x80\x00\x00\x00", b"\xff" * 9):
        yield "journal", seed
    for encoding in ("cp932", "utf-8"):
        yield "calendar", HOLIDAYS.encode(encoding)
    for seed in RECORDS:
        yield "record", cbor(seed)
    for seed in DOCS:
        yield "doc", json.dumps(seed).encode()
    for number, value in enumerate(VALUES):
        for kind in range(21):
            yield "value", bytes([kind]) + value.encode()
    yield "key", b"sekisho-share-1 1 " + base64.b64encode(bytes(32)) + b"\n"
    for text in texts_below("policies/*.yaml"):
        yield "policy", text
        yield "yaml", text
    small = (TOP / "tests/unit/source_test.c").read_text(encoding="utf-8")
    small = small[small.index("static const char small[]"):]
    small = small[:small.index(";\n\n")]
    yield "policy", "".join(
        json.loads(f'"{line}"') for line in
        re.findall(r'"((?:[^"\\\n]|\\.)*)"', small)).encode()
    for text in texts_below("tests/lint_texts/clean_*",
                            "tests/lint_texts/frame.txt"):
        yield "lint", text
    for text in texts_below("src/render/templates/*.mustache"):
        yield "mustache", text
    for page in ("docs/anonymise.md", "docs/import.md"):
        text = (TOP / page).read_text(encoding="utf-8")
        for block in re.findall(r"```yaml\n(.*?)```", text, re.S):
            yield ("plan" if "anonymise" in page else "mapping",
                   block.encode())


def write(folder, place):
    """folder/NAME/0, 1, ... for every fuzzer."""
    count = {}
    for source in (of_files(), of_store(place)):
        for name, seed in source:
            below = folder / name
            below.mkdir(parents=True, exist_ok=True)
            number = count[name] = count.get(name, -1) + 1
            (below / str(number)).write_bytes(seed)
    return {name: last + 1 for name, last in count.items()}


if __name__ == "__main__":
    subprocess.run(["mkdir", "-p", sys.argv[1]], check=True)
    work = lib.Workplace()
    print(write(pathlib.Path(sys.argv[1]), work))
    work.close()
