// SPDX-License-Identifier: GPL-3.0-or-later
// What single nodes and blocks may not be (formats.md 1.4, 1.5 and 2), with reason and remedy.
#include "plugins/lava/chain.h"

#include <algorithm>
#include <cmath>

namespace spw::lavanet {

namespace {

void add(Diagnostics& list, Severity severity, const PlannedNode& node, const std::string& place, std::string what,
         std::string why, std::string fix)
{
    list.push_back({severity, severity == Severity::Error ? "SPW-X101" : "SPW-X102", node.id, node.name, place, std::move(what),
                    std::move(why), std::move(fix)});
}

bool startsWith(const std::string& text, const char* start)
{
    return text.rfind(start, 0) == 0;
}

bool isWider(const ParamValues& options)
{
    return options.text("rules") == "wider";
}

std::int64_t scaleFor(const PlannedNode& node, const ParamValues& options)
{
    return node.values.has("scale") ? node.values.integer("scale") : options.integer("scale");
}

void checkThreshold(const PlannedNode& node, const char* name, const ParamValues& options, Findings& findings)
{
    const double threshold = node.values.real(name);
    const std::int64_t scale = scaleFor(node, options);
    if (threshold <= 0)
        findings.refuse(node, name, "The threshold is " + toText(node.values.at(name)) + ".", "The chip needs one above 0.",
                        "Raise the threshold.");
    else if (scale > 0 && threshold * double(scale) < 1)
        findings.refuse(node, name, "The threshold is below 1 / " + std::to_string(scale) + ".", "It would be written as 0.",
                        "Raise the threshold, or the option 'scale'.");
    else if (scale > 0 && threshold * double(scale) >= double(kLargestThreshold) + 1)
        findings.refuse(node, name, "The threshold is " + toText(node.values.at(name)) + ".",
                        "Times " + std::to_string(scale) + " it does not fit the 17 bits that the chip has for it.",
                        "Lower the threshold and the weights.");
}

/// IF and LIF of SpikingJelly (formats.md 2).
void checkPlainNeuron(const PlannedNode& node, const ParamValues& options, Findings& findings)
{
    const ParamValues& v = node.values;
    if (v.isNone("v_reset"))
        findings.refuse(node, "v_reset", "The reset subtracts the threshold.", "The chip's neurons are set to 0 by a spike.",
                        "Set the reset to 0 and train again.");
    else if (v.real("v_reset") != 0)
        findings.refuse(node, "v_reset", "The reset is " + toText(v.at("v_reset")) + ".",
                        "The chip's neurons are set to 0 by a spike.", "Set the reset to 0 and train again.");
    if (v.has("spiking") && !v.flag("spiking"))
        findings.refuse(node, "spiking", "It sends smooth numbers instead of spikes.", "The chip sends spikes.",
                        "Switch spikes on.");
    checkThreshold(node, "v_threshold", options, findings);
    if (node.spec->id == "neuron.lif" && v.flag("decay_input") && !isWider(options))
        findings.refuse(node, "decay_input", "Its input leaks too.",
                        "The chip adds inputs in full, and so do SpikingJelly's rules for Lava.",
                        "Switch 'Input leaks too' off and train again, or set the option rules=wider, which raises the threshold "
                        "by tau instead.");
}

void checkLavaNeuron(const PlannedNode& node, const ParamValues& options, Findings& findings)
{
    const ParamValues& v = node.values;
    const std::string& id = node.spec->id;
    const bool netx = forNetx(options);
    if (v.has("threshold"))
        checkThreshold(node, "threshold", options, findings);
    if (v.has("fixed_point") && !v.flag("fixed_point"))
        findings.warn(node, "fixed_point", "It computes in real numbers.",
                      "The chip computes in whole numbers: some spikes will differ.",
                      "Switch chip arithmetic on to see here what the chip does.");
    if (v.has("cum_error") && v.flag("cum_error"))
        findings.refuse(node, "cum_error", "It decides by the sum of the changes.",
                        "Sigma-delta neurons of Lava decide by each change.", "Switch it off.");
    const bool resonates = id.find("lava_rf") != std::string::npos || id.find("lava_adrf") != std::string::npos;
    if (resonates && v.has("norm") && v.text("norm") != "none")
        findings.refuse(node, "norm", "A resonator has a norm.", "lava-dl writes no bias for resonators, so it would be lost.",
                        "Train without it.");
    const bool threshold = startsWith(id, "encoder.delta") || id == "neuron.lava_sigma_delta";
    if (threshold && !v.flag("shared_param"))
        findings.refuse(node, "shared_param", "Every channel has a threshold of its own.",
                        "A Lava file holds one threshold a layer.", "Share it.");
    if (!netx)
        return;
    const auto refuse = [&](const std::string& place, const std::string& what, const std::string& why, const std::string& fix) {
        findings.refuse(node, place, what, why, fix);
    };
    if (id == "neuron.lava_alif" || startsWith(id, "neuron.lava_adrf"))
        refuse("", "netx has no neuron of this type.", "It stops with an error, or reads it as another one.",
               "Use CUBA or RF neurons, or the option target=slayer.");
    if (v.has("neuron") && v.text("neuron") == "alif")
        refuse("neuron", "netx has no ALIF neuron.", "It stops with an error.", "Use CUBA neurons, or the option target=slayer.");
    if (v.has("shared_param") && !v.flag("shared_param"))
        refuse("shared_param", "Every channel has decays of its own.", "Lava's neurons have one for the layer.",
               "Share the parameters, or use the option target=slayer.");
    if (v.has("graded_spike") && v.flag("graded_spike"))
        refuse("graded_spike", "Its spikes carry values.", "netx does not read that.",
               "Switch graded spikes off, or use the option target=slayer.");
    if (v.has("norm") && v.text("norm") == "WgtScaleBatchNorm")
        refuse("norm", "Its norm divides by a power of two.", "netx does not read that.",
               "Use a mean-only norm, or the option target=slayer.");
    if (v.has("activation") && v.text("activation") != "relu")
        refuse("activation", "The activation is not ReLU.", "netx takes ReLU, whatever the file says.",
               "Use ReLU, or the option target=slayer.");
    if (id == "layer.lava_affine" || id == "layer.lava_rf_affine")
        findings.warn(node, "", "It never fires.", "It is written with a threshold of 2^18 - 1; Lava keeps 17 bits.",
                      "Read its voltage on the host.");
}

void checkWeightParams(const PlannedNode& node, const ParamValues& options, Findings& findings)
{
    const ParamValues& v = node.values;
    if (v.has("bias") && std::holds_alternative<bool>(v.at("bias")) && v.flag("bias") && !isWider(options))
        findings.refuse(node, "bias", "It has a bias.", "SpikingJelly's rules for Lava have none, and slayer.auto reads none.",
                        "Switch the bias off and train again, or set the option rules=wider, which writes it for netx.");
    if (v.has("bias") && std::holds_alternative<bool>(v.at("bias")) && v.flag("bias") && isWider(options))
        findings.warn(node, "bias", "It has a bias.", "netx adds it at every step; slayer.auto does not read it.",
                      "Train without it for slayer.auto.");
    if (v.has("weight_bits") && v.integer("weight_bits") > 0 && v.text("weight_grid") != "lava")
        findings.refuse(node, "weight_bits", "Its weights are rounded already.", "Two roundings do not fit each other.",
                        "Set 'Rounded to' to Lava, or the weight bits to 0; the export rounds to 8 bits.");
    if (v.has("padding_mode") && v.text("padding_mode") != "zeros")
        findings.refuse(node, "padding_mode", "The border does not hold zeros.", "Convolutions of Lava pad with zeros.",
                        "Set the border to zeros.");
}

void checkPool(const PlannedNode& node, Findings& findings)
{
    const ParamValues& v = node.values;
    if (v.flag("ceil_mode"))
        findings.refuse(node, "ceil_mode", "It also pools incomplete windows.", "Pools of Lava do not.", "Switch it off.");
    const auto padding = pairOf(node, "padding");
    if ((padding[0] > 0 || padding[1] > 0) && v.has("count_include_pad") && !v.flag("count_include_pad"))
        findings.refuse(node, "count_include_pad", "Padded zeros do not count.",
                        "It is written as a sum with one divisor for all windows.", "Let them count, or do not pad.");
}

} // namespace

void Findings::refuse(const PlannedNode& node, const std::string& place, std::string what, std::string why, std::string fix)
{
    add(m_list, Severity::Error, node, place, std::move(what), std::move(why), std::move(fix));
}

void Findings::warn(const PlannedNode& node, const std::string& place, std::string what, std::string why, std::string fix)
{
    add(m_list, Severity::Warning, node, place, std::move(what), std::move(why), std::move(fix));
}

bool forNetx(const ParamValues& options)
{
    return options.text("target") == "netx";
}

bool isLava(const PlannedNode& node)
{
    return node.spec->id.find("lava") != std::string::npos || node.spec->id == "encoder.delta" || node.spec->id == "layer.sigma";
}

std::array<std::int64_t, 2> pairOf(const PlannedNode& node, const std::string& name)
{
    if (!node.values.has(name))
        return {1, 1};
    const std::vector<std::int64_t> pair = node.values.pair(name);
    return {pair[0], pair[1]};
}

std::array<std::int64_t, 2> strideOf(const PlannedNode& node)
{
    std::array<std::int64_t, 2> stride = pairOf(node, "stride");
    const auto kernel = pairOf(node, "kernel_size");
    for (std::size_t i = 0; i < 2; ++i)
        if (stride[i] == 0)
            stride[i] = kernel[i];
    return stride;
}

double divisorOf(const PlannedNode& pool)
{
    if (pool.spec->id != "layer.avg_pool2d")
        return 1;
    if (const std::int64_t own = pool.values.integer("divisor_override"); own > 0)
        return double(own);
    const auto kernel = pairOf(pool, "kernel_size");
    return double(kernel[0] * kernel[1]);
}

void checkSynapse(const PlannedNode& node, const ParamValues& options, Findings& findings)
{
    const std::string& id = node.spec->id;
    if (id == "layer.avg_pool2d" || id == "layer.sum_pool2d")
        checkPool(node, findings);
    else
        checkWeightParams(node, options, findings);
    if (!forNetx(options))
        return;
    const bool pools =
        startsWith(id, "synapse.") && (id.find("pool") != std::string::npos || id.find("transpose") != std::string::npos);
    if (pools)
        findings.refuse(node, "", "netx cannot load this layer.", "It knows input, dense, recurrent, conv and flatten.",
                        "Use a convolution with a stride, or the option target=slayer.");
    if (id == "synapse.lava_complex_conv")
        findings.refuse(node, "", "netx cannot load complex convolutions.", "It knows complex dense layers only.",
                        "Use the option target=slayer.");
}

void checkNeuron(const PlannedNode& node, const ParamValues& options, Findings& findings)
{
    const std::string& id = node.spec->id;
    if (id == "neuron.if" || id == "neuron.lif")
        return checkPlainNeuron(node, options, findings);
    if (id == "neuron.cuba_lif" || id == "container.cuba_block") {
        checkThreshold(node, "v_threshold", options, findings);
        if (node.values.text("norm") != "none")
            findings.refuse(node, "norm", "Its current is normalised.",
                            "SpikingJelly feeds the normalised current back, lava-dl does not.", "Train without the norm.");
        return;
    }
    if (isLava(node) && !startsWith(id, "container.lava_kwta"))
        return checkLavaNeuron(node, options, findings);
    findings.refuse(node, "", "There is no " + node.spec->title + " neuron in a Lava file.",
                    "It holds IF, LIF (as CUBA), CUBA, ALIF, RF, adaptive RF and sigma-delta neurons.",
                    "Use IF or LIF neurons and train again.");
}

void checkLink(const Link& link, const ParamValues& options, Findings& findings)
{
    const PlannedNode& node = link.main();
    if (link.synapse && link.neuron && link.synapse->values.has("scale") && link.neuron->values.has("scale") &&
        link.type != BlockType::Input && link.synapse->values.integer("scale") != link.neuron->values.integer("scale"))
        findings.refuse(*link.neuron, "scale", "Its scale is not that of '" + node.name + "'.",
                        "A layer is written with one scale.", "Make the two equal.");
    if (link.type == BlockType::Pool && link.synapse && !isLava(*link.synapse)) {
        Block pool;
        pool.type = BlockType::Pool;
        const bool block = link.synapse->spec->id == "container.cuba_block";
        pool.kernel = pairOf(*link.synapse, "kernel_size");
        pool.stride = block ? pairOf(*link.synapse, "stride") : strideOf(*link.synapse);
        pool.padding = pairOf(*link.synapse, "padding");
        pool.dilation = pairOf(*link.synapse, "dilation");
        const bool known = link.in.size() == 3 && link.out.size() == 3 && std::count(link.in.begin(), link.in.end(), 0) == 0;
        for (std::size_t i = 0; i < 2 && known; ++i)
            if (sideAfter(pool, link.in[i + 1], i) != link.out[i + 1])
                return findings.refuse(node, "kernel_size", "The window does not divide the map of " + shapeText(link.in) + ".",
                                       "lava-dl fills the last window up with zeros instead of leaving it out.",
                                       "Choose a window that divides it, or pad the layer before.");
    }
    if (!forNetx(options))
        return;
    if (link.type == BlockType::Pool)
        findings.refuse(node, "", "netx cannot load pools with neurons.", "It knows input, dense, recurrent, conv and flatten.",
                        "Use a convolution with a stride, or the option target=slayer.");
    if (!link.delays.empty() && (link.type == BlockType::Conv || link.type == BlockType::ConvTranspose))
        findings.refuse(*link.delays[0], "", "It delays a convolution.", "netx ignores delays of convolutions.",
                        "Delay dense layers only, or use the option target=slayer.");
}

std::optional<Merged> merged(const Link& link)
{
    if (link.pools.size() != 1 || link.type != BlockType::Conv)
        return std::nullopt;
    const PlannedNode& pool = *link.pools[0];
    const auto window = pairOf(pool, "kernel_size"), step = strideOf(pool), border = pairOf(pool, "padding");
    const auto kernel = pairOf(*link.synapse, "kernel_size"), stride = pairOf(*link.synapse, "stride"),
               padding = pairOf(*link.synapse, "padding"), dilation = pairOf(*link.synapse, "dilation");
    Merged out;
    for (std::size_t i = 0; i < 2; ++i) {
        const std::int64_t side = link.in.at(i + 1);
        if (window[i] != step[i] || border[i] != 0 || (padding[i] > 0 && side % step[i] != 0))
            return std::nullopt;
        out.kernel[i] = (kernel[i] - 1) * dilation[i] * step[i] + window[i];
        out.stride[i] = stride[i] * step[i];
        out.padding[i] = padding[i] * step[i];
        Block block;
        block.type = BlockType::Conv;
        block.kernel[i] = out.kernel[i];
        block.stride[i] = out.stride[i];
        block.padding[i] = out.padding[i];
        if (sideAfter(block, side, i) != link.out.at(i + 1))
            return std::nullopt;
    }
    return out;
}

} // namespace spw::lavanet
