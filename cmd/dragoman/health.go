package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/news"
)

func newHealth(c *console) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask whether serve can answer, for supervisors and containers",
		Long:  `Ask whether "dragoman serve" on this machine can answer: whether it runs, its store answers, and it is not shutting down.`,
		Example: `  dragoman health
  dragoman health --addr :9000`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			at := "http://" + reachable(nonEmpty(addr, os.Getenv("DRAGOMAN_ADDR"), defaultAddr)) + "/readyz"
			req, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, at, nil)
			if err != nil {
				return wrong("this is no address: "+addr, "dragoman health --addr localhost:8080")
			}
			client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{Proxy: nil}}
			res, err := client.Do(req)
			if err != nil {
				return &news.Error{Code: news.Internal, Message: "nothing answers at " + at, Err: err, Hint: "dragoman serve"}
			}
			defer func() { _ = res.Body.Close() }()
			var said struct{ Status, Reason string }
			if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&said); err != nil || res.StatusCode != http.StatusOK {
				return &news.Error{Code: news.Internal, Message: "not ready: " + flat(nonEmpty(said.Reason, res.Status))}
			}
			c.printf("%s\n", flat(said.Status))
			return nil
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "the address that serve listens on (default $DRAGOMAN_ADDR, else "+defaultAddr+")")
	return cmd
}

// reachable is how this machine reaches what listens on addr.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
