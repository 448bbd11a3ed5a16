#!/usr/bin/python3
"""On which engine the store of a test lies; SQL into it, whichever it is.

Embedded; or, when SEKISHO_TEST_PG names a server (tests/pgserver.py), on
PostgreSQL, where each store has two schemas of its own.

    tests/engine.py places             more arguments of sekisho init
    tests/engine.py sql STORE SQL      what a stranger does to the data
    tests/engine.py keys STORE SQL     ... to the keys; rows on stdout
    tests/engine.py copy STORE THERE   all of it once more
    tests/engine.py put-back COPY STORE [data|keys]
    tests/engine.py remove STORE       all of it away

SQL is that of both: "?" stands for a value; zeroblob(n) is understood.
"""
import csv
import itertools
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import uuid

SERVER = os.environ.get("SEKISHO_TEST_PG")
numbers = itertools.count(1)


class Failed(Exception):
    """What the engine says."""


def psql(url, sql, *options):
    done = subprocess.run(
        [os.environ["SEKISHO_TEST_PSQL"], "-X", "-v", "ON_ERROR_STOP=1",
         *options, url], input=sql.encode(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Failed(done.stderr.decode())
    return done.stdout.decode()


def schema_url(schema):
    return f"{SERVER}&options=-csearch_path%3D{schema}"


def new_schemas():
    """The names of two that are there and empty."""
    # A shell test calls anew for each, so no number is enough.
    name = f"t{os.getpid()}_{next(numbers)}_{uuid.uuid4().hex[:8]}"
    names = [f"{name}_data", f"{name}_keys"]
    psql(SERVER, "".join(f"CREATE SCHEMA {n};" for n in names))
    return names


def places():
    """What sekisho init (store copy, backup restore) is told more."""
    if SERVER is None:
        return []
    data, keys = map(schema_url, new_schemas())
    return ["--store", data, "--keys", keys]


def url_of(store, keys=False):
    """The PostgreSQL URL of a store's data, or keys; None: it is embedded."""
    text = (pathlib.Path(store) / "sekisho.yaml").read_text(encoding="utf-8")
    name = "keys" if keys else "data"
    found = re.search(rf"^{name}: *[\"']?(postgresql:[^\"'\s]+)", text, re.M)
    return found and found[1]


def schema_of(url):
    return re.search(r"search_path%3D(\w+)", url)[1]


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def translate(sql, values):
    parts = sql.split("?")
    if len(parts) != len(values) + 1:
        raise Failed(f"{len(values)} values for: {sql}")
    text = parts[0] + "".join(literal(v) + part
                              for v, part in zip(values, parts[1:]))
    text = re.sub(r"\bx'([0-9a-fA-F]*)'", r"'\\x\1'::bytea", text)
    return re.sub(r"\bzeroblob\((\w+(?:\(\w+\))?)\)",
                  r"decode(repeat('00', \1), 'hex')", text)


def value_of(text):
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:])
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return text or None


class Database:
    """The data (or the keys) of a store that nobody changes meanwhile."""

    def __init__(self, store, keys=False):
        self.url = url_of(store, keys)
        self.path = pathlib.Path(store) / ("keys/keys.db" if keys
                                           else "data.db")

    def rows(self, sql, *values):
        if self.url is not None:
            said = psql(self.url, translate(sql, values), "-q", "--csv",
                        "-t")
            return [tuple(map(value_of, row))
                    for row in csv.reader(said.splitlines())]
        return self.embedded([sql], values)[0]

    def embedded(self, queries, values=()):
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return [db.execute(q, values).fetchall() for q in queries]
        except sqlite3.DatabaseError as error:
            raise Failed(str(error)) from None
        finally:
            db.close()

    def many(self, queries):
        """The rows of each, one connection for all."""
        if self.url is None:
            return self.embedded(queries)
        mark = "--- next ---"
        said = psql(self.url, "".join(
            f"{translate(query, ())};\n\\echo {mark}\n"
            for query in queries), "-q", "--csv", "-t")
        return [[tuple(map(value_of, row)) for row in csv.reader(
            part.strip("\n").splitlines())]
            for part in said.split(mark)[:-1]]

    def change(self, sql, *values):
        """Statements, in one transaction, without values; or one with."""
        self.changes([(sql, *values)])

    def changes(self, statements):
        """[(SQL, value...)], in one transaction; how many rows each of those
        changed that are one statement."""
        if self.url is not None:
            said = psql(self.url, "".join(
                translate(sql, values).rstrip("; \n") + ";\n"
                for sql, *values in statements), "-1")
            tags = re.findall(r"^(?:UPDATE|DELETE|INSERT 0) (\d+)$", said,
                              re.M)
            return [int(n) for n in tags]
        db = sqlite3.connect(self.path)
        try:
            counts = []
            for sql, *values in statements:
                if values or ";" not in sql:
                    counts.append(db.execute(sql, values).rowcount)
                else:
                    db.executescript(sql)
            db.commit()
            return counts
        except sqlite3.DatabaseError as error:
            raise Failed(str(error)) from None
        finally:
            db.close()


