package cluster

// The log odds of a pair are bias plus each signal times its weight. Both are a logistic regression
// fitted by train/stories.py on the pairs that `make eval` scores (reports, meantime,
// ecb+, semeval 2022 task 8; each set counts alike, reports three times as much; a positive
// pair counts as much as a third of what all negative ones do). Only the numbers
// below are kept of those texts.
const bias = -3.56

var weights = Signals{
	SameNames:      0.77,
	NameShare:      2.81,
	SameLands:      0.50,
	SameWords:      5.97,
	SameNotions:    4.64,
	SameNumbers:    0.00,
	SameDays:       0.60,
	DayConflict:    0.02,
	Near:           2.30,
	Far:            -8.00,
	Undated:        0.00,
	BothUndated:    -0.20,
	WeekdayAgrees:  1.00,
	WeekdayDiffers: -1.51,
	Later:          -2.00,
	Across:         -1.40,
	SameActs:       0.00,
	SamePool:       0.57,
	HorizonNear:    0.50,
	PlaceAgrees:    0.80,
	PlaceDiffers:   -1.00,
}
