package entity

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Skeleton is the form of a name that changes least between scripts and spellings:
// the classes of its consonants, word by word, particles left out. "Shamkhani",
// "Chamkhani", "شمخاني" and "Шамхани" have one skeleton. Words in another script
// than Latin, Cyrillic or Arabic stay as they are.
func Skeleton(name string) string {
	var words []string
	for _, w := range nameWords(name) {
		if !w.particle && !w.son {
			words = append(words, w.bones)
		}
	}
	return strings.Join(words, " ")
}

// open is the class of the beginning of a word that begins with a vowel or a breath
// (h, kh, ع), which one script writes and another does not: "Olland", "Hollande".
const open = 'A'

// bonesOf is the skeleton of one folded word, "" for one without letters.
func bonesOf(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); !hasSounds(r) {
		return w
	}
	var sb strings.Builder
	whole, last := w, byte(0)
	for len(w) > 0 {
		class, n := soundAt(whole, len(whole)-len(w))
		w = w[n:]
		if class == "" {
			if len(w)+n == len(whole) {
				sb.WriteByte(open)
			}
			last = 0
			continue
		}
		for i := range len(class) {
			if class[i] != last {
				sb.WriteByte(class[i])
			}
			last = class[i]
		}
	}
	return sb.String()
}

// hasSounds reports whether sounds.tsv has rows for the script of a letter.
func hasSounds(r rune) bool {
	switch text.ScriptOf(r) {
	case text.Latin, text.Cyrillic, text.Arabic:
		return true
	}
	return false
}

// sound is one row of sounds.tsv: letters that stand for one sound.
type sound struct {
	letters    string
	class      string // "" for vowels and breaths
	start, end bool   // only at the beginning, or the end, of a word
	next       string // letters of which one must follow, "" for any
}

// sounds are the rows of sounds.tsv by their first letter, the longest and most
// particular first.
var sounds = sync.OnceValue(func() map[rune][]sound {
	out := map[rune][]sound{}
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return out
	}
	phrase.Rows(sub, "sounds.tsv", func(f []string) {
		if len(f) < 2 {
			return
		}
		for w := range strings.FieldsSeq(f[1]) {
			s := sound{class: strings.Trim(f[0], "-")}
			w, s.start = strings.CutPrefix(w, "^")
			w, s.end = strings.CutSuffix(w, "$")
			w, s.next, _ = strings.Cut(strings.TrimSuffix(w, ")"), "(")
			s.letters = w
			r, _ := utf8.DecodeRuneInString(w)
			out[r] = append(out[r], s)
		}
	})
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b sound) int { return cmp.Compare(b.weight(), a.weight()) })
	}
	return out
})

// weight orders the rows that begin with one letter.
func (s sound) weight() int {
	n := 2 * utf8.RuneCountInString(s.letters)
	if s.start || s.end || s.next != "" {
		n++
	}
	return n
}

// soundAt is the class of the sound at byte i of a word, and how many bytes it takes.
func soundAt(w string, i int) (class string, n int) {
	r, size := utf8.DecodeRuneInString(w[i:])
	for _, s := range sounds()[r] {
		rest, ok := strings.CutPrefix(w[i:], s.letters)
		if !ok || s.start && i > 0 || s.end && rest != "" {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(rest); s.next != "" && (rest == "" || !strings.ContainsRune(s.next, after)) {
			continue
		}
		return s.class, len(s.letters)
	}
	return "", size
}

// nominative takes the Arabic article and Russian case endings off a folded word.
func nominative(w string) string {
	if rest, ok := strings.CutPrefix(w, article); ok && len(rest) >= 6 {
		return rest
	}
	if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) != text.Cyrillic || strings.HasSuffix(w, "ави") {
		return w
	}
	for _, e := range caseEndings {
		if rest, ok := strings.CutSuffix(w, e); ok && len(rest) >= 6 {
			return rest
		}
	}
	return w
}

const article = "ال"

// caseEndings are those of Russian names, longest first.
var caseEndings = []string{"ого", "ому", "ыми", "ий", "им", "ым", "ом", "ем", "ой", "ей", "ая", "ую", "а", "у", "е", "ы", "и", "ю", "я", "ь"}

// written puts letters that folding would make plain as they sound, and an Arabic alef
// with its hamza so that it is not taken for the article.
var written = strings.NewReplacer("أل", "ايل", "إل", "ايل", "ç", "s", "Ç", "s", "ć", "s", "Ć", "s", "č", "s", "Č", "s", "đ", "dj", "Đ", "dj")

// letters parts a name into its folded words.
func letters(name string) []string {
	return strings.FieldsFunc(text.Fold(written.Replace(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}
