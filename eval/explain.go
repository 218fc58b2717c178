package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// explained is a labelled sentence and what spoke for events in it: what train/events/decide.py fits
// the weights of the decision on.
type explained struct {
	ID      string      `json:"id"`
	Lang    news.Lang   `json:"lang"`
	Text    string      `json:"text"`
	Gold    [][2]string `json:"gold"` // type and status; of NONE nothing
	Signals []signals   `json:"signals"`
}

// signals are those of one candidate.
type signals struct {
	Type  news.EventType     `json:"type"`
	From  int                `json:"from"` // bytes into the text
	To    int                `json:"to"`
	Words string             `json:"words"`
	Signs map[string]float64 `json:"signs"`
}

// explain reads labelled sentences, JSON lines of the files of sentences, and writes what the stage of
// events made of each. Of those that a model may have been trained on nothing is read; rules: without a model.
func explain(files []string, rules bool, w io.Writer) error {
	rd, err := newReaders()
	if err != nil {
		return err
	}
	if rules {
		rd.model = nil
	}
	out := json.NewEncoder(w)
	for _, file := range files {
		if err := explainFile(rd, file, rules, out); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func explainFile(rd *readers, file string, rules bool, out *json.Encoder) error {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r sentenceRow
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return err
		}
		if !rules && !heldBack(r.ID) {
			continue
		}
		doc := &news.Document{Report: news.Report{Text: r.Text, Lang: r.Lang}, Sentences: text.Sentences(r.Text, r.Lang)}
		if err := findAll(rd, doc); err != nil {
			return err
		}
		x := explained{ID: r.ID, Lang: r.Lang, Text: r.Text, Gold: [][2]string{}, Signals: []signals{}}
		for _, c := range event.Explain(doc) {
			x.Signals = append(x.Signals, signals{c.Type, c.Words.Start, c.Words.End, c.Words.In(doc.Text), c.Signs})
		}
		for _, e := range r.Events {
			if e.Type != "NONE" {
				x.Gold = append(x.Gold, [2]string{e.Type, e.Status})
			}
		}
		if err := out.Encode(x); err != nil {
			return err
		}
	}
	return lines.Err()
}
