#!/usr/bin/env bash
# Measures Lodge and what it is measured against, in one run; prints a table and writes artifacts/bench/bench.json.
# 'bench/run.sh --help' tells the options. Figures mean something on a quiet machine only.
set -euo pipefail
# shellcheck source=../eng/common.sh
source "$(dirname "$0")/../eng/common.sh"
cd "$top"

require_x86_64
case " $* " in
  *" --help "* | *" -h "*) ;;
  *)
    need_packages "${run_packages[@]}"
    # Another manager comes to this machine only when it was asked for by name.
    case " $* " in
      *" --libvirt "* | *" --only libvirt "*)
        need_packages libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients python3-libvirt
        ;;
    esac
    [ -n "${LODGE_BIN:-}" ] || ./build.sh >&2
    ;;
esac

need_dotnet
dotnet build bench/Lodge.Bench -c Release -v quiet -m:2 >&2
exec artifacts/bin/Lodge.Bench/release/Lodge.Bench "$@"
