"""Makes the schema of a later version of the program out of the present one,
for tests/faults/servers.  Not a test.

    next_db.py src/store/db.c OUT expand      one more step, which only adds
    next_db.py src/store/db.c OUT contract    ... and one that takes away
"""
import re
import sys

MORE = """
static const char *const {role}_expand[] = {{
	{expand},
	NULL
}};
static const char *const {role}_contract[] = {{
	{contract},
	NULL
}};
"""
EXPAND = {
    "data": '''"ALTER TABLE record ADD COLUMN later BIGINT",
	"ALTER TABLE document ADD COLUMN later {bytes}",
	"ALTER TABLE log_batch ADD COLUMN later BIGINT DEFAULT 7",
	"CREATE TABLE later (number {number} PRIMARY KEY, "
	"text TEXT NOT NULL)",
	"CREATE INDEX later_day ON record (later)"''',
    "keys": '"ALTER TABLE slot ADD COLUMN later BIGINT"',
}
CONTRACT = {"data": '"DROP TABLE later"', "keys": '"DELETE FROM meta '
            "WHERE name = 'nothing'\""}


def later(source, kind):
    for role in ("data", "keys"):
        head = f"static const struct step {role}_steps[] = {{"
        found = re.search(re.escape(head) + r"([^;]*?)\{ NULL, 0 \} \};",
                          source)
        if found is None:
            sys.exit(f"{role}_steps is not as it was")
        known = len(re.findall(r"\{ \w+, \d+ \}", found[1]))
        steps = f"{{ {role}_expand, {known} }}, "
        # What is taken away nobody may want who does not know the step.
        if kind == "contract":
            steps += f"{{ {role}_contract, {known + 1} }}, "
        more = MORE.format(role=role, expand=EXPAND[role],
                           contract=CONTRACT[role])
        if kind == "expand":
            more = more[:more.index(f"static const char *const {role}_con")]
        # The struct is declared in front of the first of both.
        source = source.replace(found[0], more + head + found[1] + steps
                                + "{ NULL, 0 } };")
    return source


with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.write(later(text, sys.argv[3]))
