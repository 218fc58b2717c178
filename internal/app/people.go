package app

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// FindPeople returns the people and organisations that name means, the likeliest first: by id, by a
// name that a report writes so or that knowledge has, or else by names that are alike in any script. The filter
// narrows them, to one kind if it has one.
func FindPeople(ctx context.Context, st store.Store, wanted string, f store.Filter) ([]*news.Entity, error) {
	f.Entity = wanted
	out, err := people(ctx, st, f)
	if err != nil || len(out) > 0 {
		return out, err
	}
	if out, err = knownPeople(ctx, st, wanted, f); err != nil || len(out) > 0 {
		return out, err
	}
	ids, err := st.Sharing(ctx, sought(wanted), mostMeant)
	if err != nil {
		return nil, err
	}
	scores := map[string]float64{}
	for _, id := range ids {
		rows, err := st.Sightings(ctx, []string{id}, 1)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			var g identity.Sighting
			if err := g.Decode(r.Data); err != nil {
				return nil, fmt.Errorf("report %s: %w", r.Report, err)
			}
			holder, err := st.Holder(ctx, id)
			if err != nil {
				return nil, err
			}
			scores[holder] = max(scores[holder], identity.Called(wanted, &g, name.Similarity))
		}
	}
	return likeliest(ctx, st, scores, f)
}

