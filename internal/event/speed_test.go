package event_test

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quote"
	"github.com/dragoman-news/dragoman/internal/text"
)

// BenchmarkReport is the three finding stages on a report of 2.5 KB.
func BenchmarkReport(b *testing.B) {
	for lang, sentence := range map[string]string{
		"en": "Kenyan President Daniel Mwangi met Portuguese Foreign Minister Helena Vasconcelos in Nairobi on Monday. \"We have time until Friday,\" said Vasconcelos. The talks, which nobody had expected so early in the year, went on for three hours behind closed doors. ",
		"ar": "اتهم الرئيس التونسي كمال المرزوقي مالي بإغلاق الطريق. وقال رشيد بوزيد: «نريد اتفاقا قبل نهاية العام». ولم يصدر عن الحكومة أي تعليق على هذه الأنباء التي تداولتها الصحف منذ أيام في العاصمة. ",
		"ru": "Президент Казахстана Ерлан Сеитов встретился в Астане с премьер-министром Армении Тиграном Акопяном. «Мы готовы ждать до весны», — сказал Сеитов журналистам после долгих переговоров за закрытыми дверями. ",
		"zh": "肯尼亚总统威廉·姆瓦吉15日在内罗毕会见中国外交部长李文清。姆瓦吉表示：“我们愿意等到春天。”双方还就粮食价格和铁路建设交换了意见，并同意尽快恢复航班。",
	} {
		b.Run(lang, func(b *testing.B) {
			body := strings.Repeat(sentence, 2500/len(sentence))
			f, err := entity.New()
			if err != nil {
				b.Fatal(err)
			}
			sents := text.Sentences(body, news.Lang(lang))
			find := func() {
				doc := &news.Document{Report: news.Report{Text: body, Lang: news.Lang(lang)}, Sentences: sents}
				doc.Mentions = f.Find(doc)
				doc.Quotes = quote.Find(doc)
				doc.Events = event.Find(doc)
			}
			find()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				find()
			}
		})
	}
}
