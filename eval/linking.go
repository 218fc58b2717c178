package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// linkedKinds are those of the gold that reading has as well.
var linkedKinds = []struct {
	gold, metric string
	kind         news.Kind
}{{"PER", "people", news.Person}, {"ORG", "organisations", news.Organisation}, {"LOC", "places", news.Place}}

// linkedLangs are the languages of the set. Only Russian is one that Dragoman reads; the others show what is left of
// names across scripts where nothing was learned.
var linkedLangs = []string{"ru", "uk", "bg", "pl", "cs", "sl"}

// linkedPeers are what rapidfuzz's ratio over unidecode reaches on the same forms of names, at the threshold that suits
// it best (train/linking_peer.py).
var linkedPeers = map[string]string{
	"all": fuzzy + ".626", "two languages": fuzzy + ".605", "two scripts": fuzzy + ".576",
	"ru": fuzzy + ".734", "uk": fuzzy + ".752", "bg": fuzzy + ".702", "pl": fuzzy + ".756", "cs": fuzzy + ".688", "sl": fuzzy + ".627",
}

const fuzzy = "rapidfuzz on unidecode "

// mostLinked is how many reports of a topic and language are read.
const mostLinked = 15

// linkReport is a report of the set.
type linkReport struct {
	Lang, Topic, Title, Text string
	Entities                 []struct{ Text, Type, ID string }
}

// linked is a name of the gold in one report, with what it was taken for.
type linked struct {
	lang, form, id string
	said           string // "" where no mention was found
}

// evalLinking scores whether mentions of one thing in reports of several languages get one entity.
func evalLinking(data string) ([]score, error) {
	rows, err := linkReports(filepath.Join(data, "ner", "bsnlp2021_dev.jsonl"))
	if err != nil {
		return nil, err
	}
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	docs := make([]*news.Document, len(rows))
	for i, r := range rows {
		docs[i] = goldReport{ID: strconv.Itoa(i), Lang: r.Lang, Text: r.Title + "\n\n" + r.Text}.document()
		docs[i].ID = strconv.Itoa(i)
		if err := rd.mentions(docs[i]); err != nil {
			return nil, err
		}
	}
	settled, err := keptAndSettled(docs)
	if err != nil {
		return nil, err
	}
	var scores []score
	for _, k := range linkedKinds {
		scores = append(scores, linkScores("bsnlp read", k.metric, linkedBy(rows, docs, k.gold, k.kind), nil)...)
		if k.kind != news.Place { // settling leaves places alone
			scores = append(scores, linkScores("bsnlp settled", k.metric, linkedBy(rows, settled, k.gold, k.kind), nil)...)
		}
	}
	return append(scores, linkScores("bsnlp names", "people", linkedForms(rows), linkedPeers)...), nil
}

// linkReports reads the set: of each topic and language so many reports, spread over the file.
func linkReports(file string) ([]linkReport, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, missing{file}
	}
	parts := map[string][]linkReport{}
	var order []string
	err := readLines(file, func(line []byte) error {
		var r linkReport
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		key := r.Topic + " " + r.Lang
		if parts[key] == nil {
			order = append(order, key)
		}
		parts[key] = append(parts[key], r)
		return nil
	})
	var out []linkReport
	for _, key := range order {
		all := parts[key]
		n := min(mostLinked, len(all))
		for i := range n {
			out = append(out, all[i*len(all)/n])
		}
	}
	return out, err
}

// keptAndSettled keeps the documents in a store, settles who is who, and returns them as they are then.
func keptAndSettled(docs []*news.Document) (out []*news.Document, err error) {
	ctx := context.Background()
	st, err := app.OpenStore(ctx, sqlite.Memory)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if _, err := st.Add(ctx, docs); err != nil {
		return nil, err
	}
	if _, err := app.Settle(ctx, st, nil); err != nil {
		return nil, err
	}
	out = make([]*news.Document, len(docs))
	for doc, err := range st.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		i, err := strconv.Atoi(doc.ID)
		if err != nil {
			return nil, err
		}
		out[i] = doc
	}
	return out, nil
}

// linkedBy takes the names of a kind for the entities of the mentions that have the same words.
func linkedBy(rows []linkReport, docs []*news.Document, gold string, kind news.Kind) []linked {
	var out []linked
	for i, r := range rows {
		entities := map[string]string{}
		for _, m := range docs[i].Mentions {
			if s := squeeze(m.Span.In(docs[i].Text)); entities[s] == "" && (m.Kind == kind || kind == news.Place && m.Kind == news.Country) {
				entities[s] = m.Entity
			}
		}
		for _, e := range r.Entities {
			if e.Type == gold {
				out = append(out, linked{r.Lang, e.Text, e.ID, entities[squeeze(e.Text)]})
			}
		}
	}
	return out
}

// linkedForms takes each way to write a person in a language once. Nothing is said of them: names are compared.
func linkedForms(rows []linkReport) []linked {
	var out []linked
	seen := map[linked]bool{}
	for _, r := range rows {
		for _, e := range r.Entities {
			if l := (linked{r.Lang, e.Text, e.ID, ""}); e.Type == "PER" && !seen[l] {
				seen[l] = true
				out = append(out, l)
			}
		}
	}
	return out
}

// linkScores scores pairs of names: those of one thing that are taken for one. Where there is a peer the names alone are
// compared.
func linkScores(set, metric string, all []linked, peers map[string]string) []score {
	pairs := map[string]*counts{}
	forms := make([]*name.Seeker, len(all))
	for i, a := range all {
		for j, b := range all[:i] {
			same, said := a.id == b.id, a.said != "" && a.said == b.said
			if peers != nil {
				if forms[i] == nil {
					forms[i] = name.NewSeeker(a.form)
				}
				said = a.form == b.form || forms[i].Similarity(all[j].form) >= sameName
			}
			if !same && !said {
				continue
			}
			at(pairs, "all").add(said, same)
			if a.lang == b.lang {
				at(pairs, a.lang).add(said, same)
				continue
			}
			at(pairs, "two languages").add(said, same)
			if strings.Contains("ru uk bg", a.lang) != strings.Contains("ru uk bg", b.lang) {
				at(pairs, "two scripts").add(said, same)
			}
		}
	}
	total := at(pairs, "all")
	scores := []score{
		{Set: set, Lang: "all", Metric: metric + " P", Value: total.precision(), N: total.tp + total.fp},
		{Set: set, Lang: "all", Metric: metric + " R", Value: total.recall(), N: total.tp + total.fn},
	}
	for _, lang := range append([]string{"all", "two languages", "two scripts"}, linkedLangs...) {
		c := at(pairs, lang)
		s := score{Set: set, Lang: lang, Metric: metric + " F1", Value: c.f1(), N: c.tp + c.fn, Peer: peers[lang]}
		if strings.HasPrefix(lang, "two ") {
			s.Lang, s.Metric = "all", metric+" F1, "+lang
		}
		scores = append(scores, s)
	}
	return scores
}
