#!/usr/bin/env bash
# Boots a real systemd, runs a command in it as an ordinary user, and ends with the exit code of the command.
#   boot.sh FURNISH USER COMMAND [ARG...]
# systemd is PID 1 of namespaces of its own, network included, on an overlay of this machine's root file system. What is written
# there, users and homes too, lies in a tmpfs and is gone at the end. FURNISH is a program that is told the folder of that root
# before systemd starts; it may put users, files and bind mounts in it. Needs root, cgroup v2 and overlayfs (Debian 12 has them).
set -euo pipefail

self=$(realpath "${BASH_SOURCE[0]}")

fail() {
  echo "boot.sh: no systemd can be booted here: $*" >&2
  exit 1
}

# Becomes that PID 1; runs in the new namespaces.
become_init() {
  local work=$1 furnish=$2 root=$1/root name
  ip link set lo up
  mount -t tmpfs -o mode=755 tmpfs "$work"
  mkdir "$work/upper" "$work/work" "$root"
  mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" overlay "$root"

  # What the kernel shows of these namespaces, and nothing of the machine around them.
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
  for name in run dev; do mount -t tmpfs -o mode=755 tmpfs "$root/$name"; done
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s fd/0 "$root/dev/stdin"
  ln -s fd/1 "$root/dev/stdout"
  ln -s fd/2 "$root/dev/stderr"

  # None of the services that this machine has enabled, and none that would look for hardware.
  rm -rf "$root"/etc/systemd/system/*.wants "$root/var/lib/systemd/linger"
  : >"$root/etc/fstab"
  for name in systemd-{udevd,udev-trigger,modules-load,sysctl,firstboot,remount-fs,networkd,timesyncd}.service kmod-static-nodes.service \
    {console-getty,systemd-tmpfiles-clean}.service getty.target dev-{hugepages,mqueue}.mount sys-kernel-{debug,tracing,config}.mount sys-fs-fuse-connections.mount; do
    ln -sf /dev/null "$root/etc/systemd/system/$name"
  done
  # A journal on disk has a file for each user, which is what journalctl --user needs.
  rm -rf "$root/var/log/journal"
  mkdir -p "$root/var/log/journal" "$root/var/lib/systemd/linger"

  "$furnish" "$root"

  mkdir "$root/.old"
  cd "$root"
  pivot_root . .old
  cd /
  umount -l /.old
  rmdir /.old
  exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal --show-status=no
}

if [ "$1" = --as-init ]; then
  shift
  become_init "$@"
fi

furnish=$(realpath "$1") user=$2
shift 2
[ "$(id -u)" = 0 ] || fail 'that takes root'
[ -x /lib/systemd/systemd ] || fail 'there is no /lib/systemd/systemd'

work=$(mktemp -d)
unsharer= init= visitor= mounted= group=
clean_up() {
  # With its PID 1 all processes of the namespace end, and with them the mounts.
  [ -z "$init" ] || kill -KILL "$init" 2>/dev/null || true
  [ -z "$unsharer" ] || kill -KILL "$unsharer" 2>/dev/null || true
  wait $unsharer $visitor 2>/dev/null || true
  # A control group can be removed as soon as its last process is reaped.
  for _ in $(seq 100); do
    [ -d "$group" ] || break
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
  done
  [ -z "$mounted" ] || { umount "$mounted" && rmdir "$mounted"; }
  rm -rf --one-file-system "$work" "$work.log"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# A subtree of its own, which becomes the root that this systemd sees.
groups=$(findmnt --noheadings --types cgroup2 --output TARGET | head -n 1)
if [ -z "$groups" ]; then
  groups=$(mktemp -d)
  mount -t cgroup2 cgroup2 "$groups" 2>/dev/null || { rmdir "$groups"; fail 'cgroup v2 is missing or closed'; }
  mounted=$groups
fi
group=$groups/openclaw-rescue-test.$$
mkdir "$group" 2>/dev/null || fail "no control group can be made in $groups"

(
  echo "$BASHPID" >"$group/cgroup.procs"
  exec unshare --fork --kill-child --pid --mount --uts --ipc --net --cgroup --propagation private "$self" --as-init "$work" "$furnish"
) </dev/null >"$work.log" 2>&1 &
unsharer=$!

last_words() { head -n 1 "$work.log" | grep . || echo 'it ended without a word'; }
is_systemd() {
  init=$(tr -d ' ' 2>/dev/null <"/proc/$unsharer/task/$unsharer/children") && [ "$(cat "/proc/$init/comm")" = systemd ]
}
until is_systemd 2>/dev/null; do
  kill -0 "$unsharer" 2>/dev/null || fail "$(last_words)"
  sleep 0.02
done

inside() { nsenter --target "$init" --mount --uts --ipc --pid --net --cgroup --root --wdns=/ "$@"; }
# "degraded" is as good as "running": what this machine has and a test bed lacks may fail.
for _ in $(seq 600); do
  state=$(inside systemctl is-system-running 2>/dev/null) || true
  case $state in running | degraded) break ;; esac
  kill -0 "$init" 2>/dev/null || fail "$(last_words)"
  sleep 0.05
done
case $state in running | degraded) ;; *) fail "it is still ${state:-silent} after 30 s" ;; esac

# In the background, since a trap has to wait for a command in the foreground.
inside systemd-run --quiet --wait --collect --pipe --service-type=exec --uid="$user" -- "$@" </dev/null &
visitor=$!
code=0
wait "$visitor" || code=$?
exit "$code"
