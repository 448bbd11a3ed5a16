#!/bin/sh
# Backups of data and keys, and the way back: whole, of an older moment, after
# erasures, when something is missing, forged, or stopped half way (S3.4.3.4:
# what is erased stays erased).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

depot=$work/depot
key_depot=$work/key-depot

backup() {
	run 0 backup create --in "$store" --depot "$depot" \
		--key-depot "$key_depot" --json
	last=$(sed -n '/"kind": "data"/{n;s/.*"id": "\(.*\)".*/\1/p;}' \
		"$work/out")
}

# restore CODE NAME ARGUMENT...: into $work/NAME, of this engine.
restore() {
	code=$1
	there=$work/$2
	set -- "$@"
	name=$2
	shift 2
	if [ -n "${SEKISHO_TEST_PG-}" ]; then
		"$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "
			SET client_min_messages = error;
			CREATE SCHEMA IF NOT EXISTS t$$_${name}_data;
			CREATE SCHEMA IF NOT EXISTS t$$_${name}_keys"
		base="$SEKISHO_TEST_PG&options=-csearch_path%3Dt$$_$name"
		set -- "$@" --store "${base}_data" --keys "${base}_keys"
	fi
	run "$code" backup restore "$there" --depot "$depot" \
		--key-depot "$key_depot" --key-file "$work/store.key" "$@"
}

# In the restored store: in CODE NOUN VERB ARGUMENT...
within() {
	code=$1
	shift
	run "$code" "$@" --in "$there" --role officer --purpose contract
}

line() {
	printf '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"控え %s番","company":"株式会社見本","email":"b%s@example.jp","phone":"090-0000-%s"%s}}' \
		"$1" "$1" "$1" "${2:-}"
}

# Killed after so many seconds, if it has not ended, and gone.
killed_after() {
	seconds=$1
	shift
	"$sekisho" "$@" >/dev/null 2>&1 &
	sleep "$seconds"
	kill -KILL $! 2>/dev/null
	wait $! 2>/dev/null
	# A child that it was about to start has its lock for a moment more.
	while pgrep -f -- "$work/stopped" >/dev/null; do
		sleep 0.02
	done
}

new_store livals
"$sekisho" demo people 1000 --policy "$policy" >"$work/people"
as web_service contract
input=$work/people
act 0 person add
as officer contract
add 0 "$(line 2001)"
first=$person
add 0 "$(line 2002)"
second=$person
add 0 "$(line 2003 ',"bank_account":"0001-001-1-7654321-ｼﾖｳｷﾖ ﾀﾛｳ"')"
third=$person
act 0 consent give "$first" marketing_mail
people 1003

# Nothing is restored from nothing, and data and keys never lie together.
restore 6 none
err_has "there are no backups here"
run 2 backup create --in "$store"
run 2 backup create --in "$store" --depot "$depot" --key-depot "$depot/keys"
err_has "neither in the other"

# The first is whole; the second writes what has changed, and no more.
backup
one=$last
new=$(sed -n 's/.*"new_bytes": \([0-9]*\).*/\1/p' "$work/out" | head -1)
backup
two=$last
again=$(sed -n 's/.*"new_bytes": \([0-9]*\).*/\1/p' "$work/out" | head -1)
checks=$((checks + 1))
[ "$((again * 4))" -lt "$new" ] || fail "$again of $new bytes are new"
run 0 backup list --in "$store"
out_has "$one  data  made"
run 0 backup list --depot "$depot" --key-depot "$key_depot" --json
out_has "\"id\": \"$two\""
entry keys_made

# No value of anybody, and no row that opens, is to be read in them.
checks=$((checks + 1))
python3 "$SEKISHO_TOP/tests/markers.py" "$depot" "$key_depot" -- \
	"控え 2001番" b2001@example.jp 090-0000-2001 >"$work/found" ||
	fail "a marker is to be seen: $(cat "$work/found")"

# On another machine, by one command: everybody, and every index.
restore 0 whole
out_has "the log goes on with all of its"
out_has "it agrees with the log: 1003 people"
run 0 audit verify --store --in "$there"
out_has "agrees with the log: 1003 people"
run 0 doctor --full --in "$there"
within 0 person show "$first"
out_has "控え 2001番"
feed b2002@example.jp
within 0 person find email
out_has "$second"
within 0 consent show "$first"
out_has marketing_mail
# It lives: new people get numbers that nobody had, and others none twice.
feed "$(line 2009)"
within 0 person add
feed "$(line 2001)"
within 8 person add
run 0 keys replace-kek --in "$there"
within 0 person show "$first"
run 0 audit verify --store --in "$there"
out_has "agrees with the log: 1004 people"
# It is a store now, and its log has a name of its own.
restore 8 whole
err_has "store here already"
checks=$((checks + 1))
cmp -s "$there/log/vkey" "$store/log/vkey" && fail "two logs of one name"
cmp -s "$there/log/vkey.before" "$store/log/vkey" ||
	fail "the key of the log before is not kept"
