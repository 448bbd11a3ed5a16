#!/bin/sh
# The process that holds the keys, seen from a service that was taken over:
# it cannot read the root key or the KEK, cannot open more people than the rate
# allows, and what it opened is in the journal, where audit verify --store
# shows what the log does not explain.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"
front=$SEKISHO_BUILD/tests/front
contract='--role officer --purpose contract'
people=350

front() {
	wanted=$1
	shift
	said="front $*"
	exit_code=0
	"$front" "$@" >"$work/out" 2>"$work/err" </dev/null || exit_code=$?
	checks=$((checks + 1))
	[ "$exit_code" -eq "$wanted" ] || fail "exit $exit_code, not $wanted"
}

make_store "$store" --policy "$SEKISHO_TOP/policies/livals.yaml"
printf 'deadline_ms: 1000\nholder:\n  people_per_minute: 300\n' >>"$store/sekisho.yaml"
i=0
while [ $i -lt $people ]; do
	i=$((i + 1))
	printf '{"way": "application_form", "subject": "customer", "shown": true, "values": {"name": "試験 %d", "company": "株式会社見本", "email": "person%d@example.jp"}}\n' $i $i
done >"$work/people"
input=$work/people
run 0 person add $contract --in "$store"
run 0 audit verify --store --in "$store"
out_has 'of which the log does not explain 0'

# Neither key is in the memory of the process that serves; they are found
# where they are.
front 0 reveal "$store" "$work/masked"
front 0 scan "$store" "$work/masked"
out_has 'root key: 0 times'
out_has 'KEK: 0 times'
front 1 scan "$store" "$work/masked" inside
out_lacks 'root key: 0 times'
out_lacks 'KEK: 0 times'
run 0 audit verify --store --in "$store"

# What its death does.
front 0 death "$store"
out_has 'the process that holds the keys has ended'
run 0 audit verify --store --in "$store"

# What a service that was taken over cannot do.  The journal goes on in the
# segment that the last audit left.
segment=$(basename "$(ls "$store/keys/opened/"*-* | tail -n 1)")
front_skips=
for what in key kek unlock journal remove new connect; do
	"$front" plant "$store" $what "$segment" >"$work/out" 2>"$work/err" </dev/null
	code=$?
	if [ $code -eq 77 ]; then
		front_skips=$(cat "$work/out")
		break
	fi
	said="front plant $what"
	checks=$((checks + 1))
	[ $code -eq 13 ] || fail "errno $code, not EACCES"
done
if [ -n "$front_skips" ]; then
	[ "$failures" -eq 0 ] || done_testing
	echo "$front_skips"
	exit 77
fi
# Starting a program: killed by SIGSYS.  The shell would tell of it.
said='front plant exec'
(exec 2>/dev/null; "$front" plant "$store" exec "$segment" >/dev/null; exit $?) 2>/dev/null
code=$?
checks=$((checks + 1))
[ $code -eq 159 ] || fail "exit $code, not 128 + SIGSYS"
run 0 audit verify --store --in "$store"
out_has 'of which the log does not explain 0'

# It opens people without an entry and kills itself: it is named, before and
# after the audit; and it is a fault when that is more than was under way.
vanish() {
	said="front vanish $*"
	(exec 2>/dev/null; "$front" vanish "$@" >/dev/null; exit $?) 2>/dev/null
	code=$?
	checks=$((checks + 1))
	[ $code -eq 137 ] || fail "exit $code, not 128 + SIGKILL"
}
# A copy of the folder is another store only where all of it is in the folder.
whole=
[ -n "${SEKISHO_TEST_PG-}" ] || whole=1
for copy in ${whole:+many fast}; do
	cp -r "$store" "$work/$copy"
	cp "$store.key" "$work/$copy.key"
done
vanish "$store" 20
run 0 doctor --in "$store"
out_has 'ended at 2'
out_has 'had opened slots 20 times in its last minute'
run 0 audit verify --store --in "$store"
out_has 'of the slots that it opened in its last minute, no entry explains 20'
out_has 'of which the log does not explain 0'
out_has '1 processes ended without order'
run 0 audit show --json --in "$store"
out_has '"journal_unfinished"'
run 0 audit verify --store --json --in "$store"
out_has '"unfinished": 0'
if [ -n "$whole" ]; then
	vanish "$work/many" 280
	run 7 audit verify --store --json --in "$work/many"
	out_has '"opened_many_dying"'
	out_has '"unexplained": 280'
	rm -rf "$work/many"
fi

# It opens people without an entry: as many as the rate allows, no more, and
# each of them is shown.  What was opened within the last minute counts, whoever
# opened it: to end the holder and begin another one gains nothing.
if [ -n "$whole" ]; then
	vanish "$work/fast" 200
	front 0 loot "$work/fast"
	out_has 'key_rate'
	opened=$(sed -n 's/ opened.*//p' "$work/out")
	checks=$((checks + 1))
	[ "$opened" -le 110 ] || fail "$opened opened after 200"
	rm -rf "$work/fast"
fi
sleep 3
front 0 loot "$store"
out_has 'key_rate'
err_has '"event":"burst"'
opened=$(sed -n 's/ opened.*//p' "$work/out")
checks=$((checks + 1))
[ "$opened" -ge 250 ] && [ "$opened" -le 310 ] || fail "$opened opened"
run 7 audit verify --store --json --in "$store"
out_has '"opened_unexplained"'
out_has '"opened_burst"'
out_has "\"unexplained\": $opened"
# What was found stays until somebody has dealt with it.
run 7 audit verify --store --json --in "$store"
out_has "\"unexplained\": $opened"

# A journal that was cut, changed or taken away is found.
cp -r "$store" "$work/copy"
cp "$store.key" "$work/copy.key"
segment=$(ls "$work/copy/keys/opened/"*-* | head -1)
rm "$segment"
run 7 audit verify --store --in "$work/copy"
out_has 'a part of the journal of opened slots is missing'
rm -rf "$work/copy"
cp -r "$store" "$work/copy"
printf 'x' | dd of="$segment" bs=1 seek=50 conv=notrunc status=none
run 7 audit verify --store --in "$work/copy"
out_has 'the journal of opened slots was changed'

done_testing
