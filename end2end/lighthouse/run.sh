#!/usr/bin/env bash
# Starts the binary on a free port and runs Lighthouse on it: `run.sh target/release/oa-mini`.
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

folder=$(mktemp -d)
OA_LISTEN=127.0.0.1:0 DATABASE_URL="sqlite://$folder/oa-mini.db" OA_LOG=warn "$binary" >"$folder/out" &
trap 'kill $!; wait; rm -rf "$folder"' EXIT
until url=$(grep -o 'http://[0-9.:]*' "$folder/out"); do sleep 0.1; done
node run.mjs "$url/"