run 0 audit show --in "$there" --json
out_has '"restored"'

# What was erased since is erased again, before anybody is served; items too.
act 0 person erase "$first" --certificate "$work/one"
act 0 person erase-item "$second" phone
act 0 person erase "$third"
backup
restore 0 older --backup "$two"
out_has "erased again, as after the backup: 2 people, items 1 times"
out_has "items that a law wanted kept are lost"
out_has "it agrees with the log: 1001 people"
within 6 person show "$first"
within 6 person show "$third"
feed b2001@example.jp
within 6 person find email
within 0 person show "$second"
out_lacks "090-0000-2002"
out_has "控え 2002番"
feed 090-0000-2002
within 6 person find phone
# Their certificates can be made there, and those from before still hold.
erasure=$(sed -n 's/.*"id": "\(ers_[0-9a-f]*\)".*/\1/p' "$work/one")
run 0 erasure certificate "$erasure" --in "$there" --out "$work/two"
run 0 audit verify-certificate "$work/two" --vkey "$(cat "$there/log/vkey")"
run 0 audit verify-certificate "$work/one" \
	--vkey "$(cat "$there/log/vkey.before")"
run 0 doctor --full --in "$there"
feed "$(line 2001)"
within 0 person add
# The newest one has them erased already.
# Of the third there is what a law wants kept.
restore 0 newest
out_lacks "erased again"
out_has "it agrees with the log: 1002 people"

# Erased after the last backup: only the log before can tell, and does; it
# names those whose changes are lost, too.
add 0 "$(line 2004)"
fourth=$person
add 0 "$(line 2005)"
fifth=$person
backup
act 0 consent give "$fifth" marketing_mail
act 0 person erase "$fourth"
act 0 person erase-item "$second" company
add 0 "$(line 2006)"
cp "$store/log/checkpoint" "$work/checkpoint"
restore 0 cut --checkpoint "$work/checkpoint"
out_has "the log is cut at"
within 0 person show "$fourth"
restore 0 continued --log "$store/log"
out_has "erased again, as after the backup: 1 people, items 1 times"
out_has "$fifth"
out_has "1 of them consents"
out_has "it agrees with the log: 1003 people"
within 6 person show "$fourth"
within 0 person show "$second"
out_lacks "株式会社見本"
run 0 doctor --full --in "$there"
# A log of another store, or one older than the backup, is no such log.
make_store "$work/other" --policy "$policy"
restore 7 foreign --log "$work/other/log"

# From the restored store's own backup, once more.
run 0 backup create --in "$work/continued" --depot "$work/d2" --key-depot "$work/k2"
keep=$depot
depot=$work/d2
key_keep=$key_depot
key_depot=$work/k2
restore 0 again
out_has "it agrees with the log: 1003 people"
depot=$keep
key_depot=$key_keep
# And an older one of the same line into the same depot, after a restore.
run 0 backup create --in "$work/continued" --depot "$depot" \
	--key-depot "$key_depot"
restore 0 line
out_has "it agrees with the log: 1003 people"

# Trial: restored, compared, thrown away; written down.
run 0 backup verify --in "$store" --depot "$depot" --key-depot "$key_depot" \
	--backup "$two"
run 0 backup list --in "$store"
out_has "verified"
checks=$((checks + 1))
[ ! -e "$store/trial" ] || fail "the trial is still there"

# The wrong secret, older keys, another store's, what was changed.
head -c 32 /dev/zero | base64 | sed 's/^/sekisho-key-1 /' >"$work/wrong.key"
run 4 backup restore "$work/wrong" --depot "$depot" --key-depot \
	"$key_depot" --key-file "$work/wrong.key"
mkdir "$work/old-keys"
cp -R "$key_depot/sekisho-depot" "$key_depot/piece" "$work/old-keys"
cp "$(ls "$key_depot"/*.backup | head -1)" "$work/old-keys"
run 8 backup restore "$work/wrong2" --depot "$depot" --key-depot \
	"$work/old-keys" --key-file "$work/store.key"
