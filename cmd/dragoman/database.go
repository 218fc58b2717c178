package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/filter"
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
	if err := d.mustExist(); err != nil {
		return nil, err
	}
	return d.open(ctx)
}

func (d *database) mustExist() error {
	if _, err := os.Stat(d.file()); errors.Is(err, fs.ErrNotExist) {
		return &news.Error{
			Code: news.NotFound, Message: "there is no database at " + d.file(),
			Hint: "dragoman add PATH...   keeps reports in it; --db names another",
		}
	}
	return nil
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

// filter checks the flags and says which one is wrong.
func (f *filters) filter() (store.Filter, error) {
	own, err := f.ownTypes()
	if err != nil {
		return store.Filter{}, err
	}
	out, err := filter.Parse(filter.Words{
		Since: f.since, Until: f.until, Lang: f.lang, Country: f.country, Entity: f.entity, Source: f.source, Type: f.typ, Status: f.state,
	}, filter.Options{Now: time.Now(), Types: own, Own: "; --rules DIR knows types of your own", Say: func(name string) string { return "--" + name + " " }})
	if err == nil && f.limit < 0 {
		err = wrong("--limit is negative", "--limit 0 for all")
	}
	out.Limit, out.After = f.limit, f.after
	return out, err
}

// ownTypes are the types of the rules in force. They are read where a type is asked for that is not the program's.
func (f *filters) ownTypes() ([]news.EventType, error) {
	if t := news.EventType(strings.ToUpper(f.typ)); t == "" || contains(news.EventTypes, t) {
		return nil, nil
	}
	rules, err := f.rules.open()
	if err != nil {
		return nil, err
	}
	return rules.Types(), nil
}

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
