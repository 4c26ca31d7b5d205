# Shared by the servers here; sourced, never run.
set -euo pipefail

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

need() {
  local program
  for program in "$@"; do
    command -v "$program" > /dev/null || die "$program is missing; see test_packages in test.sh."
  done
}

# A TCP port of the loopback that nobody listens on.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Tries a command every 50 ms until it succeeds; gives up after 20 s, showing a log.
await() {
  local log=$1 tries
  shift
  for ((tries = 0; tries < 400; tries++)); do
    ! "$@" > /dev/null 2>&1 || return 0
    sleep 0.05
  done
  tail -n 20 "$log" >&2 || true
  die "the server does not answer: $*"
}

listens() {
  (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

# Starts a program in the background, away from this shell; its process id goes to DIR/NAME.pid.
launch() {
  local dir=$1 name=$2
  shift 2
  setsid "$@" > "$dir/$name.log" 2>&1 < /dev/null &
  echo $! > "$dir/$name.pid"
}

# Ends the program of DIR/NAME.pid, and waits until it is gone.
end() {
  local dir=$1 name=$2 pid tries
  [ -f "$dir/$name.pid" ] || return 0
  pid=$(cat "$dir/$name.pid")
  kill "${3:--TERM}" "$pid" 2> /dev/null || true
  for ((tries = 0; tries < 60; tries++)); do
    kill -0 "$pid" 2> /dev/null || break
    [ "$tries" != 40 ] || kill -KILL "$pid" 2> /dev/null || true
    sleep 0.05
  done
  rm -f "$dir/$name.pid"
}
