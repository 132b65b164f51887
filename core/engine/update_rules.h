// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "kernels/torch/aten.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spw::engine {

/// The numbers of the learner node that update rules read; names as in PyTorch.
struct UpdateSettings {
    double momentum = 0, dampening = 0, weightDecay = 0;
    double beta1 = 0.9, beta2 = 0.999, alpha = 0.99, eps = 1e-8;
    bool nesterov = false;
};

/// One parameter with what its rule remembers about it.
struct UpdateSlot {
    at::Tensor parameter;
    std::vector<at::Tensor> memory;   // as UpdateRule::memory
};

/// How a gradient becomes a change of a weight: one row for each optimizer.
struct UpdateRule {
    std::string_view id;                       // stored in project files
    std::vector<std::string_view> memory;      // what is remembered for each parameter, zeros at the start
    double defaultEps;
    /// @param step  1 for the first update.
    void (*update)(UpdateSlot& slot, const at::Tensor& grad, const UpdateSettings& settings, double rate,
                   std::int64_t step);
};

/// SGD, Adam, AdamW, NAdam, RAdam, Adamax, RMSprop and Adagrad with the formulas and the order of operations of
/// PyTorch.
const std::vector<UpdateRule>& updateRules();

/// @throws std::out_of_range for an unknown id.
const UpdateRule& updateRule(std::string_view id);

UpdateSettings updateSettings(const UpdateRule& rule, const ParamValues& learner);

} // namespace spw::engine
