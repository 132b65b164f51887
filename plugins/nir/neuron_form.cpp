// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/neuron_form.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw::nir {

std::vector<double> numbersOf(const WeightArray& array)
{
    return std::visit([](const auto& values) { return std::vector<double>(values.begin(), values.end()); }, array.data);
}

std::int64_t countOf(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        count *= size;
    return count;
}

Array arrayOf(std::vector<std::int64_t> shape, std::vector<double> values, Number number)
{
    if (number == Number::Float32)
        for (double& value : values)
            value = double(float(value));
    return {std::move(shape), std::move(values), number};
}

namespace {

using Values = std::vector<double>;

constexpr const char* kUseAnother = "Take an IF, LIF, PLIF, CLIF or one of the NIR neurons, or export to Python, which knows every neuron.";

/// One step of a neuron, each number for each neuron: i = synDecay i + synGain x (with a synapse, else i = x);
/// h = (1 - loss) v + gain i + leak; a spike resets.
struct Step {
    Values synLoss, synGain;   // empty: no synapse
    Values loss, gain, leak;
    Values threshold, reset;   // empty: does not spike
    bool soft = false, reached = true;
};

class Writer {
public:
    explicit Writer(const NodeSource& source)
        : m_source(source), m_values(*source.values), m_count(std::size_t(countOf(source.features)))
    {
    }

    NeuronForm make()
    {
        const std::string& id = m_source.spec->id;
        if (id.rfind("neuron.nir_", 0) == 0)
            native();
        else if (id == "neuron.if" || id == "neuron.lif" || id == "neuron.parametric_lif" || id == "neuron.sltt_lif" ||
                 id == "neuron.ottt_lif" || id == "neuron.clif")
            spikingJelly(id);
        else if (id.rfind("neuron.sinabs_", 0) == 0)
            sinabs();
        else if (id == "neuron.readout")
            readout();
        else
            decaying(id);
        keepOrigin();
        return std::move(m_form);
    }

private:
    Values all(double value) const { return Values(m_count, value); }

    /// A parameter or its tensor in the weights, one number for each neuron.
    Values quantity(const std::string& name, double otherwise) const
    {
        const WeightArray* array = m_source.weight ? m_source.weight(name) : nullptr;
        if (!array)
            return all(otherwise);
        const Values given = numbersOf(*array);
        if (given.size() == m_count)
            return given;
        if (given.size() == 1)
            return all(given[0]);
        const std::size_t channels = m_source.features.empty() ? 0 : std::size_t(m_source.features[0]);
        if (channels == 0 || given.size() != channels)
            throw Error("'" + name + "' has " + std::to_string(given.size()) + " values for " + std::to_string(m_count) + " neurons.",
                        "the weights", "Use weights of this project.");
        Values out;
        for (const double value : given)
            out.insert(out.end(), m_count / channels, value);
        return out;
    }

    template <class F>
    static Values mapped(const Values& a, F f)
    {
        Values out;
        out.reserve(a.size());
        for (const double value : a)
            out.push_back(f(value));
        return out;
    }

    void field(const char* name, const Values& values) { m_form.node.fields[name] = itemOf(arrayOf(m_source.features, values)); }
    void remark(std::string what, std::string why, std::string fix)
    {
        m_form.changes.push_back({std::move(what), std::move(why), std::move(fix)});
    }
    void say(const char* name, const std::string& text) { m_own[name] = itemOf(text); }

    void rule(bool spikes, bool soft, bool reached)
    {
        if (!spikes)
            return;
        say("reset", soft ? "soft" : "hard");
        say("fires", reached ? "reached" : "above");
        if (soft)
            remark("A spike takes the threshold from the membrane; NIR knows only the reset to a value.",
                   "v_reset is written as 0, and other programs will reset to it. The metadata say 'soft'.",
                   "Set a reset value to have the same neuron everywhere.");
        if (reached)
            remark("It fires when the threshold is reached; in NIR it must be passed.",
                   "Only a membrane of exactly the threshold makes a difference. The metadata say 'reached'.", "");
    }

