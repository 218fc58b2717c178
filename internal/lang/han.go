package lang

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// eastAsian tells Chinese from Japanese, which has kana in every clause; a headline
// without any is Japanese where it has characters that only Japan writes so.
func eastAsian(p sample) (news.Lang, float64) {
	switch {
	case 10*p.kana >= p.kana+p.han:
		return "ja", p.share
	case p.japanese > 0 && p.japanese >= p.chinese:
		return "ja", 0.9 * p.share
	}
	return "zh", p.share
}

// japaneseOnly are characters that Japan simplified in a way of its own, or made.
const japaneseOnly = "円対発実変駅図広売読戦県児総営経済関験帰様働畑込峠価仮応検権楽気歯渋沢択粋絵続聴脳薬覚転軽辺鉄銭録闘隣隠険黒労厳巣従徴恵拡挙拠揺摂暁栄桜渓満焼犠猟獣悩塩増壊壌奨姫専穏窓竜縄"

// chineseOnly are characters of today's Chinese that no Japanese standard has.
const chineseOnly = "尔亚德马长说卡罗兰员达对议說联发两军总萨维纳为约报时选开队诺鲁统场卢帕谈门关电认贝乌应过见举查图务协这晚组她则话业还运击绝签证库战东伦师论赛资苏內织记团调进经韩边结问动兹费实备访岛爱转给获难闻处评贸讯份铁导该计复银诉们卫际责头擊袭让齐渔领扬间书满车刚检办预华韦现圣护轮权驻馆营许单挪专顿请钟黑农萊毕换变卖读县济验归样乐续药觉轻录隐险劳严扩荣烧吗呢吧啊哪你您谁么錄嗎妳"

var onlyJapan, onlyChina = runeSet(japaneseOnly), runeSet(chineseOnly)

func runeSet(s string) map[rune]bool {
	m := map[rune]bool{}
	for _, r := range s {
		m[r] = true
	}
	return m
}