err_has "newer than the data"
run 0 backup create --in "$work/other" --depot "$work/d3" --key-depot \
	"$work/k3"
run 8 backup restore "$work/wrong2" --depot "$depot" --key-depot \
	"$work/k3" --key-file "$work/store.key"
run 8 backup create --in "$work/other" --depot "$depot" --key-depot \
	"$work/k3"
err_has "another store or kind"
cp -R "$depot" "$work/bent"
sed -i 's/"made": "2/"made": "1/' "$work/bent/$two.backup"
run 7 backup restore "$work/wrong2" --depot "$work/bent" --key-depot \
	"$key_depot" --key-file "$work/store.key" --backup "$two"
rm -rf "$work/bent"
cp -R "$depot" "$work/bent"
for piece in "$work"/bent/piece/*/*; do
	printf x | dd of="$piece" bs=1 seek=30 conv=notrunc 2>/dev/null
done
run 7 backup restore "$work/wrong2" --depot "$work/bent" --key-depot \
	"$key_depot" --key-file "$work/store.key"
err_has "absent or broken"
rm -rf "$work/bent/piece"
run 7 backup restore "$work/wrong3" --depot "$work/bent" --key-depot \
	"$key_depot" --key-file "$work/store.key"

# Stopped anywhere, either goes on.
for wait in 0.01 0.02 0.03 0.05 0.08; do
	killed_after $wait backup create --in "$store" --depot "$work/d4" \
		--key-depot "$work/k4"
done
depot=$work/d4
key_depot=$work/k4
backup
[ -z "${SEKISHO_TEST_PG-}" ] ||
	"$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "
		CREATE SCHEMA t$$_stopped_data; CREATE SCHEMA t$$_stopped_keys"
for wait in 0.02 0.05 0.08 0.1 0.12 0.15 0.2 0.25 0.3 0.35; do
	set -- backup restore "$work/stopped" --depot "$depot" --key-depot \
		"$key_depot" --key-file "$work/store.key"
	base="${SEKISHO_TEST_PG-}&options=-csearch_path%3Dt$$_stopped"
	[ -z "${SEKISHO_TEST_PG-}" ] ||
		set -- "$@" --store "${base}_data" --keys "${base}_keys"
	[ -e "$work/stopped/sekisho.yaml" ] ||
		killed_after $wait "$@"
done
[ -e "$work/stopped/sekisho.yaml" ] || restore 0 stopped
run 0 audit verify --store --in "$work/stopped"
out_has "agrees with the log: 1004 people"
run 0 doctor --full --in "$work/stopped"

# While a server serves and writes: each is one moment's state, whole.
"$sekisho" server --in "$store" --listen 127.0.0.1:0 --manage 127.0.0.1:0 \
	2>"$work/server" &
server=$!
until [ -S "$store/console" ] || ! kill -0 $server 2>/dev/null; do
	sleep 0.1
done
# The same people with other addresses and numbers: they are others.
sed 's/@/@online./; s/"customer_number":"/&9/' "$work/people" >"$work/more"
"$sekisho" person add --in "$store" --role web_service --purpose contract \
	<"$work/more" >"$work/added" 2>&1 &
adding=$!
for i in 1 2 3; do
	run 0 backup create --in "$store" --depot "$depot" --key-depot \
		"$key_depot" --json
done
run 0 backup verify --in "$store" --depot "$depot" --key-depot "$key_depot"
out_has "it agrees with the log"
wait $adding
backup
kill $server
wait $server
restore 0 online
run 0 audit verify --store --in "$there"
out_has "agrees with the log: 2004 people"
run 0 doctor --full --in "$there"

# By the clock, to the places of sekisho.yaml; without them there is none.
run 2 job run backup --in "$store"
err_has "does not say where backups go"
printf 'backup:\n  data: ../by-clock/data\n  keys: %s\n' "$work/by-clock/keys" \
	>>"$store/sekisho.yaml"
run 0 job run backup --in "$store"
run 0 backup create --in "$store"
run 0 backup list --in "$store" --depot "$work/by-clock/data" \
	--key-depot "$work/by-clock/keys" --json
checks=$((checks + 1))
[ "$(grep -c '"kind"' "$work/out")" -eq 4 ] || fail "not two of each"
run 0 backup verify --in "$store"

# What is over goes: here, all but the newest, whatever was begun.
run 0 backup prune --in "$store" --depot "$depot" --key-depot "$key_depot"
run 0 backup list --in "$store"
out_lacks begun
done_testing
