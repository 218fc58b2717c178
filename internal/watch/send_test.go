package watch_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// post is the network without its doors: those are tested where they are.
type post struct{}

func (post) Post(ctx context.Context, address string, header http.Header, body []byte) (int, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(string(body)))
	if err != nil {
		return 0, nil, err
	}
	req.Header = header
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	return res.StatusCode, res.Header, res.Body.Close()
}

// hook is a server that is told, and what it was told.
type hook struct {
	*httptest.Server
	answer int
	after  string // Retry-After
	ids    []string
	bodies []string
	heads  []http.Header
}

func newHook(t *testing.T) *hook {
	h := &hook{answer: http.StatusNoContent}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.ids, h.bodies, h.heads = append(h.ids, r.Header.Get("webhook-id")), append(h.bodies, string(b)), append(h.heads, r.Header)
		if h.after != "" {
			w.Header().Set("Retry-After", h.after)
		}
		w.WriteHeader(h.answer)
	}))
	t.Cleanup(h.Close)
	return h
}

func round(t *testing.T, s *watch.Sender) {
	t.Helper()
	if err := s.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAWebhookIsToldOnceOfEachVersionAndCanCheckIt(t *testing.T) {
	r, h := newRoom(t), newHook(t)
	r.tell("before", "fr", "2020-03-08", "x")
	w := r.add(store.Watch{Name: "French", Filter: store.Filter{Lang: "fr"}, Webhook: h.URL})
	r.tell("s1", "fr", "2020-03-08", "x")
	r.tell("en", "en", "2020-03-08", "x")
	round(t, r.sender(post{}))
	if len(h.ids) != 1 {
		t.Fatalf("told %d times", len(h.ids))
	}
	mac := func(id, timestamp, body string) string {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(w.Secret, "whsec_"))
		if err != nil {
			t.Fatal(err)
		}
		m := hmac.New(sha256.New, key)
		io.WriteString(m, id+"."+timestamp+"."+body) //nolint:errcheck // a hash takes all
		return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
	}
	head := h.heads[0]
	if got, want := head.Get("webhook-signature"), mac(head.Get("webhook-id"), head.Get("webhook-timestamp"), h.bodies[0]); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	if got := head.Get("webhook-timestamp"); got != strconv.FormatInt(r.at.Unix(), 10) {
		t.Errorf("timestamp %s", got)
	}
	var e struct {
		Type string
		Data struct {
			Schema string
			Watch  struct{ ID, Name string }
			Story  struct {
				ID     string
				Titles map[string]string
			}
			Links struct{ Page, API string }
		}
	}
	if err := json.Unmarshal([]byte(h.bodies[0]), &e); err != nil {
		t.Fatal(err)
	}
	if e.Type != "story.new" || e.Data.Schema != "dragoman.watch_event/1" || e.Data.Watch.ID != w.ID || e.Data.Story.ID != "s1" || e.Data.Story.Titles["fr"] != "Title of s1 <b>" ||
		e.Data.Links.Page != "https://desk.example.org/stories/s1" || e.Data.Links.API != "https://desk.example.org/api/v1/stories/s1" {
		t.Errorf("%+v", e)
	}
	s := r.sender(post{}) // the program was started again, while its lease runs on
	r.at = r.at.Add(time.Hour)
	round(t, s)
	if len(h.ids) != 1 {
		t.Fatalf("after a restart told %v", h.ids)
	}
	r.tell("s1", "fr", "2020-03-08", "changed")
	round(t, s)
	round(t, s)
	if len(h.ids) != 2 || h.ids[0] == h.ids[1] || !strings.Contains(h.bodies[1], `"story.changed"`) {
		t.Errorf("a change: %v", h.bodies)
	}
}

