package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A pipe or a device is written into; a file in its place would take it away from everybody.
func TestWhatIsWrittenNeverTakesThePlaceOfAPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "link")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(pipe, link); err != nil {
		t.Fatal(err)
	}
	// Held open for both ways, so that neither opening waits for the other and what is written
	// stays in the pipe until it is read.
	held, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	for _, name := range []string{pipe, link} {
		if err := writeFile(nil, name, func(w io.Writer) error { _, err := io.WriteString(w, "rows"); return err }); err != nil {
			t.Fatal(err)
		}
		if at, err := os.Lstat(pipe); err != nil || at.Mode().Type() != os.ModeNamedPipe {
			t.Fatalf("the pipe is %v, %v", at, err)
		}
		if err := held.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len("rows"))
		if _, err := io.ReadFull(held, got); err != nil || string(got) != "rows" {
			t.Errorf("%s: read %q, %v", name, got, err)
		}
	}
}

func TestALinkStaysALinkAndItsFileIsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	fails := writeFile(nil, link, func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return io.ErrUnexpectedEOF })
	if b, err := os.ReadFile(file); fails == nil || err != nil || string(b) != "old" {
		t.Errorf("after a failure (%v) the file has %q, %v", fails, b, err)
	}
	if err := writeFile(nil, link, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	at, err := os.Lstat(link)
	b, err2 := os.ReadFile(file)
	if err != nil || at.Mode().Type() != os.ModeSymlink || err2 != nil || string(b) != "new" {
		t.Errorf("the link is %v, %v; its file has %q, %v", at, err, b, err2)
	}
}
