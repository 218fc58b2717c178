package date

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name string
		hint news.Lang
		s    string
		want string // "" where refused; "floating" where no zone is given
	}{
		{"RFC 3339", "", "2020-07-22T00:20:00+04:30", "2020-07-22T00:20:00+04:30 second"},
		{"RFC 3339 with a fraction", "", "2020-07-22T00:20:00.123Z", "2020-07-22T00:20:00Z second"},
		{"a space for the T, an offset without colon", "", "2020-07-22 14:05:33 +0330", "2020-07-22T14:05:33+03:30 second"},
		{"RFC 1123", "", "Wed, 22 Jul 2020 00:20:00 GMT", "2020-07-22T00:20:00Z second"},
		{"RFC 1123 with an offset", "", "Wed, 22 Jul 2020 00:20:00 +0200", "2020-07-22T00:20:00+02:00 second"},
		{"RFC 1123 without seconds or zone", "", "Wed, 22 Jul 2020 00:20", "2020-07-22T00:20:00Z minute floating"},
		{"RFC 1123 with a wrong weekday", "", "Sun, 22 Jul 2020 00:20:00 +0000", "2020-07-22T00:20:00Z second"},
		{"Unix date", "", "Tue Jul 21 14:05:33 MSK 2020", "2020-07-21T14:05:33+03:00 second"},
		{"basic ISO", "", "20200722T002000Z", "2020-07-22T00:20:00Z second"},
		{"a day without marks", "", "20200722", "2020-07-22T00:00:00Z day"},
		{"French RSS, where mar. is Tuesday", "fr", "mar., 21 juil. 2020 00:20:00 +0200", "2020-07-21T00:20:00+02:00 second"},
		{"the same without a hint", "", "mar., 21 juil. 2020 00:20:00 +0200", "2020-07-21T00:20:00+02:00 second"},
		{"English, where Mar is March", "", "Sun, 8 Mar 2020 10:15 PM EST", "2020-03-08T22:15:00-05:00 minute"},
		{"French with h", "fr", "Publié le 22/07/2020 à 14h05", "2020-07-22T14:05:00Z minute floating"},
		{"Arabic", "ar", "الأربعاء 22 يوليو 2020 - 14:05", "2020-07-22T14:05:00Z minute floating"},
		{"Arabic, Levant months, in the evening", "ar", "22 تموز 2020 02:05 مساء", "2020-07-22T14:05:00Z minute floating"},
		{"Arabic digits", "ar", "٢٢ يوليو ٢٠٢٠", "2020-07-22T00:00:00Z day"},
		{"Arabic, lunar year", "ar", "1441/12/01", "2020-07-22T00:00:00Z day"},
		{"Spanish", "es", "22 de julio de 2020 a las 14:05", "2020-07-22T14:05:00Z minute floating"},
		{"German", "de", "22. Juli 2020, 14.05 Uhr", "2020-07-22T14:05:00Z minute floating"},
		{"Russian, Moscow time", "ru", "22 июля 2020, 14:05 МСК", "2020-07-22T14:05:00+03:00 minute"},
		{"Persian digits and calendar", "", "۱۳۹۹/۰۵/۰۱ - ۰۰:۲۰", "2020-07-22T00:20:00Z minute floating"},
		{"Persian words", "", "چهارشنبه ۱ مرداد ۱۳۹۹", "2020-07-22T00:00:00Z day"},
		{"a Persian year in Latin digits", "", "1399/05/01", "2020-07-22T00:00:00Z day"},
		{"Turkish", "tr", "8 Mart 2020 Pazar, 14:05", "2020-03-08T14:05:00Z minute floating"},
		{"Portuguese", "pt", "22/07/2020 14h05", "2020-07-22T14:05:00Z minute floating"},
		{"Italian", "it", "mer, 22 lug 2020 14:05", "2020-07-22T14:05:00Z minute floating"},
		{"Chinese", "", "2020年7月22日 10:00", "2020-07-22T10:00:00Z minute floating"},
		{"an IANA zone, as its rules were that day", "", "Jul 22, 2020 00:20 Asia/Tehran [Updated: Jul 22, 2020 00:36 Asia/Tehran]", "2020-07-22T00:20:00+04:30 minute"},
		{"the same zone in winter", "", "Jan 22, 2020 00:20 Asia/Tehran", "2020-01-22T00:20:00+03:30 minute"},
		{"a month", "", "date 2020-03", "2020-03-01T00:00:00Z month"},
		{"a month in words", "en", "March 2020", "2020-03-01T00:00:00Z month"},
		{"a year", "", "2020", "2020-01-01T00:00:00Z year"},
		{"an abbreviated year", "", "22-Jul-20", "2020-07-22T00:00:00Z day"},
		{"Unix seconds", "", "1595371200", "2020-07-21T22:40:00Z second"},
		{"Unix milliseconds", "", "1595371200000", "2020-07-21T22:40:00Z second"},
		{"month first in English", "en", "03/04/2020", "2020-03-04T00:00:00Z day"},
		{"day first elsewhere", "fr", "03/04/2020", "2020-04-03T00:00:00Z day"},
		{"the numbers decide", "", "13/04/2020", "2020-04-13T00:00:00Z day"},
		{"the numbers decide against the language", "fr", "04/13/2020", "2020-04-13T00:00:00Z day"},
		{"nobody can tell", "", "03/04/2020", ""},
		{"a day that does not exist", "", "31/02/2020", ""},
		{"too far ahead", "", "9999-12-31", ""},
		{"too long ago", "", "1750-01-01", ""},
		{"no date", "", "yesterday at noon", ""},
		{"nothing", "", "", ""},
	} {
		iv, ok := Parse(c.s, c.hint)
		got := ""
		if ok {
			got = iv.From.Format("2006-01-02T15:04:05Z07:00") + " " + string(iv.Precision)
		}
		if iv.Floating {
			got += " floating"
		}
		if got != c.want {
			t.Errorf("%s: %q\ngot  %s\nwant %s", c.name, c.s, got, c.want)
		}
	}
}

