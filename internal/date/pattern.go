package date

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// op is what a node of a rule asks for.
type op uint8

const (
	opSeq     op = iota
	opAlt        // ( a | b )
	opOpt        // [ a ]
	opContext    // { a }: has to be there, but stays outside the span
	opNot        // !a: must not follow
	opGlued      // ~a: no white space before it
	opClass      // WEEKDAY, UNIT.month, MONTH! (sure ones only), MONTH? (unsure too)
)

// expr is a rule, or part of one, as written.
type expr struct {
	op       op
	kids     []expr
	class    class
	value    int
	hasValue bool
	unsure   bool // takes unsure entries too
}

// code is an instruction of the backtracking matcher that rules compile to.
type code struct {
	op    codeOp
	node  *expr
	x, y  int // where to go on
	block []code
}

type codeOp uint8

const (
	doItem codeOp = iota
	doSplit
	doJump
	doEnter // context begins
	doLeave // context ends
	doGlued
	doNot
	doMatch
)

// rule is one way to write an expression of time in one language.
type rule struct {
	source string
	code   []code
	weak   bool // only counts when it can be joined to another part
	fix    []fixed
}

// fixed is a field that a rule sets whatever it matched: "=> dir=1".
type fixed struct {
	class class
	value int
	aux   int
}

// addRule reads "ELEMENTS => attributes".
func (l *lexicon) addRule(line string, weak bool) error {
	body, attrs, _ := strings.Cut(line, "=>")
	e, err := l.parseExpr(body)
	if err != nil {
		return err
	}
	r := rule{source: line, weak: weak}
	r.code = append(compile(nil, &e), code{op: doMatch})
	for _, a := range strings.Fields(attrs) {
		name, v, _ := strings.Cut(a, "=")
		c, ok := classNames[name]
		val, aux, _ := strings.Cut(v, ",")
		n, err := valueOf(val)
		if !ok || err != nil {
			return fmt.Errorf("attribute %q of rule %q", a, line)
		}
		m := 0
		if aux != "" {
			if m, err = valueOf(aux); err != nil {
				return err
			}
		}
		r.fix = append(r.fix, fixed{c, n, m})
	}
	l.rules = append(l.rules, r)
	return nil
}

// parseExpr reads the elements of a rule, which white space separates.
func (l *lexicon) parseExpr(s string) (expr, error) {
	p := ruleParser{lex: l, words: strings.Fields(s)}
	e, err := p.alternatives()
	if err == nil && p.at < len(p.words) {
		err = fmt.Errorf("unexpected %q in rule %q", p.words[p.at], s)
	}
	return e, err
}

type ruleParser struct {
	lex   *lexicon
	words []string
	at    int
}

func (p *ruleParser) alternatives() (expr, error) {
	alt := expr{op: opAlt}
	for {
		seq := expr{op: opSeq}
		for p.at < len(p.words) && !slices.Contains([]string{"|", ")", "]", "}"}, p.words[p.at]) {
			e, err := p.element()
			if err != nil {
				return e, err
			}
			seq.kids = append(seq.kids, e)
		}
		alt.kids = append(alt.kids, seq)
		if p.at >= len(p.words) || p.words[p.at] != "|" {
			break
		}
		p.at++
	}
	if len(alt.kids) == 1 {
		return alt.kids[0], nil
	}
	return alt, nil
}

func (p *ruleParser) element() (expr, error) {
	w := p.words[p.at]
	p.at++
	switch w {
	case "[":
		return p.group(opOpt, "]")
	case "{":
		return p.group(opContext, "}")
	case "(":
		return p.group(opSeq, ")")
	}
	if rest, ok := strings.CutPrefix(w, "!"); ok && rest != "" {
		p.at--
		p.words[p.at] = rest
		e, err := p.element()
		return expr{op: opNot, kids: []expr{e}}, err
	}
	if rest, ok := strings.CutPrefix(w, "~"); ok && rest != "" {
		e, err := p.simple(rest)
		return expr{op: opSeq, kids: []expr{{op: opGlued}, e}}, err
	}
	return p.simple(w)
}

func (p *ruleParser) group(o op, closing string) (expr, error) {
	inner, err := p.alternatives()
	if err != nil {
		return inner, err
	}
	if p.at >= len(p.words) || p.words[p.at] != closing {
		return inner, fmt.Errorf("no %q", closing)
	}
	p.at++
	return expr{op: o, kids: []expr{inner}}, nil
}

