// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/spiking_block.h"

#include "kernels/dynamics/neuron_list.h"
#include "kernels/neuron_kernels.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/channel_math.h"

#include <torch/csrc/autograd/custom_function.h>

namespace spw::ops {

namespace {

using kernels::NeuronModel;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sizes of one call; pictures are `pixels` numbers each.
struct Geometry {
    std::int64_t steps, samples, pixels, pooledPixels;
    kernels::Pool2d pool;
    bool pooled;

    Geometry(const at::Tensor& x, const std::optional<BlockPool>& p)
        : steps(x.size(0)), samples(x.size(1)), pixels(x.size(2) * x.size(3) * x.size(4)), pooled(p.has_value())
    {
        pool = {x.size(2), x.size(3), x.size(4), x.size(3), x.size(4), 1, 1, 1, 1, 0, 0};
        if (p) {
            pool.outHeight = pooledSize(x.size(3), p->kernel[0], p->stride[0], p->padding[0], p->ceilMode);
            pool.outWidth = pooledSize(x.size(4), p->kernel[1], p->stride[1], p->padding[1], p->ceilMode);
            pool.kernelHeight = p->kernel[0], pool.kernelWidth = p->kernel[1];
            pool.strideHeight = p->stride[0], pool.strideWidth = p->stride[1];
            pool.padHeight = p->padding[0], pool.padWidth = p->padding[1];
        }
        pooledPixels = pool.channels * pool.outHeight * pool.outWidth;
    }
    std::int64_t picture(std::int64_t t, std::int64_t n) const { return t * samples + n; }
};

at::Tensor pictures(const at::Tensor& like, std::int64_t count, std::int64_t channels, std::int64_t height,
                    std::int64_t width, at::ScalarType type = at::kFloat)
{
    return at::empty({count, channels, height, width},
                     like.options().dtype(type).memory_format(at::MemoryFormat::ChannelsLast));
}

at::Tensor folded(const at::Tensor& x) { return x.flatten(0, 1); }

NeuronModel modelOf(const NeuronConfig& config)
{
    return NeuronModel::make(config.neuron, config.params, {}, config.surrogate, config.surrogateParams,
                             config.detachReset);
}

/// What forward leaves for backward beside tensors.
struct BlockInfo : torch::CustomClassHolder {
    NeuronModel model;
    std::optional<BlockPool> pool;
    bool normalised = false;               // by the batch
    BatchStatistics statistics;
};

struct BlockPass {
    at::Tensor spikes, state, counts, h, index;   // pictures of folded time and batch; state [N, ...]
};

BlockPass forwardPass(const at::Tensor& x, const BlockConfig& config, const NeuronModel& model,
                 const BatchStatistics* norm, bool keep)
{
    const Geometry g(x, config.pool);
    const std::int64_t channels = g.pool.channels, frames = g.steps * g.samples;
    BlockPass pass;
    pass.spikes = pictures(x, frames, channels, g.pool.outHeight, g.pool.outWidth);
    pass.state = pictures(x, g.samples, channels, g.pool.height, g.pool.width);
    if (keep) {
        pass.h = pictures(x, frames, channels, g.pool.height, g.pool.width);
        if (g.pooled)
            pass.index = pictures(x, frames, channels, g.pool.outHeight, g.pool.outWidth, at::kByte);
    }
    const std::int64_t period = kernels::channelPeriod(channels);
    std::vector<float> scale, offset;
    if (norm) {
        const Pieces pieces(folded(x));
        scale = pieces.repeated(norm->scale);
        offset = pieces.repeated(norm->offset);
    }
    const at::Tensor perSample =   // spikes of each neuron, summed over samples in order at the end
        config.countSpikes ? at::zeros({g.samples, g.pixels}, x.options().memory_format(c10::nullopt)) : at::Tensor();
    const float* in = x.data_ptr<float>();

    at::parallel_for(0, g.samples, 1, [&](std::int64_t first, std::int64_t last) {
        std::vector<float> normalised(std::size_t(norm ? g.pixels : 0)), unpooled(std::size_t(g.pooled ? g.pixels : 0));
        for (std::int64_t n = first; n < last; ++n) {
            float* v = pass.state.data_ptr<float>() + n * g.pixels;
            std::fill_n(v, g.pixels, float(model.initialState(0)));
            for (std::int64_t t = 0; t < g.steps; ++t) {
                const std::int64_t frame = g.picture(t, n);
                const float* current = in + frame * g.pixels;
                if (norm) {
                    kernels::channelAffine(current, scale.data(), offset.data(), period, g.pixels, normalised.data(),
                                           false);
                    current = normalised.data();
                }
                float* out = pass.spikes.data_ptr<float>() + frame * g.pooledPixels;
                float* spikes = g.pooled ? unpooled.data() : out;
                kernels::ForwardBuffers b;
                b.steps = 1;
                b.neurons = g.pixels;
                b.x = current;
                b.spikes = spikes;
                b.h = keep ? pass.h.data_ptr<float>() + frame * g.pixels : nullptr;
                b.state[0] = v;
                kernels::forwardCpu(model, b, 0, g.pixels);
                if (config.countSpikes) {
                    float* count = perSample.data_ptr<float>() + n * g.pixels;
                    for (std::int64_t i = 0; i < g.pixels; ++i)
                        count[i] += spikes[i];
                }
                if (g.pooled)
                    kernels::maxPool2dForward(g.pool, spikes, out,
                                              keep ? pass.index.data_ptr<std::uint8_t>() + frame * g.pooledPixels
                                                   : nullptr,
                                              0, 1);
            }
        }
    });
    if (config.countSpikes)
        pass.counts = perSample.sum(0).view({g.pool.height, g.pool.width, channels}).permute({2, 0, 1});
    return pass;
}

struct BlockFunction : torch::autograd::Function<BlockFunction> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                                 const at::Tensor& bias, const BlockConfig& config)
    {
        auto info = c10::make_intrusive<BlockInfo>();
        info->model = modelOf(config.neuron);
        info->pool = config.pool;
        info->normalised = config.norm.has_value();
        if (config.norm) {
            info->statistics = batchStatistics(folded(x), weight, bias, config.norm->eps);
            if (config.norm->training)
                info->statistics.updateRunning(config.norm->runningMean, config.norm->runningVar, config.norm->momentum);
        }
        const BlockPass pass = forwardPass(x, config, info->model, info->normalised ? &info->statistics : nullptr, true);
        ctx->save_for_backward({x, weight, pass.h, pass.index.defined() ? pass.index : at::empty({0}, x.options().memory_format(c10::nullopt))});
        ctx->saved_data["call"] = at::IValue::make_capsule(info);
        variable_list out{pass.spikes.unflatten(0, {x.size(0), x.size(1)}), pass.state};
        if (pass.counts.defined())
            out.push_back(pass.counts);
        ctx->mark_non_differentiable({out.begin() + 1, out.end()});
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const auto info = c10::static_intrusive_pointer_cast<BlockInfo>(ctx->saved_data["call"].toCapsule());
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &x = saved[0], &h = saved[2], &index = saved[3];
        const Geometry g(x, info->pool);
        const at::Tensor gradOut = folded(grads[0]).contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor gradX = at::empty_like(h);
        const std::int64_t period = kernels::channelPeriod(g.pool.channels);
        std::vector<float> mean;
        if (info->normalised)
            mean = Pieces(folded(x)).repeated(info->statistics.mean);
        std::vector<double> parts(std::size_t(g.samples * 2 * period), 0.0);

