#!/usr/bin/env bash
# `make cluster`: starts the cluster, runs the test against it, stops everything. OLD=PATH: another version's binary, which
# the rolling upgrade begins with; without it this version is both the old and the new one.
set -euo pipefail
cd "$(dirname "$0")/../.."
trial=(cargo test -p server --test trials --locked)
"${trial[@]}" --no-run
trap 'end2end/cluster/cluster.sh stop' EXIT
trap 'exit 130' INT TERM
end2end/cluster/cluster.sh start
. target/cluster/env
"${trial[@]}" -- cluster:: --ignored --test-threads 1 --nocapture
