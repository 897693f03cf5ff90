#!/usr/bin/env bash
# Compares viewers of OpenAPI documents by a demo's own. Usage: run.sh BINARY [--check], see compare.mjs
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
port=$(.ci/free-port.mjs)
env -i PATH="$PATH" OA_LISTEN="127.0.0.1:$port" DATABASE_URL="sqlite://$folder/oa-mini.db" OA_LOG=warn "$binary" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
curl -fs -o /dev/null --retry 50 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$port/readyz"
node end2end/viewers/compare.mjs "http://127.0.0.1:$port" "${@:2}"
