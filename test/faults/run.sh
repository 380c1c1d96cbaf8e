#!/usr/bin/env bash
# The fault sweep, for Linux. Needs strace, and as root on Debian installs it; as root in a network of its own, so that no
# port of this machine matters. FULL=1 lets every call fail in each of four ways instead of one by turns.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v strace >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends strace; } >/dev/null </dev/null
fi
command -v strace >/dev/null || { echo 'test:faults: needs strace' >&2 && exit 1; }
npm run build --silent
tests=(vitest run --config test/faults/vitest.config.ts "$@")
# A look at all processes would go another way each time.
space='--net --pid --fork --mount-proc --kill-child'
# shellcheck disable=SC2086
if [ "$(id -u)" = 0 ] && unshare $space ip link set lo up 2>/dev/null; then
  unshare $space bash -c 'ip link set lo up && "$@"; exit $?' bash "${tests[@]}" </dev/null # The shell stays, to bury what those who were killed leave.
else
  "${tests[@]}" </dev/null
fi
