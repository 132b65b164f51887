// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/precision.h"

#include "core/base/error.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

// LibTorch 2.4 gave the switches a device and deprecated the old names.
#define SPW_AUTOCAST_BY_DEVICE (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))

namespace spw::engine {

namespace {

void setAutocast(bool cuda, bool on)
{
#if SPW_AUTOCAST_BY_DEVICE
    at::autocast::set_autocast_enabled(cuda ? at::kCUDA : at::kCPU, on);
#else
    cuda ? at::autocast::set_enabled(on) : at::autocast::set_cpu_enabled(on);
#endif
}

void setAutocastType(bool cuda, at::ScalarType type)
{
#if SPW_AUTOCAST_BY_DEVICE
    at::autocast::set_autocast_dtype(cuda ? at::kCUDA : at::kCPU, type);
#else
    cuda ? at::autocast::set_autocast_gpu_dtype(type) : at::autocast::set_autocast_cpu_dtype(type);
#endif
}

} // namespace

Precision precisionOf(const std::string& id, c10::Device device, const std::string& node)
{
    if (id == "bfloat16")
        return Precision::BFloat16;
    if (id != "float16")
        return Precision::Float32;
    if (!device.is_cuda())
        throw Error("float16 is for CUDA devices; this run is on " + device.str() + ".", node,
                    "Set 'Precision' to float32 or bfloat16, or choose a CUDA device.");
    return Precision::Float16;
}

PrecisionScope::PrecisionScope(Precision precision, c10::Device device)
    : m_active(precision != Precision::Float32), m_cuda(device.is_cuda())
{
    if (!m_active)
        return;
    setAutocastType(m_cuda, precision == Precision::Float16 ? at::kHalf : at::kBFloat16);
    setAutocast(m_cuda, true);
    at::autocast::increment_nesting();
}

PrecisionScope::~PrecisionScope()
{
    if (!m_active)
        return;
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();   // 16-bit copies of weights that are about to change
    setAutocast(m_cuda, false);
}

} // namespace spw::engine
