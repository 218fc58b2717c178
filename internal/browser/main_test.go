//go:build browser

package browser

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What TestMain has made ready.
var (
	program  string          // the built program
	axe      string          // axe-core's script
	pictures string          // folder that keeps what the pages look like
	chromium context.Context // a running browser
	browsers context.Context // starts others, each with cookies of its own
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	script, err := os.ReadFile(os.Getenv("AXE"))
	if err != nil {
		return 0, fmt.Errorf("axe-core is missing: run the tests by make browser: %w", err)
	}
	axe = string(script)
	temp, err := os.MkdirTemp("", "dragoman-browser-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	if pictures = os.Getenv("PICTURES"); pictures == "" {
		pictures = filepath.Join(temp, "pictures")
	}
	program = filepath.Join(temp, "dragoman")
	build := exec.Command("go", "build", "-o", program, "../../cmd/dragoman")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("lang", "en"))
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	var stop, quit context.CancelFunc
	browsers, stop = chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	chromium, quit = chromedp.NewContext(browsers)
	defer quit()
	if err := chromedp.Run(chromium); err != nil {
		return 0, fmt.Errorf("start Chromium: %w", err)
	}
	return m.Run(), nil
}

// serve runs the program over a store until the test ends and returns the address of its pages.
func serve(t *testing.T, db string) string {
	t.Helper()
	cmd := exec.Command(program, "serve", "--db", db, "--addr", "localhost:0", "--no-poll")
	var said bytes.Buffer // read once the program has ended
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ended with %v", err)
		}
		if t.Failed() {
			t.Logf("serve said:\n%s", said.String())
		}
	})
	address := make(chan string, 1)
	go func() {
		sc := bufio.NewScanner(out)
		for sc.Scan() {
			if strings.HasPrefix(sc.Text(), "http://") {
				address <- sc.Text()
			}
		}
	}()
	select {
	case a := <-address:
		waitFor(t, a)
		return a
	case <-time.After(30 * time.Second):
		t.Fatal("serve did not say where it listens")
		return ""
	}
}

// waitFor returns once a page answers.
func waitFor(t *testing.T, address string) {
	t.Helper()
	res, err := http.Get(address + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
}
