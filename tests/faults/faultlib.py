"""What the runners of tests/faults share: stores, the shim, and the look at
what is left of a store.  Not a test.

A suite tries some of its points, drawn at random, in script/test, and all of
them with SEKISHO_LONG=1 (script/faults).  The seed is printed; SEKISHO_SEED
repeats a run.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("SEKISHO_BUILD", TOP / "build"))
SEKISHO = str(BUILD / "src" / "sekisho")
WORKER = str(BUILD / "tests" / "worker")
SHIM = str(BUILD / "tests" / "shim.so")
ZYGOTE = str(BUILD / "tests" / "zygote.so")
POLICY = str(TOP / "policies" / "livals.yaml")
CONTRACT = ["--role", "officer", "--purpose", "contract"]
WORKERS = 2
ENOSPC, EIO = 28, 5
SEED = int(os.environ.get("SEKISHO_SEED",
                          random.SystemRandom().getrandbits(31)))
LONG = os.environ.get("SEKISHO_LONG") == "1"

for needed in (SEKISHO, WORKER, SHIM, ZYGOTE):
    if not os.path.exists(needed):
        sys.exit(f"{needed} is not built")


class Fault(Exception):
    """The program did what it must not do."""


class Done:
    """A process that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def killed(self):
        return self.code == -signal.SIGKILL

    def __str__(self):
        return (f"exit {self.code}\n  out: {self.out[-400:]!r}\n"
                f"  err: {self.err[-400:]!r}")


class Zygote:
    """A program that was started once and runs many times (zygote.c)."""
    idle = collections.defaultdict(list)

    def __init__(self, program):
        self.socket, theirs = socket.socketpair()
        self.files = [os.memfd_create(name) for name in ("in", "out", "err")]
        self.paths = [f"/proc/{os.getpid()}/fd/{fd}" for fd in self.files]
        with theirs:
            self.process = subprocess.Popen(
                [program], pass_fds=[theirs.fileno()],
                env=dict(ENVIRONMENT, LD_PRELOAD=f"{SHIM} {ZYGOTE}",
                         ZYGOTE_FD=str(theirs.fileno())))

    def number(self):
        read = self.socket.recv(4, socket.MSG_WAITALL)
        return int.from_bytes(read, sys.byteorder, signed=True)

    def said(self, number):
        fd = self.files[number]
        return os.pread(fd, os.fstat(fd).st_size, 0).decode(
            errors="replace")

    def run(self, arguments, env, stdin, timeout):
        os.ftruncate(self.files[0], 0)
        os.pwrite(self.files[0], stdin.encode(), 0)
        variables = [f"{k}={v}" for k, v in env.items()]
        text = b"".join(os.fsencode(s) + b"\0" for s in (
            *self.paths, *arguments, *variables))
        self.socket.sendall(struct.pack("=III", len(arguments),
                                        len(variables), len(text)) + text)
        child = self.number()
        try:
            self.socket.settimeout(timeout)
            status = self.number()
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            self.socket.settimeout(None)
            self.number()
            raise subprocess.TimeoutExpired(
                arguments, timeout, self.said(1).encode()) from None
        return Done(os.waitstatus_to_exitcode(status), self.said(1),
                    self.said(2))


ENVIRONMENT = {**{k: v for k, v in os.environ.items()
                  if k not in ("LD_PRELOAD", "SEKISHO_STORE")},
               "LC_ALL": "C.UTF-8"}


def run(arguments, stdin="", shim=None, timeout=60, env=None):
    """Runs a program, with what the shim is to do ({"KILL": 3})."""
    arguments = [str(a) for a in arguments]
    more = {f"SHIM_{k}": str(v) for k, v in (shim or {}).items()}
    if env is None and arguments[0] in (SEKISHO, WORKER):
        idle = Zygote.idle[arguments[0]]
        try:
            zygote = idle.pop()
        except IndexError:
            zygote = Zygote(arguments[0])
        done = zygote.run(arguments, {**ENVIRONMENT, **more}, stdin, timeout)
        idle.append(zygote)
        return done
    env = {**ENVIRONMENT, **(env or {}), **more}
    if shim is not None:
        env["LD_PRELOAD"] = SHIM
    done = subprocess.run(arguments, env=env, text=True,
                          input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, errors="replace",
                          timeout=timeout)
    return Done(done.returncode, done.stdout, done.stderr)


def sekisho(*arguments, **options):
    return run([SEKISHO, *arguments], **options)


def right(done, *codes):
    """Fails unless it ended with one of the codes (0 when none is named)."""
    if done.code not in (codes or (0,)):
        raise Fault(f"wanted exit {codes or (0,)}: {done}")
    return done


def count(arguments, stdin="", **shim):
    """How many calls, syncs, allocations and draws a run makes."""
    with tempfile.NamedTemporaryFile("r") as file:
        done = run(arguments, stdin=stdin, shim={"COUNT": file.name, **shim})
        right(done)
        return [int(n) for n in file.read().split()]


