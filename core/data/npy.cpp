// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include "core/base/atomic_file.h"
#include "core/data/containers/npz_file.h"

#include <bit>

namespace spw {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in memory");

namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t(4) << 30;

} // namespace

std::string npyBytes(const NpyArray& array)
{
    const bool real = std::holds_alternative<std::vector<float>>(array.data);
    std::string bytes = npyHeaderBytes(real ? "<f4" : "<i8", array.shape);
    std::visit(
        [&](const auto& values) {
            bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
        },
        array.data);
    return bytes;
}

void writeNpy(const std::filesystem::path& file, const NpyArray& array)
{
    writeFileAtomically(file, npyBytes(array));
}

void writeNpy(const std::filesystem::path& file, const PlainTensor& tensor)
{
    writeNpy(file, NpyArray{tensor.shape, tensor.data});
}

NpyArray readNpy(const std::filesystem::path& file)
{
    const NpyFile npy(readFile(file, kMaxBytes), file.string());
    NpyArray array{npy.view.header.shape, {}};
    if (npy.view.header.type.isInteger()) {
        array.data = cOrderIntegers(npy.view, file.string());
    } else {
        const std::vector<double> values = cOrderReals(npy.view, file.string());
        array.data = std::vector<float>(values.begin(), values.end());
    }
    return array;
}

} // namespace spw
