package cluster

// The log odds of a pair are bias plus each signal times its weight. Both are a logistic regression
// fitted by train/stories.py on the pairs that `make eval` scores (reports, meantime,
// ecb+, semeval 2022 task 8; each set counts alike, reports three times as much; a positive
// pair counts as much as a third of what all negative ones do). Only the numbers
// below are kept of those texts.
const bias = -2.37

var weights = Signals{
	SameNames:      0.69,
	NameShare:      0.71,
	SameLands:      1.60,
	SameWords:      5.55,
	SameNotions:    3.34,
	SameNumbers:    0.14,
	SameDays:       0.60,
	DayConflict:    -0.13,
	Near:           2.30,
	Far:            -8.00,
	Undated:        0.00,
	BothUndated:    -0.20,
	WeekdayAgrees:  0.26,
	WeekdayDiffers: -1.46,
	Later:          -0.58,
	Across:         -1.23,
	SameActs:       0.00,
	SamePool:       0.93,
	HorizonNear:    0.84,
	PlaceAgrees:    0.80,
	PlaceDiffers:   -1.00,
}
