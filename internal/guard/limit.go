package guard

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKept is how many keys a Limiter remembers: about 3 MB of them.
const maxKept = 10_000

// Limiter bounds how often something is done under each of many keys. It remembers a bounded
// number of them, and forgets the one that was not seen the longest.
type Limiter struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu    sync.Mutex
	keys  map[string]*list.Element
	order *list.List // of *bucket, the latest first
}

type bucket struct {
	key   string
	limit *rate.Limiter
}

// NewLimiter returns a limiter that lets burst pass at once under each key and then perSecond.
func NewLimiter(perSecond float64, burst int, now func() time.Time) *Limiter {
	return &Limiter{rate: rate.Limit(perSecond), burst: burst, now: now, keys: make(map[string]*list.Element), order: list.New()}
}

// NewTokenLimiter returns the limiter for requests that are made with tokens.
func NewTokenLimiter(now func() time.Time) *Limiter { return NewLimiter(perToken, 4*perToken, now) }

// Take counts one under key. It returns 0, or how long to wait when there were too many:
// then this one does not count.
func (l *Limiter) Take(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.bucket(key)
	if b.limit.AllowN(now, 1) {
		return 0
	}
	return l.wait(b, now)
}

// Wait is what Take would return; nothing is counted.
func (l *Limiter) Wait(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	e := l.keys[key]
	if e == nil {
		return 0
	}
	b := e.Value.(*bucket) //nolint:errcheck,forcetypeassert // the list holds nothing else
	if b.limit.TokensAt(now) >= 1 {
		return 0
	}
	return l.wait(b, now)
}

// Forget begins anew under key.
func (l *Limiter) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.keys[key]; e != nil {
		l.order.Remove(e)
		delete(l.keys, key)
	}
}

func (l *Limiter) wait(b *bucket, now time.Time) time.Duration {
	missing := 1 - b.limit.TokensAt(now)
	return max(time.Millisecond, time.Duration(missing/float64(l.rate)*float64(time.Second)))
}

func (l *Limiter) bucket(key string) *bucket {
	if e := l.keys[key]; e != nil {
		l.order.MoveToFront(e)
		return e.Value.(*bucket) //nolint:errcheck,forcetypeassert // the list holds nothing else
	}
	if len(l.keys) >= maxKept {
		oldest := l.order.Back()
		delete(l.keys, oldest.Value.(*bucket).key) //nolint:errcheck,forcetypeassert // as above
		l.order.Remove(oldest)
	}
	b := &bucket{key, rate.NewLimiter(l.rate, l.burst)}
	l.keys[key] = l.order.PushFront(b)
	return b
}
