#!/usr/bin/env bash
# Runs public WeChat SDKs, unmodified, against the standalone WeChat double, and compares what they do with the table in its README.
# Usage: run.sh BINARY LANGUAGE… (python java go node rust)
set -euo pipefail

binary=$(realpath "$1")
shift
cd "$(dirname "$0")/../.."
root=$PWD
mkdir -p target
OA_MINI_BINARY=$binary
SDK_RESULTS=$(mktemp "$root/target/sdk-results.XXXXXX")
export OA_MINI_BINARY SDK_RESULTS
trap 'rm -f "$SDK_RESULTS"' EXIT
trap 'exit 130' INT TERM

run_python() {
  python3 -c 'import ensurepip' 2>/dev/null || .ci/packages.sh no-such-command=python3-venv
  local venv=target/sdk-venv wanted=end2end/sdk/python/requirements.txt
  if ! cmp -s "$wanted" "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$wanted"
    cp "$wanted" "$venv/requirements.txt" # last: a venv that was cut short is made again
  fi
  "$venv/bin/python" -B end2end/sdk/python/wechatpy_test.py
}

run_java() {
  .ci/packages.sh javac=default-jdk-headless mvn=maven
  mvn -q -B -Dstyle.color=never -f end2end/sdk/java/pom.xml test
}

run_go() {
  .ci/packages.sh go=golang
  (cd end2end/sdk/go && go test -count=1 ./...)
}

run_node() {
  (cd end2end/sdk/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm test --silent)
}

run_rust() {
  # a workspace of its own, as a user's: `make lint` does not reach it
  local here=(--manifest-path end2end/sdk/rust/Cargo.toml) build=(--quiet --locked --target-dir target/sdk-rust)
  cargo fmt "${here[@]}" --check
  cargo clippy "${here[@]}" "${build[@]}" --all-targets -- -D warnings
  cargo test "${here[@]}" "${build[@]}"
}

for language in "$@"; do
  echo "… $language"
  "run_$language"
done
python3 -B end2end/sdk/table.py "$SDK_RESULTS" "$@"
