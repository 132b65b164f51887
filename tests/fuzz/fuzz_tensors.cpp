// SPDX-License-Identifier: GPL-3.0-or-later
// Files of weights (.pt, .pth, .npz, .safetensors): tensors whose bytes fit their shapes, or an Error.
#include "core/base/error.h"
#include "plugins/python_weights/tensor_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace spw;
    using namespace spw::pythonweights;
    const auto bytes = bytesInMemory(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
    isTensorFile(bytes);
    try {
        double sum = 0;
        for (const ForeignTensor& tensor : readTensors(bytes)) {
            std::size_t count = 1;
            for (const std::int64_t side : tensor.shape)
                count *= std::size_t(side);
            if (count != tensor.count())
                std::abort();
            sum += count > 0 ? tensor.value(0) + tensor.value(count - 1) : 0.0;
        }
        [[maybe_unused]] static volatile double seen = 0;   // so that reading is not optimised away
        seen = sum;
    } catch (const Error& error) {
        if (error.happened().empty() || error.where().empty() || error.fix().empty())
            std::abort();
    }
    return 0;
}
