#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what Spikewright is built from, on Debian 12, Debian 13 and Ubuntu, and only what is missing.
# The table below is the one place that lists packages; THIRD-PARTY.md says where they come from.
set -euo pipefail

# purpose  need      package[|other name]...              why
# The first name that is installed counts; otherwise the first that apt offers is installed.
# need: must = stop when apt does not offer it; may = go on without it.
package_table() {
    cat <<'TABLE'
build      must  build-essential                          the C++ compiler's surroundings (make, libc headers)
build      must  g++                                      the C++20 compiler
build      must  cmake                                    configures the build
build      must  ninja-build                              runs the build
build      must  pkg-config|pkgconf                       finds libraries that bring no CMake file
build      must  libtorch-dev                             LibTorch: tensors and their gradients
build      must  libopenblas0-pthread                     fast matrix products (reference BLAS is 25 times slower)
build      must  libhdf5-dev                              weights and recordings
build      must  liblz4-dev                               event recordings packed with LZ4 (AEDAT 4)
build      must  libzstd-dev                              event recordings packed with Zstandard (AEDAT 4)
build      must  zlib1g-dev                               packed arrays and pictures (npz, mat, PNG)
build      must  libcurl4-openssl-dev                     downloads of datasets, when asked for
build      may   libblosc-dev                             event files packed by Blosc (DSEC, GEN1)
build      must  nlohmann-json3-dev                       project files
build      must  libcairo2-dev                            pictures in reports written without a window
build      may   libavcodec-dev                           films as MP4 (events render)
build      may   libavformat-dev                          films as MP4 (events render)
build      may   libavutil-dev                            films as MP4 (events render)
tools      may   ccache                                   makes the second build nearly free
tools      may   mold                                     links ten times faster
ui         must  qt6-base-dev                             the studio's windows
ui         must  qt6-charts-dev|libqt6charts6-dev         loss and accuracy charts
ui         must  qt6-svg-dev|libqt6svg6-dev               icons
ui         must  qt6-tools-dev                            translation files (CMake side)
ui         must  qt6-tools-dev-tools                      translation files (programs)
ui         must  qt6-l10n-tools                           translation files (lrelease)
ui         must  libqt6opengl6-dev|qt6-base-dev           Qt's OpenGL widgets
ui         must  libqcustomplot-dev                       rasters, heatmaps, traces
ui         must  fonts-dejavu-core                        a font that every machine shares
ui         may   fonts-noto-cjk                           Chinese, Japanese and Korean text
ui         may   qt6-wayland                              windows on a Wayland desktop
tests      must  libbenchmark-dev                         Google Benchmark, for tests/bench
tests      must  xvfb                                     a display for the tests that want a real one
tests      must  unzip                                    unpacks what the exporters wrote
TABLE
}

usage() {
    cat <<'USAGE'
usage: installer/install-deps.sh [--yes] [--dry-run] [--list] [PURPOSE]...
  PURPOSE    build, tools, ui, tests (all of them by default)
  --yes      install without asking
  --dry-run  say what would be installed and stop
  --list     print the table of packages and stop
Installs only what is missing, with apt-get, through sudo when needed. A LibTorch of your own takes the place of
libtorch-dev when the variable Torch_DIR names the folder of its TorchConfig.cmake.
Exit codes: 0 everything is there, 1 it could not be installed, 2 wrong usage, 3 you said no.
USAGE
}

say()  { printf '%s\n' "$*"; }
fail() {   # what, how to fix it
    printf 'Error: %s\n       %s\n' "$1" "$2" >&2
    exit 1
}

assume_yes=no
dry_run=no
purposes=()
for argument in "$@"; do
    case $argument in
        --yes|-y)  assume_yes=yes ;;
        --dry-run) dry_run=yes ;;
        --list)    package_table; exit 0 ;;
        --help|-h) usage; exit 0 ;;
        build|tools|ui|tests) purposes+=("$argument") ;;
        *) printf 'Unknown argument: %s\n' "$argument" >&2; usage >&2; exit 2 ;;
    esac
