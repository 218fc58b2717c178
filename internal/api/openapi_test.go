package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dragoman-news/dragoman/internal/api"
)

// document is the OpenAPI document as it is served.
type document struct {
	OpenAPI string                          `json:"openapi"`
	Paths   map[string]map[string]operation // by path, then by method
	raw     any
}

type operation struct {
	ID         string `json:"operationId"`
	Parameters []struct {
		Name, In string
		Example  any
		Schema   struct {
			Enum []string
		}
	}
	Responses map[string]struct {
		Ref     string `json:"$ref"`
		Content map[string]struct {
			Schema map[string]any
		}
	}
}

func openDocument(t *testing.T, b *bench) *document {
	t.Helper()
	w := b.get(t, "/openapi.json")
	d := decode[document](t, w)
	var err error
	if d.raw, err = jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes())); err != nil {
		t.Fatal(err)
	}
	return &d
}

// strict lets no object of the document's schemas have fields that are not in it.
func strict(raw any) {
	all := raw.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)
	for _, s := range all {
		if s := s.(map[string]any); s["properties"] != nil {
			s["additionalProperties"] = false
		}
	}
}

// schemas checks values against the schemas of the document.
type schemas struct{ c *jsonschema.Compiler }

func (d *document) schemas(t *testing.T) schemas {
	t.Helper()
	strict(d.raw)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("mem:///openapi.json", d.raw); err != nil {
		t.Fatal(err)
	}
	return schemas{c}
}

func (s schemas) check(t *testing.T, pointer string, body []byte) {
	t.Helper()
	schema, err := s.c.Compile("mem:///openapi.json#" + pointer)
	if err != nil {
		t.Fatalf("%s: %v", pointer, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s: %v\n%s", pointer, err, body)
	}
}

// pointer is the way to the schema of a part of an operation: an answer, or what is sent.
func pointer(path, method, part, media string) string {
	esc := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	return "/paths/" + esc.Replace(path) + "/" + method + "/" + part + "/content/" + esc.Replace(media) + "/schema"
}

// asked are the addresses that stand for each path of the document.
var asked = map[string][]string{
	"/reports":               {"", "?lang=fr", "?entity=Barham+Saleh&country=irq&since=2020-03&until=2020-03-09&limit=1", "?place=Baghdad", "?lang=zh"},
	"/reports/{id}":          {"en", "fr?revision=1", url.PathEscape("https://example.org/a?b=c")},
	"/stories":               {"", "?type=consult&status=occurred", "?source=echo.example&limit=1"},
	"/stories/changes":       {"", "?from=2020-03-20T12:00:30Z", "?limit=1"},
	"/stories/{id}":          {"s1", "s1?as-of=2020-03-20T12:00:30Z"},
	"/entries":               {"", "?entity=Q1"},
	"/entities":              {"", "?kind=person&limit=1", "?entity=Barham+Salih"},
	"/entities/{id}":         {"Q1", "Q2", "GN:98182"},
	"/quotes":                {"", "?entity=Ali+Shamkhani", "?limit=1"},
	"/search":                {"?q=Shamkhani", "?q=%22Ali+Shamkhani%22+-Bagdad&sort=newest&limit=1", "?like=a+meeting"},
	"/sources":               {"", "?lang=fr", "?limit=1"},
	"/feeds":                 {"", "?limit=1"},
	"/coverage":              {"", "?since=2020-03-01&until=2020-03-31&lang=en"},
	"/visits":                {"", "?entity=Shamkhani"},
	"/commitments":           {"", "?kind=promised&open=true", "?due=true", "?limit=1"},
	"/doc":                   {"?query=Shamkhani", "?query=Shamkhani&mode=timelinevol", "?query=-Bagdad+sourcelang:english&mode=TimelineVolRaw&format=JSON", "?query=sourcecountry:france&sort=dateasc&maxrecords=1"},
	"/watches":               {"", "?limit=1"},
	"/commitments/decisions": {"", "?limit=1"},
	"/watches/{id}":          {"w0"},
	"/watches/{id}/new":      {"w0/new", "w0/new?limit=1"},
	"/digest":                {"", "?day=2020-03-08&limit=1"},
	"/export/formats":        {"", "?limit=1"},
	"/export/dropped":        {"?format=csv", "?format=stix&tlp=Amber%2Bstrict&limit=1", "?format=csv&of=events&imported=all"},
	"/openapi.json":          {""},
	"/stories/stream":        nil, // a test of its own
	"/export":                nil, // as well
	"/entries/nothing":       nil,
	"/reports/nothing/":      nil,

	"/watches/{id}/stories": {"w0/stories", "w0/stories?day=2020-03-08&limit=1"},
}

// done are what stands for each path of the document that changes something, in turn.
var done = []struct {
	method, path, address, body string
	status                      int
}{
	{"post", "/watches", "/watches", `{"name": "Iraq <b>", "words": "a -b", "filter": {"country": "irq", "since": "2020-03"}, "webhook": "https://example.org/hook?secret"}`, 201},
	{"post", "/watches", "/watches", `{"name": "all"}`, 201},
	{"post", "/watches/{id}/pause", "/watches/w0/pause", "", 200},
	{"post", "/watches/{id}/resume", "/watches/w0/resume", "", 200},
	{"post", "/watches/{id}/seen", "/watches/w0/seen", `{"until": "2020-03-20T12:00:30Z"}`, 200},
	{"delete", "/watches/{id}", "/watches/w0", "", 204},
	{"post", "/commitments/decisions", "/commitments/decisions", `{"follow_up": "s1.1", "answer": "reject"}`, 201},
	{"delete", "/commitments/decisions/{id}", "/commitments/decisions/1", "", 200},
}

func TestEveryPathAnswersAsTheDocumentSays(t *testing.T) {
	b := newBench(t, nil).fill(t)
	d := openDocument(t, b)
	s := d.schemas(t)
	if d.OpenAPI != "3.1.0" || len(d.Paths) < 18 {
		t.Errorf("OpenAPI %s with %d paths", d.OpenAPI, len(d.Paths))
	}
	for path, item := range d.Paths {
		op, reads := item["get"]
		if !reads {
			continue
		}
		name := strings.TrimPrefix(path, api.Prefix)
		queries, ok := asked[name]
		if !ok {
			t.Errorf("nothing asks for %s", path)
		}
		for _, query := range queries {
			before, _, _ := strings.Cut(name, "{id}")
			address := before + query
			t.Run(address, func(t *testing.T) {
				w := b.get(t, address)
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
					t.Fatalf("GET %s = %d %s", address, w.Code, w.Body)
				}
				s.check(t, pointer(path, "get", "responses/200", "application/json"), w.Body.Bytes())
				if line, ok := op.Responses["200"].Content["application/jsonl"]; ok {
					s.lines(t, line.Schema["description"].(string), b.get(t, address, "Accept", "application/jsonl"))
				}
			})
		}
		for _, p := range op.Parameters {
			if p.In == "query" {
				b.takes(t, d, name, p.Name, p.Example)
			}
		}
	}
}

