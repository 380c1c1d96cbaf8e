#!/usr/bin/env bash
# The suite of what stands in the way of a write: real mounts, full and read-only file systems, other users, immutable files,
# links, umasks and HOMEs. For Debian 12 as root; installs what is missing. Each test has mounts of its own, gone with it.
#   npm run test:files -- --testNamePattern sudo
#   OPENCLAW_RESCUE_SKIP_FILES=1   leaves it out, where nothing can be mounted
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [ "${OPENCLAW_RESCUE_SKIP_FILES:-}" = 1 ]; then
  echo 'test:files: LEFT OUT, since OPENCLAW_RESCUE_SKIP_FILES=1: nothing was tested against real obstacles' >&2
  exit 0
fi

packages=()
for need in util-linux:unshare util-linux:setpriv e2fsprogs:chattr sudo:sudo mount:mount coreutils:sha256sum findutils:xargs; do
  command -v "${need#*:}" >/dev/null || packages+=("${need%%:*}")
done
if [ "${#packages[@]}" -gt 0 ] && [ "$(id -u)" = 0 ]; then
  echo "installing ${packages[*]}" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >/dev/null </dev/null || {
    echo "test:files: ${packages[*]} can’t be installed; OPENCLAW_RESCUE_SKIP_FILES=1 leaves this suite out" >&2
    exit 1
  }
fi
if ! { [ "$(id -u)" = 0 ] && unshare -m mount -t tmpfs tmpfs /mnt; } 2>/dev/null; then
  echo 'test:files: LEFT OUT: NOTHING WAS TESTED, since nothing can be mounted here; it takes root, and a container that may mount' >&2
  exit 0
fi

export PATH="$PWD/node_modules/.bin:$PATH"
npm run build --silent
# A copy that every user can read, and that another build does not pull away.
OPENCLAW_TEST_WORK=$(mktemp -d)
trap 'rm -rf "$OPENCLAW_TEST_WORK"' EXIT
export OPENCLAW_TEST_WORK
mkdir "$OPENCLAW_TEST_WORK/bin"
cp -R dist assets package.json test/fixtures/openclaw "$OPENCLAW_TEST_WORK"
cp -L "$(node -p process.execPath)" "$OPENCLAW_TEST_WORK/bin/node"
ln -s ../openclaw/openclaw.mjs "$OPENCLAW_TEST_WORK/bin/openclaw"
chmod -R a+rX "$OPENCLAW_TEST_WORK"
vitest run --config test/files/vitest.config.ts "$@" </dev/null
