// Package pipeline runs stages over reports: in parallel, in order, one bad
// report never stopping the rest. It knows the plumbing; it knows no stage by
// name, so a stage can be added, dropped or replaced in package app alone.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Stage adds one kind of knowledge to a document.
type Stage struct {
	Name     string
	Annotate func(doc *news.Document) error
}

// Pipeline reads raw reports into documents. Its fields may not change once in use.
type Pipeline struct {
	// Open turns what came in into a document with its text, title and
	// publication date. An error sets the report aside.
	Open    func(raw *news.Raw) (*news.Document, error)
	Stages  []Stage
	Workers int // how many reports are read at once; 0 is one for each core

	once  sync.Once
	times []atomic.Int64 // nanoseconds in Open and in each stage
}

// Result is one report read, or the reason why it was not: exactly one of Doc
// and Problem is set.
type Result struct {
	Doc     *news.Document
	Problem *news.SetAside
	Err     error // what Problem says in words, for the log
}

// Run reads everything that in yields and hands each result to out, in the order
// of the input. It ends early only when out fails or ctx is done. An error that
// in yields becomes a Problem.
func (p *Pipeline) Run(ctx context.Context, in iter.Seq2[*news.Raw, error], out func(Result) error) error {
	workers := p.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// order holds the jobs as they came. Its length bounds what is in memory
	// together with room, which counts the bytes that came in: ordinary reports
	// fill the former, large ones the latter.
	room := newRoom(inFlight)
	todo, order := make(chan *job), make(chan *job, 4*workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				select {
				case j, ok := <-todo:
					if !ok {
						return
					}
					j.done <- p.one(j.raw, j.err)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	// Nobody waits for this one: it may sit in a read of standard input that
	// no context can end, and it touches nothing of ours once ctx is done.
	go func() {
		defer close(order)
		defer close(todo)
		for raw, err := range in {
			j := &job{raw, err, make(chan Result, 1)}
			if !room.take(ctx, j.size()) {
				return
			}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			select {
			case todo <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	defer group.Wait()
	defer cancel()
	for {
		var j *job
		select {
		case next, more := <-order:
			if !more {
				return ctx.Err()
			}
			j = next
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		select {
		case r := <-j.done:
			err := out(r)
			room.give(j.size())
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// job is one report on its way.
type job struct {
	raw  *news.Raw
	err  error
	done chan Result
}

func (j *job) size() int {
	if j.raw == nil {
		return 0
	}
	return len(j.raw.Body)
}

// one reads a single report. A panic in a stage is a fault of ours, but the
// other reports must not pay for it: the report is set aside with its name.
func (p *Pipeline) one(raw *news.Raw, err error) (r Result) {
	name := ""
	if raw != nil {
		name = raw.Name
	}
	defer func() {
		if fault := recover(); fault != nil {
			err := fmt.Errorf("fault in the program: %v\n%s", fault, debug.Stack())
			r = Result{Problem: &news.SetAside{
				Name: name, Reason: fmt.Sprintf("a fault in the program: %v", fault),
				Hint: "please report it with the input",
			}, Err: err}
		}
	}()
	if err != nil {
		return problem(name, err)
	}
	doc, err := p.Process(raw)
	if err != nil {
		return problem(name, err)
	}
	return Result{Doc: doc}
}

// Process reads one report in this goroutine.
func (p *Pipeline) Process(raw *news.Raw) (*news.Document, error) {
	p.once.Do(func() { p.times = make([]atomic.Int64, len(p.Stages)+1) })
	start := time.Now()
	doc, err := p.Open(raw)
	p.times[0].Add(int64(time.Since(start)))
	if err != nil {
		return nil, err
	}
	for i, s := range p.Stages {
		start := time.Now()
		if err := s.Annotate(doc); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		p.times[i+1].Add(int64(time.Since(start)))
	}
	return doc, nil
}

// Time is how long a step took over all reports and workers.
type Time struct {
	Name string
	Took time.Duration
}

// Times says where the time went, Open first.
func (p *Pipeline) Times() []Time {
	p.once.Do(func() { p.times = make([]atomic.Int64, len(p.Stages)+1) })
	out := []Time{{"open", time.Duration(p.times[0].Load())}}
	for i, s := range p.Stages {
		out = append(out, Time{s.Name, time.Duration(p.times[i+1].Load())})
	}
	return out
}

// asider is an error that knows which input it is about and how to list it.
type asider interface {
	error
	SetAside() news.SetAside
}

// problem puts an error into words for people.
func problem(name string, err error) Result {
	if a, ok := errors.AsType[asider](err); ok {
		aside := a.SetAside()
		return Result{Problem: &aside, Err: err}
	}
	aside := &news.SetAside{Name: name, Reason: err.Error()}
	if e, ok := errors.AsType[*news.Error](err); ok {
		aside.Hint = e.Hint
	}
	return Result{Problem: aside, Err: err}
}
