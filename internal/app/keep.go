package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// OpenStore opens (and creates) the database at path.
func OpenStore(ctx context.Context, path string) (*sqlite.Store, error) {
	return sqlite.Open(ctx, path, store.Options{Features: cluster.Features, Sightings: sightings})
}

// Kept counts what Keep did.
type Kept struct {
	Added, Same, Revised, SetAside int
}

// Read is how many reports could be read.
func (k Kept) Read() int { return k.Added + k.Same + k.Revised }

// batch is how many reports share a transaction: large enough that the disk is
// not what is waited for, small enough that an interruption repeats little.
const batch = 64

// Keep reads everything in yields and keeps it. Each batch is whole or not there
// at all, so an interrupted run is simply run again. each, if not nil, hears of
// every report in order.
func Keep(ctx context.Context, p *pipeline.Pipeline, st Keeping, in iter.Seq2[*news.Raw, error], each func(pipeline.Result)) (Kept, error) {
	k := keeper{st: st}
	err := p.Run(ctx, in, func(r pipeline.Result) error {
		if r.Doc != nil {
			err := unknownWithdrawal(ctx, st, r.Doc, k.docs)
			if err != nil && news.CodeOf(err) != news.Invalid {
				return err
			}
			if err != nil {
				r = refused(r.Doc, err)
			}
		}
		if each != nil {
			each(r)
		}
		if r.Problem != nil {
			k.count.SetAside++
			k.aside = append(k.aside, *r.Problem)
		} else {
			k.docs = append(k.docs, r.Doc)
		}
		if len(k.docs)+len(k.aside) >= batch {
			return k.flush(ctx)
		}
		return nil
	})
	return k.count, errors.Join(err, k.flush(ctx))
}

// refused is the result for a document that cannot be kept.
func refused(doc *news.Document, err error) pipeline.Result {
	out := pipeline.Result{Err: err, Problem: &news.SetAside{Name: cmp.Or(doc.URL, doc.ID), Reason: err.Error()}}
	if e, ok := errors.AsType[*news.Error](err); ok {
		out.Problem.Reason, out.Problem.Hint = e.Message, e.Hint
	}
	return out
}

// keeper gathers a batch.
type keeper struct {
	st    Keeping
	docs  []*news.Document
	aside []news.SetAside
	count Kept
}

// flush writes what is gathered, even when the run was interrupted: it is read
// already, and reading it again would cost more than writing it.
func (k *keeper) flush(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if len(k.docs) > 0 {
		outcomes, err := k.st.Add(ctx, k.docs)
		if err != nil {
			return fmt.Errorf("keep %d reports: %w", len(k.docs), err)
		}
		for _, o := range outcomes {
			switch o {
			case store.Added:
				k.count.Added++
			case store.Revised:
				k.count.Revised++
			case store.Same:
				k.count.Same++
			}
		}
		k.docs = k.docs[:0]
	}
	if len(k.aside) > 0 {
		if err := k.st.SetAside(ctx, k.aside); err != nil {
			return fmt.Errorf("list what was set aside: %w", err)
		}
		k.aside = k.aside[:0]
	}
	return nil
}

// The settling of stories has one owner at a time, so that two programs on one
// store do not undo each other's work.
const (
	settleLease = "settle"
	leaseTime   = 10 * time.Second // renewed with each batch; what a killed program holds is free after it
	settleBatch = 256
)

// PlacingMemory is how much memory a program may let placing take before it collects garbage more often: what a million reports in the
// window need, and some. It is no bound, for what is in use stays.
const PlacingMemory = 1300 << 20

// Settle settles who is who and places the reports that wait into their stories. It returns how many it
// placed; 0 and no error when somebody else is at it. tick, if not nil, hears of
// progress: placed so far, and how many were waiting.
func Settle(ctx context.Context, st store.Store, tick func(done, total int)) (int, error) {
	holder := fmt.Sprintf("pid-%d", os.Getpid())
	total, err := st.Waiting(ctx, store.JobPlace)
	if err != nil {
		return 0, err
	}
	done := 0
	who := settling{st, holder, newAcquaintance(st)}
	source := clusterSource{st, window.New(st, rows())}
	settler := cluster.NewSettler(source)
	defer func() { _ = st.Release(context.WithoutCancel(ctx), settleLease, holder) }()
	for {
		if err := who.identify(ctx); err != nil {
			return done, err
		}
		epoch, mine, err := st.Acquire(ctx, settleLease, holder, leaseTime)
		if err != nil || !mine {
			return done, err
		}
		jobs, err := st.Lease(ctx, store.JobPlace, settleBatch, leaseTime)
		if err != nil || len(jobs) == 0 {
			return done, err
		}
		// What was decided is read after the jobs were taken: what is decided later comes with
		// jobs of its own.
		known, err := readDecided(ctx, st)
		if err == nil {
			err = known.identify(ctx, st)
		}
		if err != nil {
			return done, errors.Join(err, giveBack(ctx, st, jobs))
		}
		settler.Decide(known.links)
		changes, err := place(ctx, source, settler, jobs, &known)
		if err == nil {
			changes.Fence = store.Fence{Lease: settleLease, Epoch: epoch}
			err = st.ApplyStories(ctx, changes)
		}
		if err != nil {
			return done, errors.Join(fmt.Errorf("write stories: %w", err), giveBack(ctx, st, jobs))
		}
		done += len(jobs)
		if tick != nil {
			tick(done, max(total, done))
		}
	}
}

