package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// loading is what a process that puts load on pages is told.
type loading struct {
	Base    string
	Pages   []asked
	PerSec  float64
	Seconds float64
	Warm    float64 // seconds before that whose answers do not count
	Seed    uint64
}

// asked is one kind of page, with addresses of which one is asked for at random.
type asked struct {
	Name  string
	Share int // of so many requests in the sum of all shares
	Paths []string
}

// loaded is what became of one kind of page.
type loaded struct {
	Name    string
	Answers int
	Errors  int           // that there was no answer, or one of another status than 200
	Error   string        // the first of them
	Took    []float64     // milliseconds from when it was to be asked for, sorted
	Bytes   int           // of the largest answer
	Late    time.Duration // by how much this process itself was late at most
}

// putLoad asks for pages at the times that were meant, whether or not earlier answers have come, and counts each from then on: whoever waits
// for a slow page counts for as long as they waited.
func putLoad(ctx context.Context, in io.Reader, out io.Writer) error {
	var l loading
	if err := json.NewDecoder(in).Decode(&l); err != nil {
		return err
	}
	client := &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 256, MaxIdleConns: 256, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	results := make([]loaded, len(l.Pages))
	var deck []int
	for i, p := range l.Pages {
		results[i].Name = p.Name
		for range p.Share {
			deck = append(deck, i)
		}
	}
	var (
		mu      sync.Mutex
		waiting sync.WaitGroup
		rnd     = rand.New(rand.NewPCG(l.Seed, 41))
		began   = time.Now()
	)
	total := int((l.Warm + l.Seconds) * l.PerSec)
	for i := range total {
		at := began.Add(time.Duration(float64(i) / l.PerSec * float64(time.Second)))
		time.Sleep(time.Until(at))
		late := time.Since(at)
		kind := deck[rnd.IntN(len(deck))]
		paths := l.Pages[kind].Paths
		path := paths[rnd.IntN(len(paths))]
		counts := float64(i)/l.PerSec >= l.Warm
		waiting.Go(func() {
			n, err := ask(ctx, client, l.Base+path)
			took := time.Since(at)
			if !counts {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			r := &results[kind]
			r.Answers++
			r.Took = append(r.Took, float64(took.Microseconds())/1000)
			r.Bytes, r.Late = max(r.Bytes, n), max(r.Late, late)
			if err != nil {
				if r.Errors++; r.Error == "" {
					r.Error = path + ": " + err.Error()
				}
			}
		})
	}
	waiting.Wait()
	for i := range results {
		slices.Sort(results[i].Took)
	}
	return json.NewEncoder(out).Encode(results)
}

// ask reads an answer to its end and returns its size.
func ask(ctx context.Context, client *http.Client, address string) (n int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	size, err := io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", res.StatusCode)
	}
	return int(size), err
}

// quantile is the value that a share of the sorted values is not above.
func quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
