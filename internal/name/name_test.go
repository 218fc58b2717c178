package name

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// part is how a test writes one: its letters and kind.
func shown(n Name) string {
	var out []string
	for _, p := range n.Parts {
		s := p.Text + "/" + p.Kind.String()
		if p.Joined {
			s = "-" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Ali Shamkhani", "Ali/given Shamkhani/family"},
		{"Shamkhani", "Shamkhani/family"},
		{"Mustafa al-Kadhimi", "Mustafa/given al/article -Kadhimi/family"},
		{"مصطفى الكاظمي", "مصطفى/given ال/article -كاظمي/family"},
		{"محمد بن سلمان", "محمد/given بن/son of سلمان/family"},
		{"Mohammed bin Salman bin Abdulaziz", "Mohammed/family bin/son of Salman/patronymic bin/son of Abdulaziz/patronymic"},
		{"أبو بكر البغدادي", "أبو/father of بكر/given ال/article -بغدادي/family"},
		{"Putin, Vladimir Vladimirovich", "Vladimir/given Vladimirovich/patronymic Putin/family"},
		{"Владимир Владимирович Путин", "Владимир/given Владимирович/patronymic Путин/family"},
		{"Слободан Милошевич", "Слободан/given Милошевич/family"},
		{"J. R. Biden", "J/initial R/initial Biden/family"},
		{"Dr. Barham Salih", "Dr/title Barham/given Salih/family"},
		{"Martin Luther King, Jr.", "Martin/given Luther/given King/family Jr/suffix"},
		{"习近平", "习/family -近平/given"},
		{"哈桑·鲁哈尼", "哈桑/given 鲁哈尼/family"},
		{"Moon Jae-in", "Moon/given Jae/given -in/family"},
		{"Ursula von der Leyen", "Ursula/given von/particle der/particle Leyen/family"},
		{"Adil Abdul-Mahdi", "Adil/given Abdul/servant -Mahdi/family"},
		{"علی\u200cرضا", "علی/given رضا/family"},
		{"\u202bعلي شمخاني\u202c", "علي/given شمخاني/family"},
		{"Ivan Иванов", "Ivan/given Иванов/family"},
		{"Al", "Al/family"},
		{"", ""},
		{"— · 12 ?", ""},
	} {
		if got := shown(Parse(c.name)); got != c.want {
			t.Errorf("Parse(%q) = %s, want %s", c.name, got, c.want)
		}
	}
}

// TestSimilarity holds which names are one and which are not.
func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Ali Shamkhani", "Ali Chamkhani", true},
		{"Ali Shamkhani", "علي شمخاني", true},
		{"Ali Shamkhani", "Али Шамхани", true},
		{"Али Шамхани", "علي شمخاني", true},
		{"ALI SHAMKHANI", "Ali Chamkhani", true},
		{"Muhammad", "Mohamed", true},
		{"Adil Abdul-Mahdi", "عادل عبد المهدي", true},
		{"Adel Abdel Mahdi", "Adil Abdulmahdi", true},
		{"Barham Salih", "برهم صالح", true},
		{"J. Biden", "Joe Biden", true},
		{"Vladimir Putin", "Владимир Путин", true},
		{"Putin, Vladimir", "Владимир Владимирович Путин", true},
		{"Viktor Orbán", "Orbán Viktor", true},
		{"Binyamin Netanyahu", "בנימין נתניהו", true},
		{"Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης", true},
		{"Hassan Rohani", "哈桑·鲁哈尼", true},
		{"Xi Jinping", "习近平", true},
		{"Xi Jinping", "習近平", true},
		{"Dr Barham Salih", "Barham Saleh", true},
		{"Bashar el-Assad", "بشار الأسد", true},
		{"Mohammed bin Salman bin Abdulaziz", "Mohammed bin Salman Al Saud", true},
		{"Chadli Bendjedid", "Chadli Ben Djedid", true},
		{"Игоря Плотницкого", "Igor Plotnitsky", true},
		{"Владимира Путина", "Vladimir Putin", true},
		{"Kim Jong-un", "Kim Jong Il", false},
		{"Kim Yo-jong", "Kim Jong Un", false},
		{"Mohammed bin Salman Al Saud", "Mohammed bin Nayef Al Saud", false},
		{"Sabah al-Ahmad", "Nawaf Al-Ahmad Al-Jaber Al-Sabah", false},
		{"George Bush", "Jeb Bush", false},
		{"Ali Larijani", "Sadeq Larijani", false},
		{"Ali Larijani", "صادق لاریجانی", false},
		{"Mohammed bin Salman", "Mohammed bin Zayed", false},
		{"Ali Hassan", "Hassan Rouhani", false},
		{"Владимир Путин", "Владимир Ленин", false},
		{"Hassan Rouhani", "حسن نصر الله", false},
		{"Joe Biden", "H. Biden", false},
		{"George Bush Sr", "George Bush Jr", false},
		{"A", "B", false},
	} {
		ab, ba := Similarity(c.a, c.b), Similarity(c.b, c.a)
		if ab != ba {
			t.Errorf("Similarity(%q, %q) = %v, the other way round %v", c.a, c.b, ab, ba)
		}
		if ab >= 0.5 != c.same {
			t.Errorf("Similarity(%q, %q) = %.3f, same: %v", c.a, c.b, ab, c.same)
		}
	}
}

