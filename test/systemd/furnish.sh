#!/usr/bin/env bash
# Puts into the root of a boot what the tests find there: Node, OpenClaw and our program where `npm install --global` has them, and
# the users. For boot.sh; run.sh sets the variables.
set -euo pipefail

root=$1
global=$root/usr/local/lib/node_modules
bin=$root/usr/local/bin

# A folder or file of this machine, read-only, at another place there.
lend() {
  mount --bind "$1" "$2"
  mount -o remount,bind,ro "$2"
}

# OpenClaw refuses a service whose Node or package lies in a folder for temporary files, and the checkout may lie anywhere.
rm -rf "${bin:?}"/{node,openclaw,openclaw-rescue} "$global"/openclaw{,-rescue}
mkdir -p "$global"/openclaw{,-rescue} "$root/srv/checkout"
touch "$bin/node"
lend "$(realpath "$TEST_NODE")" "$bin/node"
lend "$OPENCLAW_TEST_PREFIX/lib/node_modules/openclaw" "$global/openclaw"
lend "$OPENCLAW_TEST_WORK" "$global/openclaw-rescue"
lend "$TEST_CHECKOUT" "$root/srv/checkout"
ln -s ../lib/node_modules/openclaw/openclaw.mjs "$bin/openclaw"
ln -s ../lib/node_modules/openclaw-rescue/dist/cli.cjs "$bin/openclaw-rescue"

add_user() { chroot "$root" useradd --create-home --shell /bin/bash --home-dir "$2" "$1"; }
add_user rescue-plain /home/rescue-plain
# What a path may hold that a unit has to quote.
add_user rescue-odd "/home/o'dd \"100%\" ü"
# This one logs in and out by itself, with its name as the password. The others linger, as on a host that is always on. An apostrophe
# without white space beside it is what OpenClaw 2026.9.6 writes into a unit bare, and systemd drops the line; ours has to work.
add_user rescue-guest "/home/o'guest"
echo rescue-guest:rescue-guest | chroot "$root" chpasswd
touch "$root"/var/lib/systemd/linger/rescue-{plain,odd}
