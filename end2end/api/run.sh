#!/usr/bin/env bash
# Schemathesis reads /openapi.json of a running demo and verifies the server against it, with and without a token.
# Usage: run.sh BINARY
set -euo pipefail

binary=$(realpath "$1")
cd "$(dirname "$0")/../.."
venv=target/api-venv
python3 -c 'import ensurepip' 2>/dev/null || .ci/packages.sh no-such-command=python3-venv

if ! cmp -s end2end/api/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  mkdir -p target
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r end2end/api/requirements.txt
  cp end2end/api/requirements.txt "$venv/requirements.txt" # last: a venv that was cut short is made again
fi

folder=$(mktemp -d target/api.XXXXXX)
port=$(.ci/free-port.mjs)
export OA_BASE=http://127.0.0.1:$port
env -i PATH="$PATH" OA_LISTEN="127.0.0.1:$port" DATABASE_URL="sqlite://$folder/oa-mini.db" OA_RATE_LIMIT=off OA_LOG=warn \
  "$binary" >"$folder/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

python3 - <<'WAIT'
import os, time, urllib.request
for _ in range(200):
    try:
        urllib.request.urlopen(os.environ["OA_BASE"] + "/readyz")
        break
    except OSError:
        time.sleep(0.1)
else:
    raise SystemExit("the server did not start")
WAIT

for token in yes no; do
  echo "The API document against the server, token: $token"
  OA_TOKEN=$token OA_SEEN="$folder/seen.json" SCHEMATHESIS_HOOKS=end2end/api/hooks.py \
    "$venv/bin/schemathesis" --config-file end2end/api/schemathesis.toml run "$OA_BASE/openapi.json" \
    || { tail -20 "$folder/server.log"; exit 1; }
  OA_TOKEN=$token python3 end2end/api/reached.py "$folder/seen.json"
done
