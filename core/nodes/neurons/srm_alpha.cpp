// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"
#include "core/nodes/slayer_common.h"

namespace spw {

const NodeSpec& srmAlphaSpec()
{
    static const NodeSpec spec = [] {
        NodeSpec s{
            .id = "neuron.srm_alpha",
            .title = "SRM-alpha",
            .category = Category::Neuron,
            .caption = "Each input spike adds a smooth bump; each output spike digs a hole behind itself.",
            .doc = "u = (eps * x) Ts with eps(t) = t/tauSr exp(1 - t/tauSr), cut off where it falls below 0.01; without "
                   "filter_input u = x, for networks with a psp node before the weights. Where u[t] >= theta it sends a "
                   "spike of 1/Ts and adds nu(t) = -scaleRef theta t/tauRef exp(1 - t/tauRef) to the potential after it. "
                   "Backward the slope is the escape density scaleRho / (tauRho theta) exp(-|u - theta| / (tauRho "
                   "theta)) at the potential with these responses, through which themselves no gradient flows; then the "
                   "correlation with eps.",
            .source = "SLAYER PyTorch, spikeLayer.psp and spikeLayer.spike; Shrestha and Orchard 2018",
            .inputs = {{"x", PortType::Sequence, "Weighted spikes, or the potential if filter_input is off."}},
            .outputs = {{"s", PortType::Spikes, "Spikes of 1/Ts, in the shape of the input."}},
            .params = {
                slayer::threshold(),
                slayer::responseTime(),
                {.name = "tauRef", .caption = "Refractory time", .type = ParamType::Real, .initial = 1.0,
                 .range = above(0), .unit = Unit::Milliseconds,
                 .doc = "When the hole behind a spike is deepest.", .applies = Applies::Rebuild},
                {.name = "scaleRef", .caption = "Refractory depth", .type = ParamType::Real, .initial = 2.0,
                 .range = atLeast(0), .doc = "Depth of the hole, in thresholds.", .applies = Applies::Rebuild},
                {.name = "tauRho", .caption = "Slope width", .type = ParamType::Real, .initial = 1.0,
                 .range = above(0), .doc = "How far from the threshold learning reaches, in thresholds.",
                 .applies = Applies::Rebuild},
                {.name = "scaleRho", .caption = "Slope scale", .type = ParamType::Real, .initial = 1.0,
                 .range = above(0), .doc = "Factor on the slope.", .applies = Applies::Rebuild},
                slayer::samplingTime(),
                {.name = "filter_input", .caption = "Filter the input", .type = ParamType::Bool, .initial = true,
                 .doc = "Apply the psp here, in the same pass. Off: a psp node did so before the weights.",
                 .applies = Applies::Rebuild},
                {.name = "fullRefKernel", .caption = "Long refractory kernel", .type = ParamType::Bool,
                 .initial = false, .doc = "Cut the refractory kernel off at 0.0001 instead of 0.01.",
                 .applies = Applies::Rebuild, .common = false},
                {.name = "slope", .caption = "Slope", .type = ParamType::Choice,
                 .initial = std::string("escape_density"),
                 .doc = "The density of SLAYER, or one of the surrogates that all neurons share, taken at u - theta.",
                 .choices = {{"escape_density", "Escape density (SLAYER)"},
                             {"common", "One of the common surrogates"}}},
            },
            .shape = [](const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Spikes); },
            .check =
                [](const ParamValues& values, NodeReport& report) {
                    slayer::checkKernel(values, report, "tauSr");
                    slayer::checkKernel(values, report, "tauRef");
                    if (values.text("slope") == "common")
                        neurons::checkSurrogate(values, report);
                },
            .states = {"u"},
        };
        for (ParamSpec& param : neurons::surrogateParams()) {
            if (param.name == "surrogate")
                param.visibleWhen = "slope=common";
            s.params.push_back(std::move(param));
        }
        return s;
    }();
    return spec;
}

const NodeSpec& slayerLoihiSpec()
{
    static const NodeSpec spec{
        .id = "neuron.slayer_loihi",
        .title = "Loihi neuron (SLAYER)",
        .category = Category::Neuron,
        .caption = "Whole numbers only, as the chip counts.",
        .doc = "Integer current u = u (4096 - iDecay) / 4096 + 2^(6 + wgtExp) trunc(x Ts) and voltage v = v (4096 - "
               "vDecay) / 4096 + u, both divisions toward zero; v > 64 vThMant sends a spike of 1/Ts, clears v and keeps it "
               "at 0 for refDelay - 1 steps. As in SLAYER the recorded voltage holds vDecay at a spike, and the first "
               "step after a reset passes without input. Backward the escape density scaleRho / (m tauRho "
               "theta) exp(-|v - theta| / (tauRho theta)), m being the peak of the voltage's response to one spike of "
               "weight 1, then the correlation with that response.",
        .source = "SLAYER PyTorch, slayerLoihi.spikeLayer.spikeLoihi",
        .inputs = {{"x", PortType::Sequence, "Weighted spikes; weights are even whole numbers on the chip."}},
        .outputs = {{"s", PortType::Spikes, "Spikes of 1/Ts, in the shape of the input."}},
        .params = neurons::withSlopeChoice({
            {.name = "vThMant", .caption = "Threshold mantissa", .type = ParamType::Int, .initial = 80,
             .range = between(1, 131'071), .doc = "The threshold is 64 times this.", .applies = Applies::Rebuild},
            {.name = "vDecay", .caption = "Voltage decay", .type = ParamType::Int, .initial = 128,
             .range = between(0, 4096), .doc = "How much of the voltage a step takes, out of 4096.",
             .applies = Applies::Rebuild},
            {.name = "iDecay", .caption = "Current decay", .type = ParamType::Int, .initial = 1024,
             .range = between(0, 4096), .doc = "How much of the current a step takes, out of 4096.",
             .applies = Applies::Rebuild},
            {.name = "wgtExp", .caption = "Weight exponent", .type = ParamType::Int, .initial = 0,
             .range = between(-6, 7), .doc = "Weights count 2^(6 + wgtExp) each.", .applies = Applies::Rebuild},
            {.name = "refDelay", .caption = "Refractory delay", .type = ParamType::Int, .initial = 1,
             .range = between(1, 64), .unit = Unit::Steps,
             .doc = "Steps from a spike to the next one that is possible.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "tauRho", .caption = "Slope width", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "How far from the threshold learning reaches, in thresholds.", .applies = Applies::Rebuild},
            {.name = "scaleRho", .caption = "Slope scale", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "Factor on the slope.", .applies = Applies::Rebuild},
            slayer::samplingTime(),
        }, "escape_density", "Escape density (SLAYER)",
           "The density of SLAYER, or one of the surrogates that all neurons share, taken at v / theta - 1."),
        .shape = [](const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Spikes); },
        .check = neurons::checkSurrogate,
        .states = {"v", "u"},
    };
    return spec;
}

} // namespace spw
