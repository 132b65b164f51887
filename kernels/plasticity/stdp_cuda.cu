// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cuda/cuda_error.h"
#include "kernels/plasticity/stdp_cuda.h"

namespace spw::kernels {

namespace {

constexpr int kThreads = 256;

__device__ float heldWithin(float w, float least, float most) { return fminf(fmaxf(w, least), most); }

__device__ float weighted(const StdpWeighting& f, float w) { return heldWithin(fmaf(f.slope, w, f.offset), f.least, f.most); }

__device__ float nextTrace(float trace, float decay, float spike, bool nearest)
{
    return nearest && spike != 0.0f ? 1.0f : fmaf(trace, decay, spike);
}

/// Both sides in one launch: the first threads take the pre side. Rises go where the weights' launch finds them.
__global__ void traces(StdpRule r, StdpLayer l, const float* pre, const float* post, float* rises)
{
    const std::int64_t i = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < l.pre) {
        l.tracesPre[i] = nextTrace(l.tracesPre[i], r.decayPre, pre[i], r.nearest);
        return;
    }
    const std::int64_t n = i - l.pre;
    if (n >= l.post)
        return;
    l.tracesPost[n] = nextTrace(l.tracesPost[n], r.decayPost, post[n], r.nearest);
    float factor = r.plus;
    if (l.tracesSlow) {
        const float slow = l.tracesSlow[n] * r.decaySlow;
        factor *= fmaf(r.triplet, slow, r.pair);
        l.tracesSlow[n] = slow + post[n];
    }
    rises[n] = factor * post[n];
}

/// A row of blocks for each input, which leaves at once if neither it nor its neuron fires.
__global__ void weights(StdpRule r, StdpLayer l, const float* pre, const float* rises)
{
    const std::int64_t n = std::int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
    if (n >= l.post)
        return;
    const float rise = rises[n];
    for (std::int64_t i = blockIdx.y; i < l.pre; i += gridDim.y) {
        const float spike = pre[i];
        if (spike == 0.0f && rise == 0.0f)
            continue;
        float& w = l.weights[i * l.post + n];
        const float down = -r.minus * spike * weighted(r.minusOf, w);
        const float up = (l.tracesPre[i] - r.target) * rise * weighted(r.plusOf, w);
        w = heldWithin(fmaf(down, l.tracesPost[n], w) + up, r.least, r.most);
    }
}

} // namespace

void stdpStepsCuda(const StdpRule& rule, const StdpLayer& layer, const float* preSpikes, const float* postSpikes, std::int64_t steps,
                   cudaStream_t stream)
{
    if (layer.pre <= 0 || layer.post <= 0 || steps <= 0)
        return;
    float* rises = nullptr;
    checkCuda(cudaMallocAsync(reinterpret_cast<void**>(&rises), std::size_t(layer.post) * sizeof(float), stream), "memory for STDP");
    const auto blocks = [](std::int64_t count) { return unsigned((count + kThreads - 1) / kThreads); };
    const dim3 grid(blocks(layer.post), unsigned(layer.pre < 4096 ? layer.pre : 4096));
    for (std::int64_t t = 0; t < steps; ++t) {
        const float *pre = preSpikes + t * layer.pre, *post = postSpikes + t * layer.post;
        traces<<<blocks(layer.pre + layer.post), kThreads, 0, stream>>>(rule, layer, pre, post, rises);
        weights<<<grid, kThreads, 0, stream>>>(rule, layer, pre, rises);
    }
    checkCuda(cudaGetLastError(), "STDP");
    checkCuda(cudaFreeAsync(rises, stream), "to give memory back");
}

} // namespace spw::kernels
