package window

import "math/bits"

// Signs are the signs of a vector, and which weights it is by. Those of two weights are not compared.
type Signs struct {
	Model uint32 // 0 for none
	Bits  []uint64
}

// nearRarity is how much it says that two vectors are near, as rarity has it of keys: of the reports of some days one in
// thirty is near another.
const nearRarity = 5

// near weighs the nearness of signs to those asked for.
func (q *Ask) near(s Signs) int {
	if q.Near == nil || q.Signs.Model == 0 || q.Signs.Model != s.Model || len(q.Signs.Bits) != len(s.Bits) {
		return 0
	}
	differ := 0
	for i, b := range s.Bits {
		differ += bits.OnesCount64(b ^ q.Signs.Bits[i])
	}
	return q.Near(differ, 64*len(s.Bits))
}

// signs keeps those of the rows of a bucket in one piece: the model, how many words there are, and these.
type signs struct {
	words []uint64
	at    []uint32 // of a row: behind which word; 0 for a row without
}

func (x *signs) add(s Signs) {
	if s.Model == 0 || len(s.Bits) == 0 || len(s.Bits) > maxWords {
		x.at = append(x.at, 0)
		return
	}
	x.words = append(x.words, uint64(s.Model)<<32|uint64(len(s.Bits)))
	x.at = append(x.at, uint32(len(x.words)))
	x.words = append(x.words, s.Bits...)
}

// maxWords bounds a vector, so that the place of any row's words has its number.
const maxWords = 64

func (x *signs) of(row uint32) Signs {
	at := x.at[row]
	if at == 0 {
		return Signs{}
	}
	head := x.words[at-1]
	return Signs{uint32(head >> 32), x.words[at : at+uint32(head)]}
}
