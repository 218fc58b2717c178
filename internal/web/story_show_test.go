package web_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

func TestAStoryLeadsFromEachPartToItsWords(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	page := shown(t, pages(st), "/stories/s-lamu")
	contains(t, page, []string{
		`<h1 lang="en" dir="ltr">Vasconcelos in Nairobi for talks on port</h1>`,
		`<bdi lang="ar" dir="rtl">رئيسة وزراء البرتغال تلتقي الرئيس الكيني</bdi>`,
		// who, where, when, who says so
		`<a class="part" href="/reports/may-en?mark=0-18#evidence"><bdi>Helena Vasconcelos</bdi></a> and <a class="part" href="/reports/may-en?mark=23-36#evidence"><bdi>Daniel Mwangi</bdi></a> met`,
		`in <a class="part" href="/reports/may-en?mark=40-47#evidence"><bdi>Nairobi</bdi></a>`,
		`<a class="part" href="/reports/may-en?mark=51-57#evidence"><time datetime="2031-05-05">on 5 May 2031</time></a>`,
		`according to <a class="part" href="/reports/may-en?mark=0-58#evidence"><bdi>lagoon.example</bdi> <span class="of">English</span></a>`,
		`<a class="tag" href="/reports/may-en?mark=0-58#evidence">meeting or talks</a> <span class="tag">visit</span>`,
		// the words
		`<blockquote lang="ar" dir="rtl"><a class="said" href="/reports/may-ar?mark=0-66#evidence">التقت هيلينا`,
		// differences
		`<th scope="rowgroup" rowspan="2">date`, `<strong class="differ"><time datetime="2031-05-04">4 May 2031</time></strong>`,
		// who met whom, quotes, visits
		`<dt><bdi>Helena Vasconcelos</bdi> <span class="of">Portugal</span></dt><dd><a class="part" href="/reports/may-en?mark=23-36#evidence"><bdi>Daniel Mwangi</bdi> <span class="of">Kenya</span></a></dd>`,
		`<a class="said" href="/reports/may-ar?mark=82-112#evidence"><q>هذا الميناء ملك لجميع الكينيين</q></a>`,
		// sides, history
		`<h3><bdi>marsa.example</bdi></h3>`, `1 report was before in <a href="/stories/s-before">`,
	}, nil)
	for _, ui := range []string{"fr", "ar"} {
		shown(t, pages(st), "/stories/s-lamu?ui="+ui)
	}
	contains(t, shown(t, pages(st), "/stories/s-lamu?ui=ar"), []string{
		`<h1 lang="ar" dir="rtl">رئيسة وزراء`, `<bdi>هيلينا فاسكونسيلوس</bdi></a> و<a`, `<bdi>نيروبي</bdi>`, `<strong class="differ"><time datetime="2031-05-05">5 مايو/أيار 2031</time>`,
	}, []string{"What happened"})
}

func TestTwoReportsStandSideBySide(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	h := pages(st)
	column := func(page, side string) string {
		_, after, _ := strings.Cut(page, `aria-labelledby="`+side+`-title"`)
		text, _, _ := strings.Cut(after, "</article>")
		return text
	}
	page := shown(t, h, "/stories/s-lamu")
	contains(t, column(page, "left"), []string{
		`<div class="text" lang="en" dir="ltr">`,
		`<mark class="evidence" id="left-0" title="meeting or talks"><mark class="person" title="person · Helena Vasconcelos · Portugal">Helena Vasconcelos</mark> met`,
		`<mark class="quote" title="quote · Helena Vasconcelos">The first ship`,
	}, nil)
	contains(t, column(page, "right"), []string{`<div class="text" lang="ar" dir="rtl">`, `id="right-0"`}, nil)
	contains(t, page, []string{`<a href="#left-0">first column</a> <a href="#right-0">second column</a>`}, nil)
	page = shown(t, h, "/stories/s-lamu?left=may-zh&right=may-en")
	contains(t, column(page, "left"), []string{`lang="zh"`, "瓦斯康塞洛斯"}, nil)
	contains(t, column(page, "right"), []string{`lang="en"`}, nil)
	contains(t, page, []string{`<option value="may-zh" lang="zh" selected>`}, nil)
	shown(t, h, "/stories/s-lamu?left=may-en&right=may-en")
	contains(t, shown(t, h, "/stories/s-lamu?left=nobody&right=%3Cb%3E"), []string{`lang="en" dir="ltr">`}, []string{"<b>"})

	alone := memstore.New(store.Options{})
	many(t, alone, 1)
	contains(t, shown(t, pages(alone), "/stories/s0000"), []string{"<h1"}, []string{`id="beside"`})
}

