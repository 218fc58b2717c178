package cluster

const bias = -4.5

var weights = Signals{
	SameNames: 1.2, NameShare: 1.5, SameLands: 2, SameWords: 8, SameNotions: 2, SameNumbers: 0.5,
	SameDays: 0.7, DayConflict: -0.7, Near: 2.5, Far: -6, Undated: 0.3, BothUndated: 0.3,
	WeekdayAgrees: 0.5, WeekdayDiffers: -0.7, Later: -2, Across: 0.5, SameActs: 0.2,
}
