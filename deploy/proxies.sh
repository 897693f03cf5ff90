#!/usr/bin/env bash
# Drives the examples for nginx and Caddy, where those programs are installed, in front of a server that is stopped, one
# that says nothing, and a real one: what the proxy itself has to say to a call of the API is the API's envelope, an avatar
# of 2 MiB passes, and every request has an id. Usage: proxies.sh BINARY
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")"
examples=$PWD
work=$(mktemp -d)
# nginx, started by root, works as nobody
chmod 711 "$work"
started=()
cleanup() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$work"
unset DATABASE_URL ${!OA_*}
PATH=$PATH:/usr/sbin
fail() { echo "deploy/proxies.sh: $proxy: $*" >&2; cat head body "$proxy.log" >&2 2>/dev/null || true; exit 1; }

free_port() { "$examples/../.ci/free-port.mjs"; }
tls=$(free_port) upstream=$(free_port)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout privkey.pem -out fullchain.pem -days 1 \
  -subj /CN=oa.example.com -addext subjectAltName=DNS:oa.example.com 2>/dev/null
head -c 2097152 /dev/zero >two-mib
head -c 4000000 /dev/zero >large
head -c 9000000 /dev/zero >absurd

# Asks the proxy, and leaves the answer in head and body.
ask() {
  local path=$1
  shift
  curl -sS --max-time 20 --cacert fullchain.pem --resolve "oa.example.com:$tls:127.0.0.1" -D head -o body \
    "https://oa.example.com:$tls$path" "$@" 2>/dev/null || true
  tr -d '\r' <head >head.plain && mv head.plain head
}
has() { grep -qiE "^$1" head || fail "no header $1"; }
envelope() { # errno
  grep -qE '^HTTP/[0-9.]+ 200' head || fail "the status is not 200"
  has 'content-type: application/json; charset=utf-8$'
  has 'cache-control: no-store$'
  [ "$(grep -ci '^x-request-id:' head)" = 1 ] || fail "not one x-request-id"
  has 'x-request-id: [A-Za-z0-9-]{1,64}$'
  node -e 'const {errno, errmsg} = JSON.parse(require("fs").readFileSync("body")); process.exit(errno === +process.argv[1] && errmsg ? 0 : 1)' \
    "$1" || fail "not errno $1"
}
listening() { for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; fail "nothing listens on $1"; }

drive() {
  listening "$tls"
  # nobody there: as while oa-mini restarts
  ask /oapro/wx/user/index -H 'x-request-id: from-the-phone-1'
  envelope 502
  has 'x-request-id: from-the-phone-1$'
  ask /oapro/wx/auth/login_by_weixin -d '{"code":"1","userInfo":{}}' -H 'Accept: text/html'
  envelope 502
  grep -q '系统内部错误' body || fail "another errmsg"
  ask /docs
  grep -qE '^HTTP/[0-9.]+ 502' head || fail "outside the API the status is the status"
  # one that takes the request and says nothing
  node -e 'require("net").createServer(s=>s.on("error",()=>{})).listen(+process.argv[1],"127.0.0.1")' "$upstream" &
  local silent=$!
  started+=("$silent")
  listening "$upstream"
  ask /oapro/wx/user/index
  envelope 502
  kill "$silent" && wait "$silent" 2>/dev/null || true
  # the real one
  OA_LISTEN=127.0.0.1:$upstream DATABASE_URL="sqlite://$work/$proxy.db" "$binary" >served 2>served.log &
  local server=$!
  started+=("$server")
  listening "$upstream"
  ask /oapro/wx/user/index
  envelope 501
  has 'x-request-id: [0-9a-f-]{32,36}$'
  grep -q "$(sed -n 's/^x-request-id: //Ip' head)" served.log || fail "the id of the answer is not in the log"
  ask /oapro/wx/user/index -H 'x-request-id: "><script>'
  has 'x-request-id: [0-9a-f-]{32,36}$'
  ask /oapro/wx/auth/avatar -F file=@two-mib
  envelope 501
  ask /oapro/wx/auth/avatar -F file=@large
  envelope 413
  # refused before it was sent: over HTTP/2, curl would go on sending after a status of 200
  ask /oapro/wx/auth/avatar --http1.1 -F file=@absurd
  envelope 413
  ask /oapro/wx/auth/login_by_weixin --http1.1 --data-binary @absurd
  envelope 413
  ask /healthz
  grep -qE '^HTTP/[0-9.]+ 404' head || fail "the probes are not for outside"
  kill "$server" && wait "$server" || true
  echo "✓ $proxy: the envelope while nobody answers, 2 MiB pass, every request has an id"
}

proxy=nginx
if command -v nginx >/dev/null; then
  sed "s|/etc/ssl/oa-mini|$PWD|; s/listen 80;/listen 127.0.0.1:$(free_port);/; s/listen 443 /listen 127.0.0.1:$tls /
    s/127.0.0.1:8080/127.0.0.1:$upstream/; s/proxy_read_timeout 20s/proxy_read_timeout 1s/" "$examples/nginx.conf" >site.conf
  cat >nginx.conf <<CONF
pid $PWD/nginx.pid; error_log $PWD/nginx.log; daemon off; events {}
http { access_log off; client_body_temp_path $PWD/t1; proxy_temp_path $PWD/t2; fastcgi_temp_path $PWD/t3; uwsgi_temp_path $PWD/t4;
  scgi_temp_path $PWD/t5; include $PWD/site.conf; }
CONF
  nginx -q -t -c "$PWD/nginx.conf" || fail "it refuses the example"
  nginx -c "$PWD/nginx.conf" -e "$PWD/nginx.log" &
  nginx_pid=$!
  started+=("$nginx_pid")
  drive
  kill "$nginx_pid" && wait "$nginx_pid" || true
else
  echo "– nginx is not installed: its example was not checked"
fi

proxy=caddy
if command -v caddy >/dev/null; then
  export XDG_DATA_HOME=$PWD/caddy XDG_CONFIG_HOME=$PWD/caddy
  sed "s|^oa.example.com {|https://oa.example.com:$tls {\n\ttls $PWD/fullchain.pem $PWD/privkey.pem|; s/127.0.0.1:8080/127.0.0.1:$upstream/
    s/response_header_timeout 20s/response_header_timeout 1s/; 0,/^{/s//{\n\tadmin off\n\tauto_https off/" "$examples/Caddyfile" >Caddyfile
  caddy validate --config "$examples/Caddyfile" --adapter caddyfile >caddy.log 2>&1 || fail "it refuses the example"
  caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 &
  caddy_pid=$!
  started+=("$caddy_pid")
  drive
  kill "$caddy_pid" && wait "$caddy_pid" || true
else
  echo "– caddy is not installed: its example was not checked"
fi
