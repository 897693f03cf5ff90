#!/usr/bin/env bash
# The rules and the scrape configuration by Prometheus itself: promtool checks and tests them, then a Prometheus scrapes a
# running node. Its Debian package is unpacked and not installed: the service would start. Usage: trial.sh [BINARY]
set -euo pipefail
here=$(realpath "$(dirname "$0")")
cd "$here/../.."

binary=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/quick/oa-mini}")
tools=$PWD/target/tools/prometheus
if [ ! -x "$tools/usr/bin/prometheus" ]; then
  rm -rf "$tools"
  .ci/download.sh "$tools" prometheus
  dpkg-deb --extract "$tools"/prometheus_*.deb "$tools"
  rm "$tools"/*.deb
fi
PATH=$tools/usr/bin:$PATH

promtool check config "$here/prometheus.yml" >/dev/null
promtool test rules "$here/oa-mini.test.yml" >/dev/null
# a test for every alert: the name with the severity that it fires with
grep -oP '^ *- alert: \K\w+' "$here/oa-mini.rules.yml" | while read -r alert; do
  grep -qE "alertname=\"$alert\",severity=" "$here/oa-mini.test.yml" || { echo "no test in which $alert fires" >&2; exit 1; }
done
echo "✓ promtool: $(grep -c -- '- alert:' "$here/oa-mini.rules.yml") rules, $(grep -c -- '- name:' "$here/oa-mini.test.yml") nights of them"

work=$(mktemp -d)
started=()
cleanup() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$work"
unset DATABASE_URL ${!OA_*}
free_port() { "$here/../../.ci/free-port.mjs"; }
node_port=$(free_port) metrics=$(free_port) web=$(free_port)

OA_LISTEN=127.0.0.1:$node_port OA_METRICS_LISTEN=127.0.0.1:$metrics DATABASE_URL="sqlite://$work/oa.db" "$binary" >served.log 2>&1 &
server=$!
started+=("$server")
cp "$here"/*.rules.yml .
# quicker than on a real one, and this node
sed "s/: 15s/: 1s/; s/127.0.0.1:9464/127.0.0.1:$metrics/" "$here/prometheus.yml" >prometheus.yml
prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$web" --log.level=warn 2>prometheus.log &
started+=($!)
node "$here/trial.mjs" "http://127.0.0.1:$web" "http://127.0.0.1:$node_port" "$here/../grafana/oa-mini.json" "$server" ||
  { tail -n 20 served.log prometheus.log >&2; exit 1; }