def copy_tree(store, copy):
    """Folders and files with their modes; of shutil's, a tenth of the time."""
    os.mkdir(copy, 0o700)
    with os.scandir(store) as entries:
        for entry in entries:
            to = os.path.join(copy, entry.name)
            if entry.is_dir():
                copy_tree(entry.path, to)
                continue
            old = os.open(entry.path, os.O_RDONLY)
            status = os.fstat(old)
            new = os.open(to, os.O_WRONLY | os.O_CREAT, status.st_mode)
            left = status.st_size
            while left > 0:
                left -= os.sendfile(new, old, None, left)
            os.close(new)
            os.close(old)


class Workplace:
    """A folder in memory if there is one: nothing here is about the disk."""

    def __init__(self):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.path = pathlib.Path(tempfile.mkdtemp(dir=memory))
        self.local = threading.local()
        self.used = 0
        self.lock = threading.Lock()

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def place(self):
        """A folder that this thread alone uses, empty again."""
        if not hasattr(self.local, "path"):
            with self.lock:
                self.used += 1
                self.local.path = self.path / f"thread-{self.used}"
        shutil.rmtree(self.local.path, ignore_errors=True)
        self.local.path.mkdir()
        return self.local.path

    def copy_of(self, store):
        """A copy of a store in this thread's folder."""
        copy = self.place() / "store"
        copy_tree(store, copy)
        return copy

    def new_store(self, name="store", deadline=None):
        store = self.path / name
        right(sekisho("init", store, "--policy", POLICY))
        if deadline is not None:
            with open(store / "sekisho.yaml", "a") as file:
                file.write(f"deadline_ms: {deadline}\n")
        return store


def line(number, **more):
    """Somebody with an e-mail address, a name and a telephone number."""
    values = {"name": f"見本 {number}番", "company": "株式会社見本",
              "email": f"person{number}@example.jp",
              "phone": f"090-0{number // 10000:03d}-{number % 10000:04d}"}
    values.update(more)
    return json.dumps({"way": "application_form", "subject": "customer",
                       "shown": True, "values": values},
                      ensure_ascii=False) + "\n"


def acknowledged(out):
    """The people whom a run of person add has promised."""
    return re.findall(r'"person":"(per_[0-9a-z]+)"', out)


def files_of(store):
    """Every file of a store, with its bytes."""
    return {str(path.relative_to(store)): path.read_bytes()
            for path in pathlib.Path(store).rglob("*") if path.is_file()}


def verify(store):
    """A fresh process: the store opens, and agrees with its log."""
    done = sekisho("audit", "verify", "--store", "--in", store)
    if done.code != 0:
        raise Fault(f"the store does not verify: {done}")
    return done


def log_of(store):
    """Every entry of the log, as JSON, once it is integrated."""
    done = right(sekisho("audit", "show", "--json", "--in", store))
    return [json.loads(entry) for entry in done.out.splitlines()]


QUERIES = {
    "people": "SELECT COUNT(*) FROM record WHERE seq = 0",
    "records": "SELECT COUNT(*) FROM record WHERE seq > 0",
    "history": "SELECT COUNT(*) FROM history",
    "reasons": "SELECT COUNT(*) FROM reason",
    "unique": "SELECT COUNT(*) FROM unique_index",
    "search": "SELECT COUNT(*) FROM search_index",
    "classes": "SELECT COUNT(*) FROM class",
    "revisions": "SELECT COUNT(*) FROM revision",
}
# What must be empty, whatever was done or left undone.
HALVES = {
    "records without a standing":
        "SELECT person FROM record WHERE seq > 0 AND person NOT IN "
        "(SELECT person FROM record WHERE seq = 0)",
    "people without a record":
        "SELECT person FROM record WHERE seq = 0 AND state = 0 AND person "
        "NOT IN (SELECT person FROM record WHERE seq > 0)",
    "erased people with a row or a key":
        "SELECT person FROM record WHERE seq = 0 AND state = 1 AND "
        "(length(sealed) > 0 OR person IN (SELECT person FROM record WHERE "
        "seq > 0) OR person IN (SELECT person FROM history) OR person IN "
        "(SELECT person FROM reason) OR person IN (SELECT person FROM "
        "unique_index) OR person IN (SELECT person FROM search_index))",
    "erasures that are not finished":
        "SELECT number FROM erasure WHERE state < 2",
    "erased people without an erasure":
        "SELECT person FROM record WHERE seq = 0 AND state = 1 AND person "
        "NOT IN (SELECT person FROM erasure)",
    "unique keys of nobody":
        "SELECT person FROM unique_index WHERE person NOT IN "
        "(SELECT person FROM record WHERE seq = 0)",
    "search keys of nobody":
        "SELECT person FROM search_index WHERE person NOT IN "
        "(SELECT person FROM record WHERE seq = 0)",
    "history of nothing":
        "SELECT person FROM history h WHERE NOT EXISTS (SELECT 1 FROM record "
        "r WHERE r.person = h.person AND r.seq = h.seq "
        "AND r.version > h.version)",
    "reasons about nobody":
        "SELECT person FROM reason WHERE person NOT IN "
        "(SELECT person FROM record WHERE seq = 0)",
    "classes of no revision":
        "SELECT number FROM class WHERE revision NOT IN "
        "(SELECT number FROM revision)",
    "records of no class":
        "SELECT person FROM record WHERE seq > 0 AND class NOT IN "
        "(SELECT number FROM class)",
    "people beyond the counter":
        "SELECT person FROM record WHERE person >= "
        "(SELECT next FROM counter WHERE name = 'person')",
    "batches that do not follow":
        "SELECT first_index FROM log_batch b WHERE first_index + count <> "
        "(SELECT size FROM log_head) AND NOT EXISTS (SELECT 1 FROM log_batch "
        "n WHERE n.first_index = b.first_index + b.count)",
}


