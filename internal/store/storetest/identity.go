package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// sightings sees each person once: the data is the name, the keys are its words.
func sightings(doc *news.Document) []store.Sighting {
	var out []store.Sighting
	seen := map[string]bool{}
	for _, m := range doc.Mentions {
		if m.Kind == news.Person && m.Entity != "" && !seen[m.Entity] {
			seen[m.Entity] = true
			out = append(out, store.Sighting{ID: m.Entity, Report: doc.ID, Data: []byte(m.Name), Keys: strings.Fields(m.Name)})
		}
	}
	return out
}

// The spellings of one man, and another.
var (
	kadhimi = news.Mention{Kind: news.Person, Entity: "L1", Name: "Mustafa Kadhimi", Country: "IRQ", Role: "head of intelligence"}
	kazemi  = news.Mention{Kind: news.Person, Entity: "L2", Name: "Mustafa al-Kazemi", Country: "IRQ", Role: "Prime Minister"}
)

func spring() *news.Document {
	d := mention(report("spring", "en", "2020-03-08", "Mustafa Kadhimi met Ali Shamkhani."), "Mustafa Kadhimi", kadhimi)
	mention(d, "Ali Shamkhani", shamkhani)
	d.Events = []news.Event{{Type: news.Consult, Status: news.Occurred, Actors: []news.Party{
		{Name: "Mustafa Kadhimi", Entity: "L1", Kind: news.Person, Country: "IRQ"}, {Name: "Ali Shamkhani", Entity: "Q2", Kind: news.Person, Mention: 1},
	}}}
	return d
}

func summer() *news.Document {
	return mention(report("summer", "en", "2020-07-22", "Mustafa al-Kazemi went to Tehran."), "Mustafa al-Kazemi", kazemi)
}

// one joins L2 to L1.
var one = store.IdentityChanges{
	Of: []string{"L1", "L2"}, Compared: []string{"L1", "L2"}, Hold: []store.Holding{{ID: "L2", Holder: "L1"}},
	Alike: []store.Alike{{A: "L1", B: "L2", Data: []byte("alike")}},
}

func (e *env) identify(t *testing.T, ch store.IdentityChanges) {
	t.Helper()
	if err := e.Identify(e.ctx, ch); err != nil {
		t.Fatalf("Identify: %v", err)
	}
}

// jobs leases all jobs of a kind and returns their keys.
func (e *env) jobs(t *testing.T, kind string) string {
	t.Helper()
	jobs, err := e.Lease(e.ctx, kind, 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, j := range jobs {
		keys = append(keys, j.Key)
	}
	if err := e.Ack(e.ctx, jobs...); err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, " ")
}

// seen lists sightings as "id day report data".
func (e *env) seen(t *testing.T, perID int, ids ...string) string {
	t.Helper()
	rows, err := e.Sightings(e.ctx, ids, perID)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range rows {
		out = append(out, fmt.Sprintf("%s %s %s %s", g.ID, g.Day, g.Report, g.Data))
	}
	return strings.Join(out, "; ")
}

// namesakes are reports that each name another Mustafa.
func namesakes(n int) []*news.Document {
	var out []*news.Document
	for i := range n {
		name := fmt.Sprintf("Mustafa N%02d", i)
		d := report(fmt.Sprintf("m%02d", i), "en", "2020-03-08", name+" came.")
		out = append(out, mention(d, name, news.Mention{Kind: news.Person, Entity: fmt.Sprintf("M%02d", i), Name: name}))
	}
	return out
}

