// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/event_product.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/tensor_facts.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

namespace spw::ops {

namespace {

using kernels::SpikeLists;

constexpr std::int64_t kRowChunk = 1024;      // rows whose sums of one panel stay in the second cache
constexpr std::int64_t kSamples = 16;

std::uint64_t* words(const at::Tensor& bits) { return reinterpret_cast<std::uint64_t*>(bits.data_ptr<std::int64_t>()); }

std::unique_ptr<SpikeLists> listsOf(const std::uint64_t* bits, std::int64_t rows, std::int64_t columns,
                                    std::int64_t ones)
{
    auto lists = std::make_unique<SpikeLists>(bits, rows, columns, ones);
    at::parallel_for(0, rows, std::max<std::int64_t>(1, 262144 / columns),
                     [&](std::int64_t first, std::int64_t last) { lists->fill(bits, first, last); });
    return lists;
}

} // namespace

SpikeMatrix packRows(const at::Tensor& x)
{
    const std::int64_t rows = x.size(0), columns = x.size(1);
    SpikeMatrix packed{at::empty({rows, kernels::wordsOf(columns)}, x.options().dtype(at::kLong)), columns, 0};
    std::atomic<std::int64_t> ones{0};
    std::atomic<bool> strange{false};
    at::parallel_for(0, rows, std::max<std::int64_t>(1, 65536 / columns), [&](std::int64_t first, std::int64_t last) {
        const std::int64_t count =
            kernels::packSpikes(x.data_ptr<float>(), columns, first, last, words(packed.bits));
        count < 0 ? void(strange = true) : void(ones += count);
    });
    packed.ones = strange ? -1 : ones.load();
    return packed;
}

double sampledDensity(const at::Tensor& x)
{
    const std::int64_t rows = x.size(0), columns = x.size(1), samples = std::min(rows, std::max(kSamples, rows / 64));
    std::vector<std::uint64_t> bits(std::size_t(kernels::wordsOf(columns)));
    std::int64_t ones = 0;
    for (std::int64_t i = 0; i < samples; ++i) {
        const float* row = x.data_ptr<float>() + i * rows / samples * columns;
        const std::int64_t count = kernels::packSpikes(row, columns, 0, 1, bits.data());
        if (count < 0)
            return -1.0;
        ones += count;
    }
    return double(ones) / double(samples * columns);
}

SpikeMatrix unfolded(const SpikeMatrix& pixels, const kernels::SpikeWindows& windows)
{
    SpikeMatrix result{at::empty({windows.rows(), windows.words()}, pixels.bits.options()), windows.words() * 64, 0};
    std::atomic<std::int64_t> ones{0};
    at::parallel_for(0, windows.rows(), 1024, [&](std::int64_t first, std::int64_t last) {
        ones += kernels::unfoldSpikes(words(pixels.bits), windows, first, last, words(result.bits));
    });
    result.ones = ones;
    return result;
}

at::Tensor eventProduct(const SpikeMatrix& x, const float* panels, std::int64_t outputs, const at::Tensor& bias,
                        const at::Tensor& like)
{
    const std::int64_t rows = x.bits.size(0), inputs = x.columns, panelCount = kernels::panelsOf(outputs);
    const auto lists = listsOf(words(x.bits), rows, inputs, x.ones);
    const at::Tensor biasRow = bias.defined() ? bias.contiguous() : bias;
    const float* offset = bias.defined() ? biasRow.data_ptr<float>() : nullptr;
    at::Tensor y = at::empty({rows, outputs}, like.options());
    float* out = y.data_ptr<float>();
    const std::int64_t chunks = (rows + kRowChunk - 1) / kRowChunk;
    // Chunks of one panel follow each other, so that the panel stays in the cache.
    at::parallel_for(0, panelCount * chunks, 1, [&](std::int64_t first, std::int64_t last) {
        const at::Tensor sums = at::empty({std::min(rows, kRowChunk), kernels::kPanel}, like.options());
        for (std::int64_t i = first; i < last; ++i) {
            const std::int64_t p = i / chunks, row = i % chunks * kRowChunk;
            const float* panel = panels + p * inputs * kernels::kPanel;
            const bool nextIsNew = i + 1 < last && (i + 1) % chunks == 0;
            kernels::gatherPanel(*lists, panel, offset ? offset + p * kernels::kPanel : nullptr, row,
                                 std::min(rows, row + kRowChunk), std::min(kernels::kPanel, outputs - p * kernels::kPanel),
                                 sums.data_ptr<float>(), out + p * kernels::kPanel, outputs,
                                 nextIsNew ? panel + inputs * kernels::kPanel : nullptr);
        }
    });
    return y;
}

at::Tensor eventConvolution(const SpikeMatrix& pixels, const kernels::SpikeWindows& windows, const float* panels,
                            std::int64_t outputs, const at::Tensor& bias, const at::Tensor& like)
{
    const at::Tensor biasRow = bias.defined() ? bias.contiguous() : bias;
    const float* offset = bias.defined() ? biasRow.data_ptr<float>() : nullptr;
    at::Tensor y = at::empty({windows.rows(), outputs}, like.options());
    float* out = y.data_ptr<float>();
    at::parallel_for(0, windows.rows(), 256, [&](std::int64_t first, std::int64_t last) {
        std::vector<std::uint32_t> list(std::size_t(windows.words() * 64 + 64));
        kernels::gatherWindows(words(pixels.bits), windows, panels, offset, outputs, first, last, list.data(), out);
    });
    return y;
}

at::Tensor eventGradient(const at::Tensor& grad, const SpikeMatrix& x)
{
    const std::int64_t rows = grad.size(0), outputs = grad.size(1), inputs = x.columns;
    at::Tensor turned = at::empty({inputs, kernels::wordsOf(rows)}, x.bits.options());
    at::parallel_for(0, kernels::wordsOf(inputs), 1, [&](std::int64_t first, std::int64_t last) {
        kernels::transposeSpikes(words(x.bits), rows, inputs, first, last, words(turned));
    });
    const auto lists = listsOf(words(turned), inputs, rows, x.ones);
    at::Tensor result = at::empty({outputs, inputs}, grad.options());
    const bool large = result.numel() * 4 > kLargeBytes;
    at::parallel_for(0, kernels::panelsOf(outputs), 1, [&](std::int64_t first, std::int64_t last) {
        // From LibTorch's allocator: aligned, and the same pages each time.
        const at::Tensor panel = at::empty({rows, kernels::kPanel}, grad.options());
        const at::Tensor sums = at::empty({std::min(inputs, kRowChunk), kernels::kPanel}, grad.options());
        for (std::int64_t p = first; p < last; ++p) {
            kernels::packPanel(grad.data_ptr<float>(), rows, outputs, p, panel.data_ptr<float>());
            for (std::int64_t input = 0; input < inputs; input += kRowChunk)
                kernels::gatherTransposed(*lists, panel.data_ptr<float>(), input, std::min(inputs, input + kRowChunk),
                                          std::min(kernels::kPanel, outputs - p * kernels::kPanel),
                                          sums.data_ptr<float>(), result.data_ptr<float>() + p * kernels::kPanel * inputs,
                                          inputs, large);
        }
    });
    return result;
}

at::Tensor unpacked(const SpikeMatrix& x, const at::Tensor& like)
{
    at::Tensor values = at::empty({x.bits.size(0), x.columns}, like.options());
    at::parallel_for(0, values.size(0), std::max<std::int64_t>(1, 65536 / x.columns),
                     [&](std::int64_t first, std::int64_t last) {
                         kernels::unpackSpikes(words(x.bits), x.columns, first, last, values.data_ptr<float>());
                     });
    return values;
}

} // namespace spw::ops
