# `make run` shows it, `make test` proves it. Both install what is missing.
.DEFAULT_GOAL := help
.PHONY: help run setup nginx test lint unit e2e miniprogram sdk sdk-all api full screenshots lighthouse spring bench bench-peers soak cluster fuzz dist deploy-check deny deb deb-check image image-check ops viewers

SKIP := OA_SKIP_WASM=1 INSTA_UPDATE=no
# soon there: little optimisation, and SQLite's driver alone
QUICK := --profile quick -p server --no-default-features --features sqlite,miniprogram --locked

help: ## This list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: toolchain packages ## The demo, on http://127.0.0.1:8080
	cargo run $(QUICK)

setup: toolchain browser nginx ## Everything that building and testing needs

.PHONY: toolchain packages browser
toolchain:
	@.ci/packages.sh cc=build-essential
	@.ci/wasm-target.sh

# before every build: wasm-opt and Swagger UI are among them, and a page that was built without them stays
RUNTIME := server/miniprogram/runtime
packages: end2end/node_modules/.ready $(RUNTIME)/node_modules/.ready server/docs-viewer/node_modules/.ready
%/node_modules/.ready: %/package-lock.json
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.ready

browser: packages
	@.ci/packages.sh chromium=chromium /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc=fonts-noto-cjk

# stands before the double where WeChat over TLS is tested
nginx:
	@.ci/packages.sh /usr/sbin/nginx=nginx

test: setup lint unit e2e sdk api ## What CI runs

# rustdoc with --examples takes the dependencies as clippy has checked them: with what tests need
lint: packages ## Format, clippy (the page's half too), rustdoc, and Tencent's typings against a script of every call
	cargo fmt --all --check
	$(SKIP) cargo clippy --workspace --all-targets --locked -- -D warnings
	$(SKIP) RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --lib --bins --examples --locked --quiet
	cargo clippy -p frontend -p frontend-tools --target wasm32-unknown-unknown --target-dir target/wasm --profile wasm-dev --locked -- -D warnings
	cd end2end && npx tsc -p window-wx
	cd $(RUNTIME) && npm run --silent check && npm run --silent wx-table -- --check && npm test --silent

unit: nginx ## Unit, contract and HTTP tests, on real databases: SQLite, MariaDB, PostgreSQL
	@.ci/databases.sh start
	@trap '.ci/databases.sh stop' EXIT; trap 'exit 130' INT TERM; . target/databases/env; export $(SKIP); \
	cargo test --workspace --locked && for database in mysql postgres; do \
	echo "The HTTP tests on $$database:"; OA_TEST_DATABASE=$$database cargo test --workspace --locked --test http || exit 1; done

e2e: ## The binary in a real browser, and our mini-program's own source in its phone
	cargo build $(QUICK)
	cd end2end && npx playwright test

miniprogram: ## The part of e2e that drives our mini-program
	cargo build $(QUICK)
	cd end2end && npx playwright test --project=miniprogram

screenshots: setup ## The README's pictures and recording, from the page as it is
	@.ci/packages.sh img2webp=webp
	cargo build $(QUICK)
	cd end2end && SCREENSHOTS=1 npx playwright test tests/show.spec.ts tests/miniprogram-show.spec.ts tests/record.spec.ts

lighthouse: toolchain browser ## What Lighthouse says of the page, and how long it is until a tap works
	deploy/build.sh server
	end2end/lighthouse/run.sh target/release/oa-mini

spring: toolchain browser nginx ## A Spring Boot backend as tutorials build it, in the phone, and its users moved to oa-mini: end2end/spring
	deploy/build.sh server
	end2end/spring/run.sh target/release/oa-mini

sdk: ## A public WeChat SDK (Python's wechatpy) against the WeChat double alone
	@.ci/packages.sh python3=python3
	cargo build $(QUICK)
	end2end/sdk/run.sh target/quick/oa-mini python

sdk-all: toolchain ## The same with those of Java, Go, Node and Rust
	@.ci/packages.sh python3=python3
	cargo build $(QUICK)
	end2end/sdk/run.sh target/quick/oa-mini python java go node rust

api: ## The document of the API (/openapi.json) against the running server, by Schemathesis
	@.ci/packages.sh python3=python3
	cargo build $(QUICK)
	end2end/api/run.sh target/quick/oa-mini

