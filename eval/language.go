package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/lang"
	"github.com/dragoman-news/dragoman/internal/model"
	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/news"
)

// evalLanguage scores language detection on whole texts, on their first 50 and on their
// first 25 characters. The half of tatoeba and sentences in which the frequent words of
// internal/lang/words.txt were counted is left out.
func evalLanguage(data string) ([]score, error) {
	weights, err := model.Open(embedded.FS, model.Language)
	if err != nil {
		return nil, err
	}
	d, err := lang.New(weights)
	if err != nil {
		return nil, err
	}
	var out []score
	var errs []error
	for _, set := range []struct {
		name string
		read func(string) ([]labelled, error)
		cuts []int
	}{
		{"tatoeba", languageTatoeba, []int{0, 50, 25}},
		{"xquad", languageXquad, []int{0, 50, 25}},
		{"sentences", languageSentences, []int{0, 50, 25}},
	} {
		texts, err := set.read(data)
		errs = append(errs, err)
		for _, cut := range set.cuts {
			out = append(out, languageAccuracy(d, set.name, texts, cut)...)
		}
	}
	titles, texts, err := languageReports(data)
	errs = append(errs, err)
	out = append(out, languageAccuracy(d, "report titles", titles, 0)...)
	out = append(out, languageDocuments(d, "reports", texts)...)
	five, err := languageBaghdad(data)
	errs = append(errs, err)
	out = append(out, languageDocuments(d, "baghdad", five)...)
	return out, errors.Join(errs...)
}

// labelled is a text and its language.
type labelled struct{ lang, text, id string }

// languagePeers are the figures of docs/languages.md on NTREX-128, 29 languages: other
// texts, so a measure of the order only.
var languagePeers = map[int]string{
	0:  "NTREX-128: lid.176.ftz plain 0.9936, lingua 0.9972",
	50: "NTREX-128: lid.176.ftz plain 0.9766, lingua 0.9689",
	25: "NTREX-128: lid.176.ftz plain 0.9110, lingua 0.9200",
}

// languageAccuracy detects each text, or its first cut characters where cut is not 0.
func languageAccuracy(d *lang.Detector, set string, texts []labelled, cut int) []score {
	metric := "accuracy"
	if cut > 0 {
		metric = fmt.Sprintf("accuracy %d", cut)
	}
	return languageScores(set, metric, languagePeers[cut], texts, func(s string) news.Lang {
		if r := []rune(s); cut > 0 && len(r) > cut {
			s = string(r[:cut])
		}
		l, _ := d.Detect(s)
		return l
	})
}

func languageDocuments(d *lang.Detector, set string, texts []labelled) []score {
	return languageScores(set, "main language", "", texts, func(s string) news.Lang {
		l, _, _ := d.Document(s)
		return l
	})
}

func languageScores(set, metric, peer string, texts []labelled, detect func(string) news.Lang) []score {
	if len(texts) == 0 {
		return nil
	}
	m := map[string]*counts{}
	for _, t := range texts {
		right := detect(t.text) == news.Lang(t.lang)
		at(m, t.lang).add(right, true)
		at(m, "all").add(right, true)
	}
	var out []score
	for _, l := range langs(m, 1) {
		s := score{set, l, metric, m[l].accuracy(), m[l].n(), ""}
		if l == "all" {
			s.Peer = peer
		}
		out = append(out, s)
	}
	return out
}

// heldOut reports whether the item with this key was left out when words were counted
// (train/words.py).
func heldOut(key string) bool { return crc32.ChecksumIEEE([]byte(key))%2 == 1 }

var rowID = regexp.MustCompile(`^[a-z]{3}-[0-9]+$`)

// languageTatoeba takes one English sentence in eight, as it is paired with all the others.
func languageTatoeba(data string) ([]labelled, error) {
	var texts []labelled
	english := 0
	err := readParallel(filepath.Join(data, "parallel", "tatoeba.jsonl"), func(row map[string]string, langs []string) {
		if !heldOut(row["en"]) {
			return
		}
		for _, l := range langs {
			if l == "en" {
				if english++; english%8 != 0 {
					continue
				}
			}
			texts = append(texts, labelled{lang: l, text: row[l]})
		}
	})
	return texts, err
}

func languageXquad(data string) ([]labelled, error) {
	var texts []labelled
	err := readParallel(filepath.Join(data, "parallel", "xquad.jsonl"), func(row map[string]string, langs []string) {
		for _, l := range langs {
			texts = append(texts, labelled{lang: l, text: row[l]})
		}
	})
	return texts, err
}

// readParallel calls each with every row and its languages, sorted. Where the
// Indonesian text stands under "id", in the place of the row's own, it is a language too.
func readParallel(file string, each func(row map[string]string, langs []string)) error {
	return readLines(file, func(line []byte) error {
		row := map[string]string{}
		if err := json.Unmarshal(line, &row); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		var langs []string
		for l := range row {
			if l != "set" && (l != "id" || file[len(file)-len("tatoeba.jsonl"):] == "tatoeba.jsonl" && !rowID.MatchString(row[l])) {
				langs = append(langs, l)
			}
		}
		slices.Sort(langs)
		each(row, langs)
		return nil
	})
}

func languageSentences(data string) ([]labelled, error) {
	files, err := filepath.Glob(filepath.Join(data, "sentences", "*.jsonl"))
	if err != nil || len(files) == 0 {
		return nil, missing{filepath.Join(data, "sentences")}
	}
	var texts []labelled
	for _, file := range files {
		err := readLines(file, func(line []byte) error {
			var row struct{ ID, Lang, Text string }
			if err := json.Unmarshal(line, &row); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if heldOut(row.ID) {
				texts = append(texts, labelled{row.Lang, row.Text, row.ID})
			}
			return nil
		})
		if err != nil {
			return texts, err
		}
	}
	return texts, nil
}

func languageReports(data string) (titles, texts []labelled, err error) {
	file := filepath.Join(data, "reports", "reports.jsonl")
	err = readLines(file, func(line []byte) error {
		var row struct{ Lang, Title, Text string }
		if err := json.Unmarshal(line, &row); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		titles = append(titles, labelled{lang: row.Lang, text: row.Title})
		texts = append(texts, labelled{lang: row.Lang, text: row.Text})
		return nil
	})
	return titles, texts, err
}

func languageBaghdad(data string) ([]labelled, error) {
	file := filepath.Join(data, "baghdad", "gold.json")
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, missing{file}
	}
	var gold []struct{ File, Lang string }
	if err := json.Unmarshal(b, &gold); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var texts []labelled
	for _, g := range gold {
		body, err := os.ReadFile(filepath.Join(data, "baghdad", filepath.Base(g.File)))
		if err != nil {
			return texts, missing{g.File}
		}
		texts = append(texts, labelled{lang: g.Lang, text: string(body)})
	}
	return texts, nil
}