// knownPeople are those whom knowledge has by just this name, in whatever language, and reports name.
func knownPeople(ctx context.Context, st store.Reader, wanted string, f store.Filter) ([]*news.Entity, error) {
	known, err := BuiltIn(wanted)
	if err != nil {
		return nil, err
	}
	var out []*news.Entity
	for _, k := range known {
		if k.Kind != news.Person && k.Kind != news.Organisation {
			continue
		}
		f.Entity = k.ID
		found, err := people(ctx, st, f)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// alikeEnough is the similarity from which a name is taken for the one asked for.
const alikeEnough = 0.5

// mostMeant is how many a sound of a typed name may find.
const mostMeant = 2000

// sought are the keys under which a name that somebody typed is looked for.
func sought(wanted string) []string {
	var keys []string
	for _, kind := range []news.Kind{news.Person, news.Organisation} {
		g := identity.Sighting{Kind: kind, Names: []identity.Name{{Text: wanted}}}
		k := g.Keys()
		keys = append(append(keys, k.Sought...), k.Kept...)
	}
	return keys
}

func likeliest(ctx context.Context, st store.Store, scores map[string]float64, f store.Filter) ([]*news.Entity, error) {
	var ids []string
	for id, s := range scores {
		if s >= alikeEnough {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b)) })
	var out []*news.Entity
	for _, id := range ids {
		if f.Limit > 0 && len(out) >= f.Limit {
			break
		}
		f.Entity = id
		found, err := people(ctx, st, f)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func people(ctx context.Context, st store.Reader, f store.Filter) ([]*news.Entity, error) {
	var out []*news.Entity
	for e, err := range st.Entities(ctx, f) {
		if err != nil {
			return nil, err
		}
		if e.Kind == news.Person || e.Kind == news.Organisation {
			out = append(out, e)
		}
	}
	return out, nil
}

// Suggestions are the people and organisations whose name is a slip or two of the pen away from one that nobody
// has, the nearest first: few, of those that are named most.
func Suggestions(ctx context.Context, st store.Reader, wanted string, f store.Filter) ([]*news.Entity, error) {
	const looked, most = 5000, 3
	f.Entity, f.Limit = "", looked
	all, err := people(ctx, st, f)
	if err != nil {
		return nil, err
	}
	far := map[*news.Entity]int{}
	all = slices.DeleteFunc(all, func(e *news.Entity) bool {
		far[e] = slips(wanted, e)
		return far[e] > 2
	})
	slices.SortStableFunc(all, func(a, b *news.Entity) int { return cmp.Compare(far[a], far[b]) })
	return all[:min(len(all), most)], nil
}

// slips is the least number of letters that differ between what was typed and a name of e, or a word of one. Of short
// words every letter counts.
func slips(wanted string, e *news.Entity) int {
	typed := []rune(text.Fold(wanted))
	best := len(typed)
	for _, a := range append([]news.Alias{{Name: e.Name}}, e.Aliases...) {
		folded := text.Fold(a.Name)
		for _, form := range append(strings.Fields(folded), folded) {
			if r := []rune(form); len(r) > 3 && len(typed) > 3 {
				best = min(best, text.Distance(typed, r)*max(1, 7-len(typed)))
			}
		}
	}
	return best
}

// OnePerson returns the one person that name means, or says that it is nobody's or
// several people's.
func OnePerson(ctx context.Context, st store.Store, wanted string) (*news.Entity, error) {
	found, err := FindPeople(ctx, st, wanted, store.Filter{Limit: 10})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, nobody(ctx, st, wanted)
	case len(found) > 1 && found[0].ID != wanted:
		return nil, several(wanted, found)
	}
	return found[0], nil
}

// several says who may be meant by a name.
func several(wanted string, found []*news.Entity) error {
	message := wanted + " may be "
	for i, e := range found {
		if i > 0 {
			message += ", "
		}
		message += e.ID + " (" + e.Name + ")"
	}
	return &news.Error{Code: news.Invalid, Message: message, Hint: "give the id of one of them"}
}

// nobody says that nobody is called so, and who may be meant.
func nobody(ctx context.Context, st store.Reader, wanted string) error {
	near, err := Suggestions(ctx, st, wanted, store.Filter{})
	if err != nil {
		return err
	}
	e := &news.Error{Code: news.NotFound, Message: "nobody is called " + wanted, Hint: "dragoman people   lists everybody, with ids"}
	if len(near) > 0 {
		e.Hint = "dragoman people " + near[0].ID + "   is " + near[0].Name
	}
	return e
}

// PeopleIDs returns the ids that reports give and that an id stands for, its own with them.
func PeopleIDs(ctx context.Context, st store.Identities, id string) ([]string, error) {
	held, err := st.Held(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := []string{id}
	for _, h := range held {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// MergePeople decides that two people are one, and settles it.
func MergePeople(ctx context.Context, st store.Store, a, b string) (*news.Entity, error) {
	one, err := OnePerson(ctx, st, a)
	if err != nil {
		return nil, err
	}
	other, err := OnePerson(ctx, st, b)
	if err != nil {
		return nil, err
	}
	if one.ID == other.ID {
		return nil, &news.Error{Code: news.Invalid, Message: a + " and " + b + " are one already: " + one.ID}
	}
	if one.Kind != other.Kind {
		return nil, &news.Error{Code: news.Invalid, Message: one.Name + " is of kind " + string(one.Kind) + ", and " + other.Name + " is of kind " + string(other.Kind)}
	}
	if err := decide(ctx, st, store.Decision{Kind: store.Merge, A: one.ID, B: other.ID}); err != nil {
		return nil, err
	}
	e, err := OnePerson(ctx, st, one.ID)
	if news.CodeOf(err) == news.NotFound { // it was a part that is back where it was taken from
		return OnePerson(ctx, st, other.ID)
	}
	return e, err
}

// decide remembers decisions and settles what follows from them.
func decide(ctx context.Context, st store.Store, together ...store.Decision) error {
	if err := st.Decide(ctx, together...); err != nil {
		return err
	}
	return settleAll(ctx, st, store.JobIdentify)
}

// settleAll settles until nothing of a kind waits any more. Another program may be at it, or may have
// been killed while it was: then it is waited for.
func settleAll(ctx context.Context, st store.Store, kind string) error {
	for {
		if _, err := Settle(ctx, st, nil); err != nil {
			return err
		}
		n, err := st.Waiting(ctx, kind)
		if err != nil || n == 0 {
			return err
		}
		timer := time.NewTimer(200 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// Parting says which reports of one person are another's: those named, and those that
// write one of the names.
type Parting struct {
	Reports, Names []string
}

// SplitPerson decides that some reports of a person tell of another one, and settles it.
func SplitPerson(ctx context.Context, st store.Store, who string, p Parting) (stays, goes *news.Entity, err error) {
	e, err := OnePerson(ctx, st, who)
	if err != nil {
		return nil, nil, err
	}
	decisions, err := partings(ctx, st, e.ID, p)
	if err != nil {
		return nil, nil, err
	}
	fresh := decisions[0].B
	if err := decide(ctx, st, decisions...); err != nil {
		return nil, nil, err
	}
	if stays, err = OnePerson(ctx, st, e.ID); err != nil {
		return nil, nil, err
	}
	goes, err = OnePerson(ctx, st, fresh)
	return stays, goes, err
}

// partings are the decisions by which a person is split: each id that the reports in question
// give goes to a new one there, and that stays apart from all ids that the person keeps.
func partings(ctx context.Context, st store.Store, id string, p Parting) ([]store.Decision, error) {
	ids, err := PeopleIDs(ctx, st, id)
	if err != nil {
		return nil, err
	}
	going := map[string][]string{}
	var all, stay []string
	for _, raw := range ids {
		rows, err := st.Sightings(ctx, []string{raw}, 0)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			doc, err := st.Document(ctx, r.Report)
			if err != nil {
				return nil, err
			}
			switch {
			case !slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool { return m.Entity == id }):
			case p.takes(r):
				going[raw] = append(going[raw], r.Report)
				all = append(all, r.Report)
			default:
				stay = append(stay, raw)
			}
		}
	}
	for _, r := range p.Reports {
		if !slices.Contains(all, r) {
			return nil, &news.Error{Code: news.NotFound, Message: "report " + r + " does not name " + id, Hint: "dragoman reports --entity " + id}
		}
	}
	if len(all) == 0 || len(stay) == 0 {
		return nil, &news.Error{
			Code: news.Invalid, Message: "that leaves one of the two without a report", Hint: "dragoman reports --entity " + id + "   lists the reports",
		}
	}
	fresh := identity.Raw(ids[slices.IndexFunc(ids, func(raw string) bool { return len(going[raw]) > 0 })]) + "~" + digest(all)
	var out []store.Decision
	for _, raw := range ids {
		if len(going[raw]) > 0 {
			out = append(out, store.Decision{Kind: store.Split, A: raw, B: fresh, Reports: going[raw]})
		}
	}
	for _, raw := range ids {
		out = append(out, store.Decision{Kind: store.Apart, A: raw, B: fresh})
	}
	for _, raw := range slices.Compact(stay)[1:] { // whoever was joined by one that goes stays all the same
		out = append(out, store.Decision{Kind: store.Merge, A: stay[0], B: raw})
	}
	return out, nil
}

// takes reports whether a sighting is one of those that go.
func (p Parting) takes(r store.Sighting) bool {
	if slices.Contains(p.Reports, r.Report) {
		return true
	}
	var g identity.Sighting
	if err := g.Decode(r.Data); err != nil {
		return false
	}
	return slices.ContainsFunc(p.Names, func(n string) bool { return g.Writes(n) })
}

// digest names a set of reports in few letters.
func digest(reports []string) string {
	slices.Sort(reports)
	h := fnv.New32a()
	for _, r := range reports {
		_, _ = h.Write([]byte(r + "\x00"))
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

// proposal returns the proposal of a number.
func proposal(ctx context.Context, st store.Identities, number int64) (store.Proposal, error) {
	all, err := st.Proposals(ctx)
	if err != nil {
		return store.Proposal{}, err
	}
	for _, p := range all {
		if p.Number == number {
			return p, nil
		}
	}
	return store.Proposal{}, &news.Error{
		Code: news.NotFound, Message: fmt.Sprintf("there is no proposal %d", number), Hint: "dragoman people proposals",
	}
}

// Accept decides as a proposal says, and settles it.
func Accept(ctx context.Context, st store.Store, number int64) (store.Proposal, error) {
	p, err := proposal(ctx, st, number)
	if err != nil {
		return p, err
	}
	if p.Kind == store.Merge {
		return p, decide(ctx, st, store.Decision{Kind: store.Merge, A: p.A, B: p.B})
	}
	decisions, err := partings(ctx, st, p.A, Parting{Reports: p.Reports})
	if err != nil {
		return p, err
	}
	return p, decide(ctx, st, decisions...)
}

// Reject decides against a proposal, which is not made again.
func Reject(ctx context.Context, st store.Store, number int64) (store.Proposal, error) {
	p, err := proposal(ctx, st, number)
	if err != nil {
		return p, err
	}
	if p.Kind == store.Merge {
		return p, decide(ctx, st, store.Decision{Kind: store.Apart, A: p.A, B: p.B})
	}
	return p, decide(ctx, st, store.Decision{Kind: store.Whole, A: p.A})
}

// UndoPeople takes back the latest decision, and settles what follows.
func UndoPeople(ctx context.Context, st store.Store) ([]store.Decision, error) {
	undone, err := st.Undo(ctx)
	if err != nil {
		return nil, err
	}
	return undone, settleAll(ctx, st, store.JobIdentify)
}
