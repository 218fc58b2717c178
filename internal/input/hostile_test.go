package input

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// TestHostileMarkupTakesLittleTime repeats what makes a careless reader search to
// the end of the document again and again: a megabyte of it would take minutes.
func TestHostileMarkupTakesLittleTime(t *testing.T) {
	patterns := []string{
		"<!--", "<![CDATA[", "<?", "<!x", "<a", "<a b='", `<a b="`, "</", "&", "<title>", "<title><![CDATA[", "<description>&lt;a ",
		"<loc><!--", "<outline xmlUrl=", "<![CDATA[</item><it", "<content type='xhtml'>", "<a xmlns:b='c'>", "<!DOCTYPE a [",
	}
	heads := []string{"<rss version='2.0'><channel><item>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "<urlset><url>"}
	for _, head := range heads {
		for _, p := range patterns {
			hostile(t, head, p, 1<<20)
		}
		for _, p := range []string{"<item>", "<item><!--", "<url><loc>", "<![CDATA[</item><item>", "<item xmlns:a='b'>"} {
			hostile(t, head, p, 32<<10) // each of these is an item, and takes its time
		}
	}
}

func hostile(t *testing.T, head, pattern string, size int) {
	t.Helper()
	start, n := time.Now(), 0
	in := io.MultiReader(strings.NewReader(head), strings.NewReader(strings.Repeat(pattern, size/len(pattern))), strings.NewReader("</item></channel></rss>"))
	for range Open(context.Background(), []string{"-"}, Options{Stdin: in}) {
		n++
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%s and %q again and again: %s, %d results", head, pattern, took, n)
	}
}

// TestDeepNesting reads feeds and NewsML in which elements lie 100,000 deep.
func TestDeepNesting(t *testing.T) {
	deep := strings.Repeat("<div>", 100_000) + "Deep down." + strings.Repeat("</div>", 100_000)
	for _, doc := range []string{
		"<rss version='2.0'><channel><title>T</title><item><title>Deep</title><link>https://example.org/1</link><description>" + deep + "</description></item></channel></rss>",
		"<rss version='2.0'><channel><title>T</title><item><title>Deep</title><link>https://example.org/1</link><x:y>" + deep + "</x:y><description>Text.</description></item></channel></rss>",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Deep</title><link href='https://example.org/1'/><content type='xhtml'>" + deep + "</content></entry></feed>",
	} {
		feed, err := ParseFeed([]byte(doc), "")
		if err != nil || len(feed.Items) != 1 || feed.Items[0].Raw.Title != "Deep" || feed.Items[0].Raw.URL != "https://example.org/1" {
			t.Errorf("%.60s: %v, %+v", doc, err, feed)
		}
	}
	n, _, problems, _ := peak(t, []string{"-"}, Options{Stdin: strings.NewReader("<newsMessage><newsItem><contentSet><inlineXML>" + deep + "</inlineXML></contentSet></newsItem></newsMessage>")})
	if n != 1 || len(problems) != 0 {
		t.Errorf("NewsML: %d reports, problems %q", n, problems)
	}
	json := fmt.Sprintf(`{"text":"Fine.","x":%s1%s}`, strings.Repeat("[", 100_000), strings.Repeat("]", 100_000))
	if n, _, problems, _ := peak(t, []string{"-"}, Options{Stdin: strings.NewReader(json + "\n{\"text\":\"Next.\"}\n")}); n != 1 || len(problems) != 1 {
		t.Errorf("JSON: %d reports, problems %q", n, problems)
	}
}
