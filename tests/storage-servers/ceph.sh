#!/usr/bin/env bash
# A Ceph of one node on the loopback: a monitor and one OSD on a file, cephx on, a pool named 'rbd'.
# Usage: ceph.sh start DIR    says where it is in DIR/env; DIR/ceph.conf and DIR/admin.keyring are for the tools
#        ceph.sh pause DIR    all of it vanishes; its data stays
#        ceph.sh resume DIR   it comes back
#        ceph.sh stop DIR
# shellcheck source=tests/storage-servers/common.sh
source "$(dirname "$0")/common.sh"

action=${1:-} dir=${2:-}
[ -n "$dir" ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }

configure() {
  cat > "$dir/ceph.conf" <<END
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$CEPH_PORT
public addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = $dir/admin.keyring
run dir = $dir
admin socket = $dir/\$name.asok
log file = $dir/\$name.log
log to stderr = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data = $dir/mon
osd data = $dir/osd
osd objectstore = bluestore
bluestore block size = 2147483648
bluestore block create = true
bluestore cache size = 67108864
osd memory target = 939524096
osd op num shards = 1
osd op num threads per shard = 2
ms async op threads = 2
rbd default features = 3
[osd]
keyring = $dir/osd/keyring
END
}

make() {
  local fsid
  fsid=$(cat /proc/sys/kernel/random/uuid)
  configure
  ceph-authtool --create-keyring "$dir/admin.keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' > /dev/null
  ceph-authtool --create-keyring "$dir/mon.keyring" --gen-key -n mon. --cap mon 'allow *' > /dev/null
  ceph-authtool "$dir/mon.keyring" --import-keyring "$dir/admin.keyring" > /dev/null
  mkdir "$dir/osd"
  ceph-authtool --create-keyring "$dir/osd/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' > /dev/null
  ceph-authtool "$dir/mon.keyring" --import-keyring "$dir/osd/keyring" > /dev/null
  ceph-authtool --create-keyring "$dir/guests.keyring" --gen-key -n client.guests --cap mon 'profile rbd' --cap osd 'profile rbd' > /dev/null
  ceph-authtool "$dir/mon.keyring" --import-keyring "$dir/guests.keyring" > /dev/null
  monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$CEPH_PORT]" "$dir/monmap" > /dev/null
  ceph-mon --conf "$dir/ceph.conf" --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/mon.keyring"
}

run() {
  launch "$dir" mon ceph-mon --conf "$dir/ceph.conf" -f -i a --public-addr "v2:127.0.0.1:$CEPH_PORT"
  await "$dir/mon.a.log" listens "$CEPH_PORT"
}

run_osd() {
  launch "$dir" osd ceph-osd --conf "$dir/ceph.conf" -f -i 0 --no-mon-config
}

is_up() {
  ceph --conf "$dir/ceph.conf" --connect-timeout 10 osd stat | grep -q ' 1 up'
}

case $action in
  start)
    need ceph-mon ceph-osd ceph rbd ceph-authtool monmaptool python3
    mkdir -p "$dir"
    CEPH_PORT=$(free_port)
    make
    run
    osd_id=$(cat /proc/sys/kernel/random/uuid)
    ceph --conf "$dir/ceph.conf" osd new "$osd_id" -i /dev/null > /dev/null
    ceph-osd --conf "$dir/ceph.conf" -i 0 --mkfs --no-mon-config --osd-uuid "$osd_id" > "$dir/mkfs.log" 2>&1
    run_osd
    await "$dir/osd.0.log" is_up
    ceph --conf "$dir/ceph.conf" osd pool create rbd 8 > /dev/null 2>&1
    printf 'CEPH_PORT=%s\nCEPH_USER=guests\nCEPH_KEY=%s\n' "$CEPH_PORT" "$(ceph-authtool -p -n client.guests "$dir/guests.keyring")" > "$dir/env"
    ;;
  pause)
    end "$dir" osd -KILL
    end "$dir" mon -KILL
    ;;
  resume)
    # shellcheck source=/dev/null
    source "$dir/env"
    run
    run_osd
    await "$dir/osd.0.log" is_up
    ;;
  stop)
    end "$dir" osd -KILL
    end "$dir" mon -KILL
    rm -rf "$dir"
    ;;
  *) die "unknown action '$action'" ;;
esac
