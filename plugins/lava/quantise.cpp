// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/quantise.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spw::lavanet {

namespace {

using NamedNumbers = std::vector<std::pair<std::string, double>>;

/// What rounding did to one layer.
struct Loss {
    double largest = 0; // |w scale - written|
    std::int64_t clipped = 0, count = 0, biasClipped = 0;
    double low = 0, high = 0; // of what was written
    double decay = 0, threshold = 0;
};

double evenInRange(double whole)
{
    return std::clamp(2 * std::nearbyint(whole / 2), kSmallestWeight, kLargestWeight);
}

void round(Numbers& numbers, double scale, Loss& loss)
{
    for (double& value : numbers.values) {
        const double whole = value * scale;
        value = evenInRange(whole);
        loss.largest = std::max(loss.largest, std::abs(whole - value));
        const double even = 2 * std::nearbyint(whole / 2);
        loss.clipped += even < kSmallestWeight || even > kLargestWeight;
        loss.low = loss.count == 0 ? value : std::min(loss.low, value);
        loss.high = loss.count == 0 ? value : std::max(loss.high, value);
        ++loss.count;
    }
}

double roundedDecay(double share, Loss& loss)
{
    const double whole = std::clamp(std::nearbyint(4096 * share), 0.0, 4096.0);
    loss.decay = std::max(loss.decay, std::abs(share - whole / 4096));
    return whole;
}

class Quantiser {
public:
    Quantiser(const Chain& chain, const Weights& weights, const ParamValues& options, ExchangeReport& report)
        : m_chain(chain)
        , m_weights(weights)
        , m_options(options)
        , m_report(report)
    {}

    Net run()
    {
        m_net.inputShape = m_chain.inputShape;
        if (forNetx(m_options) && m_chain.links.front().type != BlockType::Input) {
            Block input; // without neurons: it only says the size
            input.type = BlockType::Input;
            input.shape = m_chain.inputShape;
            input.name = "input";
            m_net.blocks.push_back(std::move(input));
        }
        for (const Link& link : m_chain.links)
            add(link);
        return std::move(m_net);
    }

private:
    void add(const Link& link)
    {
        const PlannedNode& node = link.main();
        Block block;
        block.type = link.type;
        block.shape = link.out;
        block.name = node.name;
        block.node = node.id;
        block.stepDelay = link.stepDelay;
        if (link.neuron && link.neuron->values.has("reset_interval")) {
            block.resetInterval = link.neuron->values.integer("reset_interval");
            block.resetOffset = link.neuron->values.integer("reset_offset");
        }
        m_loss = {};
        m_scale = scaleOf(link);
        if (isLava(node))
            block.scale = std::int64_t(m_scale);
        if (link.type == BlockType::Input)
            input(link, block);
        else if (link.type != BlockType::Flatten)
            weights(link, block);
        if (link.passes)
            block.neuron = passingNeuron();
        else if (link.neuron)
            neuron(link, block);
        if (!link.delays.empty())
            delays(*link.delays[0], block);
        describe(link, block);
        m_net.blocks.push_back(std::move(block));
    }

    /// Whole numbers in 1.0: of a lava node its own; else the option, or the largest with which nothing is clipped.
    double scaleOf(const Link& link) const
    {
        for (const PlannedNode* node : {link.synapse, link.neuron})
            if (node && node->values.has("scale") && node->spec->id != "encoder.delta")
                return double(node->values.integer("scale"));
        if (m_options.integer("scale") > 0)
            return double(m_options.integer("scale"));
        if (!link.synapse || !link.neuron || link.passes || link.type == BlockType::Pool || link.type == BlockType::Flatten)
            return 64;
        const RealWeights real = realWeights(link, m_weights);
        double scale = double(kLargestThreshold) / thresholdOf(link);
        const auto fit = [&](double value) {
            if (value != 0)
                scale = std::min(scale, (value > 0 ? kLargestWeight : -kSmallestWeight) / std::abs(value));
        };
        for (const double value : real.weight.values)
            fit(value);
        if (real.bias)
            for (const double value : *real.bias)
                fit(-value); // minus a rounded mean: its range is the other way round
        return scale >= 2 ? std::floor(scale) : scale;
    }

    /// The threshold in the units of the weights; what is not expressed elsewhere raises it.
    double thresholdOf(const Link& link) const
    {
        const ParamValues& v = link.neuron->values;
        double threshold = v.has("v_threshold") ? v.real("v_threshold") : v.has("threshold") ? v.real("threshold") : 1;
        if (link.neuron->spec->id == "neuron.lif" && v.flag("decay_input"))
            threshold *= v.real("tau");
        if (link.type == BlockType::Pool && link.synapse) // written as a sum
            threshold *= divisorOf(*link.synapse);
        return threshold;
    }

