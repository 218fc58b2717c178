package entity

import "testing"

// BenchmarkLoad is the reading of all tables, which the first Find of each script pays.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		t := newTables()
		t.gaz()
		t.langs()
		t.latin()
		t.cyrillic()
		t.arabic()
		t.han()
		t.leaders()
		t.known().byKey()
	}
}
