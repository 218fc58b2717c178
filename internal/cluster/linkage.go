package cluster

import "container/heap"

// linkage puts points together by average linkage over the scores of pairs: two
// groups become one while the mean over all pairs between them is above 0, the
// best first, the earliest of equals. Pairs that were not put in count as the lowest
// score, and cost nothing: the time grows with the pairs that were.
type linkage struct {
	into  []int             // the group that a point or group went into, itself while it stands
	size  []int             // points of a group
	links []map[int]between // of a group: what is known of the pairs to others
	queue joins
	bound *bound // what is decided of the points, nil for nothing
	tied  bool   // only groups that are tied become one
}

// between is what is known of the pairs between two groups.
type between struct {
	sum float64
	n   int
}

func newLinkage(n int) linkage {
	l := linkage{into: make([]int, n), size: make([]int, n), links: make([]map[int]between, n)}
	for i := range n {
		l.into[i], l.size[i], l.links[i] = i, 1, map[int]between{}
	}
	return l
}

// put tells the score of two points.
func (l *linkage) put(a, b int, score float64) {
	l.links[a][b], l.links[b][a] = between{score, 1}, between{score, 1}
}

// find returns the group that a point is in, named by its first point.
func (l *linkage) find(i int) int {
	for l.into[i] != i {
		i = l.into[i]
	}
	return i
}

// mean is the mean over all pairs between two groups.
func (l *linkage) mean(a, b int) float64 {
	pairs := l.size[a] * l.size[b]
	known := l.links[a][b]
	return (known.sum - maxScore*float64(pairs-known.n)) / float64(pairs)
}

// run joins until nothing fits any more. Points that a person tied are put together among
// themselves first, as far as they fit: what a person made one is several such groups, and
// whoever fits one of these becomes of all. (One group with one mean would shut out
// whatever is like one half of it.)
func (l *linkage) run() {
	if l.bound != nil {
		l.tied = true
		l.pass()
		l.tied = false
	}
	l.pass()
}

func (l *linkage) pass() {
	for a := range l.links {
		for b := range l.links[a] {
			if b > a {
				l.offer(a, b)
			}
		}
	}
	for l.queue.Len() > 0 {
		j, _ := heap.Pop(&l.queue).(join)
		if l.into[j.a] == j.a && l.into[j.b] == j.b && l.size[j.a] == j.sizeA && l.size[j.b] == j.sizeB &&
			l.bound.tie(j.a, j.b) {
			l.join(j.a, j.b)
		}
	}
}

// offer puts a join into the queue if it would be one.
func (l *linkage) offer(a, b int) {
	a, b = min(a, b), max(a, b)
	if l.bound != nil && l.tied && l.bound.find(a) != l.bound.find(b) || !l.bound.may(a, b) {
		return
	}
	if m := l.mean(a, b); m > 0 {
		heap.Push(&l.queue, join{m, a, b, l.size[a], l.size[b]})
	}
}

// join puts group b into group a, which comes first.
func (l *linkage) join(a, b int) {
	for k, known := range l.links[b] {
		delete(l.links[k], b)
		if k == a {
			continue
		}
		old := l.links[a][k]
		sum := between{old.sum + known.sum, old.n + known.n}
		l.links[a][k], l.links[k][a] = sum, sum
	}
	l.into[b], l.links[b] = a, nil
	l.size[a] += l.size[b]
	for k := range l.links[a] {
		l.offer(a, k)
	}
}

// join is two groups that may become one. It is void when either has grown since.
type join struct {
	mean         float64
	a, b         int
	sizeA, sizeB int
}

// joins is a heap, the best first.
type joins []join

func (q joins) Len() int      { return len(q) }
func (q joins) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q joins) Less(i, j int) bool {
	x, y := q[i], q[j]
	switch {
	case x.mean > y.mean:
		return true
	case x.mean < y.mean:
		return false
	case x.a != y.a:
		return x.a < y.a
	}
	return x.b < y.b
}

// Push implements heap.Interface.
func (q *joins) Push(x any) {
	if j, ok := x.(join); ok {
		*q = append(*q, j)
	}
}

// Pop implements heap.Interface.
func (q *joins) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
