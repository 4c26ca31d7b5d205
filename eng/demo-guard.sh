#!/usr/bin/env bash
# Waits in a session of its own until run.sh is gone, however it ended: Ctrl-C, a closed terminal, kill -9. The pipe on
# standard input, whose other end only run.sh holds, tells. Then it ends the demo's VMs and daemon.
# Usage: demo-guard.sh PROGRAMS-FOLDER ROOT DAEMON-PID
set -euo pipefail
bin=$1 root=$2 daemon=$3
trap '' INT HUP TERM PIPE

cat > /dev/null

# The program may have been built anew since; the kernel then marks it as deleted.
is_daemon() { [[ "$(readlink "/proc/$daemon/exe" 2> /dev/null)" == "$bin/lodged"* ]]; }

# A QEMU carries its run folder in its environment.
leftover_guests() {
  local environment
  for environment in /proc/[0-9]*/environ; do
    if grep -zq "^LODGE_RUN=$root/run/" "$environment" 2> /dev/null; then
      environment=${environment#/proc/}
      echo "${environment%/environ}"
    fi
  done
}

if is_daemon; then
  timeout 30 "$bin/lodge" --root "$root" kill --all --yes --quiet > /dev/null 2>&1 || true
  kill -TERM "$daemon" 2> /dev/null || true
  for _ in {1..100}; do
    is_daemon || break
    sleep 0.1
  done
  ! is_daemon || kill -KILL "$daemon" 2> /dev/null || true
fi

# Only where the daemon itself was gone or stuck is there anything left.
for pid in $(leftover_guests); do
  kill -KILL "$pid" 2> /dev/null || true
done
