// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders that compute each step from the picture: by chance, or with a state of their own.
#include "core/engine/builders/builder_list.h"
#include "core/engine/seeds.h"
#include "core/engine/to_device.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/autograd/custom_function.h>

namespace spw::engine {

namespace {

/// Uniform numbers that are the same step by step, all at once, and on a GPU.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : m_seed(seed), m_generator(at::make_generator<at::CPUGeneratorImpl>(seed)) {}

    void reseed(std::uint64_t seed) { m_generator.set_current_seed(mixSeeds(seed, m_seed)); }
    at::Tensor like(const at::Tensor& x)
    {
        return at::rand(x.sizes(), m_generator, at::TensorOptions(x.scalar_type())).to(x.device());
    }

private:
    std::uint64_t m_seed;
    at::Generator m_generator;
};

/// Rates in hertz (models.md E9, L37).
class Img2Spike final : public NodeModule {
public:
    explicit Img2Spike(const PlannedNode& node) : NodeModule(node), m_draws(std::uint64_t(node.values.integer("seed"))) {}

    Tensors forward(const Tensors& inputs) override
    {
        Tensors steps;
        for (std::int64_t t = 0; t < values().integer("tw"); ++t)
            steps.push_back(draw(inputs.at(0)));
        return {at::stack(steps)};
    }

    Tensors step(const Tensors& inputs) override { return {draw(inputs.at(0))}; }
    void reseed(std::uint64_t seed) override { m_draws.reseed(seed); }

private:
    at::Tensor draw(const at::Tensor& image)
    {
        const bool negative = values().flag("negative_spikes");
        const double scale = values().real("max_rate") / 1000 / values().real("norm");
        const at::Tensor p = (negative ? image.abs() : image).mul(scale);
        const at::Tensor spikes = m_draws.like(p).lt(p).to(p.scalar_type());
        return negative ? spikes * image.sign() : spikes;
    }

    Draws m_draws;
};

/// A signal [N, C, L] as [tw L, N, C] (models.md E10, L37).
class Sig2Spike final : public NodeModule {
public:
    explicit Sig2Spike(const PlannedNode& node) : NodeModule(node), m_draws(std::uint64_t(node.values.integer("seed"))) {}

    Tensors forward(const Tensors& inputs) override
    {
        Tensors steps;
        const std::int64_t all = inputs.at(0).size(2) * values().integer("tw");
        for (std::int64_t t = 0; t < all; ++t)
            steps.push_back(advance(inputs[0]));
        return {at::stack(steps)};
    }

    Tensors step(const Tensors& inputs) override { return {advance(inputs.at(0))}; }
    void reset() override { m_next = 0; }
    void reseed(std::uint64_t seed) override { m_draws.reseed(seed); }
    std::vector<NamedTensor> saveState() const override { return {{"t", at::full({1}, m_next, at::kLong)}}; }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_next = state.empty() ? 0 : state[0].tensor.item<std::int64_t>();
    }

private:
    at::Tensor advance(const at::Tensor& signal)
    {
        const std::int64_t hold = values().integer("tw");
        const at::Tensor now = signal.select(2, m_next / hold % signal.size(2));
        ++m_next;
        if (!values().flag("spk_out"))
            return now;
        return m_draws.like(now).mul(values().real("norm_level")).lt(now).to(now.scalar_type());
    }

    std::int64_t m_next = 0;
    Draws m_draws;
};

/// Fires above the threshold; backward as if the value itself had been sent.
struct FireStraightThrough : torch::autograd::Function<FireStraightThrough> {
    static at::Tensor forward(torch::autograd::AutogradContext*, const at::Tensor& v, double threshold)
    {
        return v.gt(threshold).to(v.scalar_type());
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext*, torch::autograd::variable_list grad)
    {
        return {grad[0], at::Tensor()};
    }
};