    void input(const Link& link, Block& block)
    {
        block.shape = link.in.empty() ? link.out : link.in;
        if (!link.synapse)
            return;
        for (const auto& [name, target] : {std::pair("weight", &block.weight), std::pair("bias", &block.bias)})
            if (!link.synapse->values.isNone(name)) {
                *target = parameterOf(*link.synapse, name, m_weights);
                round(**target, m_scale, m_loss);
            }
    }

    void weights(const Link& link, Block& block)
    {
        RealWeights real = realWeights(link, m_weights);
        block.kernel = real.kernel;
        block.stride = real.stride;
        block.padding = real.padding;
        block.dilation = real.dilation;
        block.groups = real.groups;
        block.weight = std::move(real.weight);
        block.imaginary = std::move(real.imaginary);
        block.recurrent = std::move(real.recurrent);
        for (std::optional<Numbers>* numbers : {&block.weight, &block.imaginary, &block.recurrent})
            if (*numbers)
                round(**numbers, m_scale, m_loss);
        if (real.bias) {
            std::vector<double>& bias = *real.bias;
            for (double& value : bias)
                value = bias8(value);
            block.bias = Numbers{{std::int64_t(bias.size())}, bias};
        }
        const auto zero = [](const Numbers& numbers) {
            return std::all_of(numbers.values.begin(), numbers.values.end(), [](double x) { return x == 0; });
        };
        const bool empty =
            zero(*block.weight) && (!block.imaginary || zero(*block.imaginary)) && (!block.recurrent || zero(*block.recurrent));
        if (empty)
            m_report.add(forNetx(m_options) ? Outcome::Refused : Outcome::Changed, block.node, block.name,
                         "All its weights become 0.",
                         forNetx(m_options) ? "netx stops with an error at such a layer."
                                            : "Nothing would come out of it; netx stops at such a layer.",
                         "Raise the option 'scale' (0: each layer its own), or train on.");
    }

    /// A norm's rule: minus the rounded mean, so -254..256.
    double bias8(double value)
    {
        const double whole = value * m_scale, even = 2 * std::nearbyint(whole / 2),
                     kept = std::clamp(even, -kLargestWeight, -kSmallestWeight);
        m_loss.largest = std::max(m_loss.largest, std::abs(whole - kept));
        m_loss.biasClipped += kept != even;
        return kept == 0 ? 0 : kept;
    }

    static Neuron passingNeuron()
    {
        Neuron neuron;
        neuron.decays = {{"iDecay", {{}, {4096}}}, {"vDecay", {{}, {4096}}}};
        neuron.threshold = 1;
        neuron.graded = true;
        return neuron;
    }

    void neuron(const Link& link, Block& block)
    {
        const PlannedNode& node = *link.neuron;
        const std::string& id = node.spec->id;
        const ParamValues& v = node.values;
        Neuron neuron;
        if (id == "encoder.delta" || id == "neuron.lava_sigma_delta" || id == "layer.sigma") {
            neuron = sigmaDelta(link, block);
        } else if (isLava(node)) {
            neuron.type = lavaType(node);
            neuron.graded = v.has("graded_spike") && v.flag("graded_spike");
            const bool affine = id == "layer.lava_affine" || id == "layer.lava_rf_affine";
            neuron.threshold = affine ? kNeverFires : std::int64_t(v.real("threshold") * m_scale);
            if (adapts(neuron.type))
                neuron.thresholdStep = std::int64_t(v.real("threshold_step") * m_scale);
            m_loss.threshold = affine ? 0 : std::abs(v.real("threshold") - double(neuron.threshold) / m_scale);
            lavaDecays(node, neuron);
            lavaNorm(node, block, neuron);
        } else {
            const double threshold = thresholdOf(link) * m_scale;
            neuron.threshold = std::int64_t(threshold);
            m_loss.threshold = (threshold - double(neuron.threshold)) / m_scale;
            plainDecays(node, neuron);
        }
        if (link.norm && link.norm->spec->id == "layer.mean_only_batch_norm")
            bareNorm(*link.norm, block, neuron);
        if (neuron.threshold > kLargestThreshold && !neuron.affine())
            m_report.add(Outcome::Refused, block.node, block.name,
                         "The threshold becomes " + std::to_string(neuron.threshold) + ".", "The chip keeps at most 131071.",
                         "Lower the threshold and the weights, or the scale.");
        if (neuron.threshold < 1 && neuron.type != NeuronType::SigmaDelta)
            m_report.add(Outcome::Refused, block.node, block.name, "The threshold becomes 0.",
                         "Its neurons would fire without input.",
                         "Raise the threshold, or the option 'scale' (0: each layer its own).");
        block.neuron = std::move(neuron);
    }

