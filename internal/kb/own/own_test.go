package own_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/kb/own"
	"github.com/dragoman-news/dragoman/internal/news"
)

func read(s string) ([]*news.Known, []own.Passed, error) {
	f := own.Open(strings.NewReader(s), own.Options{Name: "f", Country: func(name string) string {
		return map[string]string{"Iraq": "IRQ", "العراق": "IRQ"}[name]
	}})
	var out []*news.Known
	for k, err := range f.Entities() {
		if err != nil {
			return out, f.Passed(), err
		}
		out = append(out, k)
	}
	return out, f.Passed(), nil
}

func names(list ...string) []news.KnownName {
	var out []news.KnownName
	for _, n := range list {
		name, weak := strings.CutPrefix(n, "~")
		lang := ""
		if len(name) > 3 && name[2] == ':' {
			lang, name = name[:2], name[3:]
		}
		out = append(out, news.KnownName{Name: name, Lang: news.Lang(lang), Weak: weak})
	}
	return out
}

var shamkhani = &news.Known{
	ID: "Q2", Kind: news.Person, Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV", Wikidata: "Q2",
	Names: names("علی شمخانی", "Али Шамхани", "~Shamkhani"),
	Roles: []news.Role{{Title: "Secretary", From: "2013-09", To: "2023"}, {Title: "Adviser"}},
}

var palace = &news.Known{ID: "p", Kind: news.Place, Name: "Al-Salam Palace", Country: "IRQ", Lat: 33.29, Lon: 44.4, HasPoint: true}

