#!/usr/bin/env bash
# Installs the real OpenClaw into a cache folder outside the checkout, once for each version, and prints that folder.
#   OPENCLAW_VERSION=2026.8.2 bash test/openclaw/install.sh
set -euo pipefail

version=${OPENCLAW_VERSION:-2026.9.6}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prefix=${XDG_CACHE_HOME:-$HOME/.cache}/openclaw-rescue-test/$version

# The Node of the project, since OpenClaw does not install under an old one of the system.
[ -x "$checkout/node_modules/.bin/node" ] || { echo 'the real OpenClaw: there is no node_modules/.bin/node; run npm ci first' >&2; exit 1; }
export PATH="$checkout/node_modules/.bin:$PATH"

works() { "$1/bin/openclaw" --version 2>/dev/null | grep -qF "OpenClaw $version"; }

if ! works "$prefix"; then
  mkdir -p "$(dirname "$prefix")"
  # Moved into place when it is whole: an install that was interrupted must not look like one.
  fresh=$(mktemp -d "$prefix.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "installing openclaw@$version into $prefix" >&2
  npm install --global --prefix "$fresh" --no-audit --no-fund --loglevel=error "openclaw@$version" </dev/null >&2
  works "$fresh" || { echo "the real OpenClaw: the one in $fresh does not run as $version" >&2; exit 1; }
  rm -rf "$prefix"
  mv -T "$fresh" "$prefix"
fi
# Beside it the Node that goes with it, as a user's install has it; the checkout may have moved since the last run.
ln -sfn "$(node --print process.execPath)" "$prefix/bin/node"
echo "$prefix"
