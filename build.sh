#!/usr/bin/env bash
# Builds the programs, ahead of time, into artifacts/bin: lodged, lodge, lodge-launch.
# When nothing has changed since the last time, it does nothing.
set -euo pipefail
# shellcheck source=eng/common.sh
source "$(dirname "$0")/eng/common.sh"
cd "$top"

bin=artifacts/bin
declare -A programs=([lodged]=Lodge.Daemon [lodge]=Lodge.Cli [lodge-launch]=Lodge.Launch)

# What the programs are made from, in one number.
fingerprint() {
  {
    dotnet --version
    find src Directory.* global.json eng/common.sh build.sh -type d \( -name bin -o -name obj \) -prune -o -type f -print0 \
      | sort -z | xargs -0 sha256sum
  } | sha256sum
}

is_current() {
  local program
  for program in "${!programs[@]}"; do [ -x "$bin/$program" ] || return 1; done
  [ "$(cat "$bin/.fingerprint" 2> /dev/null)" = "$1" ]
}

publish() {
  local program=$1 project=$2
  echo "$program"
  dotnet publish "src/$project" -c Release -r linux-x64 -v quiet -m:2 \
    || die "$program did not build." "See the errors above. Fresh try: rm -rf artifacts; ./build.sh"
  # install(1) makes a new file, so a program that runs keeps its own.
  install -m 755 "artifacts/publish/$project/release_linux-x64/$program" "$bin/$program"
}

require_x86_64
need_packages "${build_packages[@]}"
need_dotnet
now=$(fingerprint)
if is_current "$now"; then
  echo "$bin/{lodged,lodge,lodge-launch} are up to date."
  exit 0
fi

[ "$SharedCompilationId" != "lodge-$$" ] || trap stop_compiler_server EXIT
say "Building the programs; the first time takes some minutes."
mkdir -p "$bin"
rm -f "$bin/.fingerprint"
for program in lodged lodge lodge-launch; do
  publish "$program" "${programs[$program]}"
done
printf '%s\n' "$now" > "$bin/.fingerprint"
ls -lh "$bin/lodged" "$bin/lodge" "$bin/lodge-launch" | awk '{ print $5, $9 }'
