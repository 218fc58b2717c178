package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
)

// realSets are the sets of real articles and of reports under EVAL_DATA, which rows are varied from.
var realSets = []string{
	"reports/reports.jsonl", "clustering/meantime_dev.jsonl", "clustering/semeval2022t8_de.jsonl", "clustering/semeval2022t8_en.jsonl",
	"clustering/semeval2022t8_es.jsonl", "quotes/polnear_train.jsonl",
}

// fewReal is how many texts are too few to vary rows from: then made reports are added.
const fewReal = 500

// realRaws yields the texts of realSets. They are looked at here and kept nowhere.
func realRaws() []*news.Raw {
	type piece struct{ ID, Lang, Title, Text string }
	var out []*news.Raw
	for _, name := range realSets {
		f, err := os.Open(filepath.Join(evalData(), filepath.FromSlash(name)))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 16<<20)
		for sc.Scan() {
			var row struct {
				piece
				A, B piece
			}
			if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			for k, p := range []piece{row.piece, row.A, row.B} {
				if len(p.Text) < 200 || strings.Contains(p.Title, "{") {
					continue
				}
				lang := news.Lang(p.Lang)
				if lang == "" {
					lang = news.Lang(row.Lang)
				}
				out = append(out, &news.Raw{
					Name: name, ID: fmt.Sprintf("%s %d %d", name, len(out), k), Title: p.Title, Lang: lang,
					MediaType: "text/plain", Body: []byte(p.Text), UTF8: true,
				})
			}
		}
		if err := sc.Err(); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		_ = f.Close()
	}
	w := newWriter(9)
	for i := 0; len(out) < fewReal; i++ {
		r := w.report(i)
		out = append(out, &news.Raw{Name: r.ID, ID: r.ID, Title: r.Title, MediaType: "text/plain", Body: []byte(r.Text), UTF8: true})
	}
	return out
}

// realItems reads the real texts by rules and tables.
func realItems() []*cluster.Item {
	p := app.Reading(0, app.NewReadingModel(app.NoModel), nil, nil)
	raws := realRaws()
	var in iter.Seq2[*news.Raw, error] = func(yield func(*news.Raw, error) bool) {
		for _, r := range raws {
			if !yield(r, nil) {
				return
			}
		}
	}
	var out []*cluster.Item
	err := p.Run(context.Background(), in, func(r pipeline.Result) error {
		if r.Problem == nil {
			out = append(out, cluster.NewItem(r.Doc))
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	return out
}
