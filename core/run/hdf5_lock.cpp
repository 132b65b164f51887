// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_lock.h"

#include <hdf5.h>

namespace spw {

namespace {

std::recursive_mutex& mutex()
{
    static std::recursive_mutex instance;
    return instance;
}

} // namespace

Hdf5Lock::Hdf5Lock()
    : m_lock(mutex())
{
    static const bool prepared = [] {
        H5open();
        H5PLset_loading_state(0);
        return true;
    }();
    static_cast<void>(prepared);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);   // every time: some builds keep this setting per thread
}

} // namespace spw
