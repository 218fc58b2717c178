package web

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// frame is what surrounds every page: embed it in the page's data.
type frame struct {
	L         *locale.Locale
	Zone      *time.Location // in which the reader is shown times
	Look      string         // "auto", "light" or "dark"
	Title     string         // of the page, for the window
	TitleLang news.Lang      // of the title where it is a stranger's, else ""
	Nav       string         // which entry of the navigation the page belongs to
	Locales   []*locale.Locale
	Seat      Seat

	here     url.URL
	watching bool // there are pages on watches
}

func (f frame) printer() *locale.Locale { return f.L }

// framed is a page's data.
type framed interface{ printer() *locale.Locale }

// The cookies that keep what a reader chose, and their zone. A cookie is a wish and never trusted.
const (
	cookieLocale = "ui"
	cookieLook   = "look"
	cookieZone   = "tz"
	cookieAge    = 400 * 24 * 60 * 60
)

// looks lists the appearances that a reader can choose.
var looks = []string{"auto", "light", "dark"}

// Looks lists the appearances that a reader can choose.
func (frame) Looks() []string { return looks }

// With is the address of this page with one parameter changed, for links that keep all else; an empty value takes it out.
func (f frame) With(key, value string) string { return with(f.here, key, value) }

func with(u url.URL, changes ...string) string {
	q := u.Query()
	for i := 0; i+1 < len(changes); i += 2 {
		if q.Del(changes[i]); changes[i+1] != "" {
			q.Set(changes[i], changes[i+1])
		}
	}
	out := url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: q.Encode()}
	return out.String()
}

// LoginPath is where whoever asks logs in, to come back to this page.
func (f frame) LoginPath() string {
	return "/login?" + url.Values{"next": {f.here.RequestURI()}}.Encode()
}

// ZoneName is the reader's zone in words.
func (f frame) ZoneName() string { return f.Zone.String() }

// When writes a stretch of time for the reader, in their zone, as an element <time>.
func (f frame) When(iv news.Interval) template.HTML {
	return timeElement(f.L, f.Zone, iv, f.L.Interval)
}

// OnDay writes a stretch of time as part of a sentence: "on 8 March 2020".
func (f frame) OnDay(iv news.Interval) template.HTML { return timeElement(f.L, f.Zone, iv, f.L.When) }

// At writes an instant for the reader, in their zone.
func (f frame) At(t time.Time) template.HTML {
	return f.When(news.Interval{From: t, To: t, Precision: news.Minute})
}

// timeElement writes a time with how the source gives it on hover: an hour was read in a zone, or in none.
func timeElement(l *locale.Locale, zone *time.Location, iv news.Interval, write func(news.Interval, *time.Location) string) template.HTML {
	attributes := `datetime="` + locale.ISO(iv) + `"`
	shown := write(iv, zone)
	switch iv.Precision {
	case news.Second, news.Minute, news.Hour:
		if iv.Floating {
			attributes += ` title="` + template.HTMLEscapeString(l.T("date.floating")) + `"`
			break
		}
		attributes += ` data-instant title="` + template.HTMLEscapeString(l.T("date.source", l.Clock(iv.From)+" "+l.Zone(iv.From))) + `"`
		shown += " " + l.Zone(iv.From.In(zone))
	}
	return template.HTML("<time " + attributes + ">" + template.HTMLEscapeString(shown) + "</time>") // all of it is ours or escaped
}

