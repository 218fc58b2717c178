package client_test

import (
	"context"
	"fmt"
	"log"

	"github.com/dragoman-news/dragoman/client"
)

func Example() {
	c, err := client.New("http://localhost:8080", client.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for story, err := range c.Stories(context.Background(), client.Filter{Country: "IRQ", Type: "CONSULT", Limit: 10}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(story.ID, story.Titles["en"], len(story.Reports))
	}
}

// Follow the record from where the last run ended.
func ExampleClient_Changes() {
	c, err := client.New("http://localhost:8080", client.Options{})
	if err != nil {
		log.Fatal(err)
	}
	cursor := "" // kept from the last run
	for more := true; more; {
		page, err := c.Changes(context.Background(), cursor, client.Filter{})
		if err != nil {
			log.Fatal(err)
		}
		for _, ch := range page.Items {
			fmt.Println(ch.Kind, ch.ID)
		}
		cursor, more = page.Next, page.More
	}
}
