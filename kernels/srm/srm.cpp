// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/srm/srm.h"

#include "kernels/cpu/call_level.h"
#include "kernels/cpu/flush_denormals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace spw::kernels {

#define SPW_SRM_PASSES                                                                                                 \
    void pspForward(const AlphaKernel&, double, const PspBuffers&, std::int64_t, std::int64_t);                        \
    void pspBackward(const AlphaKernel&, double, const PspBuffers&, std::int64_t, std::int64_t);                       \
    void srmForward(const SrmModel&, const SrmBuffers&, std::int64_t, std::int64_t);                                   \
    void srmBackward(const SrmModel&, const SrmGradient&, std::int64_t, std::int64_t);                                 \
    void loihiForward(const LoihiModel&, const LoihiBuffers&, std::int64_t, std::int64_t);                             \
    void firFilter(const FirBuffers&, std::int64_t, std::int64_t);                                                     \
    void firDirect(const FirBuffers&, std::int64_t, std::int64_t);                                                     \
    void firTapGradient(const FirBuffers&, double*, std::int64_t, std::int64_t);
SPW_DECLARE_LEVELS(SPW_SRM_PASSES)
#undef SPW_SRM_PASSES

namespace {

constexpr std::int64_t kMaxLoihiKernel = 1 << 16;   // without decay it would never end

double positive(double value, const char* name)
{
    if (!(value > 0.0) || !std::isfinite(value))
        throw std::invalid_argument(std::string(name) + " must be a finite number above 0; it is " +
                                    std::to_string(value) + ".");
    return value;
}

void withinDecay(std::int64_t value, const char* name)
{
    if (value < 0 || value > 4096)
        throw std::invalid_argument(std::string(name) + " must be from 0 to 4096; it is " + std::to_string(value) + ".");
}

} // namespace

SrmModel SrmModel::make(double theta, double tauSr, double tauRef, double scaleRef, double tauRho, double scaleRho,
                        double ts, double duration, bool fullRefractory)
{
    if (!(scaleRef >= 0.0) || !std::isfinite(scaleRef))
        throw std::invalid_argument("scaleRef must be a finite number of at least 0; it is " +
                                    std::to_string(scaleRef) + ".");
    SrmModel m;
    m.theta = positive(theta, "theta");
    m.tauRho = positive(tauRho, "tauRho");
    m.scaleRho = positive(scaleRho, "scaleRho");
    m.ts = positive(ts, "Ts");
    m.psp = alphaKernel(positive(tauSr, "tauSr"), 1.0, ts, 0.01, duration);
    m.refractory = alphaKernel(positive(tauRef, "tauRef"), -scaleRef * theta, ts, fullRefractory ? 1e-4 : 0.01,
                               duration);
    return m;
}

std::int64_t LoihiModel::theta() const { return vThMant * 64; }

std::vector<double> LoihiModel::pspKernel() const
{
    // Doubled while it decays, as SLAYER does for weights in steps of two, and halved at the end.
    std::int64_t u = std::int64_t(1) << (6 + wgtExp + 1), v = u;
    std::vector<double> kernel{double(v) / 2.0};
    while (v > 0 && std::int64_t(kernel.size()) < kMaxLoihiKernel) {
        u = (u * (4096 - iDecay)) >> 12;
        v = ((v * (4096 - vDecay)) >> 12) + u;
        kernel.push_back(double(v) / 2.0);
    }
    return kernel;
}

std::vector<double> LoihiModel::refractoryKernel(double scale) const
{
    std::vector<double> kernel(std::size_t(std::max<std::int64_t>(refDelay, 1)), -scale * double(theta()));
    kernel[0] = 0.0;
    std::int64_t v = theta();
    kernel.push_back(-2.0 * double(v));
    while (v > 0 && std::int64_t(kernel.size()) < kMaxLoihiKernel) {
        v = (v * (4096 - vDecay)) >> 12;
        kernel.push_back(-2.0 * double(v));
    }
    return kernel;
}

LoihiModel LoihiModel::make(std::int64_t vThMant, std::int64_t vDecay, std::int64_t iDecay, std::int64_t wgtExp,
                            std::int64_t refDelay)
{
    withinDecay(vDecay, "vDecay");
    withinDecay(iDecay, "iDecay");
    if (vThMant <= 0 || vThMant > (std::int64_t(1) << 40))
        throw std::invalid_argument("vThMant must be above 0; it is " + std::to_string(vThMant) + ".");
    if (wgtExp < -6 || wgtExp > 7)
        throw std::invalid_argument("wgtExp must be from -6 to 7; it is " + std::to_string(wgtExp) + ".");
    if (refDelay < 1 || refDelay > 64)
        throw std::invalid_argument("refDelay must be from 1 to 64; it is " + std::to_string(refDelay) + ".");
    return {vThMant, vDecay, iDecay, wgtExp, refDelay, std::int64_t(1) << (6 + wgtExp)};
}

void pspForward(const AlphaKernel& kernel, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(pspForward(kernel, ts, b, begin, end));
}

void pspBackward(const AlphaKernel& kernel, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(pspBackward(kernel, ts, b, begin, end));
}

void srmForward(const SrmModel& model, const SrmBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(srmForward(model, b, begin, end));
}

void srmBackward(const SrmModel& model, const SrmGradient& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(srmBackward(model, b, begin, end));
}

void loihiForward(const LoihiModel& model, const LoihiBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(loihiForward(model, b, begin, end));
}

void firFilter(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(firFilter(b, begin, end));
}

void firDirect(const FirBuffers& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(firDirect(b, begin, end));
}

void firTapGradient(const FirBuffers& b, double* sums, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    SPW_CALL_LEVEL(firTapGradient(b, sums, begin, end));
}

} // namespace spw::kernels
