// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/learners/local_pass.h"

namespace spw::engine {

PortValues passLocally(Network& network, LocalLearners& learners, const Plan& plan, const PortValues& feeds,
                       const std::set<EdgeEnd>& keep, const EdgeEnd& answer)
{
    const at::NoGradGuard noGrad;
    if (!learners.everyStep()) {
        PortValues values = network.forward(feeds, keep);
        learners.observe(feeds, values);
        return values;
    }
    const bool timed = plan.hasSteps(answer);
    const std::int64_t steps = network.stepsOf(feeds);
    PortValues values;
    Tensors answers;
    for (std::int64_t t = 0; t < steps; ++t) {
        values = network.step(feeds, t, steps - 1, keep);
        learners.observeStep(feeds, values, t);
        if (timed)
            answers.push_back(values.at(answer));
    }
    if (timed && !answers.empty())
        values[answer] = at::stack(answers);
    return values;
}

} // namespace spw::engine
