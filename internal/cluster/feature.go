package cluster

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Bounds of a row, so that a long report costs what a short one does.
const (
	maxText  = 200_000 // bytes that are looked at
	maxNames = 48
	maxPool  = 192
	maxLead  = 24
	leadText = 500 // bytes that begin a report: who and where it is about
	maxTerms = 96
	maxLands = 12
	maxNotes = 48 // concepts, numbers, days
)

// Features returns the row of a document and the keys it is found by. It is what a
// store calls for each document that it keeps.
func Features(doc *news.Document) (data []byte, keys []string) {
	it := NewItem(doc)
	return it.encode(), it.Keys()
}

// NewItem computes the row of a document. It reads the title, the text, the
// publication and whatever findings there are; without findings it goes by words,
// capitals and numbers alone.
func NewItem(doc *news.Document) *Item {
	it := &Item{Report: doc.ID, Source: doc.Source, Lang: doc.Lang}
	body := clip(doc.Text)
	ws := words(make([]word, 0, len(body)/6), body)
	it.Words = len(ws)
	it.Shingles, it.Shift = shingles(ws)
	it.Bands = signature(ws)
	it.publication(doc.Published)
	it.times(doc)
	it.sense(doc.Reading)
	r := &reader{
		doc: doc, body: body, it: it, lexicon: concepts()[doc.Lang], common: common()[doc.Lang], frequent: frequent(doc.Lang),
		names: map[string]*named{}, bySkel: map[uint32]*named{}, towns: map[string]uint32{},
		lands: map[uint32]float32{}, terms: map[uint32]float32{}, notions: map[uint32]float32{}, pool: map[uint32]bool{},
	}
	r.mentions()
	r.words(ws)
	r.title()
	r.finish()
	return it
}

func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > 0 && s[end]&0xc0 == 0x80 {
		end--
	}
	return s[:end]
}

// publication sets when the report was published.
func (it *Item) publication(p *news.Published) {
	if p == nil || p.From.IsZero() {
		return
	}
	it.Dated = true
	it.From, it.To = dayNumber(p.From), dayNumber(p.To)
	it.To = max(it.To, it.From)
	switch p.Precision {
	case news.Second, news.Minute, news.Hour:
		it.Published = p.From.Unix()
	case news.Week, news.Month, news.Season, news.Year, news.Decade, news.Range:
		it.Published = (int64(it.To)+1)*86400 - 1
	default:
		it.Published = int64(it.From) * 86400
	}
}

// times sets which days the report tells of.
func (it *Item) times(doc *news.Document) {
	for _, d := range doc.Dates {
		iv := d.Interval
		if iv == nil {
			it.relation(d.Relation)
			continue
		}
		if iv.From.Year() < 1000 || iv.From.Year() > 9000 {
			continue
		}
		if d.Relation == nil {
			it.Horizon = max(it.Horizon, dayNumber(iv.From))
		}
		switch iv.Precision {
		case news.Second, news.Minute, news.Hour, news.PartOfDay, news.Day:
			day := dayNumber(iv.From)
			it.Days = append(it.Days, day)
			it.MonthDay = append(it.MonthDay, monthDay(iv.From))
			if it.Weekday == 0 && (!it.Dated || day <= it.To+1 && day >= it.From-8) {
				it.Weekday = weekday(day)
			}
		}
	}
	it.Days = few(it.Days, maxNotes)
	it.MonthDay = few(it.MonthDay, maxNotes)
}

// relation keeps what an expression says that hangs on an unknown publication.
func (it *Item) relation(r *news.Relation) {
	switch {
	case r == nil:
	case r.Weekday != 0 && r.Direction <= 0 && it.Weekday == 0:
		it.Weekday = uint8(r.Weekday)
	case r.Month != 0 && r.DayOfMonth != 0:
		it.MonthDay = append(it.MonthDay, uint32(r.Month*32+r.DayOfMonth))
	case r.Month != 0 && r.Direction < 0 && !it.Dated:
		it.Past |= 1 << r.Month
	}
}

func monthDay(t time.Time) uint32 { return uint32(int(t.Month())*32 + t.Day()) }

// reader gathers names, lands, terms and notions of one document.
type reader struct {
	doc     *news.Document
	body    string
	it      *Item
	lexicon *lexicon
	common  map[string]bool
	// frequent gives how frequent a word is in the language, 0 for most.
	frequent func(folded string) int

	names   map[string]*named // by entity id or skeleton
	bySkel  map[uint32]*named
	towns   map[string]uint32 // ids of the places, by name
	lands   map[uint32]float32
	terms   map[uint32]float32
	notions map[uint32]float32
	pool    map[uint32]bool
	covered []news.Span // country words, which are no names
}

