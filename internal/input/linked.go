package input

// LinkedFeed returns the address of the feed that an HTML page names in its head,
// resolved against the page's own address, or "" when it names none.
func LinkedFeed(page []byte, address string) string {
	link := feedLink(page)
	if link == "" {
		return ""
	}
	return resolve(address, link)
}
