package kit_test

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?y=1#z":         "https://a.example/x?y=1#z",
		"http://journal.example/été/à lire": "http://journal.example/%C3%A9t%C3%A9/%C3%A0%20lire",
		"https://خبر.example/م":             "https://xn--ngblk.example/%D9%85",
		"https://a.example/?q=<2>\"'é":      "https://a.example/?q=%3C2%3E%22'%C3%A9",
		"HTTPS://A.example:8443/":           "https://a.example:8443/",
		"https://user:secret@a.example/":    "https://a.example/",
		"javascript:alert(1)":               "",
		"data:text/html,<script>":           "",
		"file:///etc/passwd":                "",
		"//a.example/x":                     "",
		"https://":                          "",
		"https://a b.example/":              "",
		"":                                  "",
	} {
		if got := kit.URI(in); got != want {
			t.Errorf("URI(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzURI(f *testing.F) {
	for _, s := range []string{"https://a.example/é?q=1 2", "javascript:1", "http://[::1]:80/", "http://%zz/"} {
		f.Add(s)
	}
	allowed := regexp.MustCompile(`^https?://[!#-;=?-\[\]_a-z~]+$`)
	f.Fuzz(func(t *testing.T, s string) {
		if got := kit.URI(s); got != "" && !allowed.MatchString(got) {
			t.Errorf("URI(%q) = %q", s, got)
		}
	})
}

func TestMarshalTakesOutWhatNobodySees(t *testing.T) {
	got, err := kit.Marshal(map[string]string{"a\x00": "\x1b[2J \u202eb\r\n\tc \\u0000 \\\x01d <é>"}, false)
	if want := `{"a":"[2J b\r\n\tc \\u0000 \\d <é>"}`; err != nil || string(got) != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	if got, _ := kit.Marshal("</script>", true); string(got) != `"\u003c/script\u003e"` {
		t.Errorf("inside a page: %s", got)
	}
}

func TestUUIDsAreOfVersion5AndStay(t *testing.T) {
	a := kit.UUID("story", "s1")
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(a) {
		t.Errorf("%s is no UUID of version 5", a)
	}
	if a != kit.UUID("story", "s1") || a == kit.UUID("entry", "s1") || a == kit.UUID("story", "s2") {
		t.Error("the same thing must have the same UUID, and another another")
	}
}

func TestAlpha2(t *testing.T) {
	for in, want := range map[string]string{"IRQ": "IQ", "IRN": "IR", "PSE": "PS", "XKX": "XK", "TWN": "TW", "GBR": "GB", "EUE": "", "YUG": "", "SUN": "", "": "", "IQ": "", "ZZZ": "", "<b>": ""} {
		if got := kit.Alpha2(in); got != want {
			t.Errorf("Alpha2(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLanguage3(t *testing.T) {
	want := map[news.Lang]string{
		"en": "eng", "fr": "fra", "ar": "ara", "es": "spa", "de": "deu", "ru": "rus", "fa": "fas", "tr": "tur", "pt": "por", "it": "ita",
		"zh": "zho", "und": "", "": "", "<b>": "",
	}
	for in, out := range want {
		if got := kit.Language3(in); got != out {
			t.Errorf("Language3(%q) = %q, want %q", in, got, out)
		}
	}
}

func TestTruncatedKeepsThePrecision(t *testing.T) {
	noon := time.Date(2020, 3, 8, 12, 0, 0, 0, time.FixedZone("", 3*3600))
	for p, want := range map[news.Precision]string{
		news.Minute: "2020-03-08T12:00:00+03:00", news.Day: "2020-03-08", news.PartOfDay: "2020-03-08", news.Month: "2020-03", news.Year: "2020",
	} {
		if got := kit.Truncated(news.Interval{From: noon, To: noon, Precision: p}, noon); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
	floating := news.Interval{From: noon, To: noon, Precision: news.Hour, Floating: true}
	if got := kit.Stretch(floating); got != "2020-03-08T12:00:00" {
		t.Errorf("a time whose zone nobody states: %s", got)
	}
}

func TestMembersOfACastComeOnceEach(t *testing.T) {
	src := kittest.Source(t)
	var cast kit.Cast
	for s, err := range src.Stories(context.Background(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Entries {
			for _, p := range slices.Concat(e.Actors, e.Recipients) {
				cast.Party(p.Party)
			}
		}
	}
	var keys []string
	for key, m := range cast.Members(context.Background(), src) {
		if m.Err != nil {
			t.Fatal(m.Err)
		}
		if m.Name == "" {
			t.Errorf("%s has no name", key)
		}
		keys = append(keys, key)
	}
	want := []string{"Q900001", "L900002", "name:organisation:union des ports, \"up\"; <i>=1+1</i>", "ISO:IRQ"}
	slices.Sort(keys) // they come as they were noted, and stories in the order of their days
	slices.Sort(want)
	if !slices.Equal(keys, want) {
		t.Errorf("members %q, want %q", keys, want)
	}
}

func TestEvidenceBeyondARevisedTextIsLeftOut(t *testing.T) {
	docs := format.NewReports(kittest.Source(t))
	got, err := kit.Evidence(context.Background(), docs, []news.ReportSpan{{Report: "zh-1", Span: news.Span{Start: 0, End: 8}}, {Report: "zh-1", Span: news.Span{Start: 0, End: 9999}}})
	if err != nil || len(got) != 1 || got[0].Text != "阿里·" {
		t.Errorf("%+v, %v", got, err)
	}
}
