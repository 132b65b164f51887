// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/lava_dynamics.h"

#include "core/base/error.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/builders/synapses/lava_weights.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

namespace spw::engine::lava {

namespace {

struct FamilyInfo {
    const char* functor;                    // kernels/dynamics/sequence_list.h
    std::vector<std::string> states, decays;   // in the functor's order
};

const FamilyInfo& infoOf(Family family)
{
    static const std::vector<std::string> voltage{"current", "voltage"}, phase{"real", "imag"};
    static const std::vector<std::string> adaptive{"current", "voltage", "threshold", "refractory", "fired"};
    static const std::vector<std::string> adaptivePhase{"real", "imag", "threshold", "refractory", "fired"};
    static const FamilyInfo infos[]{
        {"lava.cuba", voltage, {"current_decay", "voltage_decay"}},
        {"lava.alif", adaptive, {"current_decay", "voltage_decay", "threshold_decay", "refractory_decay"}},
        {"lava.rf", phase, {"sin_decay", "cos_decay"}},
        {"lava.rf_iz", phase, {"sin_decay", "cos_decay"}},
        {"lava.adrf", adaptivePhase, {"sin_decay", "cos_decay", "threshold_decay", "refractory_decay"}},
        {"lava.adrf_iz", adaptivePhase, {"sin_decay", "cos_decay", "threshold_decay", "refractory_decay"}},
    };
    return infos[std::size_t(family)];
}

constexpr double kWhole = 4096.0;   // decays are whole numbers out of these

/// Where the values of the channels start: between `name` and `name`_max; without that within 1 % where lava-dl
/// spreads them.
std::pair<double, double> spread(const ParamValues& values, const std::string& name, bool jitter)
{
    const double low = values.real(name);
    if (!values.isNone(name + "_max"))
        return {low, values.real(name + "_max")};
    return jitter ? std::pair(low * 0.99, low * 1.01) : std::pair(low, low);
}

at::Tensor uniform(std::int64_t count, std::pair<double, double> range, at::Generator& init)
{
    return at::rand({count}, init, at::kFloat) * (range.second - range.first) + range.first;
}

} // namespace

Dynamics::Dynamics(Family family, const ParamValues& values, std::vector<std::int64_t> features, bool spiking,
                   at::Generator& init, const std::string& node)
    : m_family(family), m_node(node), m_features(std::move(features)), m_fixedPoint(values.flag("fixed_point")),
      m_persistent(values.flag("persistent_state")), m_learns(values.flag("requires_grad")),
      m_interval(values.integer("reset_interval")), m_offset(values.integer("reset_offset")),
      m_draws(at::make_generator<at::CPUGeneratorImpl>())
{
    m_config.neuron = infoOf(family).functor;
    m_config.params = {
        {"threshold", spiking ? values.real("threshold") : 1.0},
        {"tau_grad", spiking ? values.real("tau_grad") : 1.0},
        {"scale_grad", spiking ? values.real("scale_grad") : 1.0},
        {"scale", double(values.integer("scale"))},
        {"graded_spike", spiking && values.flag("graded_spike") ? 1.0 : 0.0},
        {"fixed_point", m_fixedPoint ? 1.0 : 0.0},
        {"exact_decay_gradient", values.text("decay_gradient") == "exact" ? 1.0 : 0.0},
        {"spiking", spiking ? 1.0 : 0.0},
    };
    if (spiking) {
        const SurrogateSetting surrogate = surrogateSetting(values);
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
        m_config.params["common_slope"] = takesCommonSlope(values) ? 1.0 : 0.0;
        m_config.params["v_threshold"] = values.real("threshold");   // for surrogates that scale with it
    } else {
        m_config.surrogate = "deterministic_pass";
    }
    if (infoOf(family).decays.size() == 4)
        m_config.params["threshold_step"] = values.real("threshold_step");
    draw(values, init);
    if (values.has("dropout"))
        m_dropout = values.real("dropout");
    if (values.has("norm") && values.text("norm") != "none") {
        Norm::Config config;
        config.scales = values.text("norm") == "WgtScaleBatchNorm";
        config.scale = double(values.integer("scale"));
        m_norms.assign(isResonator(family) ? 2 : 1, Norm(m_features.at(0), config));
        for (Norm& norm : m_norms)   // a copy would share the running figures
            norm = Norm(m_features.at(0), config);
    }
}

void Dynamics::draw(const ParamValues& values, at::Generator& init)
{
    const bool shared = values.flag("shared_param");
    const std::int64_t count = shared ? 1 : m_features.at(0);
    const auto plain = [&](const std::string& name, bool jitter) {
        return (shared ? at::full({1}, values.real(name), at::kFloat)
                       : uniform(count, spread(values, name, jitter), init)) * kWhole;
    };
    Tensors tensors;
    if (isResonator(m_family)) {
        at::Tensor frequency = at::full({1}, 1.0 / values.real("period"), at::kDouble);
        at::Tensor decay = at::full({1}, values.real("decay"), at::kDouble);
        if (!shared) {
            const auto [shortest, longest] = spread(values, "period", true);
            const double low = 1.0 / std::max(shortest, longest), high = 1.0 / std::min(shortest, longest);
            frequency = values.flag("log_init")
                            ? at::logspace(std::log10(low), std::log10(high), count, 10.0, at::kDouble)
                            : uniform(count, {low, high}, init).to(at::kDouble);
            decay = uniform(count, spread(values, "decay", true), init).to(at::kDouble);
        }
        const at::Tensor angle = frequency * 6.283185307179586, radius = (1.0 - decay) * kWhole;
        tensors = {(angle.sin() * radius).to(at::kFloat), (angle.cos() * radius).to(at::kFloat)};
    } else {
        tensors = {plain("current_decay", true), plain("voltage_decay", true)};
    }
    if (infoOf(m_family).decays.size() == 4) {
        tensors.push_back(plain("threshold_decay", false));
        tensors.push_back(plain("refractory_decay", false));
    }
    for (std::size_t i = 0; i < tensors.size(); ++i)
        m_decays.push_back({infoOf(m_family).decays[i], tensors[i].set_requires_grad(m_learns)});
}

/// Kept in range as lava-dl does before each use, rounded to whole numbers, one for each neuron of a channel.
Tensors Dynamics::decays(c10::ScalarType type)
{
    {
        const at::NoGradGuard noGrad;
        for (std::size_t i = isResonator(m_family) ? 2 : 0; i < m_decays.size(); ++i)
            m_decays[i].tensor.clamp_(0.0, kWhole);
        if (isResonator(m_family)) {   // inside the unit circle, and never without a turn
            at::Tensor &sine = m_decays[0].tensor, &cosine = m_decays[1].tensor;
            const at::Tensor gain = (sine * sine + cosine * cosine).sqrt();
            const at::Tensor shrink = at::where(gain > kWhole - 1.0, (kWhole - 1.0) / gain, at::ones_like(gain));
            sine.mul_(shrink).clamp_min_(1.0);
            cosine.mul_(shrink).clamp_min_(0.0);
        }
    }
    Tensors list;
    for (const NamedTensor& decay : m_decays) {
        at::Tensor value = m_fixedPoint ? quantized(decay.tensor, 1.0, false) : decay.tensor;
        if (value.numel() > 1) {
            std::vector<std::int64_t> sizes(m_features.size(), 1);
            sizes[0] = value.numel();
            value = value.view(sizes);
        }
        list.push_back(value.to(type));
    }
    return list;
}

/// States `first` to `first + count` for a batch like `x`; empty for the reset values.
Tensors Dynamics::stateFor(const at::Tensor& x, std::size_t first, std::size_t count)
{
    if (m_state.empty())
        return {};
    if (m_state[0].sizes() != x.sizes().slice(1)) {
        if (!m_persistent)
            throw Error("The input has another batch size or shape than the one before it.", m_node,
                        "Reset the network between batches of different sizes.");
        m_state.clear();   // as lava-dl: from one set of samples to another, whose batches differ
        return {};
    }
    return {m_state.begin() + std::ptrdiff_t(first), m_state.begin() + std::ptrdiff_t(first + count)};
}

/// Where resets fall into the sequence it is run in pieces; before each, the state of the one before it is forgotten.
at::Tensor Dynamics::run(const Tensors& inputs, bool training, bool keepStates)
{
    if (m_interval == 0 || inputs.empty() || inputs[0].size(0) == 0)
        return runOn(inputs, training, keepStates);
    const std::int64_t steps = inputs[0].size(0);
    Tensors outputs;
    std::map<std::string, Tensors> states;
    for (std::int64_t from = 0; from < steps;) {
        const std::int64_t phase = ((m_step - m_offset) % m_interval + m_interval) % m_interval;
        if (phase == 0)
            m_state.clear();
        const std::int64_t length = std::min(steps - from, m_interval - phase);
        Tensors piece;
        for (const at::Tensor& input : inputs)
            piece.push_back(input.narrow(0, from, std::min(length, input.size(0) - from)));
        outputs.push_back(runOn(piece, training, keepStates));
        for (const auto& [name, sequence] : m_sequences)
            states[name].push_back(sequence);
        from += length;
        m_step += length;
    }
    for (const auto& [name, list] : states)
        m_sequences[name] = list.size() == 1 ? list[0] : at::cat(list);
    return outputs.size() == 1 ? outputs[0] : at::cat(outputs);
}

at::Tensor Dynamics::runOn(const Tensors& inputs, bool training, bool keepStates)
{
    const std::size_t parts = isResonator(m_family) ? 2 : 1;
    if (inputs.size() != parts || (parts == 2 && inputs[0].sizes() != inputs[1].sizes()))
        throw Error(parts == 2 ? "A resonator needs a real and an imaginary input of the same shape."
                               : "This neuron has one input.",
                    m_node, "Wire it to a complex synapse.");
    m_sequences.clear();
    const Tensors factors = decays(inputs[0].scalar_type());
    if (m_family == Family::Cuba && !m_norms.empty())
        return dropped(runNormedCuba(inputs[0], factors, training, keepStates), training);

    Tensors received = inputs;
    for (std::size_t i = 0; i < m_norms.size(); ++i)
        received[i] = m_norms[i](received[i], training);
    const FamilyInfo& info = infoOf(m_family);
    m_config.keepStates = keepStates;
    ops::SequenceOutput out =
        ops::runSequence(received, stateFor(received[0], 0, info.states.size()), factors, m_config);
    m_state = std::move(out.state);
    for (std::size_t i = 0; i < out.stateSeq.size(); ++i)
        m_sequences[info.states[i]] = out.stateSeq[i];
    return dropped(out.outputs[0], training);
}

/// The norm sits between current and voltage: two passes, each the CUBA with one of its leaks forgetting all.
at::Tensor Dynamics::runNormedCuba(const at::Tensor& x, const Tensors& decays, bool training, bool keepStates)
{
    const at::Tensor all = at::full({1}, kWhole, decays[0].options());
    ops::SequenceConfig leak = m_config;
    leak.params["spiking"] = 0.0;
    leak.keepStates = false;
    const ops::SequenceOutput current = ops::runSequence({x}, stateFor(x, 0, 2), {decays[0], all}, leak);
    const at::Tensor normed = m_norms[0](current.outputs[0], training);
    m_config.keepStates = keepStates;
    const ops::SequenceOutput out = ops::runSequence({normed}, stateFor(x, 2, 2), {all, decays[1]}, m_config);
    m_state = current.state;
    m_state.insert(m_state.end(), out.state.begin(), out.state.end());
    if (keepStates)
        m_sequences = {{"current", normed}, {"voltage", out.stateSeq.at(1)}};
    return out.outputs[0];
}

/// The same neurons stay silent for the whole sample.
at::Tensor Dynamics::dropped(const at::Tensor& y, bool training)
{
    if (!training || m_dropout == 0.0)
        return y;
    if (!m_mask.defined() || m_mask.sizes() != y.sizes().slice(1))
        m_mask = at::empty(y.sizes().slice(1), at::kFloat).bernoulli_(1.0 - m_dropout, m_draws).div_(1.0 - m_dropout);
    m_mask = m_mask.to(y.options());
    return y * m_mask;
}

at::Tensor Dynamics::stateSequence(const std::string& state) const
{
    const auto found = m_sequences.find(state);
    return found == m_sequences.end() ? at::Tensor() : found->second;
}

void Dynamics::reset()
{
    m_mask.reset();
    m_sequences.clear();
    if (m_persistent) {
        detach();
    } else {
        m_state.clear();
        m_step = 0;
    }
}

void Dynamics::detach()
{
    for (at::Tensor& state : m_state)
        state = state.detach();
}

std::vector<NamedTensor> Dynamics::saveState() const
{
    std::vector<NamedTensor> list;
    const std::vector<std::string>& names = infoOf(m_family).states;
    for (std::size_t i = 0; i < m_state.size(); ++i)
        list.push_back({i < names.size() ? names[i] : "normed_" + names[i - names.size()],
                        m_state[i].detach().clone()});
    if (m_mask.defined())
        list.push_back({"mask", m_mask});
    if (m_interval > 0)
        list.push_back({"step", at::full({1}, m_step, at::kLong)});
    return list;
}

void Dynamics::restoreState(const std::vector<NamedTensor>& state)
{
    m_state.clear();
    m_mask.reset();
    for (const NamedTensor& entry : state)
        if (entry.name == "mask")
            m_mask = entry.tensor;
        else if (entry.name == "step")
            m_step = entry.tensor.item<std::int64_t>();
        else
            m_state.push_back(entry.tensor.clone());
}

std::vector<NamedTensor> Dynamics::parameters() const
{
    return m_learns ? m_decays : std::vector<NamedTensor>{};
}

std::vector<NamedTensor> Dynamics::buffers() const
{
    std::vector<NamedTensor> list = m_learns ? std::vector<NamedTensor>{} : m_decays;
    const char* prefixes[] = {m_norms.size() == 2 ? "real_norm." : "norm.", "imag_norm."};
    for (std::size_t i = 0; i < m_norms.size(); ++i)
        for (NamedTensor& entry : m_norms[i].buffers(prefixes[i]))
            list.push_back(std::move(entry));
    return list;
}

void Dynamics::toDevice(c10::Device device)
{
    for (NamedTensor& decay : m_decays)
        m_learns ? moveLeaf(decay.tensor, device) : moveTensor(decay.tensor, device);
    for (Norm& norm : m_norms)
        norm.toDevice(device);
}

} // namespace spw::engine::lava