/// Receptive fields with learned places and widths (models.md E17).
class PopulationEncoder final : public NodeModule {
public:
    explicit PopulationEncoder(const PlannedNode& node)
        : NodeModule(node), m_draws(std::uint64_t(node.values.integer("seed")))
    {
        const std::int64_t values = node.inputs.at(0).info && !node.inputs[0].info->features.empty()
                                        ? node.inputs[0].info->features[0].value_or(1) : 1;
        const std::int64_t cells = node.values.integer("pop_dim");
        m_mean = at::linspace(node.values.real("mean_min"), node.values.real("mean_max"), cells, at::kDouble)
                     .to(at::kFloat).view({1, 1, cells}).repeat({1, values, 1}).set_requires_grad(true);
        m_std = at::full({1, values, cells}, node.values.real("std"), at::kFloat).set_requires_grad(true);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor activity = active(inputs.at(0));
        Tensors steps;
        for (std::int64_t t = 0; t < values().integer("spike_ts"); ++t)
            steps.push_back(advance(activity));
        return {at::stack(steps), activity};
    }

    Tensors step(const Tensors& inputs) override
    {
        const at::Tensor activity = active(inputs.at(0));
        return {advance(activity), activity};
    }

    void reset() override { m_v.reset(); }
    void detach() override
    {
        if (m_v.defined())
            m_v = m_v.detach();
    }
    void reseed(std::uint64_t seed) override { m_draws.reseed(seed); }
    std::vector<NamedTensor> parameters() const override { return {{"mean", m_mean}, {"std", m_std}}; }
    void toDevice(c10::Device device) override
    {
        moveLeaf(m_mean, device);
        moveLeaf(m_std, device);
    }
    std::vector<NamedTensor> saveState() const override
    {
        return m_v.defined() ? std::vector<NamedTensor>{{"v", m_v.detach().clone()}} : std::vector<NamedTensor>{};
    }
    void restoreState(const std::vector<NamedTensor>& state) override
    {
        m_v = state.empty() ? at::Tensor() : state[0].tensor.clone();
    }

private:
    at::Tensor active(const at::Tensor& x) const
    {
        return (x.unsqueeze(-1) - m_mean).square().div(m_std.square()).mul(-0.5).exp().flatten(1);
    }

    at::Tensor advance(const at::Tensor& activity)
    {
        constexpr double kThreshold = 0.999;   // as the original: an activity of 1 fires at every step
        const std::string& mode = values().text("mode");
        if (mode == "rate")
            return activity;
        if (mode == "random")   // fires where the activity exceeds a fresh number
            return FireStraightThrough::apply(activity - m_draws.like(activity), 0.0);
        m_v = m_v.defined() ? m_v + activity : activity;
        const at::Tensor spikes = FireStraightThrough::apply(m_v, kThreshold);
        m_v = m_v - spikes * kThreshold;
        return spikes;
    }

    at::Tensor m_mean, m_std, m_v;
    Draws m_draws;
};

/// n ones for the class of each sample (models.md O14).
class OneHot final : public NodeModule {
public:
    explicit OneHot(const PlannedNode& node) : NodeModule(node), m_classes(node.values.integer("num_classes"))
    {
        if (m_classes == 0 && node.inputs.at(0).info)
            m_classes = node.inputs[0].info->classes.value_or(0);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor label = inputs.at(0).to(at::kLong);
        if (m_classes > 0 && label.numel() > 0)
            if (const std::int64_t most = label.max().item<std::int64_t>(); most >= m_classes)
                throw Error("There is no class " + std::to_string(most) + "; there are " + std::to_string(m_classes) + ".",
                            name(), "Raise 'Classes', or number the classes from 0.");
        const at::Tensor rows = m_classes > 0 ? at::one_hot(label, m_classes) : at::one_hot(label);
        return {rows.to(at::kFloat).repeat_interleave(values().integer("n"), 1)};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }

private:
    std::int64_t m_classes;
};

} // namespace

std::unique_ptr<NodeModule> buildImg2Spike(const PlannedNode& node, BuildContext&) { return std::make_unique<Img2Spike>(node); }
std::unique_ptr<NodeModule> buildSig2Spike(const PlannedNode& node, BuildContext&) { return std::make_unique<Sig2Spike>(node); }
std::unique_ptr<NodeModule> buildOneHot(const PlannedNode& node, BuildContext&) { return std::make_unique<OneHot>(node); }

std::unique_ptr<NodeModule> buildPopulationEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<PopulationEncoder>(node);
}

} // namespace spw::engine
