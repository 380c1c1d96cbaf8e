#!/usr/bin/env bash
# The suite against the real OpenClaw, for Linux. Installs one into a cache folder outside the checkout, builds, and runs the
# tests; as root in a network of their own, so that no port of this machine matters.
#   OPENCLAW_VERSION=2026.8.2 npm run test:openclaw -- --testNamePattern undo
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
prefix=$(bash test/openclaw/install.sh)
export PATH="$PWD/node_modules/.bin:$PATH"

# The tests run a copy: another build in this checkout must not pull the program away under them.
npm run build --silent
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R dist package.json "$work"
export OPENCLAW_TEST_PREFIX=$prefix OPENCLAW_TEST_WORK=$work

# The tests have no network, so npm gets what it installs there from a cache of its own: this version and an older one.
export OPENCLAW_TEST_OTHER=2026.9.5 OPENCLAW_TEST_PACKAGES=$(dirname "$prefix")/packages
for version in "$(basename "$prefix")" "$OPENCLAW_TEST_OTHER"; do
  [ -e "$OPENCLAW_TEST_PACKAGES/openclaw-$version" ] && continue
  echo "fetching the packages of openclaw@$version" >&2
  fresh=$(mktemp -d)
  npm install --prefix "$fresh" --cache "$OPENCLAW_TEST_PACKAGES" --no-audit --no-fund --loglevel=error "openclaw@$version" </dev/null >&2
  rm -rf "$fresh"
  touch "$OPENCLAW_TEST_PACKAGES/openclaw-$version"
done

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
