// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"
#include "kernels/torch/kernel_bench.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Cases of the benchmark, one file a group. Included by those files alone.
namespace spw::ops {

using Work = std::function<void()>;

/// What makes a case: work A, baseline B, what one call of each processes, how they are compared.
struct Case {
    std::string id, name, baseline, item = "neuron-step";
    double items = 0, bytes = 0, baselineBytes = 0;   // per call; bytes 0: compare times alone
    double goal = 0;
    bool lessIsBetter = false;
    int rounds = 0, threads = 0;                      // 0: as the options say
    Work work, baselineWork;
    std::function<bool()> verify;
    std::function<double()> megabytes, baselineMegabytes;   // in place of work: what it takes, not how long
};
using Cases = std::vector<Case>;

/// Made when its turn comes, so that one case's memory does not stay for the next.
template <class Data, class... Arguments>
std::function<Data&()> later(Arguments... arguments)
{
    auto data = std::make_shared<std::unique_ptr<Data>>();
    return [=]() -> Data& {
        if (!*data)
            *data = std::make_unique<Data>(arguments...);
        return **data;
    };
}

/// Of two ways to compute one product: to five digits.
inline bool agree(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>() <= 1e-5 * (1.0 + b.abs().max().item<double>());
}

void addSparseCases(Cases& cases, const BenchOptions& options);       // G9-G11
void addSrmCases(Cases& cases, const BenchOptions& options);          // G12, G13
void addPlasticityCases(Cases& cases, const BenchOptions& options);   // G14
void addSequenceCases(Cases& cases, const BenchOptions& options);     // "neurons": each with a step of its own
void addPeerCases(Cases& cases, const BenchOptions& options);         // "peers", "memory"
void addChoiceCases(Cases& cases, const BenchOptions& options);       // kChoiceId; their worst is a result of its own

inline constexpr const char* kChoiceId = "choice";

} // namespace spw::ops
