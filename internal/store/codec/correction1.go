package codec

import (
	"bytes"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The JSON of a correction, version 1, frozen like document1; and how a story has what was corrected.

type correction1 struct {
	Anchor         anchor1     `json:"anchor"`
	Type           string      `json:"t,omitempty"`
	Mode           string      `json:"m,omitempty"`
	Status         string      `json:"st,omitempty"`
	Date           *interval1  `json:"d,omitempty"`
	Place          *location1  `json:"loc,omitempty"`
	Unset          []string    `json:"unset,omitempty"`
	AddActors      []party1    `json:"a+,omitempty"`
	DropActors     []party1    `json:"a-,omitempty"`
	AddRecipients  []party1    `json:"r+,omitempty"`
	DropRecipients []party1    `json:"r-,omitempty"`
	Wrong          bool        `json:"wrong,omitempty"`
	Same           *agreement1 `json:"same,omitempty"`
	Note           string      `json:"note,omitempty"`
}

type anchor1 struct {
	Entry   string         `json:"e,omitempty"`
	Told    told1          `json:"told"`
	Words   []quoted1      `json:"ev,omitempty"`
	Beside  []told1        `json:"by,omitempty"`
	Reports map[string]int `json:"reps,omitempty"` // with their revision
}

type told1 struct {
	Type    string   `json:"t,omitempty"`
	Status  string   `json:"st,omitempty"`
	Parties []party1 `json:"p,omitempty"`
}

type quoted1 struct {
	evidence1
	Text string `json:"q"`
}

type agreement1 struct {
	Attribute string    `json:"a"`
	Values    []string  `json:"v,omitempty"`
	Words     []quoted1 `json:"ev,omitempty"`
}

// EncodeCorrection returns the kept form of a correction, without its number and time, which are the decision's; nil of nil.
func EncodeCorrection(c *news.Correction) ([]byte, error) {
	if c == nil {
		return nil, nil
	}
	var buf bytes.Buffer
	if err := writeJSON(&buf, toCorrection1(c)); err != nil {
		return nil, fmt.Errorf("encode correction: %w", err)
	}
	return bytes.TrimSpace(buf.Bytes()), nil
}

// DecodeCorrection returns the correction kept in data, nil of nothing.
func DecodeCorrection(data []byte) (*news.Correction, error) {
	if len(data) == 0 {
		return nil, nil //nolint:nilnil // most decisions correct nothing
	}
	var c correction1
	if err := readJSON(data, &c); err != nil {
		return nil, fmt.Errorf("decode correction: %w", err)
	}
	return c.correction(), nil
}

func toCorrection1(c *news.Correction) *correction1 {
	a := &c.Anchor
	out := &correction1{
		Anchor: anchor1{Entry: a.Entry, Told: toTold1(a.Told), Words: each(a.Words, toQuoted1), Beside: each(a.Beside, toTold1), Reports: a.Reports},
		Type:   string(c.Type), Mode: c.Mode, Status: string(c.Status), Date: toInterval1(c.Date), Place: toLocation1(c.Place), Unset: c.Unset,
		AddActors: each(c.AddActors, toParty1), DropActors: each(c.DropActors, toParty1),
		AddRecipients: each(c.AddRecipients, toParty1), DropRecipients: each(c.DropRecipients, toParty1), Wrong: c.Wrong, Note: c.Note,
	}
	if s := c.Same; s != nil {
		out.Same = &agreement1{Attribute: s.Attribute, Values: s.Values, Words: each(s.Words, toQuoted1)}
	}
	return out
}

func (c *correction1) correction() *news.Correction {
	a := &c.Anchor
	out := &news.Correction{
		Anchor: news.Anchor{Entry: a.Entry, Told: a.Told.told(), Words: each(a.Words, quoted1.quoted), Beside: each(a.Beside, told1.told), Reports: a.Reports},
		Type:   news.EventType(c.Type), Mode: c.Mode, Status: news.Status(c.Status), Date: c.Date.interval(), Place: c.Place.location(), Unset: c.Unset,
		AddActors: each(c.AddActors, party1.party), DropActors: each(c.DropActors, party1.party),
		AddRecipients: each(c.AddRecipients, party1.party), DropRecipients: each(c.DropRecipients, party1.party), Wrong: c.Wrong, Note: c.Note,
	}
	if s := c.Same; s != nil {
		out.Same = &news.Agreement{Attribute: s.Attribute, Values: s.Values, Words: each(s.Words, quoted1.quoted)}
	}
	return out
}

func toTold1(t news.Told) told1 {
	return told1{Type: string(t.Type), Status: string(t.Status), Parties: each(t.Parties, toParty1)}
}

func (t told1) told() news.Told {
	return news.Told{Type: news.EventType(t.Type), Status: news.Status(t.Status), Parties: each(t.Parties, party1.party)}
}

func toQuoted1(q news.Quoted) quoted1 { return quoted1{toEvidence1(q.ReportSpan), q.Text} }
func (q quoted1) quoted() news.Quoted { return news.Quoted{ReportSpan: q.evidence(), Text: q.Text} }

// corrected1 is one thing that a story says as the user has it.
type corrected1 struct {
	Number    int64    `json:"n"`
	Change    string   `json:"c"`
	Entry     string   `json:"e,omitempty"`
	Attribute string   `json:"a,omitempty"`
	Was       string   `json:"was,omitempty"`
	Is        string   `json:"is,omitempty"`
	Note      string   `json:"note,omitempty"`
	At        time1    `json:"at"`
	Overruled int64    `json:"over,omitempty"`
	Since     []string `json:"since,omitempty"`
}

func toCorrected1(c news.Corrected) corrected1 {
	return corrected1{c.Number, c.Change, c.Entry, c.Attribute, c.Was, c.Is, c.Note, toTime1(c.At), c.Overruled, c.Since}
}

func (c corrected1) corrected() news.Corrected {
	return news.Corrected{
		Number: c.Number, Change: c.Change, Entry: c.Entry, Attribute: c.Attribute, Was: c.Was, Is: c.Is,
		Note: c.Note, At: c.At.time(), Overruled: c.Overruled, Since: c.Since,
	}
}
