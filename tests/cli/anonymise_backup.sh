#!/bin/sh
# A dataset that was erased stays erased, whichever backup is restored: the
# keys have its slots no more, the keys' backup says that it was erased, or
# the log does (41(5); S1.3.2a).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store leverages
"$sekisho" demo people 60 --policy "$policy" --way interview \
	>"$work/people.ndjson" || fail "no people"
as advisor job_hunting_support
act 0 person add --file "$work/people.ndjson"
cat >"$work/plan.yaml" <<'EOT'
sekisho_plan: 1
columns:
  - {name: sex, role: quasi_identifier}
models: [{k_anonymity: 3}]
suppression_limit: 10%
output: {order: shuffled, suppressed: drop}
EOT

# make_one: $dataset
make_one() {
	act 0 anonymise make --declaration career_profiles \
		--plan "$work/plan.yaml" --json
	dataset=$(sed -n 's/.*"\(ano_[^"]*\)".*/\1/p' "$work/out" | head -1)
}

backup() {
	run 0 backup create --in "$store" --depot "$work/depot" \
		--key-depot "$work/key-depot" --json
	last=$(sed -n '/"kind": "data"/{n;s/.*"id": "\(.*\)".*/\1/p;}' \
		"$work/out")
}

# restore NAME DEPOT KEY-DEPOT ARGUMENT...
restore() {
	there=$work/$1
	depot=$2
	key_depot=$3
	shift 3
	# shellcheck disable=SC2046 # options and URLs, without blanks
	run 0 backup restore "$there" --depot "$depot" \
		--key-depot "$key_depot" --key-file "$work/store.key" \
		"$@" $("$engine" places)
}

# within CODE VERB DATASET: in the restored store.
within() {
	run "$1" anonymise "$2" "$3" --in "$there" --role analyst \
		--purpose statistics
}

is_gone() {
	within 6 method "$1"
	within 0 show "$1"
	out_has "again after restoring"
	out_lacks '"state"'
	within 6 erase "$1"
	within 0 method "$2"
	run 0 audit verify --store --in "$there"
}

as analyst statistics
make_one
gone=$dataset
make_one
stays=$dataset
[ -n "$gone" ] && [ "$gone" != "$stays" ] || fail "no two datasets"
backup
first=$last
cp -r "$work/depot" "$work/depot.before"
cp -r "$work/key-depot" "$work/key-depot.before"
act 0 anonymise erase "$gone"
act 6 anonymise method "$gone"

# Keys of before the erasing, and the log: it knows.
restore by_log "$work/depot.before" "$work/key-depot.before" --log \
	"$store/log"
out_has "1 datasets that were erased after the backup are erased again"
is_gone "$gone" "$stays"

# Keys of after it: the slots are gone, and their backup says so.
backup
restore by_keys "$work/depot" "$work/key-depot" --backup "$first" --json
out_has '"datasets_erased_again": 1'
is_gone "$gone" "$stays"

# A state from after the erasing has nothing to do again.
restore after "$work/depot" "$work/key-depot" --json
out_has '"datasets_erased_again": 0'
within 6 method "$gone"
within 0 method "$stays"

# Neither log nor newer keys: nobody can know, and it says from when it is.
restore unknowing "$work/depot.before" "$work/key-depot.before" --json
out_has '"datasets_erased_again": 0'
within 0 method "$gone"
done_testing
