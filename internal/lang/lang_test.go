package lang

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the want sections under testdata")

// weights reads the model from where package embedded has it; a stage's test
// imports no other package of ours.
var weights = sync.OnceValues(func() ([]byte, error) { return os.ReadFile("../model/embedded/lid.176.ftz") })

func detector(t testing.TB) *Detector {
	t.Helper()
	b, err := weights()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestHeadlines detects each line of testdata/headlines.txt: a language, a tab, a headline.
func TestHeadlines(t *testing.T) {
	d := detector(t)
	f, err := os.Open("testdata/headlines.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	languages := map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		want, headline, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			continue
		}
		languages[want] = true
		if got, confidence := d.Detect(headline); string(got) != want {
			t.Errorf("%s (%.2f), want %s: %s", got, confidence, want, headline)
		}
	}
	if len(languages) < 40 {
		t.Errorf("headlines in %d languages only", len(languages))
	}
}

func TestDetect(t *testing.T) {
	d := detector(t)
	for _, c := range []struct {
		sentence string
		text     string
		want     news.Lang
	}{
		{"nothing is undetermined", "", news.Undetermined},
		{"digits are undetermined", "2020 – 15.3 % (1,024)", news.Undetermined},
		{"a link is no language", "https://example.org/the-president-of-the-country", news.Undetermined},
		{"an address and a handle are none either", "press@example.org @newsdesk", news.Undetermined},
		{"broken bytes are undetermined", "\xff\xfe\xc3", news.Undetermined},
		{"capitals do not hide French", "LE PRÉSIDENT RENCONTRE LES MINISTRES À PARIS", "fr"},
		{"capitals do not hide Turkish", "BAKAN ANKARA'DA AÇIKLAMA YAPTI", "tr"},
		{"a headline in title case is English", "Leaders Agree To Extend The Ceasefire In Geneva Talks", "en"},
		{"a Latin name does not make Chinese English", "苹果公司发布新款iPhone 12 Pro Max", "zh"},
		{"a Latin name does not make Arabic English", "شركة Microsoft تعلن عن برنامج جديد", "ar"},
		{"traditional characters are Chinese", "總統會見來訪的外國代表團", "zh"},
		{"kana make it Japanese", "首相は記者会見で説明した", "ja"},
		{"Japanese without kana is known by its characters", "経済対策費総額発表", "ja"},
		{"Persian typed with Arabic letters is Persian", "وزير خارجه گفت كه اين توافق را مي پذيرد", "fa"},
		{"Ukrainian typed with a Latin i is Ukrainian", "Мiнiстр прибув до столицi на зустрiч", "uk"},
		{"foreign names do not flip a sentence", "Wang Yi et Sergueï Choïgou ont rencontré Annalena Baerbock à Munich", "fr"},
		{"an agency's dateline does not flip it", "WASHINGTON (Reuters) - El presidente firmó la ley", "es"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			got, confidence := d.Detect(c.text)
			if got != c.want {
				t.Errorf("%q: got %s (%.2f), want %s", c.text, got, confidence, c.want)
			}
			if confidence < 0 || confidence > 1 {
				t.Errorf("%q: confidence %g", c.text, confidence)
			}
		})
	}
}

func TestMoreTextIsSurer(t *testing.T) {
	d := detector(t)
	_, short := d.Detect("La conferencia")
	_, long := d.Detect("La conferencia comenzó ayer en la capital y terminará mañana, dijeron los organizadores.")
	if short >= long {
		t.Errorf("two words give %.3f, a sentence %.3f", short, long)
	}
}

// TestDocuments reads every txtar under testdata: a text, and what Document says of
// it: the main language, then each part.
func TestDocuments(t *testing.T) {
	d := detector(t)
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s := string(ar.Files[0].Data)
			main, _, parts := d.Document(s)
			var sb strings.Builder
			fmt.Fprintln(&sb, main)
			for _, p := range parts {
				fmt.Fprintf(&sb, "%s: %s\n", p.Lang, strings.ReplaceAll(p.Span.In(s), "\n", " / "))
			}
			if *update {
				ar.Files[1].Data = []byte(sb.String())
				if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), sb.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestNewRefusesWhatIsNoModel(t *testing.T) {
	whole, err := weights()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 3, 8, 60, 100, 5000, 200000, len(whole) - 1} {
		var e *news.Error
		if _, err := New(whole[:n]); !errors.As(err, &e) || e.Code != news.Invalid {
			t.Errorf("%d bytes: got %v", n, err)
		}
	}
}

func TestTablesAreWhole(t *testing.T) {
	fam, err := families()
	if err != nil {
		t.Fatal(err)
	}
	b, err := weights()
	if err != nil {
		t.Fatal(err)
	}
	model, err := loadClassifier(b)
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]bool{}
	for _, l := range model.labels {
		labels[l] = true
	}
	for script, f := range fam {
		for _, l := range f.langs {
			if len(l.labels) == 0 && len(f.langs) > 1 {
				t.Errorf("%s in %s has no label", l.code, script)
			}
			for _, label := range l.labels {
				if !labels[label] && label != "ban" && label != "bjn" && label != "ltg" && label != "szl" {
					t.Logf("%s: the model has no label %s", l.code, label)
				}
			}
		}
	}
	if _, err := readNgrams(ngramsFile[:len(ngramsFile)/2]); err == nil {
		t.Error("half of ngrams.bin was read without an error")
	}
}

func FuzzDocument(f *testing.F) {
	d := detector(f)
	for _, s := range []string{
		"", "a", "The minister left.\nLe ministre est parti hier soir avec sa délégation.", "中\n文", "\xff\n\xfe", "ａｂｃ １２\n\n\n",
		"https://example.org\n@x\nقال الوزير", strings.Repeat("x", 400), "ǅ İ ı ß\u0307",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, confidence, parts := d.Document(s)
		if !(confidence >= 0 && confidence <= 1) {
			t.Fatalf("confidence %g", confidence)
		}
		at := 0
		for _, p := range parts {
			if p.Span.Start < at || p.Span.End > len(s) || p.Span.Empty() {
				t.Fatalf("part %v is out of range or order in %q", p, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(p.Span.In(s)) {
				t.Fatalf("part %v splits a rune of %q", p, s)
			}
			at = p.Span.End
		}
	})
}

// FuzzWeights changes bytes of a real model: it is refused or gives some answer.
func FuzzWeights(f *testing.F) {
	whole, err := weights()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(0, []byte{1, 2, 3, 4})
	f.Add(8, []byte{0xff, 0xff, 0xff, 0x7f})
	f.Add(60, []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, at int, change []byte) {
		if at < 0 || at >= len(whole) {
			return
		}
		b := append([]byte(nil), whole...)
		copy(b[at:], change)
		d, err := New(b)
		if err != nil {
			return
		}
		d.Detect("The minister left for the capital.")
	})
}

func BenchmarkDetectSentence(b *testing.B) {
	d := detector(b)
	const s = "La ministre de la Défense a rencontré son homologue iranien à Genève, a annoncé son cabinet mardi."
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		d.Detect(s)
	}
}

func BenchmarkNew(b *testing.B) {
	w, err := weights()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(w); err != nil {
			b.Fatal(err)
		}
	}
}
