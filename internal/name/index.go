package name

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Index finds names among many, in whatever script they are asked for. It may be read by many at once, and
// added to at any time.
type Index struct {
	mu     sync.RWMutex
	names  []entry
	texts  []byte   // ids and names, one behind the other
	refs   []uint32 // the words of each name
	words  []indexed
	sizes  []uint8             // about how many Latin letters each word has
	byWord map[string]uint32   // letters with their script in front: number of the word
	byKey  map[uint32][]uint32 // words by the hash of a key
	pool   sync.Pool           // *search
}

// entry is a name of the index. What it has in texts and refs ends where the next one's begins.
type entry struct {
	text  int    // where its id begins
	refs  int    // where its words begin
	id    uint32 // bytes of the id
	cores uint8
}

// indexed is a word that names of the index have.
type indexed struct {
	letters string
	script  text.Script
	names   []uint32
}

// Match is a name that was found.
type Match struct {
	ID, Name string
	Score    float64 // as Similarity has it
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{byWord: map[string]uint32{}, byKey: map[uint32][]uint32{}}
}

// Len is how many names the index has.
func (ix *Index) Len() int {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return len(ix.names)
}

// Add puts the names of one who has that id in.
func (ix *Index) Add(id string, names ...string) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for _, s := range names {
		p := prepare(Parse(s))
		if len(p.cores) == 0 {
			continue
		}
		number := uint32(len(ix.names)) //nolint:gosec // memory ends before
		ix.names = append(ix.names, entry{
			text: len(ix.texts), refs: len(ix.refs), id: uint32(len(id)), cores: uint8(len(p.cores)), //nolint:gosec // at most mostCores
		})
		ix.texts = append(append(ix.texts, id...), s...)
		for i := range p.cores {
			c := &p.cores[i]
			ix.addWord(&c.word, number)
			if c.script != text.Cyrillic {
				for _, w := range c.alts { // with the small word in front
					ix.addWord(w, number)
				}
			}
			if c.both != nil && (c.kind == Servant || c.tight) {
				ix.addWord(c.both, number)
			}
		}
	}
}

func (ix *Index) addWord(w *word, name uint32) {
	key := string(rune(w.script)) + w.letters
	at, ok := ix.byWord[key]
	if !ok {
		at = uint32(len(ix.words)) //nolint:gosec // as above
		letters := key[utf8.RuneLen(rune(w.script)):]
		ix.words = append(ix.words, indexed{letters: letters, script: w.script})
		ix.sizes = append(ix.sizes, size(w))
		ix.byWord[key] = at
		for _, k := range w.keys() {
			h := hash(k)
			bucket := ix.byKey[h]
			place, _ := slices.BinarySearchFunc(bucket, at, ix.order)
			ix.byKey[h] = slices.Insert(bucket, place, at)
		}
	}
	if !slices.Contains(ix.refs[ix.names[name].refs:], at) {
		ix.refs = append(ix.refs, at)
		ix.words[at].names = append(ix.words[at].names, name)
	}
}

// order compares two words: those of one script and length whose letters begin alike stand together.
func (ix *Index) order(a, b uint32) int {
	v, w := &ix.words[a], &ix.words[b]
	return cmp.Or(cmp.Compare(v.script, w.script), cmp.Compare(ix.sizes[a], ix.sizes[b]), strings.Compare(v.letters, w.letters))
}

// of returns the id and the text of a name.
func (ix *Index) of(n uint32) (id, name string) {
	e, end := &ix.names[n], len(ix.texts)
	if int(n)+1 < len(ix.names) {
		end = ix.names[n+1].text
	}
	at := e.text + int(e.id)
	return string(ix.texts[e.text:at]), string(ix.texts[at:end])
}

// wordsOf returns the words of a name.
func (ix *Index) wordsOf(n uint32) []uint32 {
	end := len(ix.refs)
	if int(n)+1 < len(ix.names) {
		end = ix.names[n+1].refs
	}
	return ix.refs[ix.names[n].refs:end]
}

// mostSize is a length of words that is as good as any greater, in fifths of Latin letters.
const mostSize = 120

// size is about how many Latin letters a word has, in fifths.
func size(w *word) uint8 {
	n := 5 * utf8.RuneCountInString(w.letters)
	switch w.script {
	case text.Arabic, text.Hebrew:
		n = n * 4 / 3
	case text.Han:
		n = n * 5 / 2
	}
	return uint8(min(n, mostSize)) //nolint:gosec // it fits
}
