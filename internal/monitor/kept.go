package monitor

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/dragoman-news/dragoman/internal/store"
)

// kept collects what the store says, when it is asked.
type kept struct{ m *Monitor }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("dragoman_"+name, help, labels, nil)
}

// counts are numbers of Stats.
var counts = []struct {
	desc  *prometheus.Desc
	value func(s store.Stats) int
}{
	{describe("reports", "Reports kept, copies included."), func(s store.Stats) int { return s.Reports }},
	{describe("copies", "Reports that are copies of others."), func(s store.Stats) int { return s.Copies }},
	{describe("stories", "Stories."), func(s store.Stats) int { return s.Stories }},
	{describe("events", "Events found in reports."), func(s store.Stats) int { return s.Events }},
	{describe("entities", "People, organisations and places that reports name."), func(s store.Stats) int { return s.Entities }},
	{describe("set_aside", "Inputs that could not be read."), func(s store.Stats) int { return s.SetAside }},
	{describe("queue_jobs", "Work that waits or is under way."), func(s store.Stats) int { return s.Queued }},
}

var (
	feedsDesc   = describe("feeds", "Subscriptions, by how they do.", "state")
	successDesc = describe("feeds_last_success_timestamp_seconds", "When a subscription answered last, of all.")
	sizeDesc    = describe("store_bytes", "What the store takes on disk, with its log.")
	upDesc      = describe("store_up", "1 when the store answered, else 0.")
)

// Describe names the numbers.
func (k kept) Describe(ch chan<- *prometheus.Desc) {
	for _, c := range counts {
		ch <- c.desc
	}
	for _, d := range []*prometheus.Desc{feedsDesc, successDesc, sizeDesc, upDesc} {
		ch <- d
	}
}

// Collect asks the store. What it does not answer is left out, and store_up says so.
func (k kept) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	up := k.collect(ctx, ch)
	if up != nil {
		k.m.log.WarnContext(ctx, "metrics of the store are missing", "error", up)
	}
	gauge(ch, upDesc, yes(up == nil))
}

func (k kept) collect(ctx context.Context, ch chan<- prometheus.Metric) error {
	stats, err := k.m.st.Stats(ctx)
	if err != nil {
		return err
	}
	for _, c := range counts {
		gauge(ch, c.desc, float64(c.value(stats)))
	}
	feeds, err := k.m.st.ListFeeds(ctx)
	if err != nil {
		return err
	}
	collectFeeds(ch, feeds)
	size, err := k.m.st.Size()
	if err != nil {
		return err
	}
	gauge(ch, sizeDesc, float64(size))
	return nil
}

func collectFeeds(ch chan<- prometheus.Metric, feeds []store.Feed) {
	states := map[string]int{"ok": 0, "failing": 0, "paused": 0}
	latest := 0.0
	for _, f := range feeds {
		switch {
		case f.Paused:
			states["paused"]++
		case f.Failures > 0:
			states["failing"]++
		default:
			states["ok"]++
		}
		if !f.LastSuccess.IsZero() {
			latest = max(latest, float64(f.LastSuccess.Unix()))
		}
	}
	for state, n := range states {
		gauge(ch, feedsDesc, float64(n), state)
	}
	if latest > 0 {
		gauge(ch, successDesc, latest)
	}
}

func gauge(ch chan<- prometheus.Metric, desc *prometheus.Desc, v float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v, labels...)
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