    static NeuronType lavaType(const PlannedNode& node)
    {
        const std::string& id = node.spec->id;
        if (id == "container.lava_recurrent")
            return node.values.text("neuron") == "alif" ? NeuronType::Alif : NeuronType::Cuba;
        static const std::map<std::string, NeuronType> types{
            {"neuron.lava_cuba", NeuronType::Cuba},        {"layer.lava_affine", NeuronType::Cuba},
            {"neuron.lava_alif", NeuronType::Alif},        {"neuron.lava_rf", NeuronType::RfPhase},
            {"layer.lava_rf_affine", NeuronType::RfPhase}, {"neuron.lava_rf_iz", NeuronType::RfIzhikevich},
            {"neuron.lava_adrf", NeuronType::AdrfPhase},   {"neuron.lava_adrf_iz", NeuronType::AdrfIzhikevich}};
        return types.at(id);
    }

    /// Trained or not, they lie among the weights in 4096ths; as each use does, they are kept in range and rounded.
    void lavaDecays(const PlannedNode& node, Neuron& neuron)
    {
        const auto whole = [&](const char* theirs, Numbers decay) {
            for (double& value : decay.values)
                value = roundedDecay(value / 4096, m_loss);
            if (node.values.flag("shared_param") && decay.values.size() == 1)
                decay.shape.clear();
            neuron.decays[theirs] = std::move(decay);
        };
        const auto read = [&](const char* ours) { return parameterOf(node, ours, m_weights); };
        if (isResonator(neuron.type)) { // inside the unit circle, and never without a turn
            Numbers sine = read("sin_decay"), cosine = read("cos_decay");
            for (std::size_t i = 0; i < sine.values.size() && i < cosine.values.size(); ++i) {
                const double gain = std::hypot(sine.values[i], cosine.values[i]), shrink = gain > 4095 ? 4095 / gain : 1;
                sine.values[i] = std::max(1.0, sine.values[i] * shrink);
                cosine.values[i] = std::max(0.0, cosine.values[i] * shrink);
            }
            whole("sinDecay", std::move(sine));
            whole("cosDecay", std::move(cosine));
        } else {
            whole("iDecay", read("current_decay"));
            whole("vDecay", read("voltage_decay"));
        }
        if (adapts(neuron.type)) {
            whole("thDecay", read("threshold_decay"));
            whole("refDecay", read("refractory_decay"));
        }
    }

    void plainDecays(const PlannedNode& node, Neuron& neuron)
    {
        double current = 4096, voltage = 0;
        if (node.spec->id == "neuron.lif")
            voltage = roundedDecay(1 / node.values.real("tau"), m_loss);
        if (node.spec->id == "neuron.cuba_lif" || node.spec->id == "container.cuba_block") {
            current = roundedDecay(decayOf(node, "current_decay"), m_loss);
            voltage = roundedDecay(decayOf(node, "voltage_decay"), m_loss);
        }
        neuron.decays = {{"iDecay", {{}, {current}}}, {"vDecay", {{}, {voltage}}}};
    }

    double decayOf(const PlannedNode& node, const std::string& name) const
    {
        for (const std::string prefix : {"", "neuron."})
            if (m_weights.arrays.count(node.name + "/" + prefix + name))
                return parameterOf(node, prefix + name, m_weights).values.at(0) / 4096;
        return node.values.real(name);
    }

    void lavaNorm(const PlannedNode& node, Block& block, Neuron& neuron)
    {
        if (!node.values.has("norm") || node.values.text("norm") == "none")
            return;
        Numbers mean = parameterOf(node, "norm.running_mean", m_weights);
        for (double& value : mean.values)
            value = bias8(-value);
        block.bias = std::move(mean);
        if (node.values.text("norm") == "WgtScaleBatchNorm") {
            const double variance = parameterOf(node, "norm.running_var", m_weights).values.at(0);
            neuron.weightExponent = std::ceil(double(std::log2(std::sqrt(float(variance) + 1e-5F))));
        }
    }

