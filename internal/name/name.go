// Package name compares written names of people, organisations and places across scripts. It takes a name apart, says how
// likely two names are to be of one person, and finds a name among a million. It knows no entity and no
// language: who is meant, and in what context, is for others to judge.
package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Kind is what a part of a name is there for.
type Kind uint8

// The kinds of part.
const (
	Given      Kind = iota
	Family          // the part that is left when the others go
	Article         // al-, el-, ال
	SonOf           // bin, ben, ibn, zadeh
	FatherOf        // Abu, Umm
	Servant         // Abd, which goes with the name behind it
	Patronymic      // Ivanovich, and what stands behind bin
	Particle        // de, von, y
	Initial         // J.
	Title           // Dr, Sheikh
	Suffix          // Jr, II
)

var kindNames = [...]string{"given", "family", "article", "son of", "father of", "servant", "patronymic", "particle", "initial", "title", "suffix"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Part is one word of a name.
type Part struct {
	Text   string // as written
	Kind   Kind
	Joined bool // to the part before, by a hyphen or without a space

	letters string // as compared
	script  text.Script
}

// Name is a written name taken apart. Its parts are in the order of the text, but for a family name
// before a comma, which goes to the end.
type Name struct {
	Parts []Part
	// FamilyFirst says that the family name stands in front, by its script.
	FamilyFirst bool
}

// A name has its limits: what is longer is no name.
const (
	mostBytes = 1200
	mostParts = 12
)

// Parse takes a name apart. It takes any string; of what is no name it makes what it can.
func Parse(s string) Name {
	if len(s) > mostBytes {
		s = s[:mostBytes]
	}
	front, back, comma := strings.Cut(clean(s), ",")
	parts := split(front)
	if comma {
		behind := split(back)
		if len(behind) > 0 && behind[0].Kind != Suffix && behind[0].Kind != Title {
			behind, parts = parts, behind
			if len(parts) > 0 && len(behind) > 0 {
				behind[0].Joined = false
			}
		}
		parts = append(parts, behind...)
	}
	if len(parts) > mostParts {
		parts = parts[:mostParts]
	}
	n := Name{Parts: parts, FamilyFirst: !comma && familyFirst(parts)}
	n.assign()
	return n
}

// clean takes out what is no letter of the name: marks of direction, control and replacement
// characters, brackets with what is in them.
func clean(s string) string {
	var sb strings.Builder
	sb.Grow(len(s))
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '[' || r == '（':
			depth++
			sb.WriteByte(' ')
		case r == ')' || r == ']' || r == '）':
			depth = max(0, depth-1)
		case depth > 0 || r == utf8.RuneError:
		case r == '\u200c' || unicode.IsSpace(r):
			sb.WriteByte(' ')
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		case r == '،' || r == '，':
			sb.WriteByte(',')
		default:
			sb.WriteRune(r)
		}
	}
	if strings.TrimSpace(sb.String()) == "" && depth > 0 {
		return strings.NewReplacer("(", " ", "[", " ", "（", " ").Replace(s)
	}
	return sb.String()
}

// split cuts a name at spaces, hyphens and dots, and where the script changes, and says of each part what its form alone tells.
func split(s string) []Part {
	var parts []Part
	start, joined, script := -1, false, text.Common
	flush := func(end int, dot bool) {
		if start >= 0 {
			if word := strings.Trim(s[start:end], "'’‘`´ʿʾ"); word != "" && len(parts) <= mostParts {
				parts = appendPart(parts, word, joined, dot)
			}
		}
		start, script = -1, text.Common
	}
	for i, r := range s {
		sc := text.ScriptOf(r)
		switch {
		case isLetter(r) && (sc == text.Common || script == text.Common || alike(sc, script)):
			if start < 0 {
				start = i
			}
			if sc != text.Common {
				script = sc
			}
		case isLetter(r): // another script goes on
			flush(i, false)
			start, joined, script = i, true, sc
		default:
			flush(i, r == '.')
			joined = isHyphen(r)
		}
	}
	flush(len(s), false)
	return parts
}

// alike reports that two scripts are written in one word.
func alike(a, b text.Script) bool {
	return a == b || a == text.Kana && b == text.Han || a == text.Han && b == text.Kana
}