        at::parallel_for(0, g.samples, 1, [&](std::int64_t first, std::int64_t last) {
            std::vector<float> gradSpikes(std::size_t(g.pooled ? g.pixels : 0)), gradState(std::size_t(g.pixels), 0.0f);
            for (std::int64_t n = first; n < last; ++n) {
                std::fill(gradState.begin(), gradState.end(), 0.0f);
                for (std::int64_t t = g.steps - 1; t >= 0; --t) {
                    const std::int64_t frame = g.picture(t, n);
                    const float* gradSpike = gradOut.data_ptr<float>() + frame * g.pooledPixels;
                    if (g.pooled) {
                        kernels::maxPool2dBackward(g.pool, gradSpike,
                                                   index.data_ptr<std::uint8_t>() + frame * g.pooledPixels,
                                                   gradSpikes.data(), 0, 1);
                        gradSpike = gradSpikes.data();
                    }
                    float* grad = gradX.data_ptr<float>() + frame * g.pixels;
                    kernels::BackwardBuffers b;
                    b.steps = 1;
                    b.neurons = g.pixels;
                    b.h = h.data_ptr<float>() + frame * g.pixels;
                    b.gradSpikes = gradSpike;
                    b.gradX = grad;
                    b.gradState[0] = gradState.data();
                    double none[kernels::kMaxLearnables] = {};
                    kernels::backwardCpu(info->model, b, 0, g.pixels, none);
                    if (info->normalised)   // while this picture's gradient is in the cache
                        kernels::channelGradientSums(grad, x.data_ptr<float>() + frame * g.pixels, mean.data(), period,
                                                     g.pixels, parts.data() + n * 2 * period,
                                                     parts.data() + (n * 2 + 1) * period);
                }
            }
        });
        at::Tensor gradWeight, gradBias;
        if (info->normalised) {
            const std::size_t channels = std::size_t(g.pool.channels);
            std::vector<double> sumGrad(channels, 0.0), sumGradX(channels, 0.0);
            for (std::int64_t n = 0; n < g.samples; ++n)   // samples in order, whatever the threads did
                for (std::int64_t i = 0; i < period; ++i) {
                    sumGrad[std::size_t(i) % channels] += parts[std::size_t(n * 2 * period + i)];
                    sumGradX[std::size_t(i) % channels] += parts[std::size_t((n * 2 + 1) * period + i)];
                }
            const BatchStatistics& s = info->statistics;
            const BatchGradient gradient(numbers(saved[1], g.pool.channels, 1.0), s.mean, s.inverseStd, sumGrad,
                                         sumGradX, s.rows);
            gradient.apply(folded(x), gradX.data_ptr<float>(), gradX.data_ptr<float>());   // in place
            gradWeight = vectorLike(x, gradient.weight);
            gradBias = vectorLike(x, sumGrad);
        }
        return {gradX.unflatten(0, {g.steps, g.samples}), gradWeight, gradBias, at::Tensor()};
    }
};

} // namespace

