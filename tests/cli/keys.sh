#!/bin/sh
# Ways to unlock a store: made with it, added, changed, taken away.
. "$SEKISHO_TOP/tests/cli/lib.sh"

policy=$SEKISHO_TOP/policies/livals.yaml
inventory() {
	wanted_code=$1
	shift
	run "$wanted_code" keys inventory --in "$work/store" "$@"
}

# By shares from the first day: no key file is ever made.
run 2 init "$work/store" --policy "$policy" --shares 2/3
run 2 init "$work/store" --policy "$policy" --shares two \
	--shares-folder "$work/shares"
run 2 init "$work/store" --policy "$policy" --shares 4/3 \
	--shares-folder "$work/shares"
rm -rf "$work/store" "$work/shares"
make_store "$work/store" --policy "$policy" --shares 2/3 \
	--shares-folder "$work/shares"
one=$work/shares/share-1 two=$work/shares/share-2 three=$work/shares/share-3
checks=$((checks + 1))
[ ! -e "$work/store.key" ] || fail "there is a key file"
for pair in "$one,$two" "$three,$one"; do
	inventory 0 --shares "$pair"
done
inventory 4 --shares "$one"
inventory 2 --key-file "$one"

# A passphrase beside them, then another one in its place.
printf 'the quick brown fox\n' >"$work/first"
printf 'jumps over the lazy dog\n' >"$work/second"
printf 'too short\n' >"$work/short"
add() {
	code=$1
	shift
	run "$code" keys add-method --in "$work/store" --argon2-mib 64 "$@"
}
add 2 --shares "$one,$two"
add 2 --shares "$one,$two" --new-passphrase-file "$work/short"
err_has "at least 12 characters"
add 0 --shares "$one,$two" --new-passphrase-file "$work/first"
inventory 0 --passphrase-file "$work/first"
out_has '"passphrase"'
inventory 4 --passphrase-file "$work/second"
add 4 --passphrase-file "$work/second" --new-passphrase-file "$work/first"
add 0 --passphrase-file "$work/first" --new-passphrase-file "$work/second"
inventory 4 --passphrase-file "$work/first"
inventory 0 --passphrase-file "$work/second"
inventory 0 --shares "$two,$three"

# A key file, made if it is absent, and never over another file.
add 0 --shares "$one,$two" --new-key-file "$work/a.key"
inventory 0 --key-file "$work/a.key"
add 2 --shares "$one,$two" --new-key-file "$work/first"
inventory 0 --key-file "$work/a.key"

# Away: only by another one that works, and never the last.
remove() {
	code=$1
	shift
	run "$code" keys remove-method --in "$work/store" "$@"
}
remove 8 key_file --key-file "$work/a.key"
err_has "method that was used"
remove 2 fingerprint --key-file "$work/a.key"
remove 4 shares --passphrase-file "$work/first"
remove 0 shares --passphrase-file "$work/second"
inventory 2 --shares "$one,$two"
remove 2 shares --passphrase-file "$work/second"
remove 0 passphrase --key-file "$work/a.key"
inventory 2 --passphrase-file "$work/second"
remove 8 key_file --key-file "$work/a.key"
inventory 0 --key-file "$work/a.key"
out_lacks '"passphrase"'

# What was done is in the log and in the state of that day.
run 0 audit show --in "$work/store" --json
out_has '"method_added"'
out_has '"method_removed"'
run 0 audit verify --store --in "$work/store" --key-file "$work/a.key"
done_testing
