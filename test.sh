#!/usr/bin/env bash
# Runs all tests, and ends with one line: 'N passed, N failed, N skipped'.
# Usage: ./test.sh [NAME [OPTION...]]
#   NAME    only test projects whose name contains it, such as Store or System
#   OPTION  goes to the test programs, such as --filter-method '*Boot*'
set -euo pipefail
# shellcheck source=eng/common.sh
source "$(dirname "$0")/eng/common.sh"
cd "$top"

test_packages=(
  at-spi2-core btrfs-progs busybox-static ceph-common ceph-mon ceph-osd cpio dbus-x11 fdisk gir1.2-atspi-2.0
  gir1.2-spiceclientgtk-3.0 gpg gpgv iproute2 libiscsi-bin librsvg2-common libvirt-clients libvirt-dbus libxml2-utils lvm2
  nfs-ganesha nfs-ganesha-vfs nftables passt procps python3-libvirt sqlite3 swtpm swtpm-tools tgt virt-manager virtinst xfsprogs xvfb
)
reports=$top/artifacts/test-results
minutes=${LODGE_TEST_MINUTES:-12}
most_unsteady=3 # More failures than this are not run a second time.

case "${1:-}" in
  -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
esac

only=${1:-}
[ $# = 0 ] || shift

require_x86_64
need_packages "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
need_package_lists linux-image-cloud-amd64 linux-image-amd64 busybox-static qemu-guest-agent
need_dotnet
building=
trap '[ -z "$building" ] || kill "$building" 2> /dev/null; stop_compiler_server' EXIT

projects=()
for folder in tests/*.Tests; do
  name=${folder#tests/}
  [[ $name != *"$only"* ]] || projects+=("$name")
done
[ ${#projects[@]} -gt 0 ] || die "No test project is called anything like '$only'." "There are: $(cd tests && echo ./*.Tests | sed 's|\./||g')"

# These start the native programs; the others can run while those are built, which keeps little more than one processor busy.
with_programs=(Lodge.System.Tests)
build_log=$top/artifacts/build.log

needs_programs() {
  [[ " ${with_programs[*]} " == *" $1 "* ]]
}

build() {
  local name
  say "Building the tests."
  if [ -z "$only" ]; then
    dotnet build Lodge.slnx -c Debug -v quiet -m:2
  else
    for name in "${projects[@]}"; do
      dotnet build "tests/$name" -c Debug -v quiet -m:2
    done
  fi

  for name in "${projects[@]}"; do
    if needs_programs "$name" && [ -z "$building" ]; then
      say "Building the programs beside the first tests; the first time takes some minutes."
      ./build.sh > "$build_log" 2>&1 &
      building=$!
    fi
  done
}

# Waits until the programs are built; prints what the compiler said when they are not.
wait_for_programs() {
  [ -n "$building" ] || return 0
  wait "$building" || { cat "$build_log" && die "The programs did not build." "See the errors above."; }
  building=
}

# The number in an attribute of the report's <assembly> element; 0 where there is none.
count() {
  local number
  number=$(grep -om1 '<assembly [^>]*' "$1" 2> /dev/null | grep -o " $2=\"[0-9]*\"" | tr -dc 0-9) || true
  echo "${number:-0}"
}

passed=0 failed=0 skipped=0

# Runs the program of a project and writes NAME.xml into a folder; its outcome is the status.
execute() {
  local name=$1 folder=$2
  shift 2
  timeout --kill-after=20 "${minutes}m" "artifacts/bin/$name/debug/$name" --no-progress --no-ansi \
    --long-running 150 --xunit-diagnostics on --results-directory "$folder" --report-xunit --report-xunit-filename "$name.xml" "$@"
}

# Runs one project; what the report does not count, a crash or a hang, counts as one failure.
run() {
  local name=$1 report=$reports/$1.xml outcome=0
  shift
  say "$name"
  execute "$name" "$reports" "$@" || outcome=$?

  local bad
  bad=$(($(count "$report" failed) + $(count "$report" errors)))
  case $outcome in
    0 | 8) ;; # 8: no test of this project was asked for.
    *) [ "$bad" -gt 0 ] || { bad=1 && echo "$name ended with status $outcome and no report of a failure (124: no end within $minutes minutes)."; } ;;
  esac
  passed=$((passed + $(count "$report" passed)))
  skipped=$((skipped + $(count "$report" skipped)))
  failed=$((failed + bad))
}

# Prints 'PROJECT CLASS.METHOD' of each test that failed.
failures() {
  local report
  for report in "$reports"/*.xml; do
    [ -e "$report" ] || continue
    tr '\n' ' ' < "$report" | sed 's/<test /\n&/g' | grep '^<test [^>]* result="Fail"' \
      | sed -E "s/^<test [^>]* type=\"([^\"]*)\" method=\"([^\"]*)\".*/$(basename "$report" .xml) \1.\2/" || true
  done | sort -u
}

# A few failures are run once more, by themselves. What passes then is not hidden: it is named as unsteady, and is to be
# mended like any other bug.
run_again() {
  local name test again=$reports/again
  [ "$failed" -gt 0 ] && [ "$failed" -le "$most_unsteady" ] || return 0
  [ "$(failures | wc -l)" -gt 0 ] || return 0
  say "Once more, what failed"
  mkdir -p "$again"
  while read -r name test; do
    rm -f "$again/$name.xml"
    if execute "$name" "$again" --filter-method "$test" < /dev/null && [ "$(count "$again/$name.xml" passed)" -gt 0 ]; then
      unsteady+=("$test")
    fi
  done < <(failures)
  [ ${#unsteady[@]} -lt "$(failures | wc -l)" ] || { passed=$((passed + failed)) && failed=0; }
}

# Names the tests of one outcome, and why they were skipped.
list() {
  local title=$1 result=$2 found
  found=$(cat "$reports"/*.xml 2> /dev/null | tr '\n' ' ' | sed 's/<test /\n&/g' | grep "^<test [^>]* result=\"$result\"" \
    | sed -E 's/^<test [^>]*name="([^"]*)"[^>]*>(.*<reason><!\[CDATA\[([^]]*).*)?.*/  \1  \3/' | sort) || return 0
  printf '\n%s:\n%s\n' "$title" "$found"
}

build
rm -rf "$reports"
mkdir -p "$reports"
for name in "${projects[@]}"; do
  needs_programs "$name" || run "$name" "$@"
done
wait_for_programs
for name in "${projects[@]}"; do
  ! needs_programs "$name" || run "$name" "$@"
done

unsteady=()
run_again

list skipped Skip
list failed Fail
if [ ${#unsteady[@]} -gt 0 ]; then
  printf '\nUNSTEADY, failed first and passed when run again by itself:\n'
  printf '  %s\n' "${unsteady[@]}"
fi
[ $((passed + failed)) -gt 0 ] || die "No test ran." "Check NAME and the filter."
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
