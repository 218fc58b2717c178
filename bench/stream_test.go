package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/dragoman-news/dragoman/internal/cluster"
)

// A test binary that is told so in its environment takes a stream in, to be killed.
const (
	intoVariable   = "BENCH_STREAM_INTO"
	lengthVariable = "BENCH_STREAM_LENGTH"
)

func TestMain(m *testing.M) {
	path := os.Getenv(intoVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	n, err := strconv.Atoi(os.Getenv(lengthVariable))
	if err == nil {
		err = takeStream(context.Background(), path, n, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A stream of 2,000 reports that is killed in the middle of placing and goes on ends as one that is not.
func TestKilledStreamEndsTheSame(t *testing.T) {
	n := 2000
	if testing.Short() { // with the race detector it takes ten times as long
		n = 600
	}
	dir := t.TempDir()
	run := func(name string, kill int) streamed {
		t.Helper()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), intoVariable+"="+filepath.Join(dir, name), fmt.Sprintf("%s=%d", lengthVariable, n))
		s, err := runStream(cmd, kill)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	calm := run("calm.db", 0)
	killed := run("killed.db", n/3)
	if killed.placed < n/3 || killed.placed >= n || killed.told.Stories > 0 {
		t.Fatalf("killed when %d were placed, with %d stories told", killed.placed, killed.told.Stories)
	}
	again := run("killed.db", 0)
	if again.told.Hash != calm.told.Hash || again.told.Stories != calm.told.Stories {
		t.Errorf("killed and gone on: %d stories, undisturbed: %d", again.told.Stories, calm.told.Stories)
	}
	if made := n / block * len(sizes); calm.told.Stories < made*8/10 || calm.told.Stories > n {
		t.Errorf("%d stories of %d that were made", calm.told.Stories, made)
	}
}

// Rows that are varied are rows: what is encoded comes back, and the reports of one story are alike more
// often than those of two.
func TestVariedRows(t *testing.T) {
	var base []*cluster.Item
	for i := range 200 {
		base = append(base, cluster.NewItem(madeDocument(i)))
	}
	c := newCrowd(5, base, 9)
	same, two := 0, 0
	for i := range 600 {
		it, err := cluster.Decode(c.item(i).Encode())
		if err != nil {
			t.Fatal(err)
		}
		if it.Report != rowID(i) || rowNumber(it.Report) != i || it.From != c.day(i) {
			t.Fatalf("report %d is %s of day %d", i, it.Report, it.From)
		}
		number, k := story(i)
		if from, to := reports(number); from+k != i || i >= to {
			t.Fatalf("report %d is number %d of story %d, which has %d to %d", i, k, number, from, to)
		}
		if k == 0 {
			continue
		}
		first, err := cluster.Decode(c.item(i - k).Encode())
		if err != nil {
			t.Fatal(err)
		}
		other, err := cluster.Decode(c.item((i + 300) % 600).Encode())
		if err != nil {
			t.Fatal(err)
		}
		if cluster.Pair(it, first).Joined {
			same++
		}
		if cluster.Pair(it, other).Joined {
			two++
		}
	}
	if same < 100 || two*5 > same {
		t.Errorf("%d pairs of one story are joined, %d of two", same, two)
	}
}
