#!/usr/bin/python3
"""Rows 2 and 12, over HTTP: a person shown by id, and found by e-mail address,
each answer decided, opened, and logged durably.

Row 2: how many people are shown over eight connections, against prepared reads
of plain PostgreSQL over eight.  Row 12: CPU time of the server for a request;
memory idle and with 10,000 people, and what confinement adds.  Each also with the store on PostgreSQL,
where a server is (tests/pgserver.py).  Ends with 1 when a goal was missed.
"""
import os
import pathlib
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "api"))
from apilib import Store, engine  # noqa: E402

BUILD = pathlib.Path(os.environ.get("SEKISHO_BUILD", TOP / "build"))
SECONDS = float(os.environ.get("SECONDS", "5"))
PEOPLE, ROUNDS = 10000, 3
ROWS = [row for row in sys.argv[1:] if row in ("2", "12")] or ["2", "12"]
missed = 0


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1]
    fields = fields.split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def row(name, value, unit, goal, least=False):
    global missed
    ok = goal is None or (value >= goal if least else value <= goal)
    missed += not ok
    print(f"{name:54} {value:9.3f} {unit:4} "
          + ("" if goal is None else f"goal {goal} ")
          + ("" if ok else " MISSED"))
    sys.stdout.flush()


class Side:
    """A store with people in it, and a server on it."""

    def __init__(self, name, shared, settings=""):
        self.name = name
        server, engine.SERVER = engine.SERVER, engine.SERVER if shared else \
            None
        self.store = Store(server=settings)
        engine.SERVER = server
        self.key = self.store.principal("service:web", "--roles",
                                        "web_service")
        self.store.start()
        self.pid = self.store.process.pid
        time.sleep(0.5)
        self.idle = resident(self.pid)
        self.people = self.store.people(PEOPLE)

    def load(self, requests, connections):
        """(answers a second, CPU s of the server for one, p99 ms)"""
        before = cpu(self.pid)
        done = subprocess.run(
            [BUILD / "tests" / "http_load", str(self.store.port),
             str(connections), str(SECONDS)], input=b"\0".join(requests),
            stdout=subprocess.PIPE, check=True)
        count, p99 = map(int, done.stdout.split())
        return (count / SECONDS, (cpu(self.pid) - before) / count,
                p99 / 1000)

    def request(self, line, body=b""):
        return (line + b" HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                b"Bearer " + self.key.encode() + b"\r\nPurpose: contract\r\n"
                + (b"Content-Type: application/json\r\nContent-Length: %d\r\n"
                   % len(body) if body else b"") + b"\r\n" + body)

    def shows(self):
        return [self.request(b"GET /v1/people/" + person.encode())
                for person in self.people]

    def finds(self):
        return [self.request(b"POST /v1/people/find", b'{"item": "email", '
                             b'"value": "yumi.watanabe.1@example.jp"}')]


def row_2(sides):
    best = {side.name: 0 for side in sides}
    plain = 0
    for _ in range(ROUNDS):
        for side in sides:
            best[side.name] = max(best[side.name],
                                  side.load(side.shows(), 8)[0])
        done = subprocess.run([BUILD / "tests" / "bench", "raw"], text=True,
                              stdout=subprocess.PIPE, check=True)
        plain = max(plain, float(done.stdout))
    print(f"{'2  plain PostgreSQL, prepared reads, 8 connections':54} "
          f"{plain:9.0f} /s")
    for number, (name, rate) in enumerate(best.items()):
        print(f"{f'2  {name}: people shown over HTTP, 8 connections':54} "
              f"{rate:9.0f} /s")
        row("   against plain PostgreSQL", rate / plain, "x",
            1.3 if number == 0 else None, least=True)


def row_12(side, goals):
    for connections in (8, 64):
        best = min((side.load(side.finds(), connections)
                    for _ in range(ROUNDS)), key=lambda found: found[1])
        row(f"12 {side.name}: find by e-mail, {connections} connections, CPU",
            best[1] * 1000, "ms", goals and 0.06)
        print(f"{'':54} {best[0]:9.0f} /s   p99 {best[2]:.1f} ms")
    row(f"12 {side.name}: memory, idle", side.idle, "MB", goals and 30)
    row(f"12 {side.name}: memory, {PEOPLE:,} people", resident(side.pid),
        "MB", goals and 64)


def row_12_confined(side):
    """Against a server that is not, in turns."""
    other = Side("not confined", False, "  confined: false\n")
    for connections in (8, 64):
        found = {side: [], other: []}
        for _ in range(ROUNDS):
            for one, costs in found.items():
                costs.append(one.load(one.finds(), connections)[1])
        row(f"12 confined against not, {connections} connections, CPU",
            min(found[side]) / min(found[other]), "x", None)
    other.store.close()


sides = [Side("embedded", False)]
if engine.SERVER is not None:
    sides.append(Side("on PostgreSQL", True))
if "2" in ROWS and engine.SERVER is not None:
    row_2(sides)
if "12" in ROWS:
    for side in sides:
        row_12(side, side is sides[0] or None)
    row_12_confined(sides[0])
for side in sides:
    side.store.close()
sys.exit(1 if missed else 0)
