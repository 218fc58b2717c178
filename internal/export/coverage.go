package export

import (
	"math"

	"github.com/dragoman-news/dragoman/internal/news"
)

// CoverageSchema is the schema name of Coverage.
const CoverageSchema = "dragoman.coverage/1"

// Coverage is dragoman.coverage/1: reports by day, and where they stopped coming. The numbers of a row are those of the days
// from From to To.
type Coverage struct {
	Schema    string           `json:"schema"`
	From      string           `json:"from"`
	To        string           `json:"to"`
	Partial   bool             `json:"partial"` // the last day is not over
	All       CoverageCounts   `json:"all"`
	Languages []LanguageCounts `json:"languages"`
	Sources   []SourceCounts   `json:"sources"`
	Gaps      []Gap            `json:"gaps"`
}

// CoverageCounts is a number for each day.
type CoverageCounts struct {
	Reports []int `json:"reports"` // that are no copies
	Copies  []int `json:"copies"`
	Undated int   `json:"undated"` // not known to the day, whenever they were published
}

// LanguageCounts is the counts of a language.
type LanguageCounts struct {
	Lang string `json:"lang"`
	CoverageCounts
}

// SourceCounts is the counts of a source, "" for reports that name none.
type SourceCounts struct {
	Source    string   `json:"source"`
	Languages []string `json:"languages"`
	CoverageCounts
}

// Gap is a silence that is longer than chance and habit explain.
type Gap struct {
	Kind    string   `json:"kind"` // all, lang, source
	Lang    string   `json:"lang,omitempty"`
	Source  string   `json:"source,omitempty"`
	Sources []string `json:"sources,omitempty"` // of a language: those that fell silent
	Last    string   `json:"last"`              // the last day with a report
	From    string   `json:"from"`
	To      string   `json:"to"`
	Days    int      `json:"days"`
	Rate    float64  `json:"rate"` // reports a day before it
	Open    bool     `json:"open"` // it lasts until the end of what is looked at
}

// NewCoverage renders c.
func NewCoverage(c *news.Coverage) Coverage {
	tags := func(ls []news.Lang) []string { return each(ls, func(l news.Lang) string { return string(l) }) }
	counts := func(r news.CoverageRow) CoverageCounts {
		return CoverageCounts{r.Reports, r.Copies, r.Undated}
	}
	return Coverage{
		Schema: CoverageSchema, From: c.From, To: c.To, Partial: c.Partial, All: counts(c.All),
		Languages: each(c.Langs, func(r news.CoverageRow) LanguageCounts { return LanguageCounts{string(r.Lang), counts(r)} }),
		Sources: each(c.Sources, func(r news.CoverageRow) SourceCounts {
			return SourceCounts{r.Source, tags(r.Langs), counts(r)}
		}),
		Gaps: each(c.Gaps, func(g news.Gap) Gap {
			return Gap{
				Kind: string(g.Kind), Lang: string(g.Lang), Source: g.Source, Sources: g.Sources, Last: g.Last, From: g.From, To: g.To,
				Days: g.Days, Rate: math.Round(g.Rate*100) / 100, Open: g.Open,
			}
		}),
	}
}
