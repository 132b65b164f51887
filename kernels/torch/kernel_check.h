// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/check/kernel_check.h"

namespace spw::ops {

using kernels::CheckProgress;
using kernels::CheckReport;

/// Every kernel against its slow double-precision reference; needs no LibTorch, see kernels/check/kernel_check.h.
/// Works on "cuda" wherever a GPU and its kernels are there, even beside a LibTorch that knows only the CPU.
inline CheckReport checkKernels(const std::string& device, std::stop_token stop = {},
                                const CheckProgress& progress = {})
{
    return kernels::checkNeuronKernels(device, stop, progress);
}

} // namespace spw::ops