func TestAStoryAsItStood(t *testing.T) {
	now := time.Date(2031, 5, 6, 10, 0, 0, 0, time.UTC)
	st := memstore.New(store.Options{Now: func() time.Time { now = now.Add(time.Hour); return now }})
	docs := lamu(t)
	keep(t, st, "s-lamu", docs[0])
	keep(t, st, "s-lamu", docs...)
	h := pages(st)
	page := shown(t, h, "/stories/s-lamu")
	versions, err := st.StoryVersions(t.Context(), "s-lamu")
	if err != nil || len(versions) != 2 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	link := `href="/stories/s-lamu?as-of=` + strings.ReplaceAll(versions[0].At.Format(time.RFC3339Nano), ":", "%3A") + `"`
	contains(t, page, []string{"When it changed", link}, []string{"As it stood on <time"})
	page = shown(t, h, "/stories/s-lamu?as-of="+versions[0].At.Format(time.RFC3339Nano))
	contains(t, page, []string{"As it stood on <time", `<a href="/stories/s-lamu">Show it as it is now</a>`, "1 report</span>"}, []string{"may-ar"})
	if w := get(t, h, "/stories/s-lamu?as-of=then"); w.Code != 400 {
		t.Errorf("a moment that is none: %d", w.Code)
	}
	if w := get(t, h, "/stories/s-lamu?as-of=2001-01-01"); w.Code != 404 {
		t.Errorf("before there was anything: %d", w.Code)
	}
}

func TestWhatWasDecidedIsShown(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	for _, d := range []store.StoryDecision{
		{Kind: store.Split, Stories: []string{"s-lamu"}, Parts: [][]string{{"may-en"}, {"may-ar", "may-zh"}}},
		{Kind: store.Merge, Stories: []string{"s-lamu", "s<2"}, Parts: [][]string{{"may-en", "may-ar"}}},
	} {
		if _, err := st.DecideStories(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	contains(t, shown(t, pages(st), "/stories/s-lamu"), []string{
		"What you decided", `<bdi>s-lamu</bdi></a> and <a class="part" href="/stories/s%3C2"><bdi>s&lt;2</bdi></a> are one story.`,
		`<bdi lang="zh" dir="ltr">葡萄牙总理访问内罗毕</bdi></a> tell of something else.`,
	}, nil)
}

func TestWhatBecameOfCommitments(t *testing.T) {
	st := memstore.New(store.Options{})
	docs := lamu(t)
	promise := docs[0].Text[strings.Index(docs[0].Text, "She promised"):]
	at := news.Span{Start: strings.Index(docs[0].Text, "She promised"), End: len(docs[0].Text)}
	docs[0].Sentences = append(docs[0].Sentences, at)
	docs[0].Events = append(docs[0].Events, news.Event{
		Type: news.Agree, Status: news.Occurred, Evidence: []news.Span{at}, Actors: []news.Party{{Name: "Helena Vasconcelos", Entity: "QV", Kind: news.Person, Mention: 0}},
	})
	keep(t, st, "s-lamu", docs...)
	h := pages(st)
	if !strings.Contains(promise, "40 engineers") {
		t.Fatal(promise)
	}
	contains(t, shown(t, h, "/stories/s-lamu"), []string{"What was promised or asked for", `<a href="/stories/s-lamu/commitments">`, "to send 40 engineers by 1 September 2031"}, nil)
	contains(t, shown(t, h, "/stories/s-lamu/commitments"), []string{
		"Carried out?", `<a href="/stories/later" lang="en">both &lt;b&gt;names&lt;/b&gt; are in it</a>`,
	}, []string{"<b>"})
}

func TestAStoryWithoutTheProgramAroundIt(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	h := web.New(st, web.Options{}, slog.New(slog.DiscardHandler))
	contains(t, shown(t, h, "/stories/s-lamu"), []string{"What happened", "Two reports side by side"}, []string{"What each source makes of it"})
	contains(t, shown(t, h, "/stories/s-lamu/commitments"), []string{"Nothing was promised"}, nil)
	if w := get(t, h, "/stories/none"); w.Code != 404 {
		t.Errorf("a story that is none: %d", w.Code)
	}
	if w := get(t, pages(st), "/stories/may-ar?left=may-zh"); w.Code != 302 || w.Header().Get("Location") != "/stories/s-lamu?left=may-zh" {
		t.Errorf("the story of a report: %d to %s", w.Code, w.Header().Get("Location"))
	}
}
