"""script/faults: every suite in its long form, every figure and its goal.
Not a test."""
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TESTS, TOP = HERE.parent, HERE.parent.parent

SKIPPED = 77
# What is run, and with which settings.
SUITES = {
    "crash_points": ("faults/crash_points", {}),
    "erase_points": ("faults/erase_points", {}),
    "dataset_points": ("faults/dataset_points", {}),
    "backup_points": ("faults/backup_points", {}),
    "kill_under_load": ("faults/kill_under_load", {}),
    "servers": ("faults/servers", {}),
    "pg_points": ("faults/pg_points", {}),
    "power_loss": ("faults/power_loss", {}),
    "io_errors": ("faults/io_errors", {}),
    "log_unavailable": ("faults/log_unavailable", {}),
    "allocations": ("faults/allocations", {}),
    "go_verifier": ("audit/go_verifier", {"SEKISHO_FLIPS": 5400}),
    "attack": ("faults/attack", {}),
    "nonces": ("faults/nonces", {}),
    "constant_time": ("faults/constant_time", {}),
    "worst_day": ("cli/worst_day.sh", {}),
    "aead_test": ("build/tests/aead_test", {}),
    "hash_test": ("build/tests/hash_test", {}),
    "sign_test": ("build/tests/sign_test", {}),
    "fuzz": ("fuzz/fuzz", {"SEKISHO_FUZZ_SECONDS": 60}),
    # Its fuzzer is one of the build that those above are of.
    "planted": ("faults/planted", {"SEKISHO_FUZZ_SECONDS": 60}),
    "expire": ("build/tests/bench expire", {}),
    "short": ("run --only faults/ --only fuzz/ --only go_verifier",
              {"SEKISHO_LONG": ""}),
}
# What is promised of them: figure, suites, least sum of what they count.
GOALS = [
    ("killed before and after every call that changes a file, and at any "
     "moment", ("crash_points", "erase_points", "dataset_points",
                "backup_points", "kill_under_load", "servers"), 2000),
    ("killed, cut off, or late, at every message to PostgreSQL",
     ("pg_points",), 1000),
    ("power cuts that drop or reorder what was not synced",
     ("power_loss",), 200),
    ("input/output errors, full disks, short and lying writes",
     ("io_errors", "log_unavailable"), 2000),
    ("allocations that fail, once and from then on", ("allocations",),
     10000),
    ("the log full, failing or hung: answers with data 0",
     ("log_unavailable",), 200),
    ("mutations of database and log found, rows and files rolled back "
     "among them", ("go_verifier",), 10000),
    ("attacks with every file, copy and the root key on an erased person",
     ("attack",), 1),
    ("nonces: sealings over restarts, forks and restores, none twice",
     ("nonces",), 1000000),
    ("comparisons of secrets without a branch on one", ("constant_time",),
     5),
    ("vectors of others through our own wrappers",
     ("aead_test", "hash_test", "sign_test"), 3),
    ("worst days that say what to do", ("worst_day",), 60),
    ("inputs to the parsers, one minute each, without a finding",
     ("fuzz",), 1000000),
    ("planted faults that are found", ("planted",), 15),
]
# What is promised of how long something takes: figure, suite, most seconds,
# and what prints them.
TIMES = [
    ("until 100,000 people are gone whose retention is over", "expire", 30,
     r"30 s +([\d.]+)"),
    ("the short forms of all this, as script/test runs them", "short", 300,
     r"^(\d+) s without building"),
]


class Result:
    def __init__(self, name, code, said, seconds):
        self.name, self.code, self.seconds = name, code, seconds
        self.seed = (re.findall(r"^seed (\d+)", said, re.M) or [""])[0]
        self.count, self.said = self._count(said), said
        self.skipped = said.strip().splitlines()[-1] if code == SKIPPED \
            else None

    def _count(self, said):
        """What the last lines say; a unit test counts as one."""
        if self.name == "planted":
            return len(re.findall(r"faults, as planted$", said, re.M))
        if self.name.endswith("_test"):
            return int(self.code == 0)
        found = re.findall(r"^(?:\w+: )?(\d+) (?:[\w ]+), \d+ (?:faults|"
                           r"failed)", said, re.M)
        return int(found[-1]) if found else 0


def run_one(name):
    line, settings = SUITES[name]
    path, *arguments = line.split()
    program = TOP / path if path.startswith("build") else TESTS / path
    environment = os.environ | dict(
        SEKISHO_BUILD=str(TOP / "build"), SEKISHO_TOP=str(TOP),
        SEKISHO_SHARED=os.environ.get("SEKISHO_SHARED",
                                      str(TOP.parent / "shared")),
        LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1", SEKISHO_LONG="1")
    environment |= {k: str(v) for k, v in settings.items()}
    print(f"== {name}")
    sys.stdout.flush()
    started = time.monotonic()
    process = subprocess.Popen([program, *arguments], cwd=TOP, env=environment,
                               stdin=subprocess.DEVNULL, text=True,
                               errors="replace", stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    said = []
    for line in process.stdout:
        said.append(line)
        print("   " + line, end="")
        sys.stdout.flush()
    return Result(name, process.wait(), "".join(said),
                  time.monotonic() - started)


def report_times(results):
    """How many were missed; a suite that was not asked for misses nothing."""
    missed = 0
    for what, name, most, pattern in TIMES:
        if name not in results:
            continue
        found = re.findall(pattern, results[name].said, re.M)
        seconds = float(found[-1]) if found else float("inf")
        reached = results[name].code == 0 and seconds <= most
        missed += not reached
        print(f"{'reached' if reached else 'MISSED ':8} {seconds:>7.1f} s of "
              f"{most:>6} s  {what}")
    return missed


def report(results):
    print()
    missed = report_times(results)
    for what, suites, least in GOALS:
        mine = [results[name] for name in suites if name in results]
        if len(mine) < len(suites):
            continue
        count = sum(r.count for r in mine)
        bad = [r.name for r in mine if r.code not in (0, SKIPPED)]
        skipped = [f"{r.name} skipped: {r.skipped}" for r in mine
                   if r.skipped]
        reached = not bad and count >= least
        missed += not reached
        print(f"{'reached' if reached else 'MISSED ':8} {count:>9} of "
              f"{least:>8}  {what}"
              + (f"; failed: {', '.join(bad)}" if bad else "")
              + ("; " + "; ".join(skipped) if skipped else ""))
    for result in results.values():
        if result.seed:
            print(f"seed of {result.name}: {result.seed}")
    seconds = sum(r.seconds for r in results.values())
    print(f"{len(results)} suites in {seconds / 60:.0f} min, "
          f"{missed} goals missed")
    return missed + sum(r.code not in (0, SKIPPED) for r in results.values())


def main():
    wanted = sys.argv[1:] or list(SUITES)
    unknown = [name for name in wanted if name not in SUITES]
    if unknown:
        sys.exit(f"no such suite: {', '.join(unknown)}; there are "
                 f"{', '.join(SUITES)}")
    if not (TOP / "build" / "build.ninja").exists():
        subprocess.run(["meson", "setup", "build"], cwd=TOP, check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", "build", "all", "tests/bench"], cwd=TOP,
                   check=True, stdout=subprocess.DEVNULL)
    return 1 if report({name: run_one(name) for name in wanted}) else 0


if __name__ == "__main__":
    sys.exit(main())
