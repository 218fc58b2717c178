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

// cut finds the chunks of s in c.
func (c *chunks) cut(s string) side {
	runes := make([]rune, 1, len(s)+2)
	runes[0] = '^'
	for _, r := range s {
		if len(runes) > mostLetters {
			break
		}
		runes = append(runes, r)
	}
	runes = append(runes, '$')
	out := side{n: len(runes), reach: c.longest, empty: noChunk, ids: make([]uint16, (len(runes)+1)*c.longest)}
	if id, ok := c.number[0]; ok {
		out.empty = id
	}
	for i := 0; i <= len(runes); i++ {
		for k := 1; k <= c.longest; k++ {
			id := uint16(noChunk)
			if k <= i {
				if code := c.code(runes[i-k : i]); code != 0 {
					if n, ok := c.number[code]; ok {
						id = n
					}
				}
			}
			out.ids[i*c.longest+k-1] = id
		}
	}
	for _, r := range runes {
		if l := c.letter[r]; l != 0 {
			out.cost += int(c.cost[l])
		} else {
			out.cost += unknownCost
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
	width := b.n + 1
	var room [(mostLetters + 3) * (mostLetters + 3)]int32
	best := room[:(a.n+1)*width]
	for i := 0; i <= a.n; i++ {
		for j := 0; j <= b.n; j++ {
			if i+j == 0 {
				continue
			}
			if d := i*b.n - j*a.n; d > band(a, b) || -d > band(a, b) {
				best[i*width+j] = never
				continue
			}
			best[i*width+j] = m.cell(a, b, best, i, j)
		}
	}
	return int(best[a.n*width+b.n])
}

// band is how far from the diagonal a sequence may go: half of the names.
func band(a, b *side) int { return a.n*b.n/2 + max(a.n, b.n) }

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
		row := best[(i-x)*width:]
		for y := 0; y <= min(j, b.reach); y++ {
			ib := b.empty
			if y > 0 {
				ib = b.ids[j*b.reach+y-1]
			}
			if ib == noChunk || x+y == 0 {
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