func TestAFailureIsTriedAgainUntilItIsGivenUp(t *testing.T) {
	r, h := newRoom(t), newHook(t)
	w := r.add(store.Watch{Name: "all", Webhook: h.URL})
	r.tell("s1", "fr", "2020-03-08", "x")
	r.tell("s2", "fr", "2020-03-08", "x")
	h.answer = http.StatusInternalServerError
	s := r.sender(post{})
	round(t, s)
	round(t, s)
	if len(h.ids) != 1 {
		t.Fatalf("a server that fails was asked %d times at once", len(h.ids))
	}
	h.answer = http.StatusOK
	r.at = r.at.Add(6 * time.Second)
	round(t, s)
	if len(h.ids) != 3 || h.ids[2] != h.ids[0] && h.ids[1] != h.ids[0] {
		t.Errorf("told %v; the second try has the id of the first", h.ids)
	}
	h.answer = http.StatusBadRequest // this message is at fault
	r.tell("s3", "fr", "2020-03-08", "x")
	for range 12 {
		round(t, s)
		r.at = r.at.Add(25 * time.Hour)
	}
	left, err := r.Deliveries(t.Context(), w.ID, 0)
	if err != nil || len(left) != 1 || !left[0].Next.IsZero() || left[0].Error != "answered 400 Bad Request" || left[0].Tries < 7 || len(h.ids) != 3+left[0].Tries {
		t.Errorf("given up: %+v, %v; told %d times", left, err, len(h.ids))
	}
}

func TestAServerCanAskToBeLeftAlone(t *testing.T) {
	r, h := newRoom(t), newHook(t)
	w := r.add(store.Watch{Name: "all", Webhook: h.URL})
	r.tell("s1", "fr", "2020-03-08", "x")
	h.answer, h.after = http.StatusTooManyRequests, "3600"
	s := r.sender(post{})
	round(t, s)
	r.at = r.at.Add(59 * time.Minute)
	round(t, s)
	if len(h.ids) != 1 {
		t.Errorf("asked %d times within the hour", len(h.ids))
	}
	h.answer, h.after = http.StatusGone, ""
	r.at = r.at.Add(2 * time.Minute)
	round(t, s)
	if got, err := r.Watch(t.Context(), w.ID); !got.Paused || err != nil || len(h.ids) != 2 {
		t.Errorf("a webhook that is gone: %+v, %v", got, err)
	}
	h.answer = http.StatusFound // a redirect is no success
	h.Config.Handler = http.RedirectHandler("http://127.0.0.1:1/", http.StatusFound)
	if err := r.PauseWatch(t.Context(), w.ID, false); err != nil {
		t.Fatal(err)
	}
	r.at = r.at.Add(24 * time.Hour)
	round(t, s)
	if left, err := r.Deliveries(t.Context(), w.ID, 0); err != nil || len(left) != 1 || left[0].Error != "answered 302 Found" {
		t.Errorf("after a redirect: %+v, %v", left, err)
	}
}

// deaf answers nothing.
type deaf struct{ err error }

func (d deaf) Post(context.Context, string, http.Header, []byte) (int, http.Header, error) {
	return 0, nil, d.err
}

func TestWhatIsNoMoreIsNotTold(t *testing.T) {
	r := newRoom(t)
	w := r.add(store.Watch{Name: "all", Webhook: "https://example.org/?key=secret"})
	r.tell("s1", "fr", "2020-03-08", "x")
	s := r.sender(deaf{errors.New("no route")})
	round(t, s)
	left, err := r.Deliveries(t.Context(), w.ID, 0)
	if err != nil || len(left) != 1 || left[0].Error != "no route" || left[0].Tries != 1 {
		t.Fatalf("%+v, %v", left, err)
	}
	if err := r.PauseWatch(t.Context(), w.ID, true); err != nil {
		t.Fatal(err)
	}
	r.at = r.at.Add(time.Hour)
	r.tell("s2", "fr", "2020-03-08", "x")
	round(t, s)
	if left, err := r.Deliveries(t.Context(), w.ID, 0); err != nil || len(left) != 1 || left[0].Tries != 1 {
		t.Errorf("while it is paused: %+v, %v", left, err)
	}
	if err := r.RemoveWatch(t.Context(), w.ID); err != nil {
		t.Fatal(err)
	}
	round(t, s)
}

func TestOneSenderAtATime(t *testing.T) {
	r, h := newRoom(t), newHook(t)
	r.add(store.Watch{Name: "all", Webhook: h.URL})
	first, second := r.sender(post{}), r.sender(post{})
	round(t, first)
	r.tell("s1", "fr", "2020-03-08", "x")
	round(t, second)
	if len(h.ids) != 0 {
		t.Fatal("two send at a time")
	}
	round(t, first)
	if len(h.ids) != 1 {
		t.Error("the one that may does not")
	}
}

func TestSendingStops(t *testing.T) {
	r := newRoom(t)
	r.add(store.Watch{Name: "all", Webhook: "https://example.org/"})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := r.sender(post{}).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
