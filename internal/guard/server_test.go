package guard_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
)

// serve runs h behind a guard with short times and returns its address.
func serve(t *testing.T, times guard.Times, h http.Handler) (address string, server *http.Server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server = guard.New(guard.Options{Loopback: true, Times: times}).Server(h)
	go func() { _ = server.Serve(guard.Bounded(l)) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String(), server
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTenMegabytesOfHeadersAreRefused(t *testing.T) {
	address, _ := serve(t, guard.Times{}, http.HandlerFunc(echo))
	c := dial(t, address)
	go func() {
		_, _ = fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
		block := strings.Repeat("x", 64<<10)
		for range 160 { // the server hangs up on the way
			if _, err := io.WriteString(c, block); err != nil {
				return
			}
		}
	}()
	line, err := bufio.NewReader(c).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, "HTTP/1.1 431 ") { // or the connection was reset before it could be read
		t.Errorf("%q, %v", line, err)
	}
}

// TestMoreHeadersThanThereMayBe sends what is too much but fits into the buffers of the network, so that the answer is read.
func TestMoreHeadersThanThereMayBe(t *testing.T) {
	for name, head := range map[string]string{
		"one long header": "X-Long: " + strings.Repeat("x", 24<<10) + "\r\n", "a thousand short ones": strings.Repeat("X-Short: 12345678901234567890\r\n", 1000),
		"a long cookie": "Cookie: a=" + strings.Repeat("x", 24<<10) + "\r\n",
	} {
		address, _ := serve(t, guard.Times{}, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Errorf("%s: let in", name) }))
		c := dial(t, address)
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n"+head+"\r\n"); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 431 ") {
			t.Errorf("%s: %q, %v", name, line, err)
		}
	}
}

func TestASlowRequestIsHungUpOn(t *testing.T) {
	reached := make(chan error, 1)
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		reached <- err
	})
	for _, tc := range []struct{ name, begin string }{
		{"headers letter by letter", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "},
		{"a body letter by letter", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"},
		{"nothing at all", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			address, _ := serve(t, guard.Times{Header: 300 * time.Millisecond, Read: 600 * time.Millisecond, Idle: 300 * time.Millisecond}, h)
			c := dial(t, address)
			began := time.Now()
			if _, err := io.WriteString(c, tc.begin); err != nil {
				t.Fatal(err)
			}
			go func() {
				for range 400 {
					if _, err := io.WriteString(c, "x"); err != nil || tc.begin == "" {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
			}()
			_, _ = io.Copy(io.Discard, c) // until the server hangs up
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it was let in for %s", took)
			}
		})
	}
	select {
	case err := <-reached:
		if err == nil {
			t.Error("the body was taken for whole")
		}
	case <-time.After(5 * time.Second):
		t.Error("the handler waits still")
	}
}

// events writes n lines, with a wait before each.
func events(n int, wait time.Duration, kind string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		for i := range n {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(wait):
			}
			fmt.Fprintf(w, "data: %d\n\n", i)
			if err := http.NewResponseController(w).Flush(); err != nil {
				return
			}
		}
	})
}

func TestAStreamOutlivesTheTimesOfOtherAnswers(t *testing.T) {
	for _, kind := range []string{"text/event-stream", "application/jsonl"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address, _ := serve(t, guard.Times{Read: 2 * time.Second, Write: 3 * time.Second}, events(6, 700*time.Millisecond, kind))
			res, err := http.Get("http://" + address + "/")
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			if closing := res.Body.Close(); err != nil || closing != nil || !strings.HasSuffix(string(body), "data: 5\n\n") {
				t.Errorf("%q, %v, %v", body, err, closing)
			}
		})
	}
}

func TestALongAnswerIsGivenTime(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, guard.Times{Write: 3 * time.Second}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := strings.Repeat("x", 1<<20)
		for range 6 {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
			time.Sleep(700 * time.Millisecond)
		}
	}))
	res, err := http.Get("http://" + address + "/")
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, res.Body)
	if closing := res.Body.Close(); n != 6<<20 || err != nil || closing != nil {
		t.Errorf("%d bytes, %v, %v", n, err, closing)
	}
}

func TestAReaderWhoTakesNothingIsHungUpOn(t *testing.T) {
	ended := make(chan error, 1)
	address, _ := serve(t, guard.Times{Write: 300 * time.Millisecond}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/jsonl")
		block := strings.Repeat("x", 1<<20)
		for {
			if _, err := io.WriteString(w, block); err != nil {
				ended <- err
				return
			}
		}
	}))
	c := dial(t, address)
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(15 * time.Second):
		t.Error("it is waited for still")
	}
}

func TestShuttingDownEndsStreamsAndLetsRequestsFinish(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/stream", events(1000, 50*time.Millisecond, "text/event-stream"))
	begun := make(chan struct{})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		time.Sleep(500 * time.Millisecond)
		fmt.Fprint(w, "done")
	})
	address, server := serve(t, guard.Times{}, mux)
	stream, err := http.Get("http://" + address + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + address + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		answer <- string(body)
	}()
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if got := <-answer; got != "done" {
		t.Errorf("the request under way: %q", got)
	}
	if _, err := io.ReadAll(stream.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the stream: %v", err)
	}
}
