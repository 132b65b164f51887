// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrent cells whose hidden state is made of spikes (models.md C10): three node types with one set of parameters.
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

#include <stdexcept>

namespace spw {
namespace {

std::vector<ParamSpec> rnnParams(bool secondSurrogate)
{
    std::vector<ParamSpec> params{
        {.name = "hidden_size", .caption = "Hidden size", .type = ParamType::Int, .initial = 64,
         .range = between(1, 65536), .doc = "Units of the hidden state.", .applies = Applies::Rebuild},
        {.name = "num_layers", .caption = "Layers", .type = ParamType::Int, .initial = 1, .range = between(1, 64),
         .doc = "Cells stacked on each other.", .applies = Applies::Rebuild},
        {.name = "bidirectional", .caption = "Both directions", .type = ParamType::Bool, .initial = false,
         .doc = "A second cell reads the sequence backwards; the output is twice as wide.",
         .applies = Applies::Rebuild},
        {.name = "bias", .caption = "Bias", .type = ParamType::Bool, .initial = true,
         .doc = "Add learned constants to the gates.", .applies = Applies::Rebuild, .common = false},
        {.name = "dropout_p", .caption = "Dropout between layers", .type = ParamType::Real, .initial = 0.0,
         .range = betweenBelow(0, 1), .doc = "Share of spikes dropped between layers while training.",
         .common = false},
        {.name = "invariant_dropout_mask", .caption = "Constant mask", .type = ParamType::Bool, .initial = false,
         .doc = "One dropout mask for all steps of a sequence instead of a new one at each step.", .common = false},
        {.name = "legacy_delay", .caption = "Delay between layers", .type = ParamType::Bool, .initial = false,
         .doc = "Hand the state of the step before to the next layer, as older SpikingJelly did.", .common = false},
    };
    for (ParamSpec& param : neurons::surrogateParams("erf"))
        params.push_back(std::move(param));
    if (secondSurrogate) {
        ParamSpec second = neurons::surrogateParams("erf").front();
        second.name = "surrogate2";
        second.caption = "Second surrogate";
        second.doc = "That of the candidate state (g or n).";
        second.choices.insert(second.choices.begin(), {"same", "As the first"});
        second.initial = std::string("same");
        second.common = false;
        params.push_back(std::move(second));
        for (ParamSpec& param : neurons::surrogateParams("erf")) {
            const std::optional<std::string> number = neurons::surrogateNumber(param.name);
            if (!number)
                continue;
            param.name = *number == "alpha" ? "alpha2" : "surrogate2_" + *number;
            if (*number == "alpha")
                param.caption = "Its steepness";
            param.visibleWhen.replace(0, std::string("surrogate=").size(), "surrogate2=");
            params.push_back(std::move(param));
        }
    }
    return params;
}

void checkSurrogates(const ParamValues& values, NodeReport& report)
{
    neurons::checkSurrogate(values, report);
    if (!values.has("surrogate2") || values.text("surrogate2") == "same")
        return;
    try {
        kernels::SurrogateChoice::make(values.text("surrogate2"), neurons::secondSurrogateNumbers(values));
    } catch (const std::invalid_argument& problem) {
        report.error("surrogate2", problem.what(), "The slope of the candidate state would be wrong everywhere.",
                     "Change that number, or choose none to take the surrogate's own.");
    }
}

ShapeRule rnnShape(std::int64_t gates)
{
    return [gates](const ShapeQuery& q, NodeReport& report) {
        if (!shapes::hasAxes(q, 1, "a flat list of features", "Insert Flatten before it.", report, "SPW-S015"))
            return shapes::refused(PortType::Spikes);
        ShapeAnswer answer = shapes::like(q, PortType::Spikes);
        const std::int64_t hidden = q.values.integer("hidden_size"), layers = q.values.integer("num_layers");
        const std::int64_t directions = q.values.flag("bidirectional") ? 2 : 1;
        answer.outputs[0].features = {shapes::saturatingProduct({hidden, directions})};
        if (shapes::knowsAxes(q) && q.inputs[0]->features[0]) {
            double weights = 0;
            for (std::int64_t layer = 0; layer < layers; ++layer) {
                const double in = layer == 0 ? double(*q.inputs[0]->features[0]) : double(hidden * directions);
                weights += double(gates * hidden) * (in + double(hidden)) * double(directions);
            }
            const double biases = q.values.flag("bias") ? 2.0 * double(gates * hidden * directions * layers) : 0.0;
            answer.parameterCount = std::int64_t(std::min(weights + biases, 9e15));
            answer.multiplications = weights;
        }
        return answer;
    };
}

NodeSpec rnnSpec(const char* id, const char* title, const char* caption, const char* equations, std::int64_t gates,
                 bool secondSurrogate)
{
    return {
        .id = id,
        .title = title,
        .category = Category::Container,
        .caption = caption,
        .doc = std::string(equations) +
               " S is the step function, backward a surrogate's slope. All states start at 0; weights and biases start "
               "uniform within 1/sqrt(hidden_size). Weights are called cells.0.linear_ih.weight and so on, "
               "cells_reverse... for the cells that read backwards.",
        .source = "SpikingJelly, layer rnn; Lotfi Rezaabad, Vishwanath 2020",
        .inputs = {{"x", PortType::Sequence, "Features at each step."}},
        .outputs = {{"h", PortType::Spikes, "Hidden state of the last layer at each step."}},
        .params = rnnParams(secondSurrogate),
        .shape = rnnShape(gates),
        .check = checkSurrogates,
        .learns = true,
    };
}

} // namespace

const NodeSpec& spikingVanillaRnnSpec()
{
    static const NodeSpec spec = rnnSpec("container.spiking_rnn", "Spiking RNN",
                                         "A recurrent cell whose memory is made of spikes.",
                                         "h[t] = S(W_ih x[t] + b_ih + W_hh h[t-1] + b_hh).", 1, false);
    return spec;
}

const NodeSpec& spikingLstmSpec()
{
    static const NodeSpec spec =
        rnnSpec("container.spiking_lstm", "Spiking LSTM", "A recurrent cell that decides in spikes what to keep.",
                "i, f, g, o = S(W_ih x[t] + b_ih + W_hh h[t-1] + b_hh), in this order; c[t] = min(f c[t-1] + i g, 1), "
                "the cut without gradient; h[t] = o c[t].",
                4, true);
    return spec;
}

const NodeSpec& spikingGruSpec()
{
    static const NodeSpec spec =
        rnnSpec("container.spiking_gru", "Spiking GRU", "A recurrent cell that mixes old and new by spikes.",
                "r, z = S(W_ih x[t] + b_ih + W_hh h[t-1] + b_hh); n = S(W_in x[t] + b_in + r (W_hn h[t-1] + b_hn)); "
                "h[t] = (1 - z) n + z h[t-1].",
                3, true);
    return spec;
}

} // namespace spw
