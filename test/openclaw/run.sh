#!/usr/bin/env bash
# The suite against the real OpenClaw, for Linux. Installs one into a cache folder outside the checkout, builds, and runs the
# tests; as root in a network of their own, so that no port of this machine matters.
#   OPENCLAW_VERSION=2026.8.2 npm run test:openclaw -- --testNamePattern undo
set -euo pipefail

version=${OPENCLAW_VERSION:-2026.9.6}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prefix=${XDG_CACHE_HOME:-$HOME/.cache}/openclaw-rescue-test/$version
cd "$checkout"

# The Node of the project, since OpenClaw does not install under an old one of the system.
[ -x node_modules/.bin/node ] || { echo 'test:openclaw: there is no node_modules/.bin/node; run npm ci first' >&2; exit 1; }
export PATH="$checkout/node_modules/.bin:$PATH"

works() { "$1/bin/openclaw" --version 2>/dev/null | grep -qF "OpenClaw $version"; }

if ! works "$prefix"; then
  mkdir -p "$(dirname "$prefix")"
  # Moved into place when it is whole: an install that was interrupted must not look like one.
  fresh=$(mktemp -d "$prefix.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "installing openclaw@$version into $prefix" >&2
  npm install --global --prefix "$fresh" --no-audit --no-fund --loglevel=error "openclaw@$version" </dev/null
  works "$fresh" || { echo "test:openclaw: the openclaw in $fresh does not run as $version" >&2; exit 1; }
  rm -rf "$prefix"
  mv -T "$fresh" "$prefix"
fi
# Beside it the Node that goes with it, as a user's install has it; the checkout may have moved since the last run.
ln -sfn "$(node --print process.execPath)" "$prefix/bin/node"

# The tests run a copy: another build in this checkout must not pull the program away under them.
npm run build --silent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R dist package.json "$work"
export OPENCLAW_TEST_PREFIX=$prefix OPENCLAW_TEST_WORK=$work

# A real browser, for what doctor says about browsers, and what OpenClaw looks for the holder of a port with.
if ! { command -v chromium && command -v lsof; } >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium lsof; } >/dev/null </dev/null ||
    echo 'test:openclaw: chromium or lsof could not be installed; the tests that need them are left out' >&2
fi

tests=(vitest run --config test/openclaw/vitest.config.ts "$@")
# With a list of processes of their own, every browser that is left behind ends with the tests.
for kind in '--net --pid --fork --mount-proc --kill-child' '--net'; do
  # shellcheck disable=SC2086
  if [ "$(id -u)" = 0 ] && unshare $kind ip link set lo up 2>/dev/null; then space=$kind && break; fi
done
if [ -n "${space:-}" ]; then
  # shellcheck disable=SC2086
  unshare $space bash -c 'ip link set lo up && exec "$@"' bash "${tests[@]}" </dev/null
else
  "${tests[@]}" </dev/null
fi
