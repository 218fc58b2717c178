package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"
)

// A made stream is what a busy day looks like to clustering: hundreds of reports,
// of stories that name the same capitals and the same well-known people and tell of
// the same sorts of things. Each story has two people and a day of its own; a third
// of the sentences of a report is its story's, the others are anybody's, taken from
// texts of the data sets.

// streamPool says where the sentences of a language come from.
type streamPool map[string][]string

// streamSets are the sets for fitting, whose licences allow it, and those for
// measuring only, by language.
var (
	fittingSets = map[string]string{"en": "en_wikigold", "ar": "ar_anercorp_train"} // CC BY, CC BY-SA
	localSets   = map[string]string{
		"en": "wikineural_en_val", "fr": "wikineural_fr_val", "es": "wikineural_es_val", "de": "wikineural_de_val",
		"it": "wikineural_it_val", "pt": "wikineural_pt_val", "ru": "wikineural_ru_val", "ar": "ar_wojood_sample_train",
	}
)

// loadPool reads sentences: tatoeba (CC BY) and xquad (CC BY-SA) in all languages, and
// the sets given.
func loadPool(data string, sets map[string]string) (streamPool, error) {
	pool := streamPool{}
	for _, name := range []string{"tatoeba", "xquad"} {
		err := readLines(filepath.Join(data, "parallel", name+".jsonl"), func(line []byte) error {
			var row map[string]any
			if err := json.Unmarshal(line, &row); err != nil {
				return err
			}
			for lang := range streamKinds[0] {
				if s, ok := row[lang].(string); ok {
					pool[lang] = append(pool[lang], s)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for lang, name := range sets {
		err := readLines(filepath.Join(data, "ner", name+".jsonl"), func(line []byte) error {
			var row struct{ Tokens []string }
			if err := json.Unmarshal(line, &row); err != nil {
				return err
			}
			if len(row.Tokens) > 8 {
				pool[lang] = append(pool[lang], strings.Join(row.Tokens, " "))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return pool, nil
}

// streamLangs is how often a language writes. A story is told twice in each of three.
var streamLangs = []string{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh", "en", "fr", "ar"}

// streamKinds are the sorts of stories, each in all languages: the title, which is the
// first sentence too, of %[1]s, %[2]s and the place %[3]s.
var streamKinds = []map[string]string{
	{
		"en": "President %[1]s met Foreign Minister %[2]s in %[3]s", "fr": "Le président %[1]s a rencontré le ministre des Affaires étrangères %[2]s à %[3]s",
		"ar": "التقى الرئيس %[1]s وزير الخارجية %[2]s في %[3]s", "es": "El presidente %[1]s se reunió con el ministro de Exteriores %[2]s en %[3]s",
		"de": "Präsident %[1]s hat in %[3]s Außenminister %[2]s getroffen", "ru": "Президент %[1]s встретился с министром иностранных дел %[2]s, город %[3]s",
		"fa": "رئیس جمهور %[1]s با وزیر خارجه %[2]s در %[3]s دیدار کرد", "tr": "Cumhurbaşkanı %[1]s, Dışişleri Bakanı %[2]s ile %[3]s kentinde görüştü",
		"pt": "O presidente %[1]s encontrou o ministro das Relações Exteriores %[2]s em %[3]s", "it": "Il presidente %[1]s ha incontrato il ministro degli Esteri %[2]s a %[3]s",
		"zh": "总统%[1]s在%[3]s会见外交部长%[2]s",
	},
	{
		"en": "A court in %[3]s sentenced %[1]s to prison, lawyer %[2]s said", "fr": "Un tribunal de %[3]s a condamné %[1]s à la prison, selon l'avocat %[2]s",
		"ar": "محكمة في %[3]s حكمت على %[1]s بالسجن بحسب المحامي %[2]s", "es": "Un tribunal de %[3]s condenó a %[1]s a prisión, dijo el abogado %[2]s",
		"de": "Ein Gericht in %[3]s hat %[1]s zu einer Haftstrafe verurteilt, sagte der Anwalt %[2]s", "ru": "Суд приговорил %[1]s к тюрьме, сообщил адвокат %[2]s, %[3]s",
		"fa": "دادگاهی در %[3]s %[1]s را به زندان محکوم کرد، وکیل %[2]s گفت", "tr": "%[3]s kentindeki mahkeme %[1]s için hapis cezası verdi, avukat %[2]s söyledi",
		"pt": "Um tribunal de %[3]s condenou %[1]s à prisão, disse o advogado %[2]s", "it": "Un tribunale di %[3]s ha condannato %[1]s al carcere, ha detto l'avvocato %[2]s",
		"zh": "律师%[2]s说，%[3]s法院判处%[1]s监禁",
	},
	{
		"en": "%[1]s won the election in %[3]s ahead of %[2]s", "fr": "%[1]s remporte l'élection à %[3]s devant %[2]s",
		"ar": "فاز %[1]s في الانتخابات في %[3]s على %[2]s", "es": "%[1]s ganó las elecciones en %[3]s ante %[2]s",
		"de": "%[1]s hat die Wahl in %[3]s vor %[2]s gewonnen", "ru": "%[1]s победил на выборах, обогнав %[2]s, %[3]s",
		"fa": "%[1]s در انتخابات %[3]s بر %[2]s پیروز شد", "tr": "%[1]s, %[3]s seçimlerini %[2]s önünde kazandı",
		"pt": "%[1]s venceu a eleição em %[3]s à frente de %[2]s", "it": "%[1]s ha vinto le elezioni a %[3]s davanti a %[2]s",
		"zh": "%[1]s在%[3]s选举中战胜%[2]s",
	},
}

// streamAsides name well-known people, whom reports of any story name.
var streamAsides = map[string]string{
	"en": "%s had been told by telephone. ", "fr": "%s en avait été informé par téléphone. ", "ar": "وأبلغ %s بذلك هاتفيا. ", "es": "%s fue informado por teléfono. ",
	"de": "%s wurde telefonisch unterrichtet. ", "ru": "%s был проинформирован по телефону. ", "fa": "%s تلفنی در جریان قرار گرفت. ", "tr": "%s telefonla bilgilendirildi. ",
	"pt": "%s foi informado por telefone. ", "it": "%s è stato informato per telefono. ", "zh": "%s已获电话通报。",
}

// streamScripts spells a thing in four scripts: Latin, Arabic, Cyrillic, Chinese.
type streamScripts [4]string

func (s streamScripts) in(lang string) string {
	switch lang {
	case "ar", "fa":
		return s[1]
	case "ru":
		return s[2]
	case "zh":
		return s[3]
	}
	return s[0]
}

var streamFamous = []streamScripts{
	{"Donald Trump", "دونالد ترامب", "Дональд Трамп", "唐纳德·特朗普"},
	{"Vladimir Putin", "فلاديمير بوتين", "Владимир Путин", "弗拉基米尔·普京"},
	{"Angela Merkel", "أنغيلا ميركل", "Ангела Меркель", "安格拉·默克尔"},
	{"Emmanuel Macron", "إيمانويل ماكرون", "Эммануэль Макрон", "埃马纽埃尔·马克龙"},
	{"Xi Jinping", "شي جين بينغ", "Си Цзиньпин", "习近平"},
}

var streamCities = []streamScripts{
	{"Baghdad", "بغداد", "Багдад", "巴格达"},
	{"Moscow", "موسكو", "Москва", "莫斯科"},
	{"Tunis", "تونس", "Тунис", "突尼斯"},
	{"Ankara", "أنقرة", "Анкара", "安卡拉"},
	{"Beirut", "بيروت", "Бейрут", "贝鲁特"},
	{"Berlin", "برلين", "Берлин", "柏林"},
	{"Madrid", "مدريد", "Мадрид", "马德里"},
	{"Lima", "ليما", "Лима", "利马"},
}

var streamSounds = []streamScripts{
	{"ba", "با", "ба", "巴"},
	{"ri", "ري", "ри", "里"},
	{"mo", "مو", "мо", "莫"},
	{"sha", "شا", "ша", "沙"},
	{"ka", "كا", "ка", "卡"},
	{"lim", "ليم", "лим", "林"},
	{"sa", "سا", "са", "萨"},
	{"nour", "نور", "нур", "努"},
	{"di", "دي", "ди", "迪"},
	{"fa", "فا", "фа", "法"},
	{"ra", "را", "ра", "拉"},
	{"zi", "زي", "зи", "齐"},
	{"tan", "تان", "тан", "坦"},
	{"lo", "لو", "ло", "洛"},
	{"be", "بي", "бе", "贝"},
	{"mar", "مار", "мар", "马"},
	{"ko", "كو", "ко", "科"},
	{"vi", "في", "ви", "维"},
	{"dur", "دور", "дур", "杜"},
	{"gel", "غيل", "гел", "盖"},
}

// streamName makes a name of two words in all scripts.
func streamName(rnd *rand.Rand) streamScripts {
	var out streamScripts
	for k := range 2 {
		var part streamScripts
		for range 2 + rnd.IntN(2) {
			s := streamSounds[rnd.IntN(len(streamSounds))]
			for i := range part {
				part[i] += s[i]
			}
		}
		for i := range part {
			sep := " "
			if i == 3 {
				sep = "·"
			}
			if k == 0 {
				sep = ""
			}
			if i == 0 || i == 2 {
				r := []rune(part[i])
				part[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
			}
			out[i] += sep + part[i]
		}
	}
	return out
}

// madeStream makes n reports, six to a story, on three days.
func madeStream(pool streamPool, n int, seed uint64) []storyText {
	var out []storyText
	for i := range n {
		number := i / 6
		own := rand.New(rand.NewPCG(seed, uint64(number)))
		rnd := rand.New(rand.NewPCG(seed+1, uint64(i)))
		lang := streamLangs[(number+i%6/2*5)%len(streamLangs)]
		kind := streamKinds[own.IntN(len(streamKinds))]
		first, second, city := streamName(own), streamName(own), streamCities[own.IntN(len(streamCities))]
		day := time.Date(2020, 3, 9+own.IntN(3), 6, 0, 0, 0, time.UTC)
		title := fmt.Sprintf(kind[lang], first.in(lang), second.in(lang), city.in(lang))
		text := title + ". " + streamText(pool[lang], own, rnd, lang, first.in(lang))
		out = append(out, storyText{
			ID: fmt.Sprintf("m%d-%05d", seed, i), Story: fmt.Sprintf("m%d-%04d", seed, number), Lang: lang,
			Published: day.Add(time.Duration(rnd.IntN(600)) * time.Minute).Format(time.RFC3339), Title: title, Text: text,
		})
	}
	return out
}

// streamText writes about 2,000 letters: every third sentence from the six of the story.
func streamText(pool []string, own, rnd *rand.Rand, lang, who string) string {
	var story [6]string
	for i := range story {
		story[i] = pool[own.IntN(len(pool))]
	}
	var sb strings.Builder
	for sb.Len() < 2000 {
		sb.WriteString(story[rnd.IntN(len(story))])
		fmt.Fprintf(&sb, " %s %s\n\n", pool[rnd.IntN(len(pool))], pool[rnd.IntN(len(pool))])
		switch rnd.IntN(3) {
		case 0:
			fmt.Fprintf(&sb, streamAsides[lang], streamFamous[rnd.IntN(len(streamFamous))].in(lang))
		case 1:
			fmt.Fprintf(&sb, streamAsides[lang], who)
		}
	}
	return sb.String()
}

// loadSingles reads texts that each tell of something else as reports of three days.
func loadSingles(path string, every int) ([]storyText, error) {
	var out []storyText
	i := 0
	err := eachLine(path, func(line []byte) error {
		var r struct{ ID, Lang, Title, Date, Text string }
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if i++; i%every != 0 {
			return nil
		}
		if r.Date == "" {
			r.Date = fmt.Sprintf("2020-03-%02d", 9+i%3)
		}
		if strings.Contains(r.Title, "{") { // a template of the set
			r.Title = ""
		}
		out = append(out, storyText{ID: r.ID, Story: r.ID, Lang: r.Lang, Published: r.Date, Title: r.Title, Text: r.Text})
		return nil
	})
	return out, err
}

// fittingStreams writes the pairs of streams whose texts may be fitted on.
func fittingStreams(rd *readers, data string, pairs *pairWriter) error {
	if pairs.w == nil {
		return nil
	}
	streams, err := fittingTexts(data)
	for _, set := range []string{"made", "singles"} {
		docs, err2 := readStories(rd, streams[set])
		pairs.all(set, docs)
		err = errors.Join(err, err2)
	}
	return err
}

// fittingTexts returns the streams whose texts may be fitted on, by name.
func fittingTexts(data string) (map[string][]storyText, error) {
	pool, err := loadPool(data, fittingSets)
	if err != nil {
		return nil, err
	}
	singles, err := loadSingles(filepath.Join(data, "events", "ngec_synthetic.jsonl"), 15)
	return map[string][]storyText{"made": madeStream(pool, 480, 11), "singles": singles}, err
}

// evalStreams scores made reports of many stories on three days, and real articles of one
// campaign, of which nobody knows the stories: there the largest share tells whether
// stories run into one another.
func evalStreams(rd *readers, data string) ([]score, error) {
	var out []score
	pool, err := loadPool(data, localSets)
	if err == nil {
		var docs []storyDoc
		docs, err = readStories(rd, madeStream(pool, 1000, 5))
		of := groupOf(docs)
		out = append(scoreGroups("made_stream", docs, of), scoreSmall("made_stream", docs, groupOf)...)
		out = append(out, shareOfLargest("made_stream", of)...)
	}
	texts, err2 := loadSingles(filepath.Join(data, "quotes", "polnear_train.jsonl"), 1)
	docs, err3 := readStories(rd, texts)
	if err2 == nil {
		out = append(out, shareOfLargest("polnear", groupOf(docs))...)
	}
	return out, errors.Join(err, err2, err3)
}

func shareOfLargest(set string, of map[string]string) []score {
	size := map[string]int{}
	largest := 0
	for _, g := range of {
		size[g]++
		largest = max(largest, size[g])
	}
	return []score{
		{set, "all", "stories", float64(len(size)), len(of), ""},
		{set, "all", "share of the largest story", float64(largest) / float64(max(1, len(of))), len(of), ""},
	}
}
