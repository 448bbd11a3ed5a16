#!/bin/sh
# What the doctor says of a store that is broken in one way, in both languages:
# each finding tells what to do, and others are still looked for.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# says CODE FINDING JAPANESE ENGLISH ARGUMENT...
says() {
	code=$1
	finding=$2
	japanese=$3
	english=$4
	shift 4
	run "$code" doctor --in "$store" --lang ja "$@"
	out_has "[$finding]"
	out_has "$japanese"
	out_has "[no_backup]"
	run "$code" doctor --in "$store" --lang en "$@"
	out_has "[$finding]"
	out_has "$english"
	out_has "[no_backup]"
}

break_data() { alter "$store" "$1"; }
break_keys() { alter_keys "$store" "$1"; }
whole() { put_back "$work/whole" "$store"; }

new_store livals
"$sekisho" demo people 300 --policy "$policy" >"$work/people"
as web_service contract
input=$work/people
act 0 person add
first=$(sed -n '1s/.*"person":"\([^"]*\)".*/\1/p' "$work/out")
copy_store "$store" "$work/whole"
run 0 doctor --in "$store" --full
out_lacks error
out_lacks orphan_keys

# Settings.
chmod 755 "$store/keys"
says 7 folder_open "chmod 700" "chmod 700"
whole
chmod 644 "$work/store.key"
says 7 key_file_open "chmod 600" "chmod 600"
chmod 600 "$work/store.key"
mv "$work/store.key" "$store/inside.key"
sed -i "s#^\( *key_file:\).*#\1 \"$store/inside.key\"#" "$store/sekisho.yaml"
says 0 key_file_inside "別の場所に移して" "keep it elsewhere"
mv "$store/inside.key" "$work/store.key"
whole

# The chain: a full tile of the log is another one.
python3 - "$store/log/tile/entries/000" <<'PYTHON'
import os
import sys

with open(sys.argv[1], "rb") as file:
    tile = bytearray(file.read())
tile[300] ^= 1
os.chmod(sys.argv[1], 0o644)
with open(sys.argv[1], "wb") as file:
    file.write(tile)
PYTHON
says 7 entry_changed "audit verify --checkpoint" "audit verify --checkpoint"
whole

# Destroyed are those that were made and never used, and no others.
drop_orphans() {
	# The key of a row that was taken away is not destroyed.
	run 7 keys drop-orphans --in "$store"
	err_has 'they may be the keys of rows that are gone'
	whole
	# One that was made and never used: its key is, and that is an entry.
	break_keys "INSERT INTO slot SELECT number + 1, kek, wrapped FROM slot
		ORDER BY number DESC LIMIT 1"
	break_data "UPDATE counter SET next = next + 1 WHERE name = 'slot'"
	says 0 orphan_keys "1 個" "1 slots are in the key store" --full
	run 0 keys drop-orphans --in "$store"
	out_has 'slots that were destroyed: 1'
	run 0 audit show --in "$store"
	out_has 'orphans_destroyed'
	run 0 doctor --in "$store" --full
	out_lacks orphan_keys
	run 0 keys drop-orphans --in "$store"
	out_has 'slots that were destroyed: 0'
	run 0 audit verify --store --in "$store"
}

# Keys: one that is gone, one that nobody has, an older key store.
sealed=$(select_from "$store" "SELECT sealed FROM record
	WHERE person = 1 AND seq = 0" | cut -c 3-14)
slot=$(printf '%d' "0x$sealed")
break_keys "DELETE FROM slot WHERE number = $slot"
says 7 key_missing "sekisho backup restore" "sekisho backup restore" --full
out_has "$first: error"
whole
break_keys "DELETE FROM slot WHERE number = 1024"
run 6 doctor --in "$store"
err_has "sekisho backup restore"
run 6 doctor --in "$store" --lang ja
err_has "鍵のバックアップ"
whole
break_data "DELETE FROM record WHERE person = 3;
	DELETE FROM history WHERE person = 3;
	DELETE FROM unique_index WHERE person = 3;
	DELETE FROM search_index WHERE person = 3"
# On PostgreSQL they may be in another server's hand.
if [ -n "${SEKISHO_TEST_PG-}" ]; then
	says 7 people_missing "1 人がストアにありません" "1 people that" --full
else
	says 7 orphan_keys "1 個" "1 slots are in the key store" --full
	drop_orphans
fi
whole
as officer contract
act 0 person erase "$first"
put_back "$work/whole" "$store" keys
says 7 slot_revived "erasure finish" "erasure finish"
run 0 erasure finish --in "$store"
out_has "destroyed again: 1"
out_has "sekisho keys replace-kek"
run 0 doctor --in "$store" --full
out_lacks slot_revived
run 0 audit verify --store --in "$store"
run 0 erasure finish --in "$store" --json
out_has '"revived": 0'
# An erased person's row that is put back.
python3 - "$SEKISHO_TOP/tests" "$work/whole" "$store" <<'PYTHON'
import sys

sys.path.insert(0, sys.argv[1])
import engine

before, data = map(engine.Database, sys.argv[2:])
rows = before.rows("SELECT * FROM record WHERE person = 1")
marks = ", ".join("?" * len(rows[0]))
data.changes([("DELETE FROM record WHERE person = 1",)] + [
    (f"INSERT INTO record VALUES ({marks})", *row) for row in rows])
PYTHON
run 7 audit verify --store --in "$store"
run 7 doctor --full --in "$store"
act 6 person show "$first"
whole

# Rows and indexes: everybody else is looked at all the same.
break_data "UPDATE record SET sealed = zeroblob(length(sealed))
	WHERE person = 4 AND seq = 1; DELETE FROM unique_index
	WHERE person = 9"
says 7 seal_broken "sekisho backup restore" "sekisho backup restore" --full
out_has "[index_incomplete]"
out_has "sekisho keys rotate-search email"
whole
run 0 doctor --in "$store" --full --json
out_has '"no_backup"'
done_testing
