package name

import "github.com/dragoman-news/dragoman/internal/text"

// profile is one word made ready for being aligned with very many: what any chunk of another word would add, by that
// chunk's letters. So an alignment looks only at pairs of chunks that have a weight. It gives the same weights as align.
type profile struct {
	m       *sounds
	other   *chunks // of the words that it is aligned with
	n       int     // letters, with the two edges
	cost    int
	table   []slot // by the letters of the other's chunks, open addressing
	shift   uint
	ends    []uint8             // by the last letter of those chunks, a bit for each number of letters that they have
	steps   []step              // what those chunks add
	mute    []step              // what several letters of the word add by themselves, by where they end
	down    []int32             // what each letter of the word adds by itself: skip, at the least
	rest    [mostPlaces][]int32 // by the letters of the other word that are to come and the place, the most that they could add
	bounded bool                // rest is filled
	uses    int

	own    side // of which it was made, and with which rows
	rows   *links
	pieces []piece
	places []*slot
	top    [][mostChunk][mostChunk]int32
}

// slot is a chunk of other words, and which steps are its own.
type slot struct {
	code     uint64 // plus one: 0 is free
	from, to uint32 // plus one
}

// step goes from letter end-size of the word to letter end, with that weight.
type step struct {
	end, size uint8
	weight    int8
}

// anywhere is the end of a step that takes no letter of the word, wherever it stands.
const anywhere = 0xFF

// set makes p that of a word that stands on the left or the right side of m, in the room that it has.
func (p *profile) set(m *sounds, letters string, left bool) {
	own, other, rows := &m.right, &m.left, &m.ofRight
	if left {
		own, other, rows = &m.left, &m.right, &m.ofLeft
	}
	s := own.cut(letters)
	p.m, p.other, p.n, p.cost, p.mute = m, other, s.n, s.cost, p.mute[:0]
	p.own, p.rows, p.bounded, p.uses = s, rows, false, 0
	p.chunks(&s, rows)
}

// chunks puts the steps of all pairs of chunks in their places.
func (p *profile) chunks(s *side, rows *links) {
	p.pieces = p.pieces[:0]
	for id, st := range s.each {
		p.pieces = append(p.pieces, piece{id, st})
	}
	n := 0
	for _, c := range p.pieces {
		n += rows.count(c.id)
	}
	size, bits := 16, uint(4)
	for size < 2*n {
		size, bits = size*2, bits+1
	}
	p.table, p.shift = emptied(p.table, size), 64-bits
	p.ends = emptied(p.ends, len(p.other.cost))
	p.places = p.places[:0]
	for _, c := range p.pieces {
		to, _ := rows.of(c.id)
		for _, partner := range to {
			code := p.other.packed[partner]
			t := p.place(code)
			t.to++
			p.places = append(p.places, t)
			p.ends[code&(1<<p.other.bits-1)] |= 1 << p.other.lengths[partner]
		}
	}
	p.steps, p.down = emptied(p.steps, n), emptied(p.down, p.n+1)
	for i := range p.down {
		p.down[i] = skip
	}
	p.lay(rows)
}

// lay puts the steps behind one another, those of each slot together.
func (p *profile) lay(rows *links) {
	empty, sum, next := p.other.number.get(0), uint32(0), 0
	for _, c := range p.pieces {
		to, values := rows.of(c.id)
		for i, partner := range to {
			t, st := p.places[next], c.step
			next++
			if t.from == 0 { // its first one: as many places as it has are its own
				sum, t.from, t.to = sum+t.to, sum+1, sum+1
			}
			st.weight = values[i]
			p.steps[t.to-1] = st
			t.to++
			switch {
			case partner != empty || st.size == 0:
			case st.size == 1:
				p.down[st.end] = max(p.down[st.end], int32(st.weight))
			default:
				p.mute = append(p.mute, st)
			}
		}
	}
}

// piece is a chunk of the word, with a step that has no weight yet.
type piece struct {
	id uint16
	step
}

// each gives the chunks of a side, with where they end and how many letters they have.
func (s *side) each(use func(id uint16, st step) bool) {
	if s.empty != noChunk && !use(s.empty, step{end: anywhere}) {
		return
	}
	for end := 1; end <= s.n; end++ {
		for size := 1; size <= min(end, s.reach); size++ {
			id := s.ids[end*s.reach+size-1]
			if id != noChunk && !use(id, step{end: uint8(end), size: uint8(size)}) { //nolint:gosec // at most 26
				return
			}
		}
	}
}

