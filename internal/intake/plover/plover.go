// Package plover reads PLOVER JSON Lines as its manual has them, as Dragoman writes them, and as NGEC, the coder of
// POLECAT, writes its own: one event a line.
package plover

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strings"

	theirs "github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is PLOVER and NGEC JSON Lines.
func Format() intake.Format {
	return intake.Format{
		Name: "plover", About: "PLOVER JSON Lines, and those of NGEC, the coder of POLECAT", Read: read,
	}
}

func read(r io.Reader) iter.Seq2[intake.Item, error] {
	return func(yield func(intake.Item, error) bool) {
		for line, err := range intake.Lines(r) {
			if err != nil {
				yield(intake.Item{Line: line.Number}, err)
				return
			}
			if !yield(item(line), nil) {
				return
			}
		}
	}
}

func item(line intake.Line) intake.Item {
	raw := slices.Clone(line.Text)
	if line.TooLong {
		return intake.Bad(line.Number, raw, "the line is too long")
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return intake.Bad(line.Number, raw, "no JSON object")
	}
	build := manual
	if o.has("event_type") {
		build = ngec
	}
	out := &news.Imported{Line: line.Number, Original: o.text("id"), Raw: raw}
	if reason := build(o, &out.Document); reason != "" {
		return intake.Bad(line.Number, raw, "%s", reason)
	}
	return intake.Item{Record: out, Line: line.Number}
}

// AsManual reports whether a record has the manual's fields, so that it may be written among others as it is.
func AsManual(raw []byte) bool {
	var o object
	return json.Unmarshal(raw, &o) == nil && o.has("event") && !o.has("event_type")
}

// object is a JSON object whose fields are read as what they are asked for, whatever they are: the manual leaves it open
// whether a field is a value or a list.
type object map[string]json.RawMessage

func (o object) has(key string) bool {
	v, ok := o[key]
	return ok && !bytes.Equal(v, []byte("null"))
}

// text is a field as text: a string, a number, or the first of a list.
func (o object) text(keys ...string) string {
	for _, key := range keys {
		if all := o.texts(key); len(all) > 0 && all[0] != "" {
			return all[0]
		}
	}
	return ""
}

// texts is a field as texts: one, or a list.
func (o object) texts(key string) []string { return texts(o[key]) }

func texts(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		var out []string
		for _, v := range list {
			out = append(out, texts(v)...)
		}
		return out
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		if s = strings.TrimSpace(s); s != "" {
			return []string{s}
		}
		return nil
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil && n != "" {
		return []string{n.String()}
	}
	return nil
}

// number is a field as a number.
func (o object) number(key string) (float64, bool) {
	s := o.text(key)
	if s == "" {
		return 0, false
	}
	var f float64
	return f, json.Unmarshal([]byte(s), &f) == nil
}

func (o object) object(key string) object {
	var out object
	_ = json.Unmarshal(o[key], &out) // what is no object has no fields
	return out
}

// objects is a field as objects: one, or a list.
func (o object) objects(keys ...string) []object {
	for _, key := range keys {
		var list []object
		if json.Unmarshal(o[key], &list) == nil && len(list) > 0 {
			return slices.DeleteFunc(list, func(o object) bool { return o == nil })
		}
		if one := o.object(key); len(one) > 0 {
			return []object{one}
		}
	}
	return nil
}

// renamed are the types of earlier drafts of the manual.
var renamed = map[string]news.EventType{
	"DEMAND": news.Request, "DISAPPROVE": news.Accuse, "INVESTIGATE": news.Accuse, "FIGHT": news.Assault,
}

// types are the event types, and what is wrong with them.
func types(names []string) ([]news.EventType, string) {
	var out []news.EventType
	for _, name := range names {
		t := news.EventType(strings.ToUpper(name))
		if now, ok := renamed[string(t)]; ok {
			t = now
		}
		if !slices.Contains(news.EventTypes, t) {
			return nil, name + " is no event type of PLOVER"
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return nil, "no event type"
	}
	return out, ""
}

// unbound are the actor codes that are no country.
var unbound = []string{"IGO", "NGO", "ISM", "IMG", "MNC"}

// coded sets country and sector of a party.
func coded(p *news.Party, code, sector string) {
	code, sector = strings.ToUpper(code), strings.ToUpper(sector)
	if len(sector) > 3 { // a second code behind the first
		sector = sector[:3]
	}
	if !ascii(sector) {
		sector = ""
	}
	p.Sector = theirs.OwnSector(sector)
	switch {
	case slices.Contains(unbound, code):
		if p.Sector == "" {
			p.Sector = code
		}
	case intake.Alpha3(code):
		p.Country = code
	}
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// quote makes the words that a record quotes the text of what it cites, one piece a line, and all of them evidence.
func quote(d *news.Document, pieces []string) {
	for _, p := range pieces {
		if d.Text != "" {
			d.Text += "\n"
		}
		s := news.Span{Start: len(d.Text), End: len(d.Text) + len(p)}
		d.Text += p
		for i := range d.Events {
			d.Events[i].Evidence = append(d.Events[i].Evidence, s)
		}
	}
}
