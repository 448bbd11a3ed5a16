#!/bin/sh
# The man pages and completions that the program writes of its own commands.
# Other programs judge them where they are installed: mandoc, bash, zsh, fish.
. "$SEKISHO_TOP/tests/cli/lib.sh"
unset SOURCE_DATE_EPOCH
skipped=

have() {
	command -v "$1" >/dev/null 2>&1 && return
	skipped="$skipped $1"
	return 1
}

# is WHAT WANTED: the words in $work/out, in one line.
is() {
	checks=$((checks + 1))
	got=$(tr '\n' ' ' <"$work/out" | sed 's/ *$//')
	[ "$got" = "$2" ] || fail "$1: '$got', not '$2'"
}

# --- the command itself
run 0 help --json
cp "$work/out" "$work/table"
run 0 help policy check
out_has 'policy check FILE'
out_lacks 'calendar holidays'
run 0 help --json calendar
out_has '"verb": "add-months"'
out_lacks '"noun": "policy"'
run 2 help --format pdf
err_has '[--format]'
run 2 help calendar --format man
run 2 help --json --format bash
run 2 help nonsense
err_has 'no such command'

# --- the man pages
SOURCE_DATE_EPOCH=1790000000
export SOURCE_DATE_EPOCH
for language in en ja; do
	run 0 help --format man --lang $language
	out_has '.TH SEKISHO 1 2026-09-21'
	cp "$work/out" "$work/sekisho.$language.1"
	run 0 help --format man --lang $language
	cmp -s "$work/out" "$work/sekisho.$language.1" ||
		fail 'the same page twice'
	if have mandoc; then
		checks=$((checks + 1))
		mandoc -T lint "$work/sekisho.$language.1" >"$work/out" 2>&1 ||
			fail "mandoc -T lint, $language"
	fi
	# man(1) adds -mja for Japanese pages, by which lines break anywhere.
	if have groff; then
		checks=$((checks + 1))
		[ $language = en ] && japanese= || japanese=-mja
		# shellcheck disable=SC2086 # none or one
		groff -Kutf8 -Tutf8 -ww -z -man $japanese \
			"$work/sekisho.$language.1" >"$work/out" 2>"$work/err"
		[ ! -s "$work/err" ] || fail "groff -ww, $language"
	fi
done
unset SOURCE_DATE_EPOCH
run 0 help --format man
out_lacks '2026-09-21'

# Every command, option, exit code and variable has its place.
said='the pages against the table'
checks=$((checks + 1))
/usr/bin/python3 - "$work" "$SEKISHO_TOP" >"$work/out" 2>&1 <<'END' || fail page
import json, pathlib, re, sys
work, top = map(pathlib.Path, sys.argv[1:])
table = json.loads((work / "table").read_text())["commands"]
assert len(table) > 30, len(table)
getenv = set()
for source in (top / "src/cli").glob("*.c"):
    text = source.read_text()
    getenv |= set(re.findall(r'getenv\("(\w+)"\)', text))
    getenv |= set(re.findall(r'"(LC_\w+|LANG)"', text))
rows = (top / "src/base/error.c").read_text().split("status_table", 1)[1]
exits = re.findall(r'", \d{3}, (\d+),', rows)
assert len(exits) == 10 and len(getenv) > 4, (exits, getenv)
for language in "en", "ja":
    page = (work / f"sekisho.{language}.1").read_text()
    # Lines that were broken are whole again, and nothing is escaped.
    page = page.replace("\\c\n", "").replace("\\-", "-")
    page = page.replace("\\e", "\\").replace("\\(ti", "~")
    for command in table:
        name = f"{command['noun']} {command['verb']}".strip()
        at = page.index(f"\\fBsekisho {name}\\fR")
        assert command["about"][language].replace(" ", "\n") in \
            page[at:].replace(" ", "\n"), name
        for option in command["options"]:
            assert f"\\fB--{option['name']}\\fR" in page, option
    for code in exits:
        assert f"\n.TP\n.B {code}\n" in page, code
    for name in getenv:
        assert name in page, name
END

