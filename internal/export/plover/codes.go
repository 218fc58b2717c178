package plover

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// quads are the quad classes of the manual: verbal cooperation 1, material cooperation 2, verbal conflict 3, material
// conflict 4.
var quads = map[news.EventType]int{
	news.Agree: 1, news.Consult: 1, news.Support: 1, news.Concede: 1,
	news.Cooperate: 2, news.Aid: 2, news.Retreat: 2,
	news.Request: 3, news.Accuse: 3, news.Reject: 3, news.Threaten: 3, news.Sanction: 3,
	news.Protest: 4, news.Mobilize: 4, news.Coerce: 4, news.Assault: 4,
}

// sectors are those that the manual writes otherwise than Dragoman, which keeps to the older MED for the press and HLH
// for medicine.
var sectors = [][2]string{{"MED", "JRN"}, {"HLH", "MED"}}

// Sector is the manual's code of a sector of Dragoman's.
func Sector(own string) string {
	if i := slices.IndexFunc(sectors, func(p [2]string) bool { return p[0] == own }); i >= 0 {
		return sectors[i][1]
	}
	return own
}

// OwnSector is Dragoman's code of a sector of the manual's.
func OwnSector(theirs string) string {
	if i := slices.IndexFunc(sectors, func(p [2]string) bool { return p[1] == theirs }); i >= 0 {
		return sectors[i][0]
	}
	return theirs
}

// modality is the context by which the manual tells what did not happen today from what did, by status.
var modality = []struct {
	status  news.Status
	context string
}{
	{news.Background, "historical"},
	{news.Planned, "future"},
	{news.CalledFor, "hypothetical"},
	{news.Denied, "negation"},
}

// StatusOf is the status that contexts speak of, and the other contexts.
func StatusOf(contexts []string) (news.Status, []string) {
	status := news.Occurred
	var rest []string
	for _, c := range contexts {
		i := slices.IndexFunc(modality, func(m struct {
			status  news.Status
			context string
		},
		) bool {
			return m.context == c
		})
		if i < 0 {
			rest = append(rest, c)
			continue
		}
		if status == news.Occurred {
			status = modality[i].status
		}
	}
	return status, rest
}

// unbound are the actor codes of those who are of no country.
var unbound = []string{"IGO", "NGO", "ISM", "IMG", "MNC"}

// code is the actor code of a party: its country, else what kind of body of no country it is.
func code(p news.Party) string {
	if p.Country == "" && slices.Contains(unbound, p.Sector) {
		return p.Sector
	}
	return p.Country
}

// features are the feature codes of GeoNames for how precisely a place is given.
var features = [][2]string{{news.AtCountry, "PCL"}, {news.AtRegion, "ADM1"}, {news.AtCity, "PPL"}, {news.AtPoint, "PPLX"}, {news.AtArea, "AREA"}}

func feature(precision string) string {
	if i := slices.IndexFunc(features, func(p [2]string) bool { return p[0] == precision }); i >= 0 {
		return features[i][1]
	}
	return ""
}

// PrecisionOf is how precisely a feature code of GeoNames gives a place, "" where that is not known.
func PrecisionOf(feature string) string {
	if i := slices.IndexFunc(features, func(p [2]string) bool { return p[1] == feature }); i >= 0 {
		return features[i][0]
	}
	switch {
	case len(feature) < 3:
		return ""
	case feature[:3] == "PCL":
		return news.AtCountry
	case feature[:3] == "ADM" || feature == "RGN" || feature == "CONT":
		return news.AtRegion
	case feature[:3] == "PPL":
		return news.AtCity
	default:
		return ""
	}
}
