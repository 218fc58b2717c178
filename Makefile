.DEFAULT_GOAL := help
.PHONY: help build demo test unit browser check lint fuzz golden eval bench docs pictures models ort data validate clean

BIN       := bin/dragoman
EVAL_DATA ?= ../shared/data
DEMO      := .cache/demo
LINT      := .cache/bin/golangci-lint
LINT_V    := v2.6.2
FUZZTIME  ?= 2500x

help: ## list these
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/dragoman, one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/dragoman

demo: build ## read the samples, print the stories, say how to go on
	@scripts/demo.sh $(BIN) $(DEMO) "$(EVAL_DATA)"

test: unit browser ## run every test; installs Chromium where there is none

unit: ## run every test but those of the pages in a browser; needs only Go
	go test -tags ort ./internal/model/ort
	go test ./...

browser: ## open every page in a headless Chromium; pictures in .cache/pictures
	scripts/browser.sh

check: lint ## what CI runs before the tests: format, vet, lint, layers, race tests, short fuzz
	go vet ./...
	go test -count=1 ./internal/archtest
	scripts/race.sh
	scripts/fuzz.sh $(FUZZTIME)

lint: $(LINT) ## formatting and golangci-lint
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	$(LINT) run ./...

$(LINT):
	GOBIN=$(CURDIR)/.cache/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_V)

fuzz: ## fuzz every target for a minute each
	scripts/fuzz.sh 60s

golden: ## accept today's output of the stages; read the diff before committing
	scripts/golden.sh

eval: ## score every stage on EVAL_DATA and rewrite eval/scores.golden
	EVAL_DATA="$(EVAL_DATA)" go run ./eval

bench: build ## reports/s and memory of reading and keeping
	go run ./bench -bin $(BIN)

docs: ## regenerate docs/cli.md from the commands
	go test ./cmd/dragoman -run TestDocs -update

pictures: ## take the pictures in docs/images anew, as a newcomer sees the pages
	scripts/browser.sh -run TestANewcomer -update

models: ## fetch the weights anew and check their sums
	models/fetch.sh

ort: ## fetch ONNX Runtime, which nothing needs; see docs/model.md
	scripts/ort.sh

data: ## rebuild the tables of countries, places and names
	data/build.sh

validate: ## read the exports with the programs of their formats (makes Python environments under .cache)
	for run in train/exports/*/run.sh; do $$run || exit 1; done

clean: ## remove what was built
	rm -rf bin .cache
