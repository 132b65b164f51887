// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

/// For the files that take the place of the CUDA drivers in builds without them.
namespace spw::kernels {

inline constexpr const char* kNoCuda =
    "This build has no CUDA kernels. Configure it with -DSPW_CUDA=ON where the CUDA Toolkit is installed.";

[[noreturn]] inline void refuseCuda() { throw std::runtime_error(kNoCuda); }

} // namespace spw::kernels
