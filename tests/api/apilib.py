"""A store, a server on it, and a client that checks every answer against the
description that the server gives of itself.

Used by the other files of this folder; only the standard library, and
jsonschema for the description.
"""
import atexit
import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import engine  # noqa: E402

TOP = pathlib.Path(os.environ.get(
    "SEKISHO_TOP", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("SEKISHO_BUILD", TOP / "build"))
PROGRAM = BUILD / "src" / "sekisho"
PASSWORD = "正しい馬 battery staple"

failures = []
checks = 0
# (method, path of the description) that went well: tests/api/whole reads it.
went_well = set()
CALLED = BUILD / "tests" / "api-called"


@atexit.register
def record():
    CALLED.mkdir(parents=True, exist_ok=True)
    name = pathlib.Path(sys.argv[0]).name
    # tests/scan/prism may run the same at the same time.
    new = CALLED / f"{name}.{os.getpid()}"
    new.write_text(json.dumps(sorted(went_well)))
    new.rename(CALLED / name)


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        failures.append(what)
        print("failed:", what)
    return bool(condition)


def equal(found, wanted, what):
    return check(found == wanted, f"{what}: {found!r}, not {wanted!r}")


def done():
    print(f"{checks} checks, {len(failures)} failed")
    sys.exit(1 if failures or checks == 0 else 0)


def totp(secret, when=None, step=0):
    """A code of RFC 6238, so that ours is checked by somebody else's."""
    key = base64.b32decode(secret)
    counter = int((time.time() if when is None else when) // 30) + step
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at:at + 4])[0] & 0x7fffffff
    return f"{number % 1000000:06d}"


def check_violations(where, status, found):
    """The proxy and the server agree on what is well formed: nothing of an
    answer is wrong, and nothing of a request that was taken."""
    for one in json.loads(found or "[]"):
        if one["location"][0] == "response" or status < 400:
            check(False, f"{where}: {one['location']} {one['message']}")


def not_text(raw):
    try:
        return isinstance(raw, bytes) and not raw.decode()
    except UnicodeDecodeError:
        return True


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read()
        kind = self.headers.get("content-type", "")
        self.json = json.loads(self.body) if self.body and (
            kind.startswith("application/json")
            or kind.startswith("application/problem+json")) else None

    @property
    def code(self):
        return (self.json or {}).get("code")


def below(pid):
    """All processes that it or they have started, and that are there."""
    found = []
    try:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *below(child)]
    except OSError:
        pass
    return found


def name_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def holders(pid):
    """Those among them that hold keys."""
    return [p for p in below(pid) if name_of(p) == "sekisho-holder"]


