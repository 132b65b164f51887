// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"
#include "kernels/srm/alpha_kernel.h"

struct CUstream_st;

/// Spike-response kernels on raw memory, [steps, neurons] row by row. Every function works on neurons
/// [begin, end), so that threads can share a call; starts that are multiples of kRangeAlignment keep vectors aligned.
namespace spw::kernels {

/// The SRM-alpha neuron (models.md N28). Times in the unit of ts, potentials dimensionless.
struct SrmModel {
    AlphaKernel psp, refractory;   // refractory: negative
    double theta = 10.0, tauRho = 1.0, scaleRho = 1.0, ts = 1.0;
    bool filtersInput = true;      // false: the input is the potential, psp was applied before

    /// Checked parameters to kernels; the refractory kernel is cut at 0.01, or 0.0001 with `fullRefractory`.
    /// @throws std::invalid_argument naming the parameter that is out of range.
    static SrmModel make(double theta, double tauSr, double tauRef, double scaleRef, double tauRho, double scaleRho,
                         double ts, double duration, bool fullRefractory);
};

/// Rows from before the first step, needed for what leaves the window of a kernel: a ring of `capacity` rows, the last
/// `filled` of them valid; row start - k (modulo capacity) is k steps before the first one.
struct PastRows {
    const void* rows = nullptr;
    std::int64_t capacity = 0, start = 0, filled = 0;
};

/// A psp filter, forward: y = (eps * x) ts.  p and q [neurons] are the running sums, in and out.
struct PspBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* x = nullptr;
    void* y = nullptr;
    void* p = nullptr;
    void* q = nullptr;
    PastRows past;   // of x
};
void pspForward(const AlphaKernel& kernel, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end);
/// Its adjoint, the correlation with eps: b.x is the gradient of y, b.y receives that of x. No sums are kept.
void pspBackward(const AlphaKernel& kernel, double ts, const PspBuffers& b, std::int64_t begin, std::int64_t end);

/// The neuron: psp (if the model filters its input), refractory response and threshold in one pass.
struct SrmBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* x = nullptr;
    void* spikes = nullptr;        // 0 or 1/ts
    void* potential = nullptr;     // optional: u with the refractory responses, as SLAYER leaves it
    void* state[4] = {};           // p, q of the input; p, q of the spikes: in and out
    PastRows pastInput, pastSpikes;
};
void srmForward(const SrmModel& model, const SrmBuffers& b, std::int64_t begin, std::int64_t end);

/// gradX from gradSpikes and the potential of the forward pass. As in SLAYER no gradient flows through the
/// refractory response, and the slope is taken at the potential with it.
struct SrmGradient {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* gradSpikes = nullptr;
    const void* potential = nullptr;
    const void* slope = nullptr;   // optional: takes the place of the escape density
    void* gradX = nullptr;
};
void srmBackward(const SrmModel& model, const SrmGradient& b, std::int64_t begin, std::int64_t end);

/// y[t] = sum_k taps[k] x[t - k]; rows `xStride` and `yStride` numbers apart. Adjoint: y[t] = sum_k taps[k] x[t + k].
struct FirBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, xStride = 0, yStride = 0;
    const void* x = nullptr;
    void* y = nullptr;
    const void* taps = nullptr;    // in the type of the sequences
    std::int64_t tapCount = 0;
    bool adjoint = false, add = false;   // add: y is added to
};
void firFilter(const FirBuffers& b, std::int64_t begin, std::int64_t end);

/// The same forward result (no adjoint, nothing added) by one pass for each tap: what benchmarks compare with.
void firDirect(const FirBuffers& b, std::int64_t begin, std::int64_t end);

/// sums[k] += sum over t and columns [begin, end) of y[t] x[t - k]: the gradient of the taps, y being that of the
/// output.
void firTapGradient(const FirBuffers& b, double* sums, std::int64_t begin, std::int64_t end);

/// The integer neuron of SLAYER's Loihi module (models.md N28). Decays out of 4096.
struct LoihiModel {
    std::int64_t vThMant = 80, vDecay = 128, iDecay = 1024, wgtExp = 0, refDelay = 1;
    std::int64_t weightUnit = 64;   // 2^(6 + wgtExp)

    /// @throws std::invalid_argument naming the parameter that is out of range.
    static LoihiModel make(std::int64_t vThMant, std::int64_t vDecay, std::int64_t iDecay, std::int64_t wgtExp,
                           std::int64_t refDelay);
    std::int64_t theta() const;   // in the unit of the voltage
    /// The response of the voltage to one spike of weight 1, and SLAYER's refractory kernel (which only documents).
    std::vector<double> pspKernel() const;
    std::vector<double> refractoryKernel(double scale = 1000.0) const;
};

struct LoihiBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    double ts = 1.0;
    const void* x = nullptr;       // weighted spikes; x ts is truncated to a whole number
    void* spikes = nullptr;        // 0 or 1/ts
    void* voltage = nullptr;       // both optional
    void* current = nullptr;
    std::int64_t* state[3] = {};   // [neurons], in and out: current, voltage, steps of rest
    bool first = false;            // the sequence begins here: SLAYER's first step only shows zeros
};
void loihiForward(const LoihiModel& model, const LoihiBuffers& b, std::int64_t begin, std::int64_t end);

/// The passes on device memory, all neurons, asynchronous on `stream`; see cuda/neuron_cuda.h.
void pspForwardCuda(const AlphaKernel&, double ts, const PspBuffers&, int device, CUstream_st* stream);
void pspBackwardCuda(const AlphaKernel&, double ts, const PspBuffers&, int device, CUstream_st* stream);
void srmForwardCuda(const SrmModel&, const SrmBuffers&, int device, CUstream_st* stream);
void srmBackwardCuda(const SrmModel&, const SrmGradient&, int device, CUstream_st* stream);
void firFilterCuda(const FirBuffers&, std::int64_t columns, int device, CUstream_st* stream);
void loihiForwardCuda(const LoihiModel&, const LoihiBuffers&, int device, CUstream_st* stream);

} // namespace spw::kernels
