package format

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Asked is what somebody asks of a format, as they wrote it; "" is not asked.
type Asked struct {
	Format   string // its name
	Of       string
	Base     string
	TLP      string // a label, with or without the "TLP:" before it
	Imported string // write what others coded instead
}

// Choose returns the format that is asked for and the options that go with it, without a filter and a time; or says with code
// news.Invalid what is wrong. say tells how a name stands before its value: "--of ", "of=".
func Choose(formats []Format, a Asked, say func(name string) string) (Format, Options, error) {
	bare := func(name string) string { return strings.TrimRight(say(name), " =") }
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	if a.Format == "" {
		return Format{}, Options{}, wrong(bare("format")+" is missing", bare("format")+" with one of "+strings.Join(names, " "))
	}
	f, ok := Find(formats, strings.ToLower(a.Format))
	if !ok {
		return f, Options{}, wrong(say("format")+a.Format+" is no format", "one of "+strings.Join(names, " "))
	}
	opt := Options{Of: a.Of, Base: strings.TrimSuffix(a.Base, "/"), TLP: TLP(strings.TrimPrefix(strings.ToLower(a.TLP), "tlp:"))}
	switch {
	case a.Of != "" && len(f.Of) == 0:
		return f, opt, wrong(say("of")+a.Of+" is nothing that "+f.Name+" can be of", "leave "+bare("of")+" out: "+f.Name+" has one kind of record")
	case a.Of != "" && !slices.Contains(f.Of, a.Of):
		return f, opt, wrong(say("of")+a.Of+" is nothing that "+f.Name+" can be of", bare("of")+" with one of "+strings.Join(f.Of, " "))
	case a.TLP != "" && !slices.Contains(TLPs, opt.TLP):
		return f, opt, wrong(say("tlp")+a.TLP+" is no label", "one of "+labels())
	case a.Imported != "" && f.Stories:
		return f, opt, wrong(bare("imported")+": "+f.Name+" is of stories, and what others coded is in none", "a format of entries, such as plover, csv or geojson")
	case a.TLP != "" && !f.Marks:
		return f, opt, wrong(bare("tlp")+": "+f.Name+" has no place for it", "mark the file as you hand it on, or write "+say("format")+"stix or misp")
	case a.Base != "" && news.Link(a.Base) == "":
		return f, opt, wrong(say("base")+a.Base+" is no address", say("base")+"http://localhost:8080")
	}
	return f, opt, nil
}

func labels() string {
	out := make([]string, len(TLPs))
	for i, l := range TLPs {
		out[i] = string(l)
	}
	return strings.Join(out, " ")
}

func wrong(message, hint string) error {
	return &news.Error{Code: news.Invalid, Message: message, Hint: hint}
}
