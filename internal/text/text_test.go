package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ sentence, in, want string }{
		{"plain words stay", "baghdad", "baghdad"},
		{"capitals go", "Baghdad TIMES", "baghdad times"},
		{"accents go", "Élysée Çanakkale São Škoda", "elysee canakkale sao skoda"},
		{"accents typed apart go too", "Élysée", "elysee"},
		{"the Turkish letters without and with a dot meet", "Diyarbakır İZMİR", "diyarbakir izmir"},
		{"letters that are no accents fold", "Straße Łódź Ærø Œuvre Đorđe", "strasse lodz aero oeuvre dorde"},
		{"Vietnamese loses both its marks", "Nguyễn Phú Trọng", "nguyen phu trong"},
		{"ё is е but й and ї stay", "Ёлкин Юрий Київ", "елкин юрий київ"},
		{"й typed as two is й", "Юрий", "юрий"},
		{"final sigma is sigma", "Αθήνας", "αθηνασ"},
		{"traditional Han characters are simplified ones", "黎巴嫩真主黨 蒙古國", "黎巴嫩真主党 蒙古国"},
		{"Arabic alefs meet", "أحمد إيران آثار ٱلله", "احمد ايران اثار الله"},
		{"hamza seats, maqsura and marbuta fold", "مسؤول رئيس مستشفى حكومة", "مسوول رييس مستشفي حكومه"},
		{"harakat and tatweel go", "مُحَمَّد مـــحمد", "محمد محمد"},
		{"Persian and Arabic keyboards meet", "کتاب ایرانی", "كتاب ايراني"},
		{"a joiner inside a word goes", "می\u200cشود", "ميشود"},
		{"digits of every script are ASCII", "٢٠٢٠ ۱۳۹۹ २०२० ２０２０", "2020 1399 2020 2020"},
		{"full width is half width", "ＡＢＣ", "abc"},
		{"kana keep their marks", "ガザ地区", "ガザ地区"},
		{"half-width kana are kana", "ｶﾞｻﾞ", "ガザ"},
		{"Hindi keeps its vowels", "दिल्ली", "दिल्ली"},
		{"apostrophes and hyphens become plain", "l’Irak Jean‑Paul", "l'irak jean-paul"},
		{"ligatures come apart", "ﬁn ﻻ", "fin لا"},
		{"broken bytes do no harm", "a\xffB", "a\ufffdb"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestFoldKeepsFoldedStringsAsTheyAre(t *testing.T) {
	s := "already folded text"
	if n := testing.AllocsPerRun(100, func() { Fold(s) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestAnalyze(t *testing.T) {
	for _, c := range []struct{ sentence, in, want string }{
		{"words are folded", "Le Président arrive", "le president arrive"},
		{"French elision comes off", "l'Irak d’Iran qu'il aujourd'hui", "irak iran il aujourdhui"},
		{"Italian elision comes off", "dell'Italia l'Onu", "italia onu"},
		{"the English possessive comes off", "Iraq's Iraq’s minister", "iraq iraq minister"},
		{"Turkish case endings after an apostrophe come off", "Ankara'da Türkiye'nin Bağdat'tan", "ankara turkiye bagdat"},
		{"an Irish name keeps its O", "O'Brien", "obrien"},
		{"points in an acronym go", "U.S. and E.U.", "us and eu"},
		{"a hyphen parts words", "Jean-Paul", "jean paul"},
		{"numbers keep their point", "3.5 1,200", "3.5 1,200"},
		{"Iraq in Arabic is one word with and without its clitics", "العراق والعراق بالعراق للعراق كالعراق عراق وعراق", "عراق عراق عراق عراق عراق عراق عراق"},
		{"a word that begins with و meets itself", "وزارة الوزارة والوزارة ووزارة", "زاره زاره زاره زاره"},
		{"a short word keeps its و", "وزير الوزير", "وزير وزير"},
		{"God and those who keep their letters", "الله الذي ألمانيا", "الله الذي المانيا"},
		{"Chinese gives pairs", "中国人民", "中国 国人 人民"},
		{"one character alone is itself", "在 A", "在 a"},
		{"a Latin name inside Chinese is a word", "发布iPhone手机", "发布 iphone 手机"},
		{"Japanese gives pairs across scripts", "東京タワー", "东京 京タ タワ ワー"},
		{"punctuation is nothing", "… – «» !", ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var got []string
			for _, tok := range Analyze(c.in) {
				got = append(got, tok.Word)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("%q (-want +got)\n%s", c.in, diff)
			}
		})
	}
}

func TestTokensPointAtTheirWords(t *testing.T) {
	s := "L’Irak’s والعراق 中国人"
	var got []string
	for _, tok := range Analyze(s) {
		got = append(got, tok.Span.In(s))
	}
	if diff := cmp.Diff([]string{"Irak", "والعراق", "中国", "国人"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ sentence, in, want string }{
		{"an apostrophe stands inside", "l'Irak don’t", "l'Irak|don’t"},
		{"quotes stand outside", "'word' “word”", "word|word"},
		{"a hyphen parts", "vice-president", "vice|president"},
		{"a number keeps its point and comma", "3.5, 1,200.", "3.5|1,200"},
		{"initials keep their point", "U.S. J. Smith", "U.S|J|Smith"},
		{"Chinese gives characters", "中国。", "中|国"},
		{"katakana stay together", "ソニーの", "ソニー|の"},
		{"Thai keeps marks with their letter", "ที่นี่", "ที่|นี่"},
		{"a joiner holds a word together", "می\u200cشود رفت", "می\u200cشود|رفت"},
		{"Hindi vowels hold on", "दिल्ली में", "दिल्ली|में"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var got []string
			for _, w := range Words(c.in) {
				got = append(got, w.In(c.in))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("%q (-want +got)\n%s", c.in, diff)
			}
		})
	}
}

func TestSentencesOfLines(t *testing.T) {
	s := "  A headline\r\n\r\nFirst line without a point\nSecond. Third\u2028Fourth \n\n"
	var got []string
	for _, sp := range Sentences(s, "en") {
		got = append(got, sp.In(s))
	}
	want := []string{"A headline", "First line without a point", "Second.", "Third", "Fourth"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestStripControls(t *testing.T) {
	for _, c := range []struct{ sentence, in, want string }{
		{"clean text stays", "clean\ttext\n", "clean\ttext\n"},
		{"a byte order mark goes", "\ufeffText", "Text"},
		{"direction marks go", "\u202bقال\u202c \u200fنعم\u200e \u2067x\u2069", "قال نعم x"},
		{"zero-width spaces and soft hyphens go", "Zu\u200bsam\u00admen", "Zusammen"},
		{"a non-joiner that Persian needs stays", "می\u200cشود", "می\u200cشود"},
		{"one beside a space goes", "می\u200c شود", "می شود"},
		{"one between Latin letters goes", "a\u200cb", "ab"},
		{"of several one stays", "می\u200c\u200c\u200fشود", "می\u200cشود"},
		{"line ends are one kind", "a\r\nb\rc\u0085d\u2029e\ff", "a\nb\nc\nd\ne\nf"},
		{"control characters go", "a\x00b\x1bc", "abc"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := StripControls(c.in); got != c.want {
				t.Errorf("StripControls(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestScriptOf(t *testing.T) {
	for r, want := range map[rune]Script{
		'a': Latin, 'é': Latin, 'ễ': Latin, 'Ａ': Latin, '1': Common, ' ': Common, '«': Common, '٣': Common, 'ـ': Common, '،': Common,
		'α': Greek, 'ж': Cyrillic, 'ү': Cyrillic, 'Ա': Armenian, 'א': Hebrew, 'ع': Arabic, 'پ': Arabic, 'ﻻ': Arabic, 'ह': Devanagari,
		'।': Common, 'ব': Bengali, 'த': Indic, 'ก': Thai, 'ខ': SoutheastAsian, 'ქ': Georgian, 'አ': Ethiopic, '한': Hangul, 'の': Kana,
		'ソ': Kana, '中': Han, '々': Han, '。': Common, '😀': Common,
	} {
		if got := ScriptOf(r); got != want {
			t.Errorf("ScriptOf(%q) = %s, want %s", r, got, want)
		}
	}
}

func TestRowsAreUsable(t *testing.T) {
	for lang, load := range languageRows() {
		if lang == "clitics" {
			continue
		}
		rows := load()
		if len(rows.kinds) == 0 {
			t.Errorf("%s has no abbreviations", lang)
		}
		for head := range readRows(string(lang)) {
			switch head {
			case "never", "numbered", "last", "unit", "end", "speech", "starters", "rules":
			default:
				t.Errorf("lang/%s.txt has the unknown section [%s]", lang, head)
			}
		}
		for w := range rows.starters {
			if w != strings.ToLower(w) {
				t.Errorf("lang/%s.txt: the starter %q is not lower case", lang, w)
			}
		}
	}
}

var sample = strings.Repeat("The minister met Dr. A. Smith of the U.N. on Jan. 5 in Geneva. « Nous partirons demain ! » a-t-il dit. "+
	"وقال الوزير إن المحادثات في بغداد كانت مفيدة. 部长说，会谈将在十月举行。 Президент встретился с г-ном Орловым в 2019 г. в Москве.\n", 50)

func BenchmarkSentences(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Sentences(sample, news.Lang("en"))
	}
}

func BenchmarkWords(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Words(sample)
	}
}

func BenchmarkFold(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Fold(sample)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Analyze(sample)
	}
}

func TestDistance(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "شمخاني", 6}, {"Shamkhani", "Chamkhani", 1}, {"Salih", "Saleh", 1}, {"Kazemi", "Kadhimi", 3}, {"Али", "Ли", 2}} {
		if got := Distance([]rune(tc.a), []rune(tc.b)); got != tc.want {
			t.Errorf("%q to %q: %d, want %d", tc.a, tc.b, got, tc.want)
		}
		if got := Distance([]rune(tc.b), []rune(tc.a)); got != tc.want {
			t.Errorf("%q to %q: %d, want %d", tc.b, tc.a, got, tc.want)
		}
	}
}
