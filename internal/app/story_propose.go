package app

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// StoryProposal is a doubt about which reports are one story, for somebody to decide.
type StoryProposal struct {
	Kind       string      // store.Merge: A and B may be one; store.Split: the report First of A may tell of something else
	A, B       *news.Story // B is nil for Split
	First      string      // the report of A that speaks most for it
	Second     string      // that of B, or of A for Split: what First is most like of what would stay
	Confidence float64     // that it is so as proposed, 0 to 1, by these reports alone
	Reasons    []string    // in words, for people: what the two reports have in common, and what not
}

// StoryProposals is what was found, and how far was looked.
type StoryProposals struct {
	List   []StoryProposal // the surest first
	Looked int             // stories that were looked at
	Last   string          // the last one of them; "" where all that match were
}

// What is looked at for proposals. Below doubtful nobody would think of it: among pairs of reports that are judged,
// fewer than one in five such are of one story.
const (
	proposedOf    = 6               // reports of a story that are compared with others
	doubtful      = .2              // that two stories are one, at least
	loose         = .65             // that a report belongs to its story, at most
	mostProposed  = 60              // proposals of one look
	proposeWithin = 4 * time.Second // no further story is begun after it
)

// ProposeStories looks through the stories that match, newest first, for those that may be one with another, and for reports
// that hang loosely in theirs. What was decided already is not proposed. It writes nothing.
func ProposeStories(ctx context.Context, st store.Store, f store.Filter) (*StoryProposals, error) {
	decided, err := st.StoryDecisions(ctx)
	if err != nil {
		return nil, err
	}
	p := &proposer{st: st, source: clusterSource{st, window.New(st, rows())}, decided: decided, best: map[[2]string]StoryProposal{}, score: map[[2]string]float64{}}
	out := &StoryProposals{}
	began := time.Now()
	for s, err := range st.Stories(ctx, f) {
		if err != nil {
			return nil, err
		}
		if time.Since(began) > proposeWithin {
			out.Last = p.last
			break
		}
		if err := p.look(ctx, s); err != nil {
			return nil, err
		}
		out.Looked++
		p.last = s.ID
	}
	if f.Limit > 0 && out.Looked == f.Limit {
		out.Last = p.last
	}
	for _, v := range p.best {
		out.List = append(out.List, v)
	}
	slices.SortFunc(out.List, func(a, b StoryProposal) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.A.ID, b.A.ID), cmp.Compare(a.First, b.First))
	})
	out.List = out.List[:min(len(out.List), mostProposed)]
	return out, nil
}

// proposer is the work on one look.
type proposer struct {
	st      store.Store
	source  clusterSource
	decided []store.StoryDecision
	best    map[[2]string]StoryProposal // by both stories, or story and report
	score   map[[2]string]float64       // of the pair of reports that a proposal shows
	last    string
}

func (p *proposer) look(ctx context.Context, s *news.Story) error {
	all, err := p.source.Items(ctx, s.Reports)
	if err != nil {
		return err
	}
	own := originals(all)
	for _, it := range own[:min(len(own), proposedOf)] {
		near, err := p.source.Candidates(ctx, cluster.CandidatesOf(it))
		if err != nil {
			return err
		}
		for _, c := range near {
			if slices.Contains(s.Reports, c.Report) {
				continue
			}
			if link := cluster.Pair(it, c); chance(link.Score) >= doubtful {
				if err := p.merge(ctx, s, own, it, c, link); err != nil {
					return err
				}
			}
		}
	}
	p.split(s, own)
	return nil
}

// originals leaves out the copies: each says what its original says.
func originals(all []*cluster.Item) []*cluster.Item {
	var out []*cluster.Item
	for _, it := range all {
		if !slices.ContainsFunc(out, func(o *cluster.Item) bool { return cluster.Pair(o, it).Copy }) {
			out = append(out, it)
		}
	}
	return out
}

// merge notes that a story may be one with that of another report.
func (p *proposer) merge(ctx context.Context, s *news.Story, own []*cluster.Item, it, other *cluster.Item, link cluster.Link) error {
	b, err := p.st.StoryOf(ctx, other.Report)
	if news.CodeOf(err) == news.NotFound || err == nil && b.ID == s.ID {
		return nil // not settled yet, or settled meanwhile
	}
	if err != nil {
		return err
	}
	if p.answered(s.Reports, b.Reports) {
		return nil
	}
	key := [2]string{s.ID, b.ID}
	if b.ID < s.ID {
		key = [2]string{b.ID, s.ID}
	}
	had, known := p.best[key]
	if known && p.score[key] >= link.Score {
		return nil
	}
	if !known {
		theirs, err := p.source.Items(ctx, b.Reports)
		if err != nil {
			return err
		}
		had = StoryProposal{Kind: store.Merge, A: s, B: b, Confidence: between(own, originals(theirs))}
	}
	if had.Confidence < doubtful {
		return nil
	}
	had.First, had.Second, had.Reasons = it.Report, other.Report, reasons(link)
	if had.A.ID != s.ID {
		had.First, had.Second = other.Report, it.Report
	}
	p.best[key], p.score[key] = had, link.Score
	return nil
}

