package sqlite

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// A chunk is the vectors of reports that follow each other within a day, ascending:
//
//	uvarint  the report's number less the chunk's
//	uvarint  the model's number
//	uvarint  length of what follows
//	bytes    the vectors, see package codec
//
// for each. Chunks are cut at chunkSize, so that adding to one rewrites little.

// chunkSize is about how many bytes a chunk has at most; one report may have more.
const chunkSize = 32 << 10

// entry is the vectors of one report in a chunk.
type entry struct {
	n, m int64
	data []byte
}

var errChunk = errors.New("a chunk of vectors is damaged")

// walkChunk hands over the entries of chunk c one by one. Their bytes are those of data.
func walkChunk(c int64, data []byte, each func(e entry) error) error {
	for len(data) > 0 {
		n, a := binary.Uvarint(data)
		m, b := binary.Uvarint(data[max(a, 0):])
		length, d := binary.Uvarint(data[max(a, 0)+max(b, 0):])
		if a <= 0 || b <= 0 || d <= 0 || n >= places || m > math.MaxInt64 || length > uint64(len(data)-a-b-d) {
			return errChunk
		}
		data = data[a+b+d:]
		if err := each(entry{c + int64(n), int64(m), data[:length]}); err != nil { //nolint:gosec // both were looked at
			return err
		}
		data = data[length:]
	}
	return nil
}

// chunk is a row of the table.
type chunk struct {
	c    int64
	data []byte
}

// cutChunks packs entries, which ascend, into as few chunks as their order allows.
func cutChunks(entries []entry) []chunk {
	var out []chunk
	for _, e := range entries {
		last := len(out) - 1
		if last < 0 || len(out[last].data)+len(e.data) > chunkSize {
			out = append(out, chunk{c: e.n})
			last++
		}
		b := binary.AppendUvarint(out[last].data, uint64(e.n-out[last].c)) //nolint:gosec // they ascend
		b = binary.AppendUvarint(b, uint64(e.m))                           //nolint:gosec // rows count from 1
		b = binary.AppendUvarint(b, uint64(len(e.data)))
		out[last].data = append(b, e.data...)
	}
	return out
}

// mergeEntries puts changes, which ascend, in the place of the entries of the same
// reports or between them. A change without data takes its report out.
func mergeEntries(entries, changes []entry) []entry {
	out := slices.Clone(entries)
	for _, e := range changes {
		i, found := slices.BinarySearchFunc(out, e.n, func(x entry, n int64) int { return int(min(max(x.n-n, -1), 1)) })
		switch {
		case found && e.data == nil:
			out = slices.Delete(out, i, i+1)
		case found:
			out[i] = e
		case e.data != nil:
			out = slices.Insert(out, i, e)
		}
	}
	return out
}
