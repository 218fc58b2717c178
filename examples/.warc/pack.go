// Command pack writes examples/prespa.warc.gz from pages.txtar:
//
//	go run ./examples/.warc/pack.go
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"

	"golang.org/x/tools/txtar"
)

func main() {
	pages, err := txtar.ParseFile("examples/.warc/pages.txtar")
	if err != nil {
		log.Fatal(err)
	}
	var out bytes.Buffer
	for i, p := range pages.Files {
		body := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(p.Data), p.Data)
		gz := gzip.NewWriter(&out) // one member a record, as the format asks
		fmt.Fprintf(gz, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"+
			"WARC-Date: 2018-06-18T00:00:00Z\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			i+1, p.Name, len(body), body)
		if err := gz.Close(); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile("examples/prespa.warc.gz", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
