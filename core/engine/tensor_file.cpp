// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/tensor_file.h"

#include "core/run/weights_file.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

template <class Value>
std::vector<Value> valuesOf(const at::Tensor& tensor)
{
    const Value* data = tensor.data_ptr<Value>();
    return {data, data + tensor.numel()};
}

} // namespace

WeightArray toWeightArray(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
    WeightArray array{plain.sizes().vec(), {}};
    switch (plain.scalar_type()) {
    case at::kDouble: array.data = valuesOf<double>(plain); break;
    case at::kLong: array.data = valuesOf<std::int64_t>(plain); break;
    default: array.data = valuesOf<float>(plain.to(at::kFloat)); break;
    }
    return array;
}

at::Tensor toTensor(const WeightArray& array)
{
    return std::visit(
        [&](const auto& values) {
            using Value = typename std::decay_t<decltype(values)>::value_type;
            at::Tensor tensor = at::empty(array.shape, c10::CppTypeToScalarType<Value>::value);
            std::copy(values.begin(), values.end(), tensor.data_ptr<Value>());
            return tensor;
        },
        array.data);
}

const at::Tensor* TensorFile::find(const std::string& name) const
{
    for (const Network::Entry& entry : entries)
        if (entry.name == name)
            return &entry.tensor;
    return nullptr;
}

void writeTensorFile(const std::filesystem::path& file, const std::vector<Network::Entry>& entries,
                     const std::string& graphHash)
{
    Weights weights{graphHash, {}};
    for (const Network::Entry& entry : entries)
        weights.arrays[entry.name] = toWeightArray(entry.tensor);
    writeWeights(file, weights);
}

TensorFile readTensorFile(const std::filesystem::path& file)
{
    const Weights weights = readWeights(file);
    TensorFile result{weights.graphHash, {}};
    for (const auto& [name, array] : weights.arrays)
        result.entries.push_back({0, name, toTensor(array)});
    return result;
}

} // namespace spw::engine
