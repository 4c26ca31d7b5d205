#!/usr/bin/env bash
# An NFS server in user space, nfs-ganesha, in a network namespace of its own that only this host reaches.
# It has an rpcbind of its own there, at the port that clients know, 111. Needs root.
# Usage: nfs.sh start DIR    the folder DIR/export is exported by that path; says where it is in DIR/env
#        nfs.sh pause DIR    the server vanishes; its files stay
#        nfs.sh resume DIR   it comes back
#        nfs.sh stop DIR
# shellcheck source=tests/storage-servers/common.sh
source "$(dirname "$0")/common.sh"

action=${1:-} dir=${2:-}
[ -n "$dir" ] || { sed -n '2,7s/^# //p' "$0"; exit 2; }

# Of the block for measuring network devices, which nobody routes.
server=198.19.253.2 host=198.19.253.1

configure() {
  cat > "$dir/ganesha.conf" <<END
NFS_CORE_PARAM {
  Protocols = 3;
  Enable_UDP = false;
  Enable_NLM = false;
  Enable_RQUOTA = false;
  Enable_NFSACL = false;
  Plugins_Dir = "/usr/lib/$(uname -m)-linux-gnu/ganesha";
}
EXPORT {
  Export_Id = 1;
  Path = "$dir/export";
  Pseudo = /export;
  Access_Type = RW;
  Squash = none;
  SecType = sys;
  PrivilegedPort = false;
  FSAL { Name = VFS; }
}
END
}

# What both write outside of DIR goes to folders that they alone see.
cat_inner() {
  cat <<'END'
mount -t tmpfs none /run
mkdir -p /run/rpcbind /run/ganesha /var/lib/nfs
mount -t tmpfs none /var/lib/nfs
rpcbind -f &
tries=0
until [ -S /run/rpcbind.sock ] || [ $tries = 100 ]; do sleep 0.02; tries=$((tries + 1)); done
exec ganesha.nfsd -F -L "$1/ganesha.log" -f "$1/ganesha.conf" -p "$1/own.pid"
END
}

answers() {
  (exec 3<> "/dev/tcp/$server/2049") 2> /dev/null
}

connect() {
  ip netns add lodge-nfs
  ip link add lodge-nfs0 type veth peer name lodge-nfs1 netns lodge-nfs
  ip address add "$host/30" dev lodge-nfs0
  ip link set lodge-nfs0 up
  ip -n lodge-nfs address add "$server/30" dev lodge-nfs1
  ip -n lodge-nfs link set lodge-nfs1 up
  ip -n lodge-nfs link set lo up
}

run() {
  launch "$dir" ganesha ip netns exec lodge-nfs bash -c "$(cat_inner)" ganesha "$dir"
  await "$dir/ganesha.log" answers
}

halt() {
  [ ! -f "$dir/ganesha.pid" ] || kill -KILL -- "-$(cat "$dir/ganesha.pid")" 2> /dev/null || true
  rm -f "$dir/ganesha.pid"
}

disconnect() {
  ip link delete lodge-nfs0 2> /dev/null || true
  ip netns delete lodge-nfs 2> /dev/null || true
}

case $action in
  start)
    need ganesha.nfsd rpcbind ip
    mkdir -p "$dir/export"
    chmod 0777 "$dir/export"
    printf 'NFS_SERVER=%s\nNFS_EXPORT=%s\n' "$server" "$dir/export" > "$dir/env"
    configure
    connect
    run
    ;;
  pause) halt ;;
  resume) run ;;
  stop)
    halt
    disconnect
    rm -rf "$dir/export" "$dir/env" "$dir/ganesha.conf" "$dir/ganesha.log" "$dir/own.pid"
    ;;
  *) die "unknown action '$action'" ;;
esac
