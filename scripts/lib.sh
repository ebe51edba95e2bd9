# shellcheck shell=bash disable=SC2034  # read by the scripts that source this
# Shared by the scripts beside it: where things are, and how to say what is going on.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
data=${ASSAY_DATA:-${XDG_DATA_HOME:-${HOME:?set HOME or ASSAY_DATA}/.local/share}/assay}
jobs=$(nproc)

say() { printf '\n== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# Runs a command as root: as it is when we are root, else through sudo.
as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "needs root to run: $*; become root, or install sudo"
  fi
}

# The names in the given groups of packages.list.
packages_of() {
  local groups=" $* "
  while read -r group package _; do
    [[ $groups == *" $group "* ]] && printf '%s\n' "$package"
  done < <(grep -vE '^(#|$)' "$here/packages.list")
}