// simple reads a class, a set, a macro or a literal.
func (p *ruleParser) simple(w string) (expr, error) {
	w = strings.Trim(w, `"`)
	name, value, hasValue := strings.Cut(w, ".")
	name, unsure := strings.CutSuffix(name, "?")
	if len(name) == 0 || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return p.lex.literal(w), nil
	}
	if m, ok := p.lex.macros[name]; ok {
		return m, nil
	}
	e := expr{op: opClass, unsure: unsure, hasValue: hasValue}
	if hasValue {
		v, err := valueOf(value)
		if err != nil {
			return e, err
		}
		e.value = v
	}
	if c, ok := p.lex.sets[name]; ok {
		e.class = c
		return e, nil
	}
	c, ok := classNames[strings.ToLower(name)]
	if !ok {
		return e, fmt.Errorf("unknown class %q", w)
	}
	e.class = c
	return e, nil
}

// literal makes w, which may be several tokens ("d'"), something the trie
// knows, and returns the node that asks for it.
func (l *lexicon) literal(w string) expr {
	keys := l.keys(w)
	id, ok := l.literals[w]
	if !ok {
		id = len(l.literals) + 1
		l.literals[w] = id
		l.root.insert(keys, entry{class: literal, value: id})
	}
	return expr{op: opClass, class: literal, value: id, hasValue: true}
}

// compile appends the instructions of e. Jumps are relative.
func compile(out []code, e *expr) []code {
	switch e.op {
	case opSeq:
		for i := range e.kids {
			out = compile(out, &e.kids[i])
		}
	case opAlt:
		return compileAlt(out, e.kids)
	case opOpt:
		inner := compile(nil, &e.kids[0])
		out = append(out, code{op: doSplit, x: 1, y: len(inner) + 1})
		out = append(out, inner...)
	case opContext:
		out = append(out, code{op: doEnter})
		out = compile(out, &e.kids[0])
		out = append(out, code{op: doLeave})
	case opNot:
		out = append(out, code{op: doNot, block: append(compile(nil, &e.kids[0]), code{op: doMatch})})
	case opGlued:
		out = append(out, code{op: doGlued})
	case opClass:
		out = append(out, code{op: doItem, node: e})
	}
	return out
}

func compileAlt(out []code, kids []expr) []code {
	if len(kids) == 1 {
		return compile(out, &kids[0])
	}
	a := compile(nil, &kids[0])
	b := compileAlt(nil, kids[1:])
	out = append(out, code{op: doSplit, x: 1, y: len(a) + 2})
	out = append(out, a...)
	out = append(out, code{op: doJump, x: len(b) + 1})
	return append(out, b...)
}

// beginning is what a rule can begin with: a class, or one literal.
type beginning struct {
	class   class
	literal int
}

// index notes which rules can begin with what.
func (l *lexicon) index() {
	l.firstLiteral = make([][]int, len(l.literals)+1)
	for i := range l.rules {
		seen := map[beginning]bool{}
		l.begins(l.rules[i].code, 0, func(b beginning) {
			switch {
			case seen[b]:
			case b.class == literal:
				l.firstLiteral[b.literal] = append(l.firstLiteral[b.literal], i)
			default:
				l.first[b.class] = append(l.first[b.class], i)
			}
			seen[b] = true
		})
	}
}

// beginWith returns the rules that can begin with it, in their order.
func (l *lexicon) beginWith(it *item) []int {
	if it.class == literal {
		return l.firstLiteral[it.value]
	}
	return l.first[it.class]
}

func (l *lexicon) begins(prog []code, pc int, f func(beginning)) {
	switch c := &prog[pc]; c.op {
	case doItem:
		b := beginning{class: c.node.class}
		if b.class == literal {
			b.literal = c.node.value
		}
		f(b)
	case doSplit:
		l.begins(prog, pc+c.x, f)
		l.begins(prog, pc+c.y, f)
	case doJump:
		l.begins(prog, pc+c.x, f)
	case doEnter, doLeave, doGlued, doNot:
		l.begins(prog, pc+1, f)
	case doMatch:
	}
}

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
