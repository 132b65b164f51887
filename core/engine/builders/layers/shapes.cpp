// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

#include <cstdio>

namespace spw::engine {

namespace {

class Upsample final : public StatelessModule {
public:
    explicit Upsample(const PlannedNode& node)
        : StatelessModule(node), m_mode(node.values.text("mode")), m_corners(node.values.flag("align_corners"))
    {
        const bool bySize = node.values.integer("size") != 0;
        for (std::size_t i = 1; i < node.outputs.at(0).features.size(); ++i) {
            m_size.push_back(node.outputs[0].features[i].value());
            m_scale.push_back(bySize ? c10::optional<double>() : node.values.real("scale_factor"));
        }
    }

protected:
    /// Where the factor is known LibTorch takes it instead of the quotient of the sizes, as torch.nn.Upsample does.
    at::Tensor apply(const at::Tensor& x) override
    {
        const auto s = [this](std::size_t i) { return m_scale[i]; };
        if (m_mode == "linear")
            return at::upsample_linear1d(x, m_size, m_corners, s(0));
        if (m_mode == "bilinear")
            return at::upsample_bilinear2d(x, m_size, m_corners, s(0), s(1));
        if (m_mode == "bicubic")
            return at::upsample_bicubic2d(x, m_size, m_corners, s(0), s(1));
        if (m_mode == "trilinear")
            return at::upsample_trilinear3d(x, m_size, m_corners, s(0), s(1), s(2));
        switch (m_size.size()) {
        case 1: return at::upsample_nearest1d(x, m_size, s(0));
        case 2: return at::upsample_nearest2d(x, m_size, s(0), s(1));
        default: return at::upsample_nearest3d(x, m_size, s(0), s(1), s(2));
        }
    }

private:
    std::string m_mode;
    bool m_corners;
    std::vector<std::int64_t> m_size;
    std::vector<c10::optional<double>> m_scale;
};

class Relu final : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

protected:
    at::Tensor apply(const at::Tensor& x) override { return x.relu(); }
};

/// Passes everything on and says what it saw, once for each new shape.
class PrintShape final : public NodeModule {
public:
    using NodeModule::NodeModule;
    Tensors forward(const Tensors& inputs) override { return look(inputs.at(0)); }
    Tensors step(const Tensors& inputs) override { return look(inputs.at(0)); }

private:
    Tensors look(const at::Tensor& x)
    {
        if (x.sizes() != m_last) {
            m_last = x.sizes().vec();
            std::string text = values().text("ext_str") + " (" + name() + "):";
            for (const std::int64_t size : m_last)
                text += " " + std::to_string(size);
            std::fprintf(stderr, "%s\n", text.c_str());
        }
        return {x};
    }

    std::vector<std::int64_t> m_last;
};

/// A count n becomes n spikes at the start of its num_slots fine steps.
class CountToBinary final : public WholeSequenceModule {
public:
    using WholeSequenceModule::WholeSequenceModule;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor counts = inputs.at(0).unsqueeze(1);   // [T, 1, N, ...]
        const std::int64_t slots = values().integer("num_slots");
        std::vector<std::int64_t> shape(std::size_t(counts.dim()), 1);
        shape[1] = slots;
        const at::Tensor spikes = at::arange(slots, counts.options()).view(shape).lt(counts.detach()).to(counts.scalar_type());
        if (!at::GradMode::is_enabled() || !counts.requires_grad())
            return {spikes.flatten(0, 1)};
        const at::Tensor slope = counts / double(slots);
        return {(spikes + (slope - slope.detach())).flatten(0, 1)};
    }
};

class TemporalBinSum final : public WholeSequenceModule {
public:
    using WholeSequenceModule::WholeSequenceModule;

    Tensors forward(const Tensors& inputs) override
    {
        at::Tensor x = inputs.at(0);
        const std::int64_t slots = values().integer("num_slots"), rest = x.size(0) % slots;
        if (rest != 0) {
            std::vector<std::int64_t> sizes = x.sizes().vec();
            sizes[0] = slots - rest;
            x = at::cat({x, at::zeros(sizes, x.options())});
        }
        return {x.unflatten(0, {x.size(0) / slots, slots}).sum(1)};
    }
};

} // namespace

#define SPW_PLAIN_BUILDER(name, Class)                                                                                  \
    std::unique_ptr<NodeModule> name(const PlannedNode& node, BuildContext&) { return std::make_unique<Class>(node); }
SPW_PLAIN_BUILDER(buildUpsample, Upsample)
SPW_PLAIN_BUILDER(buildRelu, Relu)
SPW_PLAIN_BUILDER(buildPrintShape, PrintShape)
SPW_PLAIN_BUILDER(buildSpikeCountToBinary, CountToBinary)
SPW_PLAIN_BUILDER(buildTemporalBinSum, TemporalBinSum)
#undef SPW_PLAIN_BUILDER

} // namespace spw::engine
