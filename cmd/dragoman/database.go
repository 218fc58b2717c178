package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// database is the --db flag.
type database struct{ path string }

func (d *database) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.path, "db", "", "database file (default $DRAGOMAN_DB, else ./dragoman.db)")
}

// file is the path in force: flag, then environment, then default.
func (d *database) file() string {
	return nonEmpty(d.path, os.Getenv("DRAGOMAN_DB"), "dragoman.db")
}

// open opens the database for writing, creating it where it is not there.
func (d *database) open(ctx context.Context) (*sqlite.Store, error) {
	return app.OpenStore(ctx, d.file())
}

// existing opens a database that must be there: a list of nothing is no answer
// to a misspelt path.
func (d *database) existing(ctx context.Context) (*sqlite.Store, error) {
	if _, err := os.Stat(d.file()); errors.Is(err, fs.ErrNotExist) {
		return nil, &news.Error{
			Code: news.NotFound, Message: "there is no database at " + d.file(),
			Hint: "dragoman add PATH...   keeps reports in it; --db names another",
		}
	}
	return d.open(ctx)
}

// filters are the flags that every list has.
type filters struct {
	database
	json                              bool
	since, until                      string
	lang, country, entity, typ, state string
	rules                             rules // whose types can be asked for
	source                            string
	limit                             int
	after                             string
}

func (f *filters) flags(cmd *cobra.Command) {
	f.database.flags(cmd)
	cmd.Flags().BoolVar(&f.json, "json", false, "one JSON object a line")
	f.narrow(cmd, 50)
}

// narrow is the flags that narrow a list, at most limit rows unless more are asked for.
func (f *filters) narrow(cmd *cobra.Command, limit int) {
	fl := cmd.Flags()
	fl.StringVar(&f.since, "since", "", "from this day on: 2020-03-08, 2020-03, 2020, or 7d for the last seven days")
	fl.StringVar(&f.until, "until", "", "up to and including this day, month or year")
	fl.StringVar(&f.lang, "lang", "", "language, such as fr")
	fl.StringVar(&f.country, "country", "", "country of a party or place, ISO 3166-1 alpha-3, such as IRQ")
	fl.StringVar(&f.entity, "entity", "", "who or what is named: an id, or a name in any spelling")
	fl.StringVar(&f.source, "source", "", "outlet: domain or name")
	fl.StringVar(&f.typ, "type", "", "event type, such as CONSULT, or one of your own rules")
	f.rules.flags(cmd)
	fl.StringVar(&f.state, "status", "", "occurred, planned, called_for, denied or background")
	fl.IntVar(&f.limit, "limit", limit, "at most so many (0: all)")
	fl.StringVar(&f.after, "after", "", "go on after the row with this id")
}

var alpha3 = regexp.MustCompile(`^[A-Za-z]{3}$`)

// filter checks the flags and says which one is wrong.
func (f *filters) filter() (store.Filter, error) {
	out := store.Filter{
		Lang: news.Lang(strings.ToLower(f.lang)), Source: f.source, Country: strings.ToUpper(f.country), Entity: f.entity,
		Type: news.EventType(strings.ToUpper(f.typ)), Status: news.Status(strings.ToLower(f.state)),
		Limit: f.limit, After: f.after,
	}
	var err error
	if out.Since, err = day("since", f.since, false); err != nil {
		return out, err
	}
	if out.Until, err = day("until", f.until, true); err != nil {
		return out, err
	}
	if err := f.checkType(out.Type); err != nil {
		return out, err
	}
	switch {
	case f.country != "" && !alpha3.MatchString(f.country):
		return out, wrong("--country "+f.country, "three letters, such as --country IRQ")
	case f.limit < 0:
		return out, wrong("--limit is negative", "--limit 0 for all")
	case out.Status != "" && !contains(statuses, out.Status):
		return out, wrong("--status "+f.state+" is no status", "one of "+join(statuses))
	}
	return out, nil
}

// checkType wants a type of the program's or of the rules in force. A type of the program's is known without them.
func (f *filters) checkType(t news.EventType) error {
	if t == "" || contains(news.EventTypes, t) {
		return nil
	}
	rules, err := f.rules.open()
	if err != nil {
		return err
	}
	if own := rules.Types(); !contains(own, t) {
		return wrong("--type "+f.typ+" is no event type", "one of "+join(slices.Concat(news.EventTypes, own))+"; --rules DIR knows types of your own")
	}
	return nil
}

var statuses = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}

func wrong(message, hint string) error {
	return &news.Error{Code: news.Invalid, Message: message, Hint: hint}
}

func contains[T comparable](in []T, v T) bool {
	for _, x := range in {
		if x == v {
			return true
		}
	}
	return false
}

func join[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return strings.Join(out, " ")
}

var ago = regexp.MustCompile(`^(\d{1,4})([hdwmy])$`)

// day reads a day, month, year, or a time ago as an ISO date; of a month or year
// it is the first day, or the last.
func day(flag, s string, last bool) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if last && layout == "2006-01" {
			t = t.AddDate(0, 1, -1)
		}
		if last && layout == "2006" {
			t = t.AddDate(1, 0, -1)
		}
		return t.Format(time.DateOnly), nil
	}
	if m := ago.FindStringSubmatch(s); m != nil {
		return before(time.Now(), m[1], m[2]).Format(time.DateOnly), nil
	}
	return "", wrong("--"+flag+" "+s+" is no day", "--"+flag+" 2020-03-08, or 2020-03, 2020, 7d")
}

func before(now time.Time, n, unit string) time.Time {
	k := 0
	for _, r := range n {
		k = k*10 + int(r-'0')
	}
	switch unit {
	case "h":
		return now.Add(-time.Duration(k) * time.Hour)
	case "w":
		return now.AddDate(0, 0, -7*k)
	case "m":
		return now.AddDate(0, -k, 0)
	case "y":
		return now.AddDate(-k, 0, 0)
	default:
		return now.AddDate(0, 0, -k)
	}
}
