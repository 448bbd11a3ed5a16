"""A disk as a power cut leaves it, made from the notes of power.c.  Not a
test.

What was synced is there.  Of everything else each write, truncation, new name
or removed name may have reached the disk or not, in any order, and a write by
halves of 512 bytes; a file's data and its name are synced apart from each
other (POSIX promises no more; most file systems are kinder).
"""
import json
import os
import pathlib
import struct

NOTE = struct.Struct("=c3xIIIQQQ")
SECTOR = 512
# How a cut leaves what was not synced.
DROPPED, EARLIER, MIXED, NAMES, DATA = MODES = (
    "dropped", "earlier", "mixed", "names only", "data only")


class Note:
    """One thing that was done."""

    def __init__(self, kind, path, other, inode, offset, data):
        self.kind, self.path, self.other = kind, path, other
        self.inode, self.offset, self.data = inode, offset, data


def read_notes(path):
    with open(path, "rb") as file:
        while head := file.read(NOTE.size):
            kind, first, second, _, inode, offset, size = NOTE.unpack(head)
            text = [os.fsdecode(file.read(n)) for n in (first, second)]
            yield Note(kind.decode(), *text, inode, offset, file.read(size))


def add_mark(path, **what):
    """A note of ours between the program's: JSON."""
    data = json.dumps(what).encode()
    with open(path, "ab") as file:
        file.write(NOTE.pack(b"M", 0, 0, 0, 0, 0, len(data)) + data)


class File:
    """What is durable, and what was done since: (moment, note)."""

    def __init__(self, content=b""):
        self.content, self.pending = bytearray(content), []

    def sync(self):
        for _, note in self.pending:
            put(self.content, note, note.data)
        self.pending = []


def put(content, note, data, at=None):
    at = note.offset if at is None else at
    if note.kind == "T":
        del content[at:]
        content.extend(bytes(at - len(content)))
    else:
        content.extend(bytes(max(0, at + len(data) - len(content))))
        content[at:at + len(data)] = data


def torn(content, note, rng):
    """Some of a write's sectors; where a file became longer, zeros."""
    if note.kind == "T":
        put(content, note, b"")
        return
    at, end = note.offset, note.offset + len(note.data)
    if rng.random() < 0.5:
        content.extend(bytes(max(0, end - len(content))))
    while at < end:
        stop = min(end, at - at % SECTOR + SECTOR)
        if rng.random() < 0.5:
            put(content, note, note.data[at - note.offset:stop - note.offset],
                at)
        at = stop


class Names:
    """The entries of folders: path -> inode, None for a folder."""

    def __init__(self, entries=()):
        self.entries = dict(entries)

    def apply(self, note):
        path, inode = note.path, note.inode
        if note.kind in "CD":
            self.entries[path] = inode if note.kind == "C" else None
        elif note.kind in "LR":
            self.entries[note.other] = inode
            if note.kind == "R" and self.entries.get(path) == inode:
                del self.entries[path]
        elif self.entries.get(path) == (inode or None):
            self.entries.pop(path, None)


class Disk:
    """The state at one moment; apply() goes on to the next."""

    def __init__(self, root):
        self.root, self.moment = str(root), 0
        self.files, entries = {}, {}
        for folder, folders, names in os.walk(root):
            entries.update((os.path.join(folder, n), None) for n in folders)
            for name in names:
                path = os.path.join(folder, name)
                inode = os.stat(path).st_ino
                self.files[inode] = File(pathlib.Path(path).read_bytes())
                entries[path] = inode
        self.durable, self.now = Names(entries), Names(entries)
        self.pending = []

    def apply(self, note):
        self.moment += 1
        if note.kind in "WT":
            self.files[note.inode].pending.append((self.moment, note))
        elif note.kind == "S":
            self.files[note.inode].sync()
        elif note.kind == "F":
            self._sync_names(note.path)
        elif note.kind == "A":
            for file in self.files.values():
                file.sync()
            self._sync_names(None)
        elif note.kind in "CDRLUX":
            if note.kind == "C":
                self.files[note.inode] = File()
            elif note.kind in "RLU":
                note.inode = self.now.entries.get(note.path) or 0
            self.now.apply(note)
            self.pending.append((self.moment, note))

    def _sync_names(self, folder):
        left = []
        for moment, note in self.pending:
            folders = {os.path.dirname(p) for p in (note.path, note.other)
                       if p}
            if folder is None or folder in folders:
                self.durable.apply(note)
            else:
                left.append((moment, note))
        self.pending = left

    def unsynced(self):
        return len(self.pending) + sum(len(f.pending)
                                       for f in self.files.values())

    def content(self, path):
        """Of a file, as the program sees it now; None without one."""
        inode = self.now.entries.get(path)
        if inode is None:
            return None
        file = self.files[inode]
        seen = bytearray(file.content)
        for _, note in file.pending:
            put(seen, note, note.data)
        return bytes(seen)

    def leave(self, folder, mode, rng):
        """Makes the folder what the root is after a cut now."""
        survives = self._chooser(mode, rng)
        names = Names(self.durable.entries)
        for moment, note in self.pending:
            if survives(moment, True):
                names.apply(note)
        for path, inode in sorted(names.entries.items()):
            out = pathlib.Path(str(folder) + path[len(self.root):])
            # Without its folder's name a file can not be found.
            if not out.parent.is_dir():
                continue
            if inode is None:
                out.mkdir(mode=0o700, exist_ok=True)
            else:
                out.write_bytes(self._left_of(self.files[inode], mode,
                                              survives, rng))
                out.chmod(0o600)

    def _chooser(self, mode, rng):
        share = rng.choice((0.2, 0.5, 0.8, 0.95))
        last = rng.randint(max(0, self.moment - 60), self.moment)

        def survives(moment, is_name):
            if mode == EARLIER:
                return moment <= last
            if mode == MIXED:
                return rng.random() < share
            return mode == (NAMES if is_name else DATA)
        return survives

    @staticmethod
    def _left_of(file, mode, survives, rng):
        content = bytearray(file.content)
        for moment, note in file.pending:
            if survives(moment, False):
                put(content, note, note.data)
            elif mode in (MIXED, NAMES) and rng.random() < 0.3:
                torn(content, note, rng)
        return content
