"""Looks for markers of people where they must not be.

    markers.py FILE_OR_FOLDER... -- MARKER...

Prints every place where a marker stands, as it is or as somebody could have
written it: in other Unicode forms and widths, as UTF-16, base64, hex,
percent-encoded, or escaped as in JSON; exit code 1 when there is one.
"""
import base64
import pathlib
import sys
import unicodedata
import urllib.parse

HALF = {chr(code): unicodedata.normalize("NFKC", chr(code))
        for code in range(0xFF61, 0xFFA0)}
TO_HALF = {full: half for half, full in HALF.items()}


def spellings(marker):
    """The text as people and programs write it."""
    yield marker
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        yield unicodedata.normalize(form, marker)
    yield marker.lower()
    yield marker.upper()
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c
                   for c in marker)
    yield wide
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c
                       for c in unicodedata.normalize("NFKC", marker))
    yield hiragana
    decomposed = unicodedata.normalize("NFD", hiragana).translate(
        {code - 0x60: chr(code) for code in range(0x30A1, 0x30F7)})
    yield "".join(TO_HALF.get(unicodedata.normalize("NFC", c), c)
                  for c in decomposed)
    yield "".join(c for c in marker if c not in "- ()")
    yield "".join(c if c.isascii() else f"\\u{ord(c):04x}"
                  for c in marker if ord(c) < 0x10000)


def encodings(text):
    """Its bytes, as they could lie in a file."""
    raw = text.encode()
    yield raw
    for other in ("utf-16-le", "utf-16-be", "cp932", "euc_jp"):
        try:
            yield text.encode(other)
        except UnicodeEncodeError:
            pass
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield urllib.parse.quote(text).encode()
    # Base64 of something that has it inside: three ways to be cut.
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        first = (8 * shift + 5) // 6
        last = (8 * (shift + len(raw))) // 6
        yield whole[first:last]
        yield whole[first:last].replace(b"+", b"-").replace(b"/", b"_")


def needles(markers):
    found = {}
    for marker in markers:
        for text in spellings(marker):
            for needle in encodings(text):
                # Short ones stand in random bytes by chance.
                if len(needle) >= 7:
                    found[needle] = marker
    return found


def main():
    places, markers = (sys.argv[1:sys.argv.index("--")],
                       sys.argv[sys.argv.index("--") + 1:])
    wanted = needles(markers)
    missing = set(markers) - set(wanted.values())
    if not wanted or missing:
        sys.exit(f"markers that are too short: {missing}")
    bad = seen = 0
    for place in map(pathlib.Path, places):
        for file in [place] if place.is_file() else place.rglob("*"):
            if not file.is_file():
                continue
            content = file.read_bytes()
            seen += 1
            for needle, marker in wanted.items():
                at = content.find(needle)
                if at >= 0:
                    print(f"{file}, at {at}: {marker} as {needle!r}")
                    bad += 1
    if seen == 0:
        sys.exit("there is nothing to look into")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
