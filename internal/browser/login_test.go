//go:build browser

package browser

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

const password = "correct horse battery"

// desk is a store with something to decide, and a user of each role who may not see to users. Their names are their roles.
func desk(t *testing.T) string {
	t.Helper()
	db := madeStore(t, 2)
	st, err := app.OpenStore(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	var docs []*news.Document
	for _, r := range []struct{ lang, name, text string }{
		{"en", "Amina Diallo", "Amina Diallo opened a bridge in Porto."},
		{"ar", "أمينة ديالو", "أمينة ديالو افتتحت جسرًا في بورتو."},
	} {
		docs = append(docs, &news.Document{
			Report:    news.Report{ID: "doubt-" + r.lang, Source: r.lang + ".example", Title: r.text, Lang: news.Lang(r.lang), LangConfidence: 1, Text: r.text},
			Sentences: []news.Span{{Start: 0, End: len(r.text)}}, Mentions: []news.Mention{mention(r.text, r.name, "L"+r.lang, r.name, "PRT")},
		})
	}
	_, err = st.Add(t.Context(), docs)
	err = errors.Join(err, st.Identify(t.Context(), store.IdentityChanges{Of: []string{"Lar", "Len"}, Proposals: []store.Proposal{
		{Kind: store.Merge, A: "Lar", B: "Len", Confidence: 0.7, Reasons: []string{"the names are alike"}},
	}}), st.Close())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []store.Role{store.RoleEditor, store.RoleReader} {
		cmd := exec.Command(program, "users", "add", string(role), "--role", string(role), "--db", db)
		cmd.Stdin = strings.NewReader(password + "\n")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("users add: %v\n%s", err, out)
		}
	}
	return db
}

// person is somebody with a browser of their own, who has no mouse.
type person struct {
	t   *testing.T
	ctx context.Context
}

func newPerson(t *testing.T) person {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browsers)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(func() { stop(); closeTab() })
	return person{t, ctx}
}

func (p person) do(actions ...chromedp.Action) {
	p.t.Helper()
	if err := chromedp.Run(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// reach goes by Tab to what is asked for, as far as a page is long.
func (p person) reach(what string) {
	p.t.Helper()
	for range 150 {
		var there bool
		p.do(chromedp.KeyEvent(kb.Tab), chromedp.Evaluate("document.activeElement.matches('"+what+"')", &there))
		if there {
			return
		}
	}
	p.t.Fatalf("no key leads to %s", what)
}

// press presses a button, and waits for what that shows; nobody is kept from it.
func (p person) press(button, then string) {
	p.t.Helper()
	p.reach(button)
	p.do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(then, chromedp.ByQuery))
	accessible(p.t, p.ctx)
}

// login opens a page, is led to log in, and comes to the page.
func (p person) login(page, name, secret, then string) {
	p.t.Helper()
	p.do(chromedp.Navigate(page), chromedp.WaitVisible("main.login", chromedp.ByQuery))
	accessible(p.t, p.ctx)
	p.enter(name, secret, then)
}

// enter fills the form in.
func (p person) enter(name, secret, then string) {
	p.t.Helper()
	p.reach("#name")
	p.do(chromedp.KeyEvent(name))
	p.reach("#password")
	p.do(chromedp.KeyEvent(secret), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(then, chromedp.ByQuery))
	accessible(p.t, p.ctx)
}

// words are those of what is shown.
func (p person) words(what string) (words string) {
	p.t.Helper()
	p.do(chromedp.Text(what, &words, chromedp.ByQuery))
	return words
}

// led is where an address leads to.
func (p person) led(address string) (at string) {
	p.t.Helper()
	p.do(chromedp.Navigate(address), chromedp.WaitVisible("h1", chromedp.ByQuery), chromedp.Location(&at))
	return at
}

const seat = "form.seat button"

// TestAnEditorDecidesByKeyboard logs in, accepts a proposal, takes that back, and logs out.
func TestAnEditorDecidesByKeyboard(t *testing.T) {
	site := serve(t, desk(t))
	p := newPerson(t)
	p.login(site+"/inbox", "editor", "a wrong password", "[role=alert]")
	p.do(chromedp.Evaluate("document.querySelector('#name').value = ''", nil)) // it stays as it was written
	p.enter("editor", password, seat)
	var at string
	if p.do(chromedp.Location(&at)); at != site+"/inbox" || !strings.Contains(p.words("form.seat"), "editor") {
		t.Errorf("the editor is at %s, and called %q", at, p.words("form.seat"))
	}
	if one, other := p.led(site+"/entities/Len"), p.led(site+"/entities/Lar"); one == other {
		t.Errorf("both are one from the start: %s", one)
	}
	p.do(chromedp.Navigate(site + "/inbox"))
	p.press(`button[name=answer][value=accept]`, `form[action="/inbox/undo"]`)
	if decided := p.words("#people ~ ul"); !strings.Contains(decided, "Amina Diallo") {
		t.Errorf("what was decided: %q", decided)
	}
	if one, other := p.led(site+"/entities/Len"), p.led(site+"/entities/Lar"); one != other {
		t.Errorf("they were decided to be one: %s and %s", one, other)
	}
	p.do(chromedp.Navigate(site + "/inbox"))
	p.press(`form[action="/inbox/undo"] button`, "#people + p:not(.quiet)") // nothing is decided
	if said := p.words(".notice"); !strings.Contains(said, "taken back") {
		t.Errorf("the page says %q", said)
	}
	if one, other := p.led(site+"/entities/Len"), p.led(site+"/entities/Lar"); one == other {
		t.Errorf("they are one still: %s", one)
	}
	p.press(seat, "main.login")
	p.do(chromedp.Navigate(site+"/inbox"), chromedp.WaitVisible("main.login", chromedp.ByQuery))
}

// TestAReaderIsShownNoForm looks at what editors change things on, and is refused where a form is sent all the same.
func TestAReaderIsShownNoForm(t *testing.T) {
	site := serve(t, desk(t))
	p := newPerson(t)
	p.login(site+"/inbox", "reader", password, seat)
	for _, page := range []string{"/inbox", "/inbox/stories", "/inbox/commitments", "/feeds", "/watches", "/stories/smade00000", "/?lang=ar"} {
		var forms []string
		p.do(chromedp.Navigate(site+page), chromedp.WaitVisible(seat, chromedp.ByQuery),
			chromedp.Evaluate(`[...document.querySelectorAll('form[method=post]:not(.seat)')].map(f => f.action)`, &forms))
		if len(forms) > 0 {
			t.Errorf("GET %s has the forms %q", page, forms)
		}
		accessible(t, p.ctx)
	}
	var status int
	p.do(chromedp.Evaluate(`fetch('/inbox/proposals', {method: 'POST', body: new URLSearchParams({number: '1', answer: 'accept'})}).then(r => r.status)`, &status,
		func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
	if status != 403 {
		t.Errorf("a form that a reader sends is answered with %d", status)
	}
	p.press(seat, "main.login")
}
