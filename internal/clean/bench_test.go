package clean

import (
	"strings"
	"testing"
)

// story is text as it comes from a scraper, with its furniture, repeated to n bytes.
func story(n int) string {
	const one = "Home > World > Asia\n\nBy Jane Smith, staff writer\nMarch 8, 2020 14:05 GMT\n\n" +
		"The two presidents met for forty minutes on a small blue bridge on Friday, under the eyes of cameras that caught nothing but birdsong, officials said.\n\n" +
		"Les deux parties ont souligné la nécessité de la coordination et de l’action conjointe dans leur lutte contre le terrorisme, selon un communiqué publié à Bagdad.\n\n" +
		"وأكد الرئيس خلال اللقاء ضرورة التعاون بين البلدين للحد من انتشار الفيروس، وأشار إلى أهمية تعزيز العلاقات الثنائية في المجالات المختلفة.\n\n" +
		"Обе стороны подчеркнули необходимость сотрудничества, говорится в заявлении, которое опубликовала пресс-служба президента в воскресенье вечером.\n\n" +
		"两国总统星期五在一座蓝色小桥上会谈四十分钟，双方同意今年内将停战协定转为和平条约，并将半岛无核化定为目标。\n\n" +
		"Read more: Another story altogether\n\nShare on Facebook\n\n"
	return strings.Repeat(one, n/len(one)+1)
}

func BenchmarkText(b *testing.B) {
	s := story(1 << 20)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Text(Input{Text: s})
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		newTable()
	}
}
