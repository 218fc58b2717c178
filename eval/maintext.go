package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/dragoman-news/dragoman/internal/clean"
	"github.com/dragoman-news/dragoman/internal/extract"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// pageGold is one row of extraction/*.jsonl.
type pageGold struct {
	Lang, ID, URL, File string
	Title, Date         string
	Author              names
	With, Without       []string
}

// names is a list of people that the set writes as one string or as several.
type names []string

func (n *names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		one = strings.NewReplacer(" und ", ";", " and ", ";", " et ", ";", " y ", ";").Replace(one)
		*n = strings.FieldsFunc(one, func(r rune) bool { return strings.ContainsRune(";,/&", r) })
		return nil
	}
	return json.Unmarshal(b, (*[]string)(n))
}

// evalMaintext scores the text, title and authors of the pages in
// extraction/trafilatura.jsonl. As in trafilatura's own evaluation, every piece under
// "with" must be in the text and no piece under "without" may be; "cleaned text" is
// the text after package clean has taken its lines of furniture out.
func evalMaintext(data string) ([]score, error) {
	const set = "trafilatura"
	rows, err := readPages(data, set)
	if err != nil {
		return nil, err
	}
	pieces, cleaned := map[string]*counts{}, map[string]*counts{}
	title, author := map[string]*counts{}, map[string]*counts{}
	for _, row := range rows {
		body, err := readPage(data, row.File)
		if err != nil {
			return nil, err
		}
		r, err := extract.HTML(&news.Raw{Name: row.ID, URL: row.URL, Body: body}, extract.Options{})
		if err != nil {
			r = &news.Report{}
		}
		final := collapse(clean.Text(clean.Input{Title: r.Title, Text: r.Text, Lang: r.Lang, FromPage: true}).Text)
		for _, lang := range []string{"all", row.Lang} {
			scorePieces(at(pieces, lang), collapse(r.Text), row)
			scorePieces(at(cleaned, lang), final, row)
			if row.Title != "" {
				at(title, lang).add(sameWords(r.Title, row.Title), true)
			}
			if len(row.Author) > 0 {
				at(author, lang).add(sameAuthors(r.Authors, row.Author), true)
			}
		}
	}
	const peer = "trafilatura 2.2.0: 0.924; go-trafilatura 1.12.2: 0.916"
	var out []score
	for _, lang := range langs(pieces, 10) {
		c := pieces[lang]
		n := c.tp + c.fn + c.fp + c.tn
		out = append(out,
			score{set, lang, "text F1", c.f1(), n, peerFor(lang, peer)},
			score{set, lang, "text precision", c.precision(), n, ""},
			score{set, lang, "text recall", c.recall(), n, ""},
			score{set, lang, "text accuracy", c.accuracy(), n, peerFor(lang, "trafilatura 2.2.0: 0.923")})
	}
	for _, lang := range langs(cleaned, 10) {
		c := cleaned[lang]
		out = append(out, score{set, lang, "cleaned text F1", c.f1(), c.n(), ""})
	}
	for _, lang := range langs(title, 10) {
		out = append(out, score{set, lang, "title accuracy", title[lang].accuracy(), title[lang].n(), ""})
	}
	for _, lang := range langs(author, 10) {
		out = append(out, score{set, lang, "author accuracy", author[lang].accuracy(), author[lang].n(), peerFor(lang, "go-trafilatura 1.12.2: 0.467")})
	}
	return out, nil
}

func scorePieces(c *counts, got string, row pageGold) {
	c.rows++
	for _, s := range row.With {
		c.add(strings.Contains(got, collapse(s)), true)
	}
	for _, s := range row.Without {
		c.add(strings.Contains(got, collapse(s)), false)
	}
}

func peerFor(lang, peer string) string {
	if lang == "all" {
		return peer
	}
	return ""
}

// collapse brings gold and text to one form: NFC, no soft hyphens or other
// invisible characters, spaces run together.
func collapse(s string) string {
	return strings.Join(strings.Fields(text.NFC(text.StripControls(s))), " ")
}

// sameWords compares titles by their letters and digits.
func sameWords(a, b string) bool { return letters(a) == letters(b) }

// sameAuthors compares lists of names whatever their order and separators.
func sameAuthors(got, want []string) bool {
	wanted := map[string]bool{}
	for _, w := range want {
		if l := letters(w); l != "" {
			wanted[l] = true
		}
	}
	if len(got) != len(wanted) {
		return false
	}
	for _, g := range got {
		if !wanted[letters(g)] {
			return false
		}
	}
	return true
}

// readPages reads extraction/<set>.jsonl.
func readPages(data, set string) ([]pageGold, error) {
	name := filepath.Join(data, "extraction", set+".jsonl")
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, missing{name}
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var rows []pageGold
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var row pageGold
		switch err := dec.Decode(&row); {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, err
		}
		rows = append(rows, row)
	}
}

// readPage reads one gzipped page below extraction/.
func readPage(data, file string) ([]byte, error) {
	f, err := os.Open(filepath.Join(data, "extraction", file))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