namespace {

/// The backward pass of a block keeps no membrane of the step before, which these neurons' slopes are taken at.
bool adjointReadsState(std::string_view neuron)
{
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (neuron == id)                                                                                              \
        return kernels::Functor::kAdjointReadsState;
#include "kernels/dynamics/neuron_list.h"
    return true;
}

} // namespace

bool canRunBlock(const at::Tensor& x, const BlockConfig& config)
{
    const int index = kernels::neuronIndex(config.neuron.neuron);
    if (!x.defined() || x.dim() != 5 || !x.device().is_cpu() || x.scalar_type() != at::kFloat || x.numel() == 0 ||
        index < 0 || config.neuron.storeV)
        return false;
    const kernels::NeuronInfo& neuron = kernels::neurons()[std::size_t(index)];
    if (neuron.stateCount != 1 || neuron.learnableCount != 0 || adjointReadsState(neuron.id) ||
        x.stride(0) != x.size(1) * x.stride(1) || !folded(x).is_contiguous(at::MemoryFormat::ChannelsLast))
        return false;
    if (config.pool && config.pool->kernel[0] * config.pool->kernel[1] > kernels::kMaxPoolWindow)
        return false;
    if (config.pool) {
        const Geometry g(x, config.pool);
        if (g.pool.outHeight <= 0 || g.pool.outWidth <= 0)
            return false;
    }
    if (config.norm) {
        const BlockNorm& norm = *config.norm;
        const bool byBatch = norm.training || !norm.runningMean.defined();
        const bool grads = at::GradMode::is_enabled() &&
                           (x.requires_grad() || (norm.weight.defined() && norm.weight.requires_grad()));
        for (const at::Tensor& t : {norm.weight, norm.bias, norm.runningMean, norm.runningVar})
            if (t.defined() && (t.scalar_type() != at::kFloat || !t.is_contiguous() || t.numel() != x.size(2)))
                return false;
        if (norm.weight.defined() != norm.bias.defined() || (!byBatch && grads))
            return false;
    }
    return true;
}

BlockOutput runBlock(const at::Tensor& x, const BlockConfig& config)
{
    TORCH_CHECK(canRunBlock(x, config), "This block cannot run as one pass: ask canRunBlock first.");
    const auto constant = [&](double value) {
        return vectorLike(x, std::vector<double>(std::size_t(x.size(2)), value));
    };
    const bool hasWeight = config.norm && config.norm->weight.defined();
    const at::Tensor weight = hasWeight ? config.norm->weight : constant(1.0);
    const at::Tensor bias = hasWeight ? config.norm->bias : constant(0.0);
    BlockOutput result;
    if (at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad() || bias.requires_grad())) {
        const variable_list out = BlockFunction::apply(x, weight, bias, config);
        result.spikes = out[0];
        result.state = {out[1]};
        if (config.countSpikes)
            result.counts = out[2];
        return result;
    }
    BatchStatistics norm;
    if (config.norm) {
        const BlockNorm& n = *config.norm;
        if (n.training || !n.runningMean.defined()) {
            norm = batchStatistics(folded(x), weight, bias, n.eps);
            if (n.training)
                norm.updateRunning(n.runningMean, n.runningVar, n.momentum);
        } else {
            norm = runningStatistics(weight, bias, n.runningMean, n.runningVar, n.eps);
        }
    }
    const BlockPass pass = forwardPass(x, config, modelOf(config.neuron), config.norm ? &norm : nullptr, false);
    result.spikes = pass.spikes.unflatten(0, {x.size(0), x.size(1)});
    result.state = {pass.state};
    result.counts = pass.counts;
    return result;
}

} // namespace spw::ops