// words takes the words of the text.
func (r *reader) words(ws []word) {
	nouns := r.doc.Lang == "de" // German writes every noun with a capital
	last := ""
	cover := 0
	for i, w := range ws {
		s := r.body[w.start:w.end]
		lead := r.lead(int(w.start))
		switch {
		case w.digit:
			last = ""
			continue
		case w.single:
			if i > 0 && ws[i-1].single && ws[i-1].end == w.start {
				r.runs(r.body, ws[i-1], w, lead)
			}
			last = ""
			continue
		}
		f := text.Fold(s)
		if r.common[f] {
			last = ""
			continue
		}
		stem := r.term(f, lead)
		for cover < len(r.covered) && r.covered[cover].End <= int(w.start) {
			cover++
		}
		if cover < len(r.covered) && r.covered[cover].Start < int(w.end) {
			last = ""
			continue
		}
		cased := !uncased(s)
		if cased && !w.upper {
			last = ""
			continue
		}
		last = r.candidate(f, stem, last, w.start < leadText)
		if cased && !nouns && w.runes > 2 && !opens(r.body, int(w.start)) {
			r.capital(f, last)
		}
	}
	r.numbers(ws)
}

// candidate puts a word that may be a name into the pool, alone and with the word
// before, and returns its skeleton.
func (r *reader) candidate(f, stem, last string, leads bool) string {
	s := skeleton(f, r.doc.Lang)
	for _, v := range []string{s, skeleton(stem, r.doc.Lang)} {
		if h := skelHash(v); telling(h) > 0 {
			r.pooled(h, leads)
		}
	}
	if stem != f {
		s = skeleton(bare(f), r.doc.Lang)
	}
	if last != "" && s != "" {
		if h := skelHash(last + " " + s); telling(h) > 1 {
			r.pooled(h, leads)
		}
	}
	return s
}

func (r *reader) pooled(h uint32, leads bool) {
	r.pool[h] = true
	if leads && telling(h) == 3 && len(r.it.Lead) < maxLead && !slices.Contains(r.it.Lead, h) {
		r.it.Lead = append(r.it.Lead, h)
	}
}

// capital takes a capitalised word inside a sentence as a name that nobody found.
func (r *reader) capital(folded, skel string) {
	h := skelHash(skel)
	if telling(h) == 0 {
		return
	}
	if n := r.bySkel[h]; n != nil {
		n.count++
		return
	}
	n := &named{Name: Name{Skels: []uint32{h}}, base: r.fame(folded), count: 1}
	r.names["skeleton "+strconv.FormatUint(uint64(h), 36)], r.bySkel[h] = n, n
}

// term counts a content word and the notions it names, and returns its stem.
func (r *reader) term(f string, lead float32) string {
	stem := f
	if isArabic(f) {
		arabicStems(f, func(s string) {
			stem = s
			r.notion(r.lexicon.find(s), lead)
		})
		if r.common[stem] {
			return stem
		}
	} else {
		r.notion(r.lexicon.find(f), lead)
	}
	n, cut := 0, len(stem)
	for i := range stem {
		if n == 6 {
			cut = i
			break
		}
		n++
	}
	if n >= 3 {
		r.terms[hashString(stem[:cut])] += lead * (0.6 + 0.1*float32(n)) * r.rarity(stem[:cut])
	}
	return stem
}

// rarity is how much a word counts by how frequent it is in the language.
func (r *reader) rarity(folded string) float32 {
	return [...]float32{1, 0.6, 0.4, 0.2}[r.frequent(folded)]
}

// runs takes two characters of a script without word marks.
func (r *reader) runs(s string, a, b word, lead float32) {
	pair := s[a.start:b.end]
	if r.common[pair] {
		return
	}
	r.terms[hashString(pair)] += lead * r.rarity(pair)
	if r.lexicon == nil {
		return
	}
	for _, n := range r.lexicon.runs[pair] {
		if strings.HasPrefix(s[a.start:], n.all) {
			r.notion([]notion{n.notion}, lead)
		}
	}
}

func (r *reader) notion(ns []notion, lead float32) {
	for _, n := range ns {
		r.notions[n.key] = max(r.notions[n.key], n.weight*lead)
	}
}

// title counts the words of the headline twice more.
func (r *reader) title() {
	ws := words(nil, r.doc.Title)
	for i, w := range ws {
		switch {
		case w.digit:
		case w.single:
			if i > 0 && ws[i-1].single && ws[i-1].end == w.start {
				r.runs(r.doc.Title, ws[i-1], w, 2)
			}
		default:
			if f := text.Fold(r.doc.Title[w.start:w.end]); !r.common[f] {
				stem := r.term(f, 2)
				for _, s := range []string{f, bare(stem)} {
					if n := r.bySkel[skelHash(skeleton(s, r.doc.Lang))]; n != nil {
						n.title = true
					}
				}
			}
		}
	}
}

