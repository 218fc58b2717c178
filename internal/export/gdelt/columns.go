package gdelt

// Columns are the 61 columns of an events file of GDELT 2.0, in order. A file has no line of names.
var Columns = []string{
	"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
	"Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode",
	"Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code",
	"Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode",
	"Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code",
	"IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
	"GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
	"Actor1Geo_Type", "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code", "Actor1Geo_ADM2Code",
	"Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID",
	"Actor2Geo_Type", "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_ADM2Code",
	"Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID",
	"ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code",
	"ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID",
	"DATEADDED", "SOURCEURL",
}

// Where the columns stand that are read and written by name.
const (
	colID         = 0
	colDay        = 1
	colMonth      = 2
	colYear       = 3
	colFraction   = 4
	colActor1     = 5
	colActor2     = 15
	colRoot       = 25
	colCode       = 26
	colBase       = 27
	colRootCode   = 28
	colQuad       = 29
	colGoldstein  = 30
	colMentions   = 31
	colSources    = 32
	colArticles   = 33
	colActor1Geo  = 35
	colActor2Geo  = 43
	colActionGeo  = 51
	colAdded      = 59
	colURL        = 60
	atName        = 1 // from the first column of an actor
	atCountry     = 2
	atType        = 7
	geoName       = 1 // from the first column of a place
	geoCountry    = 2
	geoRegion     = 3
	geoLat        = 5
	geoLon        = 6
	geoFeature    = 7
	actorTypes    = 3
	placeCountry  = "1" // the types of places
	placeUSState  = "2"
	placeUSCity   = "3"
	placeCity     = "4"
	placeState    = "5"
	placeUnplaced = "0"
)