    /// A norm of its own before the neurons: a bias only where the current forgets all, or is not there.
    void bareNorm(const PlannedNode& norm, Block& block, const Neuron& neuron)
    {
        const auto current = neuron.decays.find("iDecay");
        const bool keeps =
            neuron.type == NeuronType::SigmaDelta ||
            (neuron.type == NeuronType::Cuba &&
             std::any_of(current->second.values.begin(), current->second.values.end(), [](double x) { return x != 4096; }));
        if (keeps || isResonator(neuron.type)) {
            m_report.add(Outcome::Refused, norm.id, norm.name, "Its mean cannot be written as a bias.",
                         "A bias is added to the voltage; here the current keeps a part of it.",
                         "Use the norm of the neurons behind it.");
            return;
        }
        Numbers mean = parameterOf(norm, "running_mean", m_weights);
        for (double& value : mean.values)
            value = norm.values.flag("quantize") ? bias8(-value) : std::nearbyint(-value * m_scale);
        block.bias = std::move(mean);
    }

    Neuron sigmaDelta(const Link& link, Block& block)
    {
        const PlannedNode& node = *link.neuron;
        Neuron neuron;
        neuron.type = NeuronType::SigmaDelta;
        if (node.spec->id == "layer.sigma") { // has neither; lava-dl writes those of the network
            neuron.threshold = m_sigmaDelta.threshold;
            neuron.activation = m_sigmaDelta.activation;
            neuron.sigmaOutput = true;
            return neuron;
        }
        const bool encodes = node.spec->id == "encoder.delta";
        const double threshold = parameterOf(node, encodes ? "threshold" : "delta.threshold", m_weights).values.at(0);
        neuron.threshold = std::int64_t(threshold * m_scale);
        m_loss.threshold = std::abs(threshold - double(neuron.threshold) / m_scale);
        neuron.activation = encodes ? nextActivation() : node.values.text("activation");
        if (!encodes)
            lavaNorm(node, block, neuron);
        if (!encodes && node.values.flag("bias"))
            ownBias(node, block);
        m_sigmaDelta = neuron;
        return neuron;
    }

    std::string nextActivation() const
    {
        for (const Link& link : m_chain.links)
            if (link.neuron && link.neuron->spec->id == "neuron.lava_sigma_delta")
                return link.neuron->values.text("activation");
        return "relu";
    }

    /// One number a neuron here, one a channel there.
    void ownBias(const PlannedNode& node, Block& block)
    {
        const Numbers all = parameterOf(node, "bias", m_weights);
        const std::size_t channels = std::size_t(block.shape.at(0)), each = all.values.size() / channels;
        Numbers bias{{std::int64_t(channels)}, {}};
        for (std::size_t c = 0; c < channels; ++c) {
            const double first = all.values.at(c * each);
            for (std::size_t i = 0; i < each; ++i)
                if (all.values[c * each + i] != first) {
                    m_report.add(Outcome::Refused, node.id, node.name, "Its bias differs from place to place.",
                                 "A Lava file holds one number a channel.", "Use a norm instead.");
                    return;
                }
            bias.values.push_back(std::nearbyint(first * m_scale) + (block.bias ? block.bias->values.at(c) : 0));
        }
        block.bias = std::move(bias);
    }

    void delays(const PlannedNode& node, Block& block)
    {
        const std::size_t channels = std::size_t(block.shape.at(0));
        Numbers delay{{std::int64_t(channels)}, std::vector<double>(channels, 0)};
        if (node.spec->id == "synapse.delay") {
            delay.values.assign(channels, double(node.values.integer("delay_steps")));
        } else {
            const Numbers own = parameterOf(node, "delay", m_weights);
            const double most =
                node.values.isNone("max_delay") ? std::numeric_limits<double>::max() : node.values.real("max_delay");
            std::int64_t cut = 0;
            for (std::size_t i = 0; i < channels; ++i) {
                const double steps = std::floor(std::clamp(own.values.at(i), 0.0, most) / node.values.real("sampling_time"));
                delay.values[i] = std::min(steps, double(kLongestDelay));
                cut += steps > double(kLongestDelay);
            }
            if (cut > 0)
                m_report.add(Outcome::Refused, node.id, node.name, std::to_string(cut) + " delays are longer than 62 steps.",
                             "The chip delays by at most 62.", "Set the longest delay to 62 and train on.");
        }
        block.delay = std::move(delay);
    }

