#!/usr/bin/env bash
# Makes target/dist/oa-mini-VERSION-image.tar.gz by buildah: no engine, and no base image that would be fetched. The base is a
# handful of Debian's packages, of the release on which the binary was linked. Docker's format: OCI's has no health check.
# Usage: image.sh [ARCHIVE] (without one, the newest of target/dist)
set -euo pipefail
cd "$(dirname "$0")/.."

archive=$(realpath "${1:-$(ls -t target/dist/oa-mini-*-linux-*.tar.gz | head -n 1)}")
version=$(basename "$archive" | cut -d- -f3)
name=oa-mini-$version-image
# the commit's time, for every file: the same packages and archive give the same layer
time=$(git log -1 --format=%ct 2>/dev/null || echo 0)
mkdir -p target/dist
work=$(mktemp -d "$PWD/target/image.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
context=$work/context
root=$context/root
mkdir -p "$root" "$context/state/oa-mini"
kilobytes() { echo $(($(du -sb "$1" | cut -f1) / 1000)); }
buildah() { command buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"; }

# apt checks their signatures; nothing is installed here, and no script of theirs runs
packages=(base-files ca-certificates libc6 libgcc-s1 tzdata)
.ci/download.sh "$work/packages" "${packages[@]}"
mkdir -p "$root/var/lib/dpkg/status.d"
for package in "$work"/packages/*.deb; do
  dpkg-deb --extract "$package" "$root"
  # where scanners for known holes look
  dpkg-deb --field "$package" >"$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$package" Package)"
done
# the bundle that update-ca-certificates would make
mkdir -p "$root/etc/ssl/certs"
cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
# the licences stay
find "$root/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root"/usr/share/{ca-certificates,lintian,man,info,base-files} "$root"/usr/{games,include,src,sbin/*,bin/*} \
  "$root"/usr/share/zoneinfo/right "$root"/etc/{ca-certificates,update-motd.d,profile.d} \
  "$root"/{boot,media,mnt,opt,srv,home}
echo 'root:x:0:0:root:/root:/usr/sbin/nologin
oa-mini:x:10001:10001:oa-mini:/var/lib/oa-mini:/usr/sbin/nologin' >"$root/etc/passwd"
echo 'root:x:0:
oa-mini:x:10001:' >"$root/etc/group"
# /etc/hosts first: the C library alone asks the name server first
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
mkdir -p "$root/usr/share/doc/oa-mini"
tar -xf "$archive" -C "$work" --strip-components 1
cp "$work"/{LICENSE,THIRD-PARTY.md} "$root/usr/share/doc/oa-mini/"
mv "$work/oa-mini" "$context/oa-mini"
# of the C library's files those that the program loads
loaded=$(ldd "$context/oa-mini")
find "$root"/lib "$root"/usr/lib -mindepth 2 -maxdepth 2 -path '*-linux-gnu/*' | while read -r library; do
  grep -qF "/$(basename "$library") " <<<"$loaded" || rm -r "$library"
done

buildah build --quiet --format docker --squash --timestamp "$time" --file deploy/Containerfile --tag "oa-mini:$version" "$context" >/dev/null
rm -f "target/dist/$name.tar"
buildah push --quiet "oa-mini:$version" "docker-archive:target/dist/$name.tar:oa-mini:$version"
gzip -9 -n -f "target/dist/$name.tar"
(cd target/dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "target/dist/$name.tar.gz: $(stat -c %s "target/dist/$name.tar.gz") bytes; unpacked $(kilobytes "$root") kB of" \
  "Debian and notices, $(kilobytes "$context/oa-mini") kB of oa-mini"
