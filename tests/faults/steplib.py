"""What is done to a store, step by step, while something fails.  Not a test."""
import json
import pathlib
import re

import faultlib as lib
from faultlib import CONTRACT, Fault, sekisho


class Step:
    """One command; `again` are the exit codes when it is done once more."""

    def __init__(self, name, arguments, stdin="", again=(0,), acks=None):
        self.name, self.stdin, self.again = name, stdin, again
        self.acks = acks
        self.program = arguments[0]
        self.rest = [str(a) for a in arguments[1:]]

    def command(self, store):
        """STORE in the arguments stands for the folder."""
        return [self.program, *(a.replace("STORE", str(store))
                                for a in self.rest)]

    def calls(self, store, number=0):
        """How many calls it makes that change files (1: syncs)."""
        counted = store.parent / "counted"
        lib.right(lib.run(self.command(store), stdin=self.stdin,
                          shim={"COUNT": counted}), 0, *self.again)
        return int(counted.read_text().split()[number])


def act(name, *arguments, **options):
    return Step(name, [lib.SEKISHO, *arguments, "--in", "STORE"], **options)


def steps_of(person, place):
    """What is done to a store in which one person is known."""
    second = place.path / "second.yaml"
    text = pathlib.Path(lib.POLICY).read_text(encoding="utf-8")
    second.write_text(text.replace('version: "1", enacted',
                                   'version: "2", enacted'),
                      encoding="utf-8")
    change = json.dumps({"values": {"email": "changed@example.jp",
                                    "phone": "090-0999-8888"}})
    return [
        act("add three", "person", "add", *CONTRACT, again=(3, 2, 8),
            stdin="".join(lib.line(n) for n in (11, 12, 13))),
        Step("add one by one", [lib.WORKER, "add", "STORE", 6, 1],
             acks="marks"),
        act("correct", "person", "correct", person, *CONTRACT, stdin=change),
        act("consent", "consent", "give", person, "marketing_mail",
            *CONTRACT),
        act("show", "person", "show", person, "--json", *CONTRACT,
            acks="decision"),
        act("show for a reason", "person", "show", person, "--json",
            "--reason", "確認", *CONTRACT, acks="decision"),
        act("find", "person", "find", "phone", "--json", *CONTRACT,
            stdin="090-0999-8888\n", acks="decision"),
        act("refuse", "person", "show", person, "--role", "sales",
            "--purpose", "nothing", again=(5,)),
        act("history", "person", "history", person, *CONTRACT),
        act("announce", "policy", "announce", str(second), again=(0, 8)),
        act("add under the second", "person", "add", *CONTRACT,
            again=(0, 8), stdin=lib.line(21)),
        act("verify", "audit", "verify", "--store"),
    ]


def check_acks(step, store, done):
    """Whatever was promised before the end is there."""
    if step.acks == "decision":
        for decision in re.findall(r'"decision": "(dec_[0-9a-z]+)"',
                                   done.out):
            if sekisho("audit", "prove", decision, "--in", store).code != 0:
                raise Fault(f"answered without an entry: {decision}")
    elif step.acks == "marks":
        checked = lib.run([lib.WORKER, "check", store], stdin=done.out)
        if checked.code != 0:
            raise Fault(f"acknowledged and lost: {checked}")
    else:
        for person in lib.acknowledged(done.out):
            if sekisho("person", "show", person, *CONTRACT, "--in",
                       store).code != 0:
                raise Fault(f"acknowledged and lost: {person}")
