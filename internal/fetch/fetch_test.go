package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/fetch"
	"github.com/dragoman-news/dragoman/internal/news"
)

// site serves a few paths and counts requests.
func site(t *testing.T, robots string) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		switch robots {
		case "":
			http.NotFound(w, nil)
		case "503":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprint(w, robots)
		}
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "hello from ", r.Header.Get("User-Agent"))
	})
	mux.Handle("/old", http.RedirectHandler("/page", http.StatusMovedPermanently))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	mux.HandleFunc("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		gz := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range 64 {
			if _, err := gz.Write(zeros); err != nil {
				return
			}
		}
		_ = gz.Close()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s, &asked
}

func client(o fetch.Options) *fetch.Client {
	o.AllowPrivate, o.Version = true, "test"
	if o.Pause == 0 {
		o.Pause = -1
	}
	return fetch.New(o)
}

func TestGetSaysWhoAsksAndAsksConditionally(t *testing.T) {
	s, _ := site(t, "")
	c := client(fetch.Options{Contact: "desk@example.org"})
	res, err := c.Get(t.Context(), s.URL+"/page", fetch.Validators{})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(res.Body); got != "hello from Dragoman/test (news reader; desk@example.org)" {
		t.Errorf("body = %q", got)
	}
	res, err = c.Get(t.Context(), s.URL+"/page", res.Validators)
	if err != nil || !res.NotModified || res.ETag != `"v1"` {
		t.Errorf("second time: %+v, %v; want not modified with its validator", res, err)
	}
	res, err = c.Get(t.Context(), s.URL+"/old", fetch.Validators{})
	if err != nil || res.Moved != s.URL+"/page" {
		t.Errorf("permanent redirect: moved = %q, %v", res.Moved, err)
	}
}

func TestGetRefuses(t *testing.T) {
	s, _ := site(t, "User-agent: *\nDisallow: /busy\n")
	for _, tc := range []struct{ name, url, want string }{
		{"what robots.txt forbids", s.URL + "/busy", "does not allow programs"},
		{"more redirects than the limit", s.URL + "/loop", "redirects"},
		{"a redirect to a file", s.URL + "/file", "not an http or https address"},
		{"a body over the limit after decompression", s.URL + "/bomb", "larger than 1 MiB"},
		{"another scheme", "ftp://example.org/x", "not an http or https address"},
		{"a password in the address", "http://me:secret@example.org/", "password"},
		{"no host", "http:///x", "names no host"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := client(fetch.Options{MaxBytes: 1 << 20}).Get(t.Context(), tc.url, fetch.Validators{})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("err = %v, want %q in it", err, tc.want)
			}
		})
	}
}

func TestGetReportsStatusAndWhenToComeBack(t *testing.T) {
	s, _ := site(t, "")
	_, err := client(fetch.Options{}).Get(t.Context(), s.URL+"/busy", fetch.Validators{})
	e, ok := errors.AsType[*fetch.StatusError](err)
	if !ok || e.Status != 429 || e.RetryAfter != 2*time.Minute {
		t.Errorf("err = %v, status %+v", err, e)
	}
}

func TestASiteInTroubleIsLeftAlone(t *testing.T) {
	s, asked := site(t, "503")
	_, err := client(fetch.Options{}).Get(t.Context(), s.URL+"/page", fetch.Validators{})
	if err == nil || asked.Load() != 0 {
		t.Errorf("err = %v after %d requests, want a refusal before the first", err, asked.Load())
	}
}

func TestCrawlDelayAndPauseAreKept(t *testing.T) {
	s, _ := site(t, "User-agent: Dragoman\nCrawl-delay: 0.2\n")
	c := client(fetch.Options{})
	start := time.Now()
	for range 2 {
		if _, err := c.Get(t.Context(), s.URL+"/page", fetch.Validators{}); err != nil {
			t.Fatal(err)
		}
	}
	// robots, pause, page, pause, page
	if took := time.Since(start); took < 400*time.Millisecond {
		t.Errorf("two pages in %s, want a pause of 200 ms before each", took)
	}
}

func TestAddressesInsideAreRefusedUnlessAllowed(t *testing.T) {
	s, asked := site(t, "")
	_, err := fetch.New(fetch.Options{Pause: -1}).Get(t.Context(), s.URL+"/page", fetch.Validators{})
	e, ok := errors.AsType[*news.Error](err)
	if !ok || !strings.Contains(e.Message, "inside your own network") || !strings.Contains(e.Hint, "--allow-private") || asked.Load() != 0 {
		t.Errorf("err = %v (asked %d times)", err, asked.Load())
	}
}

func TestPublic(t *testing.T) {
	for ip, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "10.1.2.3": false, "172.20.0.1": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false,
		"::1": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false,
		"64:ff9b::808:808": true, "::": false, "ff02::1": false, "::7f00:1": false, "::ffff:0:7f00:1": false, "::ffff:a00:1": false,
		"2002:7f00:1::1": false, "2002:c0a8:101::1": false, "2002:808:808::1": true, "2001:0:7f00:1::": false, "2001:200::1": true, "3fff::1": false,
		"fe80::1%eth0": false, "::1%lo": false, "64:ff9b:1::808:808": false, "192.88.99.1": false,
	} {
		if got := fetch.Public(netip.MustParseAddr(ip)); got != want {
			t.Errorf("Public(%s) = %v", ip, got)
		}
	}
}

func TestCancelEndsTheWait(t *testing.T) {
	s, _ := site(t, "")
	c := client(fetch.Options{Pause: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := c.Get(ctx, s.URL+"/page", fetch.Validators{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v", err)
	}
}
