#!/usr/bin/env bash
# Runs a command with the programs of a tree, and with a host's configuration of its own, in the network that it is started in.
# What it starts ends with it, and what it writes elsewhere is gone then.
# Usage: within.sh TREE FILES COMMAND...    TREE from unpack.sh; FILES stands for the host's /run and parts of its /etc
set -euo pipefail

tree=$1 files=$2
shift 2
if [ -z "${IS_WITHIN:-}" ]; then
  IS_WITHIN=1 exec unshare --mount --propagation private --pid --fork --kill-child "$0" "$tree" "$files" "$@"
fi

top=$files.within root=$files.within/root
mkdir -p "$top"
mount -t tmpfs none "$top"
mkdir "$top"/{tree,changed,work,root}
cp -a "$tree/." "$top/tree"
mount -t overlay none -o "lowerdir=$top/tree:/,upperdir=$top/changed,workdir=$top/work" "$root"
mount -t proc none "$root/proc"
mount -t sysfs -o ro none "$root/sys" # Read-only: nobody waits for udev, as in a container.
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
for folder in run etc/systemd/network etc/netplan etc/network etc/NetworkManager/system-connections; do
  mkdir -p "$files/$folder" "$root/$folder"
  mount --bind "$files/$folder" "$root/$folder"
done
grep -q ^systemd-network: "$root/etc/passwd" || echo systemd-network:x:998:998::/:/usr/sbin/nologin >> "$root/etc/passwd"

mkdir -p "$root/run/dbus"
cat > "$root/run/dbus/bus.conf" << 'END'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*" eavesdrop="true"/> <allow receive_sender="*" eavesdrop="true"/>
  </policy>
</busconfig>
END
rm -f "$root/run/dbus/system_bus_socket"
unset IS_WITHIN
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
chroot "$root" dbus-daemon --config-file=/run/dbus/bus.conf --nofork --nopidfile > "$root/run/dbus/log" 2>&1 &
until [ -S "$root/run/dbus/system_bus_socket" ]; do sleep 0.02; done
exec chroot "$root" "$@"
