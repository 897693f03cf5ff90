#!/usr/bin/env bash
# Installs the newest package by this machine's dpkg, starts it, upgrades, removes and purges it: in a mount namespace whose
# root is a layer over this machine's, so that nothing of it stays. There is no systemd in there: the unit's ExecStart runs
# with what systemd would give it, a user without a name, the credentials and the state directory.
# Usage: deb-check.sh [PACKAGE]
set -euo pipefail
here=$(realpath "$(dirname "$0")")

if [ "${1:-}" != --inside ]; then
  package=$(realpath "${1:-$(ls -t "$here"/../target/dist/oa-mini_*.deb | head -n 1)}")
  (cd "$(dirname "$package")" && sha256sum --check --quiet "$(basename "$package").sha256")
  layer=$(mktemp -d)
  trap 'rmdir "$layer"' EXIT
  # the layer is of memory: it goes with the namespace
  unshare --mount bash -euc '
    mount -t tmpfs tmpfs "$1" && mkdir "$1"/{upper,work,merged}
    mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/merged"
    for system in dev proc; do mount --rbind "/$system" "$1/merged/$system"; done
    chroot "$1/merged" "$2" --inside "$3"' - "$layer" "$here/deb-check.sh" "$package"
  exit
fi

package=$2
cd "$(mktemp -d)"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
unset DATABASE_URL ${!OA_*}
started=()
cleanup() { [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true; }
trap cleanup EXIT
trap 'exit 130' INT TERM
fail() { echo "deploy/deb-check.sh: $*" >&2; tail -n 20 ./*.log >&2 || true; exit 1; }
quietly() { "$@" >dpkg.log 2>&1 || fail "$*"; }
has() { for file in "$@"; do [ -e "$file" ] || fail "$file is not there"; done; }
has_not() { for file in "$@"; do [ ! -e "$file" ] && [ ! -L "$file" ] || fail "$file is there"; done; }

# a newer version of the same program, whose configuration has a line more
dpkg-deb --raw-extract "$package" newer
version=$(dpkg-deb --field "$package" Version)
sed -i "s/^Version: .*/Version: $version+1/" newer/DEBIAN/control
echo '# of the newer version' >>newer/etc/oa-mini/oa-mini.toml
quietly dpkg-deb --build --root-owner-group -Znone newer newer.deb

quietly dpkg --purge oa-mini
quietly apt-get install --yes --no-install-recommends "$package"
[ "$(dpkg-query -W -f '${db:Status-Status} ${Version}' oa-mini)" = "installed $version" ] || fail "it is not installed"
for file in oa-mini.toml master.key; do
  [ "$(stat -c '%U %a' /etc/oa-mini/$file)" = 'root 600' ] || fail "/etc/oa-mini/$file is not root's alone"
done
key=$(cat /etc/oa-mini/master.key)
grep -qE '^k1:[A-Za-z0-9+/]{43}=$' <<<"$key" || fail "no master key"
[ -z "$(ls /etc/systemd/system/*.wants/oa-mini.service 2>/dev/null)" ] || fail "it enables itself"
node "$here/links.mjs" check /usr/share/doc/oa-mini || fail "a document of the package links to what is not there"

# what an operator does: DEPLOY.md, section 2
node "$here/wechat.mjs" >wechat &
started+=($!)
port=$("$here/../.ci/free-port.mjs")
for _ in $(seq 50); do [ -s wechat ] && break; sleep 0.1; done
sed -i -E -e "s|^#(wx_base_url = ).*|\1\"$(cat wechat)\"|" -e "s|^#(listen = ).*|\1\"127.0.0.1:$port\"|" \
  -e "s|^#(public_url = ).*|\1\"http://127.0.0.1:$port\"|" \
  -e 's/^#(database_url|master_key_file|wx_app_id|wx_app_secret) = /\1 = /' /etc/oa-mini/oa-mini.toml
url=http://127.0.0.1:$port

# systemctl start oa-mini, by hand
user=61184
serve() {
  local credentials=/run/credentials/oa-mini.service command name
  mkdir -p "$credentials" && chmod 755 /run/credentials
  while IFS=: read -r name file; do install -m 400 -o $user "$file" "$credentials/$name"; done \
    < <(sed -n 's/^LoadCredential=//p' /usr/lib/systemd/system/oa-mini.service)
  chown -R $user "$credentials"
  install -d -m 700 -o $user -g $user /var/lib/private /var/lib/private/oa-mini
  chmod 711 /var/lib/private
  ln -sfn private/oa-mini /var/lib/oa-mini
  command=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/oa-mini.service)
  [[ $command == /usr/bin/oa-mini* ]] || fail "the unit starts another program: $command"
  # shellcheck disable=SC2086 # the words of the unit
  (cd /var/lib/oa-mini && umask 077 && exec env "OA_MASTER_KEY_FILE=$credentials/master.key" setpriv --reuid $user --regid $user \
    --clear-groups --no-new-privs --bounding-set=-all ${command//%d/$credentials}) >served.log 2>&1 &
  server=$!
  started+=("$server")
  curl -fs -o /dev/null --retry 30 --retry-delay 1 --retry-connrefused "$url/readyz" || fail "it does not start"
}
stop() { kill "$server" && wait "$server" || fail "it does not stop well"; }
signed_in() { curl -sS "$url/oapro/wx/user/index" -H "X-OA-Token: $token" | grep -q '"errno":0' || fail "$*"; }
serve
oa-mini check >checked.log 2>&1 || fail "oa-mini check"
token=$(curl -sS "$url/oapro/wx/auth/login_by_weixin" -d '{"code":"1","userInfo":{}}' | grep -oE 'oa_[A-Za-z0-9_-]+') || fail "no token"
signed_in "the token is not taken"
has /var/lib/private/oa-mini/oa-mini.db
echo "✓ $(basename "$package"): installed, a master key made, started as uid $user, a login"

quietly dpkg --install --force-confold newer.deb
[ "$(dpkg-query -W -f '${Version}' oa-mini)" = "$version+1" ] || fail "it is not upgraded"
kill -0 "$server" || fail "the upgrade ended the server"
signed_in "the upgrade disturbed the server"
[ "$key" = "$(cat /etc/oa-mini/master.key)" ] || fail "the upgrade made another master key"
has /etc/oa-mini/oa-mini.toml.dpkg-dist
oa-mini check --pending 2>/dev/null | grep -q 'nothing pending' || fail "check --pending"
stop
serve
signed_in "the session did not outlive the upgrade"
stop
echo "✓ upgraded under the running server, which stayed; configuration, key and session kept"

quietly dpkg --remove oa-mini
has_not /usr/bin/oa-mini /usr/lib/systemd/system/oa-mini.service
has /etc/oa-mini/oa-mini.toml /etc/oa-mini/master.key /var/lib/oa-mini/oa-mini.db
quietly dpkg --install newer.deb
[ "$key" = "$(cat /etc/oa-mini/master.key)" ] || fail "another master key after a removal"
serve
signed_in "the session did not outlive a removal"
stop
quietly dpkg --purge oa-mini
has_not /etc/oa-mini /var/lib/oa-mini /var/lib/private/oa-mini /usr/share/doc/oa-mini /usr/bin/oa-mini
echo "✓ removed: data, configuration and key stay; purged: nothing is left"
