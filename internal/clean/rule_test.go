package clean

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// A line between two paragraphs of a story, and why it is dropped: "" where it
// stays.
func TestLineInTheStory(t *testing.T) {
	const before = "The envoys met on Monday in a hotel by the lake and talked for three hours, the host said."
	for name, c := range map[string]struct{ line, why string }{
		"buttons in a row":                                   {"Share  Tweet  WhatsApp", "share button"},
		"a button with a number":                             {"Comments (31)", "comment count"},
		"a menu between bars":                                {"News | Opinion | Shipping | Weather", "menu"},
		"a path of sections":                                 {"Home > World > Middle East", "breadcrumb"},
		"a path that ends with a headline":                   {"Accueil > Monde > Deux présidents sur un pont", "breadcrumb"},
		"sections glued together":                            {"IranIraqMiddle East", "menu"},
		"a name in two parts is no menu":                     {"McDonald YouTube", ""},
		"a heading stays":                                    {"What was agreed", ""},
		"a heading of one word stays":                        {"Background", ""},
		"two countries are a heading, not a menu":            {"Iran and Iraq", ""},
		"two Chinese countries are a heading too":            {"美国与伊朗", ""},
		"the heading of a chronicle stays":                   {"12 March 1991", ""},
		"a sentence that opens like a button stays":          {"Share prices fell by 4 per cent in Tehran on Monday.", ""},
		"a sentence that opens with a label stays":           {"Background: the two states have quarrelled over the river since they were founded, and both draw it on their maps.", ""},
		"a quotation that opens like a button stays":         {"“Read more history,” she told the delegates", ""},
		"a Spanish sentence of menu words stays":             {"No me gusta la política.", ""},
		"an Arabic passive that opens like a date stays":     {"نشر 500 مراقب على جانبي الحدود سيبدأ الأسبوع المقبل", ""},
		"an item of a list stays":                            {"• the release of all prisoners within a month", ""},
		"a link to another story":                            {"Read more: Ten gardens to visit this spring", "read more"},
		"a link whose label is French":                       {"À lire aussi : Le pont, son histoire", "read more"},
		"a caption with its agency":                          {"The two leaders on the bridge. (AFP photo)", "caption"},
		"a caption with a sign":                              {"Des soldats en Irak. ©Reuters", "caption"},
		"a credit alone":                                     {"Foto: Reprodução/Reuters", "photo credit"},
		"an agency in brackets at the end of a story's line": {"The talks go on, the host said. (Reuters)", ""},
		"copyright":                         {"© 2018 The Morning Packet. All rights reserved.", "copyright"},
		"a source":                          {"SOURCE: FRENCH PRESS TV", "source line"},
		"a byline with a place":             {"By Martha Ellison in Goyang", "byline"},
		"a signature with an office":        {"Jean Dupont, envoyé spécial à Bagdad", "byline"},
		"a sentence about a person stays":   {"Von Frieden sprach keiner.", ""},
		"a date with a zone":                {"Published Jul 22, 2020 00:20 Asia/Tehran", "date line"},
		"a dateline on its own line stays":  {"MÜNCHEN (ots)", ""},
		"a newsletter in a whole sentence":  {"Sign up for our daily newsletter and never miss a story.", "newsletter"},
		"a sentence about receiving stays":  {"Recibe el apoyo de la ONU una misión que apenas ha empezado, recordó el mediador.", ""},
		"a player":                          {"Your browser does not support the audio element", "audio or video player"},
		"a ruler":                           {"* * *", "ruler"},
		"an advertisement":                  {"- Advertisement -", "advertisement"},
		"reading time in Arabic":            {"وقت القراءة: 3 دقائق", "reading time"},
		"a cookie notice of many sentences": {"We use cookies to give you the best experience. By continuing you agree. Read our policy.", "cookie notice"},
	} {
		t.Run(name, func(t *testing.T) {
			out := Text(Input{Title: "Envoys meet", Text: before + "\n\n" + c.line + "\n\n" + before + " They will meet again."})
			why := ""
			if len(out.Dropped) > 0 {
				why = out.Dropped[0].Reason
			}
			if why != c.why || len(out.Dropped) > 1 {
				t.Errorf("dropped as %q, want %q: %v", why, c.why, out.Dropped)
			}
			if c.why == "" && !strings.Contains(out.Text, c.line) {
				t.Errorf("lost from %q", out.Text)
			}
		})
	}
}

