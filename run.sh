#!/usr/bin/env bash
# Shows Lodge at work: builds it, starts it on a root folder inside this checkout, boots a small Linux guest, and stays
# until Ctrl-C. With --smoke it ends as soon as the guest has proved itself: 0 if it did.
set -euo pipefail
# shellcheck source=eng/common.sh
source "$(dirname "$0")/eng/common.sh"
cd "$top"

vm=hello
root=$top/.lodge
bin=$top/artifacts/bin
daemon_log=$root/lodged.log
patience=${LODGE_DEMO_TIMEOUT:-300}
smoke=
guard=
daemon=

case "$*" in
  "") ;;
  --smoke) smoke=1 ;;
  -h | --help) echo "Usage: ./run.sh [--smoke]"; sed -n '2,3s/^# //p' "$0"; exit 0 ;;
  *) echo "Usage: ./run.sh [--smoke]" >&2; exit 2 ;;
esac

# The daemon and the guard hold neither the pipe that tells the guard of our end (9), nor, the daemon, our claim (8).
lodge() { "$bin/lodge" --root "$root" "$@" 8>&- 9>&-; }

main() {
  require_x86_64
  need_packages "${build_packages[@]}" "${run_packages[@]}"
  need_package_lists linux-image-cloud-amd64 busybox-static qemu-guest-agent
  claim_root
  SharedCompilationId=lodge-build-$$ ./build.sh 8>&-
  SharedCompilationId=lodge-build-$$ stop_compiler_server
  start_daemon
  build_image
  boot_guest
  if [ -n "$smoke" ]; then
    prove_guest
    finish 0
  fi

  print_hints
  stay
}

# One demo at a time; the claim ends with the processes that hold it.
claim_root() {
  mkdir -p "$root"
  exec 8>> "$root/demo.lock"
  flock -n 8 || die "The demo runs already in this checkout, process $(cat "$root/demo.pid" 2> /dev/null || echo unknown)." \
    "Use it: artifacts/bin/lodge --root .lodge list; or end it with Ctrl-C where it was started."
  echo $$ > "$root/demo.pid"
}

start_daemon() {
  say "\$ lodged --root .lodge"
  setsid "$bin/lodged" --root "$root" > "$daemon_log" 2>&1 < /dev/null 8>&- &
  daemon=$!
  exec 9> >(exec setsid "$top/eng/demo-guard.sh" "$bin" "$root" "$daemon" > /dev/null 2>&1)
  guard=$!
  trap 'finish 130' INT
  trap 'exec > /dev/null 2>&1; finish 129' HUP PIPE
  trap 'finish 143' TERM
  trap 'finish $?' EXIT

  local tries
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "$daemon" 2> /dev/null || fail "lodged ended at once."
    if lodge list > /dev/null 2>&1; then
      lodge version
      return 0
    fi
    sleep 0.1
  done
  fail "lodged did not answer within 30 seconds."
}

build_image() {
  if ! lodge image list --json | grep -q '"name": *"tiny"'; then
    say "\$ lodge image build tiny"
    lodge image build tiny || fail "The tiny image could not be built."
  fi
}

boot_guest() {
  # What an earlier demo left; the guest shall be seen to boot.
  if lodge info "$vm" > /dev/null 2>&1; then
    lodge delete "$vm" --force --discard-save --yes > /dev/null || fail "The VM '$vm' of an earlier demo cannot be removed."
  fi

  # The image's own command line says 'quiet'; here the boot is to be seen.
  local append="console=ttyS0 panic=1 reboot=t cryptomgr.notests no_timer_check"
  say "\$ lodge launch tiny $vm --append '$append'"
  lodge launch tiny "$vm" --append "$append" || fail "The VM '$vm' did not start."
  say "\$ lodge console $vm --read-only"
  local outcome=0
  timeout --foreground "$patience" "$bin/lodge" --root "$root" console "$vm" --read-only --until 'lodge-tiny: up' \
    < /dev/null 8>&- 9>&- || outcome=$?
  if [ -t 1 ]; then printf '\r'; else echo; fi
  [ "$outcome" != 124 ] || fail "The guest did not come up within $patience seconds."
  [ "$outcome" = 0 ] || fail "The console of '$vm' broke off (exit status $outcome)."
  up_line || fail "The guest ended before it was up."
}

# The whole of the line whose beginning ended the console; a serial line needs a moment for it.
up_line() {
  local tries
  for ((tries = 0; tries < 20; tries++)); do
    if lodge log "$vm" | grep -a '^lodge-tiny: up.* s' | tail -n 1; then return 0; fi
    sleep 0.1
  done
  return 1
}

# A guest that is up answers on its console, and obeys the power button.
prove_guest() {
  say "\$ echo 'echo proof-\$((6*7))' | lodge console $vm --until proof-42"
  echo "echo proof-\$((6*7))" | timeout --foreground 60 "$bin/lodge" --root "$root" console "$vm" --until proof-42 8>&- 9>&- \
    || fail "The guest's shell did not answer on the console."
  echo
  say "\$ lodge stop $vm"
  lodge stop "$vm" --timeout 60s || fail "The guest did not power off when asked by ACPI."
  lodge list
  say "The guest has proved itself."
}

print_hints() {
  printf '\nThe guest is up. In another terminal, from this folder:\n\n'
  # shellcheck disable=SC2016
  printf '  %s\n' 'export PATH=$PWD/artifacts/bin:$PATH LODGE_SOCKET=$PWD/.lodge/run/api.sock'
  hint "lodge list" "all VMs"
  hint "lodge info $vm" "this one, and why it runs as it does"
  hint "lodge console $vm" "a shell in the guest; Ctrl-] leaves"
  hint "lodge log $vm" "what it has printed"
  hint "lodge stop $vm" "press its power button"
  hint "lodge start $vm" "boot it again"
  hint "lodge events" "what happens, as it happens"
  hint "lodge --help" "everything else"
  printf '\n  %s\n' "curl --unix-socket .lodge/run/api.sock http://lodge/v1/vms/$vm"
  printf '\nCtrl-C ends the demo: its VMs and its daemon.\n'
}

hint() { printf '  %-24s%s\n' "$1" "$2"; }

stay() {
  wait "$daemon" || true
  fail "lodged ended by itself."
}

fail() {
  printf '\nrun.sh: %s\n' "$1" >&2
  {
    [ ! -s "$daemon_log" ] || { echo "--- the end of $daemon_log"; tail -n 20 "$daemon_log"; }
    lodge log "$vm" > "$root/console.txt" 2> /dev/null || true
    if [ -s "$root/console.txt" ]; then
      echo "--- the end of the console of $vm"
      tail -n 20 "$root/console.txt"
    fi
    lodge log "$vm" --qemu 2> /dev/null | tail -n 10 || true
  } >&2
  finish 1
}

# Tells the guard by closing the pipe, and waits until it has cleaned up.
finish() {
  trap '' INT HUP TERM PIPE
  trap - EXIT
  if [ -n "$guard" ]; then
    [ -n "$smoke" ] || printf '\nEnding the demo.\n' || true
    exec 9>&-
    wait "$guard" 2> /dev/null || true
    wait "$daemon" 2> /dev/null || true
  fi
  rm -f "$root/demo.pid"
  exit "$1"
}

main