# The examples work, one after another.
said='the examples of the page'
sed -n '/^\.EX$/,/^\.EE$/p' "$work/sekisho.en.1" | grep -v '^\.E' |
	sed 's/\\-/-/g; s/\\e/\\/g' >"$work/examples"
checks=$((checks + 1))
[ "$(wc -l <"$work/examples")" -eq 5 ] || fail 'not five examples'
mkdir "$work/bin" "$work/try"
ln -s "$sekisho" "$work/bin/sekisho"
cp "$SEKISHO_TOP/policies/template.yaml" "$work/try"
(cd "$work/try" && PATH=$work/bin:$PATH sh -e "$work/examples") \
	>"$work/out" 2>"$work/err" || fail 'an example fails'
out_has '2026-05-22'

# --- bash: what it is offered for the last word of a line
run 0 help --format bash
cp "$work/out" "$work/completion.bash"
cat >"$work/ask.bash" <<'END'
# ask.bash COMPLETIONS WORD...: the last word is the one to be completed.
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_sekisho sekisho "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
END
offers() {
	wanted=$1
	shift
	said="bash: $*"
	(cd "$work/try" && bash --norc "$work/ask.bash" \
		"$work/completion.bash" "$@") >"$work/out" 2>"$work/err"
	is offers "$wanted"
	[ ! -s "$work/err" ] || fail 'nothing on stderr'
}
if have bash; then
	mkdir "$work/try/a folder"
	offers 'policy' sekisho pol
	offers 'holidays add-business-days add-months --help' sekisho calendar ''
	offers 'add-business-days add-months' sekisho calendar add
	offers '--policy' sekisho init --po
	offers '--exhaustive' sekisho anonymise run --ex
	offers 'template.yaml' sekisho policy check t
	offers 'template.yaml' sekisho init shop --policy t
	offers 'template.yaml' sekisho policy compare template.yaml t
	offers '' sekisho policy compare template.yaml template.yaml t
	offers 'a folder' sekisho init a
	offers 'a folder shop' sekisho person show --in ''
	offers 'a folder' sekisho init --policy template.yaml a
	offers 'a folder' sekisho init --policy = template.yaml a
	offers '' sekisho init --origin t
	offers 'ja en' sekisho version --lang ''
	offers 'ja' sekisho version --lang j
	offers 'ja en' sekisho version --lang =
	offers 'ja' sekisho version --lang = j
	offers 'law' sekisho person hold per_x l
	offers 'pseudonymised' sekisho anonymise make --kind p
	offers '' sekisho nonsense t
	offers '' sekisho calendar nonsense t
	offers '--json' sekisho help --j
fi

# --- fish: the same questions to the shell itself
run 0 help --format fish
cp "$work/out" "$work/sekisho.fish"
asks_fish() {
	said="fish: $2"
	(cd "$work/try" && HOME=$work fish --no-config -c "
	    source $work/sekisho.fish; complete -C '$2'" </dev/null |
	    cut -f 1) >"$work/out" 2>"$work/err"
	is offers "$1"
}
if have fish; then
	asks_fish 'policy' 'sekisho pol'
	asks_fish 'add-business-days add-months' 'sekisho calendar add'
	asks_fish '--policy' 'sekisho init --po'
	asks_fish 'template.yaml' 'sekisho policy check t'
	asks_fish 'template.yaml' 'sekisho init shop --policy t'
	asks_fish 'a folder/' 'sekisho audit verify --in a'
	asks_fish 'en ja' 'sekisho version --lang '
	asks_fish 'law' 'sekisho person hold per_x l'
	asks_fish '' 'sekisho nonsense t'
fi

# --- zsh: its own functions, typed into a terminal
run 0 help --format zsh
cp "$work/out" "$work/_sekisho"
if have zsh; then
	said='zsh'
	checks=$((checks + 1))
	/usr/bin/python3 "$SEKISHO_TOP/tests/cli/zsh_terminal.py" "$work" \
		>"$work/out" 2>"$work/err" || fail 'completions of zsh'
fi

[ -z "$skipped" ] || echo "not installed, so not asked:$skipped"
done_testing
