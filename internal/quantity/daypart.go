package quantity

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// partBehind reads the part of the day behind an hour: "p.m.", "in the morning", "ليلا".
func (c *scan) partBehind(h *hour) {
	i := h.next
	for range 3 {
		if h.part != "" || !c.near(i) {
			return
		}
		if w, next, ok := c.at("clock part", i, ""); ok {
			h.part = w.unit
			h.next, h.end = next, c.toks[next-1].Span.End
			if h.minutes <= 12*60+59 {
				h.full = false
			}
			return
		}
		_, next, ok := c.at("clock link", i, "")
		if !ok {
			return
		}
		i = next
	}
}

// partBefore reads it before the hour: 晚上11时, "akşam saat 11", "الليلة الساعة".
func (c *scan) partBefore(h *hour) {
	if h.part != "" {
		return
	}
	for i := h.first; i > max(0, h.first-3); i-- {
		if w, _, ok := c.left("clock part", i); ok {
			h.part = w.unit
			if h.minutes <= 12*60+59 {
				h.full = false
			}
			return
		}
		if c.toks[i].Before&breaks != 0 {
			return
		}
	}
}

// farPart is how many words away from its hour a part of the day may stand.
const farPart = 40

// partAround looks for a part of the day in the whole sentence, the nearest; "" where there is none. Hours in figures
// of 24 need none.
func (c *scan) partAround(h hour) string {
	best, part := farPart, ""
	for _, step := range []int{-1, 1} {
		i := h.start
		if step > 0 {
			i = h.next
		}
		for d := 0; i >= 0 && i < len(c.toks) && d < best; d++ {
			if step > 0 && c.endsSentence(i) {
				break
			}
			if w, next, ok := c.at("clock part", i, ""); ok && (i < h.start && next <= h.start || i >= h.next) {
				best, part = d, w.unit
				break
			}
			if step < 0 && c.endsSentence(i) {
				break
			}
			i += step
		}
	}
	return part
}

// endsSentence reports whether a sentence ends before token i.
func (c *scan) endsSentence(i int) bool {
	gap := c.toks[i].Before
	return gap&phrase.Line != 0 || gap&phrase.Stop != 0 && gap != phrase.Stop && c.toks[i].Upper || gap&phrase.Start != 0
}

// stampWords is how many words a line has at most that is only a stamp, with an hour in it.
const stampWords = 6

// isStamp reports whether the hour stands in a line that tells nothing: "8 March, 10:45 GMT | Updated 11:20".
func (c *scan) isStamp(h hour) bool {
	n := h.next - h.first
	for i := h.first; i > 0 && n <= stampWords && c.toks[i].Before&phrase.Line == 0; i-- {
		n++
	}
	for i := h.next; i < len(c.toks) && n <= stampWords && c.toks[i].Before&phrase.Line == 0; i++ {
		n++
	}
	if n > stampWords {
		return false
	}
	line := c.s[h.end:]
	if at := strings.IndexByte(line, '\n'); at >= 0 {
		line = line[:at]
	}
	ends := strings.ContainsAny(line, ".!?。！？؟")
	return !ends && (c.s[:h.at] != "" && strings.Contains(c.s[:h.at], "\n") || len(line) < len(c.s)-h.end)
}
