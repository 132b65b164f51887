// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

/// Sequences that come later than they were sent: what delays and one-step shifts share.
namespace spw::engine {

/// Longest delay, in steps: a line keeps as many of the latest inputs.
inline constexpr std::int64_t kLongestDelay = 100'000;

/// The latest inputs of a node, so that a sequence cut in pieces comes out as if it were whole. Zeros before the
/// first input.
class DelayLine {
public:
    /// @param x  [T, N, ...].  @return [depth + T, N, ...]: the last `depth` inputs before `x`, then `x`.
    /// @throws Error (with the node's name) if `x` has another batch size or shape than the inputs before it.
    at::Tensor extend(const at::Tensor& x, std::int64_t depth, const std::string& node);

    void reset() { m_past.reset(); }
    void detach();
    std::vector<NamedTensor> save() const;
    void restore(const std::vector<NamedTensor>& state);

private:
    at::Tensor m_past;   // [depth, N, ...]
};

/// The `steps` values that lie `delay` steps (0 to depth) before the end of an extended sequence.
at::Tensor delayedBy(const at::Tensor& extended, std::int64_t depth, std::int64_t delay);
/// The same with a delay for each entry of the axes 2, 3, ... that `delays` spans: [C] or [C, H, W], whole numbers.
/// Delays below 0 reach ahead; what lies after the end is 0.
at::Tensor delayedBy(const at::Tensor& extended, std::int64_t depth, const at::Tensor& delays);

/// Each channel of a lava block one step later (its delay_shift). @see synapse.step_delay
inline at::Tensor oneStepLater(DelayLine& line, const at::Tensor& x, const std::string& node)
{
    return delayedBy(line.extend(x, 1, node), 1, 1);
}

} // namespace spw::engine