// place returns the slot of a chunk's letters, a new one if they have none.
func (p *profile) place(code uint64) *slot {
	code++
	mask := uint64(len(p.table) - 1)
	i := (code * 0x9E3779B97F4A7C15) >> p.shift
	for p.table[i].code != 0 && p.table[i].code != code {
		i = (i + 1) & mask
	}
	p.table[i].code = code
	return &p.table[i]
}

// of returns the steps of a chunk of another word.
func (p *profile) of(code uint64) []step {
	code++
	mask := uint64(len(p.table) - 1)
	for i := (code * 0x9E3779B97F4A7C15) >> p.shift; ; i = (i + 1) & mask {
		switch t := &p.table[i]; t.code {
		case code:
			return p.steps[t.from-1 : t.to-1]
		case 0:
			return nil
		}
	}
}

// mostPlaces are the places between the letters of a word, its edges counted.
const mostPlaces = mostLetters + 3

// fewUses are not worth the work of bound.
const fewUses = 20

// bound fills rest.
func (p *profile) bound() {
	p.bounded = true
	s, rows := &p.own, p.rows
	p.top = emptied(p.top, p.n+1) // of each place, the best chunks that begin there, by letters of both words
	top := p.top
	for i := range top {
		for x := range mostChunk {
			for y := range mostChunk {
				top[i][x][y] = never
			}
		}
	}
	for _, st := range p.pieces {
		to, values := rows.of(st.id)
		for k, partner := range to {
			y := p.other.lengths[partner]
			if st.end != anywhere {
				t := &top[st.end-st.size][st.size][y]
				*t = max(*t, int32(values[k]))
				continue
			}
			for i := range top {
				top[i][0][y] = max(top[i][0][y], int32(values[k]))
			}
		}
	}
	for r := range p.rest {
		p.rest[r] = emptied(p.rest[r], p.n+1)
		for i := p.n; i >= 0; i-- {
			p.rest[r][i] = p.ahead(&top[i], r, i, s.reach)
		}
	}
}

// ahead is the rest of place i where r letters of the other word are to come.
func (p *profile) ahead(top *[mostChunk][mostChunk]int32, r, i, reach int) int32 {
	if r == 0 && i == p.n {
		return 0
	}
	best := int32(never)
	if r > 0 {
		best = p.rest[r-1][i] + skip
	}
	if i < p.n {
		best = max(best, p.rest[r][i+1]+skip)
	}
	for x := range min(reach, p.n-i) + 1 {
		for y := range min(p.other.longest, r) + 1 {
			if top[x][y] > never && x+y > 0 {
				best = max(best, p.rest[r-y][i+x]+top[x][y])
			}
		}
	}
	return best
}

// walk is the room of alignments, one after the other. What a word has in common with the front of the one before it is not done again.
type walk struct {
	made   []*profile // of which the first so many are in use
	used   int
	p      *profile
	codes  [mostLetters + 2]uint16
	m      int // letters of the other word
	done   int // columns that stand
	best   [mostPlaces][mostPlaces]int32
	open   [mostPlaces]int32 // of each column, what no word can exceed of which a chunk ends there
	bounds [mostPlaces]int32 // of each column, what no word that begins so can exceed
}

// spare returns a profile that no word uses.
func (w *walk) spare() *profile {
	if w.used == len(w.made) {
		w.made = append(w.made, &profile{})
	}
	w.used++
	return w.made[w.used-1]
}

// forget takes all profiles back.
func (w *walk) forget() { w.p, w.used = nil, 0 }

