// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/block_part.h"
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/layer_ops.h"

#include <ATen/ATen.h>

namespace spw::engine {

namespace {

/// Kernel, stride, padding and rounding, which all pools share.
class Pool2d : public StatelessModule {
public:
    explicit Pool2d(const PlannedNode& node)
        : StatelessModule(node), m_kernel(node.values.pair("kernel_size")), m_stride(node.values.pair("stride")),
          m_padding(node.values.pair("padding")), m_ceil(node.values.flag("ceil_mode"))
    {
        for (std::size_t axis = 0; axis < 2; ++axis)
            if (m_stride[axis] == 0)   // 0 stands for "as the kernel"
                m_stride[axis] = m_kernel[axis];
    }

protected:
    std::vector<std::int64_t> m_kernel, m_stride, m_padding;
    bool m_ceil;
};

class MaxPool2d final : public Pool2d, public BlockPart {
public:
    using Pool2d::Pool2d;

    Kind kind() const override { return Kind::Pool; }
    bool addTo(ops::BlockConfig& config) const override
    {
        config.pool = ops::BlockPool{asPair(m_kernel), asPair(m_stride), asPair(m_padding), m_ceil};
        return true;
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return ops::maxPool2d(x, asPair(m_kernel), asPair(m_stride), asPair(m_padding), m_ceil);
    }

private:
    static ops::Pair asPair(const std::vector<std::int64_t>& values) { return {values[0], values[1]}; }
};

class AvgPool2d final : public Pool2d {
public:
    explicit AvgPool2d(const PlannedNode& node)
        : Pool2d(node), m_countPadding(node.values.flag("count_include_pad"))
    {
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return at::avg_pool2d(x, m_kernel, m_stride, m_padding, m_ceil, m_countPadding);
    }

private:
    bool m_countPadding;
};

class SumPool2d final : public Pool2d {
public:
    using Pool2d::Pool2d;

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return at::avg_pool2d(x, m_kernel, m_stride, m_padding, m_ceil, true, 1);   // a mean divided by 1
    }
};

} // namespace

std::unique_ptr<NodeModule> buildMaxPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MaxPool2d>(node);
}

std::unique_ptr<NodeModule> buildAvgPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<AvgPool2d>(node);
}

std::unique_ptr<NodeModule> buildSumPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SumPool2d>(node);
}

} // namespace spw::engine
