#!/usr/bin/env bash
# The suite in zsh and fish, for Linux. What is missing of the two is installed where apt-get can do that.
#   npm run test:shells -- --testNamePattern completion
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ -x node_modules/.bin/vitest ] || { echo 'test:shells: there is no node_modules/.bin/vitest; run npm ci first' >&2; exit 1; }
# The Node of the project, as in test/openclaw/run.sh.
export PATH="$PWD/node_modules/.bin:$PATH"

missing=()
for shell in zsh fish; do command -v "$shell" >/dev/null || missing+=("$shell"); done

install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }
}

if [ "${#missing[@]}" -gt 0 ]; then
  echo "installing ${missing[*]}" >&2
  if [ "$(id -u)" != 0 ] || ! install "${missing[@]}" </dev/null >&2; then
    echo "test:shells: there is no ${missing[*]} here and it can't be installed; that takes root and apt-get" >&2
    exit 1
  fi
fi

vitest run --config test/shells/vitest.config.ts "$@" </dev/null