    /// The continuous equation whose Euler step of dt is `step`.
    void write(const Step& step)
    {
        const double dt = m_source.dt;
        const bool integrates = std::all_of(step.loss.begin(), step.loss.end(), [](double loss) { return loss == 0; });
        const bool spikes = !step.threshold.empty(), synapse = !step.synLoss.empty();
        const auto legal = [](double loss) { return loss > 0 && loss <= 1; };
        if (!(integrates && !synapse) && !std::all_of(step.loss.begin(), step.loss.end(), legal))
            throw Error("A membrane that keeps more than itself or less than nothing of its value in a step has no time constant.", "",
                        "Use a decay from 0 to below 1.");
        if (!std::all_of(step.synLoss.begin(), step.synLoss.end(), legal))
            throw Error("A current that never fades has no time constant.", "", "Use a decay of the current from 0 to below 1.");
        m_form.node.type = integrates && !synapse ? (spikes ? "IF" : "I")
                                                  : std::string(synapse ? "Cuba" : "") + (spikes ? "LIF" : "LI");
        if (integrates && !synapse) {
            field("r", mapped(step.gain, [dt](double gain) { return gain / dt; }));
        } else {
            Values r(m_count), leak(m_count);
            for (std::size_t i = 0; i < m_count; ++i) {
                r[i] = step.gain[i] / step.loss[i];
                leak[i] = step.leak[i] / step.loss[i];
            }
            field("r", r);
            field("v_leak", leak);
            field(synapse ? "tau_mem" : "tau", mapped(step.loss, [dt](double loss) { return dt / loss; }));
        }
        if (synapse) {
            Values weight(m_count);
            for (std::size_t i = 0; i < m_count; ++i)
                weight[i] = step.synGain[i] / step.synLoss[i];
            field("tau_syn", mapped(step.synLoss, [dt](double loss) { return dt / loss; }));
            field("w_in", weight);
        }
        if (spikes) {
            field("v_threshold", step.threshold);
            field("v_reset", step.reset);
        }
        rule(spikes, step.soft, step.reached);
    }

    void native()
    {
        static const std::map<std::string, std::string> types{
            {"neuron.nir_if", "IF"},  {"neuron.nir_lif", "LIF"},   {"neuron.nir_cuba_lif", "CubaLIF"},
            {"neuron.nir_i", "I"},    {"neuron.nir_li", "LI"},     {"neuron.nir_cuba_li", "CubaLI"},
            {"neuron.nir_threshold", "Threshold"}};
        m_form.node.type = types.at(m_source.spec->id);
        for (const char* name : {"tau", "tau_mem", "tau_syn", "w_in", "r", "v_leak", "v_threshold", "v_reset"})
            if (m_values.has(name)) {
                const Values values = quantity(name, m_values.isNone(name) ? 0.0 : m_values.real(name));
                field(m_form.node.type == "Threshold" ? "threshold" : name, values);
            }
        if (m_values.has("dt"))
            m_ownDt = m_values.real("dt");
        if (m_values.has("method") && m_values.text("method") != "euler") {
            say("method", m_values.text("method"));
            remark("It is cut into steps by '" + m_values.text("method") + "'; NIR has the equation, not the steps.",
                   "Other programs take their own, most of them Euler.", "");
        }
        if (m_values.has("v_reset"))
            rule(true, m_values.isNone("v_reset"), m_values.text("fires") == "reached");
        else if (m_form.node.type == "Threshold")
            rule(true, false, m_values.text("fires") == "reached");
    }

    void spikingJelly(const std::string& id)
    {
        if (m_values.has("spiking") && !m_values.flag("spiking"))
            throw Error("It sends smooth numbers instead of spikes.", "", "Switch 'Spikes' on before the export.");
        const bool soft = m_values.isNone("v_reset");
        const double rest = soft ? 0.0 : m_values.real("v_reset");
        Step step;
        step.soft = soft;
        step.threshold = all(m_values.real("v_threshold"));
        step.reset = all(rest);
        step.leak = all(0);
        if (id == "neuron.if") {
            step.loss = all(0);
            step.gain = all(1);
        } else if (id == "neuron.clif") {
            step.synLoss = all(1 - m_values.real("c_decay"));
            step.synGain = all(1);
            step.loss = all(1 - m_values.real("v_decay"));
            step.gain = all(1);
        } else {
            step.loss = id == "neuron.parametric_lif"
                            ? mapped(quantity("w", -std::log(m_values.real("init_tau") - 1)), [](double w) { return 1 / (1 + std::exp(-w)); })
                            : all(1 / m_values.real("tau"));
            step.gain = m_values.flag("decay_input") ? step.loss : all(1);
            step.leak = mapped(step.loss, [rest](double loss) { return loss * rest; });
        }
        write(step);
        if (!soft && rest != 0)
            remark("Its membrane starts at " + toText(m_values.at("v_reset")) + "; NIR does not say where one starts.",
                   "Most programs start at 0.", "Use a reset of 0 where that matters.");
    }

