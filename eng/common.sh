# Shared by build.sh, run.sh and test.sh; sourced, never run.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Nothing is reported to anybody; build helpers end with the script that started them.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export SharedCompilationId=${SharedCompilationId:-lodge-$$}

# What the programs need to compile ahead of time, and what it takes to run VMs and networks and to make the tiny image.
# shellcheck disable=SC2034
build_packages=(gcc libc6-dev zlib1g-dev libsqlite3-dev)
# shellcheck disable=SC2034
run_packages=(qemu-system-x86 qemu-block-extra qemu-utils ovmf dnsmasq-base libnftables1 genisoimage xz-utils)

say() {
  if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi
}

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  shift
  printf '  → %s\n' "$@" >&2
  exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

require_x86_64() {
  [ "$(uname -m)" = x86_64 ] || die "Lodge builds on x86-64 so far, and this machine is $(uname -m)." "Use an x86-64 host."
}

# Installs those of the Debian packages named that are missing, after listing them.
need_packages() {
  command -v dpkg-query > /dev/null || die "This script installs packages on Debian and its relatives only." \
    "Elsewhere install what corresponds to: $*; then run the build and the programs by hand, see CONTRIBUTING.md."
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null || true)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  say "These Debian packages are missing and will be installed: ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo > /dev/null || die "Installing packages needs root, and there is no sudo." \
    "As root: apt-get install ${missing[*]}"
  update_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" \
    || die "apt-get could not install them." "See its message above; then start again."
}

# A fresh container knows no packages at all, and the tiny image is made from packages.
need_package_lists() {
  apt-cache show --no-all-versions "$@" > /dev/null 2>&1 || update_package_lists
}

update_package_lists() {
  as_root apt-get -q update || die "apt-get could not read the package lists." "Check the network and /etc/apt/sources.list."
}

# Puts a .NET SDK of the right age on the PATH.
need_dotnet() {
  local place
  for place in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nonexistent}/dotnet" "$HOME/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /opt/dotnet/dotnet; do
    if [ -x "$place" ] && "$place" --list-sdks 2> /dev/null | grep -q '^10\.'; then
      PATH="$(dirname "$(readlink -f "$place")"):$PATH"
      return 0
    fi
  done
  die "The .NET 10 SDK is missing." \
    "For yourself: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" \
    "For the system: https://learn.microsoft.com/dotnet/core/install/linux-debian"
}

# The compiler server that this script's builds share stays for minutes otherwise.
stop_compiler_server() {
  pkill -f -- "-pipename:$SharedCompilationId( |\$)" 2> /dev/null || true
}
