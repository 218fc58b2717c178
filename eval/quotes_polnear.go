package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// polnearRow is one article of PolNeAR; spans are in code points and may be in pieces.
type polnearRow struct {
	Text   string
	Quotes []struct{ Speaker, Cue, Content [][2]int }
}

// polnear scores quotes on articles of others. Their attributions are more than what is said (beliefs, plans,
// what documents hold), so that not all of them can be found. The speaker is right where the words that
// name him are in common, or one name holds the other; whom a pronoun means the gold does not say, so
// that those quotes do not count for speakers.
func polnear(rd *readers, data string) ([]score, error) {
	file := filepath.Join(data, "quotes", "polnear_dev.jsonl")
	var content, who counts
	marked := counts{}
	err := readLines(file, func(line []byte) error {
		var r polnearRow
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		doc := &news.Document{Report: news.Report{Text: r.Text, Lang: "en"}, Sentences: text.Sentences(r.Text, "en")}
		if err := findAll(rd, doc); err != nil {
			return err
		}
		polnearCounts(r, doc, &content, &who, &marked)
		return nil
	})
	if err != nil {
		return nil, missing{file}
	}
	n := content.tp + content.fn
	return []score{
		{Set: "PolNeAR dev", Lang: "en", Metric: "F1 content", Value: content.f1(), N: n},
		{Set: "PolNeAR dev", Lang: "en", Metric: "precision content", Value: float64(content.tp) / float64(max(1, content.tp+content.fp)), N: content.tp + content.fp},
		{Set: "PolNeAR dev", Lang: "en", Metric: "F1 content+speaker", Value: who.f1(), N: who.tp + who.fn},
		{Set: "PolNeAR dev", Lang: "en", Metric: "recall of quotes between marks", Value: float64(marked.tp) / float64(max(1, marked.tp+marked.fn)), N: marked.tp + marked.fn},
	}, nil
}

func polnearCounts(r polnearRow, doc *news.Document, content, who, marked *counts) {
	off := text.NewOffsets(r.Text)
	used := make([]bool, len(doc.Quotes))
	for _, g := range r.Quotes {
		want, speaker := hull(off, g.Content), hull(off, g.Speaker)
		hit := slices.IndexFunc(doc.Quotes, func(q news.Quote) bool {
			return common(q.Span, want)*2 >= min(q.Span.Len(), want.Len()) && !used[slices.Index(doc.Quotes, q)]
		})
		content.add(hit >= 0, true)
		right := hit >= 0 && namesSpeaker(doc.Quotes[hit], speaker, r.Text)
		told := !speaker.Empty() && !slices.Contains(pronouns, strings.ToLower(speaker.In(r.Text)))
		if told {
			who.add(right, true)
		}
		if in := want.In(r.Text); len(in) > 2 && (in[0] == '"' || len(in) > 3 && in[:3] == "“") {
			marked.add(hit >= 0, true)
		}
		if hit >= 0 {
			used[hit] = true
			if told && !right {
				who.add(true, false)
			}
		}
	}
	for i := range used {
		if !used[i] {
			content.add(true, false)
			who.add(true, false)
		}
	}
}

// pronouns are speakers of whom the gold does not say who they are.
var pronouns = []string{"he", "she", "they", "i", "we", "it", "who", "you", "him", "her", "them"}

// hull is from the first to the last byte of spans in code points.
func hull(off *text.Offsets, pieces [][2]int) news.Span {
	var sp news.Span
	for i, p := range pieces {
		s := news.Span{Start: off.Byte(p[0]), End: off.Byte(p[1])}
		if i == 0 {
			sp = s
		}
		sp = news.Span{Start: min(sp.Start, s.Start), End: max(sp.End, s.End)}
	}
	return sp
}

// namesSpeaker reports whether a quote's speaker is the one at a span.
func namesSpeaker(q news.Quote, speaker news.Span, body string) bool {
	if q.Speaker == "" {
		return false
	}
	return q.SpeakerSpan.Overlaps(speaker) || sameSpeaker(q.Speaker, speaker.In(body), "")
}
