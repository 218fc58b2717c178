package name

// Keys returns, for each part of a name that tells one person from another, what is the same in all its spellings in any
// script: two words of one name have a key in common. Initials have none.
func Keys(s string) [][]string {
	p := prepare(Parse(s))
	out := make([][]string, 0, len(p.cores))
	for i := range p.cores {
		if p.cores[i].kind != Initial {
			out = append(out, p.cores[i].keys())
		}
	}
	return out
}
