#!/bin/sh
# script/deb: what is in the package, that it works, and that it is the same
# when it is built again elsewhere, by somebody with other habits.
. "$SEKISHO_TOP/tests/cli/lib.sh"
DEBFULLNAME='A Packager'
DEBEMAIL=packager@sekisho.example.jp
export DEBFULLNAME DEBEMAIL
unset SOURCE_DATE_EPOCH
if ! git -C "$SEKISHO_TOP" rev-parse HEAD >/dev/null 2>&1; then
	echo 'this is no git checkout, so the package has no version'
	exit 77
fi

said=script/deb
"$SEKISHO_TOP/script/deb" "$work/first" >"$work/out" 2>"$work/err" || {
	cat "$work/err"
	exit 1
}
package=$(tail -n 1 "$work/out")
(umask 077 && TZ=Asia/Tokyo LC_ALL=C TMPDIR=$work \
	"$SEKISHO_TOP/script/deb" "$work/second") >"$work/out" 2>"$work/err" ||
	fail 'a second time'
checks=$((checks + 1))
cmp "$package" "$(tail -n 1 "$work/out")" >"$work/err" 2>&1 ||
	fail 'the same commit gives other bytes'

dpkg-deb --raw-extract "$package" "$work/root" || fail 'unpacking'
sekisho=$work/root/usr/bin/sekisho
run 0 version
cp "$work/out" "$work/version"
"$SEKISHO_BUILD/src/sekisho" version | cmp -s - "$work/version" ||
	fail 'another version'
for policy in "$work"/root/usr/share/sekisho/policies/*.yaml; do
	run 0 policy check "$policy"
done
[ "$(ls "$work/root/usr/share/sekisho/policies" | wc -l)" -eq \
	"$(git -C "$SEKISHO_TOP" ls-files policies | wc -l)" ] ||
	fail 'all policies are there, and nothing else'

# Every file that is installed is of the project; their sums are right.
(cd "$work/root" && md5sum --quiet -c DEBIAN/md5sums) \
	>"$work/out" 2>"$work/err" || fail 'md5sums'
for file in usr/share/man/man1/sekisho.1.gz usr/libexec/sekisho/sekisho-pdf \
	usr/libexec/sekisho/sekisho-holder \
	usr/share/man/ja/man1/sekisho.1.gz lib/systemd/system/sekisho.service \
	usr/share/bash-completion/completions/sekisho \
	usr/share/zsh/vendor-completions/_sekisho \
	usr/share/fish/vendor_completions.d/sekisho.fish \
	usr/lib/sysusers.d/sekisho.conf usr/share/doc/sekisho/copyright \
	usr/share/doc/sekisho/docs/install.md; do
	checks=$((checks + 1))
	[ -s "$work/root/$file" ] || fail "no $file"
done
run 0 help --format bash
cmp -s "$work/out" \
	"$work/root/usr/share/bash-completion/completions/sekisho" ||
	fail 'completions of another program'
said='the package'
dpkg-deb --field "$package" >"$work/out"
out_has 'libsodium23'
out_has 'Maintainer: A Packager <packager@sekisho.example.jp>'
out_lacks '@'"DEPENDS@"
# Nothing tells where it was built.
checks=$((checks + 1))
! grep -rqF -e "$SEKISHO_TOP" "$work/root" || fail 'names its checkout'
dpkg-deb --contents "$package" >"$work/out"
checks=$((checks + 1))
! grep -vqE '^[-d]rw[-x]r-[-x]r-[-x] root/root ' "$work/out" ||
	fail 'modes or owners'

# The account that the service runs as.
if command -v systemd-sysusers >/dev/null; then
	checks=$((checks + 1))
	mkdir -p "$work/root/etc"
	systemd-sysusers --root="$work/root" sekisho.conf \
		>"$work/out" 2>"$work/err" || fail systemd-sysusers
	grep -q '^sekisho:x:[0-9]*:[0-9]*:Sekisho:/var/lib/sekisho:' \
		"$work/root/etc/passwd" || fail 'no account'
fi

if command -v lintian >/dev/null; then
	checks=$((checks + 1))
	lintian --allow-root --fail-on error,warning "$package" \
		>"$work/out" 2>"$work/err" || fail lintian
else
	echo 'lintian is not installed, so it was not asked'
fi
done_testing
