package text

import "unicode/utf8"

// Offsets converts byte offsets into a text to code point offsets and back. It
// keeps one mark for each 256 bytes, so it costs little for long texts.
type Offsets struct {
	text  string
	marks []int // code points before byte i*256, counted at the next rune start
}

const markEvery = 256

// NewOffsets prepares the conversion for text.
func NewOffsets(text string) *Offsets {
	o := &Offsets{text: text, marks: make([]int, 0, len(text)/markEvery+1)}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%markEvery == 0 {
			o.marks = append(o.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	return o
}

// CodePoint returns how many code points begin before byte offset at.
func (o *Offsets) CodePoint(at int) int {
	at = max(0, min(at, len(o.text)))
	if len(o.marks) == 0 {
		return 0
	}
	m := min(at/markEvery, len(o.marks)-1)
	n := o.marks[m]
	for i := m * markEvery; i < at; i++ {
		if utf8.RuneStart(o.text[i]) {
			n++
		}
	}
	return n
}

// Byte returns the byte offset at which code point n begins, len(text) past the end.
func (o *Offsets) Byte(n int) int {
	lo := 0
	for lo+1 < len(o.marks) && o.marks[lo+1] <= n {
		lo++
	}
	if len(o.marks) == 0 {
		return 0
	}
	c := o.marks[lo]
	for i := lo * markEvery; i < len(o.text); i++ {
		if utf8.RuneStart(o.text[i]) {
			if c == n {
				return i
			}
			c++
		}
	}
	return len(o.text)
}