// numbers keeps the figures of two digits and more, with their thousands joined.
// Years near the publication say nothing.
func (r *reader) numbers(ws []word) {
	for i := 0; i < len(ws); i++ {
		if !ws[i].digit {
			continue
		}
		s := text.Fold(r.body[ws[i].start:ws[i].end])
		for len(s) <= 12 && i+1 < len(ws) && ws[i+1].digit && ws[i+1].runes == 3 && thousands(r.body[ws[i].end:ws[i+1].start]) {
			i++
			s += text.Fold(r.body[ws[i].start:ws[i].end])
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 10 || n > 1900 && n < 2100 && r.nearYear(int(n)) {
			continue
		}
		r.it.Numbers = append(r.it.Numbers, hashString("number "+strconv.FormatInt(n, 10)))
	}
	r.it.Numbers = few(r.it.Numbers, maxNotes)
}

func (r *reader) nearYear(y int) bool {
	if !r.it.Dated {
		return false
	}
	pub := time.Unix(int64(r.it.From)*86400, 0).UTC().Year()
	return y >= pub-1 && y <= pub+1
}

func thousands(gap string) bool {
	switch gap {
	case ".", ",", " ", "\u00a0", "\u202f", "'", "’", "٬", "":
		return true
	}
	return false
}

// opens reports whether the word at i begins a sentence or a quotation.
func opens(s string, i int) bool {
	before := strings.TrimRight(s[:i], " \u00a0\u202f\t")
	if before == "" {
		return true
	}
	for _, end := range []string{".", "!", "?", ":", "\n", "\r", "«", "“", "„", "\"", "‘", "'", "(", "—", "–", "-", "•", "|", "/", "…"} {
		if strings.HasSuffix(before, end) {
			return true
		}
	}
	return false
}

func uncased(s string) bool {
	for _, c := range s {
		return text.ScriptOf(c) != text.Latin && text.ScriptOf(c) != text.Cyrillic && text.ScriptOf(c) != text.Greek
	}
	return true
}

func isArabic(s string) bool {
	for _, c := range s {
		return text.ScriptOf(c) == text.Arabic
	}
	return false
}

// finish sorts and cuts what was gathered, so that the row depends on nothing else.
func (r *reader) finish() {
	it := r.it
	for _, n := range r.names {
		slices.Sort(n.Skels)
		n.Weight, n.Bits = quantise(n.weight()), n.bits()
		it.Names = append(it.Names, n.Name)
	}
	slices.SortFunc(it.Names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID), slices.Compare(a.Skels, b.Skels))
	})
	it.Names = it.Names[:min(len(it.Names), maxNames)]
	it.Lands = heaviest(r.lands, maxLands)
	for k, w := range r.terms {
		r.terms[k] = float32(1 + math.Log(float64(w)+0.2))
	}
	it.Terms = heaviest(r.terms, maxTerms)
	it.Concepts = heaviest(r.notions, maxNotes)
	for h := range r.pool {
		it.Pool = append(it.Pool, h)
	}
	slices.SortFunc(it.Pool, func(a, b uint32) int { return cmp.Or(cmp.Compare(telling(b), telling(a)), cmp.Compare(a, b)) })
	it.Pool = it.Pool[:min(len(it.Pool), maxPool)]
	slices.Sort(it.Pool)
	it.poolBits()
	slices.Sort(it.Lead)
	for _, e := range r.doc.Events {
		if e.Status == news.Occurred {
			if l := e.Location; l != nil && !l.Inferred && l.Precision == "city" && it.Place == 0 {
				it.Place = cmp.Or(r.towns[l.Name], nameID("town "+text.Fold(l.Name)))
			}
			it.Acts = append(it.Acts, hashString("act "+string(e.Type)))
		}
	}
	it.Acts = few(it.Acts, maxNotes)
}

// heaviest returns the n weightiest entries, by key.
func heaviest(m map[uint32]float32, n int) []Weight {
	var s []Weight
	for k, w := range m {
		if quantise(w) > 0 {
			s = append(s, Weight{k, quantise(w)})
		}
	}
	slices.SortFunc(s, func(a, b Weight) int { return cmp.Or(cmp.Compare(b.W, a.W), cmp.Compare(a.Key, b.Key)) })
	s = s[:min(len(s), n)]
	slices.SortFunc(s, func(a, b Weight) int { return cmp.Compare(a.Key, b.Key) })
	return slices.Clip(s)
}

// few sorts, drops repeats and keeps the first n.
func few[T cmp.Ordered](s []T, n int) []T {
	slices.Sort(s)
	s = slices.Compact(s)
	return slices.Clip(s[:min(len(s), n)])
}
