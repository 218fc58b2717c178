package codec

import (
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/dragoman-news/dragoman/internal/news"
)

// A state that a story had is kept as what it differs in from the state that followed: 1 byte of
// version, now 2, and one zstd frame that has the JSON of the state that followed for
// a dictionary. Of two states of a story most is the same, so that such a
// record is a few hundred bytes however long the story is. A record of version 1 is whole.

// version2 is the first byte of a record that is read with the state that followed.
const version2 = 2

// Plain returns the JSON of a kept story: what EncodePast and DecodePast take.
func Plain(data []byte) ([]byte, error) {
	plain, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("decode story: %w", err)
	}
	return plain, nil
}

// EncodePast returns the kept form of a state of a story that was followed by next.
func EncodePast(plain, next []byte) ([]byte, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(window(len(plain)+len(next))), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(true),
		zstd.WithEncoderDictRaw(0, next))
	if err != nil {
		return nil, fmt.Errorf("encode a past story: %w", err)
	}
	return enc.EncodeAll(plain, []byte{version2}), nil
}

// DecodePast returns the JSON of a state of a story. next is the JSON of the one that
// followed; a record that is whole does without.
func DecodePast(data, next []byte) ([]byte, error) {
	if Whole(data) {
		return Plain(data)
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("decode a past story: %w", errShort)
	}
	if data[0] != version2 {
		return nil, unknownVersion(data[0])
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxSize), zstd.WithDecoderDictRaw(0, next))
	if err != nil {
		return nil, fmt.Errorf("decode a past story: %w", err)
	}
	defer dec.Close()
	plain, err := dec.DecodeAll(data[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("decode a past story: %w", err)
	}
	return plain, nil
}

// Whole reports whether a record is read without the state that followed.
func Whole(data []byte) bool { return len(data) > 0 && data[0] == version1 }

// StoryOf returns the story that JSON of Plain or DecodePast holds.
func StoryOf(plain []byte) (*news.Story, error) {
	var s story1
	if err := readJSON(plain, &s); err != nil {
		return nil, fmt.Errorf("decode story: %w", err)
	}
	return s.story(), nil
}

// window is the smallest window that zstd has for n bytes.
func window(n int) int {
	w := zstd.MinWindowSize
	for w < n && w < zstd.MaxWindowSize {
		w *= 2
	}
	return w
}
