package entity

import (
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// refer reads a text by rules and tables alone and lists its references: words, an arrow, who.
func refer(t *testing.T, lang news.Lang, body string) []string {
	t.Helper()
	day := time.Date(2020, 3, 9, 0, 0, 0, 0, time.UTC)
	doc := &news.Document{Report: news.Report{
		ID: "x", Lang: lang, Text: body,
		Published: &news.Published{Interval: news.Interval{From: day, To: day, Precision: news.Day}},
	}}
	doc.Sentences = text.Sentences(body, lang)
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	mentions, refs := f.Read(doc)
	var out []string
	for _, r := range refs {
		line := r.Span.In(body) + " → " + r.Name
		if r.Inferred {
			line += " (inferred)"
		}
		out = append(out, line)
		if r.Mention >= 0 && mentions[r.Mention].Entity != r.Entity {
			t.Errorf("%q names mention %d, of %s and not of %s", line, r.Mention, mentions[r.Mention].Entity, r.Entity)
		}
	}
	return out
}

func TestReferences(t *testing.T) {
	for name, c := range map[string]struct {
		lang       news.Lang
		text, want string
	}{
		"a title with a nationality, and a pronoun": {"en", "President Barham Salih arrived on Sunday. The Iraqi president spoke of trade. He said that it would grow.", "Iraqi president → Barham Salih; He → Barham Salih"},
		"French":                  {"fr", "Barham Saleh est arrivé dimanche. Le président irakien a parlé de commerce. Il a déclaré qu'il reviendrait.", "président irakien → Barham Salih; Il → Barham Salih"},
		"Arabic, with a particle": {"ar", "وصل الرئيس برهم صالح. وقال مكتب للرئيس العراقي إن الزيارة ناجحة.", "لرئيس العراقي → Barham Salih"},
		"Spanish":                 {"es", "Barham Salih llegó el domingo. El presidente iraquí habló de comercio.", "presidente iraquí → Barham Salih"},
		"German, a synonym":       {"de", "Präsident Barham Salih kam am Sonntag. Das sagte der irakische Staatschef.", "irakische Staatschef → Barham Salih"},
		"Russian":                 {"ru", "Президент Бархам Салех прибыл в воскресенье. Президент Ирака заявил, что доволен.", "Президент Ирака → Barham Salih"},
		"Persian":                 {"fa", "رئیس جمهور برهم صالح، وارد شد. رئیس جمهور عراق گفت راضی است.", "رئیس جمهور عراق → Barham Salih"},
		"Turkish":                 {"tr", "Cumhurbaşkanı Berham Salih geldi. Irak Cumhurbaşkanı ticaretten söz etti.", "Irak Cumhurbaşkanı → Barham Salih"},
		"Portuguese":              {"pt", "O presidente Barham Salih chegou. O presidente iraquiano falou de comércio.", "presidente iraquiano → Barham Salih"},
		"Italian":                 {"it", "Il presidente Barham Salih è arrivato. Il presidente iracheno ha parlato di commercio.", "presidente iracheno → Barham Salih"},
		"Chinese":                 {"zh", "伊拉克总统巴尔哈姆·萨利赫抵达。伊拉克总统表示满意。", "伊拉克总统 → Barham Salih"},

		"nobody in particular":                {"en", "President Barham Salih arrived. A president needs friends. The former president did not come. His foreign minister stayed at home.", ""},
		"two who may be meant":                {"en", "President Barham Salih met President Hassan Rouhani. He said that the talks were good.", ""},
		"two presidents, one of the country":  {"en", "President Barham Salih met President Hassan Rouhani. The Iranian president left at noon.", "Iranian president → Hassan Rouhani"},
		"a title that another name follows":   {"en", "President Barham Salih arrived. The Iraqi president Fuad Masum had resigned.", ""},
		"gender tells two apart":              {"en", "Angela Merkel met Barham Salih in Berlin. She said that the talks were good.", "She → Angela Merkel"},
		"an article is no pronoun":            {"es", "La canciller Angela Merkel viajó a París. El acuerdo se firmó.", ""},
		"it rains":                            {"fr", "Emmanuel Macron est arrivé à Berlin. Il pleut depuis lundi.", ""},
		"words in quotation marks":            {"en", "Barham Salih arrived on Sunday. \"He said nothing\", a sign read.", ""},
		"who held the office":                 {"en", "The French president will travel to Rome.", "French president → Emmanuel Macron (inferred)"},
		"an office of a body is another":      {"en", "President Barham Salih arrived. The president of the football club was glad.", ""},
		"a minister is the minister":          {"en", "Foreign Minister Mohammad Javad Zarif arrived. The minister said little.", "minister → Mohammad Javad Zarif"},
		"a president is no vice president":    {"en", "Vice President Mike Pence arrived. The vice president said little. The president stayed at home.", "vice president → Mike Pence"},
		"a list of countries is of several":   {"zh", "默克尔抵达明斯克。德国、法国领导人达成协议。", ""},
		"a comma in Turkish parts two people": {"tr", "Emmanuel Macron geldi. Fransa Cumhurbaşkanı, Vladimir Putin'i övdü.", "Fransa Cumhurbaşkanı → Emmanuel Macron"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(refer(t, c.lang, c.text), "; "); got != c.want {
				t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

func TestTheHolderOfAnOfficeInAnotherYearIsNotGuessed(t *testing.T) {
	body := "In 1962 the French president travelled to Rome."
	day := func(year int) news.Interval {
		at := time.Date(year, 3, 9, 0, 0, 0, 0, time.UTC)
		return news.Interval{From: at, To: at, Precision: news.Day}
	}
	then := day(1962)
	doc := &news.Document{Report: news.Report{Lang: "en", Text: body, Published: &news.Published{Interval: day(2020)}}}
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if _, refs := f.Read(doc); len(refs) != 1 || !refs[0].Inferred || refs[0].Mention != -1 {
		t.Errorf("without a date %+v", refs)
	}
	doc.Dates = []news.Date{{Span: news.Span{Start: 3, End: 7}, Interval: &then}}
	if _, refs := f.Read(doc); len(refs) != 0 {
		t.Errorf("of 1962 %+v", refs)
	}
	doc.Dates, doc.Published = nil, nil
	if _, refs := f.Read(doc); len(refs) != 0 {
		t.Errorf("of no date %+v", refs)
	}
}

func TestOffices(t *testing.T) {
	langs := shared().langs()
	for _, c := range []struct {
		lang        news.Lang
		title, want string
	}{
		{"en", "President", "pre"},
		{"en", "vice president", "vpr"},
		{"en", "Minister of Transport", "min/…"},
		{"en", "former president", "=former president"},
		{"en", "deputy prime minister", "dpm"},
		{"en", "bishop", "=bishop"},
		{"de", "Handelsministerin", "min/…"},
		{"de", "Exminister", "=exminister"},
		{"ar", "وزيرة الخارجية", "min/for"},
		{"ru", "премьер-министром", "pmi"},
		{"ru", "послом", "amb"},
		{"fa", "نخست\u200cوزیر", "pmi"},
		{"zh", "国家主席", "pre"},
	} {
		if got := (&scan{lang: langs[c.lang]}).officeIn(c.title).code; got != c.want {
			t.Errorf("%s %q is %q, want %q", c.lang, c.title, got, c.want)
		}
	}
}

func TestEveryLanguageHasWordsForReferences(t *testing.T) {
	for _, code := range []news.Lang{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh"} {
		l := shared().langs()[code]
		for _, kind := range []string{"no", "deputy", "one"} {
			if len(l.refer[kind]) == 0 {
				t.Errorf("%s has no words of kind %q", code, kind)
			}
		}
		if len(l.refer["he"])+len(l.refer["both"]) == 0 {
			t.Errorf("%s has no pronoun", code)
		}
	}
}

func FuzzReferences(f *testing.F) {
	for _, s := range []string{"The president said he", "الرئيس", "总统他", "«Il a déclaré", "der Präsident des", "'s president of the of the", "\u200fРаз президент и\xff"} {
		f.Add(s, "en")
		f.Add(s, "ar")
		f.Add(s, "de")
	}
	finder, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		doc := &news.Document{Report: news.Report{Text: strings.ToValidUTF8(s, "?"), Lang: news.Lang(lang)}}
		doc.Sentences = text.Sentences(doc.Text, doc.Lang)
		mentions, refs := finder.Read(doc)
		end := 0
		for _, r := range refs {
			if r.Span.Start < end || r.Span.Empty() || r.Span.End > len(doc.Text) || r.Mention >= len(mentions) {
				t.Fatalf("%+v after %d in %q", r, end, doc.Text)
			}
			end = r.Span.End
		}
	})
}
