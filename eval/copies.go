package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// evalCopies scores copy detection on copies made here: texts with a share of
// their words put in the place of others, and with the last third cut off. Recall
// counts a copy that is found as a candidate by its posting keys and judged a copy;
// the false rate is over pairs of different texts of one language, and over
// translations, which are no copies.
func evalCopies(data string) ([]score, error) {
	texts, err := copyTexts(data)
	langs := sortedKeys(texts)
	var out []score
	for _, edit := range []struct {
		name  string
		share float64
		trim  float64
		peer  string
	}{
		{"recall 5%", 0.05, 0, "64-bit simhash, 3 bits: 0.075"},
		{"recall 10%", 0.10, 0, "64-bit simhash, 3 bits: 0.010"},
		{"recall 20%", 0.20, 0, "64-bit simhash, 3 bits: 0.005"},
		{"recall trimmed", 0, 0.34, ""},
		{"recall 10% trimmed", 0.10, 0.34, ""},
	} {
		var all tally
		for _, lang := range langs {
			t := copyRecall(lang, texts[lang], edit.share, edit.trim)
			out = append(out, score{"edited", string(lang), edit.name, t.rate(), t.n, ""})
			all.hit, all.n = all.hit+t.hit, all.n+t.n
		}
		out = append(out, score{"edited", "all", edit.name, all.rate(), all.n, edit.peer})
	}
	var all tally
	for _, lang := range langs {
		t := copyFalse(lang, texts[lang])
		out = append(out, score{"edited", string(lang), "false rate", t.rate(), t.n, ""})
		all.hit, all.n = all.hit+t.hit, all.n+t.n
	}
	out = append(out, score{"edited", "all", "false rate", all.rate(), all.n, ""})
	t := copyTranslations(data)
	out = append(out, score{"xquad", "all", "translation a copy", t.rate(), t.n, ""})
	return out, err
}

type tally struct{ hit, n int }

func (t tally) rate() float64 {
	if t.n == 0 {
		return 0
	}
	return float64(t.hit) / float64(t.n)
}

// copyTexts returns texts of 40 words and more by language: the reports and the
// paragraphs of xquad.
func copyTexts(data string) (map[news.Lang][]string, error) {
	out := map[news.Lang][]string{}
	add := func(lang news.Lang, s string) {
		if len(text.Words(s)) >= 40 {
			out[lang] = append(out[lang], s)
		}
	}
	err := eachLine(filepath.Join(data, "reports", "reports.jsonl"), func(line []byte) error {
		var r struct{ Lang, Text string }
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		add(news.Lang(r.Lang), r.Text)
		return nil
	})
	err2 := eachLine(filepath.Join(data, "parallel", "xquad.jsonl"), func(line []byte) error {
		var r map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		for _, lang := range []string{"ar", "de", "en", "es", "ru", "tr", "zh"} {
			if s, ok := r[lang].(string); ok {
				add(news.Lang(lang), s)
			}
		}
		return nil
	})
	return out, errors.Join(err, err2)
}

func copyItem(id string, lang news.Lang, s string) *cluster.Item {
	return cluster.NewItem(&news.Document{Report: news.Report{ID: id, Lang: lang, Text: s}})
}

// found reports whether b is judged a copy of a and is a candidate: they share a key
// of the signature (b, or h of a text too short for one).
func found(a, b *cluster.Item) bool {
	if !cluster.Pair(a, b).Copy {
		return false
	}
	keys := a.Keys()
	return slices.ContainsFunc(b.Keys(), func(k string) bool {
		return (k[0] == 'b' || k[0] == 'h') && slices.Contains(keys, k)
	})
}

func copyRecall(lang news.Lang, texts []string, share, trim float64) tally {
	var words []string
	for _, s := range texts {
		for _, w := range text.Words(s) {
			words = append(words, w.In(s))
		}
	}
	var t tally
	for i, s := range texts {
		rnd := rand.New(rand.NewPCG(uint64(i), uint64(share*100)))
		c := edited(s, share, words, rnd)
		if trim > 0 {
			ws := text.Words(c)
			c = c[:ws[int(float64(len(ws))*(1-trim))].Start]
		}
		t.n++
		if found(copyItem("a", lang, s), copyItem("b", lang, c)) {
			t.hit++
		}
	}
	return t
}

// edited puts random words in the place of a share of the words of s.
func edited(s string, share float64, words []string, rnd *rand.Rand) string {
	ws := text.Words(s)
	change := map[int]bool{}
	for _, i := range rnd.Perm(len(ws))[:int(share*float64(len(ws))+0.5)] {
		change[i] = true
	}
	var b strings.Builder
	at := 0
	for i, w := range ws {
		b.WriteString(s[at:w.Start])
		if change[i] {
			b.WriteString(words[rnd.IntN(len(words))])
		} else {
			b.WriteString(w.In(s))
		}
		at = w.End
	}
	b.WriteString(s[at:])
	return b.String()
}

func copyFalse(lang news.Lang, texts []string) tally {
	items := make([]*cluster.Item, len(texts))
	for i, s := range texts {
		items[i] = copyItem(fmt.Sprint(i), lang, s)
	}
	var t tally
	for i, a := range items {
		for _, b := range items[:i] {
			t.n++
			if cluster.Pair(a, b).Copy {
				t.hit++
			}
		}
	}
	return t
}

func copyTranslations(data string) tally {
	var t tally
	_ = eachLine(filepath.Join(data, "parallel", "xquad.jsonl"), func(line []byte) error {
		var r map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		en, _ := r["en"].(string)
		for _, lang := range []string{"ar", "de", "es", "ru", "tr", "zh"} {
			if s, ok := r[lang].(string); ok {
				t.n++
				if cluster.Pair(copyItem("a", "en", en), copyItem("b", news.Lang(lang), s)).Copy {
					t.hit++
				}
			}
		}
		return nil
	})
	return t
}

// eachLine calls fn with each line of a JSON lines file; a file that is not there
// is missing.
func eachLine(path string, fn func(line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return missing{path}
	}
	defer func() { _ = f.Close() }() // only read
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for n := 1; sc.Scan(); n++ {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		if err := fn(sc.Bytes()); err != nil {
			return fmt.Errorf("%s line %d: %w", path, n, err)
		}
	}
	return sc.Err()
}

func sortedKeys[V any](m map[news.Lang]V) []news.Lang {
	keys := make([]news.Lang, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
