#!/usr/bin/env bash
# Brings the standard library for wasm32-unknown-unknown, without which the page does not compile.
# rustup downloads it in seconds. Where rustup reaches nothing, it is built from the distribution's `rust-src` package of
# exactly the compiler's version, and put where rustup would put it (about 40 s).
set -euo pipefail

target=wasm32-unknown-unknown
home=$(rustc --print sysroot)/lib/rustlib/$target/lib
if compgen -G "$home/libstd-*.rlib" >/dev/null; then exit 0; fi
echo "… standard library for $target"
if timeout 120 rustup target add "$target" >/dev/null 2>&1 && compgen -G "$home/libstd-*.rlib" >/dev/null; then exit 0; fi

version=$(rustc --version | cut -d' ' -f2)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial"

# A package list of our own: the machine's configuration stays as it is.
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | sort -u | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie-backports main" >"$work/sources.list"
apt=(-o APT::Sandbox::User=root -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists")
apt-get "${apt[@]}" update -qq

# The suite carries several versions at a time: the compiler's own, never the newest.
package=$(apt-cache "${apt[@]}" madison rust-src | awk -v v="$version+" '{ if (index($3, v) == 1) { print $3; exit } }')
if [ -z "$package" ]; then
  echo "no rust-src $version to be had; run: rustup target add $target" >&2
  exit 1
fi
(cd "$work" && apt-get "${apt[@]}" download -qq "rust-src=$package" && dpkg -x rust-src_*.deb .)

# `library` is a link inside the package, hence -L.
cp -rL "$work/usr/src/rustc-$version/library" "$work/library"
cd "$work/library"
RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked" \
  cargo build --quiet --manifest-path sysroot/Cargo.toml --target "$target" --release \
  --features compiler-builtins-mem --locked
mkdir -p "$home"
cp target/"$target"/release/deps/*.rlib "$home/"
