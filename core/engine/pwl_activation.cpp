// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/pwl_activation.h"

#include "core/engine/seeds.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

namespace spw::engine {

namespace {

double middleOf(const at::Tensor& values)
{
    const at::Tensor sorted = std::get<0>(values.sort());
    const std::int64_t n = sorted.numel();
    return (sorted[(n - 1) / 2].item<double>() + sorted[n / 2].item<double>()) / 2;
}

/// The slope of the piece that each value lies on; 0 outside.
at::Tensor slopesAt(const at::Tensor& z, const std::vector<PwlActivation::Point>& centers, const std::vector<double>& slopes)
{
    at::Tensor out = at::zeros_like(z);
    for (std::size_t i = 0; i + 1 < centers.size(); ++i)
        out.masked_fill_(z.gt(centers[i].z).logical_and_(z.le(centers[i + 1].z)), slopes[i]);
    return out;
}

} // namespace

void PwlActivation::append(const at::Tensor& spikes, const at::Tensor& input)
{
    const at::NoGradGuard noGrad;
    const auto rates = [](const at::Tensor& x) { return x.detach().mean(0).flatten().to(at::kCPU, at::kDouble); };
    m_a = m_a.defined() ? at::cat({m_a, rates(spikes)}) : rates(spikes);
    m_z = m_z.defined() ? at::cat({m_z, rates(input)}) : rates(input);
}

void PwlActivation::fit()
{
    const at::NoGradGuard noGrad;
    if (points() == 0)
        return;
    const at::Tensor high = m_a.masked_select(m_a.gt(kHigh * m_a.max().item<double>()));
    m_most = std::max(high.numel() > 0 ? high.mean().item<double>() : 0.0, 0.8);
    std::vector<Point> now;
    const double step = (kHigh - kLow) * m_most / double(kCenters);
    for (std::int64_t i = 0; i < kCenters; ++i) {
        const double from = kLow * m_most + double(i) * step, to = kLow * m_most + double(i + 1) * step;
        const at::Tensor inside = m_a.gt(from).logical_and_(m_a.le(to));
        Point before{0, 0};
        int known = 0;
        for (const Point& center : m_centers)
            if (center.a > from && center.a <= to) {
                before.z += center.z;
                before.a += center.a;
                ++known;
            }
        if (known > 0) {
            before.z /= known;
            before.a /= known;
        }
        const bool any = inside.any().item<bool>();
        if (!any && known == 0)
            continue;
        Point point = before;
        if (any) {
            const Point middle{middleOf(m_z.masked_select(inside)), middleOf(m_a.masked_select(inside))};
            point = known == 0 ? middle
                               : Point{kAlpha * middle.z + (1 - kAlpha) * before.z, kAlpha * middle.a + (1 - kAlpha) * before.a};
        }
        now.push_back(point);
    }
    if (now.empty())
        now = {{0, 0}, {1, 1}};
    else if (now.size() == 1)
        now.insert(now.begin(), {0, 0});
    std::vector<double> slopes;
    for (std::size_t i = 0; i + 1 < now.size(); ++i)
        slopes.push_back(std::abs((now[i + 1].a - now[i].a) / (now[i + 1].z - now[i].z)));
    slopes.insert(slopes.begin(), slopes.front());
    slopes.push_back(slopes.back());
    const Point first = now.front(), last = now.back();
    now.insert(now.begin(), {first.z - first.a / slopes.front(), 0});
    now.push_back({last.z + (m_most - last.a) / slopes.back(), m_most});
    m_centers = std::move(now);
    m_slopes = std::move(slopes);
}

void PwlActivation::softClear(std::uint64_t seed)
{
    if (points() == 0)
        return;
    at::Generator draw = at::make_generator<at::CPUGeneratorImpl>(seed);
    const at::Tensor order = at::randperm(points(), draw, at::kLong).narrow(0, 0, points() - points() / 2);
    m_z = m_z.index_select(0, order);
    m_a = m_a.index_select(0, order);
}

at::Tensor PwlActivation::operator()(const at::Tensor& z) const
{
    at::Tensor value, slope;
    {
        const at::NoGradGuard noGrad;
        value = at::zeros_like(z);
        for (std::size_t i = 0; i + 1 < m_centers.size(); ++i) {
            const at::Tensor inside = z.gt(m_centers[i].z).logical_and_(z.le(m_centers[i + 1].z));
            value = at::where(inside, (z - m_centers[i].z) * m_slopes[i] + m_centers[i].a, value);
        }
        value = at::where(z.gt(m_centers.back().z), value + m_most, value);
        slope = slopesAt(z, m_centers, m_slopes).mul_(m_centers.back().z / m_centers.back().a).add_(kEps);
    }
    // z - z is exactly 0: the value stays what it is and the gradient is `slope`.
    return z.requires_grad() ? value + (z - z.detach()) * slope : value;
}

std::vector<NamedTensor> PwlActivation::state() const
{
    std::vector<NamedTensor> list;
    if (m_z.defined()) {
        list.push_back({"z", m_z});
        list.push_back({"a", m_a});
    }
    if (fitted()) {
        at::Tensor curve = at::empty({std::int64_t(m_centers.size()), 3}, at::kDouble);
        for (std::size_t i = 0; i < m_centers.size(); ++i) {
            curve[std::int64_t(i)][0] = m_centers[i].z;
            curve[std::int64_t(i)][1] = m_centers[i].a;
            curve[std::int64_t(i)][2] = i < m_slopes.size() ? m_slopes[i] : 0.0;
        }
        list.push_back({"curve", curve});
        list.push_back({"most", at::full({1}, m_most, at::kDouble)});
    }
    return list;
}

void PwlActivation::restore(const std::vector<NamedTensor>& state)
{
    for (const NamedTensor& entry : state) {
        if (entry.name == "z")
            m_z = entry.tensor.to(at::kDouble).clone();
        else if (entry.name == "a")
            m_a = entry.tensor.to(at::kDouble).clone();
        else if (entry.name == "most")
            m_most = entry.tensor.reshape({-1})[0].item<double>();
        else if (entry.name == "curve") {
            m_centers.clear();
            m_slopes.clear();
            for (std::int64_t i = 0; i < entry.tensor.size(0); ++i) {
                m_centers.push_back({entry.tensor[i][0].item<double>(), entry.tensor[i][1].item<double>()});
                if (i + 1 < entry.tensor.size(0))
                    m_slopes.push_back(entry.tensor[i][2].item<double>());
            }
        }
    }
}

} // namespace spw::engine
