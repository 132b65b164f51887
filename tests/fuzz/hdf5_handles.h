// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>

#include <cstdlib>

/// Aborts if a file, group, data set, type or attribute of HDF5 was left open.
inline void requireHdf5Closed()
{
    if (H5Fget_obj_count(hid_t(H5F_OBJ_ALL), H5F_OBJ_ALL) != 0)
        std::abort();
}
