package name

import "math"

// side is a part of a name cut into all its chunks, for one model.
type side struct {
	n     int      // letters, with the two edges
	ids   []uint16 // of the chunk of k letters that ends at i: ids[i*longest+k-1], noChunk if unknown
	reach int      // the most letters of a chunk
	cost  int      // of all its letters by themselves
	empty uint16   // the chunk without letters
}

const noChunk = 0xFFFF

// mostLetters is how many letters of a part are compared.
const mostLetters = 24

// lettersOf writes the numbers of the letters of s with its edges into room, and returns what they cost by themselves.
func (c *chunks) lettersOf(s string, room []uint16) (codes []uint16, cost int) {
	edge := c.letter.of('^')
	codes, cost = append(room, edge), int(c.cost[edge])
	for _, r := range s {
		if len(codes) > mostLetters {
			break
		}
		l := c.letter.of(r)
		codes = append(codes, l)
		if l != 0 {
			cost += int(c.cost[l])
		} else {
			cost += unknownCost
		}
	}
	if edge = c.letter.of('$'); edge != 0 {
		return append(codes, edge), cost + int(c.cost[edge])
	}
	return append(codes, edge), cost + unknownCost
}

// cut finds the chunks of s in c.
func (c *chunks) cut(s string) side {
	var room [mostLetters + 2]uint16
	codes, cost := c.lettersOf(s, room[:0])
	out := side{n: len(codes), reach: c.longest, cost: cost, empty: c.number.get(0)}
	out.ids = make([]uint16, (out.n+1)*c.longest)
	for i := range out.ids {
		out.ids[i] = noChunk
	}
	for start := range codes {
		var code uint64
		for k := 1; k <= c.longest && start+k <= out.n; k++ {
			l := codes[start+k-1]
			if l == 0 {
				break
			}
			code = code<<c.bits | uint64(l)
			out.ids[(start+k)*c.longest+k-1] = c.number.get(code)
		}
	}
	return out
}

const (
	unknownCost = 60  // of a letter that no training name had
	skip        = -36 // 4.5 nats, for a letter that no chunk explains
	never       = math.MinInt32 / 2
)

// align returns the weight of the best sequence of pairs of chunks.
func (m *sounds) align(a, b *side) int {
	width, far := b.n+1, band(a, b)
	var room [(mostLetters + 3) * (mostLetters + 3)]int32
	best := room[:(a.n+1)*width]
	for i := 0; i <= a.n; i++ {
		for j := 0; j <= b.n; j++ {
			if i+j == 0 {
				continue
			}
			if d := i*b.n - j*a.n; d > far || -d > far {
				best[i*width+j] = never
				continue
			}
			best[i*width+j] = m.cell(a, b, best, i, j)
		}
	}
	return int(best[a.n*width+b.n])
}

// band is how far from the diagonal a sequence may go: a third of the names.
func band(a, b *side) int { return a.n*b.n/3 + max(a.n, b.n) }

// cell is the weight of the best sequence up to letter i of a and j of b.
func (m *sounds) cell(a, b *side, best []int32, i, j int) int32 {
	width := b.n + 1
	top := int32(never)
	if i > 0 {
		top = best[(i-1)*width+j] + skip
	}
	if j > 0 {
		top = max(top, best[i*width+j-1]+skip)
	}
	for x := 0; x <= min(i, a.reach); x++ {
		ia := a.empty
		if x > 0 {
			ia = a.ids[i*a.reach+x-1]
		}
		if ia == noChunk {
			continue
		}
		row, partners := best[(i-x)*width:], m.partners[ia]
		for y := 0; y <= min(j, b.reach); y++ {
			ib := b.empty
			if y > 0 {
				ib = b.ids[j*b.reach+y-1]
			}
			if partners>>(ib&63)&1 == 0 || ib == noChunk || x+y == 0 {
				continue
			}
			if w, ok := m.rows.get(uint32(ia)<<16 | uint32(ib)); ok {
				top = max(top, row[j-y]+int32(w))
			}
		}
	}
	return top
}

// evidence is what a comparison of two parts gives.
type evidence struct {
	sum   float32 // nats
	share float32 // of what it could be
	size  float32 // letters of the longer
}

func (m *sounds) compare(a, b *side) evidence {
	sum := float32(m.align(a, b)) * unit
	most := float32(a.cost+b.cost) / 2 * unit
	return evidence{sum: sum, share: sum / max(most, 1), size: float32(max(a.n, b.n) - 2)}
}

// logit is the logarithm of the odds that both are of one name.
func (o odds) logit(e evidence) float32 {
	return o.bias + o.sum*e.sum + o.share*e.share*10 + o.length*e.size
}
