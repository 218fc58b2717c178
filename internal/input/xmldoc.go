package input

// maxDepth is how many lists may lead to one another: a sitemap index to a
// sitemap to a page, an OPML file to a feed.
const maxDepth = 3

// xml hands an XML document to the reader of its vocabulary.
func (r *run) xml(s *source, kind Kind, data []byte) bool {
	switch kind {
	case KindFeed:
		return r.feed(s, data)
	case KindSitemap:
		return r.sitemap(s, data)
	case KindOPML:
		return r.opml(s, data)
	case KindNewsML:
		return r.newsml(s, xmlText(data, s.contentType))
	}
	root, _ := rootName(dropDeclaration(decodeXML(data, s.contentType)))
	return r.problem(s.name, hint(bad("is XML with the root <%s>, which Dragoman does not know", shorten(root, 40)),
		"known are RSS, Atom, RDF, news sitemaps, OPML, NewsML-G2 and XHTML"))
}

// sitemap reads the pages that a sitemap lists, as far as the network is there.
func (r *run) sitemap(s *source, data []byte) bool {
	m, err := parseSitemap(data, s.contentType)
	if err != nil {
		return r.problem(s.name, because("cannot be read", err))
	}
	for _, p := range m.Problems {
		if !r.problem(s.name+" "+p.Name, p.Err) {
			return false
		}
	}
	n := len(m.Maps) + len(m.Pages)
	switch {
	case n == 0:
		r.note(s.name, "the sitemap lists nothing")
		return r.going()
	case r.opt.Fetcher == nil:
		return r.problem(s.name, hint(bad("is a sitemap: it lists %s and holds no reports", count(n, "address", "addresses")),
			"read or follow it where the network is allowed"))
	case s.depth >= maxDepth:
		return r.problem(s.name, bad("sitemaps that list sitemaps end here"))
	}
	for i, u := range m.Maps {
		if i >= r.opt.MaxFetch {
			return r.tooMany(s, n)
		}
		if !r.fetch(resolve(s.url, u), s.depth+1) {
			return false
		}
	}
	for i := range m.Pages {
		if i >= r.opt.MaxFetch {
			return r.tooMany(s, n)
		}
		if !r.fetchAs(resolve(s.url, m.Pages[i].URL), maxDepth, m.Pages[i].known()) {
			return false
		}
	}
	return r.going()
}

// opml reads the feeds that an OPML file lists.
func (r *run) opml(s *source, data []byte) bool {
	outlines, err := ParseOPML(data)
	switch {
	case err != nil:
		return r.problem(s.name, because("cannot be read", err))
	case r.opt.Fetcher == nil:
		return r.problem(s.name, hint(bad("is a list of %s and holds no reports", count(len(outlines), "feed", "feeds")),
			"subscribe to them: dragoman follow %s", s.name))
	case s.depth >= maxDepth:
		return r.problem(s.name, bad("lists that list lists end here"))
	}
	for i, o := range outlines {
		if i >= r.opt.MaxFetch {
			return r.tooMany(s, len(outlines))
		}
		if !r.fetch(resolve(s.url, o.URL), maxDepth-1) {
			return false
		}
	}
	return r.going()
}

// tooMany says that a list was not read to its end.
func (r *run) tooMany(s *source, n int) bool {
	return r.problem(s.name, hint(bad("lists %d addresses; the first %d were read", n, r.opt.MaxFetch),
		"subscribe to it: dragoman follow %s", s.name))
}
