// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/block_part.h"
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/layer_ops.h"

namespace spw::engine {

namespace {

/// Kernel, stride, padding and rounding, which all pools share.
struct Window {
    std::vector<std::int64_t> kernel, stride, padding, dilation;
    bool ceil = false;

    Window(const PlannedNode& node, std::size_t dims)
        : kernel(node.values.list("kernel_size", dims)), stride(node.values.list("stride", dims)),
          padding(node.values.list("padding", dims)),
          dilation(node.values.has("dilation") ? node.values.list("dilation", dims) : std::vector<std::int64_t>(dims, 1)),
          ceil(node.values.has("ceil_mode") && node.values.flag("ceil_mode"))
    {
        for (std::size_t axis = 0; axis < dims; ++axis)
            if (stride[axis] == 0)   // 0 stands for "as the kernel"
                stride[axis] = kernel[axis];
    }
};

class MaxPool2d final : public StatelessModule, public BlockPart {
public:
    explicit MaxPool2d(const PlannedNode& node) : StatelessModule(node), m_window(node, 2) {}

    Kind kind() const override { return Kind::Pool; }
    bool addTo(ops::BlockConfig& config) const override
    {
        if (m_window.dilation != std::vector<std::int64_t>{1, 1})
            return false;
        config.pool = ops::BlockPool{asPair(m_window.kernel), asPair(m_window.stride), asPair(m_window.padding), m_window.ceil};
        return true;
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const Window& w = m_window;
        if (w.dilation != std::vector<std::int64_t>{1, 1})
            return at::max_pool2d(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil);
        return ops::maxPool2d(x, asPair(w.kernel), asPair(w.stride), asPair(w.padding), w.ceil);
    }

private:
    static ops::Pair asPair(const std::vector<std::int64_t>& values) { return {values[0], values[1]}; }
    Window m_window;
};

/// Of lines and volumes.
class MaxPool final : public StatelessModule {
public:
    MaxPool(const PlannedNode& node, std::size_t dims) : StatelessModule(node), m_window(node, dims) {}

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const Window& w = m_window;
        return w.kernel.size() == 1 ? at::max_pool1d(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil)
                                    : at::max_pool3d(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil);
    }

private:
    Window m_window;
};

/// Back from time folded into the batch.
at::Tensor unfolded(const at::Tensor& y, std::int64_t steps)
{
    std::vector<std::int64_t> sizes{steps, y.size(0) / steps};
    sizes.insert(sizes.end(), y.sizes().begin() + 1, y.sizes().end());
    return y.view(sizes);
}

class MaxPoolPlaces final : public NodeModule {
public:
    MaxPoolPlaces(const PlannedNode& node, std::size_t dims) : NodeModule(node), m_window(node, dims) {}

    Tensors forward(const Tensors& inputs) override
    {
        const std::int64_t steps = inputs.at(0).size(0);
        const at::Tensor x = inputs.at(0).flatten(0, 1);
        const Window& w = m_window;
        const auto [y, places] =
            w.kernel.size() == 1   ? at::max_pool1d_with_indices(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil)
            : w.kernel.size() == 2 ? at::max_pool2d_with_indices(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil)
                                   : at::max_pool3d_with_indices(x, w.kernel, w.stride, w.padding, w.dilation, w.ceil);
        return {unfolded(y, steps), unfolded(places.to(x.scalar_type()), steps)};
    }

private:
    Window m_window;
};

class MaxUnpool final : public NodeModule {
public:
    explicit MaxUnpool(const PlannedNode& node) : NodeModule(node)
    {
        for (std::size_t i = 1; i < node.outputs.at(0).features.size(); ++i)
            m_size.push_back(node.outputs[0].features[i].value());
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);   // [T, N, C, ...]
        std::int64_t room = 1;
        for (const std::int64_t side : m_size)
            room *= side;
        const at::Tensor places = inputs.at(1).detach().round().to(at::kLong).flatten(3);
        if (places.min().item<std::int64_t>() < 0 || places.max().item<std::int64_t>() >= room)
            throw Error("A place lies outside of the map.", name(),
                        "Wire 'indices' from the 'Max pool with places' of the same size, and check 'Size'.");
        std::vector<std::int64_t> sizes = x.sizes().slice(0, 3).vec();
        sizes.push_back(room);
        at::Tensor y = at::zeros(sizes, x.options().memory_format(at::MemoryFormat::Contiguous))
                           .scatter(3, places, x.flatten(3));
        sizes.pop_back();
        sizes.insert(sizes.end(), m_size.begin(), m_size.end());
        return {y.view(sizes)};
    }

private:
    std::vector<std::int64_t> m_size;
};