func TestFormats(t *testing.T) {
	csv := "id,kind,name,aliases,weak_aliases,country,sector,role,from,to,wikidata,lat,lon\n" +
		"Q2,person,Ali Shamkhani,علی شمخانی|Али Шамхани,Shamkhani,IR,gov,Secretary|Adviser,2013-09|,2023|,Q2,,\n" +
		"p,place,Al-Salam Palace,,,Iraq,,,,,,33.29,44.4\n"
	want := []*news.Known{shamkhani, palace}
	for _, tc := range []struct {
		name, in string
		want     []*news.Known
	}{
		{"a table", csv, want},
		{"a table of a spreadsheet: byte order mark, carriage returns", "\ufeff" + strings.ReplaceAll(csv, "\n", "\r\n"), want},
		{"semicolons", strings.NewReplacer("|", "|", ",", ";").Replace(csv), want},
		{"tabs", strings.ReplaceAll(csv, ",", "\t"), want},
		{"empty rows under a table", csv + ",,,,,,,,,,,,\n\n", want},
		{"lines in our shape", `{"schema":"dragoman.entity/1","id":"Q2","kind":"person","name":"Ali Shamkhani","aliases":["علی شمخانی",{"name":"Али Шамхани","n":3},{"name":"Shamkhani","weak":true}],` +
			`"country":"IRN","sector":"GOV","roles":[{"title":"Secretary","from":"2013-09","to":"2023","n":0},"Adviser"],"wikidata":"Q2","reports":0}` +
			"\n\n" + `{"id":"p","kind":"place","name":"Al-Salam Palace","country":"العراق","lat":33.29,"lon":44.4}`, want},
		{
			"FollowTheMoney", `{"id":"Q2","schema":"Person","caption":"Ali Shamkhani","properties":{"name":["علی شمخانی","Ali Shamkhani"],"alias":["Али Шамхани"],` +
				`"weakAlias":["Shamkhani"],"nationality":["ir"],"country":["iq"],"position":["Secretary"],"wikidataId":["Q2"],"topics":["role.pep","gov"],"birthDate":["1955"]},"datasets":["x"]}`,
			[]*news.Known{{
				ID: "Q2", Kind: news.Person, Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV", Wikidata: "Q2",
				Names: names("علی شمخانی", "Али Шамхани", "~Shamkhani"), Roles: []news.Role{{Title: "Secretary"}},
			}},
		},
		{
			"bodies of FollowTheMoney", `{"id":"1","schema":"Company","properties":{"name":["Gazprom"],"jurisdiction":["ru"]}}` + "\n" +
				`{"id":"2","schema":"PublicBody","properties":{"name":["Office of X"],"country":["gb-sct"]}}` + "\n" +
				`{"id":"3","schema":"LegalEntity","properties":{"name":["Ligue"],"country":["zz","fr"]}}` + "\n" +
				`{"id":"4","schema":"Organization","properties":{"name":["Хамас","Hamas"],"abbreviation":["HMS"]}}`,
			[]*news.Known{
				{ID: "1", Kind: news.Organisation, Name: "Gazprom", Country: "RUS", Sector: "BUS"},
				{ID: "2", Kind: news.Organisation, Name: "Office of X", Country: "GBR", Sector: "GOV"},
				{ID: "3", Kind: news.Organisation, Name: "Ligue", Country: "FRA"},
				{ID: "4", Kind: news.Organisation, Name: "Hamas", Names: names("Хамас", "HMS")},
			},
		},
		{"a column for the names in each language", "kind,name,alias_ar,Alias_ZH,#mine,notes\nperson,Barham Salih,برهم صالح|برهم احمد صالح,巴尔哈姆·萨利赫,x,y\n", []*news.Known{{
			ID: "Ua37abcbe39e35ed0", Kind: news.Person, Name: "Barham Salih", Names: names("ar:برهم صالح", "ar:برهم احمد صالح", "zh:巴尔哈姆·萨利赫"),
		}}},
		{"a name is cleaned of what nobody sees, and is not its own alias", "kind,name,aliases\nperson,\" \u202bعلي\u200f  شمخاني\u202c \",علي شمخاني|نیچه\u200cای\n", []*news.Known{{
			ID: "U994cbbaa47db1d5a", Kind: news.Person, Name: "علي شمخاني", Names: names("نیچه\u200cای"),
		}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, _, err := read(tc.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsWrongIsSaidWithLineAndColumn(t *testing.T) {
	long := strings.Repeat("a", 300)
	for _, tc := range []struct{ name, in, want, hint string }{
		{"an unknown column", "kind,name,contry\nperson,Ann Example,FRA\n", `f line 1, column 3: no column is called "contry"`, "alias_ar"},
		{"no header", "person,Ali Shamkhani\nperson,B C\n", `f line 1, column 1: no column is called "person"`, "the first line"},
		{"no column for the kind", "name\nAnn Example\n", "f line 1: there is no column kind", "kind and name"},
		{"a column twice", "kind,name,caption\n", `f line 1, column 3: "caption" is what column 2 holds already`, "parted by |"},
		{"a value too few", "kind,name,country\nperson,Ann Example,FRA\nperson,Ben Example\n", "f line 3, column 3: the row has 2 columns, the first line 3", "quotation"},
		{"a value too many", "kind,name\nperson,Example, Ann\n", "f line 2, column 3: the row has 3 columns, the first line 2", "','"},
		{"an unknown kind", "name;kind\nAnn Example;wizard\n", `f line 2, column 2 (kind): "wizard" is no kind`, "organisation"},
		{"no kind", "kind,name\n,Ann Example\n", "f line 2, column 1 (kind): there is no kind", "person"},
		{"a name of one letter", "kind,name\nperson,X\n", `f line 2, column 2 (name): the name "X" is one letter`, "2 to 200"},
		{"a name of one letter and marks", "kind,name\nperson,\u200fم\u200f.\n", "is one letter", ""},
		{"a name of no letter", "kind,name\nperson,123\n", "has no letter", ""},
		{"no name", "kind,name\nperson,\n", "f line 2, column 2 (name): the name \"\" is empty", ""},
		{"an alias of 300 letters", "kind,name,aliases\nperson,Ann Example," + long + "\n", "f line 2, column 3 (aliases): the name \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\" has 300 letters; the limit is 200", ""},
		{"an id twice", "id,kind,name\na,person,Ann Example\nb,person,Ben Example\na,person,Ann Exempel\n", "f line 4: the id a stands in line 2 already", "an id of its own"},
		{"a made id twice", "kind,name\nperson,Ann Example\nperson,ann example\n", "stands in line 2 already", ""},
		{"a country that is none", "kind,name,country\nperson,Ann Example,Atlantis\n", `f line 2, column 3 (country): "Atlantis" is no country`, "IRQ"},
		{"a sector that is none", "kind,name,sector\nperson,Ann Example,government\n", `f line 2, column 3 (sector): "government" is no sector`, "GOV"},
		{"a date that is none", "kind,name,role,from\nperson,Ann Example,Mayor,8.3.2020\n", `(role): "8.3.2020" is no date`, "2020-03-08"},
		{"a term that ends before it begins", "kind,name,role,from,to\nperson,Ann Example,Mayor,2020-03,2019\n", "begins on 2020-03 and ends on 2019", ""},
		{"dates without a role", "kind,name,role,from\nperson,Ann Example,,2020\n", "no role", ""},
		{"latitude alone", "kind,name,lat,lon\nplace,Example,33,\n", "f line 2, column 3 (lat): of latitude and longitude one is missing", ""},
		{"no point on Earth", "kind,name,lat,lon\nplace,Example,330,NaN\n", "no point on Earth", ""},
		{"a Wikidata address", "kind,name,wikidata\nplace,Example,https://www.wikidata.org/wiki/Q1\n", "is no Wikidata id", "Q796"},
		{"a quotation mark that is not closed", "kind,name\nperson,\"Ann Example\nperson,Ben Example\n", "f line 2: a quotation mark \" is not closed", `""`},
		{"a quotation mark inside", "kind,name\nperson,Ann \"A\" Example\n", "f line 2, column 12: a quotation mark \" stands where it cannot", `""`},
		{"a table in Latin-1", "kind,name\nperson,Andr\xe9 Example\n", "f line 2, column 2 (name): it is not UTF-8", "UTF-8"},
		{"garbled names", "kind,name\nperson,JosÃ© Example\n", "was garbled", ""},
		{"damaged names", "kind,name\nperson,Jos\ufffd Example\n", "is damaged", ""},
		{"UTF-16", "\xff\xfek\x00i\x00", "f: it is written in UTF-16", "UTF-8"},
		{"a spreadsheet", "PK\x03\x04rest", "f: it is a spreadsheet", "CSV"},
		{"other bytes", "\x7fELF\x00\x01", "f: it is no text", ""},
		{"nothing", "", "f: it is empty", ""},
		{"a header alone", "kind,name\n", "f: there is no entity in it", ""},
		{"a JSON list", `[{"name":"Ann"}]`, "f line 1: it is one JSON list", "jq"},
		{"JSON over many lines", "{\n\"name\":\"Ann\"}", "f line 1, column 2: it is no JSON", "one line"},
		{"an unknown field", `{"kind":"person","nmae":"Ann Example"}`, `f line 1, column 18: no field is called "nmae"`, "aliases"},
		{"an unknown field inside", `{"kind":"person","name":"Ann Example","aliases":[{"nam":"A"}]}`, `f line 1, column 51: no field is called "nam"`, ""},
		{"a number for a text", "{\"kind\":\"person\",\"name\":\"Ann Example\"}\n{\"kind\":\"person\",\"name\":7}", "f line 2, column 18 (name): a number stands where a text is wanted", ""},
		{"a text for a list", `{"kind":"person","name":"Ann Example","aliases":"A"}`, "f line 1, column 39 (aliases): a string stands where a list is wanted", ""},
		{"a kind that is none in a line", `{"name":"Ann Example","kind":"wizard"}`, `f line 1, column 23 (kind): "wizard" is no kind`, ""},
		{"another shape of ours", `{"schema":"dragoman.story/1","name":"Ann Example","kind":"person"}`, "is another shape", "dragoman.entity/1"},
		{"a line in Latin-1", "{\"kind\":\"person\",\"name\":\"Andr\xe9 Example\"}", "f line 1, column 30: it is not UTF-8", ""},
		{"a schema of FollowTheMoney that is none", `{"id":"1","schema":"Persn","properties":{"name":["Ann Example"]}}`, `f line 1, column 11 (schema): "Persn" is no kind`, "PublicBody"},
		{"FollowTheMoney without an id", `{"schema":"Person","properties":{"name":["Ann Example"]}}`, "there is no id", ""},
		{"a property that is no list", `{"id":"1","schema":"Person","properties":{"name":"Ann Example"}}`, "f line 1, column 29 (properties): a string stands where a list is wanted", ""},
		{"an id twice in lines", `{"id":"1","kind":"person","name":"Ann Example"}` + "\n" + `{"id":"1","kind":"person","name":"Ben Example"}`, "f line 2: the id 1 stands in line 1 already", ""},
		{"a line without end", `{"kind":"` + strings.Repeat("x", 5<<20), "f line 1: it is longer than 4 MiB", ""},
		{"a row without end", "kind,name\nperson,\"" + strings.Repeat("x\n", 5<<20), "f line 2: a row is longer than 4 MiB", "not closed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := read(tc.in)
			var told *news.Error
			if !errors.As(err, &told) || told.Code != news.Invalid {
				t.Fatalf("error %v, want one with code invalid", err)
			}
			if !strings.Contains(told.Message, tc.want) || !strings.Contains(told.Hint, tc.hint) {
				t.Errorf("%s\ntry: %s\nwant %s and %s", told.Message, told.Hint, tc.want, tc.hint)
			}
			if len(told.Message) > 400 {
				t.Errorf("a message of %d bytes", len(told.Message))
			}
		})
	}
}

func TestWhatAListOfOthersHasIsPassedOverAndCounted(t *testing.T) {
	got, passed, err := read(`{"id":"a","schema":"Address","properties":{"full":["x"]}}` + "\n" +
		`{"id":"b","schema":"Address","properties":{"full":["y"]}}` + "\n" +
		`{"id":"c","schema":"Person","properties":{"name":["X"]}}` + "\n" +
		`{"id":"d","schema":"Person","properties":{"name":["X","Ann Example"],"weakAlias":["` + strings.Repeat("a", 300) + `"],"nationality":["suhh"]}}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*news.Known{{ID: "d", Kind: news.Person, Name: "Ann Example"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []own.Passed{
		{What: "countries without a code of ISO 3166", N: 1},
		{What: "entities of schema Address", N: 2},
		{What: "entities without a name that can be one", N: 1},
		{What: "names that can be none (a letter, more than 200, damaged)", N: 3},
	}
	if diff := cmp.Diff(want, passed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAPackedFileIsRead(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, "kind,name\nperson,Ann Example\n")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _, err := read(b.String()); err != nil || len(got) != 1 {
		t.Errorf("read %v, %v", got, err)
	}
	if _, _, err := read(b.String()[:b.Len()-12]); news.CodeOf(err) != news.Invalid {
		t.Errorf("a torn file: %v", err)
	}
}

func TestReadingStopsWhenAsked(t *testing.T) {
	f := own.Open(strings.NewReader("kind,name\nperson,Ann Example\nperson,X\n"), own.Options{Name: "f"})
	for k, err := range f.Entities() {
		if err != nil || k.Name != "Ann Example" {
			t.Fatal(k, err)
		}
		break
	}
}

func FuzzRead(f *testing.F) {
	f.Add("id,kind,name,aliases,country\na,person,Ali Shamkhani,علي شمخاني|Али,IRN\n")
	f.Add(`{"id":"a","kind":"person","name":"Ann","aliases":[{"name":"B C"}],"roles":["x"]}`)
	f.Add(`{"id":"a","schema":"Person","properties":{"name":["Ann"],"country":["ir"]}}`)
	f.Add("\ufeffkind;name\n\"person;\n")
	f.Fuzz(func(t *testing.T, s string) {
		got, _, err := read(s)
		if err != nil && news.CodeOf(err) != news.Invalid {
			t.Fatalf("error without a code: %v", err)
		}
		for _, k := range got {
			for _, n := range append(k.Names, news.KnownName{Name: k.Name}) {
				if !utf8.ValidString(n.Name) || utf8.RuneCountInString(n.Name) < 2 || utf8.RuneCountInString(n.Name) > 200 {
					t.Fatalf("the name %q", n.Name)
				}
			}
			if k.ID == "" || k.Kind == "" || len(k.Country) != 0 && len(k.Country) != 3 {
				t.Fatalf("%+v", k)
			}
		}
	})
}
