#!/usr/bin/env bash
# Downloads the distribution's packages into a folder, and installs nothing. Usage: download.sh FOLDER PACKAGE…
set -euo pipefail
mkdir -p "$1"
cd "$1"
shift

# as root, apt warns that its own user cannot write here
download() { apt-get download -qq "$@" 2>/dev/null; }
download "$@" && exit 0
# a new machine has no lists yet, and an old list names packages that are gone
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
download "$@"
