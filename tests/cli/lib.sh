# lib.sh - what the tests of the program need; sourced, not run.
#
#     run CODE ARGUMENT...     the program exits with that code
#     out TEXT, err TEXT       the last run's output is exactly this
#     out_has, err_has TEXT    ... has a line with this in it
#     out_lacks, err_lacks     ... has none
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
	"$sekisho" "$@" >"$work/out" 2>"$work/err" </dev/null || exit_code=$?
	checks=$((checks + 1))
	[ "$exit_code" -eq "$wanted" ] || fail "exit $exit_code, not $wanted"
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

done_testing() {
	echo "$checks checks, $failures failed"
	[ "$failures" -eq 0 ] && [ "$checks" -gt 0 ]
}
