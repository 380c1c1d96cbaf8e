#!/usr/bin/env bash
# The suite of real services: the real OpenClaw under a real systemd, booted by boot.sh. For Debian 12 as root; installs what is missing.
#   npm run test:systemd -- --testNamePattern linger
#   OPENCLAW_RESCUE_SKIP_SYSTEMD=1   leaves it out, where no systemd can be booted
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [ "${OPENCLAW_RESCUE_SKIP_SYSTEMD:-}" = 1 ]; then
  echo 'test:systemd: LEFT OUT, since OPENCLAW_RESCUE_SKIP_SYSTEMD=1: nothing was tested under a real systemd' >&2
  exit 0
fi

fail() {
  echo "test:systemd: $*; OPENCLAW_RESCUE_SKIP_SYSTEMD=1 leaves this suite out" >&2
  exit 1
}
[ "$(id -u)" = 0 ] || fail 'a systemd can be booted by root alone'

packages=()
for need in systemd:/lib/systemd/systemd libpam-systemd:/lib/*/security/pam_systemd.so dbus-user-session:/usr/lib/systemd/user/dbus.socket \
  polkitd:/usr/lib/polkit-1/polkitd iproute2:/sbin/ip util-linux:/usr/bin/nsenter passwd:/usr/sbin/useradd; do
  compgen -G "${need#*:}" >/dev/null || packages+=("${need%%:*}")
done
if [ "${#packages[@]}" -gt 0 ]; then
  echo "installing ${packages[*]}" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >/dev/null </dev/null ||
    fail "${packages[*]} can’t be installed"
fi

OPENCLAW_TEST_PREFIX=$(bash test/openclaw/install.sh)
export OPENCLAW_TEST_PREFIX TEST_CHECKOUT=$PWD TEST_NODE=$PWD/node_modules/.bin/node
export PATH="$PWD/node_modules/.bin:$PATH"

# The tests run a copy: another build in this checkout must not pull the program away under them.
npm run build --silent
OPENCLAW_TEST_WORK=$(mktemp -d) logs=$(mktemp -d)
export OPENCLAW_TEST_WORK
# Each of the two lanes below is a process group of its own, so that the boot in it hears of the end, too, and cleans up after itself.
set -m
lanes=()
clean_up() {
  for lane in "${lanes[@]}"; do kill -TERM -- "-$lane" 2>/dev/null || true; done
  wait
  rm -rf "$OPENCLAW_TEST_WORK" "$logs"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
cp -R dist assets package.json "$OPENCLAW_TEST_WORK"
chmod -R a+rX "$OPENCLAW_TEST_WORK"

test/systemd/boot.sh test/systemd/furnish.sh rescue-plain true || fail 'no systemd runs here'

# Each file has a boot of its own: a host that nobody has touched, with all of its ports. Much of the time is waiting, so two run at once.
try() {
  local user=$1 file=$2 code=0
  shift 2
  test/systemd/boot.sh test/systemd/furnish.sh "$user" env --chdir=/srv/checkout PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
    OPENCLAW_TEST_PREFIX=/usr/local OPENCLAW_TEST_WORK=/usr/local/lib/node_modules/openclaw-rescue \
    node node_modules/vitest/vitest.mjs run --configLoader runner --config test/systemd/vitest.config.ts "$file" "$@" >"$logs/$file-$user" 2>&1 || code=$?
  echo "test:systemd: $file as $user ended with $code" >&2
  return "$code"
}
lane() {
  local code=0 one
  # Heard when the boot has ended.
  trap 'exit 130' TERM
  for one in $1; do try "${one%:*}" "${one#*:}" "${@:2}" || code=1; done
  return "$code"
}
echo 'test:systemd: two boots at a time; what they print comes at the end' >&2
lane 'rescue-plain:life rescue-guest:logout rescue-plain:engine' "$@" &
lanes+=("$!")
lane 'rescue-odd:life rescue-plain:failure rescue-odd:drill' "$@" &
lanes+=("$!")
code=0
for lane in "${lanes[@]}"; do wait "$lane" || code=1; done
lanes=()
for log in "$logs"/*; do
  echo "== ${log##*/}"
  cat "$log"
done
exit "$code"