full: test ## What takes longer: long runs of the trials, and real database servers that crash
	@.ci/databases.sh start
	@trap '.ci/databases.sh stop' EXIT; trap 'exit 130' INT TERM; . target/databases/env; export $(SKIP); \
	cargo test --workspace --locked --test trials -- --ignored --test-threads 1 --nocapture
	cd end2end && FULL=1 npx playwright test tests/matrix.spec.ts tests/sitting.spec.ts tests/scenarios.spec.ts tests/docs.spec.ts
	$(MAKE) sdk-all deny dist deploy-check deb deb-check image image-check ops viewers spring

dist: toolchain packages ## The optimised binary, and the release archive with it: target/dist
	deploy/dist.sh

deploy-check: ## The newest archive, unpacked and driven as DEPLOY.md says
	deploy/check.sh

deb: ## A Debian package of the newest archive (the first time some minutes: cargo-deb is built)
	@[ -x target/tools/bin/cargo-deb ] || cargo install --locked --root target/tools cargo-deb
	deploy/deb.sh

deb-check: ## The newest package: installed, started, upgraded, removed and purged
	deploy/deb-check.sh

image: ## A container image of the newest archive, without an engine
	@.ci/packages.sh buildah=buildah
	deploy/image.sh

image-check: ## The newest image, loaded and run by podman
	@.ci/packages.sh podman=podman conmon=conmon runc=runc
	deploy/image-check.sh

ops: ## The alert rules and the dashboard, by a Prometheus that scrapes a running node
	cargo build $(QUICK)
	deploy/prometheus/trial.sh target/quick/oa-mini

viewers: browser ## The table that compares viewers of OpenAPI documents, measured again: server/docs-viewer/README.md
	cargo build $(QUICK)
	end2end/viewers/run.sh target/quick/oa-mini --check

deny: ## Licences, bans and sources of every dependency (the first time some minutes: cargo-deny is built)
	@[ -x target/tools/bin/cargo-deny ] || cargo install --locked --root target/tools cargo-deny
	target/tools/bin/cargo-deny --locked check licenses bans sources

fuzz: ## Fuzz every parser of untrusted input, SECONDS=60 each, by the nightly compiler
	@rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
	@[ -x target/tools/bin/cargo-fuzz ] || cargo install cargo-fuzz --locked --root target/tools
	@cd fuzz && for target in responses avatar body ciphertext token; do mkdir -p corpus/$$target; \
	PATH="$$PATH:$$PWD/../target/tools/bin" cargo +nightly fuzz run --fuzz-dir . --target-dir ../target/fuzz $$target \
	corpus/$$target seeds/$$target -- -max_total_time=$(or $(SECONDS),60) -max_len=65536 -timeout=20 || exit 1; done

soak: ## Everything at once for MINUTES=5, with a WeChat that fails at random and a server that is stopped and started
	cargo build $(QUICK)
	OA_MINI_BINARY=$$PWD/target/quick/oa-mini OA_SOAK_MINUTES=$(or $(MINUTES),5) $(SKIP) \
	cargo test --workspace --locked --test trials soak -- --ignored --nocapture

cluster: toolchain ## Beyond one machine: Galera nodes, HAProxy and two oa-mini, killed one after the other under load
	$(SKIP) end2end/cluster/run.sh

bench: dist ## What it costs, beside baselines: end2end/bench/RESULTS.md. Ten minutes on a machine that does nothing else
	deploy/build.sh bench
	@OA_DATABASES_DURABLE=1 .ci/databases.sh start
	@trap '.ci/databases.sh stop' EXIT; trap 'exit 130' INT TERM; . target/databases/env; \
	target/release/bench run --binary target/release/oa-mini $(BENCH)

bench-peers: dist ## The same beside what users would pick instead (Spring, Fastify, FastAPI, gin): end2end/bench/PEERS.md. Half an hour
	deploy/build.sh bench
	@OA_DATABASES_DURABLE=1 .ci/databases.sh start
	@trap '.ci/databases.sh stop' EXIT; trap 'exit 130' INT TERM; . target/databases/env; \
	target/release/bench peers --binary target/release/oa-mini $(BENCH)