func TestEveryChangeAnswersAsTheDocumentSays(t *testing.T) {
	b := newBench(t, nil).fill(t)
	d := openDocument(t, b)
	s := d.schemas(t)
	left := map[string]bool{}
	for path, item := range d.Paths {
		for method := range item {
			if method != "get" {
				left[method+" "+strings.TrimPrefix(path, api.Prefix)] = true
			}
		}
	}
	for _, tc := range done {
		delete(left, tc.method+" "+tc.path)
		w := b.send(t, strings.ToUpper(tc.method), tc.address, tc.body)
		if w.Code != tc.status {
			t.Fatalf("%s %s = %d %s", tc.method, tc.address, w.Code, w.Body)
		}
		if _, ok := d.Paths[api.Prefix+tc.path][tc.method].Responses[fmt.Sprint(tc.status)]; !ok {
			t.Errorf("the document has no %d of %s %s", tc.status, tc.method, tc.path)
		}
		if tc.status == http.StatusNoContent {
			continue
		}
		s.check(t, pointer(api.Prefix+tc.path, tc.method, fmt.Sprint("responses/", tc.status), "application/json"), w.Body.Bytes())
		if tc.body != "" {
			s.check(t, pointer(api.Prefix+tc.path, tc.method, "requestBody", "application/json"), []byte(tc.body))
		}
	}
	for what := range left {
		t.Errorf("nothing asks to %s", what)
	}
}

// lines checks each line of an answer against the schema that its description names.
func (s schemas) lines(t *testing.T, description string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/jsonl" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	_, name, ok := strings.Cut(description, "#")
	if !ok {
		t.Fatalf("%q names no schema", description)
	}
	lines := bufio.NewScanner(w.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		s.check(t, name, lines.Bytes())
	}
}

