#!/usr/bin/env bash
# Runs a public WeChat SDK (Python's wechatpy) against the standalone WeChat double. Usage: run.sh BINARY
set -euo pipefail

binary=$(realpath "$1")
cd "$(dirname "$0")/../.."
venv=target/sdk-venv
python3 -c 'import ensurepip' 2>/dev/null || .ci/packages.sh no-such-command=python3-venv

if ! cmp -s end2end/sdk/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  mkdir -p target
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r end2end/sdk/requirements.txt
  cp end2end/sdk/requirements.txt "$venv/requirements.txt" # last: a venv that was cut short is made again
fi
exec "$venv/bin/python" end2end/sdk/wechatpy_test.py "$binary"
