package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	engine "modernc.org/sqlite"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// A search by meaning looks at every chunk, hundreds of megabytes in a large store. The SQL function
//
//	nearest(query, m, c, data)
//
// looks at one where SQLite has it, so that only what is found is copied: of each report
// in chunk c that has vectors of model m
//
//	uvarint           the report's number less the chunk's
//	8 bytes           the cosine of its nearest vector, a float64, little end first
//	uvarint, uvarint  where the nearest sentence begins, and its length, 0 for the lead
//
// Half of the time goes when SQLite's bytes need not become Go's first.

// near is a report that was compared, with the sentence that is nearest; an empty
// span is the lead.
type near struct {
	n        int64
	cosine   float64
	sentence news.Span
}

// readers is the driver of connections that have the function. The driver keeps what it is
// given for as long as the program runs, so there is one.
var readers = sync.OnceValues(func() (*engine.Driver, error) {
	d := &engine.Driver{}
	err := d.RegisterFunction("nearest", &engine.FunctionImpl{
		NArgs: 4, Deterministic: true, VolatileArgs: true, // nothing of data is kept
		Scalar: func(_ *engine.FunctionContext, args []driver.Value) (driver.Value, error) {
			query, ok1 := args[0].([]byte)
			m, ok2 := args[1].(int64)
			c, ok3 := args[2].(int64)
			data, ok4 := args[3].([]byte)
			if !ok1 || !ok2 || !ok3 || !ok4 {
				return nil, fmt.Errorf("nearest: called with %T, %T, %T, %T", args[0], args[1], args[2], args[3])
			}
			return nearestOf(query, m, c, data)
		},
	})
	return d, err
})

// connector opens connections of readers.
type connector struct {
	driver *engine.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// signed turns the bytes of a query into numbers.
func signed(b []byte) []int8 {
	out := make([]int8, len(b))
	for i, x := range b {
		out[i] = int8(x) //nolint:gosec // they are signed bytes
	}
	return out
}

func unsigned(v []int8) []byte {
	out := make([]byte, len(v))
	for i, x := range v {
		out[i] = byte(x)
	}
	return out
}

// nearestOf compares the reports of one chunk.
func nearestOf(query []byte, m, c int64, data []byte) ([]byte, error) {
	q, ok := meaning.NewQuery(signed(query))
	if !ok {
		return nil, nil
	}
	var out []byte
	err := walkChunk(c, data, func(e entry) error {
		if e.m != m {
			return nil
		}
		v, err := codec.ParseVectors(e.data)
		if err != nil {
			return err
		}
		i, cosine, ok := v.Nearest(q)
		if !ok {
			return nil
		}
		s := v.Span(i)
		out = binary.AppendUvarint(out, uint64(e.n-c)) //nolint:gosec // a chunk's reports come after it
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(cosine))
		out = binary.AppendUvarint(out, uint64(s.Start)) //nolint:gosec // spans are not negative
		out = binary.AppendUvarint(out, uint64(s.Len())) //nolint:gosec // spans are not negative
		return nil
	})
	return out, err
}

// walkNearest hands over what nearestOf wrote.
func walkNearest(c int64, data []byte, each func(v near)) error {
	for len(data) > 0 {
		n, a := binary.Uvarint(data)
		if a <= 0 || len(data) < a+8 {
			return errChunk
		}
		cosine := math.Float64frombits(binary.LittleEndian.Uint64(data[a:]))
		data = data[a+8:]
		start, a := binary.Uvarint(data)
		length, b := binary.Uvarint(data[max(a, 0):])
		if a <= 0 || b <= 0 {
			return errChunk
		}
		data = data[a+b:]
		each(near{c + int64(n), cosine, news.Span{Start: int(start), End: int(start + length)}}) //nolint:gosec // nearestOf wrote them
	}
	return nil
}