done
[ ${#purposes[@]} -gt 0 ] || purposes=(build tools ui tests)
# Nobody is there to answer: a pipe, a script, a build server.
if [ ! -t 0 ] || [ "${CI:-}" = true ]; then
    assume_yes=yes
fi

is_installed() {
    local status
    # Another LibTorch, for instance one with CUDA, takes the place of the distribution's.
    if [ "$1" = libtorch-dev ] && [ -f "${Torch_DIR:-}/TorchConfig.cmake" ]; then
        return 0
    fi
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) && [ "$status" = installed ]
}
is_offered() {
    local candidate
    candidate=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
    [ -n "$candidate" ] && [ "$candidate" != "(none)" ]
}
is_wanted() {
    local purpose
    for purpose in "${purposes[@]}"; do
        [ "$purpose" != "$1" ] || return 0
    done
    return 1
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "These packages (named as in Debian) are needed:" >&2
    package_table | awk '{printf "  %-6s %s\n", $1, $3}' >&2
    fail "This system has no apt, so nothing was installed." \
         "Install the packages above by hand, then run ./run or ./test with --no-install."
fi

# What is missing, as "need names why" rows.
missing=()
while read -r purpose need names why; do
    is_wanted "$purpose" || continue
    found=no
    for name in ${names//|/ }; do
        if is_installed "$name"; then found=yes; break; fi
    done
    [ $found = yes ] || missing+=("$need $names $why")
done < <(package_table)

# A row's package as apt offers it; empty when apt offers none of its names.
offered_name() {
    local name
    for name in ${1//|/ }; do
        if is_offered "$name"; then printf '%s' "$name"; return; fi
    done
}

required_is_missing=no
for row in ${missing[@]+"${missing[@]}"}; do
    [ "${row%% *}" = may ] || required_is_missing=yes
done
# Only extras are missing and apt does not know them: nothing to do, and no reason to refresh the lists each time.
if [ $required_is_missing = no ]; then
    kept=()
    for row in ${missing[@]+"${missing[@]}"}; do
        read -r need names why <<<"$row"
        [ -z "$(offered_name "$names")" ] || kept+=("$row")
    done
    missing=(${kept[@]+"${kept[@]}"})
fi
if [ ${#missing[@]} -eq 0 ]; then
    say "All packages for ${purposes[*]} are installed."
    exit 0
fi

say "Spikewright needs these packages, which are not installed:"
for row in "${missing[@]}"; do
    read -r need names why <<<"$row"
    printf '  %-24s %s\n' "${names%%|*}" "$why"
done
if [ $dry_run = yes ]; then
    say "Nothing was changed (--dry-run)."
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Installing packages needs root, and sudo is not here." \
        "Run as root: bash installer/install-deps.sh --yes ${purposes[*]}"
    as_root=(sudo)
    if [ ! -t 0 ] && ! sudo -n true 2>/dev/null; then
        fail "sudo asks for a password and there is no terminal to type it in." \
             "Run in a terminal, or as root: bash installer/install-deps.sh --yes ${purposes[*]}"
    fi
    say "They are installed with: sudo apt-get install"
else
    say "They are installed with: apt-get install"
fi
if [ $assume_yes = no ]; then
    read -r -p "Install them now? [Y/n] " answer || answer=n
    case $answer in
        ''|y|Y|yes|Yes) ;;
        *) say "Nothing was installed."; exit 3 ;;
    esac
fi

apt_get() {   # DPkg::Lock::Timeout: wait for another apt (unattended upgrades) instead of failing
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get -o DPkg::Lock::Timeout=300 "$@"
}

update_failed=no
# One broken extra source must not stop us, apt may still know our packages; but it is worth a word if it does not.
apt_get update -qq -o APT::Update::Error-Mode=any || update_failed=yes

names_to_install=()
not_offered=()
for row in "${missing[@]}"; do
    read -r need names why <<<"$row"
    name=$(offered_name "$names")
    if [ -n "$name" ]; then
        case " ${names_to_install[*]:-} " in *" $name "*) continue ;; esac   # two rows may share a package
        names_to_install+=("$name")
    elif [ "$need" = may ]; then
        say "Note: apt offers no ${names//|/ or }; going on without it ($why)."
    else
        not_offered+=("${names//|/ or }")
    fi
done
if [ ${#not_offered[@]} -gt 0 ]; then
    hint="Enable 'main' (Debian) or 'universe' (Ubuntu) in /etc/apt/sources.list*. Debian 12 is the oldest that fits."
    [ $update_failed = no ] || hint="apt-get update failed (see above): check the network. $hint"
    [[ ${not_offered[*]} != *libtorch-dev* ]] ||
        hint="$hint Ubuntu has libtorch-dev since 25.04, not in 24.04: there, unpack LibTorch (cxx11 ABI) from pytorch.org and set Torch_DIR to its share/cmake/Torch."
    fail "apt offers no $(IFS=,; printf '%s' "${not_offered[*]}"), so nothing was installed." "$hint"
fi
if [ ${#names_to_install[@]} -gt 0 ]; then
    apt_get install -y -q --no-install-recommends "${names_to_install[@]}" ||
        fail "apt-get could not install the packages (its own message is above)." \
             "Repair with 'apt-get -f install', then start again: what is already installed is kept."
fi
for name in ${names_to_install[@]+"${names_to_install[@]}"}; do
    is_installed "$name" || fail "$name is still not installed." "Try: apt-get install $name"
done
say "Installed: ${names_to_install[*]:-nothing}."
