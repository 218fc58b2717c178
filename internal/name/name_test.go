package name

import "testing"

func TestDemo(t *testing.T) {
	for _, p := range [][2]string{
		{"Shamkhani", "Chamkhani"}, {"Kadhimi", "Kazemi"}, {"Muhammad", "Mohamed"}, {"Yusuf", "Youssef"},
		{"Ali Shamkhani", "علي شمخاني"}, {"Ali Chamkhani", "علي شمخاني"}, {"Mustafa al-Kadhimi", "مصطفى الكاظمي"},
		{"George Bush", "Jeb Bush"}, {"Ali Larijani", "Sadeq Larijani"}, {"Shamkhani", "Ali Shamkhani"}, {"Ali", "Ali Shamkhani"},
		{"Adil Abdul-Mahdi", "عادل عبد المهدي"}, {"Adel Abdel Mahdi", "Adil Abdulmahdi"}, {"Barham Salih", "برهم صالح"}, {"Falih al-Fayyadh", "Faleh Fayad"},
		{"Baghdad", "Bagdad"}, {"Baghdad", "بغداد"}, {"J. Biden", "Joe Biden"}, {"Xi Jinping", "习近平"}, {"Vladimir Putin", "Владимир Путин"},
		{"Putin, Vladimir", "Владимир Владимирович Путин"}, {"Viktor Orbán", "Orbán Viktor"}, {"Netanyahu", "נתניהו"}, {"Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης"},
		{"Ali Hassan", "Hassan Rouhani"}, {"Mohammed bin Salman", "Mohammed bin Zayed"}, {"Mohammed bin Salman", "محمد بن سلمان"},{"Hassan Rohani", "哈桑·鲁哈尼"},
		{"Али Шамхани","علي شمخاني"},{"Али Шамхани","شمخاني"},{"Moon Jae-in","문재인"},{"Karimi","Kazemi"},
	} {
		t.Logf("%.3f %s ~ %s  %v", Similarity(p[0], p[1]), p[0], p[1], Parse(p[0]).Parts[len(Parse(p[0]).Parts)-1].Kind)
	}
}
