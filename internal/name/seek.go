package name

// Seeker compares one name with very many, one after the other, quicker than Similarity does. It is for
// one goroutine.
type Seeker struct {
	p    prepared
	room walk
}

// NewSeeker makes ready the name that is sought.
func NewSeeker(s string) *Seeker {
	k := &Seeker{p: prepare(Parse(s))}
	k.p.ask(&k.room)
	return k
}

// Similarity is that of the name that is sought and s, as the function of this name has it.
func (k *Seeker) Similarity(s string) float64 {
	if len(k.p.cores) == 0 {
		return 0
	}
	return k.To(NewForm(s))
}

// To is the Similarity of a name that is ready.
func (k *Seeker) To(f *Form) float64 { return k.p.compare(&f.p) }
