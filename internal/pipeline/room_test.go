package pipeline

import (
	"context"
	"testing"
	"time"
)

func TestRoomIsTakenAndGivenBack(t *testing.T) {
	r := newRoom(10)
	if !r.take(t.Context(), 50) {
		t.Fatal("what is larger than the room does not fit alone")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if r.take(ctx, 1) {
		t.Error("taken while nothing is left")
	}
	r.give(30)
	r.give(20)
	for i := range 2 {
		if !r.take(t.Context(), 5) {
			t.Errorf("take %d of what was given back failed", i)
		}
	}
	go r.give(5)
	if !r.take(t.Context(), 5) {
		t.Error("take does not wait for what is given back")
	}
}