    /// alpha of a step: stored as the time constant or as itself.
    Values kept(const char* tau) const
    {
        if (m_values.flag("train_alphas"))
            return quantity("alpha" + std::string(tau).substr(3), std::exp(-1 / m_values.real(tau)));
        return mapped(quantity(tau, m_values.real(tau)), [](double steps) { return std::exp(-1 / steps); });
    }

    void sinabs()
    {
        const bool leaks = m_values.has("tau_mem"), spikes = m_values.has("spike_threshold");
        Step step;
        step.leak = all(0);
        step.loss = all(0);
        step.gain = all(1);
        if (leaks) {
            step.loss = mapped(kept("tau_mem"), [](double alpha) { return 1 - alpha; });
            if (m_values.flag("norm_input"))
                step.gain = step.loss;
        }
        if (m_values.has("tau_syn") && !m_values.isNone("tau_syn")) {
            step.synGain = kept("tau_syn");
            step.synLoss = mapped(step.synGain, [](double alpha) { return 1 - alpha; });
        }
        if (spikes) {
            step.threshold = quantity("spike_threshold", m_values.real("spike_threshold"));
            const bool resets = m_values.text("reset_fn") == "reset";
            step.soft = !resets;
            step.reset = all(resets ? m_values.real("reset_value") : 0.0);
        }
        write(step);
        if (spikes && m_values.text("spike_fn") != "single")
            remark("It may give several spikes in one step; a NIR neuron gives one at the most.",
                   "Where the input lifts the membrane over twice the threshold, other programs lose spikes.",
                   "Set 'Spikes' to one, or make the steps shorter.");
        if (spikes && m_values.text("reset_fn") == "subtract" && !m_values.isNone("subtract_value"))
            remark("A spike takes another value than the threshold.", "NIR has no word for it; the metadata say it.", "");
        if (m_values.has("min_v_mem") && !m_values.isNone("min_v_mem"))
            remark("Its membrane has a lower bound.", "NIR has no word for it; the metadata say it.", "Set the bound to none.");
    }

    void readout()
    {
        Step step;
        step.leak = all(0);
        const bool leaks = !m_values.isNone("tau");
        step.loss = all(leaks ? 1 / m_values.real("tau") : 0);
        step.gain = leaks && m_values.flag("decay_input") ? step.loss : all(1);
        write(step);
    }

    /// lava's CUBA and affine, and SpikingJelly's neuron for the exchange with it.
    void decaying(const std::string& id)
    {
        const bool affine = id == "layer.lava_affine", exchange = id == "neuron.cuba_lif";
        if (m_values.has("norm") && m_values.text("norm") != "none")
            throw Error("Its current is normalised inside the step.", "", "Set its norm to none, and put a batch norm before it.");
        if (m_values.has("graded_spike") && m_values.flag("graded_spike"))
            throw Error("It sends its membrane as the size of a spike.", "", "Switch 'Graded spikes' off.");
        const auto loss = [&](const char* name) {
            return mapped(quantity(name, 4096 * m_values.real(name)), [](double decay) { return decay / 4096; });
        };
        Step step;
        step.synLoss = loss("current_decay");
        step.synGain = all(1);
        step.loss = loss("voltage_decay");
        step.gain = all(1);
        step.leak = all(0);
        if (!affine) {
            step.threshold = all(m_values.real(exchange ? "v_threshold" : "threshold"));
            step.reset = all(0);
            step.reached = false;   // the chip's neurons must pass it
        }
        write(step);
        if (exchange || m_values.flag("fixed_point"))
            remark("It computes in the whole numbers of the chip; NIR's equation is one of real numbers.",
                   "States differ by a few parts in 4096, and spikes near the threshold may move.",
                   exchange ? "" : "Switch 'Chip arithmetic' off to see the difference.");
    }

    /// Everything needed to make the same node again.
    void keepOrigin()
    {
        Items& own = m_own;
        own["node"] = itemOf(m_source.spec->id);
        own["dt"] = itemOf(scalar(m_ownDt.value_or(m_source.dt), Number::Float64));
        Item params, weights;
        for (const ParamSpec& param : m_source.spec->params)
            if (m_values.has(param.name) && m_values.at(param.name) != param.initial) {
                const ParamValue& value = m_values.at(param.name);
                if (const double* real = std::get_if<double>(&value))
                    params.children[param.name] = itemOf(scalar(*real, Number::Float64));
                else
                    params.children[param.name] = itemOf(toText(value));
            }
        for (const char* name : {"w", "tau_mem", "tau_syn", "alpha_mem", "alpha_syn", "spike_threshold", "current_decay", "voltage_decay",
                                 "tau", "w_in", "r", "v_leak", "v_threshold", "v_reset"})
            if (const WeightArray* array = m_source.weight ? m_source.weight(name) : nullptr)
                weights.children[name] = itemOf(arrayOf(array->shape, numbersOf(*array), std::holds_alternative<std::vector<double>>(array->data)
                                                                                             ? Number::Float64 : Number::Float32));
        if (!params.children.empty())
            own["params"] = params;
        if (!weights.children.empty())
            own["weights"] = weights;
        m_form.node.metadata["spikewright"].children = own;
    }

