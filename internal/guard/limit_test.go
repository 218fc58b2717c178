package guard_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
)

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestLimiter(t *testing.T) {
	c := newClock()
	l := guard.NewLimiter(1, 3, c.now)
	for i := range 3 {
		if wait := l.Take("a"); wait != 0 {
			t.Errorf("%d waits %s", i, wait)
		}
	}
	if wait := l.Take("a"); wait < 900*time.Millisecond || wait > time.Second {
		t.Errorf("the fourth waits %s", wait)
	}
	if l.Wait("a") == 0 || l.Wait("b") != 0 || l.Take("b") != 0 {
		t.Error("keys are not counted apart")
	}
	c.pass(time.Second)
	if l.Wait("a") != 0 || l.Take("a") != 0 || l.Take("a") == 0 {
		t.Error("after a second one more passes, and one only")
	}
	l.Forget("a")
	if l.Take("a") != 0 {
		t.Error("what was forgotten counts")
	}
}

func TestALimiterHoldsABoundedNumberOfKeys(t *testing.T) {
	c := newClock()
	l := guard.NewLimiter(0.001, 1, c.now)
	l.Take("first")
	for i := range 10_000 {
		l.Take(fmt.Sprint(i))
	}
	if l.Wait("first") != 0 || l.Wait("9999") == 0 || l.Wait("0") == 0 {
		t.Error("the one that was not seen the longest is the one that is forgotten")
	}
}

func TestWhoAsksTooMuchIsSlowedDown(t *testing.T) {
	c := newClock()
	h := guard.New(guard.Options{Rate: 1, Burst: 2, Now: c.now, Trusted: prefixes("10.0.0.0/8")}).Wrap(http.HandlerFunc(echo))
	code := func(remote string, headers ...string) int { return ask(h, "GET", "/", remote, "", headers...).Code }
	for i, want := range []int{200, 200, 429} {
		if got := code(far); got != want {
			t.Errorf("request %d: %d", i, got)
		}
	}
	if w := ask(h, "GET", "/", far, ""); w.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	if code("203.0.113.10:1") != 200 {
		t.Error("another address pays for it")
	}
	if code(near) != 200 || code(near) != 200 || code(near) != 200 {
		t.Error("this machine is slowed down")
	}
	for _, want := range []int{200, 200, 429} {
		if got := code("10.0.0.1:1", "X-Forwarded-For: 198.51.100.1"); got != want {
			t.Errorf("behind a proxy: %d, want %d", got, want)
		}
	}
	for i, want := range []int{200, 200, 429} {
		if got := code(fmt.Sprintf("[2001:db8:1:2::%d]:1", i+1)); got != want {
			t.Errorf("from one network of IPv6: %d, want %d", got, want)
		}
	}
	c.pass(time.Second)
	if code(far) != 200 {
		t.Error("after the wait it is still slowed down")
	}
}

func TestAddressKey(t *testing.T) {
	for in, want := range map[string]string{"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "::ffff:192.0.2.1": "192.0.2.1"} {
		if got := guard.AddressKey(netip.MustParseAddr(in).Unmap()); got != want {
			t.Errorf("%s is counted under %s, want %s", in, got, want)
		}
	}
}
