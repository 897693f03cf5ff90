#!/usr/bin/env bash
# Unpacks a release archive into an empty folder and does there what DEPLOY.md says: the demo, then live mode on SQLite
# with a WeChat of deploy/wechat.mjs: check, a login, a backup, a new master key, a stop. The examples for systemd, nginx
# and Caddy are tried with those programs (proxies.sh) where they are installed. Usage: check.sh [ARCHIVE]
set -euo pipefail
here=$(realpath "$(dirname "$0")")
cd "$here/.."

archive=$(realpath "${1:-$(ls -t target/dist/oa-mini-*-linux-*.tar.gz | head -n 1)}")
(cd "$(dirname "$archive")" && sha256sum --check --quiet "$(basename "$archive").sha256")
mkdir -p target
work=$(mktemp -d "$PWD/target/deploy-check.XXXXXX")
started=()
cleanup() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$work"
tar -xf "$archive"
cd oa-mini-*/
# nothing of whoever runs this
unset DATABASE_URL ${!OA_*}

fail() { echo "deploy/check.sh: $*" >&2; tail -n 20 ./*.log >&2 || true; exit 1; }

# Starts a program, waits for the address that it prints, and leaves it in $url and the process in $pid.
start() {
  local log=$1
  shift
  "$@" >"$log" 2>"$log.log" &
  pid=$!
  started+=("$pid")
  for _ in $(seq 100); do
    url=$(grep -oE 'http://127.0.0.1:[0-9]+' "$log" | head -n 1) && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "$* does not start"
}

# SIGTERM, and it ends well within its 10 s.
stop() {
  kill -TERM "$1"
  timeout 12 tail --pid="$1" -f /dev/null || fail "it does not stop"
  wait "$1" || fail "it stopped with exit code $?"
}

get() { curl -sS --max-time 5 "$@"; }
alive() { [ "$(get "$1/healthz")" = ok ] && [ "$(get "$1/readyz")" = ok ] || fail "$1 is not ready"; }

for file in oa-mini LICENSE SCHEMA THIRD-PARTY.md README.md DEPLOY.md SECURITY.md deploy/{oa-mini.toml,oa-mini.service,Caddyfile,nginx.conf} \
  deploy/prometheus/{prometheus,oa-mini.rules,oa-mini.test}.yml deploy/grafana/oa-mini.json; do
  [ -s "$file" ] || fail "$file is not in the archive"
done
node "$here/links.mjs" check . || fail "a document links to what the archive does not hold"
echo "✓ the archive holds what its documents link to"

# the example as it is: the demo
OA_LISTEN=127.0.0.1:0 start demo ./oa-mini --config deploy/oa-mini.toml
alive "$url"
stop "$pid"
echo "✓ the example's demo answers, and stops"

# live mode: the example with the lines that an operator switches on
start wechat node "$here/wechat.mjs"
wechat=$url
echo "k1:$(openssl rand -base64 32)" >master.key
sed -E -e "s|^#(wx_base_url = ).*|\1\"$wechat\"|" -e 's|^#(listen = ).*|\1"127.0.0.1:0"|' \
  -e "s|^#(database_url = ).*|\1\"sqlite://$PWD/state/oa-mini.db\"|" -e "s|^#(master_key_file = ).*|\1\"$PWD/master.key\"|" \
  -e 's/^#(public_url|wx_app_id|wx_app_secret|trusted_proxies|rate_limit|log) = /\1 = /' deploy/oa-mini.toml >live.toml
ours() { ./oa-mini --config live.toml "$@"; }
# no command makes a database
! ours check >checked 2>&1 && grep -q 'there is no sqlite:' checked && [ ! -e state ] || { cat checked >&2; fail "check makes a database"; }
# the address of OA_PUBLIC_URL is what it prints: here, where it listens
sed -i '/^public_url/d' live.toml
start live ./oa-mini --config live.toml
alive "$url"
(cd / && "$OLDPWD/oa-mini" --config "$OLDPWD/live.toml" check) >checked || { cat checked >&2; fail "oa-mini check"; }
api=$url/oapro/wx
[ "$(get -o /dev/null -w '%{http_code}' "$url/")" = 404 ] || fail "live mode has a page"
token=$(get "$api/auth/login_by_weixin" -d '{"code":"1","userInfo":{"nickName":"林晓"}}' | grep -oE 'oa_[A-Za-z0-9_-]+') || fail "no token"
get "$api/user/index" -H "X-OA-Token: $token" | grep -q '"errno":0' || fail "the token is not taken"
echo "✓ live mode: check, a login, a guarded call"

# a master key that is changed, a backup that is restored
echo "k2:$(openssl rand -base64 32),$(cat master.key)" >master.key.new
mv master.key.new master.key
stop "$pid"
start live ./oa-mini --config live.toml
ours rotate-key >rotated || fail "oa-mini rotate-key"
sed -i 's/,.*//' master.key
ours check | grep -q 'opens all 1 session_keys' || fail "the new key alone does not open what is on record"
ours backup copy.db >/dev/null
stop "$pid"
rm -f state/oa-mini.db-wal state/oa-mini.db-shm
cat copy.db >state/oa-mini.db
start live ./oa-mini --config live.toml
get "$url/oapro/wx/user/index" -H "X-OA-Token: $token" | grep -q '"errno":0' || fail "the session is not in the restored backup"
stop "$pid"
echo "✓ a new master key, a backup restored: the session holds"

# the examples, by the programs that they are for
PATH=$PATH:/usr/sbin
if command -v systemd-analyze >/dev/null; then
  sed "s|/usr/local/bin/oa-mini|$PWD/oa-mini|; /^Documentation/d" deploy/oa-mini.service >oa-mini.service
  systemd-analyze verify ./oa-mini.service || fail "systemd refuses the unit"
  systemd-analyze security --offline=true --threshold=20 ./oa-mini.service >exposure || { cat exposure >&2; fail "the unit is not tight"; }
  echo "✓ systemd: $(tail -n 1 exposure | tr -d '→' | sed 's/^ *//')"
else
  echo "– systemd-analyze is not installed: the unit was not checked"
fi
"$here/proxies.sh" ./oa-mini || fail "an example of a proxy"
