# lib.sh - what the tests of the program need; sourced, not run.
#
#     run CODE ARGUMENT...     the program exits with that code
#     feed TEXT                ... and reads this, for the next run
#     out TEXT, err TEXT       the last run's output is exactly this
#     out_has, err_has TEXT    ... has a line with this in it
#     out_lacks, err_lacks     ... has none
#     make_store FOLDER ARGUMENT...  init, on the engine of this test
#     alter STORE SQL          what a stranger does to its data, or its keys
#     alter_keys STORE SQL     (tests/engine.py)
#     select_from STORE SQL    rows of its data, on stdout
#     copy_store STORE THERE, remove_store STORE
#     put_back COPY STORE [data|keys]  what the copy has
#
# A check that fails says so and the test goes on; `done_testing` ends it.
set -u
sekisho=$SEKISHO_BUILD/src/sekisho
[ -x "$sekisho" ] || { echo "$sekisho is not built"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8
export LC_ALL
failures=0
checks=0
input=/dev/null
said=

fail() {
	failures=$((failures + 1))
	printf 'failed after: sekisho %s\n  %s\n' "$said" "$1"
	sed -n '1,20s/^/  out: /p' "$work/out"
	sed -n '1,20s/^/  err: /p' "$work/err"
}

run() {
	wanted=$1
	shift
	said=$*
	exit_code=0
	"$sekisho" "$@" >"$work/out" 2>"$work/err" <"$input" || exit_code=$?
	input=/dev/null
	checks=$((checks + 1))
	[ "$exit_code" -eq "$wanted" ] || fail "exit $exit_code, not $wanted"
}

feed() {
	printf '%s\n' "$1" >"$work/in"
	input=$work/in
}

is_exactly() {
	checks=$((checks + 1))
	printf '%s\n' "$2" | cmp -s - "$work/$1" || fail "$1 is not: $2"
}
out() { is_exactly out "$1"; }
err() { is_exactly err "$1"; }

has() {
	checks=$((checks + 1))
	grep -qF -e "$2" "$work/$1" || fail "$1 lacks: $2"
}
out_has() { has out "$1"; }
err_has() { has err "$1"; }

lacks() {
	checks=$((checks + 1))
	! grep -qF -e "$2" "$work/$1" || fail "$1 has: $2"
}
out_lacks() { lacks out "$1"; }
err_lacks() { lacks err "$1"; }

engine=$SEKISHO_TOP/tests/engine.py
make_store() {
	folder=$1
	shift
	# shellcheck disable=SC2046 # options and URLs, without blanks
	run 0 init "$folder" "$@" $("$engine" places)
}
alter() { "$engine" sql "$1" "$2" || fail "cannot alter $1"; }
alter_keys() { "$engine" keys "$1" "$2" || fail "cannot alter $1"; }
select_from() { "$engine" sql "$1" "$2" || fail "cannot read $1"; }
copy_store() { "$engine" copy "$1" "$2" || fail "cannot copy $1"; }
put_back() { "$engine" put-back "$@" || fail "cannot put $1 back"; }
remove_store() { "$engine" remove "$1" || fail "cannot remove $1"; }

done_testing() {
	echo "$checks checks, $failures failed"
	[ "$failures" -eq 0 ] && [ "$checks" -gt 0 ]
}
