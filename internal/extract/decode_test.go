package extract_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"github.com/dragoman-news/dragoman/internal/extract"
)

const (
	russian = "Министры трёх стран обсудили в пятницу совместное использование воды реки, которая протекает через их территории. "
	arabic  = "التقى وزيرا المياه في البلدين اليوم في العاصمة وبحثا تقاسم مياه النهر المشترك بين البلدين. "
	chinese = "三个国家的部长在首都会面，讨论共同河流的用水问题，并同意每月交换水坝的数据。"
	french  = "Les délégations réunies à Genève ont trouvé un accord sur le partage de l’eau, après trois jours. "
)

func TestDecode(t *testing.T) {
	cases := []struct {
		name, text, charset, declare, want string
	}{
		{"UTF-8 whatever the page declares", french, "utf-8", "iso-8859-1", "utf-8"},
		{"Latin text in Windows-1252, declared", french, "windows-1252", "iso-8859-1", "windows-1252"},
		{"Latin text in Windows-1252, undeclared", french, "windows-1252", "", "windows-1252"},
		{"Arabic in Windows-1256, declared", arabic, "windows-1256", "windows-1256", "windows-1256"},
		{"Arabic in Windows-1256, undeclared", arabic, "windows-1256", "", "windows-1256"},
		{"Arabic in Windows-1256, declared Latin by a template", arabic, "windows-1256", "iso-8859-1", "windows-1256"},
		{"Russian in Windows-1251, declared UTF-8", russian, "windows-1251", "utf-8", "windows-1251"},
		{"Russian in KOI8-R, undeclared", russian, "koi8-r", "", "koi8-r"},
		{"Chinese in GBK, declared gb2312", chinese, "gbk", "gb2312", "gbk"},
		{"Chinese in GB18030, undeclared", chinese, "gb18030", "", "gb18030"},
		{"Chinese in Big5", strings.NewReplacer("国", "國", "个", "個", "讨论", "討論", "会", "會", "题", "題", "并", "並", "换", "換", "坝", "壩", "数", "數", "据", "據", "长", "長", "问", "問").Replace(chinese), "big5", "big5", "big5"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Repeat(c.text, 20)
			page := "<html><head>"
			if c.declare != "" {
				page += `<meta charset="` + c.declare + `">`
			}
			page += "<title>x</title></head><body><p>" + text + "</p></body></html>"
			body := []byte(page)
			if c.charset != "utf-8" {
				enc, _ := charset.Lookup(c.charset)
				var err error
				if body, err = enc.NewEncoder().Bytes(body); err != nil {
					t.Fatal(err)
				}
			}
			got, name, err := extract.Decode(body, "text/html", false)
			if err != nil || name != c.want || !strings.Contains(got, text) {
				t.Errorf("charset %q, error %v, text %.120q", name, err, got)
			}
		})
	}
}

func TestDecodeMarksAndDamage(t *testing.T) {
	cases := []struct {
		name, body string
		known      bool
		want       string
	}{
		{"a UTF-8 mark is taken off", "\xef\xbb\xbfbonjour", false, "bonjour"},
		{"UTF-16 with a mark, little end first", "\xff\xfeh\x00\xe9\x00", false, "hé"},
		{"UTF-16 with a mark, big end first", "\xfe\xff\x00h\x00\xe9", false, "hé"},
		{"UTF-16 without a mark", "<\x00p\x00>\x00h\x00i\x00<\x00/\x00p\x00>\x00", false, "<p>hi</p>"},
		{"letters and marks apart become one", "cafe\u0301", false, "café"},
		{"a stray quotation mark of Windows-1252 is mended", strings.Repeat("été ", 20) + "\x93oui\x94", false, strings.Repeat("été ", 20) + "“oui”"},
		{"a page cut within a character", strings.Repeat("été ", 20) + "\xc3", false, strings.Repeat("été ", 20) + "\ufffd"},
		{"what is known to be UTF-8 is not guessed at", "\xe9t\xe9", true, "\ufffdt\ufffd"},
	}
	for _, c := range cases {
		got, _, err := extract.Decode([]byte(c.body), "", c.known)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00\xd8"), "text/html; charset=utf-16", false)
	f.Add([]byte("<meta charset=x-user-defined>\xe9"), "", false)
	f.Add([]byte("\x1b$B\x21"), "text/html; charset=iso-2022-jp", true)
	f.Fuzz(func(t *testing.T, body []byte, contentType string, known bool) {
		s, name, err := extract.Decode(body, contentType, known)
		if err == nil && (!utf8.ValidString(s) || name == "") {
			t.Errorf("%q in %q is not UTF-8", s, name)
		}
	})
}