func isLetter(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʿ', 'ʾ', '׳', '״', '"', 'ー':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

func isHyphen(r rune) bool {
	switch r {
	case '-', '‐', '‑', '–', '־', '=', '＝', '゠':
		return true
	}
	return false
}

// appendPart adds a word with what its letters tell: an article or father's title on its front becomes a
// part of its own, a Chinese name is cut behind the family name.
func appendPart(parts []Part, word string, joined, dot bool) []Part {
	p := Part{Text: word, Joined: joined}
	p.letters, p.script = letters(word)
	if p.letters == "" {
		return parts
	}
	if dot && utf8.RuneCountInString(p.letters) == 1 || isInitial(word, p.letters) {
		p.Kind = Initial
		return append(parts, p)
	}
	if kind, ok := vocabulary().kind(text.Fold(word)); ok {
		p.Kind = kind
		return append(parts, p)
	}
	if p.script == text.Arabic {
		if rest, ok := strings.CutPrefix(p.letters, "ال"); ok && utf8.RuneCountInString(rest) >= 2 {
			if at := len(word) - len(rest); at > 0 && at < len(word) && strings.HasSuffix(word, rest) {
				parts = append(parts, Part{Text: word[:at], Kind: Article, Joined: joined, letters: "ال", script: text.Arabic})
				p.Text, p.Joined = word[at:], true
			}
			p.letters = rest
		}
	}
	if front, back, ok := cutHangul(word); ok && !joined {
		return append(parts, front, back)
	}
	if p.script == text.Han && !joined {
		if front, back, ok := cutHan(p.letters, word); ok {
			return append(parts, front, back)
		}
	}
	return append(parts, p)
}

// isInitial reports a single capital, which stands for a name.
func isInitial(word, letters string) bool {
	r, n := utf8.DecodeRuneInString(word)
	if len(word) != n || !unicode.IsUpper(r) {
		return false
	}
	_, m := utf8.DecodeRuneInString(letters)
	return m == len(letters)
}

// assign gives the parts that have no kind yet theirs, by where they stand.
func (n *Name) assign() {
	n.joined()
	n.patronymics()
	last := -1
	for i, p := range n.Parts {
		if p.Kind != Given {
			continue
		}
		if last < 0 || !n.FamilyFirst {
			last = i
		}
	}
	if last >= 0 {
		n.Parts[last].Kind = Family
	}
}

// joined settles the words that mean something only where they stand: "al" at the end of a name is no
// article, "as" is one only before a hyphen, and "King" a title only in front.
func (n *Name) joined() {
	known := vocabulary()
	named := false // some part of the name itself has come
	for i := range n.Parts {
		p := &n.Parts[i]
		next := i+1 < len(n.Parts)
		switch {
		case p.Kind == Given && next && n.Parts[i+1].Joined && known.before[text.Fold(p.Text)]:
			p.Kind = Article
		case p.Kind == Given || p.Kind == Initial:
			named = true
		case p.Kind == Title:
			if named && !known.behind[text.Fold(p.Text)] || !named && !next {
				p.Kind, named = Given, true
			}
		case p.Kind == Suffix:
			if !named {
				p.Kind, named = Given, true
			}
		case !next && (p.Kind != SonOf || i == 0): // "Ahmet oglu" has it behind
			p.Kind, named = Given, true
		}
	}
}

// patronymics marks what stands behind "son of" where something else is left to know the person by,
// and Russian names of the father.
func (n *Name) patronymics() {
	cores := 0
	for _, p := range n.Parts {
		if p.Kind == Given {
			cores++
		}
	}
	seen := 0
	for i := range n.Parts {
		p := &n.Parts[i]
		if p.Kind != Given {
			continue
		}
		seen++
		switch {
		case cores < 3 || seen == 1:
		case i > 0 && n.Parts[i-1].Kind == SonOf && (seen > 2 || seen < cores):
			p.Kind = Patronymic
		case seen > 1 && hasSuffix(p.letters, vocabulary().fathers):
			p.Kind = Patronymic
			if seen == cores && cores == 3 {
				n.FamilyFirst = true
			}
		}
	}
}

func hasSuffix(s string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
