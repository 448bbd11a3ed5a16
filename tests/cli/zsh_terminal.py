"""Types lines into zsh in a terminal and presses the tabulator.

zsh_terminal.py FOLDER: FOLDER/_sekisho are the completions, FOLDER/try has a
file template.yaml.  Run by help.sh.
"""
import os
import pty
import re
import select
import sys
import time

WORK = sys.argv[1]
# What is typed before the tabulator, and what the line is then.
CASES = [
    ("sekisho pol", "sekisho policy"),
    ("sekisho calendar add-m", "sekisho calendar add-months"),
    ("sekisho init --po", "sekisho init --policy"),
    ("sekisho policy check t", "sekisho policy check template.yaml"),
    ("sekisho init x --policy t", "sekisho init x --policy template.yaml"),
    ("sekisho version --lang j", "sekisho version --lang ja"),
    ("sekisho version --lang=j", "sekisho version --lang=ja"),
    ("sekisho person hold per_x l", "sekisho person hold per_x law"),
]


def read_until(fd, wanted, seconds=60):
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen:
        left = end - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            sys.exit(f"no {wanted!r} in {seen!r}")
        seen += os.read(fd, 4096)
    return seen


child, fd = pty.fork()
if child == 0:
    os.chdir(f"{WORK}/try")
    os.environ.update(HOME=WORK, TERM="dumb", PS1="", LC_ALL="C.UTF-8")
    os.execvp("zsh", ["zsh", "-f"])
# The shell shows what its editor has made of the line, in a file.
os.write(fd, f"""fpath=({WORK} $fpath) PROMPT= RPROMPT=
autoload -Uz compinit; compinit -u -d {WORK}/dump
show() {{ print -r -- $BUFFER >{WORK}/line; zle kill-whole-line
  print -n SHO''WN }}
zle -N show; bindkey '^X^O' show; unsetopt beep
print REA''DY
""".encode())
read_until(fd, b"READY")
wrong = []
for typed, wanted in CASES:
    os.write(fd, typed.encode() + b"\t\x18\x0f")
    read_until(fd, b"SHOWN")
    with open(f"{WORK}/line", encoding="utf-8") as file:
        got = re.sub(r"[ =]*\n$", "", file.read())
    if got != wanted:
        wrong.append(f"{typed!r} became {got!r}, not {wanted!r}")
os.write(fd, b"exit\n")
os.waitpid(child, 0)
print("\n".join(wrong) or f"{len(CASES)} lines as they should be")
sys.exit(1 if wrong else 0)
