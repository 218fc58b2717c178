package date

import (
	"fmt"
	"slices"
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
	none   bool // the words are no date and join none: "two days after the visit" hangs on what is said beside it
	fix    []fixed
}

// fixed is a field that a rule sets whatever it matched: "=> dir=1".
type fixed struct {
	class class
	value int
	aux   int
}

// addRule reads "ELEMENTS => attributes" of a row that is a rule, weak, or none.
func (l *lexicon) addRule(line, kind string) error {
	body, attrs, _ := strings.Cut(line, "=>")
	e, err := l.parseExpr(body)
	if err != nil {
		return err
	}
	r := rule{source: line, weak: kind == "weak", none: kind == "none"}
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