    /// One scale for all layers makes the weights of wide layers a few whole numbers, or cuts off large ones.
    void adviseOnScale(const Link& link, const Block& block)
    {
        constexpr double kFew = 8;   // of 256: weights are even, so these are three levels of each sign
        const PlannedNode& node = link.main();
        if (m_options.integer("scale") == 0 || isLava(node) || !link.synapse || !link.neuron || link.passes || block.type == BlockType::Pool
            || m_loss.count == 0 || m_loss.largest == 0)
            return;
        const double most = std::max(std::abs(double(m_loss.low)), std::abs(double(m_loss.high)));
        const double clipped = double(m_loss.clipped) / double(m_loss.count);
        if (most >= kFew && clipped < 0.01)
            return;
        const std::string scale = std::to_string(m_options.integer("scale"));
        m_report.add(Outcome::Changed, node.id, node.name,
                     most < kFew ? "Its weights are only " + std::to_string(std::int64_t(m_loss.low)) + " to " + std::to_string(std::int64_t(m_loss.high))
                                       + " of -256 to 254: most of what they say is rounded away."
                                 : std::to_string(std::int64_t(std::round(100 * clipped))) + " % of its weights are cut off at -256 and 254.",
                     "All layers have the scale " + scale + ".",
                     "Export with the option scale=0: each layer takes the largest of its own, with the same spikes.");
    }

    void describe(const Link& link, const Block& block)
    {
        const PlannedNode& node = link.main();
        std::string what = node.spec->title;
        for (const PlannedNode* pool : link.pools)
            what = pool->spec->title + " + " + what;
        for (const PlannedNode* part : {link.norm, link.neuron})
            if (part && part != &node)
                what += " + " + part->spec->title;
        what += std::string(" -> ") + typeName(block.type);
        if (block.neuron)
            what += std::string(" ") + typeName(block.neuron->type);
        if (block.weight && block.type != BlockType::Input)
            what += ", " + shapeText(block.weight->shape);
        NamedNumbers numbers;
        if (m_loss.count > 0) {
            numbers = {{"scale", m_scale},
                       {"largest weight error", m_loss.largest},
                       {"share clipped", double(m_loss.clipped) / double(m_loss.count)},
                       {"weight min", m_loss.low},
                       {"weight max", m_loss.high}};
        }
        if (link.neuron) {
            numbers.emplace_back("decay error", m_loss.decay);
            numbers.emplace_back("threshold error", m_loss.threshold);
        }
        if (block.delay) {
            numbers.emplace_back("delay min", *std::min_element(block.delay->values.begin(), block.delay->values.end()));
            numbers.emplace_back("delay max", *std::max_element(block.delay->values.begin(), block.delay->values.end()));
        }
        const bool exact = m_loss.largest == 0 && m_loss.decay == 0 && m_loss.threshold == 0;
        m_report.add(exact ? Outcome::Mapped : Outcome::Quantised, node.id, node.name, what,
                     exact ? "" : "Weights are even whole numbers from -256 to 254, decays 4096ths.", "", std::move(numbers));
        adviseOnScale(link, block);
        if (link.passes)
            m_report.add(Outcome::Changed, node.id, node.name, "It is written as a sum whose neurons hand on the count.",
                         divisorOf(node) == 1 ? "A Lava pool has neurons."
                                              : "Lava sums instead of averaging: the next weights are divided by " +
                                                    std::to_string(std::int64_t(divisorOf(node))) + ".",
                         "For fewer neurons use a convolution with a stride.");
        else if (link.type == BlockType::Pool && divisorOf(node) != 1)
            m_report.add(Outcome::Changed, node.id, node.name,
                         "It is written as a sum, with the threshold times " + std::to_string(std::int64_t(divisorOf(node))) +
                             ".",
                         "Lava sums instead of averaging; the spikes are the same.");
        if (link.neuron && link.neuron->spec->id == "neuron.lif" && link.neuron->values.flag("decay_input"))
            m_report.add(Outcome::Changed, link.neuron->id, link.neuron->name, "The threshold is written times tau.",
                         "The chip adds inputs in full; the spikes are the same.");
        if (block.resetInterval > 0)
            m_report.add(Outcome::Changed, link.neuron->id, link.neuron->name, "Its resets within a sample are not in the file.",
                         "They are an option of netx.",
                         "Load it with reset_interval=" + std::to_string(block.resetInterval) + ".");
        if (m_loss.biasClipped > 0)
            m_report.add(Outcome::Refused, node.id, node.name, std::to_string(m_loss.biasClipped) + " biases do not fit.",
                         "They lie outside -254..256 / scale.",
                         "Lower the option 'scale' (0: each layer its own), or train with smaller biases.");
    }

    const Chain& m_chain;
    const Weights& m_weights;
    const ParamValues& m_options;
    ExchangeReport& m_report;
    Net m_net;
    Loss m_loss;
    Neuron m_sigmaDelta; // the last one, for a sigma output behind it
    double m_scale = 64;
};

} // namespace

Net quantised(const Chain& chain, const Weights& weights, const ParamValues& options, ExchangeReport& report)
{
    return Quantiser(chain, weights, options, report).run();
}

} // namespace spw::lavanet
