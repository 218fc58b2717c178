package main

import (
	"github.com/dragoman-news/dragoman/internal/extract"
	"github.com/dragoman-news/dragoman/internal/news"
)

// evalPublished scores the day of publication of the pages in extraction/htmldate.jsonl.
// A page is right when the report's day is the gold day; the others are either
// wrong or have none.
func evalPublished(data string) ([]score, error) {
	const set = "htmldate"
	rows, err := readPages(data, set)
	if err != nil {
		return nil, err
	}
	right, wrong, none := map[string]*counts{}, map[string]*counts{}, map[string]*counts{}
	for _, row := range rows {
		body, err := readPage(data, row.File)
		if err != nil {
			return nil, err
		}
		day := publishedDay(row, body)
		for _, lang := range []string{"all", row.Lang} {
			at(right, lang).add(day == row.Date, true)
			at(wrong, lang).add(day != row.Date && day != "", true)
			at(none, lang).add(day == "", true)
		}
	}
	const peer = "htmldate 1.10.0 extensive, 1,000 pages: F 0.949; go-htmldate 1.10.1: 0.902"
	var out []score
	for _, lang := range langs(right, 10) {
		n := right[lang].n()
		out = append(out,
			score{set, lang, "day right", right[lang].accuracy(), n, peerFor(lang, peer)},
			score{set, lang, "day wrong", wrong[lang].accuracy(), n, ""},
			score{set, lang, "no day", none[lang].accuracy(), n, ""})
	}
	return out, nil
}

// publishedDay is the day that is read from a page, "" for none. A page without
// text may still have one.
func publishedDay(row pageGold, body []byte) string {
	r, err := extract.HTML(&news.Raw{Name: row.ID, URL: row.URL, Body: body}, extract.Options{})
	if err != nil || r.Published == nil {
		return ""
	}
	switch r.Published.Precision {
	case news.Month, news.Season, news.Year, news.Decade, news.Range:
		return ""
	}
	return r.Published.From.Format("2006-01-02")
}
