#!/usr/bin/env bash
# Makes target/dist/oa-mini-VERSION-TARGET.tar.gz and its .sha256. The archive of a commit and a binary is the same bytes
# wherever it is made. Usage: dist.sh [BINARY] (without one, the release build is made first).
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${1:-}
if [ -z "$binary" ]; then
  deploy/build.sh server
  binary=${CARGO_TARGET_DIR:-target}/release/oa-mini
fi

version=$(cargo pkgid --locked -p server | sed 's/.*[#@]//')
target=$(rustc -vV | sed -n 's/^host: //p')
name=oa-mini-$version-$target
home=target/dist
# the commit's time; a checkout without git has none
time=$(git log -1 --format=%ct 2>/dev/null || echo 0)

rm -rf "${home:?}/$name"
mkdir -p "$home/$name"
install -m 755 "$binary" "$home/$name/oa-mini"
# the documents, and what they link to
node deploy/links.mjs list README.md DEPLOY.md SECURITY.md LOGGING.md | xargs -d '\n' cp --parents -t "$home/$name"
cp --parents -t "$home/$name" LICENSE deploy/{oa-mini.toml,oa-mini.service,Caddyfile,nginx.conf} \
  deploy/prometheus/{prometheus,oa-mini.rules,oa-mini.test}.yml deploy/grafana/oa-mini.json
# the schema that a start of it brings a database to; `oa-mini check --pending` says what of it is missing
for database in sqlite mysql postgres; do
  newest=$(basename "$(printf '%s\n' server/store-$database/migrations/*.sql | sort | tail -1)" .sql)
  echo "$database $newest"
done >"$home/$name/SCHEMA"
node deploy/notices.mjs >"$home/$name/THIRD-PARTY.md"

cd "$home"
tar --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$time" --mode=u+rw,go=rX -c "$name" |
  gzip -9 -n >"$name.tar.gz"
rm -rf "${name:?}"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
echo "$home/$name.tar.gz: $(stat -c %s "$name.tar.gz") bytes"
