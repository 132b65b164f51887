// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/synapse_weight.h"
#include "core/engine/builders/synapses/lava_weights.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

enum class Kind { Dense, Conv, Pool, ConvTranspose, Unpool };

bool isWindow(Kind kind) { return kind != Kind::Dense; }
bool isOneKernel(Kind kind) { return kind == Kind::Pool || kind == Kind::Unpool; }

/// The synapses of lava-dl: no bias, weights rounded before each use; a complex one is two of them that read the same
/// input. Time is folded into the batch.
class LavaSynapse final : public NodeModule {
public:
    LavaSynapse(const PlannedNode& node, BuildContext& context, Kind kind, bool complex)
        : NodeModule(node), m_kind(kind)
    {
        const std::vector<Dim>& features = node.inputs.at(0).info->features;
        if (isWindow(kind)) {
            m_kernel = node.values.pair("kernel_size");
            m_stride = node.values.pair("stride");
            m_padding = node.values.pair("padding");
            m_dilation = node.values.pair("dilation");
            for (std::size_t i = 0; i < 2; ++i)
                if (m_stride[i] == 0)   // pools only: by their own size
                    m_stride[i] = m_kernel[i];
        }
        std::int64_t in = 1;
        for (std::size_t i = 0; i < (isWindow(kind) ? 1 : features.size()); ++i)
            in *= features[i].value();
        const std::vector<std::string> names = complex ? std::vector<std::string>{"real.", "imag."}
                                                       : std::vector<std::string>{""};
        for (const std::string& name : names)
            m_weights.emplace_back(node.values, initial(node.values, in, context), name, !isOneKernel(kind));
        if (kind == Kind::Dense) {
            const at::Tensor mask = initialMask(node.values, {node.values.integer("out_neurons"), in}, context.init);
            for (lava::Weight& weight : m_weights)
                weight.setMask(mask.defined() ? mask.clone() : mask);
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        Tensors outputs = apply(x.flatten(0, 1));
        for (at::Tensor& y : outputs) {
            std::vector<std::int64_t> sizes{x.size(0), x.size(1)};
            sizes.insert(sizes.end(), y.sizes().begin() + 1, y.sizes().end());
            y = y.view(sizes);
        }
        return outputs;
    }

    Tensors step(const Tensors& inputs) override { return apply(inputs.at(0)); }

    std::vector<NamedTensor> parameters() const override { return all(&lava::Weight::parameters); }
    std::vector<NamedTensor> buffers() const override { return all(&lava::Weight::buffers); }
    void toDevice(c10::Device device) override
    {
        for (lava::Weight& weight : m_weights)
            weight.toDevice(device);
    }

private:
    /// As PyTorch starts a layer of that kind; the one kernel of a pool is all ones.
    at::Tensor initial(const ParamValues& values, std::int64_t in, BuildContext& context)
    {
        if (isOneKernel(m_kind))
            return at::ones({1, 1, m_kernel[0], m_kernel[1]}, at::kFloat);
        if (m_kind == Kind::Dense)
            return initialWeights({values.integer("out_neurons"), in}, in, false, context.init).weight;
        m_groups = values.integer("groups");
        const std::int64_t out = values.integer("out_features"), area = m_kernel[0] * m_kernel[1];
        if (m_kind == Kind::Conv)
            return initialWeights({out, in / m_groups, m_kernel[0], m_kernel[1]}, in / m_groups * area, false,
                                  context.init).weight;
        return initialWeights({in, out / m_groups, m_kernel[0], m_kernel[1]}, out / m_groups * area, false,
                              context.init).weight;
    }

    Tensors apply(const at::Tensor& x) const
    {
        Tensors outputs;
        for (const lava::Weight& weight : m_weights)
            outputs.push_back(through(x, weight.effective().to(x.scalar_type())).contiguous());
        return outputs;
    }

    at::Tensor through(const at::Tensor& x, const at::Tensor& weight) const
    {
        switch (m_kind) {
        case Kind::Dense: return at::linear(x.flatten(1), weight);
        case Kind::Conv: return at::conv2d(x, weight, {}, m_stride, m_padding, m_dilation, m_groups);
        case Kind::ConvTranspose:
            return at::conv_transpose2d(x, weight, {}, m_stride, m_padding, 0, m_groups, m_dilation);
        case Kind::Pool:
            return mapByMap(filled(x), [&](const at::Tensor& maps) {
                return at::conv2d(maps, weight, {}, m_stride, m_padding, m_dilation);
            });
        case Kind::Unpool:
            return mapByMap(x, [&](const at::Tensor& maps) {
                return at::conv_transpose2d(maps, weight, {}, m_stride, m_padding, 0, 1, m_dilation);
            });
        }
        return {};
    }

    /// One kernel serves all channels.
    template <class Function>
    static at::Tensor mapByMap(const at::Tensor& x, const Function& function)
    {
        const at::Tensor y = function(x.reshape({x.size(0) * x.size(1), 1, x.size(2), x.size(3)}));
        return y.view({x.size(0), x.size(1), y.size(2), y.size(3)});
    }

    /// Zeros at the lower and right border, so that the kernel divides the size.
    at::Tensor filled(const at::Tensor& x) const
    {
        const std::int64_t below = (m_kernel[0] - x.size(2) % m_kernel[0]) % m_kernel[0];
        const std::int64_t right = (m_kernel[1] - x.size(3) % m_kernel[1]) % m_kernel[1];
        return below + right > 0 ? at::constant_pad_nd(x, {0, right, 0, below}) : x;
    }

    std::vector<NamedTensor> all(std::vector<NamedTensor> (lava::Weight::*part)() const) const
    {
        std::vector<NamedTensor> list;
        for (const lava::Weight& weight : m_weights)
            for (NamedTensor& entry : (weight.*part)())
                list.push_back(std::move(entry));
        return list;
    }

    Kind m_kind;
    std::vector<std::int64_t> m_kernel, m_stride, m_padding, m_dilation;
    std::int64_t m_groups = 1;
    std::vector<lava::Weight> m_weights;
};

} // namespace

#define SPW_LAVA_SYNAPSE(build, kind, complex)                                                \
    std::unique_ptr<NodeModule> build(const PlannedNode& node, BuildContext& context)         \
    {                                                                                         \
        return std::make_unique<LavaSynapse>(node, context, kind, complex);                   \
    }
SPW_LAVA_SYNAPSE(buildLavaDense, Kind::Dense, false)
SPW_LAVA_SYNAPSE(buildLavaConv, Kind::Conv, false)
SPW_LAVA_SYNAPSE(buildLavaPool, Kind::Pool, false)
SPW_LAVA_SYNAPSE(buildLavaConvTranspose, Kind::ConvTranspose, false)
SPW_LAVA_SYNAPSE(buildLavaUnpool, Kind::Unpool, false)
SPW_LAVA_SYNAPSE(buildLavaComplexDense, Kind::Dense, true)
SPW_LAVA_SYNAPSE(buildLavaComplexConv, Kind::Conv, true)
SPW_LAVA_SYNAPSE(buildLavaComplexPool, Kind::Pool, true)
SPW_LAVA_SYNAPSE(buildLavaComplexConvTranspose, Kind::ConvTranspose, true)
SPW_LAVA_SYNAPSE(buildLavaComplexUnpool, Kind::Unpool, true)
#undef SPW_LAVA_SYNAPSE

} // namespace spw::engine
