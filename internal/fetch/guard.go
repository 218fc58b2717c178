package fetch

import (
	"net"
	"net/netip"
	"syscall"

	"github.com/dragoman-news/dragoman/internal/news"
)

// inside lists ranges that belong to nobody on the public web, besides those that
// netip knows by name (loopback, private, link-local, multicast, unspecified).
// Source: the IANA special-purpose address registries for IPv4 and IPv6.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // shared address space of carriers
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // relays of 6to4, which nobody runs any more
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("64:ff9b:1::/48"),  // translation inside a network
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo among them, which carries IPv4 addresses
	netip.MustParsePrefix("3fff::/20"),       // documentation
	netip.MustParsePrefix("5f00::/16"),       // segment routing
	netip.MustParsePrefix("fec0::/10"),       // old site-local
}

// carriers are the ranges of IPv6 in which addresses carry one of IPv4, which must be public too, and where in their 16
// bytes it begins.
var carriers = []struct {
	netip.Prefix
	at int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12},    // NAT64
	{netip.MustParsePrefix("::/96"), 12},           // "compatible" addresses
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12}, // translated ones
	{netip.MustParsePrefix("2002::/16"), 2},        // 6to4
}

// Public reports whether ip is an address on the public web.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, c := range carriers {
		if ip.Is6() && c.Contains(ip) {
			b := ip.As16()
			return Public(netip.AddrFrom4([4]byte(b[c.at:])))
		}
	}
	if !ip.IsValid() || ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsMulticast() ||
		ip.IsLinkLocalUnicast() || ip.IsInterfaceLocalMulticast() {
		return false
	}
	for _, p := range inside {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// refuseInside stands at the door of every connection.
func refuseInside(network, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return err
	}
	if (network != "tcp4" && network != "tcp6") || !Public(ip) {
		return &news.Error{
			Code: news.Invalid, Message: ip.String() + " is an address inside your own network, which is not fetched from",
			Hint: "--allow-private, if the page is meant to come from there",
		}
	}
	return nil
}