func TestFindPublished(t *testing.T) {
	for _, c := range []struct{ line, want string }{ // want is the words of the date, "" for a line that is none
		{"Published: 22 July 2020, 14:05 GMT", "22 July 2020, 14:05 GMT"},
		{"By Tom Brown | 8 March 2020 | Baghdad", "8 March 2020"},
		{"GENEVA, October 23, 2020 (Meridian)", "October 23, 2020"},
		{"Jul 22, 2020 00:20 Asia/Tehran [Updated: Jul 22, 2020 00:36 Asia/Tehran]", "Jul 22, 2020 00:20 Asia/Tehran"},
		{"Updated 23 July 2020 10:00 - Published 22 July 2020 09:00", "22 July 2020 09:00"},
		{"نشر في 2020/07/22", "2020/07/22"},
		{"الأربعاء 22 يوليو 2020 - 14:05 بتوقيت غرينتش", "الأربعاء 22 يوليو 2020 - 14:05 بتوقيت غرينتش"},
		{"Publié le 22/07/2020 à 14h05 | Mis à jour le 23/07/2020", "22/07/2020 à 14h05"},
		{"Publié le 03/04/2020 à 14h05", "03/04/2020 à 14h05"},
		{"Publicado el 22 de julio de 2020 a las 14:05", "22 de julio de 2020 a las 14:05"},
		{"Veröffentlicht am 22.07.2020 um 14:05 Uhr", "22.07.2020 um 14:05"},
		{"Опубликовано 22.07.2020", "22.07.2020"},
		{"تاریخ انتشار: ۱ مرداد ۱۳۹۹ - ۱۴:۰۵", "۱ مرداد ۱۳۹۹ - ۱۴:۰۵"},
		{"Yayınlanma: 22 Temmuz 2020 14:05 Güncelleme: 22 Temmuz 2020 15:00", "22 Temmuz 2020 14:05"},
		{"Publicado em 22/07/2020 às 14h05", "22/07/2020 às 14h05"},
		{"Pubblicato il 22 luglio 2020", "22 luglio 2020"},
		{"发布时间：2020-07-22 10:00", "2020-07-22 10:00"},
		{"2020-03-08 14:05:22 来源：新华网", "2020-03-08 14:05:22"},
		{"  date 2020-03  ", "2020-03"},
		{" date 2020-03 The two sides spoke of the river and of what is owed.", "date 2020-03"},
		{"The accord was signed on 10 April 1998.", ""},
		{"He met the president on 22 July 2020 in Baghdad and left.", ""},
		{"وصل الوزير في 8 مارس 2020", ""},
		{"Il a quitté Paris le 22 juillet 2020.", ""},
		{"两国于2018年4月27日签署了宣言", ""},
		{"© 1978 The Atlantic Ledger. All rights reserved.", ""},
		{"Copyright 1995 Meridian Wire", ""},
		{"Budget 2020", ""},
		{"Comments (31)", ""},
		{"", ""},
	} {
		_, span, ok := FindPublished(c.line)
		got := ""
		if ok {
			got = span.In(c.line)
		}
		if got != c.want {
			t.Errorf("%q\ngot  %q\nwant %q", c.line, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"Wed, 22 Jul 2020 00:20:00 +0200", "۱۳۹۹/۰۵/۰۱ - ۰۰:۲۰", "2020年7月22日 10:00", "1595371200000",
		"Jul 22, 2020 00:20 Asia/Tehran [Updated: x]", "\xff2020\x80-03", "31/02/9999 25:61 +99:99", "20200722T002000Z",
	} {
		f.Add(s, "en")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, s, hint string) {
		if iv, ok := Parse(s, news.Lang(hint)); ok {
			if y := iv.From.Year(); y < minYear || y > maxYear || iv.To.Before(iv.From) || iv.Precision == "" {
				t.Errorf("%q gave %+v", s, iv)
			}
		}
	})
}

func FuzzFindPublished(f *testing.F) {
	f.Add("Published: 22 July 2020, 14:05 GMT")
	f.Add(" date 2020-03 The two sides")
	f.Add("نشر في 2020/07/22")
	f.Add("发布时间：2020-07-22 10:00")
	f.Fuzz(func(t *testing.T, line string) {
		if _, span, ok := FindPublished(line); ok {
			checkSpan(t, line, span)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("Wed, 22 Jul 2020 00:20:00 GMT", "en")
	}
}
