// Package input turns whatever is given to `dragoman read` and `dragoman add`
// (files, folders, archives, feeds, addresses, standard input) into a stream of
// news.Raw, one for each report, and names what could not be read. It leaves
// the network to a Fetcher, and decoding pages, main text and dates to the
// stages: bodies and dates travel on as they were written.
//
// What an input is, its first bytes decide; the file's name and the declared
// content type only where the bytes leave it open. See docs/formats/inputs.md.
package input

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Options says where standard input and the network are, and how much of one
// thing is held in memory. The zero value reads files, with the default limits.
type Options struct {
	// Stdin is what the argument "-" reads; nil makes "-" a problem.
	Stdin io.Reader
	// Fetcher reads addresses; nil makes each address a problem with a hint.
	Fetcher Fetcher

	// MaxReport is the size in bytes of the largest page, text, JSON line or
	// archive record; what is larger is set aside. 0 means 16 MiB.
	MaxReport int64
	// MaxWhole is the size in bytes of the largest feed, sitemap or other
	// document that is read as a whole. 0 means 32 MiB.
	MaxWhole int64
	// MaxRatio is how many times larger than its compressed form something may
	// become before it is taken for a compression bomb. It is looked at only
	// after 32 MiB. 0 means 200; news text stays under 20.
	MaxRatio int64
	// MaxFetch is how many pages or feeds one sitemap or OPML file may make us
	// fetch. 0 means 1000.
	MaxFetch int

	// OnBytes, if set, is told how many bytes of the files given have been read,
	// and how many there are; total is 0 while nobody knows (standard input,
	// addresses). It is called from the goroutine that iterates.
	OnBytes func(done, total int64)
	// OnNote, if set, hears of what is nobody's loss: a picture in an archive, a
	// page that says 404, a file given twice, a wrong length that was put right.
	OnNote func(name, what string)
}

// The default limits.
const (
	defaultMaxReport = 16 << 20
	defaultMaxWhole  = 32 << 20
	defaultMaxRatio  = 200
	defaultMaxFetch  = 1000
	ratioFrom        = 32 << 20 // bytes unpacked before MaxRatio is looked at
)

// withDefaults fills the limits that are not set.
func (o Options) withDefaults() Options {
	if o.MaxReport <= 0 {
		o.MaxReport = defaultMaxReport
	}
	if o.MaxWhole <= 0 {
		o.MaxWhole = defaultMaxWhole
	}
	if o.MaxRatio <= 0 {
		o.MaxRatio = defaultMaxRatio
	}
	if o.MaxFetch <= 0 {
		o.MaxFetch = defaultMaxFetch
	}
	return o
}

// Fetcher reads an address. It keeps its own limits of size, time, redirects
// and politeness, and answers anything but a 2xx status with an error.
type Fetcher interface {
	Fetch(ctx context.Context, url string) (*Response, error)
}

// Response is what an address answered.
type Response struct {
	URL         string // after redirects
	ContentType string // the header, "" if none
	Body        []byte // without transfer or content encoding
}

// Problem is an input that could not be read, or a part of one. It is a
// *news.Error in errors.As, so news.CodeOf works.
type Problem struct {
	Name string      // as Raw.Name: "crawl.warc.gz record 12 at byte 3456"
	Err  *news.Error // why, for people, and what to do
}

func (p *Problem) Error() string { return fmt.Sprintf("%s: %s", p.Name, p.Err.Error()) }
func (p *Problem) Unwrap() error { return p.Err }

// SetAside is the problem as it is kept and listed.
func (p *Problem) SetAside() news.SetAside {
	return news.SetAside{Name: p.Name, Reason: p.Err.Error(), Hint: p.Err.Hint}
}

// Open yields the reports that args hold, in order: files, folders (with
// everything below them, by name), addresses, and "-" for standard input. An
// error is a *Problem about one input and never ends the stream, except that
// when ctx ends, its error comes last, bare. A report yielded belongs to the
// caller. The stream can be ranged over once if "-" is among args.
func Open(ctx context.Context, args []string, opt Options) iter.Seq2[*news.Raw, error] {
	return func(yield func(*news.Raw, error) bool) {
		r := newRun(ctx, opt.withDefaults(), yield)
		r.measure(args)
		for _, arg := range args {
			if !r.arg(arg) {
				break
			}
		}
		if err := ctx.Err(); err != nil && !r.refused {
			yield(nil, err)
		} else if r.total > r.done { // something was given twice
			r.progress(r.total - r.done)
		}
	}
}
