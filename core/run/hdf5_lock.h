// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

namespace spw {

/// Held while calling HDF5: its C library, as distributions build it, is not safe from two threads, not even on two
/// files. Also keeps it from printing to the terminal and from loading code named by a file (filter plugins).
class Hdf5Lock {
public:
    Hdf5Lock();

private:
    std::unique_lock<std::recursive_mutex> m_lock;
};

} // namespace spw
