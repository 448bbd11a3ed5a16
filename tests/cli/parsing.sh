#!/bin/sh
# The words, options and arguments of a command line.
. "$(dirname "$0")/lib.sh"

# --- commands
run 0 version
grep -qE '^sekisho [0-9]+\.[0-9]+\.[0-9]+$' "$work/out" || fail 'a version'
run 2
err_has 'usage: sekisho NOUN VERB'
[ ! -s "$work/out" ] || fail 'nothing on stdout'
run 2 nonsense
err_has 'no such command'
err_has 'calendar holidays'
run 2 calendar
err_has 'calendar holidays'
err_lacks 'show the version'
run 2 calendar nonsense
err_has 'no such command'
err_has 'calendar holidays'

# --- help goes to stdout, and knows what there is
run 0 --help
out_has 'calendar holidays FROM-YEAR TO-YEAR'
out_has 'version'
out_has '--json'
[ ! -s "$work/err" ] || fail 'nothing on stderr'
run 0 help
out_has 'version'
run 0 help calendar
out_has '--policy FILE'
out_lacks 'show the version'
run 0 calendar --help
out_has '--policy FILE'
run 0 calendar holidays --help
out_has '--policy FILE'
run 0 calendar add-months nonsense --help
out_has 'add-months DATE N'
run 2 help nonsense
err_has 'no such command'
run 2 nonsense --help
err_has 'no such command'
run 0 --help --lang ja
out_has '使い方'
run 0 help calendar --lang=ja
out_has 'ポリシー'

# --- options
run 0 version --json
/usr/bin/python3 -c 'import json, sys; json.load(open(sys.argv[1]))["version"]' \
	"$work/out" || fail 'JSON'
run 2 version --json=yes
err_has 'takes no value'
run 2 version --colour
err_has 'no such option'
err_has '[--colour]'
run 2 version --password=himitsu
err_has '[--password]'
err_lacks himitsu
run 2 calendar add-business-days 2026-04-20 14 --policy
err_has 'a value is needed'
err_has '[--policy]'
run 0 version --lang=ja
run 0 version --lang en
run 2 version --lang fr
err_has '[--lang]'
run 2 version --lang=english
run 2 version --lang
run 2 version --=x
run 2 version --json --json --json --json --json --json --json --json \
	--json --json --json --json --json --json --json --json --json \
	--json --json --json --json --json --json --json --json
err_has 'too many options'

# --- arguments
run 2 version extra
err_has 'wrong number of arguments'
err_lacks extra
run 2 calendar holidays 2026
err_has '[FROM-YEAR TO-YEAR]'
err_has 'sekisho calendar holidays --help'
run 2 calendar holidays 2026 2026 himitsu
err_lacks himitsu
run 2 version -- --json
err_has 'wrong number of arguments'
run 0 calendar add-months -- 2026-01-31 1
out 2026-02-28
run 0 calendar add-months --json -- 2026-01-31 1
run 0 calendar add-months 2026-01-31 --json 1
out_has '"last": "2026-02-28"'
many='1 2 3 4 5 6 7 8'
# shellcheck disable=SC2086 # each is an argument
run 2 version $many $many $many $many $many $many $many $many himitsu
err_has 'too many arguments'
err_lacks himitsu
run 2 calendar add-months "$(printf '2026\377')" 1
err_has 'not UTF-8'
run 2 "$(printf '\377')"
run 2 calendar add-months '' ''

# --- languages
run 2 calendar holidays x y --lang ja
err_has '入力に誤りがあります'
run 2 calendar holidays x y --lang=en
err_has 'The input is not valid'
LC_ALL=ja_JP.UTF-8
run 2 calendar holidays x y
err_has '入力に誤りがあります'
run 2 nonsense
err_has 'そのようなコマンドはありません'
run 2 calendar holidays x y --lang en
err_has 'The input is not valid'
LC_ALL=
LC_MESSAGES=
LANG=ja_JP.UTF-8
export LANG LC_MESSAGES
run 2 calendar holidays x y
err_has '入力に誤りがあります'
LC_ALL=C.UTF-8

# --- errors as JSON, wherever the mistake is
for arguments in 'holidays x y --json' 'holidays --json 2026' \
	'holidays 2026 2026 --nonsense --json' 'holidays 1 --json --list'; do
	# shellcheck disable=SC2086 # each is an argument
	run 2 calendar $arguments
	/usr/bin/python3 - "$work/err" <<'END' || fail 'JSON of an error'
import json, sys
error = json.load(open(sys.argv[1]))
assert error["type"] == "invalid" and error["code"] == "usage", error
assert error["field"] and error["message"]["ja"], error
END
done

# --- output that cannot be written is a failure
"$sekisho" version >/dev/full 2>"$work/err"
[ $? -eq 1 ] || fail 'a full disk'
"$sekisho" version >&- 2>"$work/err"
[ $? -eq 1 ] || fail 'a closed output'

done_testing
