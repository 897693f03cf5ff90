#!/usr/bin/env bash
# Runs the newest image by podman as DEPLOY.md says: a root that cannot be written, no capability, a volume that begins as the
# image has it, health checks. A WeChat of deploy/wechat.mjs stands outside. Usage: image-check.sh [IMAGE]
set -euo pipefail
here=$(realpath "$(dirname "$0")")
cd "$here/.."

image=$(realpath "${1:-$(ls -t target/dist/oa-mini-*-image.tar.gz | head -n 1)}")
(cd "$(dirname "$image")" && sha256sum --check --quiet "$(basename "$image").sha256")
version=$(basename "$image" | cut -d- -f3)
work=$(mktemp -d)
started=()
podman() {
  command podman --log-level fatal --storage-driver vfs --root "$work/storage" --runroot "$work/run" --cgroup-manager cgroupfs \
    --runtime runc "$@"
}
cleanup() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  podman rm --all --force --time 1 >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$work"
fail() { echo "deploy/image-check.sh: $*" >&2; podman logs oa-mini >&2 || true; tail -n 20 ./*.log >&2 || true; exit 1; }

# CHANGELOG.md says so
[ "$(stat -c %s "$image")" -lt 20000000 ] || fail "the image has 20 MB or more"
gzip -dc "$image" | podman load --quiet >load.log || fail "podman load"
podman inspect "oa-mini:$version" >inspected
node -e '
  const { Config: c, ManifestType, Healthcheck } = JSON.parse(require("fs").readFileSync("inspected"))[0];
  const want = { User: "10001:10001", Entrypoint: "/usr/local/bin/oa-mini", WorkingDir: "/var/lib/oa-mini", StopSignal: "SIGTERM" };
  for (const [key, value] of Object.entries(want)) if (String(c[key]) !== value) throw `${key} is ${c[key]}`;
  if (Healthcheck?.Test.join(" ") !== "CMD /usr/local/bin/oa-mini healthcheck") throw "another health check";
  if (!c.Volumes["/var/lib/oa-mini"] || !c.ExposedPorts["8080/tcp"]) throw "no volume, or no port";
' || fail "the configuration of the image"
root=$(podman image mount "oa-mini:$version")
for file in etc/ssl/certs/ca-certificates.crt usr/share/zoneinfo/Asia/Shanghai usr/lib/os-release usr/share/doc/libc6/copyright \
  usr/share/doc/oa-mini/THIRD-PARTY.md var/lib/dpkg/status.d/libc6; do
  [ -s "$root/$file" ] || fail "no $file in the image"
done
[ "$(grep -c BEGIN "$root/etc/ssl/certs/ca-certificates.crt")" -gt 100 ] || fail "too few authorities"
[ -z "$(find "$root" -name sh -o -name dpkg -type f -o -perm /6000 -type f)" ] || fail "a shell, a package manager or setuid is in the image"
podman image umount "oa-mini:$version" >/dev/null

node "$here/wechat.mjs" >wechat &
started+=($!)
port=$("$here/../.ci/free-port.mjs")
for _ in $(seq 50); do [ -s wechat ] && break; sleep 0.1; done
url=http://127.0.0.1:$port
cat >oa-mini.env <<ENV
OA_PUBLIC_URL=$url
OA_WX_APP_ID=wx0123456789abcdef
OA_WX_APP_SECRET=00000000000000000000000000000000
OA_WX_BASE_URL=$(cat wechat)
OA_MASTER_KEY=k1:$(openssl rand -base64 32)
DATABASE_URL=sqlite:///var/lib/oa-mini/oa-mini.db
ENV
# the limits: a machine of a test may not be let raise its own
run() {
  podman run -d --name oa-mini --read-only --cap-drop all --network host -v oa-mini:/var/lib/oa-mini \
    -e "OA_LISTEN=127.0.0.1:$port" --env-file oa-mini.env --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 "oa-mini:$version" \
    >run.log 2>&1 || fail "podman run"
  for _ in $(seq 100); do podman healthcheck run oa-mini >/dev/null 2>&1 && return; sleep 0.1; done
  fail "it does not get healthy"
}
stop() {
  podman stop --time 15 oa-mini >stop.log 2>&1 || fail "podman stop"
  [ "$(podman inspect --format '{{.State.ExitCode}}' oa-mini)" = 0 ] || fail "it does not stop by SIGTERM"
  podman rm oa-mini >/dev/null
}
inside() { podman exec oa-mini oa-mini "$@"; }
run
[ "$(inside healthcheck --ready)" = ok ] || fail "it is not ready"
inside check >check.log || fail "oa-mini check"
! inside backup /copy.db >backup.log 2>&1 || fail "its root can be written"
grep -qi 'read-only' backup.log || fail "another reason than a root that cannot be written"
token=$(curl -sS "$url/oapro/wx/auth/login_by_weixin" -d '{"code":"1","userInfo":{}}' | grep -oE 'oa_[A-Za-z0-9_-]+') || fail "no token"
stop
run
curl -sS "$url/oapro/wx/user/index" -H "X-OA-Token: $token" | grep -q '"errno":0' || fail "the session did not outlive the container"
stop
echo "✓ the image: loaded and run by podman, uid 10001, root read-only, healthy and ready, a login that outlives the container"
