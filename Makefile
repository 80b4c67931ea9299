# The commands of this repository; CONTRIBUTING.md says when to use which. GNU make, sh, cargo; what else a target needs
# stands beside it. CARGO_TARGET_DIR is respected. `make` alone lists the targets.

CARGO ?= cargo
MANIFEST ?= deploy/examples/quickstart.yaml
target := $(or $(CARGO_TARGET_DIR),target)
bin := $(target)/release

# The custom resource's derives and their tests are behind a feature, so that `make up` need not compile kube.
workspace := --workspace --locked --features ferryman-operator/cel
crd := crds/kafkaclusters.ferryman.dev.yaml
codegen := $(CARGO) run -q --locked -p ferryman-wire-codegen --
operator := $(CARGO) build --locked -p ferryman-operator --features kubernetes --bin ferryman-operator
crds := $(CARGO) run -q --locked -p ferryman-operator --features kubernetes --bin ferryman-crds

SEEDS ?= 5000
simulations := -p ferryman-log --test model -p ferryman-quorum -p ferryman-metadata -p ferryman-replica -p ferryman-coordinator \
  --test simulation --test arbitrary -p ferryman-sim --test seeds -p ferryman-operator --test plan_simulation

.PHONY: help up build test fmt-check lint unit generate check-generated schemas e2e-local e2e-full e2e e2e-images chart images chaos sim bench oracle fuzz deny

help: ## lists the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 18

up: build ## builds and runs a cluster on this machine: make up MANIFEST=deploy/examples/quickstart.yaml
	$(bin)/ferryman up $(MANIFEST)

build: ## builds ferryman and ferryman-broker, optimised
	$(CARGO) build --release --locked -p ferryman-operator -p ferryman-broker --bins

test: fmt-check lint unit check-generated ## all that must pass before a commit; needs nothing but Rust

fmt-check: ## formatting, without changing anything
	$(CARGO) fmt --all --check

lint: ## clippy on every target; a warning is an error
	$(CARGO) clippy $(workspace) --all-targets -- -D warnings

unit: ## the tests of every package
	$(CARGO) test -q $(workspace)

generate: ## writes what is generated and checked in: wire code, custom resource definitions
	$(codegen) generate
	@mkdir -p $(target)
	$(crds) >$(target)/crd.yaml
	cp $(target)/crd.yaml $(crd)
	cp $(crd) charts/ferryman/files/

check-generated: ## fails if what `make generate` writes is not what is checked in
	$(codegen) generate --check
	@mkdir -p $(target)
	$(crds) >$(target)/crd.yaml
	diff -u $(crd) $(target)/crd.yaml
	diff -u $(crd) charts/ferryman/files/$(notdir $(crd))

schemas: ## takes Kafka's schemas out of its jars anew; needs maven and unzip
	crates/wire-codegen/fetch-schemas

e2e-local: build ## real clients against a cluster on this machine; needs what e2e/prepare names
	e2e/run-local

e2e-full: build chart ## both in the long forms, hours of them: minutes instead of seconds for each fault, a kill after every write
	$(operator) --release
	e2e/run-local --full
	e2e/run-kubernetes --full

e2e: build chart ## the same promises on Kubernetes, on a node of its own (as root, ROOT_OK=1) or CONTEXT=name IMAGES=prefix
	$(operator) --release
	e2e/run-kubernetes

e2e-images: build ## what `make e2e CONTEXT=name` runs there: IMAGES=prefix, TAG=e2e
	$(operator) --release
	e2e/run-kubernetes --images

chart: ## the Helm chart without a cluster; needs Go, Python and Lua
	e2e/run-chart

images: ## the images IMAGES=localhost/ferryman/{operator,broker}, TAG=version, by docker, podman or buildah; optimised to the last
	$(operator) --profile dist
	$(CARGO) build --profile dist --locked -p ferryman-broker -p ferryman-operator --bins
	deploy/images $(target)/dist

chaos: build ## faults of all kinds from a seed, for CHAOS_MINUTES=10; FERRYMAN_CHAOS_SEED=n repeats an order of them
	e2e/run-local chaos

# Each simulation reads the number of its seeds from a variable of its own.
sim: ## every simulation, optimised, over SEEDS=5000 seeds each; says which seed failed and how to repeat it
	SEEDS=$(SEEDS) SIM_SEEDS=$(SEEDS) PLAN_SEEDS=$(SEEDS) FERRYMAN_SEEDS=$(SEEDS) FERRYMAN_SIM_SEEDS=0..$(SEEDS) \
	  $(CARGO) test --release --locked --no-fail-fast $(simulations) -- --nocapture

bench: build ## side by side with Apache Kafka, into bench/results; needs what e2e/prepare names
	bench/run

oracle: ## messages against Kafka's own classes, both ways; makes the samples of the tests anew; needs a JDK and maven
	crates/wire-codegen/oracle/run

fuzz: ## each fuzz target for a minute; needs nightly Rust and cargo-fuzz
	fuzz/run

deny: ## licences, sources and known holes of dependencies; needs cargo-deny
	$(CARGO) deny --all-features check