// giveBack lets somebody else do jobs that were not done, at once.
func giveBack(ctx context.Context, st store.Queue, jobs []store.Job) error {
	var failed error
	for _, j := range jobs {
		failed = errors.Join(failed, st.Nack(context.WithoutCancel(ctx), j, 0))
	}
	return failed
}

// place decides on the reports of jobs and builds the stories they touch, as the user corrected them.
func place(ctx context.Context, source clusterSource, settler *cluster.Settler, jobs []store.Job, known *decided) (store.StoryChanges, error) {
	ids := make([]string, len(jobs))
	for i, j := range jobs {
		ids[i] = j.Key
	}
	if err := source.near.Refresh(ctx, ids); err != nil {
		return store.StoryChanges{}, fmt.Errorf("read the window: %w", err)
	}
	decided, err := settler.Settle(ctx, ids)
	if err != nil {
		return store.StoryChanges{}, fmt.Errorf("place reports: %w", err)
	}
	changes := store.StoryChanges{Delete: decided.Delete, Copies: decided.Copies, Jobs: jobs}
	for _, group := range decided.Stories {
		docs := make([]*news.Document, 0, len(group.Reports))
		for _, id := range group.Reports {
			doc, err := WithVectors(ctx, source.st, id)
			if err != nil {
				return changes, err
			}
			docs = append(docs, doc)
		}
		changes.Put = append(changes.Put, record.Story(group.ID, docs, group.Copies, known.of(group.Reports)...))
	}
	return changes, nil
}

// WithVectors returns the latest revision of a report with the vectors that are kept of it, which tell what two figures are of.
func WithVectors(ctx context.Context, st store.Reader, id string) (*news.Document, error) {
	doc, err := st.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	doc.Reading, err = st.Vectors(ctx, doc)
	return doc, err
}

// clusterSource lets clustering read the store, through a window in memory.
type clusterSource struct {
	st   store.Reader
	near *window.Window[*cluster.Item]
}

// rows reads feature rows.
func rows() window.Codec[*cluster.Item] {
	return window.Codec[*cluster.Item]{
		Decode: func(f store.Feature) (*cluster.Item, error) {
			it, err := cluster.Decode(f.Data)
			if err != nil {
				return nil, fmt.Errorf("report %s: %w", f.Report, err)
			}
			it.Report = f.Report
			return it, nil
		},
		Keys:  (*cluster.Item).Keys,
		Signs: func(it *cluster.Item) window.Signs { return window.Signs(it.Signs()) },
	}
}

func (c clusterSource) Items(ctx context.Context, reports []string) ([]*cluster.Item, error) {
	return items(c.near.Get(ctx, reports))
}

func (c clusterSource) Candidates(ctx context.Context, q cluster.Query) ([]*cluster.Item, error) {
	return items(c.near.Candidates(ctx, window.Ask{
		FeatureQuery: store.FeatureQuery{From: q.From, To: q.To, Undated: true, Keys: q.Keys, PerKey: q.PerKey},
		Weigh:        cluster.KeyWeight, Signs: window.Signs(q.Signs), Near: cluster.SignWeight, Least: cluster.Enough, Most: q.Most,
	}))
}

func items(rows []*window.Row[*cluster.Item], err error) ([]*cluster.Item, error) {
	out := make([]*cluster.Item, len(rows))
	for i, r := range rows {
		out[i] = r.Value
	}
	return out, err
}

func (c clusterSource) Story(ctx context.Context, report string) (string, []string, error) {
	s, err := c.st.StoryOf(ctx, report)
	switch {
	case news.CodeOf(err) == news.NotFound:
		return "", nil, nil
	case err != nil:
		return "", nil, err
	default:
		return s.ID, s.Reports, nil
	}
}
