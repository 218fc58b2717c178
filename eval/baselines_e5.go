package main

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Cosines of multilingual-e5-small between the texts of the sets, from train/stories_e5.py: how alike
// two texts are is all that single pass and learned decision need, and 200 kB instead of
// a model of 70 MB that would take minutes.
//
//go:embed testdata/e5.cos
var cosineFile []byte

// cosines holds those of pairs of texts, by their keys.
type cosines struct {
	square map[string]int // row of a text
	rows   [][]byte       // of each text, those with the texts before
	pair   map[[2]string]byte
}

// The least cosine that is told apart, and what a step is.
const (
	leastCosine = 0.6
	cosineStep  = 0.4 / 255
)

// of returns the cosine of two texts, and whether it is known. nil knows none.
func (c *cosines) of(a, b string) (float64, bool) {
	if c == nil {
		return 0, false
	}
	if v, ok := c.pair[[2]string{a, b}]; ok {
		return leastCosine + cosineStep*float64(v), true
	}
	i, ok1 := c.square[a]
	j, ok2 := c.square[b]
	switch {
	case !ok1 || !ok2:
		return 0, false
	case i == j: // one text twice
		return 1, true
	}
	return leastCosine + cosineStep*float64(c.rows[max(i, j)][min(i, j)]), true
}

// readCosines parses the file. Each set begins with a line: its name, "square" (every text with
// those before) or "pairs" (every other text with the next), and how many texts there are. Then
// come eight bytes for the key of each text, and a byte for each cosine.
func readCosines(file []byte) (map[string]*cosines, error) {
	sets := map[string]*cosines{}
	for len(file) > 0 {
		line, rest, _ := bytes.Cut(file, []byte{'\n'})
		var name, kind string
		var n int
		if _, err := fmt.Sscan(string(line), &name, &kind, &n); err != nil || n < 0 || len(rest) < 8*n {
			return nil, fmt.Errorf("e5.cos: no set at %q", line)
		}
		keys := make([]string, n)
		for i := range keys {
			keys[i] = hex.EncodeToString(rest[8*i : 8*i+8])
		}
		values := n / 2
		if kind == "square" {
			values = n * (n - 1) / 2
		}
		if rest = rest[8*n:]; len(rest) < values {
			return nil, fmt.Errorf("e5.cos: set %s is cut short", name)
		}
		sets[name] = newCosines(kind, keys, rest[:values])
		file = rest[values:]
	}
	return sets, nil
}

func newCosines(kind string, keys []string, values []byte) *cosines {
	c := &cosines{square: map[string]int{}, pair: map[[2]string]byte{}}
	if kind != "square" {
		for i := 0; i+1 < len(keys); i += 2 {
			c.pair[[2]string{keys[i], keys[i+1]}] = values[i/2]
		}
		return c
	}
	for i, k := range keys {
		c.square[k] = i
		c.rows = append(c.rows, values[i*(i-1)/2:i*(i+1)/2])
	}
	return c
}

// The names of the sets in the file.
const (
	e5Mixed   = "mixed"
	e5Made    = "made"
	e5Singles = "singles"
	e5Alike   = "semeval-" // and the language
)

// madeFitted is how many reports of the made stream the learned baselines are fitted on.
const madeFitted = 240

// writeTexts writes the texts that train/stories_e5.py is to read, a line of JSON each, to the file that
// EVAL_TEXTS names.
func writeTexts(path string, sets map[string][]storyDoc, fitting map[string][]storyDoc, data string) (err error) {
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc := json.NewEncoder(f)
	put := func(set, kind string, docs ...storyDoc) {
		for _, d := range docs {
			err = errors.Join(err, enc.Encode(map[string]string{"set": set, "kind": kind, "key": d.key, "text": d.doc.Title + "\n" + d.doc.Text}))
		}
	}
	put(e5Mixed, "square", sets[mixed]...)
	put(e5Made, "square", fitting[e5Made]...)
	put(e5Singles, "square", fitting[e5Singles]...)
	for _, lang := range alikeLangs {
		pairs, err2 := alikePairs(data, lang)
		err = errors.Join(err, err2)
		for _, p := range pairs {
			put(e5Alike+lang, "pairs", justText(p.a), justText(p.b))
		}
	}
	return err
}
