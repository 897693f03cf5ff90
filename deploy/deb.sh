#!/usr/bin/env bash
# Makes target/dist/oa-mini_VERSION-1_ARCHITECTURE.deb of what is in a release archive, by cargo-deb.
# Usage: deb.sh [ARCHIVE] (without one, the newest of target/dist)
set -euo pipefail
cd "$(dirname "$0")/.."

archive=${1:-$(ls -t target/dist/oa-mini-*-linux-*.tar.gz | head -n 1)}
stage=target/deb
rm -rf "$stage"
mkdir -p "$stage/doc" "$stage/unit"
trap 'rm -rf "$stage"' EXIT
tar -xf "$archive" -C "$stage/doc" --strip-components 1
# a package's program is in /usr/bin, and its documents are not local ones
sed 's|/usr/local/bin/|/usr/bin/|; s|/usr/local/share/|/usr/share/|' "$stage/doc/deploy/oa-mini.service" >"$stage/unit/oa-mini.service"
mv "$stage/doc/oa-mini" "$stage/oa-mini"
cp "$stage/doc/deploy/oa-mini.toml" "$stage/oa-mini.toml"
# cargo-deb makes it the file copyright
rm "$stage/doc/LICENSE"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH
package=$(target/tools/bin/cargo-deb --quiet -p server --no-build --no-strip --locked --output target/dist)
(cd target/dist && sha256sum "$(basename "$package")" >"$(basename "$package").sha256")
echo "$package: $(stat -c %s "$package") bytes"