func TestAuthors(t *testing.T) {
	for line, want := range map[string][]string{
		"By John Smith, Staff writer":                             {"John Smith"},
		"By Martha Ellison in Goyang and David O'Brien in London": {"Martha Ellison", "David O'Brien"},
		"Par Jean de La Tour, envoyé spécial à Bagdad":            {"Jean de La Tour"},
		"بقلم: محمد العلي":                                        {"محمد العلي"},
		"Por María Ibáñez":                                        {"María Ibáñez"},
		"Von Jana Kühn, Seoul":                                    {"Jana Kühn"},
		"Автор: Иван Петров":                                      {"Иван Петров"},
		"نویسنده: مریم رستگار":                                    {"مریم رستگار"},
		"Haber: Elif Aydın":                                       {"Elif Aydın"},
		"Por Marta Faria e João Prado, enviados especiais":        {"Marta Faria", "João Prado"},
		"di Marta Ferri, inviata a Seul":                          {"Marta Ferri"},
		"记者 李明":                                                   {"李明"},
		"责任编辑：张丽":                                                 {"张丽"},
		"By Staff":                                                nil,
		"Por Redação":                                             nil,
	} {
		t.Run(line, func(t *testing.T) {
			out := Text(Input{Title: "A title of some words", Text: line + "\n\nThe envoys met on Monday in a hotel by the lake and talked for three hours."})
			if !slices.Equal(out.Authors, want) {
				t.Errorf("%q, want %q; dropped %v", out.Authors, want, out.Dropped)
			}
		})
	}
}

// The words of a line that stays are the input's: no-break spaces, double
// spaces, bullets.
func TestKeptWordsAreUntouched(t *testing.T) {
	const s = "«\u00a0Nous  partirons demain\u00a0», a dit la ministre\u202f; elle n’a pas précisé l’heure ni le lieu."
	if got := Text(Input{Title: "Un titre assez long", Text: "  " + s + " \r\n"}).Text; got != s {
		t.Errorf("%q", got)
	}
}

func TestWrappedLinesAreJoined(t *testing.T) {
	const s = "The leaders of the two Koreas sat alone on a small blue bridge on\nFriday and talked for forty minutes, watched by cameras that heard\n" +
		"nothing but birds. Nobody knows what was said, and both men have kept\nit to themselves ever since, which is why the story of the bridge is\n" +
		"told in so many ways.\n\nOfficials are to meet again in Pyongyang in the autumn, the joint\nstatement says.\n"
	out := Text(Input{Title: "The bridge", Text: s})
	if want := strings.Count(out.Text, "\n\n"); want != 1 || len(out.Dropped) > 0 || !strings.Contains(out.Text, "bridge on Friday") {
		t.Errorf("%q, dropped %v", out.Text, out.Dropped)
	}
}

// Time must grow with the length, whatever the shape.
func TestLargeTextsAreRead(t *testing.T) {
	for name, s := range map[string]string{
		"a line of 10 MB":                           strings.Repeat("word. Another word ", 10<<20/19),
		"a line of 10 MB of one word":               strings.Repeat("a", 10<<20),
		"a line of bars":                            strings.Repeat("|", 5<<20),
		"a million lines":                           strings.Repeat("Share\n", 1_000_000),
		"two hundred thousand headlines":            strings.Repeat("Read more:\nTen gardens to see\n", 100_000),
		"two hundred thousand repeats":              strings.Repeat("Envoys meet again: minister\n", 200_000),
		"three hundred thousand lines of one digit": strings.Repeat("1\n", 300_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			out := Text(Input{Text: s})
			if took := time.Since(start); took > 60*time.Second {
				t.Errorf("took %s for %d bytes", took, len(s))
			}
			if len(out.Text)+len(out.Dropped) == 0 {
				t.Error("nothing came back")
			}
		})
	}
}

// Every heading of lang/*.txt is known and every row can match.
func TestRows(t *testing.T) {
	names, err := files.ReadDir("lang")
	if err != nil || len(names) != 12 {
		t.Fatal(len(names), err)
	}
	for _, f := range names {
		b, err := files.ReadFile("lang/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for line := range strings.Lines(string(b)) {
			switch line = strings.TrimSpace(line); {
			case line == "" || line[0] == '#':
			case line[0] == '[':
				if h := heading(line); h.kind == 0 || h.kind < kFiller && h.reason == "" {
					t.Errorf("%s: %s is not known", f.Name(), line)
				}
			default:
				rows++
				for phrase := range strings.SplitSeq(line, ",") {
					if strings.TrimSpace(phrase) != "" && foldLine(phrase) == "" {
						t.Errorf("%s: %q has no word", f.Name(), phrase)
					}
				}
			}
		}
		if rows == 0 || rows > 350 {
			t.Errorf("%s: %d rows", f.Name(), rows)
		}
	}
}
