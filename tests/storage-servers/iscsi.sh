#!/usr/bin/env bash
# An iSCSI target on the loopback, with CHAP: tgt in user space.
# Usage: iscsi.sh start DIR [SIZE]   one disk of SIZE (64M) at lun 1, kept in DIR/disk; says where it is in DIR/env
#        iscsi.sh pause DIR          the server vanishes; its disk stays
#        iscsi.sh resume DIR         it comes back at the same port
#        iscsi.sh stop DIR
# shellcheck source=tests/storage-servers/common.sh
source "$(dirname "$0")/common.sh"

action=${1:-} dir=${2:-}
[ -n "$dir" ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
target=iqn.2026-01.test.lodge:disks

adm() {
  tgtadm --control-port "$ISCSI_CONTROL" --lld iscsi "$@"
}

run() {
  # shellcheck source=/dev/null
  source "$dir/env"
  mkdir -p /run/tgtd
  launch "$dir" tgtd tgtd -f --control-port "$ISCSI_CONTROL" --iscsi "portal=127.0.0.1:$ISCSI_PORT"
  await "$dir/tgtd.log" adm --mode target --op show
  adm --mode target --op new --tid 1 --targetname "$target"
  adm --mode logicalunit --op new --tid 1 --lun 1 --backing-store "$dir/disk"
  adm --mode account --op new --user "$ISCSI_USER" --password "$ISCSI_PASSWORD"
  adm --mode account --op bind --tid 1 --user "$ISCSI_USER"
  adm --mode target --op bind --tid 1 --initiator-address ALL
}

halt() {
  # shellcheck source=/dev/null
  source "$dir/env"
  end "$dir" tgtd -KILL
  rm -f "/run/tgtd/socket.$ISCSI_CONTROL" "/run/tgtd/socket.$ISCSI_CONTROL.lock"
}

case $action in
  start)
    need tgtd tgtadm python3
    mkdir -p "$dir"
    truncate -s "${3:-64M}" "$dir/disk"
    port=$(free_port)
    printf 'ISCSI_PORT=%s\nISCSI_CONTROL=%s\nISCSI_TARGET=%s\nISCSI_USER=anna\nISCSI_PASSWORD=chap-secret-12\n' \
      "$port" $((port % 32000)) "$target" > "$dir/env"
    run
    ;;
  pause) halt ;;
  resume) run ;;
  stop)
    halt
    rm -f "$dir/disk" "$dir/env" "$dir/tgtd.log"
    ;;
  *) die "unknown action '$action'" ;;
esac
