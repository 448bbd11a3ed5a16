#!/usr/bin/python3
"""Workbooks for tests/cli/import_xlsx.sh, byte for byte: good ones as Excel
and others write them, and such as were made to do harm."""
import io
import pathlib
import struct
import sys
import zipfile
import zlib

FOLDER = pathlib.Path(sys.argv[1])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADS = ["氏名", "メール", "会社", "電話", "メルマガ", "登録日"]

RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">
<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
BOOK_RELS = f"""<Relationships xmlns="{PACKAGE}">
<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/a.xml"/>
<Relationship Id="r2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/b.xml"/>
<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="strings.xml"/>
<Relationship Id="r4" Type="{OFFICE}/styles" Target="../xl/styles.xml"/>
</Relationships>"""
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts>
<numFmt numFmtId="164" formatCode="000-0000-0000"/>
<numFmt numFmtId="165" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>
<numFmt numFmtId="166" formatCode="0.00E+00"/>
</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>
<xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"""


def book(sheets='<sheet name="会員" sheetId="1" r:id="r1"/>', more=""):
    return (f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}'
            f'<sheets>{sheets}</sheets></workbook>')


def sheet(rows):
    return (f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
            f'{rows}</x:sheetData></x:worksheet>')


def inline(place, text):
    return (f'<x:c r="{place}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is>'
            '</x:c>')


def head(names=HEADS):
    return '<x:row r="1">' + "".join(
        inline("ABCDEFGH"[i] + "1", name)
        for i, name in enumerate(names) if name) + "</x:row>"


def person(row, name="見本", email="x@example.jp", more=""):
    return (f'<x:row r="{row}">{inline(f"A{row}", name)}'
            f'{inline(f"B{row}", email)}{inline(f"C{row}", "例示会社")}'
            f"{more}</x:row>")


STRINGS = f"""<sst xmlns="{MAIN}"><si><t>髙橋</t></si>
<si><r><t>髙橋</t></r><r><t xml:space="preserve"> 花子</t></r>
<rPh sb="0" eb="2"><t>タカハシ</t></rPh></si>
<si><t>hanako@example.jp</t></si>
<si><t>株式会社&lt;見本&gt; &amp; 改行_x0041_あり</t></si></sst>""".replace(
    "_x0041_", "")


def parts(sheet_xml, **more):
    made = {"[Content_Types].xml": "<Types/>", "_rels/.rels": RELS,
            "xl/workbook.xml": book(), "xl/_rels/workbook.xml.rels":
            BOOK_RELS, "xl/styles.xml": STYLES, "xl/strings.xml": STRINGS,
            "xl/worksheets/a.xml": sheet_xml}
    made.update({k.replace("__", "/").replace("_xml", ".xml"): v
                 for k, v in more.items()})
    return made


def pack(made):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return out.getvalue()


def write(name, data):
    (FOLDER / (name + ".xlsx")).write_bytes(data)


GOOD = sheet(
    head() +
    '<x:row r="2"><x:c r="A2" t="s"><x:v>1</x:v></x:c>'
    '<x:c r="B2" t="s"><x:v>2</x:v></x:c>'
    '<x:c r="C2" t="s"><x:v>3</x:v></x:c>'
    + inline("D2", "090-0000-0001") +
    '<x:c r="F2" s="1"><x:v>45390</x:v></x:c></x:row>'
    '<x:row r="3"/><x:row r="4">' + inline("A4", "𠮷田 太郎")
    + inline("B4", "taro@example.jp") + inline("C4", "例示会社")
    + '<x:c r="D4" s="2"><x:v>9000000002</x:v></x:c>'
    '<x:c r="F4" s="3"><x:v>45391.75</x:v></x:c></x:row>'
    '<x:row r="7">' + inline("A7", "山﨑 誠")
    + '<x:c r="B7" t="str"><x:f>A1</x:f><x:v>makoto@example.jp</x:v></x:c>'
    + inline("C7", "例示会社") + '<x:c r="E7" t="b"><x:v>1</x:v></x:c>'
    + inline("F7", "2024/4/10") + "</x:row>"
    '<x:row><x:c t="inlineStr"><x:is><x:t>佐藤 恵</x:t></x:is></x:c>'
    '<x:c t="inlineStr"><x:is><x:t>megumi@example.jp</x:t></x:is></x:c>'
    '<x:c t="inlineStr"><x:is><x:t>例示会社</x:t></x:is></x:c></x:row>')
write("good", pack(parts(GOOD)))
mac = person(2, email="mac@example.jp",
             more='<x:c r="F2" s="1"><x:v>43928</x:v></x:c>')
write("of_1904", pack(parts(
    sheet(head() + mac),
    xl__workbook_xml=book(more='<workbookPr date1904="1"/>'))))
write("bad", pack(parts(sheet(
    head() + person(2, email="b2@example.jp")
    + person(3, email="b3@example.jp",
             more='<x:c r="F3" s="4"><x:v>12</x:v></x:c>')
    + person(4, email="b4@example.jp")
    + person(5, email="b5@example.jp").replace(
        inline("C5", "例示会社"), '<x:c r="C5" t="e"><x:v>#N/A</x:v></x:c>')
    + person(6, email="b6@example.jp",
             more='<x:c r="D6"><x:v>9.0000000012345678E+18</x:v></x:c>')))))
TWO = ('<sheet name="会員" sheetId="1" r:id="r1"/>'
       '<sheet name="昔" sheetId="2" state="hidden" r:id="r2"/>'
       '<sheet name="他" sheetId="3" r:id="r2"/>')
write("two_sheets", pack(parts(
    sheet(head() + person(2, email="two@example.jp")),
    xl__workbook_xml=book(TWO),
    xl__worksheets__b_xml=sheet(head()))))
write("stray", pack(parts(sheet(
    head() + person(2, email="s@example.jp", more=inline("H2", "余り"))))))
write("password", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
write("empty", pack(parts(sheet(""))))
write("headless", pack(parts(sheet(head(["氏名", "", "会社"])))))

# Harm.
fine = parts(sheet(head() + person(2)))


class Bomb:
    """A stream of n bytes that deflates to next to nothing."""
    def __init__(self, begin, piece, n, end):
        self.begin, self.piece, self.n, self.end = begin, piece, n, end

    def pack(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        out, crc, size = [], 0, 0
        block = self.piece * max(1, (1 << 20) // len(self.piece))
        left = self.n
        for data in self.pieces(block, left):
            out.append(packer.compress(data))
            crc = zlib.crc32(data, crc)
            size += len(data)
        out.append(packer.flush())
        return b"".join(out), crc, size

    def pieces(self, block, left):
        yield self.begin
        while left > 0:
            yield block[:left]
            left -= len(block)
        yield self.end


def raw(made, flags=0, change=lambda name, entry: entry, end_count=None):
    """An archive by hand, so that its directory can lie."""
    body, directory = b"", b""
    for name, text in made.items():
        data = text.encode() if isinstance(text, str) else text
        if isinstance(text, Bomb):
            packed, crc, size = text.pack()
        else:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(data) + packer.flush()
            crc, size = zlib.crc32(data), len(data)
        entry = change(name, {"crc": crc, "packed": len(packed),
                              "size": size, "flags": flags,
                              "at": len(body)})
        encoded = name.encode()
        fields = struct.pack("<HHHHHIIIHH", 20, entry["flags"], 8, 0, 33,
                             entry["crc"], entry["packed"], entry["size"],
                             len(encoded), 0)
        body += b"PK\3\4" + fields + encoded + packed
        directory += (b"PK\1\2" + struct.pack("<H", 20) + fields
                      + struct.pack("<HHHII", 0, 0, 0, 0, entry["at"])
                      + encoded)
    count = len(made) if end_count is None else end_count
    return body + directory + b"PK\5\6" + struct.pack(
        "<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)


write("control", raw(fine))
blank = Bomb(sheet("").split("</x:sheetData>")[0].encode(), b" " * 4096,
             300 << 20, b"<x:")
write("bomb", raw(dict(fine, **{"xl/worksheets/a.xml": blank})))


def small(name, entry):
    if name.endswith("a.xml"):
        entry["size"] = 1000
    return entry


write("bomb_says_small", raw(dict(fine, **{"xl/worksheets/a.xml": blank}),
                             change=small))
write("strings_bomb", raw(dict(fine, **{"xl/strings.xml": Bomb(
    f'<sst xmlns="{MAIN}"><si><t>'.encode(), b"a" * 4096, 64 << 20,
    b"</t></si></sst>")})))
evil = sheet(head() + person(2))
write("doctype", raw(dict(fine, **{"xl/worksheets/a.xml":
                                   "<!DOCTYPE x>" + evil})))
write("entities", raw(dict(fine, **{"xl/strings.xml": '<!DOCTYPE sst ['
      '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
      f'<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'})))
write("deep", raw(dict(fine, **{"xl/worksheets/a.xml":
                                "<a>" * 5000 + "</a>" * 5000})))


def wrong(name, entry):
    if name.endswith("a.xml"):
        entry["crc"] ^= 1
    return entry


write("crc", raw(fine, change=wrong))
write("cut", raw(fine)[:-40])
write("encrypted", raw(fine, flags=1))


def far(name, entry):
    if name.endswith("a.xml"):
        entry["at"] = 0xFFFFFFFF
    return entry


write("zip64", raw(fine, change=far))
write("huge_directory", raw(fine, end_count=60000))
write("rows_back", raw(dict(fine, **{"xl/worksheets/a.xml": sheet(
    head() + person(9) + person(3))})))
write("cells_back", raw(dict(fine, **{"xl/worksheets/a.xml": sheet(
    head() + '<x:row r="2">' + inline("C2", "a") + inline("A2", "b")
    + "</x:row>")})))
write("no_sheet_part", raw({k: v for k, v in fine.items()
                            if not k.endswith("a.xml")}))
write("bad_index", raw(dict(fine, **{"xl/worksheets/a.xml": sheet(
    head() + '<x:row r="2"><x:c r="A2" t="s"><x:v>99</x:v></x:c></x:row>')})))