def look(store):
    """Counts, of a store that nobody has open; Fault where acts are halved."""
    db = sqlite3.connect(f"file:{store}/data.db?mode=ro", uri=True)
    try:
        for what, query in HALVES.items():
            rows = db.execute(query).fetchall()
            if rows:
                raise Fault(f"{what}: {rows[:5]}")
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Fault("the database is damaged")
        return {name: db.execute(query).fetchone()[0]
                for name, query in QUERIES.items()}
    except sqlite3.DatabaseError as error:
        raise Fault(str(error)) from None
    finally:
        db.close()


def slots_of(store):
    """The slots that the key store has, and the KEKs that wrap them."""
    db = sqlite3.connect(f"file:{store}/keys/keys.db?mode=ro", uri=True)
    try:
        rows = db.execute("SELECT number, kek FROM slot").fetchall()
    finally:
        db.close()
    return {number for number, _ in rows}, {kek for _, kek in rows}


def people_slots(store):
    """The slots that sealed rows stand under."""
    db = sqlite3.connect(f"file:{store}/data.db?mode=ro", uri=True)
    try:
        sealed = [row[0] for table in ("record", "history", "reason")
                  for row in db.execute(f"SELECT sealed FROM {table} WHERE "
                                        "length(sealed) > 0")]
    finally:
        db.close()
    return {int.from_bytes(bytes(s[1:7]), "big") for s in sealed}


def agree(store):
    """A store that was left is whole: one key and one entry for each act."""
    verify(store)
    state = look(store)
    # Coming into force is an entry of the same revision.
    entries = [entry["kind"] for entry in log_of(store)
               if "refusal" not in entry and
               entry.get("subject") != "published"]
    people = state["people"]
    if state["unique"] != people:
        raise Fault(f"{state['unique']} addresses of {people} people")
    if entries.count("acquire") != people:
        raise Fault(f"{entries.count('acquire')} entries of {people} people")
    if entries.count("correct") != state["history"]:
        raise Fault("corrections and their entries differ")
    if entries.count("policy") != state["revisions"]:
        raise Fault("revisions and their entries differ")
    return state


class Suite:
    """Runs points in parallel and says how it went."""

    def __init__(self, name):
        self.name, self.started = name, time.monotonic()
        self.points, self.faults = 0, []
        self.rng = random.Random(SEED)
        print(f"seed {SEED}")

    def drawn(self, points, share, least=4):
        """All points in the long form; that share of them otherwise."""
        points = list(points)
        if LONG or len(points) <= least:
            return points
        numbers = self.rng.sample(range(len(points)), max(
            least, int(len(points) * share)))
        return [points[n] for n in sorted(numbers)]

    def run_all(self, points, check):
        """check(point) raises Fault; stops early when all is lost."""
        def one(point):
            if len(self.faults) >= 10:
                return
            try:
                check(point)
            except Fault as fault:
                self.faults.append((point, str(fault)))
            except subprocess.TimeoutExpired as late:
                self.faults.append((point, f"hangs: {late}"))
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for _ in pool.map(one, points):
                self.points += 1

    def end(self, least, what="points"):
        for point, fault in self.faults:
            print(f"FAULT at {point}: {fault}")
        seconds = time.monotonic() - self.started
        print(f"{self.name}: {self.points} {what}, {len(self.faults)} "
              f"faults, {seconds:.0f} s")
        if self.points < least and not self.faults:
            print(f"that is fewer than {least}")
            return 1
        return 1 if self.faults else 0


def main(normal, planted):
    """The mode that the command line asks for, with a place to work in."""
    place = Workplace()
    try:
        sys.exit((planted if "--planted" in sys.argv[1:] else normal)(place))
    finally:
        place.close()
