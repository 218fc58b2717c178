#!/bin/sh
# Reads the samples (and the five real reports, where they are) and prints what
# became of them. usage: demo.sh BIN FOLDER EVAL_DATA
set -eu
bin=$1 dir=$2 data=$3
rm -rf "$dir" && mkdir -p "$dir"
show() { # database, inputs...
	db=$1; shift
	echo "\$ dragoman add --db $db $*"
	"$bin" add --db "$db" "$@"
	echo
	echo "\$ dragoman stories --db $db"
	"$bin" stories --db "$db"
	echo
}
show "$dir/samples.db" examples/
last=$dir/samples.db
if [ -d "$data/baghdad" ]; then
	show "$dir/baghdad.db" "$data"/baghdad/*.txt
	last=$dir/baghdad.db
	echo "\$ dragoman people --db $last"
	"$bin" people --db "$last" --limit 12
	echo
fi
cat <<END
Go on with:
  $bin read FILE                        one report, nothing is kept
  $bin add PATH|URL...                  read and keep in ./dragoman.db
  $bin story --db $last ID    one story with the words it rests on
  $bin serve --db $last       the same as pages, at http://localhost:8080
END