func TestSameNameIsSurest(t *testing.T) {
	for _, s := range []string{"Ali Shamkhani", "علي شمخاني", "习近平", "นายก", "Владимир Путин"} {
		if v := Similarity(s, s); v < 0.95 {
			t.Errorf("Similarity(%q, itself) = %.3f", s, v)
		}
	}
}

// odd are strings that are hardly names.
var odd = []string{
	"", " ", "a", "A.", ".", "-", ",", ",,", "Jr", "al-", "Abu", "bin", "ال", "و", "Ã©lisabeth Ã", "\xff\xfe\x00", "�����",
	"\u202b\u200f\u202eعلي\u202c", strings.Repeat("Abdul ", 50), strings.Repeat("x", 300), strings.Repeat("习", 300), strings.Repeat("a-", 200),
	"Иvan Петroв علي", "🙂🙂", "((((", "()", "[Ali] (Shamkhani)", "'", "’’", "^$", "\u0301\u0301",
}

func TestOddNames(t *testing.T) {
	ix := NewIndex()
	for _, s := range odd {
		ix.Add(s, s)
	}
	for _, a := range odd {
		for _, b := range append([]string{"Ali Shamkhani", "علي شمخاني"}, odd...) {
			if v := Similarity(a, b); !(v >= 0 && v <= 1) {
				t.Errorf("Similarity(%q, %q) = %v", a, b, v)
			}
		}
		ix.Find(a, 3)
	}
}

func FuzzSimilarity(f *testing.F) {
	for i, s := range odd {
		f.Add(s, odd[len(odd)-1-i])
	}
	f.Add("Ali Shamkhani", "علي شمخاني")
	f.Add("习近平", "Xi Jinping")
	f.Fuzz(func(t *testing.T, a, b string) {
		ab, ba := Similarity(a, b), Similarity(b, a)
		if !(ab >= 0 && ab <= 1) || ab != ba {
			t.Errorf("Similarity(%q, %q) = %v and %v", a, b, ab, ba)
		}
		n := Parse(a)
		for _, p := range n.Parts {
			if p.Text == "" || utf8.ValidString(a) && !strings.Contains(a, p.Text) {
				t.Errorf("Parse(%q) has a part %q", a, p.Text)
			}
		}
		ix := NewIndex()
		ix.Add("a", a)
		ix.Add("b", b)
		for _, m := range ix.Find(a, 2) {
			if m.ID != "a" && m.ID != "b" {
				t.Errorf("found %q", m.ID)
			}
		}
	})
}
