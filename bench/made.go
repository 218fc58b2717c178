package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// report is one made report of about 2.5 KB.
type report struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

func (r report) line() []byte {
	b, err := json.Marshal(r)
	if err != nil {
		log.Fatal(err)
	}
	return append(b, '\n')
}

// page wraps a report as news sites do.
func (r report) page() []byte {
	var sb strings.Builder
	fmt.Fprintf(&sb, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title><meta property="article:published_time" content="%s"></head><body><nav><ul>`, html.EscapeString(r.Title), r.Published)
	for i := range 40 {
		fmt.Fprintf(&sb, `<li><a href="/section/%d">Section %d</a></li>`, i, i)
	}
	fmt.Fprintf(&sb, `</ul></nav><article><h1>%s</h1>`, html.EscapeString(r.Title))
	for p := range strings.SplitSeq(r.Text, "\n\n") {
		fmt.Fprintf(&sb, "<p>%s</p>\n", html.EscapeString(p))
	}
	sb.WriteString(`</article><aside>`)
	for i := range 60 {
		fmt.Fprintf(&sb, `<div class="teaser"><a href="/other/%d"><h3>Another headline number %d of the day</h3></a><p>And a line about it.</p></div>`, i, i)
	}
	sb.WriteString(`</aside><footer>All rights reserved</footer></body></html>`)
	return []byte(sb.String())
}

// writer makes reports: half English, a third French, the rest Arabic; of invented
// people and real cities; about six reports to a story, over a year for every
// 100,000, so that a day has as many reports in a small store as in a large one.
type writer struct{ rnd *rand.Rand }

// perStory is how many reports tell of one story: three English, two French, one Arabic.
const perStory = 6

func newWriter(seed uint64) *writer { return &writer{rand.New(rand.NewPCG(seed, 20))} }

// sounds make names in two scripts.
var sounds = []struct{ latin, arabic string }{
	{"ba", "با"},
	{"ri", "ري"},
	{"mo", "مو"},
	{"sha", "شا"},
	{"ka", "كا"},
	{"lim", "ليم"},
	{"sa", "سا"},
	{"nour", "نور"},
	{"di", "دي"},
	{"fa", "فا"},
	{"ra", "را"},
	{"zi", "زي"},
	{"ha", "ها"},
	{"tan", "تان"},
	{"wa", "وا"},
	{"lo", "لو"},
	{"be", "بي"},
	{"mar", "مار"},
	{"ko", "كو"},
	{"vi", "في"},
}

var cities = []struct{ en, fr, ar string }{
	{"Baghdad", "Bagdad", "بغداد"},
	{"Tehran", "Téhéran", "طهران"},
	{"Moscow", "Moscou", "موسكو"},
	{"Cairo", "Le Caire", "القاهرة"},
	{"Tunis", "Tunis", "تونس"},
	{"Geneva", "Genève", "جنيف"},
	{"Vienna", "Vienne", "فيينا"},
	{"Ankara", "Ankara", "أنقرة"},
	{"Beirut", "Beyrouth", "بيروت"},
	{"Khartoum", "Khartoum", "الخرطوم"},
	{"Tripoli", "Tripoli", "طرابلس"},
	{"Algiers", "Alger", "الجزائر"},
}

func (w *writer) name() (latin, arabic string) {
	part := func() (string, string) {
		var l, a strings.Builder
		for range 2 + w.rnd.IntN(2) {
			s := sounds[w.rnd.IntN(len(sounds))]
			l.WriteString(s.latin)
			a.WriteString(s.arabic)
		}
		return strings.ToUpper(l.String()[:1]) + l.String()[1:], a.String()
	}
	l1, a1 := part()
	l2, a2 := part()
	return l1 + " " + l2, a1 + " " + a2
}

// vocabulary is what sentences are made of, by language: who, did, what, where and how. A
// story draws its own few from it, so that reports of one story share words and
// reports of two stories do not share sentences.
var vocabulary = map[string][5][]string{
	"en": {
		strings.Split("the government|parliament|the opposition|the central bank|farmers|the health ministry|the port authority|teachers|the electoral commission|the army|the mayor|a court|the airline|the railway company|doctors|the navy|the tax office|students|the statistics bureau|fishermen|the oil company|the water board", "|"),
		strings.Split("approved|postponed|criticised|welcomed|announced|cancelled|reopened|investigated|suspended|extended|lowered|doubled|published|withdrew|disputed|inspected|signed|presented|ignored|repaired|sold|financed", "|"),
		strings.Split("a new law on rents|the budget for schools|a tunnel under the river|the list of candidates|a loan of the development bank|the price of bread|a railway line|the report on floods|a vaccine campaign|the contract for frigates|a curfew|the harvest forecast|a dam|the census|an export ban|the pension reform|a museum|the gas field|a bridge|the strike fund", "|"),
		strings.Split("in the north of the country|near the border|in the old town|on the coast|in three provinces|at the harbour|in the capital|in the mountains|along the river|at the airport|in the industrial zone|on the islands", "|"),
		strings.Split("despite heavy rain|after a vote at midnight|for the second time this year|without giving a reason|under pressure from creditors|as prices rose again|with a large majority|before the holidays|amid protests|after months of talks|to the surprise of many|for lack of money", "|"),
	},
	"fr": {
		strings.Split("le gouvernement|le parlement|l'opposition|la banque centrale|les agriculteurs|le ministère de la Santé|l'autorité portuaire|les enseignants|la commission électorale|l'armée|le maire|un tribunal|la compagnie aérienne|les cheminots|les médecins|la marine|le fisc|les étudiants|l'office des statistiques|les pêcheurs|la compagnie pétrolière|la régie des eaux", "|"),
		strings.Split("a approuvé|a reporté|a critiqué|a salué|a annoncé|a annulé|a rouvert|a examiné|a suspendu|a prolongé|a réduit|a doublé|a publié|a retiré|a contesté|a inspecté|a signé|a présenté|a ignoré|a réparé|a vendu|a financé", "|"),
		strings.Split("une loi sur les loyers|le budget des écoles|un tunnel sous le fleuve|la liste des candidats|un prêt de la banque de développement|le prix du pain|une ligne de chemin de fer|le rapport sur les inondations|une campagne de vaccination|le contrat des frégates|un couvre-feu|les prévisions de récolte|un barrage|le recensement|une interdiction d'exporter|la réforme des retraites|un musée|le champ gazier|un pont|la caisse de grève", "|"),
		strings.Split("dans le nord du pays|près de la frontière|dans la vieille ville|sur la côte|dans trois provinces|au port|dans la capitale|dans les montagnes|le long du fleuve|à l'aéroport|dans la zone industrielle|sur les îles", "|"),
		strings.Split("malgré de fortes pluies|après un vote à minuit|pour la deuxième fois cette année|sans donner de raison|sous la pression des créanciers|alors que les prix augmentent|à une large majorité|avant les vacances|sur fond de manifestations|après des mois de discussions|à la surprise générale|faute d'argent", "|"),
	},
	"ar": {
		strings.Split("الحكومة|البرلمان|المعارضة|البنك المركزي|المزارعون|وزارة الصحة|سلطة الموانئ|المعلمون|لجنة الانتخابات|الجيش|رئيس البلدية|المحكمة|شركة الطيران|عمال السكك|الأطباء|البحرية|مصلحة الضرائب|الطلاب|مكتب الإحصاء|الصيادون|شركة النفط|مؤسسة المياه", "|"),
		strings.Split("أقر|أجل|انتقد|رحب ب|أعلن|ألغى|أعاد فتح|حقق في|علق|مدد|خفض|ضاعف|نشر|سحب|رفض|فتش|وقع|قدم|تجاهل|أصلح|باع|مول", "|"),
		strings.Split("قانون الإيجارات|ميزانية المدارس|نفق تحت النهر|قائمة المرشحين|قرض بنك التنمية|سعر الخبز|خط سكة حديد|تقرير الفيضانات|حملة التطعيم|عقد الفرقاطات|حظر التجول|توقعات الحصاد|سد جديد|التعداد السكاني|حظر التصدير|إصلاح التقاعد|متحف جديد|حقل الغاز|جسر جديد|صندوق الإضراب", "|"),
		strings.Split("في شمال البلاد|قرب الحدود|في المدينة القديمة|على الساحل|في ثلاث محافظات|في الميناء|في العاصمة|في الجبال|على طول النهر|في المطار|في المنطقة الصناعية|في الجزر", "|"),
		strings.Split("رغم الأمطار الغزيرة|بعد تصويت عند منتصف الليل|للمرة الثانية هذا العام|دون ذكر السبب|تحت ضغط الدائنين|مع ارتفاع الأسعار|بأغلبية كبيرة|قبل العطلة|وسط احتجاجات|بعد أشهر من المباحثات|على نحو مفاجئ|لنقص المال", "|"),
	},
}

// pools are the sentences of real reports and articles under EVAL_DATA, by language:
// their words are as various as those of the news, which made sentences are not.
// Empty where the data is absent.
var pools = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for lang, name := range map[string]string{"en": "wikineural_en_val", "fr": "wikineural_fr_val", "ar": "ar_anercorp_train"} {
		b, err := os.ReadFile(filepath.Join(evalData(), "ner", name+".jsonl"))
		if err != nil {
			return nil
		}
		for line := range strings.Lines(string(b)) {
			var row struct{ Tokens []string }
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			if len(row.Tokens) > 8 {
				out[lang] = append(out[lang], strings.Join(row.Tokens, " "))
			}
		}
	}
	return out
})

func evalData() string {
	if data := os.Getenv("EVAL_DATA"); data != "" {
		return data
	}
	return "../shared/data"
}

// sentences writes about n bytes for people in story, half of them of the story's own
// things and half of any.
func (w *writer) sentences(lang string, story *writer, n int, lead func(k int) string) string {
	pool := pools()[lang]
	if len(pool) > 0 {
		return w.realSentences(pool, story, n, lead)
	}
	v := vocabulary[lang]
	var own [5][3]string
	for i := range own {
		for k := range own[i] {
			own[i][k] = v[i][story.rnd.IntN(len(v[i]))]
		}
	}
	pick := func(i int) string {
		if w.rnd.IntN(2) == 0 {
			return own[i][w.rnd.IntN(3)]
		}
		return v[i][w.rnd.IntN(len(v[i]))]
	}
	var sb strings.Builder
	for k := 0; sb.Len() < n; k++ {
		sb.WriteString(lead(k))
		for range 2 + w.rnd.IntN(3) {
			s := strings.Join([]string{pick(0), pick(1), pick(2), pick(3), pick(4)}, " ")
			first := []rune(s)
			fmt.Fprintf(&sb, "%s%s, %d. ", strings.ToUpper(string(first[:1])), string(first[1:]), w.rnd.IntN(9000))
		}
		sb.WriteString("\n\n")
	}
	return strings.TrimSpace(sb.String())
}

// realSentences takes every third sentence from the six of the story, the others
// anywhere.
func (w *writer) realSentences(pool []string, story *writer, n int, lead func(k int) string) string {
	var own [6]string
	for i := range own {
		own[i] = pool[story.rnd.IntN(len(pool))]
	}
	var sb strings.Builder
	for k := 0; sb.Len() < n; k++ {
		sb.WriteString(lead(k))
		sb.WriteString(own[w.rnd.IntN(len(own))])
		for range 2 {
			sb.WriteString(" " + pool[w.rnd.IntN(len(pool))])
		}
		sb.WriteString("\n\n")
	}
	return strings.TrimSpace(sb.String())
}

// report makes report number i; it must be called for 0, 1, 2... in order.
func (w *writer) report(i int) report {
	number := i / perStory
	story := &writer{rand.New(rand.NewPCG(uint64(number), 7))} // all reports of a story share its people
	n1, a1 := story.name()
	n2, a2 := story.name()
	city := cities[story.rnd.IntN(len(cities))]
	day := time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(number*perStory) * 365 * 24 * time.Hour / 100_000)
	r := report{ID: fmt.Sprintf("m%06d", i), URL: fmt.Sprintf("https://outlet%d.example/%d", i%40, i), Published: day.Add(time.Duration(w.rnd.IntN(600)) * time.Minute).Format(time.RFC3339)}
	switch {
	case i%perStory < 3:
		r.Title = fmt.Sprintf("%s and %s meet in %s", n1, n2, city.en)
		r.Text = w.sentences("en", story, 2300, func(k int) string {
			if k == 0 {
				return fmt.Sprintf("President %s met Foreign Minister %s in %s on Monday. \"We agree on most points,\" %s said. ", n1, n2, city.en, n1)
			}
			return fmt.Sprintf("%s added that work would go on. ", n2)
		})
	case i%perStory < 5:
		r.Title = fmt.Sprintf("%s et %s se rencontrent à %s", n1, n2, city.fr)
		r.Text = w.sentences("fr", story, 2300, func(k int) string {
			if k == 0 {
				return fmt.Sprintf("Le président %s a rencontré lundi à %s le ministre des Affaires étrangères %s. « Nous sommes d'accord sur presque tout », a déclaré %s. ", n1, city.fr, n2, n1)
			}
			return fmt.Sprintf("%s a ajouté que le travail se poursuivrait. ", n2)
		})
	default:
		r.Title = fmt.Sprintf("%s يلتقي %s في %s", a1, a2, city.ar)
		r.Text = w.sentences("ar", story, 3600, func(k int) string {
			if k == 0 {
				return fmt.Sprintf("التقى الرئيس %s وزير الخارجية %s في %s يوم الاثنين. وقال %s: \"نتفق على معظم النقاط\". ", a1, a2, city.ar, a1)
			}
			return fmt.Sprintf("وأضاف %s أن العمل سيتواصل. ", a2)
		})
	}
	return r
}

// evalPages reads n real pages, spread over the set.
func evalPages(n int) (pages [][]byte, origin string) {
	names, err := filepath.Glob(filepath.Join(evalData(), "extraction", "trafilatura", "html", "*"))
	if err != nil || len(names) == 0 {
		return nil, ""
	}
	for i := 0; i < len(names) && len(pages) < n; i += max(1, len(names)/n) {
		f, err := os.Open(names[i])
		if err != nil {
			log.Fatal(err)
		}
		gz, err := gzip.NewReader(f)
		if err != nil {
			log.Fatal(err)
		}
		page, err := io.ReadAll(gz)
		if err != nil {
			log.Fatal(err)
		}
		_ = f.Close()
		pages = append(pages, page)
	}
	return pages, "real"
}

func writeRecord(w io.Writer, address string, page []byte) {
	writeRecordOf(w, address, "text/html", page)
}

// writeRecordOf writes a WARC response record.
func writeRecordOf(w io.Writer, address, kind string, body []byte) {
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", kind, len(body))
	if _, err := fmt.Fprintf(w, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s%s\r\n\r\n",
		address, len(head)+len(body), head, body); err != nil {
		log.Fatal(err)
	}
}
