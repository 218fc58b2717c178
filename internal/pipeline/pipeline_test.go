package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
)

// numbered yields n reports; the one at bad is an error of the input.
func numbered(n, bad int) iter.Seq2[*news.Raw, error] {
	return func(yield func(*news.Raw, error) bool) {
		for i := range n {
			raw := &news.Raw{Name: fmt.Sprint(i)}
			var err error
			if i == bad {
				raw, err = nil, &news.Error{Code: news.Invalid, Message: "bad 7", Hint: "mend it"}
			}
			if !yield(raw, err) {
				return
			}
		}
	}
}

func open(raw *news.Raw) (*news.Document, error) {
	if raw.Name == "3" {
		time.Sleep(5 * time.Millisecond) // the slow one must not change the order
	}
	return &news.Document{Report: news.Report{ID: raw.Name}}, nil
}

func TestRunKeepsTheOrderAndSetsBadReportsAside(t *testing.T) {
	p := &pipeline.Pipeline{Open: open, Workers: 4, Stages: []pipeline.Stage{
		{Name: "fragile", Annotate: func(doc *news.Document) error {
			switch doc.ID {
			case "11":
				return errors.New("no sense in it")
			case "12":
				panic("index out of range")
			}
			return nil
		}},
	}}
	var got []string
	err := p.Run(t.Context(), numbered(20, 7), func(r pipeline.Result) error {
		if r.Doc != nil {
			got = append(got, r.Doc.ID)
		} else {
			got = append(got, strings.SplitN(r.Problem.Reason, "\n", 2)[0])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split("0 1 2 3 4 5 6|bad 7|8 9 10|fragile: no sense in it|a fault in the program: index out of range|13 14 15 16 17 18 19", "|")
	var flat []string
	for _, w := range want {
		if w[0] >= '0' && w[0] <= '9' {
			flat = append(flat, strings.Fields(w)...)
		} else {
			flat = append(flat, w)
		}
	}
	if !slices.Equal(got, flat) {
		t.Errorf("got  %q\nwant %q", got, flat)
	}
	if times := p.Times(); len(times) != 2 || times[0].Took == 0 {
		t.Errorf("times = %v", times)
	}
}

func TestRunEndsWhenTheSinkFails(t *testing.T) {
	p := &pipeline.Pipeline{Open: open, Workers: 2}
	full := errors.New("disk full")
	n := 0
	err := p.Run(t.Context(), numbered(1000, -1), func(pipeline.Result) error {
		n++
		if n == 5 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || n != 5 {
		t.Errorf("err = %v after %d results", err, n)
	}
}

func TestRunEndsWhenCancelledWhileTheInputBlocks(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &pipeline.Pipeline{Open: open, Workers: 2}
	in := func(yield func(*news.Raw, error) bool) {
		yield(&news.Raw{Name: "0"}, nil)
		select {} // a standard input that nobody writes to
	}
	err := p.Run(ctx, in, func(pipeline.Result) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}
