package codec

import (
	"bytes"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// verdict1 is the JSON of a verdict, version 1, frozen like document1. Its number, who gave it and when, and whether
// it accepts are beside it.
type verdict1 struct {
	Commitment string     `json:"c"`
	Made       []quoted1  `json:"m"`
	Kind       string     `json:"k"`
	Told       []quoted1  `json:"t"`
	Date       *interval1 `json:"d,omitempty"`
	Reason     string     `json:"why,omitempty"`
	Confidence float64    `json:"p,omitempty"`
}

// EncodeVerdict returns the kept form of what a verdict is about.
func EncodeVerdict(v news.Verdict) ([]byte, error) {
	var buf bytes.Buffer
	err := writeJSON(&buf, verdict1{
		Commitment: string(v.Commitment), Made: each(v.Made, toQuoted1), Kind: string(v.Kind), Told: each(v.Told, toQuoted1),
		Date: toInterval1(v.Date), Reason: v.Reason, Confidence: v.Confidence,
	})
	if err != nil {
		return nil, fmt.Errorf("encode verdict: %w", err)
	}
	return bytes.TrimSpace(buf.Bytes()), nil
}

// DecodeVerdict returns what the verdict kept in data is about.
func DecodeVerdict(data []byte) (news.Verdict, error) {
	var v verdict1
	if err := readJSON(data, &v); err != nil {
		return news.Verdict{}, fmt.Errorf("decode verdict: %w", err)
	}
	return news.Verdict{
		Commitment: news.CommitmentKind(v.Commitment), Made: each(v.Made, quoted1.quoted), Kind: news.FollowUpKind(v.Kind), Told: each(v.Told, quoted1.quoted),
		Date: v.Date.interval(), Reason: v.Reason, Confidence: v.Confidence,
	}, nil
}
