#!/bin/sh
# packaging/sekisho.service: what systemd itself says of it, and that the
# program has the command that it starts.
. "$SEKISHO_TOP/tests/cli/lib.sh"
unit=$SEKISHO_TOP/packaging/sekisho.service
said=$unit

# What must not be lost, whether or not systemd is here to judge.
for line in 'User=sekisho' 'NoNewPrivileges=yes' 'ProtectSystem=strict' \
	'CapabilityBoundingSet=' 'MemoryDenyWriteExecute=yes' 'LimitCORE=0' \
	'PrivateTmp=yes' 'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX' \
	'SystemCallFilter=~@privileged @resources' 'UMask=0077' \
	'LoadCredential=store.key:/etc/sekisho/store.key' \
	'StateDirectoryMode=0700'; do
	checks=$((checks + 1))
	grep -qxF -e "$line" "$unit" || fail "the unit lacks $line"
done

if ! command -v systemd-analyze >/dev/null; then
	done_testing || exit 1
	echo 'systemd-analyze is not installed'
	exit 77
fi
mkdir "$work/units"
checks=$((checks + 1))
systemd-analyze security --offline=true --threshold=12 "$unit" \
	>"$work/out" 2>"$work/err" || fail 'exposed more than 1.2'
# The test itself can fail.
checks=$((checks + 1))
grep -v '^SystemCallFilter=' "$unit" >"$work/units/open.service"
! systemd-analyze security --offline=true --threshold=12 \
	"$work/units/open.service" >"$work/out" 2>"$work/err" ||
	fail 'a unit without a filter passes, too'
# Nothing in it is unknown to systemd or misspelt.
checks=$((checks + 1))
sed "s|/usr/bin/sekisho|$sekisho|" "$unit" >"$work/units/sekisho.service"
systemd-analyze verify --man=no "$work/units/sekisho.service" \
	>"$work/out" 2>"$work/err" || fail 'systemd-analyze verify'
[ ! -s "$work/err" ] || fail 'systemd-analyze verify has something to say'

run 0 help --json
/usr/bin/python3 - "$unit" "$work/out" >"$work/said" <<'END'
import json, re, sys
line = re.search(r"^ExecStart=\S+ (\S+) (.*)$", open(sys.argv[1]).read(), re.M)
table = json.load(open(sys.argv[2]))["commands"]
found = [c for c in table if c["noun"] == line[1] and c["verb"] == ""]
if not found:
    print(f"the program has no command: {line[1]}")
    sys.exit(77)
options = {o["name"] for o in found[0]["options"]}
wanted = set(re.findall(r"--(\S+)", line[2]))
sys.exit(not wanted <= options)
END
code=$?
[ $code -eq 0 ] || [ $code -eq 77 ] || fail 'ExecStart has unknown options'
done_testing || exit 1
cat "$work/said"
exit $code
