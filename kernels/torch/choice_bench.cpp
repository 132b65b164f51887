// SPDX-License-Identifier: GPL-3.0-or-later
// The layers that choose between events and a dense product, against the dense product alone: whatever the shape and
// the density, choosing may cost 5 % at most.
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"
#include "kernels/torch/dense_product.h"
#include "kernels/torch/sparse_ops.h"


namespace spw::ops {

namespace {

constexpr double kAtMost = 1.05;   // times the dense product's time

/// Spikes of that density; 1: any numbers.
at::Tensor inputOf(at::IntArrayRef sizes, double density)
{
    return density < 1.0 ? at::rand(sizes).lt_(density) : at::randn(sizes);
}

std::string densityText(double density)
{
    return density < 1.0 ? std::to_string(int(density * 100 + 0.5)) + " % spikes" : std::string("no spikes");
}

struct LinearChoice {
    at::Tensor x, weight;
    bool newWeights;   // as while training: packed weights are of no use twice
    PackedWeights packed;

    LinearChoice(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, double density, bool newWeights)
        : x(inputOf({rows, inputs}, density)), weight(at::randn({outputs, inputs})), newWeights(newWeights)
    {
    }
    at::Tensor chosen()
    {
        if (newWeights)
            weight.unsafeGetTensorImpl()->bump_version();
        return adaptiveLinear(x, weight, {}, packed);
    }
    at::Tensor dense() const { return quickLinear(x, weight, {}); }
};

struct ConvChoice {
    at::Tensor x, weight;
    PackedWeights packed;

    ConvChoice(std::int64_t images, std::int64_t from, std::int64_t to, std::int64_t side, double density)
        : x(inputOf({images, from, side, side}, density).contiguous(at::MemoryFormat::ChannelsLast))
        , weight(at::randn({to, from, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast))
    {
    }
    at::Tensor chosen() { return adaptiveConv2d(x, weight, {}, {{1, 1}, {1, 1}, {1, 1}}, 1, packed); }
    at::Tensor dense() const { return at::conv2d(x, weight, {}, {1, 1}, {1, 1}); }
};

template <class Choice, class... Arguments>
void add(Cases& cases, const std::string& name, double items, Arguments... arguments)
{
    const auto get = later<Choice>(arguments...);
    Case c;
    c.id = kChoiceId;
    c.name = name;
    c.baseline = "the dense product alone";
    c.item = "multiplication of the dense product";
    c.items = items;
    c.goal = kAtMost;
    c.lessIsBetter = true;
    c.work = [=] {
        const at::NoGradGuard guard;
        get().chosen();
    };
    c.baselineWork = [=] {
        const at::NoGradGuard guard;
        get().dense();
    };
    c.verify = [=] { return agree(get().chosen(), get().dense()); };
    cases.push_back(std::move(c));
}

} // namespace

void addChoiceCases(Cases& cases, const BenchOptions& options)
{
    const std::vector<double> densities = options.smoke ? std::vector<double>{0.05, 1.0}
                                                        : std::vector<double>{0.01, 0.1, 0.2, 0.3, 0.4, 0.6, 1.0};
    struct Linear {
        std::int64_t rows, inputs, outputs;
    };
    const std::vector<Linear> linears = options.smoke ? std::vector<Linear>{{512, 512, 512}}
                                                      : std::vector<Linear>{{2048, 64, 64},   {16, 512, 512},
                                                                            {2048, 512, 512}, {2048, 2048, 64},
                                                                            {64, 1024, 1024}, {1024, 1024, 1024},
                                                                            {16, 4096, 4096}, {512, 4096, 4096}};
    for (const Linear& l : linears)
        for (const double density : densities)
            for (const bool newWeights : {false, true})
                if (!newWeights || density == densities[1])
                    add<LinearChoice>(cases,
                                      "linear " + std::to_string(l.inputs) + " to " + std::to_string(l.outputs) + ", "
                                          + std::to_string(l.rows) + " rows, " + densityText(density)
                                          + (newWeights ? ", new weights" : ""),
                                      double(l.rows * l.inputs * l.outputs), l.rows, l.inputs, l.outputs, density,
                                      newWeights);
    struct Conv {
        std::int64_t images, from, to, side;
    };
    const std::vector<Conv> convs = options.smoke ? std::vector<Conv>{{4, 64, 128, 16}}
                                                  : std::vector<Conv>{{16, 2, 64, 34},
                                                                      {16, 16, 32, 34},
                                                                      {16, 64, 64, 16},
                                                                      {16, 64, 128, 16},
                                                                      {16, 128, 256, 8}};
    for (const Conv& v : convs)
        for (const double density : densities)
            add<ConvChoice>(cases,
                            "convolution 3 x 3, " + std::to_string(v.from) + " to " + std::to_string(v.to) + " channels, "
                                + std::to_string(v.side) + " x " + std::to_string(v.side) + ", "
                                + std::to_string(v.images) + " images, " + densityText(density),
                            double(v.images * v.side * v.side * 9 * v.from * v.to), v.images, v.from, v.to, v.side,
                            density);
}

} // namespace spw::ops
