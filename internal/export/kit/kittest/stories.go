package kittest

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

func stories() []*news.Story { return []*news.Story{meeting(), plans(), denial()} }

func by(p news.Party, reports ...string) news.EntryParty {
	return news.EntryParty{Party: p, Reports: reports}
}

// meeting has reports in three languages that differ on the day and the place.
func meeting() *news.Story {
	day, eve := on("2020-03-08"), on("2020-03-07")
	erbil := news.Location{Name: "Erbil", Country: "IRQ", Lat: 36.19, Lon: 44.01, HasPoint: true, Precision: news.AtCity}
	all := []string{"en-1", "fr/1 é?", "ar-1"}
	met, recu, iltaqa := find(english, "met President"), find(french, "reçu samedi à Erbil"), find(arabic, "التقى")
	return &news.Story{
		ID: "s-meeting", From: "2020-03-07", To: "2020-03-08", Languages: []news.Lang{"ar", "en", "fr"},
		Titles:  map[news.Lang]string{"en": reports()[0].Title, "fr": "Rahimi « reçu » à Erbil", "ar": "رحيمي يلتقي \"حداد\" في بغداد"},
		Reports: []string{"en-1", "fr/1 é?", "ar-1", "en-copy", "gone"}, Copies: 1, Sources: 3, Withdrawn: []string{"gone"},
		Entries: []news.Entry{
			{
				Type: news.Consult, Mode: "visit", Status: news.Occurred, Actors: []news.EntryParty{by(rahimi, all...), by(haddad, all...)},
				Location: &baghdad, Date: &day,
				Places:   []news.EntryPlace{{Location: baghdad, Reports: []string{"en-1", "ar-1"}}, {Location: erbil, Reports: []string{"fr/1 é?"}}},
				Dates:    []news.EntryDate{{Interval: day, Reports: []string{"en-1", "ar-1"}, Sister: []string{"ar-1"}}, {Interval: eve, Reports: []string{"fr/1 é?"}}},
				Evidence: []news.ReportSpan{{Report: "en-1", Span: met}, {Report: "fr/1 é?", Span: recu}, {Report: "ar-1", Span: iltaqa}},
			},
			{
				Type: news.Agree, Status: news.Occurred, Actors: []news.EntryParty{by(rahimi, "ar-1")}, Recipients: []news.EntryParty{by(iraq, "ar-1")},
				Evidence: []news.ReportSpan{{Report: "ar-1", Span: find(arabic, "اتفقنا على التعاون")}},
			},
		},
		Differences: []news.Difference{
			{Entry: 0, Attribute: "date", Values: []news.DifferenceValue{
				{Value: "2020-03-08", Reports: []string{"en-1", "ar-1"}},
				{Value: "2020-03-07", Reports: []string{"fr/1 é?"}, Evidence: []news.ReportSpan{{Report: "fr/1 é?", Span: recu}}},
			}},
			{Entry: -1, Attribute: "words of <somebody>", Values: []news.DifferenceValue{
				{Value: "\"We agreed\"; =1+1", Reports: []string{"en-1"}}, {Value: "اتفقنا", Reports: []string{"ar-1"}},
			}},
		},
	}
}

// plans has what is planned, at every precision.
func plans() *news.Story {
	geneva := news.Location{Name: "Geneva; \"Palais, des\\Nations\"\nrue <1>", Country: "CHE", Lat: 46.2, Lon: 6.15, HasPoint: true, Precision: news.AtCity}
	floating := news.Interval{
		From: time.Date(2020, 4, 2, 10, 0, 0, 0, time.UTC), To: time.Date(2020, 4, 2, 10, 0, 0, 0, time.UTC), Precision: news.Hour, Floating: true,
	}
	iv := []news.Interval{
		on("2020-03-20"), at("2020-03-21T10:30:00+03:00"), floating, from("2020-04-01", "2020-04-30", news.Month),
		from("2020-03-23", "2020-03-25", news.Range), from("2021-01-01", "2021-12-31", news.Year),
		{From: at("2020-03-22T09:00:00Z").From, To: at("2020-03-22T12:00:00Z").From, Precision: news.Hour},
		{},
	}
	s := &news.Story{
		ID: "s-plans", From: "2020-03-08", To: "2020-04-30", Languages: []news.Lang{"en", "zh"}, Titles: map[news.Lang]string{"zh": "拉希米将访日内瓦"},
		Reports: []string{"zh-1"}, Sources: 1,
	}
	for i, date := range iv {
		e := news.Entry{
			Type: news.Consult, Mode: "visit", Status: news.Planned, Actors: []news.EntryParty{by(rahimi, "zh-1")}, Location: &geneva,
			Evidence: []news.ReportSpan{{Report: "zh-1", Span: find(chinese, "访问日内瓦")}},
		}
		if !date.From.IsZero() {
			e.Date = &iv[i]
			e.Dates = []news.EntryDate{{Interval: date, Reports: []string{"zh-1"}}}
		}
		s.Entries = append(s.Entries, e)
	}
	s.Entries[2].Location = nil
	return s
}

// denial is undated, has no title, a sea for a place, and says what did not happen and what is asked for.
func denial() *news.Story {
	sea := news.Location{Name: "mer Blanche", Precision: news.AtArea}
	return &news.Story{
		ID: "s-denial", Languages: []news.Lang{"fr"}, Reports: []string{}, Sources: 0,
		Entries: []news.Entry{
			{
				Type: news.Agree, Mode: "", Status: news.Denied, Actors: []news.EntryParty{by(ports)},
				Evidence: []news.ReportSpan{{Report: "fr/1 é?", Span: find(french, "dément tout accord")}},
			},
			{
				Type: news.Request, Status: news.CalledFor, Actors: []news.EntryParty{by(ports)}, Recipients: []news.EntryParty{by(iraq)}, Location: &sea,
				Evidence: []news.ReportSpan{{Report: "fr/1 é?", Span: find(french, "demande l’ouverture")}},
			},
		},
	}
}
