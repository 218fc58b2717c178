package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// binary builds the program once for all tests that run it as a child. TestMain
// removes it.
var binary = sync.OnceValues(func() (string, error) {
	built.Store(true)
	dir, err := os.MkdirTemp("", "dragoman-test-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "dragoman")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return bin, nil
})

// built says that binary was called.
var built atomic.Bool

// ended is how a run of the program ended.
type ended struct {
	status   int
	out, err string
	memory   int64         // bytes, at most
	took     time.Duration // by the clock
	cpu      time.Duration // of all cores, which does not count what else the machine did
}

// child prepares a run of the program in dir. In the short tests, which are those
// for the race detector, there is none: the detector does not see into a child.
func child(ctx context.Context, t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the program as a child, where the race detector sees nothing")
	}
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "DRAGOMAN_DB=", "GOMAXPROCS=2", "no_proxy=*")
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// run runs the program to its end, a minute at most.
func run(t *testing.T, dir, stdin string, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := child(ctx, t, dir, args...)
	cmd.Stdin = strings.NewReader(stdin)
	return finish(t, cmd)
}

func finish(t *testing.T, cmd *exec.Cmd) ended {
	t.Helper()
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop, most := make(chan struct{}), make(chan int64)
	go func() { most <- watchMemory(cmd.Process.Pid, stop) }()
	err := cmd.Wait()
	close(stop)
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return ended{
		cmd.ProcessState.ExitCode(), out.String(), stderr.String(), <-most,
		time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
	}
}

// watchMemory returns the most memory in bytes that a process has held, as Linux has
// it; 0 elsewhere. The figure that the system gives for a process that ended
// counts its parent's too.
func watchMemory(pid int, stop <-chan struct{}) (most int64) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
			var kb int64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				most = max(most, kb<<10)
			}
		}
		select {
		case <-stop:
			return most
		case <-tick.C:
		}
	}
}