// emptied returns s with n elements that are zero, in its own room if that is enough.
func emptied[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

// align is what the function of this name of sounds gives for the word and other letters, or never where that is below least.
func (w *walk) align(p *profile, codes []uint16, least int32) int32 {
	n, m := p.n, len(codes)
	if w.p != p || w.m != m {
		w.p, w.m, w.done = p, m, -1
	}
	common := 0
	for common < w.done && codes[common] == w.codes[common] {
		common++
	}
	w.done = min(w.done, common)
	copy(w.codes[max(w.done, 0):], codes[max(w.done, 0):])
	far := n*m/3 + max(n, m)
	if w.done >= 0 && w.bounds[w.done] < least {
		return never
	}
	for j := w.done + 1; j <= m; j++ {
		w.column(j, max(0, (j*n-far+m-1)/m), min(n, (j*n+far)/m))
		w.done = j
		if w.bounds[j] < least {
			return never
		}
	}
	return w.best[m][n]
}

// column fills column j from place lo to hi of the word.
func (w *walk) column(j, lo, hi int) {
	p := w.p
	col := w.best[j][:p.n+1]
	if j == 0 {
		for i := range col {
			col[i] = never
		}
		col[0] = 0
	} else {
		before := w.best[j-1][:p.n+1]
		for i := range col {
			col[i] = before[i] + skip
		}
		w.across(j, col)
	}
	for i := range lo {
		col[i] = never
	}
	rest, down := p.down[:len(col)], p.down[:len(col)]
	if p.bounded {
		rest = p.rest[w.m-j][:len(col)]
	}
	v, bound := int32(never), int32(never)
	for i := lo; i <= hi; i++ {
		v = max(col[i], v+down[i])
		if len(p.mute) > 0 {
			v = p.silent(col, i, v)
		}
		col[i] = v
		bound = max(bound, v+rest[i])
	}
	for i := hi + 1; i < len(col); i++ {
		col[i] = never
	}
	if !p.bounded {
		bound = -never
	}
	w.open[j] = bound
	for k := max(0, j-p.other.longest+1); k < j; k++ { // a chunk may go past this column
		bound = max(bound, w.open[k])
	}
	w.bounds[j] = bound
}

// silent is v or what letters of the word add that end at place i, several of them by themselves.
func (p *profile) silent(col []int32, i int, v int32) int32 {
	for _, s := range p.mute {
		if int(s.end) == i {
			v = max(v, col[i-int(s.size)]+int32(s.weight))
		}
	}
	return v
}

// across goes all steps that end at letter j.
func (w *walk) across(j int, col []int32) {
	p := w.p
	var code uint64
	bits := p.other.bits
	for size, ends := 1, p.ends[w.codes[j-1]]>>1; size <= j && ends != 0; size, ends = size+1, ends>>1 {
		l := w.codes[j-size]
		if l == 0 {
			return
		}
		code |= uint64(l) << (uint(size-1) * bits) //nolint:gosec // size is positive
		if ends&1 == 0 {
			continue
		}
		from := w.best[j-size][:len(col)]
		for _, s := range p.of(code) {
			if s.end != anywhere {
				col[s.end] = max(col[s.end], from[s.end-s.size]+int32(s.weight))
				continue
			}
			for i, v := range from {
				col[i] = max(col[i], v+int32(s.weight))
			}
		}
	}
}

// logit is the logarithm of the odds that a word with other letters is of the same name as that of the profile, or
// something below least where it is below that.
func (w *walk) logit(p *profile, letters string, least float32) float32 {
	var room [mostLetters + 2]uint16
	codes, cost := p.other.lettersOf(letters, room[:0])
	most := max(float32(p.cost+cost)/2*unit, 1)
	size := float32(max(p.n, len(codes)) - 2)
	p.uses++
	o := &p.m.odds
	needed := float32(never) / 2 // as long as more evidence is not less likely
	if slope := o.sum + 10*o.share/most; slope > 0 && least > hardly && p.uses > fewUses {
		if !p.bounded {
			p.bound()
			w.p = nil // the columns that stand have no bounds
		}
		needed = max(needed, (least-o.bias-o.length*size)/slope/unit-1)
	}
	sum := w.align(p, codes, int32(needed))
	if sum <= never/2 {
		return hardly
	}
	e := evidence{sum: float32(sum) * unit, size: size}
	e.share = e.sum / most
	return min(max(o.logit(e), hardly), surely-1)
}

// profiles are those of a word that is asked about, made when they are needed.
type profiles struct {
	of   [2][len(modelScripts)]*profile // the second row for words of its own script that come behind it
	walk *walk
}

// with returns the profile of w beside words of a script, and nil where there are no weights. Of two words of one
// script the one whose letters come first is the left one.
func (ps *profiles) with(w *word, script text.Script, first bool) *profile {
	i, at := modelIndex(script), 0
	if i < 0 {
		return nil
	}
	if first {
		at = 1
	}
	p := &ps.of[at][i]
	if *p == nil && modelIndex(w.script) >= 0 {
		if m, swapped := between(w.script, script); m != nil {
			*p = ps.walk.spare()
			(*p).set(m, w.letters, at == 1 || w.script != script && !swapped)
		}
	}
	return *p
}

// logit is what w and v give, w being the word whose profiles these are.
func (ps *profiles) logit(w *word, letters string, script text.Script, least float32) float32 {
	if w.script == script && w.letters == letters {
		return sameLogit(w)
	}
	p := ps.with(w, script, w.script == script && w.letters < letters)
	if p == nil {
		return plainLogit(w, &word{letters: letters, script: script})
	}
	return ps.walk.logit(p, letters, least)
}
