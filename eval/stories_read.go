package main

import (
	"crypto/sha1" //nolint:gosec // tells texts apart; nothing is secured by it
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/clean"
	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quote"
	"github.com/dragoman-news/dragoman/internal/text"
)

// storyText is a report of a set as it stands there, with its gold story.
type storyText struct {
	ID, Story, Lang, Source, Published, Title, Text string
}

// storyDoc is a document with its gold story.
type storyDoc struct {
	doc   *news.Document
	story string
	key   string // tells the text apart, before anything was cleaned off it
	item  *cluster.Item
}

func reportTexts(data string) ([]storyText, error) {
	var out []storyText
	err := eachLine(filepath.Join(data, "reports", "reports.jsonl"), func(line []byte) error {
		var r storyText
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

// shortTexts are the reports as an agency has them first: the title, and a sentence or two.
func shortTexts(data string) ([]storyText, error) {
	const most = 160
	texts, err := reportTexts(data)
	for i, t := range texts {
		n := most
		if t.Lang == "zh" {
			n /= 3
		}
		runes := []rune(t.Text)
		if len(runes) <= n {
			continue
		}
		if t.Lang != "zh" {
			for n < len(runes) && runes[n] != ' ' {
				n++
			}
		}
		texts[i].Text = string(runes[:n])
	}
	return texts, err
}

// eventTexts reads a set of package clustering, each report under its event.
func eventTexts(name string) func(data string) ([]storyText, error) {
	return func(data string) ([]storyText, error) {
		var out []storyText
		err := eachLine(filepath.Join(data, "clustering", name), func(line []byte) error {
			var r struct{ ID, Event, Lang, Title, Date, Text string }
			if err := json.Unmarshal(line, &r); err != nil {
				return err
			}
			out = append(out, storyText{ID: r.ID, Story: r.Event, Lang: r.Lang, Published: r.Date, Title: r.Title, Text: r.Text})
			return nil
		})
		return out, err
	}
}

// baghdadTexts reads the five reports as they are, with what their date lines say.
func baghdadTexts(data string) ([]storyText, error) {
	path := filepath.Join(data, "baghdad", "gold.json")
	b, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, missing{path}
	}
	var rows []struct {
		ID, File, Story, Lang string
		Published             *struct{ Date, Precision string }
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, err
	}
	var out []storyText
	for _, r := range rows {
		b, err := os.ReadFile(filepath.Join(data, "baghdad", r.File))
		if err != nil {
			return nil, missing{r.File}
		}
		t := storyText{ID: r.ID, Story: r.Story, Lang: r.Lang, Text: string(b)}
		if r.Published != nil {
			t.Published = r.Published.Date
		}
		out = append(out, t)
	}
	return out, nil
}

// readStories reads texts up to what clustering needs of them, on all cores.
func readStories(rd *readers, texts []storyText) ([]storyDoc, error) {
	out, errs := make([]storyDoc, len(texts)), make([]error, len(texts))
	inParallel(len(texts), func(i int) { out[i], errs[i] = readStory(rd, texts[i]) })
	return out, errors.Join(errs...)
}

// inParallel calls do for 0 to n-1, as many at once as there are cores.
func inParallel(n int, do func(i int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

func readStory(rd *readers, t storyText) (storyDoc, error) {
	d := &news.Document{Report: news.Report{
		ID: t.ID, Lang: news.Lang(t.Lang), Source: t.Source, Title: t.Title, Text: text.NFC(t.Text), Published: publishedAs(t.Published),
	}}
	cleaned := clean.Text(clean.Input{Title: d.Title, Text: d.Text, Lang: d.Lang})
	d.Title, d.Text = cleaned.Title, cleaned.Text
	if d.Published == nil {
		d.Published = cleaned.Published
	}
	d.Sentences = text.Sentences(d.Text, d.Lang)
	var ref *news.Interval
	if d.Published != nil {
		ref = &d.Published.Interval
	}
	d.Dates = date.Find(d.Text, d.Lang, ref)
	err := rd.mentions(d)
	d.Quotes = quote.Find(d)
	d.Events = event.Find(d)
	return storyDoc{d, t.Story, textKey(t.Title, t.Text), cluster.NewItem(d)}, err
}

// textKey tells texts apart.
func textKey(title, body string) string {
	h := sha1.Sum([]byte(title + "\n" + body)) //nolint:gosec // as above
	return hex.EncodeToString(h[:8])
}

// publishedAs reads the dates of the data sets: RFC 3339, a day or a month.
func publishedAs(s string) *news.Published {
	for _, f := range []struct {
		layout    string
		precision news.Precision
	}{{time.RFC3339, news.Second}, {"2006-01-02T15:04Z07:00", news.Minute}, {time.DateOnly, news.Day}, {"2006-01", news.Month}} {
		t, err := time.Parse(f.layout, s)
		if err != nil {
			continue
		}
		iv := news.Interval{From: t, To: t, Precision: f.precision}
		if f.precision == news.Month {
			iv.To = t.AddDate(0, 1, -1)
		}
		return &news.Published{Interval: iv, ReadFrom: news.ReadFromInput}
	}
	return nil
}
