// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/check/typical_values.h"

namespace spw::kernels {

NamedValues typicalValues(std::string_view neuron, int bits)
{
    // All exact in float32, so that both number types start from the same values.
    NamedValues values{
        {"tau", 2.0}, {"init_tau", 2.0}, {"v_threshold", 1.0}, {"v_rest", 0.0}, {"v_c", 0.75}, {"a0", 1.0},
        {"delta_T", 1.0}, {"theta_rh", 0.75}, {"tau_w", 2.0}, {"a", 0.25}, {"b", 0.25}, {"w_rest", 0.0},
        {"threshold", 1.0}, {"threshold_step", 0.25}, {"threshold_eps", 0.0078125}, {"threshold_low", -1.0},
        {"threshold_decay", 0.25}, {"refractory_decay", 0.25}, {"current_decay", 0.25}, {"voltage_decay", 0.5},
        {"c_decay", 0.5}, {"v_decay", 0.75}, {"decay", 0.125}, {"period", 8.0}, {"scale", 64.0}, {"tau_grad", 1.0},
        {"scale_grad", 1.0}, {"spike_threshold", 1.0}, {"alpha_mem", 0.875}, {"alpha_syn", 0.75},
        {"alpha_adapt", 0.75}, {"adapt_scale", 1.75}, {"membrane_subtract", 1.0}, {"min_v_mem", -1.0},
        {"subtract_value", 1.0}, {"D", 4.0}, {"level", 8.0}, {"q_threshold", 1.0}, {"delta_t", 0.5}, {"fraction", 0.5},
        {"gain", 1.25}, {"leak", 0.125}, {"act", 0.0}, {"k", 0.75},
    };
    for (const char* name : {"decay_input", "scale_reset", "norm_input", "threshold_related", "graded_spike", "cum_error",
                             "synapse", "membrane_reset", "negative_spikes", "sym", "lava_rule", "exact_decay_gradient",
                             "common_slope", "spikes", "strict"})
        values[name] = bits & 1 ? 1.0 : 0.0;
    // With soft reset the next three run away to infinity once the input has lifted them far enough.
    const bool runsAway = neuron == "neuron.qif" || neuron == "neuron.eif" || neuron == "neuron.izhikevich";
    if (bits & 2 || runsAway)
        values["v_reset"] = -0.125;
    if (neuron == "neuron.cuba_lif")
        values["v_reset"] = 0.0;   // it knows no other
    values["detach_reset"] = bits & 4 ? 1.0 : 0.0;
    return values;
}

std::string_view standInGradient(std::string_view neuron)
{
    struct Row {
        std::string_view begin, reason;
    };
    constexpr Row rows[] = {
        {"neuron.ottt_lif", "no gradient goes through time"},
        {"neuron.sltt_lif", "no gradient goes through time"},
        {"neuron.i_lif", "rounding passes the gradient on"},
        {"neuron.st_bif", "ternary spikes pass the gradient on"},
        {"neuron.cuba_lif", "fixed point passes the gradient on"},
        {"part.cuba_leak", "fixed point passes the gradient on"},
        {"part.rate_coder", "spikes pass the gradient on"},
        {"lava.", "fixed point passes the gradient on, and lava's slopes are its own"},
        {"sinabs.", "sinabs' slopes are its own"},
    };
    for (const Row& row : rows)
        if (neuron.substr(0, row.begin.size()) == row.begin)
            return row.reason;
    return {};
}

std::string variantName(int bits)
{
    return std::string(bits & 2 ? " hard" : " soft") + (bits & 4 ? " detach_reset" : "")
           + (bits & 1 ? " switches on" : "");
}

} // namespace spw::kernels