var identityTests = []test{
	{"adding a report notes whom it names, and queues them to be settled", func(t *testing.T, e *env) {
		e.add(t, summer(), spring())
		equal(t, "sightings", e.seen(t, 0, "L1", "L2", "L3"), "L1 2020-03-08 spring Mustafa Kadhimi; L2 2020-07-22 summer Mustafa al-Kazemi")
		equal(t, "jobs", e.jobs(t, store.JobIdentify), "L2 L1 Q2")
		ids, err := e.Sharing(e.ctx, []string{"Mustafa", "Kadhimi"}, 0)
		equal(t, "sharing", fmt.Sprint(ids, err), "[L1 L2] <nil>")
		e.add(t, summer())
		equal(t, "jobs of the same again", e.jobs(t, store.JobIdentify), "")
	}},
	{"a revision takes off whom it no longer names, and queues both", func(t *testing.T, e *env) {
		e.add(t, spring())
		e.jobs(t, store.JobIdentify)
		e.add(t, mention(report("spring", "en", "2020-03-09", "Mustafa al-Kazemi came."), "Mustafa al-Kazemi", kazemi))
		equal(t, "sightings", e.seen(t, 0, "L1", "L2"), "L2 2020-03-09 spring Mustafa al-Kazemi")
		equal(t, "jobs", len(strings.Fields(e.jobs(t, store.JobIdentify))), 3)
	}},
	{"of many sightings the earliest and the latest come back", func(t *testing.T, e *env) {
		for i := range 9 {
			e.add(t, mention(report(fmt.Sprint("r", i), "en", fmt.Sprintf("2020-03-0%d", i+1), "Mustafa Kadhimi spoke."), "Mustafa Kadhimi", kadhimi))
		}
		equal(t, "two at each end", e.seen(t, 2, "L1"), "L1 2020-03-01 r0 Mustafa Kadhimi; L1 2020-03-02 r1 Mustafa Kadhimi; "+
			"L1 2020-03-08 r7 Mustafa Kadhimi; L1 2020-03-09 r8 Mustafa Kadhimi")
		equal(t, "more than there are", len(strings.Split(e.seen(t, 5, "L1"), "; ")), 9)
	}},
	{"the id that holds is what documents, lists and filters show, and each report that changes is placed again", func(t *testing.T, e *env) {
		e.add(t, spring(), summer())
		e.jobs(t, store.JobPlace)
		e.identify(t, one)
		equal(t, "placed again", e.jobs(t, store.JobPlace), "summer")
		equal(t, "entities", e.entities(t, store.Filter{}), "L1 Q2")
		doc, err := e.Document(e.ctx, "summer")
		if err != nil || doc.Mentions[0].Entity != "L1" {
			t.Errorf("summer says %+v, %v", doc.Mentions, err)
		}
		for _, name := range []string{"L1", "L2", "Mustafa Kadhimi", "mustafa al-kazemi"} {
			equal(t, "reports of "+name, e.ids(t, store.Filter{Entity: name}), "summer spring")
			equal(t, "entity "+name, e.entities(t, store.Filter{Entity: name}), "L1")
		}
		got := all(t, e.Entities(e.ctx, store.Filter{Entity: "L2"}))[0]
		equal(t, "aliases", got.Aliases, []news.Alias{{Name: "Mustafa Kadhimi", Lang: "en", N: 1}, {Name: "Mustafa al-Kazemi", Lang: "en", N: 1}})
		equal(t, "roles", got.Roles, []news.Role{
			{Title: "head of intelligence", From: "2020-03-08", To: "2020-03-08", N: 1}, {Title: "Prime Minister", From: "2020-07-22", To: "2020-07-22", N: 1},
		})
		holder, err := e.Holder(e.ctx, "L2")
		equal(t, "holder", fmt.Sprint([]string{holder}, err), "[L1] <nil>")
		held, err := e.Held(e.ctx, "L1")
		equal(t, "held", fmt.Sprint(held, err), "[{L2  L1}] <nil>")
		if st, err := e.Stats(e.ctx); err != nil || st.Entities != 2 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"a report that comes later takes the id that holds", func(t *testing.T, e *env) {
		e.add(t, spring())
		e.identify(t, one)
		e.add(t, summer())
		equal(t, "entities", e.entities(t, store.Filter{}), "L1 Q2")
		equal(t, "reports", e.ids(t, store.Filter{Entity: "L1"}), "summer spring")
		equal(t, "sightings keep the id that the report gives", e.seen(t, 0, "L2"), "L2 2020-07-22 summer Mustafa al-Kazemi")
	}},
	{"an id can be several people, report by report", func(t *testing.T, e *env) {
		later := summer()
		later.Mentions[0].Entity = "L1"
		e.add(t, spring(), later)
		e.identify(t, store.IdentityChanges{Of: []string{"L1"}, Hold: []store.Holding{{ID: "L1", Report: "summer", Holder: "L1~2"}}})
		equal(t, "entities", e.entities(t, store.Filter{}), "L1 L1~2 Q2")
		equal(t, "reports of the first", e.ids(t, store.Filter{Entity: "L1"}), "spring")
		equal(t, "reports of the second", e.ids(t, store.Filter{Entity: "L1~2"}), "summer")
	}},
	{"what was settled can be taken back without a trace", func(t *testing.T, e *env) {
		e.add(t, spring(), summer())
		before := all(t, e.Entities(e.ctx, store.Filter{}))
		e.identify(t, one)
		e.jobs(t, store.JobPlace)
		e.identify(t, store.IdentityChanges{Of: []string{"L1", "L2"}, Compared: []string{"L1"}})
		equal(t, "placed again", e.jobs(t, store.JobPlace), "summer")
		equal(t, "entities", all(t, e.Entities(e.ctx, store.Filter{})), before)
		equal(t, "reports", e.ids(t, store.Filter{Entity: "L2"}), "summer")
		alike, err := e.Likenesses(e.ctx, []string{"L1"})
		equal(t, "alike", fmt.Sprint(alike, err), "[] <nil>")
	}},
	{"a revision of a joined report leaves nothing behind", func(t *testing.T, e *env) {
		e.add(t, spring(), summer())
		e.identify(t, one)
		e.add(t, report("summer", "en", "2020-07-22", "Nobody went."), report("spring", "en", "2020-03-08", "Nobody came."))
		equal(t, "entities", e.entities(t, store.Filter{}), "")
		equal(t, "reports", e.ids(t, store.Filter{Entity: "L1"}), "")
	}},
	{"likenesses and proposals are replaced with whom they are about", func(t *testing.T, e *env) {
		e.identify(t, store.IdentityChanges{
			Of: []string{"L1", "L2", "L3"}, Compared: []string{"L1", "L2", "L3"},
			Alike: []store.Alike{{A: "L1", B: "L2", Data: []byte("x")}, {A: "L2", B: "L3", Data: []byte("y")}},
			Proposals: []store.Proposal{
				{Kind: store.Merge, A: "L1", B: "L2", Confidence: 0.5, Reasons: []string{"names"}},
				{Kind: store.Split, A: "L3", Confidence: 0.7, Reasons: []string{"countries"}, Reports: []string{"r1"}},
			},
		})
		alike, err := e.Likenesses(e.ctx, []string{"L2"})
		equal(t, "alike", fmt.Sprintf("%s %v", alike, err), "[{L1 L2 x} {L2 L3 y}] <nil>")
		got, err := e.Proposals(e.ctx)
		equal(t, "proposals", fmt.Sprint(got, err), "[{2 split L3  0.7 [countries] [r1]} {1 merge L1 L2 0.5 [names] []}] <nil>")
		e.identify(t, store.IdentityChanges{Of: []string{"L1"}, Compared: []string{"L1"}})
		alike, err = e.Likenesses(e.ctx, []string{"L1", "L2", "L3"})
		equal(t, "alike after", fmt.Sprintf("%s %v", alike, err), "[{L2 L3 y}] <nil>")
		got, err = e.Proposals(e.ctx)
		equal(t, "proposals after", fmt.Sprint(got, err), "[{2 split L3  0.7 [countries] [r1]}] <nil>")
		e.identify(t, store.IdentityChanges{Of: []string{"L3"}, Proposals: []store.Proposal{{Kind: store.Merge, A: "L3", B: "L4"}, {Kind: store.Split, A: "L3", Confidence: 0.8}}})
		got, err = e.Proposals(e.ctx)
		equal(t, "what is proposed again keeps its number", fmt.Sprint(got, err), "[{2 split L3  0.8 [] []} {3 merge L3 L4 0 [] []}] <nil>")
	}},
	{"decisions are remembered in their order, and undone together, the latest first", func(t *testing.T, e *env) {
		decide := func(d ...store.Decision) {
			if err := e.Decide(e.ctx, d...); err != nil {
				t.Fatal(err)
			}
		}
		decide(store.Decision{Kind: store.Merge, A: "L1", B: "L2"})
		decide(store.Decision{Kind: store.Split, A: "L3", B: "L3~1", Reports: []string{"r1"}}, store.Decision{Kind: store.Split, A: "L4", B: "L3~1", Reports: []string{"r2"}})
		equal(t, "jobs", e.jobs(t, store.JobIdentify), "L1 L2 L3 L3~1 L4")
		got, err := e.Decisions(e.ctx)
		if err != nil || len(got) != 3 || got[1].Step != got[2].Step || got[0].Step == got[1].Step || got[2].Reports[0] != "r2" || !got[0].At.Equal(e.clock.now()) {
			t.Errorf("Decisions = %+v, %v", got, err)
		}
		for _, want := range []int{2, 1} {
			if undone, err := e.Undo(e.ctx); err != nil || len(undone) != want {
				t.Errorf("Undo = %+v, %v, want %d", undone, err, want)
			}
		}
		equal(t, "jobs", e.jobs(t, store.JobIdentify), "L3 L3~1 L4 L1 L2")
		_, err = e.Undo(e.ctx)
		wantCode(t, "Undo of nothing", err, news.NotFound)
	}},
	{"a decision that says nothing is refused", func(t *testing.T, e *env) {
		for _, d := range []store.Decision{
			{Kind: store.Merge, A: "L1"},
			{Kind: store.Merge, B: "L1"},
			{Kind: store.Merge, A: "L1", B: "L1"},
			{Kind: "marry", A: "L1", B: "L2"},
			{Kind: store.Split, A: "L1", B: "L2"},
		} {
			wantCode(t, fmt.Sprint(d), e.Decide(e.ctx, d), news.Invalid)
		}
		got, err := e.Decisions(e.ctx)
		equal(t, "decisions", fmt.Sprint(got, err), "[] <nil>")
	}},
	{"reports that were kept before anybody took notice can be looked at again", func(t *testing.T, e *env) {
		e.add(t, spring(), summer())
		e.jobs(t, store.JobIdentify)
		if err := e.Enqueue(e.ctx, store.JobSee, "spring", nil); err != nil {
			t.Fatal(err)
		}
		jobs, err := e.Lease(e.ctx, store.JobSee, 9, 0)
		if err != nil || len(jobs) != 1 {
			t.Fatalf("jobs %v, %v", jobs, err)
		}
		if err := e.See(e.ctx, []string{"spring", "nowhere"}, jobs...); err != nil {
			t.Fatal(err)
		}
		equal(t, "sightings", e.seen(t, 0, "L1"), "L1 2020-03-08 spring Mustafa Kadhimi")
		equal(t, "jobs", len(strings.Fields(e.jobs(t, store.JobIdentify))), 2)
		equal(t, "jobs left", e.jobs(t, store.JobSee), "")
	}},
	{"a key that too many share finds nobody, and they are asked again without it", func(t *testing.T, e *env) {
		e.add(t, namesakes(store.MostSharing)...)
		e.jobs(t, store.JobIdentify)
		ids, err := e.Sharing(e.ctx, []string{"Mustafa", "N00"}, 0)
		if err != nil || len(ids) != store.MostSharing {
			t.Errorf("sharing %v, %v", ids, err)
		}
		e.add(t, spring())
		equal(t, "asked again", len(strings.Fields(e.jobs(t, store.JobIdentify))), store.MostSharing+2)
		ids, err = e.Sharing(e.ctx, []string{"Mustafa", "N00"}, 0)
		equal(t, "sharing", fmt.Sprint(ids, err), "[M00] <nil>")
		ids, err = e.Sharing(e.ctx, []string{"Mustafa"}, 3)
		equal(t, "sharing that is asked for all the same", fmt.Sprint(ids, err), "[L1 M00 M01] <nil>")
		e.add(t, summer())
		equal(t, "asked once", e.jobs(t, store.JobIdentify), "L2")
		if st, err := e.Stats(e.ctx); err != nil || st.Crowded != 1 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"a step whose lease has gone changes nothing", func(t *testing.T, e *env) {
		e.add(t, spring(), summer())
		ch := one
		ch.Fence = store.Fence{Lease: "settle", Epoch: 7}
		wantCode(t, "Identify", e.Identify(e.ctx, ch), news.Conflict)
		equal(t, "entities", e.entities(t, store.Filter{}), "L1 L2 Q2")
	}},
}