class AveragePool final : public StatelessModule {
public:
    AveragePool(const PlannedNode& node, std::size_t dims)
        : StatelessModule(node), m_window(node, dims),
          m_countPadding(!node.values.has("count_include_pad") || node.values.flag("count_include_pad"))
    {
        if (!node.values.has("count_include_pad"))
            m_divisor = 1;   // the sum pool: a mean divided by 1
        else if (node.values.has("divisor_override") && node.values.integer("divisor_override") != 0)
            m_divisor = node.values.integer("divisor_override");
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const Window& w = m_window;
        switch (w.kernel.size()) {
        case 1: return at::avg_pool1d(x, w.kernel, w.stride, w.padding, w.ceil, m_countPadding);
        case 2: return at::avg_pool2d(x, w.kernel, w.stride, w.padding, w.ceil, m_countPadding, m_divisor);
        default: return at::avg_pool3d(x, w.kernel, w.stride, w.padding, w.ceil, m_countPadding, m_divisor);
        }
    }

private:
    Window m_window;
    bool m_countPadding;
    c10::optional<std::int64_t> m_divisor;
};

class AdaptiveAveragePool final : public StatelessModule {
public:
    AdaptiveAveragePool(const PlannedNode& node, std::size_t dims)
        : StatelessModule(node), m_size(node.values.list("output_size", dims))
    {
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        switch (m_size.size()) {
        case 1: return at::adaptive_avg_pool1d(x, m_size);
        case 2: return at::adaptive_avg_pool2d(x, m_size);
        default: return at::adaptive_avg_pool3d(x, m_size);
        }
    }

private:
    std::vector<std::int64_t> m_size;
};

} // namespace

#define SPW_POOL_BUILDERS(n)                                                                                            \
    std::unique_ptr<NodeModule> buildMaxPoolPlaces##n##d(const PlannedNode& node, BuildContext&)                        \
    {                                                                                                                   \
        return std::make_unique<MaxPoolPlaces>(node, n);                                                                \
    }                                                                                                                   \
    std::unique_ptr<NodeModule> buildAvgPool##n##d(const PlannedNode& node, BuildContext&)                              \
    {                                                                                                                   \
        return std::make_unique<AveragePool>(node, n);                                                                  \
    }                                                                                                                   \
    std::unique_ptr<NodeModule> buildAdaptiveAvgPool##n##d(const PlannedNode& node, BuildContext&)                      \
    {                                                                                                                   \
        return std::make_unique<AdaptiveAveragePool>(node, n);                                                          \
    }
SPW_POOL_BUILDERS(1)
SPW_POOL_BUILDERS(2)
SPW_POOL_BUILDERS(3)
#undef SPW_POOL_BUILDERS

std::unique_ptr<NodeModule> buildMaxPool1d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaxPool>(node, 1);
}

std::unique_ptr<NodeModule> buildMaxPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaxPool2d>(node);
}

std::unique_ptr<NodeModule> buildMaxPool3d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaxPool>(node, 3);
}

std::unique_ptr<NodeModule> buildMaxUnpool(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaxUnpool>(node);
}

std::unique_ptr<NodeModule> buildSumPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<AveragePool>(node, 2);
}

} // namespace spw::engine
