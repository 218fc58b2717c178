package pipeline

import "context"

// inFlight is how many bytes of input are worked on at once. What is found in a
// text takes some fifty times its size, so this is what bounds the memory of a
// run over large reports; 4 MiB are more than a thousand ordinary ones.
const inFlight = 4 << 20

// room counts bytes in use. One goroutine takes, another gives back.
type room struct {
	size  int
	used  int
	given chan int
}

// newRoom returns room for size bytes.
func newRoom(size int) *room { return &room{size: size, given: make(chan int, 1)} }

// take waits until n bytes fit; what is larger than the whole fits when it is
// alone. It reports false when ctx ends first.
func (r *room) take(ctx context.Context, n int) bool {
	for {
		select {
		case back := <-r.given:
			r.used -= back
			continue
		default:
		}
		if r.used == 0 || r.used+n <= r.size {
			r.used += n
			return true
		}
		select {
		case back := <-r.given:
			r.used -= back
		case <-ctx.Done():
			return false
		}
	}
}

// give gives n bytes back. It never waits: what is not collected yet adds up.
func (r *room) give(n int) {
	for {
		select {
		case r.given <- n:
			return
		case back := <-r.given:
			n += back
		}
	}
}
