#!/usr/bin/python3
"""Row 12: a person found by e-mail address over HTTP, each answer decided,
opened, and logged durably: CPU time of the server for a request; memory idle
and with 10,000 people.  Ends with 1 when a goal was missed."""
import os
import pathlib
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "api"))
from apilib import Store

BUILD = pathlib.Path(os.environ.get("SEKISHO_BUILD", TOP / "build"))
SECONDS = float(os.environ.get("SECONDS", "5"))
missed = 0


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1]
    fields = fields.split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def row(name, value, unit, goal):
    global missed
    ok = value <= goal
    missed += not ok
    print(f"{name:50} {value:10.3f} {unit:6} goal {goal} "
          f"{'' if ok else '  MISSED'}")


store = Store()
web = store.principal("service:web", "--roles", "web_service")
store.start()
time.sleep(0.5)
row("memory, idle", resident(store.process.pid), "MB", 30)
store.people(10000)
body = b'{"item": "email", "value": "yumi.watanabe.1@example.jp"}'
request = (b"POST /v1/people/find HTTP/1.1\r\nHost: localhost\r\n"
           b"Authorization: Bearer " + web.encode() +
           b"\r\nPurpose: contract\r\nContent-Type: application/json\r\n"
           b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
for connections in (8, 64):
    best = None
    for _ in range(3):
        before = cpu(store.process.pid)
        done = subprocess.run(
            [BUILD / "tests" / "http_load", str(store.port),
             str(connections), str(SECONDS)], input=request,
            stdout=subprocess.PIPE, check=True)
        used = cpu(store.process.pid) - before
        count, p99 = map(int, done.stdout.split())
        if best is None or used / count < best[0]:
            best = used / count, count / SECONDS, p99
    row(f"find by e-mail, {connections} connections, CPU", best[0] * 1000,
        "ms", 0.06)
    print(f"{'':50} {best[1]:10.0f} /s     p99 {best[2] / 1000:.1f} ms")
row("memory, 10,000 people", resident(store.process.pid), "MB", 64)
store.close()
sys.exit(1 if missed else 0)