    const NodeSource& m_source;
    const ParamValues& m_values;
    std::size_t m_count;
    NeuronForm m_form;
    Items m_own;
    std::optional<double> m_ownDt;
};

} // namespace

bool isNirNeuron(const std::string& type)
{
    static const std::vector<std::string> types{
        "neuron.if",         "neuron.lif",          "neuron.parametric_lif", "neuron.sltt_lif",    "neuron.ottt_lif",
        "neuron.clif",       "neuron.sinabs_iaf",   "neuron.sinabs_lif",     "neuron.sinabs_exp_leak",
        "neuron.readout",    "neuron.cuba_lif",     "neuron.lava_cuba",      "layer.lava_affine",
        "neuron.nir_if",     "neuron.nir_lif",      "neuron.nir_cuba_lif",   "neuron.nir_i",       "neuron.nir_li",
        "neuron.nir_cuba_li", "neuron.nir_threshold"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

NeuronForm neuronForm(const NodeSource& source)
{
    if (!isNirNeuron(source.spec->id))
        throw Error("NIR has no word for it: its neurons are integrators with linear leaks and one threshold.", "", kUseAnother);
    return Writer(source).make();
}

std::optional<Origin> originOf(const Node& node, const std::vector<std::int64_t>& features, const Catalog& catalog)
{
    const auto own = node.metadata.find("spikewright");
    if (own == node.metadata.end())
        return std::nullopt;
    const Items& items = own->second.children;
    const auto type = items.find("node"), dt = items.find("dt");
    if (type == items.end() || !type->second.text || !isNirNeuron(*type->second.text) || dt == items.end() || !dt->second.array ||
        dt->second.array->values.size() != 1 || !(dt->second.array->values[0] > 0))
        return std::nullopt;
    Origin origin;
    origin.spec = catalog.find(*type->second.text);
    if (!origin.spec)
        return std::nullopt;
    origin.values = origin.spec->initialValues();
    origin.dt = dt->second.array->values[0];
    try {
        if (const auto params = items.find("params"); params != items.end())
            for (const auto& [name, item] : params->second.children) {
                const ParamSpec* spec = origin.spec->param(name);
                if (!spec)
                    return std::nullopt;
                const ParamValue value = item.text ? parseParam(*spec, *item.text)
                                         : item.array && item.array->values.size() == 1
                                             ? ParamValue(item.array->values[0])
                                             : ParamValue();
                if (!whyIllegal(*spec, value).empty())
                    return std::nullopt;
                origin.values.set(name, value);
            }
        if (const auto weights = items.find("weights"); weights != items.end())
            for (const auto& [name, item] : weights->second.children) {
                if (!item.array)
                    return std::nullopt;
                const std::vector<double>& values = item.array->values;
                WeightArray& array = origin.weights[name];
                array.shape = item.array->shape;
                if (item.array->number == Number::Float64)
                    array.data = values;
                else
                    array.data = std::vector<float>(values.begin(), values.end());
            }
        const NodeSource source{origin.spec, &origin.values, features,
                                [&](const std::string& name) {
                                    const auto found = origin.weights.find(name);
                                    return found == origin.weights.end() ? nullptr : &found->second;
                                },
                                origin.dt};
        const NeuronForm again = neuronForm(source);
        if (again.node.type != node.type)
            return std::nullopt;
        for (const auto& [name, item] : again.node.fields) {
            const auto there = node.fields.find(name);
            if (there == node.fields.end() || !there->second.array || there->second.array->shape != item.array->shape)
                return std::nullopt;
            for (std::size_t i = 0; i < item.array->values.size(); ++i)   // another program may have rounded them
                if (std::abs(there->second.array->values[i] - item.array->values[i]) > 1e-6 * std::abs(item.array->values[i]))
                    return std::nullopt;
        }
    } catch (const Error&) {
        return std::nullopt;
    }
    return origin;
}

} // namespace spw::nir
