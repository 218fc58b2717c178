package lang

import (
	"math"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// A paragraph is said to be in another language than its text only where these
// hold; names, titles and short quotes do not reach them.
const (
	partLetters      = 60   // letters, where both languages share a script
	partPlain        = 5    // words that are not capitalised, likewise
	partConfidence   = 0.98 // likewise
	partScript       = 25   // letters, where the script is another
	partConfidence2  = 0.8  // likewise
	maxParagraphs    = 2000 // of a text are looked at; the rest is taken to be like them
	partSample       = 320  // bytes of a paragraph are looked at
	wholeSample      = 2048 // bytes of the text decide what most of it is in, with the paragraphs
	plainMargin      = 3    // by which function words alone settle that a paragraph is in the main language
	paragraphLetters = 400  // of one paragraph count at most when the main language is chosen
)

// Document returns the language that most of a text is in, how sure that is, and
// the paragraphs that are in another one, neighbours of one language together.
// A paragraph is a line. Parts are byte spans into s, in order.
func (d *Detector) Document(s string) (main news.Lang, confidence float64, parts []news.LangSpan) {
	whole, sure := d.Detect(text.Clip(s, wholeSample))
	paragraphs := d.paragraphs(s, whole, sure)
	main, confidence = d.main(whole, sure, paragraphs)
	if main == news.Undetermined {
		return main, confidence, nil
	}
	mainScript := text.Common
	for _, p := range paragraphs {
		if p.lang == main {
			mainScript = p.script
			break
		}
	}
	joins := false // the paragraph before belongs to the last part
	for _, p := range paragraphs {
		switch {
		case p.lang == main || !p.stands(mainScript):
			joins = joins && p.letters == 0 // a line of digits parts nothing
		case joins && parts[len(parts)-1].Lang == p.lang:
			last := &parts[len(parts)-1]
			last.Span.End = p.span.End
			last.Confidence = max(last.Confidence, p.confidence)
		default:
			parts = append(parts, news.LangSpan{Span: p.span, Lang: p.lang, Confidence: p.confidence})
			joins = true
		}
	}
	return main, confidence, parts
}

// paragraph is one line and what Detect says of it.
type paragraph struct {
	span       news.Span
	lang       news.Lang
	confidence float64
	script     text.Script
	letters    int
	plain      int // words that are not capitalised
}

// stands reports whether p is long and sure enough to be called another language
// than that of a text written in script.
func (p paragraph) stands(script text.Script) bool {
	if p.lang == news.Undetermined {
		return false
	}
	if p.script != script {
		return float64(p.letters)*weightOf(p.script) >= partScript && p.confidence >= partConfidence2
	}
	return p.letters >= partLetters && p.plain >= partPlain && p.confidence >= partConfidence
}

// paragraphs judges each line. One that could not be called another language even
// if it were (too short, in the script of the whole) is not asked; of the others
// the first partSample bytes are: most texts are in one language, and telling
// so must not cost more than reading them.
func (d *Detector) paragraphs(s string, whole news.Lang, sure float64) []paragraph {
	var list []paragraph
	script := take(text.Clip(s, wholeSample)).script
	at := 0
	for line := range strings.Lines(s) {
		start := at
		at += len(line)
		body := strings.TrimSpace(line)
		if body == "" {
			continue
		}
		start += strings.Index(line, body)
		sample := take(text.Clip(body, partSample))
		p := paragraph{span: news.Span{Start: start, End: start + len(body)}, script: sample.script, letters: sample.letters, plain: sample.plain}
		if p.script == script && whole != news.Undetermined && (p.letters < partLetters || p.plain < partPlain || d.plainly(sample, whole)) {
			p.lang, p.confidence = whole, sure
		} else {
			p.lang, p.confidence = d.detect(sample)
		}
		list = append(list, p)
		if len(list) == maxParagraphs {
			break
		}
	}
	return list
}

// plainly reports whether the function words of p alone tell that it is in lang:
// most paragraphs of most texts do, and the model need not be asked.
func (d *Detector) plainly(p sample, lang news.Lang) bool {
	f := d.families[p.script]
	if f == nil {
		return false
	}
	scores := make([]float64, len(f.langs))
	f.weigh(p.words, scores)
	own, others := math.Inf(-1), math.Inf(-1)
	for i, l := range f.langs {
		if l.code == lang {
			own = scores[i]
		} else {
			others = max(others, scores[i])
		}
	}
	return own >= others+plainMargin
}

// main chooses the language by the letters of the paragraphs; the text as a whole,
// which is judged better than its pieces, has a vote as large as half of them.
func (d *Detector) main(whole news.Lang, sure float64, paragraphs []paragraph) (news.Lang, float64) {
	votes := map[news.Lang]float64{}
	all := 0.0
	for _, p := range paragraphs {
		weight := min(float64(p.letters)*weightOf(p.script), paragraphLetters)
		votes[p.lang] += weight * p.confidence
		all += weight
	}
	if all == 0 {
		return whole, sure
	}
	votes[whole] += sure * all / 2
	best, most := whole, votes[whole]
	for _, p := range paragraphs { // in order, so that a tie is always decided the same way
		if votes[p.lang] > most && p.lang != news.Undetermined {
			best, most = p.lang, votes[p.lang]
		}
	}
	confidence := most / (1.5 * all)
	if best == whole {
		confidence = max(confidence, sure)
	}
	return best, confidence
}
