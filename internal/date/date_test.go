package date

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden sections under testdata")

// TestFind runs every testdata/*.txtar. The file name begins with the language;
// "published" holds the day of publication, empty where unknown.
func TestFind(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) < 11 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, file := range cases {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) != 3 {
				t.Fatalf("%d files, %v", len(ar.Files), err)
			}
			lang, _, _ := strings.Cut(name, "_")
			var ref *news.Interval
			if iv, ok := Parse(string(ar.Files[0].Data), ""); ok {
				ref = &iv
			}
			got := render(string(ar.Files[1].Data), news.Lang(lang), ref)
			if *update {
				ar.Files[2].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(ar.Files[2].Data); got != want {
				t.Errorf("%s\ngot:\n%swant:\n%s", ar.Comment, got, want)
			}
		})
	}
}

// render writes a found date a line: its words, value, part and relation.
func render(text string, lang news.Lang, ref *news.Interval) string {
	var sb strings.Builder
	for _, d := range Find(text, lang, ref) {
		fmt.Fprintf(&sb, "%s | %s", d.Span.In(text), show(d.Interval))
		if d.Part != "" {
			fmt.Fprintf(&sb, " | %s", d.Part)
		}
		if d.Relation != nil {
			fmt.Fprintf(&sb, " | %s", relation(d.Relation))
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}

func relation(r *news.Relation) string {
	var parts []string
	add := func(name string, v int) {
		if v != 0 {
			parts = append(parts, fmt.Sprintf("%s %+d", name, v))
		}
	}
	if r.Unit != "" {
		parts = append(parts, fmt.Sprintf("%s %+d", r.Unit, r.Offset))
	}
	add("weekday", r.Weekday)
	add("month", r.Month)
	add("day", r.DayOfMonth)
	add("direction", r.Direction)
	if r.Clock != "" {
		parts = append(parts, "clock "+r.Clock)
	}
	if r.Until != nil {
		parts = append(parts, "until ("+relation(r.Until)+")")
	}
	return strings.Join(parts, ", ")
}

func TestLanguagesLoad(t *testing.T) {
	for lang, lex := range languages() {
		if err := lex().err; err != nil {
			t.Error(err)
		}
		if n := len(lex().rules); lang != news.Undetermined && n < 40 {
			t.Errorf("%s has %d rules", lang, n)
		}
	}
}

func TestWordsThatAreNoDates(t *testing.T) {
	for _, c := range []struct {
		lang news.Lang
		text string
	}{
		{"en", "They may march on the capital, the sun said to Mark."},
		{"en", "Security Council resolution 2254 calls for talks; call +1 202 555 2014 now."},
		{"en", "The team won 21-19 and the fund holds $2017 and 1998 shares of version 3.10.2."},
		{"en", "Some 2000 people and 1,995 soldiers took highway 2020."},
		{"en", "Theresa May spoke, and April Jones sat at table 12."},
		{"fr", "Il a été élu par 2012 voix ; mars est une planète et la résolution 1701 tient."},
		{"es", "El partido terminó 3-2 ante 2000 personas, con 38 millones de euros."},
		{"de", "Rund 2000 Menschen kamen, Artikel 2015 gilt."},
		{"ar", "مارس الشعب حقه، وقرار مجلس الأمن 2254 قائم، وحضر 2000 شخص."},
		{"ru", "Резолюция 2254 и 2000 человек."},
		{"tr", "Karara göre 2000 kişi geldi; may ve bahar."},
		{"pt", "A resolução 2254 e 2000 pessoas; a segunda fase e a quinta vez."},
		{"it", "La risoluzione 2254 e 2000 persone, il mare è calmo."},
		{"zh", "第2254号决议，约2000人，3.14元。"},
		{"fa", "قطعنامه ۲۲۵۴ و ۲۰۰۰ نفر؛ مهر و محبت، خبرگزاری مهر."},
		{"und", "3.14 1998 10.20.30.40 2020x"},
	} {
		if got := render(c.text, c.lang, nil); got != "" {
			t.Errorf("%s %q\nfound %s", c.lang, c.text, got)
		}
	}
}

func TestResolveLater(t *testing.T) {
	day := func(s string) news.Interval {
		iv, ok := Parse(s, "")
		if !ok {
			t.Fatal(s)
		}
		return iv
	}
	for _, c := range []struct{ name, lang, text, ref, want string }{
		{"a weekday waits for the day of publication", "fr", "samedi soir", "2020-03-09", "2020-03-07 2020-03-07 part_of_day"},
		{"a weekday cannot be told from a month", "fr", "samedi soir", "2020-03", "open"},
		{"the weekday beside a relative word wins by a day", "ar", "مساء امس الأول السبت", "2020-03-10", "2020-03-07 2020-03-07 part_of_day"},
		{"last month can be told from a month", "en", "last month", "2020-03", "2020-02-01 2020-02-29 month"},
		{"yesterday cannot", "en", "yesterday", "2020-03", "open"},
		{"last year can be told from a year", "en", "last year", "2020", "2019-01-01 2019-12-31 year"},
		{"a month and day fall in the nearest year", "en", "28 December", "2020-01-03", "2019-12-28 2019-12-28 day"},
		{"the near future wins over the far past", "en", "3 January", "2019-12-28", "2020-01-03 2020-01-03 day"},
		{"the clock comes along", "en", "yesterday at 6:30 p.m.", "2020-03-09", "2020-03-08T18:30 2020-03-08T18:30 minute"},
		{"a range over New Year", "en", "30 December to 2 January", "2020-01-05", "2019-12-30 2020-01-02 range"},
		{"the day is that of the zone of publication", "en", "today", "2020-07-22T00:20:00+04:30", "2020-07-22 2020-07-22 day"},
		{"29 February is that of the leap year near by", "en", "29 February", "2021-03-10", "2020-02-29 2020-02-29 day"},
	} {
		found := Find(c.text, news.Lang(c.lang), nil)
		if len(found) != 1 || found[0].Interval != nil {
			t.Errorf("%s: found %+v", c.name, found)
			continue
		}
		if got := show(Resolve(found[0], day(c.ref)).Interval); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFindIsTheSameTwice(t *testing.T) {
	text := strings.Repeat("On Tuesday, 10 March 2020 at 18:30 GMT they met; two days later he left. ", 30)
	ref := dayOf(date(2020, 3, 20))
	if a, b := render(text, "en", &ref), render(text, "en", &ref); a != b || strings.Count(a, "\n") != 60 {
		t.Errorf("got %d lines, then another text", strings.Count(a, "\n"))
	}
}

func TestLongLinesAreCut(t *testing.T) {
	text := strings.Repeat("x", 3*maxChunk) + " on 10 March 2020 " + strings.Repeat("я", maxChunk)
	if got := render(text, "en", nil); got != "10 March 2020 | 2020-03-10 2020-03-10 day\n" {
		t.Errorf("got %q", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"late Sunday, 3-5 March 2020", "مساء امس الأول السبت، الخامس والعشرين من آذار/مارس", "2018年4月27日下午三点",
		"с 3 по 5 марта 2020 года", "۲۹ دی ۱۳۵۹", "5 Mart 2020'de", "\xff1980s\x80", "99999999999 31/02/2020", "1º de maio às 18h30",
	} {
		for _, lang := range []string{"en", "ar", "zh", "ru", "fa", "tr", "pt", "und"} {
			f.Add(lang, s)
		}
	}
	ref := news.Interval{From: time.Date(2020, 3, 9, 10, 0, 0, 0, time.UTC), Precision: news.Minute}
	ref.To = ref.From
	f.Fuzz(func(t *testing.T, lang, text string) {
		last := 0
		for _, r := range []*news.Interval{nil, &ref} {
			last = 0
			for _, d := range Find(text, news.Lang(lang), r) {
				checkSpan(t, text, d.Span)
				if d.Span.Start < last {
					t.Errorf("%q: spans overlap at %d", text, d.Span.Start)
				}
				last = d.Span.End
				if d.Interval != nil && d.Interval.To.Before(d.Interval.From) {
					t.Errorf("%q: ends before it begins: %v", text, d.Interval)
				}
				Resolve(d, ref)
			}
		}
	})
}

func checkSpan(t *testing.T, text string, s news.Span) {
	t.Helper()
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		t.Fatalf("span %v of %d bytes", s, len(text))
	}
	if utf8.ValidString(text) && !utf8.ValidString(s.In(text)) {
		t.Errorf("%q splits a rune in %q", s.In(text), text)
	}
}

func BenchmarkFind(b *testing.B) {
	for lang, sentence := range map[news.Lang]string{
		"en": "The two presidents, who had not spoken for years, met late Sunday in the old palace and agreed to open the bridge by 5 March 2021. ",
		"ar": "وأكد الوزير خلال اللقاء على الموقف الثابت لبلاده، ووصل الوفد مساء أمس الأول السبت إلى العاصمة على رأس وفد رفيع المستوى. ",
		"zh": "两国总统周日晚在旧宫会面，双方同意在2021年3月5日之前重新开放大桥，并将于下周五再次会谈。",
	} {
		text := strings.Repeat(sentence, 200)
		ref := dayOf(date(2020, 3, 20))
		b.Run(string(lang), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Find(text, lang, &ref)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load("en")
	}
}
