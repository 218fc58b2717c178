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
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("64:ff9b:1::/48"),  // translation inside a network
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("fec0::/10"),       // old site-local
}

// nat64 carries an IPv4 address in its last 32 bits, which must be public too.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// Public reports whether ip is an address on the public web.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if ip.Is6() && nat64.Contains(ip) {
		b := ip.As16()
		return Public(netip.AddrFrom4([4]byte(b[12:])))
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
