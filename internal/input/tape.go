package input

import (
	"bufio"
	"io"
)

// tape reads a stream and knows where it is. It can go back where the stream
// can.
type tape struct {
	br   *bufio.Reader
	from *counter
}

// counter counts what it reads and tells how far ahead it came.
type counter struct {
	r    io.Reader
	at   int64       // offset of the next byte to read
	far  int64       // the largest at so far
	tell func(int64) // told how much far has grown, may be nil
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.at += int64(n)
	if grown := c.at - c.far; grown > 0 {
		c.far = c.at
		if c.tell != nil {
			c.tell(grown)
		}
	}
	return n, err
}

func newTape(r io.Reader, tell func(int64)) *tape {
	c := &counter{r: r, tell: tell}
	return &tape{br: bufio.NewReaderSize(c, 256<<10), from: c}
}

// offset is where the next byte comes from.
func (t *tape) offset() int64 { return t.from.at - int64(t.br.Buffered()) }

// peek returns up to n of the next bytes, at most 256 KiB.
func (t *tape) peek(n int) []byte {
	b, _ := t.br.Peek(n)
	return b
}

// seek goes to an offset from the start, if the stream can.
func (t *tape) seek(offset int64) bool {
	s, ok := t.from.r.(io.Seeker)
	if !ok {
		return false
	}
	if _, err := s.Seek(offset, io.SeekStart); err != nil {
		return false
	}
	t.from.at = offset
	t.br.Reset(t.from)
	return true
}
