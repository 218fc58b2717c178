package text

import (
	"cmp"
	"slices"

	"github.com/gogs/chardet"
)

// GuessCharset names the encoding that b is likeliest in, by the statistics of its
// bytes, as IANA does; "" when nothing fits. The detector asks its recognisers at
// once and takes whichever of two equals answers first; here equals go by
// name, so that the same bytes always read the same.
func GuessCharset(b []byte) string {
	all, err := chardet.NewTextDetector().DetectAll(b)
	if err != nil || len(all) == 0 {
		return ""
	}
	best := slices.MinFunc(all, func(x, y chardet.Result) int {
		return cmp.Or(cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(x.Charset, y.Charset))
	})
	return best.Charset
}
