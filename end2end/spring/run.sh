#!/usr/bin/env bash
# The Spring Boot backend of this folder against the WeChat double, in the phone, and moved to oa-mini as README.md says.
# Usage: run.sh BINARY, which has every feature. SPRING_WRITE=1 writes the figures to README.md; SPRING_ROWS is how many users there are.
set -euo pipefail
binary=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
cd "$here/../.."
.ci/packages.sh javac=default-jdk-headless mvn=maven mariadb=mariadb-client-core
(cd "$here" && mvn -q -B -Dstyle.color=never package)

mkdir -p target
machine=$(mktemp -d "$PWD/target/spring-machine.XXXXXX")
# nginx, started by root, works as nobody
chmod 711 "$machine"
cleanup() {
  local file pid
  # by the ids that their starts have left, and until they are gone
  for file in "$machine"/*.pid "$machine"/nginx/nginx.pid; do
    [ -s "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || true
    timeout 30 tail --pid="$pid" -f /dev/null || true
  done
  .ci/databases.sh stop
  rm -rf "$machine"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
.ci/databases.sh start
unset DATABASE_URL ${!OA_*}

free_port() { "$here/../../.ci/free-port.mjs"; }
DB_PORT=$(cat target/databases/mariadb.port)
SPRING_PORT=$(free_port) OA_MINI_PORT=$(free_port) NGINX_PORT=$(free_port) DOUBLE_PORT=$(free_port) PHONE_PORT=$(free_port)
export MACHINE=$machine BINARY=$binary JAR=$PWD/target/spring/oapro.jar PATH=$here/machine:$PATH
export DB_PORT SPRING_PORT OA_MINI_PORT NGINX_PORT DOUBLE_PORT PHONE_PORT

# what the backend's unit and oa-mini.toml say on a real machine; the app is the backend's own
appid=wx5f2e8a1c9b7d4e60
secret=$(openssl rand -hex 16)
export PORT=$SPRING_PORT DB_HOST=127.0.0.1:$DB_PORT DB_USER=oa DB_PASSWORD=oa
export WX_APP_ID=$appid WX_APP_SECRET=$secret WX_API_HOST=http://127.0.0.1:$DOUBLE_PORT
mariadb -e 'CREATE DATABASE oapro CHARACTER SET utf8mb4'
cat >"$machine/oa-mini.toml" <<TOML
listen = "127.0.0.1:$OA_MINI_PORT"
database_url = "sqlite://$machine/oa-mini.db"
wx_app_id = "$appid"
wx_app_secret = "$secret"
wx_base_url = "$WX_API_HOST"
master_key = "k1:$(openssl rand -base64 32)"
TOML

# the phone opens our mini-program, with the address of nginx in it
cp -r end2end/miniprogram "$machine/miniprogram"
sed -i "s/127.0.0.1:8080/127.0.0.1:$NGINX_PORT/" "$machine/miniprogram/config/api.js"
mkdir -p "$machine/nginx/conf.d"
sed "s/PORT/$NGINX_PORT/" "$here/nginx.conf" >"$machine/nginx/nginx.conf"

background() {
  local name=$1
  shift
  "$@" >"$machine/$name.log" 2>&1 </dev/null &
  echo $! >"$machine/$name.pid"
}
background double "$binary" wechat-double --listen "127.0.0.1:$DOUBLE_PORT" --app "$appid:$secret" \
  --public-url "http://127.0.0.1:$PHONE_PORT"
background phone env OA_LISTEN="127.0.0.1:$PHONE_PORT" DATABASE_URL="sqlite://$machine/phone.db" OA_RATE_LIMIT=off \
  "$binary" --miniprogram "$machine/miniprogram" --backend "http://127.0.0.1:$NGINX_PORT"

# lib/fixtures.ts writes into a folder of `make e2e`, and reads its settings, which empty that folder where this variable is not set
mkdir -p end2end/test-results/server
(cd end2end && TEST_WORKER_INDEX= npx playwright test --config spring/playwright.config.ts) || {
  tail -n 20 "$machine"/*.log >&2
  exit 1
}
