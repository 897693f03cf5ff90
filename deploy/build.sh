#!/usr/bin/env bash
# The release build of a crate: `build.sh server`.
set -euo pipefail
cd "$(dirname "$0")/.."

# panics name source files: neither this folder's nor cargo's place on this machine is anybody's business
export RUSTFLAGS="--remap-path-prefix=$PWD=oa-mini --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates ${RUSTFLAGS:-}"
cargo build --release -p "$1" --locked