// between is how likely two stories are one: by what two of their reports have in common in the mean, as one pair that is
// alike is not enough to put stories together.
func between(a, b []*cluster.Item) float64 {
	a, b = a[:min(len(a), proposedOf)], b[:min(len(b), proposedOf)]
	sum := 0.0
	for _, x := range a {
		for _, y := range b {
			sum += cluster.Pair(x, y).Score
		}
	}
	return chance(sum / float64(len(a)*len(b)))
}

// split notes which report of a story hangs on it by less than others do.
func (p *proposer) split(s *news.Story, own []*cluster.Item) {
	if len(own) < 2 || len(own) > maxLoose {
		return
	}
	for i, it := range own {
		var best cluster.Link
		second := ""
		for j, o := range own {
			if i == j {
				continue
			}
			if l := cluster.Pair(it, o); second == "" || l.Score > best.Score {
				best, second = l, o.Report
			}
		}
		if belongs := chance(best.Score); belongs <= loose && !p.answered([]string{it.Report}, []string{second}) {
			p.best[[2]string{s.ID, it.Report}] = StoryProposal{
				Kind: store.Split, A: s, First: it.Report, Second: second, Confidence: 1 - belongs, Reasons: reasons(best),
			}
		}
		if len(own) == 2 {
			return // of two, the one goes as well as the other
		}
	}
}

// maxLoose is how many reports of a story are compared with one another.
const maxLoose = 40

// answered reports whether it was decided already if some reports are of one story with others.
func (p *proposer) answered(a, b []string) bool {
	has := func(list, some []string) bool {
		return slices.ContainsFunc(some, func(r string) bool { return slices.Contains(list, r) })
	}
	for _, d := range p.decided {
		for i, part := range d.Parts {
			switch {
			case d.Kind == store.Merge && has(part, a) && has(part, b):
				return true
			case d.Kind != store.Split || !has(part, a):
			case has(d.Apart, b) && i == 0:
				return true
			default:
				for k, o := range d.Parts {
					if k != i && has(o, b) {
						return true
					}
				}
			}
		}
	}
	return false
}

// chance is log odds as a probability.
func chance(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// reasons says in words what two reports have in common, and what speaks against it.
func reasons(l cluster.Link) []string {
	var out []string
	say := func(holds bool, key string, values ...any) {
		if holds {
			out = append(out, news.Reason(key, values...))
		}
	}
	s := &l.Signals
	say(l.Copy, "copy")
	say(s[cluster.SameNames] > 0, "names", s[cluster.NameLikeness])
	say(s[cluster.SameNames] == 0, "no_name")
	say(s[cluster.SameWords] > 0, "words", s[cluster.SameWords])
	say(s[cluster.SameNotions] > 0, "notions", s[cluster.SameNotions])
	say(s[cluster.SameActs] > 0, "act")
	say(s[cluster.PlaceAgrees] > 0, "place")
	say(s[cluster.PlaceDiffers] > 0, "other_place")
	say(s[cluster.SameNumbers] > 0, "figures")
	say(s[cluster.SameDays] > 0, "days")
	say(s[cluster.DayConflict] > 0, "other_days")
	say(s[cluster.WeekdayAgrees] > 0, "weekday")
	say(s[cluster.WeekdayDiffers] > 0, "other_weekday")
	say(s[cluster.Far] > 0, "far")
	say(s[cluster.Undated] > 0 || s[cluster.BothUndated] > 0, "undated")
	say(s[cluster.Later] > 0, "named_before")
	say(s[cluster.Meaning] > 0, "meaning", s[cluster.Meaning])
	return out
}

// KeepApart decides that two stories are two, and settles it.
func KeepApart(ctx context.Context, st store.Store, a, b string) (store.StoryDecision, error) {
	var d store.StoryDecision
	first, err := FindStory(ctx, st, a)
	if err != nil {
		return d, err
	}
	second, err := FindStory(ctx, st, b)
	if err != nil {
		return d, err
	}
	if first.Story.ID == second.Story.ID {
		return d, &news.Error{Code: news.Invalid, Message: b + " is of story " + first.Story.ID + ", too", Hint: "dragoman stories split " + first.Story.ID + " REPORT..."}
	}
	return decideStories(ctx, st, store.StoryDecision{
		Kind: store.Split, Stories: []string{first.Story.ID, second.Story.ID}, Parts: [][]string{first.Story.Reports, second.Story.Reports},
	})
}

// KeepTogether decides that the reports of a story are one, and settles it.
func KeepTogether(ctx context.Context, st store.Store, id string) (store.StoryDecision, error) {
	found, err := FindStory(ctx, st, id)
	if err != nil {
		return store.StoryDecision{}, err
	}
	s := found.Story
	return decideStories(ctx, st, store.StoryDecision{Kind: store.Merge, Stories: []string{s.ID}, Parts: [][]string{s.Reports}})
}
