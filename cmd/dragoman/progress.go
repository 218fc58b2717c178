package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far long work is: a bar on a terminal, a line a minute in a
// log. done and total are bytes of input, which say more of the time left than
// a number of reports of unknown size; the reports are counted beside.
type progress struct {
	c       *console
	what    string
	noun    string // what is counted
	bar     *progressbar.ProgressBar
	reports atomic.Int64
	start   time.Time
	said    time.Time
}

func newProgress(c *console, what string) *progress {
	p := &progress{c: c, what: what, noun: "reports", start: time.Now()}
	p.said = p.start
	return p
}

// bytes is told how much input was read, of how much; 0 is unknown.
func (p *progress) bytes(done, total int64) {
	if !p.c.errTerm {
		p.line(done, total)
		return
	}
	if p.bar == nil {
		if time.Since(p.start) < 300*time.Millisecond {
			return // short work needs no bar
		}
		if total <= 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.c.bar), progressbar.OptionShowBytes(true), progressbar.OptionSetWidth(24),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionUseANSICodes(true))
	}
	p.bar.Describe(fmt.Sprintf("%s %d %s, %.0f/s", p.what, p.reports.Load(), p.noun, p.rate()))
	_ = p.bar.Set64(done) // a bar that cannot be drawn is no reason to stop
}

func (p *progress) rate() float64 {
	return float64(p.reports.Load()) / max(time.Since(p.start).Seconds(), 0.001)
}

func (p *progress) line(done, total int64) {
	if time.Since(p.said) < time.Minute {
		return
	}
	p.said = time.Now()
	left := ""
	if total > 0 && done > 0 {
		took := time.Since(p.start)
		left = fmt.Sprintf(", %.0f %%, %s left", 100*float64(done)/float64(total),
			time.Duration(float64(took)*(float64(total)/float64(done)-1)).Round(time.Second))
	}
	fmt.Fprintf(p.c.err, "%s %d %s, %.1f/s%s\n", p.what, p.reports.Load(), p.noun, p.rate(), left)
}

// count is told how many of how many are done, where no bytes are read.
func (p *progress) count(done, total int) {
	p.reports.Store(int64(done))
	if !p.c.errTerm {
		p.line(int64(done), int64(total))
		return
	}
	if p.bar == nil {
		if time.Since(p.start) < 300*time.Millisecond {
			return
		}
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.c.bar), progressbar.OptionSetWidth(24),
			progressbar.OptionShowCount(), progressbar.OptionSetDescription(p.what), progressbar.OptionClearOnFinish())
	}
	_ = p.bar.Set(done)
}

// finish clears the bar; there may be none.
func (p *progress) finish() {
	if p != nil && p.bar != nil {
		_ = p.bar.Finish()
	}
}
