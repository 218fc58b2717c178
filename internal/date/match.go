package date

import "strconv"

// capture is a class found by a rule.
type capture struct {
	class      class
	value, aux int
	at, n      int // tokens
	skip       int
	context    bool
}

// matcher tries rules on the tokens of a chunk.
type matcher struct {
	lex    *lexicon
	src    string
	tokens []token
	items  []item // what the tokens' lex slices lie in
	caps   []capture
	rules  []int // candidates at a token
	inside int   // depth of context
	steps  int   // left, so that no input makes a rule wander
}

// maxSteps is far above what any expression takes.
const maxSteps = 4000

// run tries prog from pc at token i and returns the token after the match, or -1.
func (m *matcher) run(prog []code, pc, i int) int {
	if m.steps--; m.steps < 0 {
		return -1
	}
	switch c := &prog[pc]; c.op {
	case doMatch:
		return i
	case doJump:
		return m.run(prog, pc+c.x, i)
	case doSplit:
		mark, inside := len(m.caps), m.inside
		if end := m.run(prog, pc+c.x, i); end >= 0 {
			return end
		}
		m.caps, m.inside = m.caps[:mark], inside
		return m.run(prog, pc+c.y, i)
	case doEnter:
		m.inside++
		return m.run(prog, pc+1, i)
	case doLeave:
		m.inside--
		return m.run(prog, pc+1, i)
	case doGlued:
		if i >= len(m.tokens) || m.tokens[i].spaced {
			return -1
		}
		return m.run(prog, pc+1, i)
	case doNot:
		sub := matcher{lex: m.lex, src: m.src, tokens: m.tokens, steps: 100}
		if sub.run(c.block, 0, i) >= 0 {
			return -1
		}
		return m.run(prog, pc+1, i)
	default:
		return m.item(prog, pc, i)
	}
}

// item takes each reading of token i that the instruction accepts.
func (m *matcher) item(prog []code, pc, i int) int {
	if i >= len(m.tokens) {
		return -1
	}
	node := prog[pc].node
	try := func(c capture) int {
		if node.hasValue && node.value != c.value {
			return -1
		}
		c.class, c.at, c.context = node.class, i, m.inside > 0
		mark, inside := len(m.caps), m.inside
		m.caps = append(m.caps, c)
		end := m.run(prog, pc+1, i+c.n)
		if end < 0 {
			m.caps, m.inside = m.caps[:mark], inside
		}
		return end
	}
	if node.class == upper {
		if m.tokens[i].kind == word && m.tokens[i].upper {
			return try(capture{n: 1})
		}
		return -1
	}
	if node.class >= day {
		return m.numeric(node.class, i, try)
	}
	for k := len(m.tokens[i].lex) - 1; k >= 0; k-- { // longest first
		it := &m.tokens[i].lex[k]
		if it.class != node.class || it.unsure && !node.unsure {
			continue
		}
		if end := try(capture{value: it.value, aux: it.aux, n: it.n, skip: it.skip}); end >= 0 {
			return end
		}
	}
	return -1
}

// numeric tries the readings of token i as a number of class c.
func (m *matcher) numeric(c class, i int, try func(capture) int) int {
	t := &m.tokens[i]
	if t.kind == number {
		if !fits(c, t.value, t.digits) {
			return -1
		}
		if c == day || c == count {
			if n := m.ordmark(i + 1); n > 0 {
				if end := try(capture{value: t.value, n: 1 + n, aux: 1}); end >= 0 {
					return end
				}
			}
		}
		return try(capture{value: t.value, n: 1})
	}
	for k := len(t.lex) - 1; k >= 0; k-- {
		it := &t.lex[k]
		if it.class != cardinal && it.class != ordinal || !m.wordFits(c, it) {
			continue
		}
		v, n := m.compoundNumber(i, it)
		if !fits(c, v, len(strconv.Itoa(v))) {
			continue
		}
		if end := try(capture{value: v, n: n, skip: it.skip, aux: 1}); end >= 0 {
			return end
		}
	}
	return -1
}

// wordFits says which classes may be written in words.
func (m *matcher) wordFits(c class, it *item) bool {
	switch c {
	case day, monthnum:
		return it.class == ordinal || m.lex.cjk
	case count:
		return it.class == cardinal
	case year:
		return m.lex.cjk && it.aux == 4
	case hour:
		return it.class == cardinal && m.lex.cjk
	}
	return false
}

// ordmark returns how many tokens from i on are an ordinal ending written
// onto the digits: "st", "er", "-го".
func (m *matcher) ordmark(i int) int {
	if i >= len(m.tokens) || m.tokens[i].spaced {
		return 0
	}
	for k := len(m.tokens[i].lex) - 1; k >= 0; k-- {
		if it := &m.tokens[i].lex[k]; it.class == ordmark {
			return it.n
		}
	}
	return 0
}

// compoundNumber joins tens and units: "twenty-first", "الخامس والعشرين".
func (m *matcher) compoundNumber(i int, it *item) (value, n int) {
	next := i + it.n
	if next < len(m.tokens) && m.tokens[next].mark == '-' && !m.tokens[next].spaced {
		next++
	}
	if next >= len(m.tokens) || m.lex.cjk {
		return it.value, it.n
	}
	for _, o := range m.tokens[next].lex {
		if o.class != ordinal && o.class != cardinal {
			continue
		}
		units, tens := it.value, o.value
		if units%10 == 0 {
			units, tens = tens, units
		}
		if units > 0 && units < 10 && tens%10 == 0 && tens >= 20 && tens < 100 {
			return tens + units, next - i + o.n
		}
	}
	return it.value, it.n
}

// fits reports whether a number of so many digits can be of class c.
func fits(c class, v, digits int) bool {
	switch c {
	case day:
		return v >= 1 && v <= 31 && digits <= 2
	case year:
		return v >= 1000 && v <= maxYear && digits == 4
	case recent:
		return v >= 1900 && v < 2060 && digits == 4
	case yy:
		return digits == 2
	case monthnum:
		return v >= 1 && v <= 12 && digits <= 2
	case hour:
		return v >= 0 && v <= 24 && digits <= 2
	case minute:
		return v >= 0 && v <= 59 && digits == 2
	}
	return v >= 1 && v <= 5000
}
