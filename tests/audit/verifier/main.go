// Checks a log folder with nothing of Sekisho: signatures by
// golang.org/x/mod/sumdb/note, trees and proofs by golang.org/x/mod/sumdb/tlog
// (Debian's golang-golang-x-mod-dev).
//
// It reads questions, one a line, with fields parted by tabs:
//
//	log FOLDER [CHECKPOINT...]	the whole folder; each CHECKPOINT is the
//					file of an older state that it continues
//	proof VKEY FILE			a receipt (C2SP tlog-proof), by the
//					verifier key in the file VKEY
//
// and answers each with a line: "ok SIZE ROOT", "ok INDEX ENTRY" (base64), or
// "bad REASON".
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

// A state as a checkpoint signs it.
type state struct {
	size int64
	root tlog.Hash
}

// Base64 in its one right form: what differs by a bit is another text.
func decode(text string) ([]byte, error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(bytes) != text {
		err = errors.New("base64 in two lines")
	}
	return bytes, err
}

func readVerifier(path string) (note.Verifier, error) {
	vkey, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(strings.TrimSuffix(string(vkey), "\n"))
}

// The C2SP tlog-checkpoint in a signed note: origin, size, root.
func openCheckpoint(text []byte, by note.Verifier) (state, error) {
	var s state
	signed, err := note.Open(text, note.VerifierList(by))
	if err != nil {
		return s, err
	}
	if len(signed.UnverifiedSigs) > 0 {
		return s, errors.New("signed by strangers, too")
	}
	// The library takes more than one form of a signature's letters.
	for _, sig := range signed.Sigs {
		if _, err := decode(sig.Base64); err != nil {
			return s, err
		}
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != by.Name() {
		return s, errors.New("not a checkpoint of this log")
	}
	s.size, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || s.size < 0 || strconv.FormatInt(s.size, 10) != lines[1] {
		return s, errors.New("not the size of a log")
	}
	root, err := decode(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return s, errors.New("not the root of a log")
	}
	copy(s.root[:], root)
	return s, nil
}

// tlog-tiles writes no height: tile/8/0/000 is tile/0/000.
func tilePath(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
}

// Tiles out of a folder, for the library to authenticate.
type tiles struct {
	folder string
	kept   map[tlog.Tile][]byte
}

func (r *tiles) Height() int { return height }

func (r *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range wanted {
		data, there := r.kept[t]
		if !there {
			var err error
			data, err = os.ReadFile(filepath.Join(r.folder, tilePath(t)))
			if err != nil {
				return nil, err
			}
			r.kept[t] = data
		}
		all = append(all, data)
	}
	return all, nil
}

func (r *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Entries of tile n: a length (2 bytes, high byte first) before each.
func readBundle(folder string, n int64, count int) ([][]byte, error) {
	t := tlog.Tile{H: height, L: -1, N: n, W: count}
	name := strings.Replace(tilePath(t), "/data/", "/entries/", 1)
	rest, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(rest) > 0 {
		if len(rest) < 2 {
			return nil, fmt.Errorf("%s: cut short", name)
		}
		end := 2 + int(rest[0])<<8 + int(rest[1])
		if len(rest) < end {
			return nil, fmt.Errorf("%s: cut short", name)
		}
		entries = append(entries, rest[2:end])
		rest = rest[end:]
	}
	if len(entries) != count {
		return nil, fmt.Errorf("%s: %d entries", name, len(entries))
	}
	return entries, nil
}

// The tree made anew from the entries, all of it in memory.
type memory struct {
	hashes  []tlog.Hash
	entries [][]byte
}

func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, 0, len(indexes))
	for _, i := range indexes {
		if i >= int64(len(m.hashes)) {
			return nil, errors.New("beyond the tree")
		}
		out = append(out, m.hashes[i])
	}
	return out, nil
}

func readEntries(folder string, size int64) (*memory, error) {
	m := &memory{}
	for first := int64(0); first < size; first += width {
		count := int64(width)
		if size-first < count {
			count = size - first
		}
		entries, err := readBundle(folder, first/width, int(count))
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			new, err := tlog.StoredHashes(first+int64(i), entry, m)
			if err != nil {
				return nil, err
			}
			m.hashes = append(m.hashes, new...)
			m.entries = append(m.entries, entry)
		}
	}
	return m, nil
}

