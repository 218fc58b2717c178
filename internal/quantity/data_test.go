package quantity

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

var served = []string{"ar", "de", "en", "es", "fa", "fr", "it", "pt", "ru", "tr", "zh"}

func TestEveryClassHasEveryLanguage(t *testing.T) {
	classes := map[string][]string{}
	phrase.Rows(files, "data/nouns.tsv", func(f []string) {
		if len(f) != 3 {
			t.Fatalf("row of %d fields: %q", len(f), f)
		}
		classes[f[0]] = append(classes[f[0]], f[1])
	})
	if len(classes) < 45 {
		t.Errorf("%d classes", len(classes))
	}
	for class, langs := range classes {
		slices.Sort(langs)
		if !strings.HasPrefix(class, "@") && !slices.Equal(langs, served) {
			t.Errorf("%s has rows for %v", class, langs)
		}
	}
	l := lexiconOf("en")
	for class := range l.people {
		if classes[class] == nil {
			t.Errorf("@people names %s, which has no rows", class)
		}
	}
	for class := range l.state {
		if !l.people[class] {
			t.Errorf("@state names %s, which is none of @people", class)
		}
	}
}

func TestRowsAreWhole(t *testing.T) {
	for name, fields := range map[string]int{"data/numbers.tsv": 3, "data/verbs.tsv": 3, "data/words.tsv": 4, "data/clock.tsv": 4} {
		langs := map[string]bool{}
		phrase.Rows(files, name, func(f []string) {
			if len(f) != fields {
				t.Errorf("%s: %d fields in %q, want %d", name, len(f), f, fields)
				return
			}
			langs[f[0]], langs[f[1]] = true, true
			for _, form := range strings.Split(f[len(f)-1], "|") {
				if strings.TrimSpace(form) != form || form == "" {
					t.Errorf("%s: form %q of %q", name, form, f[:len(f)-1])
				}
			}
		})
		for _, lang := range served {
			if !langs[lang] {
				t.Errorf("%s has no row for %s", name, lang)
			}
		}
	}
	phrase.Rows(files, "data/numbers.tsv", func(f []string) {
		if n, ok := parseNumeral(f[1]); !ok || n.from > n.to || n.from < 0 {
			t.Errorf("numbers.tsv: value %q of %s", f[1], f[0])
		}
	})
}

// TestRolesAreRead holds the roles of the rows against those that the code asks for.
func TestRolesAreRead(t *testing.T) {
	known := map[string][]string{
		"data/words.tsv": {
			"-ago", "adjective", "after", "ago-", "and", "bar", "bare", "bareunit", "between", "bound", "by", "doubtful", "from", "half", "halfof",
			"link", "measure", "money", "month", "never", "notnumber", "nth", "ordinal", "percent", "percentof", "perhour", "rate", "sign", "suffix", "tail", "tailnoun", "tally",
			"time", "timehalf", "timeword", "to", "trait", "vague", "void", "year", "yearafter",
		},
		"data/clock.tsv": {"ampm", "at", "beyond", "colon", "cue", "hour", "link", "mark", "named", "nth", "part", "past", "when", "whenafter"},
	}
	for name, roles := range known {
		found := map[string]bool{}
		phrase.Rows(files, name, func(f []string) { found[f[0]] = true })
		for role := range found {
			if !slices.Contains(roles, role) {
				t.Errorf("%s: nothing reads role %q", name, role)
			}
		}
		for _, role := range roles {
			if !found[role] {
				t.Errorf("%s: no row of role %q", name, role)
			}
		}
	}
}

// TestNumberWordsAreRead reads every plain number word of every language before a noun of it that is counted.
func TestNumberWordsAreRead(t *testing.T) {
	nouns := map[string]string{
		"ar": "صحفيا", "de": "Journalisten", "en": "journalists", "es": "periodistas", "fa": "خبرنگار", "fr": "journalistes", "it": "giornalisti",
		"pt": "jornalistas", "ru": "журналистов", "tr": "gazeteci", "zh": "名记者",
	}
	phrase.Rows(files, "data/numbers.tsv", func(f []string) {
		n, _ := parseNumeral(f[1])
		noun, ok := nouns[f[0]]
		if !ok || n.kind != plain || n.from < 2 || n.plural || n.from != float64(int(n.from)) || f[0] == "zh" && n.from > 10 {
			return
		}
		for _, form := range strings.Split(f[2], "|") {
			if strings.HasPrefix(form, "@") || len(form) < 3 {
				continue
			}
			form = strings.TrimPrefix(form, "=")
			s := form + " " + noun
			if f[0] == "zh" {
				s = form + noun
			}
			got := Find(s, news.Lang(f[0]), news.Span{End: len(s)})
			if len(got) != 1 || got[0].From != n.from || got[0].Unit != "journalists" {
				t.Errorf("%s: %q gives %v, want %v journalists", f[0], s, got, n.from)
			}
		}
	})
}
