#!/usr/bin/python3
"""embed.py OUT FILE... - writes the files into a C source, as texts.

templates_NAME_EXT holds a file's content; templates_NAME_css_source is the
Content-Security-Policy source (the SHA-256) under which a page may have that
style sheet within itself.
"""
import base64
import hashlib
import pathlib
import sys

out = ['/* Made from src/render/templates by embed.py. */',
       '#include "render/templates.h"', '']
for name in sys.argv[2:]:
    path = pathlib.Path(name)
    content = path.read_bytes()
    symbol = "templates_" + path.name.replace(".", "_")
    if path.suffix == ".css":
        # Comments are for us; a page that is sent has none.
        while b"/*" in content:
            start = content.index(b"/*")
            content = content[:start] + content[content.index(b"*/") + 2:]
        content = b"\n".join(line.strip() for line in content.split(b"\n")
                             if line.strip())
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        out.append(f'const char {symbol}_source[] = "\'sha256-{digest}\'";')
    out.append(f"static const unsigned char {symbol}_bytes[] = {{")
    for i in range(0, len(content), 12):
        out.append("\t" + " ".join(f"0x{b:02x}," for b in content[i:i + 12]))
    out.append("};")
    out.append(f"const struct text {symbol} = "
               f"{{ (const char *){symbol}_bytes, sizeof({symbol}_bytes) }};")
    out.append("")
pathlib.Path(sys.argv[1]).write_text("\n".join(out), encoding="utf-8")
