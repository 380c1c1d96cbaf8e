#!/usr/bin/env bash
# Hosts full of secrets and of hostile text, and every way out of the program. For Debian; installs strace, which sees what each child is started with.
#   npm run test:secrets -- test/secrets/crash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v strace >/dev/null; then
  echo 'installing strace' >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends strace; } >/dev/null </dev/null
fi
npm run build --silent
exec npx vitest run --config test/secrets/vitest.config.ts "$@"
