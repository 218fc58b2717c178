package app

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// FindPeople returns the people that name means, the likeliest first: by id, by a
// name that a report writes so, or else by names that are alike in any script. The filter
// narrows them.
func FindPeople(ctx context.Context, st store.Store, wanted string, f store.Filter) ([]*news.Entity, error) {
	f.Kind, f.Entity = news.Person, wanted
	out, err := people(ctx, st, f)
	if err != nil || len(out) > 0 {
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
			for _, n := range g.Names {
				scores[holder] = max(scores[holder], identity.Called(wanted, n.Text, name.Similarity))
			}
		}
	}
	return likeliest(ctx, st, scores, f)
}

// alikeEnough is the similarity from which a name is taken for the one asked for.
const alikeEnough = 0.5

// mostMeant is how many a sound of a typed name may find.
const mostMeant = 2000

// sought are the keys under which a name that somebody typed is looked for.
func sought(wanted string) []string {
	k := identity.KeysOf([]identity.Name{{Text: wanted}})
	return append(k.Sought, k.Kept...)
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
		out = append(out, e)
	}
	return out, nil
}

// OnePerson returns the one person that name means, or says that it is nobody's or
// several people's.
func OnePerson(ctx context.Context, st store.Store, wanted string) (*news.Entity, error) {
	found, err := FindPeople(ctx, st, wanted, store.Filter{Limit: 10})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, &news.Error{Code: news.NotFound, Message: "nobody is called " + wanted, Hint: "dragoman people   lists everybody, with ids"}
	case len(found) > 1 && found[0].ID != wanted:
		message := wanted + " may be "
		for i, e := range found {
			if i > 0 {
				message += ", "
			}
			message += e.ID + " (" + e.Name + ")"
		}
		return nil, &news.Error{Code: news.Invalid, Message: message, Hint: "give the id of one of them"}
	}
	return found[0], nil
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
	return settleAll(ctx, st)
}

// settleAll settles until nobody waits any more. Another program may be at it, or may have
// been killed while it was: then it is waited for.
func settleAll(ctx context.Context, st store.Store) error {
	for {
		if _, err := Settle(ctx, st, nil); err != nil {
			return err
		}
		n, err := st.Waiting(ctx, store.JobIdentify)
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
	return undone, settleAll(ctx, st)
}