// frame reads who looks at a page: from the address, from what they chose before, and from what the browser says of them.
func (s *server) frame(w http.ResponseWriter, r *http.Request, nav, title string) frame {
	q := r.URL.Query()
	f := frame{Title: title, Nav: nav, Locales: s.locales.All(), here: *r.URL, watching: s.Watches != nil, Look: looks[0], Zone: time.UTC}
	if s.Seat != nil {
		f.Seat = s.Seat(r)
	}
	f.L = s.locales.Choose(r.Header.Get("Accept-Language"), q.Get("ui"), cookie(r, cookieLocale))
	if q.Get("ui") == f.L.Tag {
		keep(w, r, cookieLocale, f.L.Tag)
	}
	for _, wish := range []string{cookie(r, cookieLook), q.Get("look")} {
		for _, look := range looks {
			if wish == look {
				f.Look = look
			}
		}
	}
	if q.Get("look") == f.Look {
		keep(w, r, cookieLook, f.Look)
	}
	if name, err := url.QueryUnescape(cookie(r, cookieZone)); err == nil && name != "" && name != "Local" && len(name) < 64 {
		if zone, err := time.LoadLocation(name); err == nil {
			f.Zone = zone
		}
	}
	w.Header().Add("Vary", "Accept-Language, Cookie")
	w.Header().Set("Content-Language", f.L.Tag)
	return f
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// keep has the browser remember a choice. The cookies say how to show a page and nothing of the reader.
func keep(w http.ResponseWriter, r *http.Request, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: cookieAge, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
}

// functions are what templates call. They write in the language of one locale.
func functions(l *locale.Locale, assets map[string]string) template.FuncMap {
	return template.FuncMap{
		"t":          l.T,
		"th":         l.HTML,
		"n":          l.Number,
		"dir":        direction,
		"language":   func(tag news.Lang) string { return l.Language(string(tag)) },
		"country":    l.Country,
		"day":        func(iso string) string { return dayOf(l, iso) },
		"span":       func(from, to string) template.HTML { return spanOf(l, from, to) },
		"foreign":    foreign,
		"typed":      func(t news.EventType) string { return named(l, "type.", string(t)) },
		"status":     func(st news.Status) string { return named(l, "status.", string(st)) },
		"kind":       func(k news.Kind) string { return named(l, "kind.", string(k)) },
		"mode":       func(m string) string { return named(l, "mode.", m) },
		"context":    func(c string) string { return named(l, "context.", c) },
		"reason":     func(r string) string { return named(l, "reason.", r) },
		"because":    func(r string) template.HTML { return because(l, r) },
		"link":       news.Link,
		"reportPath": reportPath, "storyPath": storyPath, "entityPath": entityPath,
		"asset": func(name string) string { return assets[name] },
		"list": func(pieces []template.HTML) template.HTML {
			return l.ListHTML(pieces)
		},
	}
}

// named is the text for a name of ours, which is shown as it is where it has none.
func named(l *locale.Locale, family, name string) string {
	if key := family + name; l.Has(key) {
		return l.T(key)
	}
	return strings.ReplaceAll(name, "_", " ")
}

// foreign writes a piece of text in a language of its own, isolated from the direction of what is around it.
func foreign(text string, lang news.Lang) template.HTML {
	return template.HTML(`<bdi lang="` + template.HTMLEscapeString(string(lang)) + `" dir="` + direction(lang) + `">` +
		template.HTMLEscapeString(text) + `</bdi>`) // all of it is ours or escaped
}

// dayOf writes an ISO date in words; what is none stays as it is.
func dayOf(l *locale.Locale, iso string) string {
	if iso == "" {
		return l.T("date.undated")
	}
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return l.Day(t)
}

// spanOf writes a stretch of days given by two ISO dates.
func spanOf(l *locale.Locale, from, to string) template.HTML {
	if to == "" {
		to = from
	}
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return template.HTML(template.HTMLEscapeString(l.T("date.undated")))
	}
	if wholeMonth(a, b) {
		return template.HTML(`<time datetime="` + from[:len("2006-01")] + `">` + template.HTMLEscapeString(l.Month(a)) + `</time>`) // a date and a text of ours
	}
	return template.HTML(`<time datetime="` + from + `">` + template.HTMLEscapeString(l.Days(a, b)) + `</time>`) // a date and a text of ours
}

// wholeMonth reports whether two dates are the first and the last of one month: such is told by reports that are dated to the month.
func wholeMonth(a, b time.Time) bool {
	return a.Day() == 1 && b.Equal(a.AddDate(0, 1, -1))
}

// sets parses the pages once for each language of the interface.
func sets(all []*locale.Locale, assets map[string]string) map[*locale.Locale]*template.Template {
	out := make(map[*locale.Locale]*template.Template, len(all))
	for _, l := range all {
		out[l] = template.Must(template.New("").Funcs(functions(l, assets)).Funcs(entityFunctions(l)).ParseFS(files, "templates/*.html"))
	}
	return out
}

// versions gives each static file an address that changes when its bytes do, so that browsers may keep it.
func versions(static fs.FS) map[string]string {
	out := map[string]string{}
	names, err := fs.Glob(static, "*")
	if err != nil {
		panic(err) // the pattern is the one above
	}
	for _, name := range names {
		data, err := fs.ReadFile(static, name)
		if err != nil {
			panic(err) // the file is embedded
		}
		sum := sha256.Sum256(data)
		out[name] = "/static/" + name + "?v=" + hex.EncodeToString(sum[:6])
	}
	return out
}

// assets serves the static files. One that is asked for by the sum of its bytes never changes.
func assets(static fs.FS, current map[string]string) http.Handler {
	serve := http.StripPrefix("/static/", http.FileServerFS(static))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if current[strings.TrimPrefix(r.URL.Path, "/static/")] == r.URL.Path+"?"+r.URL.RawQuery {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		serve.ServeHTTP(w, r)
	})
}

// icon answers those who look for it where it always was.
func icon(static fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=86400")
		http.ServeFileFS(w, r, static, "icon.svg")
	})
}

// menuEntry is one entry of the navigation.
type menuEntry struct {
	Key, Path string
	Current   string // for aria-current: "page" on the page itself, "true" on a page below it
}

// menu lists the entries of the navigation.
var menu = []menuEntry{
	{Key: "nav.stories", Path: "/"},
	{Key: "nav.search", Path: "/search"},
	{Key: "nav.people", Path: "/people"},
	{Key: "nav.coverage", Path: "/coverage"},
	{Key: "nav.inbox", Path: "/inbox"},
	{Key: "nav.sources", Path: "/sources"},
	{Key: "nav.watches", Path: "/watches"},
	{Key: "nav.feeds", Path: "/feeds"},
}

// Menu lists the entries of the navigation as they are on this page.
func (f frame) Menu() []menuEntry {
	out := make([]menuEntry, 0, len(menu))
	for _, m := range menu {
		if m.Path == "/watches" && !f.watching {
			continue
		}
		if m.Key == "nav."+f.Nav {
			m.Current = "true"
			if f.here.Path == m.Path {
				m.Current = "page"
			}
		}
		out = append(out, m)
	}
	return out
}
