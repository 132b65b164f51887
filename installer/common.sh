# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# What ./run and ./test share: install, configure and build. Sourced with bash; expects `root` (the checkout).

build_dir=$root/build/release

say() { printf '%s\n' "$*"; }

# The last line of a run that did not succeed: what failed and what to do.
give_up() {
    printf '%s\n' "$1" >&2
    exit "${2:-1}"
}

# LibTorch sources take up to 1.5 GB each to compile, so memory limits the jobs as much as cores do.
build_jobs() {
    local jobs memory_kb limit
    jobs=$(nproc)
    memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
    if [ -r /sys/fs/cgroup/memory.max ]; then
        limit=$(cat /sys/fs/cgroup/memory.max)
        if [ "$limit" != max ] && [ $((limit / 1024)) -lt "$memory_kb" ]; then
            memory_kb=$((limit / 1024))
        fi
    fi
    local fitting=$((memory_kb / 1500000))
    [ "$fitting" -ge 1 ] || fitting=1
    [ "$jobs" -le "$fitting" ] || jobs=$fitting
    printf '%s' "$jobs"
}

# install_packages yes|no PURPOSE...
install_packages() {
    local flags=() status=0
    [ "$1" = no ] || flags=(--yes)
    shift
    bash "$root/installer/install-deps.sh" ${flags[@]+"${flags[@]}"} "$@" || status=$?
    case $status in
        0) ;;
        3) give_up "Stopped: the packages are needed. Start again when you want them installed." 3 ;;
        *) give_up "Failed: packages are missing (see above)." ;;
    esac
}

# An existing build folder keeps its settings; one that was made for another place is made anew.
configure() {
    local cache=$build_dir/CMakeCache.txt
    local command=(cmake --preset release)
    if [ -f "$cache" ]; then
        if grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
            command=(cmake -S "$root" -B "$build_dir")
        else
            say "The build folder was made for another place: configuring it anew."
            command=(cmake --fresh --preset release)
        fi
    fi
    say "Configuring in build/release ..."
    local log=$build_dir/configure.log
    mkdir -p "$build_dir"
    (cd "$root" && "${command[@]}") >"$log" 2>&1 || {
        cat "$log" >&2
        give_up "Failed: CMake could not configure the build (its message is above)."
    }
}

# build [TARGET]...
build() {
    local jobs targets=()
    jobs=$(build_jobs)
    [ $# -eq 0 ] || targets=(--target "$@")
    say "Building with $jobs job(s); the first time takes several minutes ..."
    cmake --build "$build_dir" --parallel "$jobs" ${targets[@]+"${targets[@]}"} ||
        give_up "Failed: the build stopped with an error (see above)."
}
