#!/usr/bin/env bash
# Installs the distribution's packages that are missing. Usage: packages.sh COMMAND=PACKAGE… (a font: file=PACKAGE).
set -euo pipefail

missing=()
for wanted in "$@"; do
  what=${wanted%%=*}
  command -v "$what" >/dev/null 2>&1 || [ -e "$what" ] || missing+=("${wanted#*=}")
done
[ ${#missing[@]} -eq 0 ] && exit 0
echo "… installing ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