// Every entry is in the signed tree, by a proof of its own.
func checkInclusion(m *memory, s state) error {
	for i, entry := range m.entries {
		proof, err := tlog.ProveRecord(s.size, int64(i), m)
		if err != nil {
			return err
		}
		err = tlog.CheckRecord(proof, s.size, s.root, int64(i),
			tlog.RecordHash(entry))
		if err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	return nil
}

// The hashes that the tiles hold, authenticated by the library against the
// root, are those of the entries; and so is a proof that is made of them.
func checkTiles(folder string, m *memory, s state) error {
	reader := tlog.TileHashReader(tlog.Tree{N: s.size, Hash: s.root},
		&tiles{folder, map[tlog.Tile][]byte{}})
	for first := int64(0); first < s.size; first += width {
		var indexes []int64
		for i := first; i < first+width && i < s.size; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		stored, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, hash := range stored {
			if hash != tlog.RecordHash(m.entries[first+int64(i)]) {
				return fmt.Errorf("tiles: entry %d", first+int64(i))
			}
		}
		proof, err := tlog.ProveRecord(s.size, first, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, s.size, s.root, first,
			stored[0]); err != nil {
			return err
		}
	}
	return nil
}

// What a file below tile/ must hold; nil when it has no business there.
func contentOf(name string, m *memory) []byte {
	size := int64(len(m.entries))
	isBundle := strings.HasPrefix(name, "tile/entries/")
	path := "tile/8/" + strings.TrimPrefix(name, "tile/")
	path = strings.Replace(path, "/entries/", "/data/", 1)
	t, err := tlog.ParseTilePath(path)
	if err != nil || t.H != height || (t.L < 0) != isBundle {
		return nil
	}
	if !isBundle {
		if (t.N*width+int64(t.W))<<uint(height*t.L) > size {
			return nil
		}
		data, err := tlog.ReadTileData(t, m)
		if err != nil {
			return nil
		}
		return data
	}
	first := t.N * width
	if first+int64(t.W) > size {
		return nil
	}
	var data []byte
	for _, e := range m.entries[first : first+int64(t.W)] {
		data = append(data, byte(len(e)>>8), byte(len(e)))
		data = append(data, e...)
	}
	return data
}

// Every file below tile/, older partial ones too, is what it must be.
func checkFiles(folder string, m *memory) error {
	top := filepath.Join(folder, "tile")
	return filepath.WalkDir(top, func(path string, d fs.DirEntry,
		err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		found, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(found, contentOf(name, m)) || len(found) == 0 {
			return fmt.Errorf("%s is not of this log", name)
		}
		return nil
	})
}

// The log continues an older state: RFC 6962, 2.1.2.
func checkOlder(path string, by note.Verifier, m *memory, s state) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	old, err := openCheckpoint(text, by)
	if err != nil {
		return err
	}
	if old.size > s.size {
		return fmt.Errorf("it had %d entries", old.size)
	}
	if old.size == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(s.size, old.size, m)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, s.size, s.root, old.size, old.root)
}

func checkLog(folder string, older []string) (string, error) {
	by, err := readVerifier(filepath.Join(folder, "vkey"))
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return "", err
	}
	s, err := openCheckpoint(text, by)
	if err != nil {
		return "", err
	}
	m, err := readEntries(folder, s.size)
	if err != nil {
		return "", err
	}
	root, err := tlog.TreeHash(s.size, m)
	if err != nil {
		return "", err
	}
	if root != s.root {
		return "", errors.New("the root is not that of the entries")
	}
	if err := checkInclusion(m, s); err != nil {
		return "", err
	}
	if err := checkTiles(folder, m, s); err != nil {
		return "", err
	}
	if err := checkFiles(folder, m); err != nil {
		return "", err
	}
	for _, path := range older {
		if err := checkOlder(path, by, m, s); err != nil {
			return "", fmt.Errorf("%s: %w", path, err)
		}
	}
	return fmt.Sprintf("%d %v", s.size, s.root), nil
}

// C2SP tlog-proof.
func checkProof(vkey, path string) (string, error) {
	by, err := readVerifier(vkey)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	head, checkpoint, there := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !there || len(lines) < 3 ||
		lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") ||
		!strings.HasPrefix(lines[2], "index ") {
		return "", errors.New("not a proof")
	}
	entry, err := decode(lines[1][len("extra "):])
	if err != nil {
		return "", err
	}
	number := lines[2][len("index "):]
	index, err := strconv.ParseInt(number, 10, 64)
	if err != nil || strconv.FormatInt(index, 10) != number {
		return "", errors.New("not an index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		var hash tlog.Hash
		bytes, err := decode(line)
		if err != nil || len(bytes) != tlog.HashSize {
			return "", errors.New("not a hash")
		}
		copy(hash[:], bytes)
		proof = append(proof, hash)
	}
	s, err := openCheckpoint([]byte(checkpoint), by)
	if err != nil {
		return "", err
	}
	err = tlog.CheckRecord(proof, s.size, s.root, index,
		tlog.RecordHash(entry))
	return fmt.Sprintf("%d %s", index, lines[1][len("extra "):]), err
}

func answer(fields []string) (string, error) {
	switch {
	case len(fields) >= 2 && fields[0] == "log":
		return checkLog(fields[1], fields[2:])
	case len(fields) == 3 && fields[0] == "proof":
		return checkProof(fields[1], fields[2])
	}
	return "", errors.New("no such question")
}

func main() {
	questions := bufio.NewScanner(os.Stdin)
	for questions.Scan() {
		said, err := answer(strings.Split(questions.Text(), "\t"))
		if err != nil {
			fmt.Printf("bad %s\n",
				strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("ok %s\n", said)
		}
	}
}