EXCHANGE = """
DO $$ DECLARE t text; BEGIN
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{new}' LOOP
EXECUTE format('TRUNCATE {new}.%I', t);
EXECUTE format('INSERT INTO {new}.%I SELECT * FROM {old}.%I', t, t);
END LOOP; END $$;
"""
CLONE = """
DO $$ DECLARE t text; BEGIN
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{old}' LOOP
EXECUTE format('CREATE TABLE {new}.%I (LIKE {old}.%I INCLUDING ALL)', t, t);
EXECUTE format('INSERT INTO {new}.%I SELECT * FROM {old}.%I', t, t);
END LOOP; END $$;
"""


def copy(store, there, copy_tree=shutil.copytree):
    """All of a store that nobody has open; there: where nothing is yet."""
    copy_tree(store, there)
    data = SERVER and url_of(store)
    if data is not None:
        settings = pathlib.Path(there) / "sekisho.yaml"
        text = settings.read_text(encoding="utf-8")
        olds = [schema_of(data), schema_of(url_of(store, keys=True))]
        sql = "SET client_min_messages = error; SET synchronous_commit = off;"
        for old, new in zip(olds, new_schemas()):
            sql += CLONE.format(old=old, new=new)
            text = text.replace(f"%3D{old}", f"%3D{new}")
        psql(SERVER, sql)
        settings.write_text(text, encoding="utf-8")
    return there


def put_back(whole, store, what="all"):
    """A store's data, or keys, become what a copy has; or all of the store."""
    store, whole = pathlib.Path(store), pathlib.Path(whole)
    urls = [(url_of(store, keys), url_of(whole, keys))
            for keys, name in ((False, "data"), (True, "keys"))
            if what in (name, "all")]
    if what == "all":
        schemas = [url_of(store, keys) for keys in (False, True)]
        shutil.rmtree(store)
        shutil.copytree(whole, store)
        settings = store / "sekisho.yaml"
        text = settings.read_text(encoding="utf-8")
        for keys, url in enumerate(schemas):
            if url is not None:
                text = text.replace(url_of(whole, bool(keys)), url)
        settings.write_text(text, encoding="utf-8")
    for now, then in urls:
        if now is not None:
            psql(SERVER, EXCHANGE.format(new=schema_of(now),
                                         old=schema_of(then)))
        elif what != "all":
            name = "keys/keys.db" if what == "keys" else "data.db"
            for path in store.glob(name + "*"):
                path.unlink()
            for path in whole.glob(name + "*"):
                shutil.copy(path, store / path.relative_to(whole))


def forget(store):
    """Its schemas go, where it has some."""
    if SERVER is not None and (pathlib.Path(store) / "sekisho.yaml").exists() \
            and url_of(store):
        psql(SERVER, "SET client_min_messages = error;" + "".join(
            f"DROP SCHEMA IF EXISTS {schema_of(url_of(store, keys))} "
            "CASCADE;" for keys in (False, True)))


def shown(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def main():
    what, *rest = sys.argv[1:]
    if what == "places":
        print(" ".join(places()))
    elif what == "copy":
        copy(*rest)
    elif what == "put-back":
        put_back(*rest)
    elif what == "remove":
        forget(*rest)
        shutil.rmtree(rest[0])
    else:
        database = Database(rest[0], keys=what == "keys")
        if rest[1].lstrip().upper().startswith("SELECT"):
            for row in database.rows(rest[1]):
                print("|".join(map(shown, row)))
        else:
            database.change(rest[1])


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(str(failed))
