package kittest

import "github.com/dragoman-news/dragoman/internal/news"

// The texts. They are invented; so is whom they name, but for the countries and towns.
const (
	english = "BAGHDAD — Ali Rahimi met President Salma Haddad in Baghdad on Sunday, the <b>palace</b> said.\n" +
		"\"We agreed on =SUM(A1:A9); nothing else & nothing more,\" said Rahimi.\n" +
		"]]> </script><script>alert('x')</script> \x00 \u202Egnorw\u202C\r\nA second meeting is planned for 20 March 2020, and a summit at 10:00 in April."
	french = "Ali Rahimi a été reçu samedi à Erbil par la présidente Salma Haddad, « dans un climat cordial ».\n" +
		"L’Union des Ports, elle, dément tout accord ; elle demande l’ouverture de la mer Blanche."
	arabic    = "التقى علي رحيمي الرئيسة سلمى حداد في بغداد، الأحد.\nوقال رحيمي: \"اتفقنا على التعاون\"."
	chinese   = "阿里·拉希米将于三月访问日内瓦，会期未定。"
	withdrawn = "Somebody met somebody."
)

func reports() []*news.Document {
	return []*news.Document{englishReport(), copyReport(), frenchReport(), arabicReport(), chineseReport(), withdrawnReport()}
}

var (
	rahimi = news.Party{Name: "Ali Rahimi", Entity: "Q900001", Kind: news.Person, Country: "IRN", Sector: "GOV", Mention: -1}
	haddad = news.Party{Name: "Salma Haddad", Entity: "L900002", Kind: news.Person, Country: "IRQ", Sector: "GOV", Mention: -1}
	ports  = news.Party{Name: "Union des Ports, \"UP\"; <i>=1+1</i>", Kind: news.Organisation, Mention: -1}
	iraq   = news.Party{Name: "Iraq", Entity: "ISO:IRQ", Kind: news.Country, Country: "IRQ", Sector: "GOV", Mention: -1}
)

var baghdad = news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.34, Lon: 44.4, HasPoint: true, Precision: news.AtCity}

func mention(text, words string, p news.Party, role string) news.Mention {
	return news.Mention{
		Span: find(text, words), Kind: p.Kind, Entity: p.Entity, Name: p.Name, Country: p.Country, Sector: p.Sector,
		Role: role, Confidence: 0.9,
	}
}

func englishReport() *news.Document {
	d := &news.Document{Report: news.Report{
		ID: "en-1", URL: "https://wire.example/a?b=1&c=<2>", Source: "wire.example", Site: "The \"Wire\" & Co", Country: "GBR",
		Title:       "=HYPERLINK(\"http://evil.example\") <script>alert(1)</script>\tRahimi,\nHaddad & \"others\"",
		Description: "They met; <img src=x onerror=alert(1)>", Authors: []string{"A. <Writer>", "B, Writer"}, Lang: "en", LangConfidence: 0.99,
		Published: published(at("2020-03-08T18:30:00+03:00")), Text: english,
	}}
	d.Sentences = []news.Span{{Start: 0, End: len(english)}}
	d.Mentions = []news.Mention{
		mention(english, "Ali Rahimi", rahimi, "envoy"), mention(english, "Salma Haddad", haddad, "President"),
		{Span: find(english, "Baghdad"), Kind: news.Place, Entity: "GN:98182", Name: "Baghdad", Country: "IRQ", Precision: news.AtCity, Confidence: 0.8},
	}
	d.Quotes = []news.Quote{{
		Span: find(english, "We agreed on =SUM(A1:A9); nothing else & nothing more,"), Speaker: "Ali Rahimi",
		SpeakerSpan: find(english, "Rahimi.\n"), SpeakerMention: 0, Direct: true, Confidence: 0.9,
	}}
	d.Events = []news.Event{{
		Type: news.Consult, Mode: "visit", Contexts: []string{"economic"}, Status: news.Occurred, Actors: []news.Party{rahimi, haddad},
		AccordingTo: []news.Attribution{{Name: "palace", Kind: "official", Span: find(english, "palace")}},
		Location:    &baghdad, Date: point(on("2020-03-08")), Evidence: []news.Span{find(english, "met President")}, Confidence: 0.8,
	}}
	return d
}

func copyReport() *news.Document {
	d := englishReport()
	d.ID, d.URL, d.Source, d.Site, d.CopyOf = "en-copy", "javascript:alert(document.cookie)", "copier.example", "", "en-1"
	d.Published = published(on("2020-03-09"))
	return d
}

func frenchReport() *news.Document {
	d := &news.Document{Report: news.Report{
		ID: "fr/1 é?", URL: "http://journal.example/été/à lire", Source: "journal.example", Country: "FRA", Title: "Rahimi « reçu » à Erbil",
		Lang: "fr", LangConfidence: 0.99, Published: published(on("2020-03-08")), Text: french,
	}}
	d.Mentions = []news.Mention{
		mention(french, "Ali Rahimi", rahimi, ""), mention(french, "Salma Haddad", haddad, "présidente"),
		mention(french, "Union des Ports", ports, ""),
	}
	d.Quotes = []news.Quote{{Span: find(french, "dans un climat cordial"), SpeakerMention: -1, Direct: true, Confidence: 0.5}}
	return d
}

func arabicReport() *news.Document {
	d := &news.Document{Report: news.Report{
		ID: "ar-1", URL: "https://خبر.example/مقال", Source: "خبر.example", Country: "IRQ", Title: "رحيمي يلتقي \"حداد\" في بغداد", Lang: "ar",
		LangConfidence: 0.99, Published: published(from("2020-03-01", "2020-03-31", news.Month)), Text: arabic,
	}}
	d.Mentions = []news.Mention{mention(arabic, "علي رحيمي", rahimi, ""), mention(arabic, "سلمى حداد", haddad, "الرئيسة")}
	d.Quotes = []news.Quote{{Span: find(arabic, "اتفقنا على التعاون"), Speaker: "Ali Rahimi", SpeakerMention: 0, Direct: true, Confidence: 0.9}}
	return d
}

func chineseReport() *news.Document {
	d := &news.Document{Report: news.Report{ID: "zh-1", Source: "新闻.example", Title: "拉希米将访日内瓦", Lang: "zh", Text: chinese}}
	d.Mentions = []news.Mention{mention(chinese, "阿里·拉希米", rahimi, "")}
	return d
}

func withdrawnReport() *news.Document {
	return &news.Document{Report: news.Report{
		ID: "gone", URL: "https://wire.example/gone", Source: "wire.example", Title: "Withdrawn", Lang: "en", Withdrawn: true,
		Published: published(on("2020-03-08")), Text: withdrawn,
	}}
}

func point[T any](v T) *T { return &v }
