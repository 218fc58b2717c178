package main

import (
	"crypto/sha1" //nolint:gosec // to part rows, not to keep a secret
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/text"
)

// translitSets are the scripts whose names are paired with Latin ones, and what rapidfuzz's ratio over unidecode reaches on
// the same questions: accuracy@1, MRR and F1 of pairs (train/names.py -peer).
var translitSets = []struct {
	file, lang string
	peer       [3]string
}{
	{"translit_ar_80", "ar", [3]string{"rapidfuzz on unidecode .167", "rapidfuzz on unidecode .233", "rapidfuzz on unidecode .718"}},
	{"translit_ru_80", "ru", [3]string{"rapidfuzz on unidecode .747", "rapidfuzz on unidecode .790", "rapidfuzz on unidecode .745"}},
	{"translit_he_80", "he", [3]string{"rapidfuzz on unidecode .247", "rapidfuzz on unidecode .344", "rapidfuzz on unidecode .717"}},
	{"translit_zh_80", "zh", [3]string{"rapidfuzz on unidecode .207", "rapidfuzz on unidecode .287", "rapidfuzz on unidecode .695"}},
}

const (
	translitAsked = 150 // foreign forms that are looked for
	translitPairs = 500 // pairs of one name that are compared
	sameName      = 0.5 // from where on two names are one
)

// evalTranslit scores names across scripts on the fifth of the pairs that no weight was learned from: each foreign form among all
// Latin names of that fifth, and pairs beside the nearest wrong ones.
func evalTranslit(data string) ([]score, error) {
	var scores []score
	var errs []error
	for _, set := range translitSets {
		rows, err := translitRows(filepath.Join(data, "names", set.file+".tsv"))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		first, mrr, n := rankLatin(rows)
		scores = append(scores,
			score{Set: "translit fifth", Lang: set.lang, Metric: "accuracy@1", Value: first, N: n, Peer: set.peer[0]},
			score{Set: "translit fifth", Lang: set.lang, Metric: "MRR", Value: mrr, N: n, Peer: set.peer[1]})
		c, n := samePairs(rows)
		scores = append(scores, score{Set: "translit fifth", Lang: set.lang, Metric: "pair F1", Value: c.f1(), N: n, Peer: set.peer[2]})
	}
	people, err := evalPeopleNames(data)
	return append(scores, people...), errors.Join(append(errs, err)...)
}

// translitRow is a Latin name and how it is written elsewhere.
type translitRow struct {
	latin, foreign string
	count          int
}

// translitRows reads the fifth that was held back.
func translitRows(file string) ([]translitRow, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, missing{file}
	}
	var rows []translitRow
	err := readLines(file, func(line []byte) error {
		cells := strings.Split(string(line), "\t")
		if len(cells) != 3 || cells[0] == "latin" || sha1.Sum([]byte(cells[0]))[0]%5 != 0 { //nolint:gosec // as above
			return nil
		}
		count, err := strconv.Atoi(cells[2])
		rows = append(rows, translitRow{cells[0], cells[1], count})
		return err
	})
	return rows, err
}

// asked returns some of the rows, the same ones each time whatever their order.
func asked(rows []translitRow, n int) []translitRow {
	sorted := slices.Clone(rows)
	sum := func(r translitRow) string { s := sha1.Sum([]byte("asked" + r.latin + r.foreign)); return string(s[:]) } //nolint:gosec // as above
	slices.SortFunc(sorted, func(a, b translitRow) int { return strings.Compare(sum(a), sum(b)) })
	return sorted[:min(n, len(sorted))]
}

// rankLatin looks for foreign forms among all the Latin names. Every Latin name that the form is a writing of is right.
func rankLatin(rows []translitRow) (first, mrr float64, n int) {
	right := map[string]map[string]bool{}
	var latin []string
	seen := map[string]bool{}
	for _, r := range rows {
		if right[r.foreign] == nil {
			right[r.foreign] = map[string]bool{}
		}
		right[r.foreign][r.latin] = true
		if !seen[r.latin] {
			seen[r.latin] = true
			latin = append(latin, r.latin)
		}
	}
	forms := make([]*name.Form, len(latin))
	for i, s := range latin {
		forms[i] = name.NewForm(s)
	}
	for _, r := range asked(rows, translitAsked) {
		q := name.NewSeeker(r.foreign)
		best, better := -1.0, 0
		all := make([]float64, len(latin))
		for i, f := range forms {
			all[i] = q.To(f)
			if right[r.foreign][latin[i]] {
				best = max(best, all[i])
			}
		}
		for i, v := range all { // what is as near counts as nearer
			if v >= best && !right[r.foreign][latin[i]] {
				better++
			}
		}
		if better == 0 {
			first++
		}
		mrr += 1 / float64(better+1)
		n++
	}
	return first / float64(max(n, 1)), mrr / float64(max(n, 1)), n
}

// samePairs counts pairs of one name that are known for one, and as many with the nearest other Latin name: the one with the
// least distance that is not written so.
func samePairs(rows []translitRow) (c counts, n int) {
	right := map[string]bool{}
	var latin [][]rune
	seen := map[string]bool{}
	for _, r := range rows {
		right[r.latin+"\t"+r.foreign] = true
		if !seen[r.latin] {
			seen[r.latin] = true
			latin = append(latin, []rune(r.latin))
		}
	}
	for _, r := range asked(rows, translitPairs) {
		other, least := "", 1<<20
		own := []rune(r.latin)
		for _, l := range latin {
			if diff := len(l) - len(own); diff > least || -diff > least || right[string(l)+"\t"+r.foreign] {
				continue
			}
			if d := text.Distance(own, l); d < least || d == least && string(l) < other {
				other, least = string(l), d
			}
		}
		n += 2
		if name.Similarity(r.latin, r.foreign) >= sameName {
			c.tp++
		} else {
			c.fn++
		}
		if name.Similarity(other, r.foreign) >= sameName {
			c.fp++
		}
	}
	return c, n
}