class Store:
    def __init__(self, policy="livals", change=None, server="", init=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sekisho-api-"))
        self.path = self.folder / "store"
        text = (TOP / "policies" / f"{policy}.yaml").read_text()
        self.policy = self.folder / "policy.yaml"
        self.policy.write_text(change(text) if change else text)
        self.process = None
        self.run("init", self.path, "--policy", self.policy, *init,
                 *([] if "--store" in init else engine.places()))
        if server:
            with open(self.path / "sekisho.yaml", "a") as file:
                file.write("server:\n" + server)
        self.description = None
        self.proxy = None
        self.lock = threading.Lock()

    def run(self, *words, stdin="", code=0):
        done = subprocess.run(
            [PROGRAM, *map(str, words)], input=stdin, text=True,
            capture_output=True, cwd=self.folder, timeout=120,
            env=dict(os.environ, SEKISHO_STORE=str(self.path),
                     LC_ALL="C.UTF-8"))
        if done.returncode != code:
            raise AssertionError(
                f"sekisho {words}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def people(self, n, first=1):
        lines = self.run("demo", "people", n, "--policy", self.policy,
                         "--first", first)
        out = self.run("person", "add", "--role", "web_service", "--purpose",
                       "contract", stdin=lines)
        return [json.loads(line)["person"] for line in out.splitlines()]

    def principal(self, name, *options, password=PASSWORD):
        out = json.loads(self.run("principal", "add", name, *options,
                                  "--json", stdin=password + "\n"))
        return out.get("key") or out["totp"]

    def start(self, *options, **how):
        # A test that ends early leaves no server behind.
        atexit.register(lambda: self.process and self.process.kill())
        self.log = open(self.folder / "server.log", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, "server", "--listen", "127.0.0.1:0", "--manage",
             "127.0.0.1:0", *options], cwd=self.folder, stderr=self.log,
            env=dict(os.environ, SEKISHO_STORE=str(self.path),
                     LC_ALL="C.UTF-8"), **how)
        for _ in range(600):
            said = (self.folder / "server.log").read_text()
            ports = re.findall(r"\(port (\d+)\)", said)
            if len(ports) >= 2:
                self.port, self.manage = map(int, ports[:2])
                self.direct = self.port
                self.stand_before()
                return
            if self.process.poll() is not None:
                raise AssertionError("the server ended: " + said)
            time.sleep(0.05)
        raise AssertionError("the server does not listen: " + said)

    def stand_before(self):
        """A validating proxy (SEKISHO_TEST_PRISM, tests/scan/prism) between
        us and the server: what it finds stands in a header of each answer."""
        prism = os.environ.get("SEKISHO_TEST_PRISM")
        if not prism:
            return
        atexit.register(lambda: self.proxy and self.proxy.kill())
        if self.proxy is not None:
            self.proxy.terminate()
            self.proxy.wait(20)
        description = self.folder / "openapi.json"
        description.write_text(self.run("api", "describe"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.proxy = subprocess.Popen(
            [prism, "proxy", description, f"http://127.0.0.1:{self.port}",
             "--host", "127.0.0.1", "--port", str(port), "--verboseLevel",
             "silent"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        self.port = port

    def reload(self, said="reloaded"):
        """SIGHUP; until it has said that, or that it went wrong so."""
        before = self.said().count(said)
        self.process.send_signal(signal.SIGHUP)
        for _ in range(600):
            if self.said().count(said) > before:
                return
            time.sleep(0.05)
        check(False, f"{said}: {self.said()}")

    def stop(self, code=0):
        self.process.send_signal(signal.SIGTERM)
        equal(self.process.wait(60), code, "exit code of the server")
        self.process = None

    def said(self):
        return (self.folder / "server.log").read_text()

    def close(self):
        if self.process is not None:
            self.stop()
        if self.proxy is not None:
            self.proxy.terminate()
            self.proxy.wait(20)
        shutil.rmtree(self.folder)

    # Asking.

    def connect(self, timeout=30, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.port,
                                          timeout=timeout)

    def ask(self, method, path, body=None, key=None, purpose=None, role=None,
            raw=None, connection=None, checked=True, again=5, **headers):
        send = {k.replace("_", "-"): v for k, v in headers.items()}
        if key:
            send["Authorization"] = "Bearer " + key
        if purpose:
            send["Purpose"] = purpose
        if role:
            send["Role"] = role
        if body is not None:
            raw = json.dumps(body).encode()
            send.setdefault("Content-Type", "application/json")
        own = connection is None
        if own:
            # A place with slashes is no path of OpenAPI, HEAD is not
            # described, and the proxy reads everything as text.
            around = method == "HEAD" or path.startswith(
                ("/v1/log/tile/", "/v1/exports", "/v1/files")) \
                or "/files/" in path or not_text(raw)
            connection = self.connect(port=self.direct if around else None)
        connection.request(method, path, raw, send)
        answer = Answer(connection.getresponse())
        if own:
            connection.close()
        # The proxy sends into a connection that the server has just ended,
        # and says that as a trouble of its own; it keeps several of them.
        if again > 0 and method == "GET" and answer.status == 500 and (
                b"/prism/errors#" in answer.body
                or answer.body.startswith(b'{"type":"FetchError"')):
            return self.ask(method, path, key=key, purpose=purpose, role=role,
                            checked=checked, again=again - 1, **headers)
        check_violations(f"{method} {path} {answer.status}", answer.status,
                         answer.headers.get("sl-violations"))
        if checked:
            self.check_answer(method, path, answer)
        return answer

    def describe(self):
        if self.description is None:
            self.description = self.ask("GET", "/v1/openapi.json",
                                        checked=False).json
        return self.description

    def operation(self, method, path):
        """The operation of the description that such a call is."""
        path = path.split("?")[0]
        best = None
        for template, item in self.describe()["paths"].items():
            pattern = re.sub(r"\{rest\}", ".+", template)
            pattern = re.sub(r"\{[a-z]+\}", "[^/]+", pattern)
            if re.fullmatch(pattern, path) and method.lower() in item:
                fixed = template.count("{")
                if best is None or fixed < best[0]:
                    best = (fixed, template, item[method.lower()])
        return best[1:] if best else (None, None)

    def check_answer(self, method, path, answer):
        template, operation = self.operation(method, path)
        where = f"{method} {path} {answer.status}"
        if operation is None:
            check(answer.status in (400, 404, 405, 414, 501),
                  f"{where}: not in the description")
            return
        responses = operation["responses"]
        status = str(answer.status)
        if status == "304":
            return
        found = responses.get(status) or responses.get(status[0] + "XX")
        if not check(found is not None, f"{where}: not described"):
            return
        with self.lock:
            if status[0] == "2":
                went_well.add((method, template))
        contents = found.get("content", {})
        if contents:
            check(answer.headers.get("content-type") in contents,
                  f"{where}: is {answer.headers.get('content-type')}")
        for kind, content in contents.items():
            if "schema" not in content \
                    or kind != answer.headers.get("content-type"):
                continue
            schema = dict(content["schema"],
                          components=self.describe()["components"])
            try:
                jsonschema.validate(
                    answer.json, schema,
                    cls=jsonschema.Draft202012Validator)
            except jsonschema.ValidationError as wrong:
                check(False, f"{where}: {wrong.json_path} {wrong.message}")
        if not found.get("content"):
            check(answer.body == b"", f"{where}: has a body")

    def problem(self, answer, status, code, what):
        ok = equal((answer.status, answer.code), (status, code), what)
        if ok and answer.json:
            equal(answer.headers.get("content-type"),
                  "application/problem+json", what)
            equal(answer.json["status"], status, what)
        return ok

    def figures(self):
        """/metrics of the management listener, by name."""
        connection = http.client.HTTPConnection("127.0.0.1", self.manage,
                                                timeout=60)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return {name: int(value) for name, value in re.findall(
            r"^(sekisho_\S+) (\d+)$", text, re.M)}

    def log_in(self, name, secret, password=PASSWORD, step=0):
        return self.ask("POST", "/v1/sessions", {
            "principal": name, "password": password,
            "code": totp(secret, step=step)})

    def entries(self, n=20):
        out = self.run("audit", "show", "--last", n, "--json")
        return [json.loads(line) for line in out.splitlines()]

    def logged(self, wanted, n=60):
        """The last such entry; the server signs the log ten times a second."""
        for _ in range(600):
            found = [e for e in self.entries(n) if wanted(e)]
            if found:
                return found[-1]
            time.sleep(0.05)
        return {}
