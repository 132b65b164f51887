// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_cuda_srm
#include "kernels/cuda/cuda_error.h"
#include "kernels/srm/srm_dynamics.h"

/// One thread a neuron, time inside, running sums in registers: neighbouring threads read neighbouring numbers.
namespace spw::kernels {
inline namespace SPW_LEVEL {

__device__ inline long long threadNeuron() { return blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x; }

/// Number of neuron n `length` steps before step t; 0 where there was none.
template <class R>
__device__ R leaving(const void* sequence, long long neurons, long long t, long long length, const PastRows& past,
                     long long n)
{
    if (t >= length)
        return static_cast<const R*>(sequence)[(t - length) * neurons + n];
    const long long back = length - t;
    if (back > past.filled)
        return R(0);
    return static_cast<const R*>(past.rows)[((past.start - back + past.capacity) % past.capacity) * neurons + n];
}

template <class R>
__global__ void pspForwardKernel(AlphaStep<R> alpha, long long length, PspBuffers b)
{
    const long long n = threadNeuron();
    if (n >= b.neurons)
        return;
    R p = static_cast<R*>(b.p)[n], q = static_cast<R*>(b.q)[n];
    for (long long t = 0; t < b.steps; ++t)
        static_cast<R*>(b.y)[t * b.neurons + n] =
            alpha.filter(p, q, static_cast<const R*>(b.x)[t * b.neurons + n],
                         leaving<R>(b.x, b.neurons, t, length, b.past, n));
    static_cast<R*>(b.p)[n] = p;
    static_cast<R*>(b.q)[n] = q;
}

template <class R>
__global__ void pspBackwardKernel(AlphaStep<R> alpha, long long length, PspBuffers b)
{
    const long long n = threadNeuron();
    if (n >= b.neurons)
        return;
    const R* grad = static_cast<const R*>(b.x);
    R p = 0, q = 0;
    for (long long t = b.steps - 1; t >= 0; --t)
        static_cast<R*>(b.y)[t * b.neurons + n] =
            alpha.filter(p, q, grad[t * b.neurons + n],
                         t + length < b.steps ? grad[(t + length) * b.neurons + n] : R(0));
}

template <class R>
__global__ void srmForwardKernel(AlphaStep<R> psp, AlphaStep<R> refractory, long long pspLength,
                                 long long refractoryLength, R theta, R amplitude, bool filters, SrmBuffers b)
{
    const long long n = threadNeuron();
    if (n >= b.neurons)
        return;
    R state[4];
    for (int i = 0; i < 4; ++i)
        state[i] = i >= 2 || filters ? static_cast<R*>(b.state[i])[n] : R(0);
    R* spikes = static_cast<R*>(b.spikes);
    for (long long t = 0; t < b.steps; ++t) {
        const long long at = t * b.neurons + n;
        R u = static_cast<const R*>(b.x)[at];
        if (filters)
            u = psp.filter(state[0], state[1], u, leaving<R>(b.x, b.neurons, t, pspLength, b.pastInput, n));
        const R old = leaving<R>(b.spikes, b.neurons, t, refractoryLength, b.pastSpikes, n);
        state[3] = fmadd(old, refractory.outOfQ, (state[3] + state[2]) * refractory.decay);
        u = fmadd(state[3], refractory.gain, u);
        const R spike = u >= theta ? amplitude : R(0);
        state[2] = fmadd(old, refractory.outOfP, fmadd(state[2], refractory.decay, spike));
        spikes[at] = spike;
        if (b.potential)
            static_cast<R*>(b.potential)[at] = u;
    }
    for (int i = filters ? 0 : 2; i < 4; ++i)
        static_cast<R*>(b.state[i])[n] = state[i];
}

template <class R>
__global__ void srmBackwardKernel(AlphaStep<R> psp, long long length, EscapeSlope<R> escape, bool filters,
                                  SrmGradient b)
{
    const long long n = threadNeuron();
    if (n >= b.neurons)
        return;
    const R *grad = static_cast<const R*>(b.gradSpikes), *potential = static_cast<const R*>(b.potential);
    const R* slope = static_cast<const R*>(b.slope);
    const auto at = [&](long long t) {
        const long long i = t * b.neurons + n;
        return grad[i] * (slope ? slope[i] : escape(potential[i]));
    };
    R p = 0, q = 0;
    for (long long t = b.steps - 1; t >= 0; --t)
        static_cast<R*>(b.gradX)[t * b.neurons + n] =
            filters ? psp.filter(p, q, at(t), t + length < b.steps ? at(t + length) : R(0)) : at(t);
}

/// One thread a column and eight outputs of it.
template <class R>
__global__ void firKernel(FirBuffers b, long long columns)
{
    constexpr int kOutputs = 8;
    const long long n = threadNeuron(), first = blockIdx.y * static_cast<long long>(kOutputs);
    if (n >= columns)
        return;
    const R *x = static_cast<const R*>(b.x) + n, *taps = static_cast<const R*>(b.taps);
    R sums[kOutputs] = {};
    const long long low = b.adjoint ? first : (first - b.tapCount + 1 > 0 ? first - b.tapCount + 1 : 0);
    const long long last = first + kOutputs - 1 + (b.adjoint ? b.tapCount - 1 : 0);
    for (long long s = low; s <= last && s < b.steps; ++s) {
        const R in = x[s * b.xStride];
#pragma unroll
        for (int r = 0; r < kOutputs; ++r) {
            const long long k = b.adjoint ? s - first - r : first + r - s;
            if (k >= 0 && k < b.tapCount)
                sums[r] = fmadd(in, taps[k], sums[r]);
        }
    }
    for (int r = 0; r < kOutputs && first + r < b.steps; ++r) {
        R* to = static_cast<R*>(b.y) + (first + r) * b.yStride + n;
        *to = b.add ? *to + sums[r] : sums[r];
    }
}

template <class R>
__global__ void loihiKernel(LoihiModel m, LoihiBuffers b)
{
    const long long n = threadNeuron();
    if (n >= b.neurons)
        return;
    const R ts = R(b.ts), amplitude = R(1.0 / b.ts);
    std::int64_t u = b.state[0][n], v = b.state[1][n], rest = b.state[2][n];
    for (long long t = 0; t < b.steps; ++t) {
        const long long at = t * b.neurons + n;
        std::int64_t shown = 0;
        const bool spikes = !(b.first && t == 0)
                            && loihiStep(m, u, v, rest, std::int64_t(static_cast<const R*>(b.x)[at] * ts), shown);
        static_cast<R*>(b.spikes)[at] = spikes ? amplitude : R(0);
        if (b.voltage)
            static_cast<R*>(b.voltage)[at] = R(shown);
        if (b.current)
            static_cast<R*>(b.current)[at] = R(u);
    }
    b.state[0][n] = u;
    b.state[1][n] = v;
    b.state[2][n] = rest;
}

inline unsigned blocksFor(long long threads) { return unsigned((threads + 127) / 128); }

} // namespace SPW_LEVEL

void pspForwardCuda(const AlphaKernel& k, double ts, const PspBuffers& b, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    if (b.type == RealType::Float32)
        pspForwardKernel<float><<<blocksFor(b.neurons), 128, 0, stream>>>(AlphaStep<float>(k, ts), k.length, b);
    else
        pspForwardKernel<double><<<blocksFor(b.neurons), 128, 0, stream>>>(AlphaStep<double>(k, ts), k.length, b);
    checkCuda(cudaGetLastError(), "psp forward");
}

void pspBackwardCuda(const AlphaKernel& k, double ts, const PspBuffers& b, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    if (b.type == RealType::Float32)
        pspBackwardKernel<float><<<blocksFor(b.neurons), 128, 0, stream>>>(AlphaStep<float>(k, ts), k.length, b);
    else
        pspBackwardKernel<double><<<blocksFor(b.neurons), 128, 0, stream>>>(AlphaStep<double>(k, ts), k.length, b);
    checkCuda(cudaGetLastError(), "psp backward");
}

template <class R>
void srmForwardOf(const SrmModel& m, const SrmBuffers& b, CUstream_st* stream)
{
    srmForwardKernel<R><<<blocksFor(b.neurons), 128, 0, stream>>>(
        AlphaStep<R>(m.psp, m.ts), AlphaStep<R>(m.refractory, m.ts), m.psp.length, m.refractory.length, R(m.theta),
        R(1.0 / m.ts), m.filtersInput, b);
}

void srmForwardCuda(const SrmModel& m, const SrmBuffers& b, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    b.type == RealType::Float32 ? srmForwardOf<float>(m, b, stream) : srmForwardOf<double>(m, b, stream);
    checkCuda(cudaGetLastError(), "SRM forward");
}

template <class R>
void srmBackwardOf(const SrmModel& m, const SrmGradient& b, CUstream_st* stream)
{
    srmBackwardKernel<R><<<blocksFor(b.neurons), 128, 0, stream>>>(AlphaStep<R>(m.psp, m.ts), m.psp.length,
                                                                   EscapeSlope<R>(m), m.filtersInput, b);
}

void srmBackwardCuda(const SrmModel& m, const SrmGradient& b, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    b.type == RealType::Float32 ? srmBackwardOf<float>(m, b, stream) : srmBackwardOf<double>(m, b, stream);
    checkCuda(cudaGetLastError(), "SRM backward");
}

void firFilterCuda(const FirBuffers& b, std::int64_t columns, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    const dim3 grid(blocksFor(columns), unsigned((b.steps + 7) / 8));
    if (b.type == RealType::Float32)
        firKernel<float><<<grid, 128, 0, stream>>>(b, columns);
    else
        firKernel<double><<<grid, 128, 0, stream>>>(b, columns);
    checkCuda(cudaGetLastError(), "FIR filter");
}

void loihiForwardCuda(const LoihiModel& m, const LoihiBuffers& b, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    if (b.type == RealType::Float32)
        loihiKernel<float><<<blocksFor(b.neurons), 128, 0, stream>>>(m, b);
    else
        loihiKernel<double><<<blocksFor(b.neurons), 128, 0, stream>>>(m, b);
    checkCuda(cudaGetLastError(), "Loihi forward");
}

} // namespace spw::kernels
