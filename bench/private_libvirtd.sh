#!/usr/bin/env bash
# Becomes a libvirtd that keeps all that it writes below FOLDER and sees no /dev/kvm. Run as root within 'unshare --mount'.
# Usage: private_libvirtd.sh FOLDER, in which libvirtd.conf and etc/libvirt/qemu.conf are already.
set -euo pipefail
folder=$1

for place in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt; do
  mkdir -p "$place" "$folder$place"
  mount --bind "$folder$place" "$place"
done

# A device that is there and does not work makes libvirtd ask QEMU again and again; so this /dev has everything else.
mkdir "$folder/dev"
mount -t tmpfs none "$folder/dev"
for device in /dev/*; do
  if [ -d "$device" ] && [ ! -L "$device" ]; then
    mkdir "$folder$device"
    mount --rbind "$device" "$folder$device"
  elif [ "$device" != /dev/kvm ]; then
    cp -a "$device" "$folder$device"
  fi
done
mount --move "$folder/dev" /dev

exec /usr/sbin/libvirtd -f "$folder/libvirtd.conf"
