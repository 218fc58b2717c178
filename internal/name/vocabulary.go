package name

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data/particles.tsv
var particlesTable string

// words are those of the small words of names: their kinds, and what tells patronymics and Chinese family names.
type words struct {
	kinds   map[string]Kind
	behind  map[string]bool // titles that may stand behind the name
	before  map[string]bool // articles only where a hyphen joins them to the next part
	fathers []string        // endings of patronymics
	family  map[string]bool // Chinese family names
	endings [][2]string     // of cases, and what the nominative has
}

var kindOf = map[string]Kind{
	"article": Article, "son": SonOf, "father": FatherOf, "servant": Servant, "particle": Particle, "title": Title, "suffix": Suffix,
}

var vocabulary = sync.OnceValue(func() *words {
	w := &words{kinds: map[string]Kind{}, before: map[string]bool{}, behind: map[string]bool{}, family: map[string]bool{}}
	for line := range strings.Lines(particlesTable) {
		kind, rest, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		for _, word := range strings.Fields(rest) {
			word = strings.TrimSuffix(text.Fold(word), ".")
			plain, star := strings.CutSuffix(word, "*")
			switch {
			case kind == "patronymic":
				w.fathers = append(w.fathers, word)
			case kind == "ending":
				from, to, _ := strings.Cut(word, "=")
				w.endings = append(w.endings, [2]string{from, to})
			case kind == "surname":
				w.family[simplified(word)] = true
			case kind == "behind":
				w.behind[word], w.kinds[word] = true, Title
			case star:
				w.before[plain] = true
			default:
				w.kinds[word] = kindOf[kind]
			}
		}
	}
	return w
})

func (w *words) kind(folded string) (Kind, bool) {
	k, ok := w.kinds[folded]
	return k, ok
}

// mostNominatives is how many forms a word may have the case of.
const mostNominatives = 3

// nominatives are the forms that a Cyrillic word may have in the dictionary if it stands in another case.
func (w *words) nominatives(letters string, script text.Script) []string {
	if script != text.Cyrillic {
		return nil
	}
	var out []string
	for _, e := range w.endings {
		if rest, ok := strings.CutSuffix(letters, e[0]); ok && utf8.RuneCountInString(rest) >= 3 && len(out) < mostNominatives {
			out = append(out, rest+e[1])
		}
	}
	return out
}

// cutHan cuts a Chinese, Japanese or Korean name of two to four letters behind the family name. Transcribed names have
// no family name in front that is one of the list and are as long by chance only; then nothing
// is lost, since parts are compared joined as well.
func cutHan(letters, word string) (front, back Part, ok bool) {
	n := utf8.RuneCountInString(letters)
	if n < 2 || n > 4 || n != utf8.RuneCountInString(word) {
		return front, back, false
	}
	for _, k := range []int{2, 1} {
		at, raw := runesIn(letters, k), runesIn(word, k)
		if n > k && vocabulary().family[letters[:at]] && (n-k <= 2) {
			front = Part{Text: word[:raw], letters: letters[:at], script: text.Han}
			back = Part{Text: word[raw:], Joined: true, letters: letters[at:], script: text.Han}
			return front, back, true
		}
	}
	return front, back, false
}

// cutHangul cuts a Korean name behind the family name, which has one syllable but for very few.
func cutHangul(word string) (front, back Part, ok bool) {
	n := utf8.RuneCountInString(word)
	if n < 2 || n > 3 || mainScript(word) != text.Hangul {
		return front, back, false
	}
	at := runesIn(word, 1)
	front, back = Part{Text: word[:at]}, Part{Text: word[at:], Joined: true}
	front.letters, front.script = letters(front.Text)
	back.letters, back.script = letters(back.Text)
	return front, back, front.letters != "" && back.letters != ""
}

// runesIn is how many bytes the first k letters of s take.
func runesIn(s string, k int) int {
	for i := range s {
		if k == 0 {
			return i
		}
		k--
	}
	return len(s)
}

// familyFirst reports a name in a script whose writers put the family name first.
func familyFirst(parts []Part) bool {
	return len(parts) > 1 && parts[0].script == text.Han && parts[1].script == text.Han && parts[1].Joined ||
		len(parts) > 0 && mainScript(parts[0].Text) == text.Hangul
}
