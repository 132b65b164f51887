// SPDX-License-Identifier: GPL-3.0-or-later
// Products with spikes against dense products of oneDNN: what the best dense library does on the same numbers.
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"
#include "kernels/torch/dense_product.h"
#include "kernels/torch/sparse_ops.h"

namespace spw::ops {

namespace {

struct LinearData {
    at::Tensor x, weight, grad;
    SpikeMatrix spikes;   // what forward leaves for backward
    PackedWeights packed;

    LinearData(std::int64_t rows, std::int64_t n, double density)
        : x(at::rand({rows, n}).lt_(density)), weight(at::randn({n, n})), grad(at::randn({rows, n})), spikes(packRows(x))
    {
    }
};

struct ConvData {
    at::Tensor x, weight;
    SpikeMatrix pixels;
    PackedWeights packed;
    ConvSettings settings{{1, 1}, {1, 1}, {1, 1}};

    explicit ConvData(double density, std::int64_t images)
        : x(at::rand({images, 64, 16, 16}).lt_(density).contiguous(at::MemoryFormat::ChannelsLast))
        , weight(at::randn({128, 64, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast))
        , pixels(packRows(x.permute({0, 2, 3, 1}).view({-1, 64})))
    {
    }
    at::Tensor dense() const { return at::conv2d(x, weight, {}, {1, 1}, {1, 1}); }
    at::Tensor events() { return eventConv2d(pixels, x.sizes(), weight, {}, settings, packed); }
};

std::string percent(double density) { return std::to_string(int(density * 100 + 0.5)) + " % spikes"; }

} // namespace

void addSparseCases(Cases& cases, const BenchOptions& options)
{
    const at::NoGradGuard guard;
    const std::int64_t rows = options.smoke ? 128 : 512, n = options.smoke ? 1024 : 4096;
    const std::string shape = std::to_string(n) + " x " + std::to_string(n) + ", " + std::to_string(rows) + " rows, ";
    const double densities[] = {0.01, 0.05, 0.10, 0.20};
    const std::string dense = std::string("dense product of ") + (hasQuickProduct() ? "oneDNN" : "LibTorch");
    const double forwardGoals[] = {7, 4, 2.5, 1.4}, weightGoals[] = {5, 4, 3, 1.7};
    for (int i = 0; i < 4; ++i) {
        const auto get = later<LinearData>(rows, n, densities[i]);
        Case c;
        c.id = "G9";
        c.name = "event linear " + shape + percent(densities[i]) + ", lists included";
        c.baseline = dense;
        c.item = "multiplication of the dense product";
        c.items = double(rows) * double(n) * double(n);
        c.goal = forwardGoals[i];
        c.work = [=] { eventLinear(get().x, get().weight, {}, get().packed); };
        c.baselineWork = [=] { quickProduct(get().x, get().weight.t()); };
        c.verify = [=] {
            const at::NoGradGuard noGrad;
            return agree(eventLinear(get().x, get().weight, {}, get().packed), get().x.mm(get().weight.t()));
        };
        cases.push_back(std::move(c));
    }
    for (int i = 0; i < 4; ++i) {
        const auto get = later<LinearData>(rows, n, densities[i]);
        Case c;
        c.id = "G10";
        c.name = "event gradient of the weight " + shape + percent(densities[i]) + ", packing and turned lists included";
        c.baseline = dense;
        c.item = "multiplication of the dense product";
        c.items = double(rows) * double(n) * double(n);
        c.goal = weightGoals[i];
        c.work = [=] { eventGradient(get().grad, get().spikes); };
        c.baselineWork = [=] { quickProduct(get().grad.t(), get().x); };
        c.verify = [=] { return agree(eventGradient(get().grad, get().spikes), get().grad.t().mm(get().x)); };
        cases.push_back(std::move(c));
    }
    const std::int64_t images = options.smoke ? 4 : 32;
    const double convDensities[] = {0.01, 0.05, 0.10}, convGoals[] = {5, 3.5, 2.3};
    for (int i = 0; i < 3; ++i) {
        const auto get = later<ConvData>(convDensities[i], images);
        Case c;
        c.id = "G11";
        c.name = "event convolution 64 to 128 channels, 16 x 16, " + std::to_string(images) + " images, "
                 + percent(convDensities[i]);
        c.baseline = "oneDNN convolution, float32, channels-last";
        c.item = "multiplication of the dense product";
        c.items = double(images) * 256 * 9 * 64 * 128;
        c.goal = convGoals[i];
        c.work = [=] { get().events(); };
        c.baselineWork = [=] { get().dense(); };
        c.verify = [=] { return agree(get().events(), get().dense()); };
        cases.push_back(std::move(c));
    }
}

} // namespace spw::ops
