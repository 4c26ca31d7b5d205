#!/usr/bin/env bash
# Unpacks the programs that configure a host's network, and firewalld, with what they need, into a folder. Nothing is installed:
# on the machine itself they would take its network over.
# Usage: unpack.sh DIR    DIR/tree is made once; more calls at the same time wait for the first
set -euo pipefail

packages=(systemd dbus ifupdown bridge-utils netplan.io network-manager firewalld)
dir=${1:-}
[ -n "$dir" ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }

mkdir -p "$dir"
exec 9> "$dir/lock"
flock 9
[ ! -e "$dir/tree" ] || exit 0
rm -rf "$dir/new" "$dir/packages"
mkdir "$dir/new" "$dir/packages"
cd "$dir/packages"

# What is installed already is there within, too.
mapfile -t missing < <(apt-get -s -q install --no-install-recommends "${packages[@]}" 2> ../log | awk '$1 == "Inst" { print $2 }')
[ ${#missing[@]} = 0 ] || apt-get -q -o APT::Sandbox::User=root -o Acquire::Retries=2 download "${missing[@]}" > ../log 2>&1 \
  || { tail -n 3 ../log >&2; exit 1; }
for package in ./*.deb; do
  [ -e "$package" ] || continue
  dpkg-deb --extract "$package" ../new
done
cd ..
rm -rf new/usr/share/{doc,man,locale,bash-completion,lintian} packages
for folder in bin sbin lib; do # As on a host where /lib is /usr/lib.
  [ ! -d "new/$folder" ] || { mkdir -p "new/usr/$folder" && cp -a "new/$folder/." "new/usr/$folder" && rm -rf "new/$folder"; }
done
mv new tree