// takes asks with the example of a parameter, which must be taken.
func (b *bench) takes(t *testing.T, d *document, path, name string, example any) {
	t.Helper()
	if name == "cursor" || path == "/stories/stream" || strings.HasPrefix(path, "/watches/") {
		return
	}
	query := url.Values{name: {fmt.Sprint(example)}}
	switch path {
	case "/doc":
		query.Add("query", "x")
		query = url.Values{"query": query["query"][:1], name: {fmt.Sprint(example)}}
	case "/export", "/export/dropped":
		query.Set("format", map[string]string{"format": fmt.Sprint(example), "tlp": "stix", "of": "csv"}[name])
		if query.Get("format") == "" {
			query.Set("format", "csv")
		}
	case "/search":
		if name != "q" && name != "like" {
			query.Set("q", "x")
		}
	}
	w := b.get(t, strings.Replace(path, "{id}", map[string]string{"/reports/{id}": "en", "/stories/{id}": "s1"}[path], 1)+"?"+query.Encode())
	if w.Code == http.StatusBadRequest || w.Code >= 500 {
		t.Errorf("GET %s with %s = %d %s", path, query.Encode(), w.Code, w.Body)
	}
}

func TestProblemsAreAsTheDocumentSays(t *testing.T) {
	b := newBench(t, nil).fill(t)
	s := openDocument(t, b).schemas(t)
	for _, path := range []string{"/reports?since=yesterday", "/reports/zz", "/reports?limit=x", "/nothing"} {
		w := b.get(t, path)
		if w.Code < 400 || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Header())
		}
		s.check(t, "/components/schemas/Problem", w.Body.Bytes())
	}
}

func TestTheDocumentHoldsTogether(t *testing.T) {
	d := openDocument(t, newBench(t, nil))
	raw, s := d.raw.(map[string]any), d.schemas(t)
	components := raw["components"].(map[string]any)
	for name := range components["schemas"].(map[string]any) {
		if _, err := s.c.Compile("mem:///openapi.json#/components/schemas/" + name); err != nil {
			t.Error(err)
		}
	}
	seen := map[string]bool{}
	for path, item := range d.Paths {
		for method, op := range item {
			if op.ID == "" || seen[op.ID] {
				t.Errorf("%s %s is named %q, as another is", method, path, op.ID)
			}
			seen[op.ID] = true
			operationHolds(t, path, op, components["responses"].(map[string]any))
		}
	}
}

func operationHolds(t *testing.T, path string, op operation, responses map[string]any) {
	t.Helper()
	inPath := 0
	for _, p := range op.Parameters {
		if p.In == "path" {
			inPath++
		}
		if p.In == "path" && !strings.Contains(path, "{"+p.Name+"}") {
			t.Errorf("%s has no %s", path, p.Name)
		}
	}
	if strings.Count(path, "{") != inPath {
		t.Errorf("%s has %d parameters", path, inPath)
	}
	for status, answer := range op.Responses {
		name, ok := strings.CutPrefix(answer.Ref, "#/components/responses/")
		if ok && responses[name] == nil {
			t.Errorf("%s: %s leads to %s, which is not there", path, status, answer.Ref)
		}
	}
}

// Programs are made of the document, so it does not change from run to run.
func TestTheDocumentIsTheSameEachTime(t *testing.T) {
	one := newBench(t, nil).get(t, "/openapi.json").Body.String()
	two := newBench(t, func(o *api.Options) { o.Poll = time.Second }).get(t, "/openapi.json").Body.String()
	if one != two || !json.Valid([]byte(one)) {
		t.Error("the document differs")
	}
}

// The type of a problem leads to a heading of docs/api.md, and each path stands in its table.
func TestThePageHasAllProblemsAndPaths(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range api.ProblemNames() {
		if !strings.Contains(string(page), "\n### "+name+"\n") {
			t.Errorf("docs/api.md has no heading %s", name)
		}
	}
	for path := range openDocument(t, newBench(t, nil)).Paths {
		if name := strings.TrimPrefix(path, api.Prefix); !strings.Contains(string(page), "`"+name+"`") && name != "/openapi.json" {
			t.Errorf("docs/api.md says nothing of %s", name)
		}
	}
}
