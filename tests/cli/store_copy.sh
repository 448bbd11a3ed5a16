#!/bin/sh
# sekisho store copy: from folder to folder, and on PostgreSQL there and back.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# copy CODE FROM TO NAME: with the schemas NAME_data, NAME_keys on PostgreSQL;
# NAME "" stands for an embedded copy.
copy() {
	if [ -n "${SEKISHO_TEST_PG-}" ] && [ -n "$4" ]; then
		# A second try finds the schemas there.
		"$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "
			SET client_min_messages = error;
			CREATE SCHEMA IF NOT EXISTS t$$_$4_data;
			CREATE SCHEMA IF NOT EXISTS t$$_$4_keys"
		base="$SEKISHO_TEST_PG&options=-csearch_path%3Dt$$_$4"
		run "$1" store copy "$2" "$3" --json \
			--store "${base}_data" --keys "${base}_keys"
	else
		run "$1" store copy "$2" "$3" --json
	fi
}

# An embedded store with people, a correction, a reason and an announcement.
policy=$SEKISHO_TOP/policies/livals.yaml
run 0 init "$store" --policy "$policy"
"$sekisho" demo people 2000 --policy "$policy" >"$work/people" ||
	fail "no people"
as web_service contract
input=$work/people
act 0 person add
one=$(sed -n '7s/.*"person":"\(per_[0-9a-z]*\)".*/\1/p' "$work/out")
as officer contract
act 0 person show "$one" --reason 確認
feed '{"values": {"email": "changed@example.jp"}}'
act 0 person correct "$one"
act 0 consent give "$one" marketing_mail
people 2000

# There ...
copy 0 "$store" "$work/there" there
out_has '"people": 2000'
out_has '"faults": 0'
cp "$work/out" "$work/first"
run 0 audit verify --store --in "$work/there"
out_has "agrees with the log: 2000 people"
run 0 person show "$one" --in "$work/there" --role officer --purpose contract
# ... and back: the rows are what they were, but for what was logged since.
copy 0 "$work/there" "$work/back" ""
cp "$work/out" "$work/back.json"
run 0 audit verify --store --in "$work/back"
out_has "agrees with the log: 2000 people"
for table in record history reason unique_index search_index slot class; do
	checks=$((checks + 1))
	grep -A2 "\"$table\"" "$work/first" >"$work/one"
	grep -A2 "\"$table\"" "$work/back.json" >"$work/two"
	[ -s "$work/one" ] && cmp -s "$work/one" "$work/two" ||
		fail "$table is another one"
done

# Never over a store, and never into another one's databases.
copy 8 "$store" "$work/there" there
err_has "store here already"
run 0 init "$work/other" --policy "$policy"
rm -f "$work/there/sekisho.yaml"
copy 8 "$work/other" "$work/there" there
err_has "another store"

# Stopped anywhere, it is resumed; what was finished is put away.
forget() {
	rm -rf "$work/again"
	[ -z "${SEKISHO_TEST_PG-}" ] ||
		"$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "
			SET client_min_messages = error;
			DROP SCHEMA IF EXISTS t$$_again_data CASCADE;
			DROP SCHEMA IF EXISTS t$$_again_keys CASCADE;
			CREATE SCHEMA t$$_again_data;
			CREATE SCHEMA t$$_again_keys"
}
forget
for wait in 0.02 0.04 0.06 0.08 0.1 0.12; do
	set -- store copy "$store" "$work/again"
	base="${SEKISHO_TEST_PG-}&options=-csearch_path%3Dt$$_again"
	[ -z "${SEKISHO_TEST_PG-}" ] ||
		set -- "$@" --store "${base}_data" --keys "${base}_keys"
	timeout -s KILL $wait "$sekisho" "$@" >/dev/null 2>&1
	[ ! -e "$work/again/sekisho.yaml" ] || forget
done
copy 0 "$store" "$work/again" again
run 0 audit verify --store --in "$work/again"
out_has "agrees with the log: 2000 people"

# A row that is not the same is found.
rm -f "$work/again/sekisho.yaml"
if [ -n "${SEKISHO_TEST_PG-}" ]; then
	"$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "
		UPDATE t$$_again_data.record SET day = day + 1
		WHERE person = 5 AND seq = 1"
else
	python3 -c "
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute('UPDATE record SET day = day + 1 WHERE person = 5 AND seq = 1')
db.commit()" "$work/again/data.db"
fi
copy 7 "$store" "$work/again" again
err_has "record"
done_testing
