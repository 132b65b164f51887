// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/straight_through.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace spw::engine {

namespace {

class Cropping2d final : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const auto cut = [&](const char* name) { return values().integer(name); };
        return x.narrow(2, cut("top"), x.size(2) - cut("top") - cut("bottom"))
            .narrow(3, cut("left"), x.size(3) - cut("left") - cut("right"))
            .contiguous();
    }
};

/// The sums so far are the state, so that steps and sequences agree.
class SpikingMaxPool2d final : public NodeModule {
public:
    explicit SpikingMaxPool2d(const PlannedNode& node)
        : NodeModule(node), m_size(node.values.pair("pool_size")), m_stride(node.values.pair("strides")),
          m_border({node.values.integer("left"), node.values.integer("right"), node.values.integer("top"),
                    node.values.integer("bottom")})
    {
        for (std::size_t axis = 0; axis < 2; ++axis)
            if (m_stride[axis] == 0)
                m_stride[axis] = m_size[axis];
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        at::Tensor sums = x.detach().cumsum(0);
        if (m_sums.defined()) {
            if (m_sums.sizes() != x.sizes().slice(1))
                throw Error("The input has another batch size or shape than the one before it.", name(),
                            "Reset the network between batches of different sizes.");
            sums = sums + m_sums;
        }
        if (x.size(0) > 0)
            m_sums = sums.select(0, x.size(0) - 1).clone();
        const at::Tensor leading = pooled(sums * (x.detach() > 0)).ge(pooled(sums));
        return {pooled(x) * leading};
    }

    void reset() override { m_sums.reset(); }
    std::vector<NamedTensor> saveState() const override
    {
        if (!m_sums.defined())
            return {};
        return {{"sums", m_sums.clone()}};
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_sums = state.empty() ? at::Tensor() : state.front().tensor.clone();
    }

private:
    /// [T, N, C, H, W], all steps at once.
    at::Tensor pooled(const at::Tensor& x) const
    {
        at::Tensor flat = x.flatten(0, 1);
        if (std::any_of(m_border.begin(), m_border.end(), [](std::int64_t width) { return width > 0; }))
            flat = at::constant_pad_nd(flat, m_border);
        const at::Tensor y = at::max_pool2d(flat, m_size, m_stride);
        return y.view({x.size(0), x.size(1), y.size(1), y.size(2), y.size(3)});
    }

    std::vector<std::int64_t> m_size, m_stride, m_border;
    at::Tensor m_sums;
};

class NeuromorphicRelu final : public StatelessModule {
public:
    explicit NeuromorphicRelu(const PlannedNode& node)
        : StatelessModule(node), m_draws(at::make_generator<at::CPUGeneratorImpl>())
    {
    }

    void reseed(std::uint64_t seed) override { m_draws.set_current_seed(seed); }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const at::Tensor y = x.relu();
        if (!values().flag("quantize"))
            return y;
        if (!values().flag("stochastic_rounding"))
            return straightThrough(y, y.floor());
        if (!training())
            return straightThrough(y, y.round());
        // Drawn on the CPU, so that a GPU run sees the same.
        const at::Tensor draws = at::empty(y.sizes(), y.options().device(at::kCPU)).uniform_(0.0, 1.0, m_draws);
        return straightThrough(y, y.floor() + draws.to(y.device()).lt(y - y.floor()));
    }

    bool applyParam(const std::string&) override { return true; }   // read at each use

private:
    at::Generator m_draws;
};

class Quantize final : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return values().flag("quantize") ? straightThrough(x, x.floor()) : x;
    }
    bool applyParam(const std::string&) override { return true; }   // read at each use
};

class MergeSpikes final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override { return {sum(inputs.at(0), inputs.at(1))}; }
    Tensors step(const Tensors& inputs) override { return forward(inputs); }

private:
    static at::Tensor filledUp(const at::Tensor& x, at::IntArrayRef sizes)
    {
        std::vector<std::int64_t> widths;   // of the last axis first, before and after
        for (std::int64_t axis = x.dim() - 1; axis >= 0; --axis) {
            widths.push_back(0);
            widths.push_back(sizes[std::size_t(axis)] - x.size(axis));
        }
        return at::constant_pad_nd(x, widths);
    }

    at::Tensor sum(const at::Tensor& a, const at::Tensor& b) const
    {
        if (a.sizes() == b.sizes())
            return a + b;
        if (a.dim() != b.dim())
            throw Error("The two streams have different numbers of axes.", name(), "Give both the same kind of shape.");
        std::vector<std::int64_t> sizes;
        for (std::int64_t axis = 0; axis < a.dim(); ++axis)
            sizes.push_back(std::max(a.size(axis), b.size(axis)));
        return filledUp(a, sizes) + filledUp(b, sizes);
    }
};

class ChannelShift final : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        std::vector<std::int64_t> widths(std::size_t(2 * (x.dim() - 1)), 0);
        widths[widths.size() - 2] = values().integer("channel_shift");   // before the channels, which come last
        return at::constant_pad_nd(x, widths);
    }
};

/// Says where data come in, and passes them on.
class Input final : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

protected:
    at::Tensor apply(const at::Tensor& x) override { return x; }
};

} // namespace

std::unique_ptr<NodeModule> buildCropping2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Cropping2d>(node);
}

std::unique_ptr<NodeModule> buildSpikingMaxPool2d(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SpikingMaxPool2d>(node);
}

std::unique_ptr<NodeModule> buildNeuromorphicRelu(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<NeuromorphicRelu>(node);
}

std::unique_ptr<NodeModule> buildQuantize(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Quantize>(node);
}

std::unique_ptr<NodeModule> buildSinabsMerge(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<MergeSpikes>(node);
}

std::unique_ptr<NodeModule> buildSinabsInput(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Input>(node);
}

std::unique_ptr<NodeModule> buildChannelShift(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<ChannelShift>(node);
}

} // namespace spw::engine
