package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// together runs f from several goroutines and returns what went wrong.
func together(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// numbered is a batch of reports of one writer.
func numbered(writer, batch, size int) []*news.Document {
	docs := make([]*news.Document, size)
	for i := range docs {
		d := report(fmt.Sprintf("w%d-b%d-r%d", writer, batch, i), "en", fmt.Sprintf("2020-03-%02d", 1+(writer+batch)%20), "Barham Salih spoke of peace.")
		docs[i] = mention(d, "Barham Salih", salih)
	}
	return docs
}

var concurrencyTests = []test{
	{"several writers take turns and lose nothing", func(t *testing.T, e *env) {
		const writers, batches, size = 4, 5, 4
		err := together(writers, func(w int) error {
			for b := range batches {
				if _, err := e.Add(e.ctx, numbered(w, b, size)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		st, err := e.Stats(e.ctx)
		if err != nil || st.Reports != writers*batches*size || st.Queued != st.Reports || st.Entities != 1 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
		equal(t, "found", e.search(t, store.Query{Text: "peace"}).Total, writers*batches*size)
		equal(t, "reports of the entity", all(t, e.Entities(e.ctx, store.Filter{}))[0].Reports, writers*batches*size)
	}},
	{"a writer that is interrupted leaves nothing half done and nothing in the way", func(t *testing.T, e *env) {
		const size = 5
		for i := range 40 {
			ctx, cancel := context.WithCancel(e.ctx)
			time.AfterFunc(time.Duration(i)*100*time.Microsecond, cancel)
			if _, err := e.Add(ctx, numbered(i, 0, size)); err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			cancel()
		}
		e.add(t, numbered(99, 0, size)...)
		st, err := e.Stats(e.ctx)
		if err != nil || st.Reports%size != 0 || st.Reports < size {
			t.Errorf("%d reports, %v", st.Reports, err)
		}
	}},
	{"readers read while a writer writes, and see whole batches", func(t *testing.T, e *env) {
		const batches, size = 12, 5
		done := make(chan struct{})
		err := together(4, func(i int) error {
			if i == 0 {
				defer close(done)
				for b := range batches {
					if _, err := e.Add(e.ctx, numbered(0, b, size)); err != nil {
						return err
					}
				}
				return nil
			}
			for {
				res, err := e.Search(e.ctx, store.Query{Text: "peace", Limit: 1})
				if err != nil {
					return err
				}
				if res.Total%size != 0 {
					return fmt.Errorf("a reader saw %d reports: half a batch", res.Total)
				}
				if _, err := firstError(e.Documents(e.ctx, store.Filter{Entity: "Q1", Limit: 20})); err != nil {
					return err
				}
				select {
				case <-done:
					return nil
				default:
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}},
	{"a job goes to one worker, whatever the rush", func(t *testing.T, e *env) {
		const jobs = 60
		for i := range jobs {
			e.enqueue(t, "k", fmt.Sprint(i))
		}
		var mu sync.Mutex
		taken := make(map[string]int)
		err := together(4, func(int) error {
			for {
				got, err := e.Lease(e.ctx, "k", 7, time.Minute)
				if err != nil || len(got) == 0 {
					return err
				}
				mu.Lock()
				for _, j := range got {
					taken[j.Key]++
				}
				mu.Unlock()
				if err := e.Ack(e.ctx, got...); err != nil {
					return err
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "jobs", len(taken), jobs)
		for key, n := range taken {
			if n != 1 {
				t.Errorf("job %s was taken %d times", key, n)
			}
		}
	}},
	{"of several who want a lease one gets it", func(t *testing.T, e *env) {
		var mu sync.Mutex
		holders := 0
		err := together(8, func(i int) error {
			_, ok, err := e.Acquire(e.ctx, "stories", fmt.Sprint("holder", i), time.Minute)
			mu.Lock()
			defer mu.Unlock()
			if ok {
				holders++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "holders", holders, 1)
	}},
}
